from .api import affairs_from_ledger as affairs_from_ledger
from .api import brief as brief
from .api import brief_from_ledger as brief_from_ledger
from .api import code as code
from .api import code_reports as code_reports
from .api import code_text as code_text
from .api import events_from as events_from
from .config import Config as Config
from .errors import DetenteError as DetenteError
from .pipeline import Journey as Journey
from .record import add as add
from .record import compute_events as compute_events
from .records import Claim as Claim
from .records import Coded as Coded
from .records import Event as Event
from .records import Problem as Problem
from .records import Report as Report
from .records import Statement as Statement
from .relations import Brief as Brief
from .relations import Scope as Scope
from .relations.known import Ledger as Ledger
from .sources import ReadOptions as ReadOptions

__version__: str

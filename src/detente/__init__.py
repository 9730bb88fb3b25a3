"""detente: from news reports to cited political events, and to how two sides stand.

The whole public API. Nothing heavy is loaded before a name is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from detente.errors import VERSION

if TYPE_CHECKING:
    from detente.api import (
        affairs_from_ledger,
        brief,
        brief_from_ledger,
        code,
        code_reports,
        code_text,
        events_from,
    )
    from detente.config import Config
    from detente.errors import DetenteError
    from detente.ledger import Ledger
    from detente.pipeline import Journey
    from detente.record import add
    from detente.records import Claim, Coded, Event, Problem, Report, Statement
    from detente.relations import Brief, Scope
    from detente.sources import ReadOptions

__all__ = [
    "Brief",
    "Claim",
    "Coded",
    "Config",
    "DetenteError",
    "Event",
    "Journey",
    "Ledger",
    "Problem",
    "ReadOptions",
    "Report",
    "Scope",
    "Statement",
    "__version__",
    "add",
    "affairs_from_ledger",
    "brief",
    "brief_from_ledger",
    "code",
    "code_reports",
    "code_text",
    "events_from",
]

__version__ = VERSION

_ROOMS = {
    "detente.api": (
        "affairs_from_ledger",
        "brief",
        "brief_from_ledger",
        "code",
        "code_reports",
        "code_text",
        "events_from",
    ),
    "detente.config": ("Config",),
    "detente.errors": ("DetenteError",),
    "detente.ledger": ("Ledger",),
    "detente.pipeline": ("Journey",),
    "detente.record": ("add",),
    "detente.records": ("Claim", "Coded", "Event", "Problem", "Report", "Statement"),
    "detente.relations": ("Brief", "Scope"),
    "detente.sources": ("ReadOptions",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first used.

    Raises:
        AttributeError: the name is not public.
    """
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

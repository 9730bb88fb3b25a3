"""detente: from news reports to cited political events, and to how two sides stand.

The whole public API. Nothing heavy is loaded before a name is used.
"""

import lazy_loader

from detente.errors import VERSION

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = VERSION
__all__ += ["__version__"]

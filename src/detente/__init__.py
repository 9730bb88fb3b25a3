"""detente: from news reports to cited political events, and to how two sides stand."""

__all__ = ["__version__"]

__version__ = "0.1.0"

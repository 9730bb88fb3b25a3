"""Every error detente raises, in one tree.

    DetenteError
    ├── BadInput              what a person gave cannot be used
    │   ├── BadReport         one report cannot be read; the rest goes on
    │   ├── UnknownCode       a code that the codebook or the gazetteer does not list
    │   └── BadConfig         a configuration, codebook or gazetteer file is wrong
    ├── CitationMismatch      a quote is not at its span
    ├── MissingExtra          an optional part is not installed; the message has the command
    ├── LedgerBusy            another process holds the ledger file
    ├── LedgerUnusable        the ledger file is damaged, or cannot be read or written
    └── LedgerVersion         the ledger was written by a newer detente

A message says what, where, and what to do.
"""

__all__ = [
    "BadConfig",
    "BadInput",
    "BadReport",
    "CitationMismatch",
    "DetenteError",
    "LedgerBusy",
    "LedgerUnusable",
    "LedgerVersion",
    "MissingExtra",
    "UnknownCode",
]


class DetenteError(Exception):
    """Root of all errors that detente raises on purpose."""


class BadInput(DetenteError):
    """What a person gave cannot be used."""


class BadReport(BadInput):
    """One report cannot be read; becomes a ``Problem``, the rest goes on.

    Attributes:
        key: the file's name, row id or URL.
        kind: a short, fixed name of what is wrong, such as ``empty`` or ``binary``.
        detail: what and where, for a person.
    """

    def __init__(self, key: str, kind: str, detail: str) -> None:
        super().__init__(f"{key}: {detail}")
        self.key = key
        self.kind = kind
        self.detail = detail


class UnknownCode(BadInput):
    """A code that the codebook or the gazetteer does not list."""


class BadConfig(BadInput):
    """A configuration, codebook or gazetteer file is wrong; the message names file and entry."""


class CitationMismatch(DetenteError):
    """A quote is not at its span in the report's text."""


class MissingExtra(DetenteError):
    """An optional part is not installed; the message has the exact install command."""


class LedgerBusy(DetenteError):
    """Another process holds the ledger file; the message names it."""


class LedgerUnusable(DetenteError):
    """The ledger file is damaged, or cannot be read or written; the message says which."""


class LedgerVersion(DetenteError):
    """The ledger was written by a newer detente."""

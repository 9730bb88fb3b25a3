"""Every error detente raises, in one tree.

    DetenteError
    ├── BadInput              what a person gave cannot be used
    │   ├── BadReport         one report cannot be read; the rest goes on
    │   ├── UnknownCode       a code that the codebook or the gazetteer does not list
    │   └── BadConfig         a configuration, codebook or gazetteer file is wrong
    ├── CitationMismatch      a quote is not at its span
    ├── ModelRefusal          a language model cannot be asked any more: no budget, no answer
    ├── DeskRefusal           a desk refuses what a program asks, or cannot be reached
    ├── MissingExtra          an optional part is not installed; the message has the command
    ├── LedgerBusy            another process holds the ledger file
    ├── LedgerUnusable        the ledger file is damaged, or cannot be read or written
    ├── LedgerVersion         the ledger was written by a newer detente
    └── WorkersLost           processes that code an archive end, or cannot go on

A message says what, where, and what to do.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


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


class DeskRefusal(DetenteError):
    """A desk refuses what a program asks, or cannot be reached.

    Attributes:
        status: of the answer, as HTTP has it; ``None`` where there was none.
        may_help: whether to ask again may help.
        wait_s: seconds to wait before, where the desk says so.
    """

    def __init__(
        self,
        told: str,
        *,
        status: int | None = None,
        may_help: bool = False,
        wait_s: float | None = None,
    ) -> None:
        super().__init__(told)
        self.status = status
        self.may_help = may_help
        self.wait_s = wait_s


class ModelRefusal(DetenteError):
    """A language model cannot be asked any more; what it has answered is kept."""


class MissingExtra(DetenteError):
    """An optional part is not installed; the message has the exact install command."""


@contextmanager
def needing(extra: str, what: str) -> Iterator[None]:
    """Import what an extra brings; ``what`` needs it.

    Raises:
        MissingExtra: a library of it is not installed.
        ModuleNotFoundError: a module of detente itself is not there.
    """
    try:
        yield
    except ModuleNotFoundError as err:
        if err.name is None or err.name.startswith("detente"):
            raise
        install = f'{sys.executable} -m pip install "detente[{extra}]"'
        raise MissingExtra(f"{what} needs {err.name}, which is not installed: {install}") from err


class LedgerBusy(DetenteError):
    """Another process holds the ledger file; the message names it."""


class LedgerUnusable(DetenteError):
    """The ledger file is damaged, or cannot be read or written; the message says which."""


class LedgerVersion(DetenteError):
    """The ledger was written by a newer detente."""


class WorkersLost(DetenteError):
    """Processes that code an archive end again and again, or cannot go on; what is done is kept."""


# --- The version of the code, part of every row's run.
VERSION = "0.1.0"

"""What can go wrong with one input, as problems that a person can act on.

In:  a report's key, a kind and the words for a person.   Out: ``Problem`` of this room.
Does not: raise, print, or decide whether the report is coded (``is_warning`` says so).
"""

from enum import StrEnum

from detente.errors import BadReport
from detente.records import Problem

__all__ = ["ROOM", "ProblemKind", "problem", "problem_from_error", "warning"]

ROOM = "sources"


class ProblemKind(StrEnum):
    """Why an input was not read, or was read with a loss. ``fetch`` adds kinds of its own."""

    BAD_DATE = "bad-date"
    BAD_VALUE = "bad-value"
    BINARY = "binary"
    BROKEN_GZIP = "broken-gzip"
    BROKEN_JSON = "broken-json"
    BROKEN_PARQUET = "broken-parquet"
    BROKEN_ROW = "broken-row"
    BROKEN_WARC = "broken-warc"
    DATELINE_DATE = "dateline-date"
    DUPLICATE_COLUMN = "duplicate-column"
    DUPLICATE_KEY = "duplicate-key"
    EMPTY = "empty"
    ENCODING = "encoding"
    FETCH_DATE = "fetch-date"
    MISSING_COLUMN = "missing-column"
    MISSING_FILE = "missing-file"
    NO_DATE = "no-date"
    NO_PAGES = "no-pages"
    NO_TEXT = "no-text"
    TOO_LONG = "too-long"
    UNKNOWN_KIND = "unknown-kind"
    UNREADABLE = "unreadable"


def problem(key: str, kind: ProblemKind, detail: str) -> Problem:
    """Say why the input is not coded."""
    return Problem(key=key, room=ROOM, kind=kind, detail=detail)


def warning(key: str, kind: ProblemKind, detail: str) -> Problem:
    """Say what was lost of a report that is coded all the same."""
    return Problem(key=key, room=ROOM, kind=kind, detail=detail, is_warning=True)


def problem_from_error(error: BadReport) -> Problem:
    """Turn the error of one report into its problem."""
    return Problem(key=error.key, room=ROOM, kind=error.kind, detail=error.detail)

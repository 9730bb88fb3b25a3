"""What a page lists -> CSV: the same rows as in its JSON twin, flat, for spreadsheets.

In:  records of a page.   Out: bytes of CSV, UTF-8, header first.
Does not: choose rows. Claims, statements and events have the columns of ``detente claims``,
``statements`` and ``events``. A list is joined by ``|``; what a spreadsheet would run as a formula
gets an apostrophe (ledger/flat.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from detente.codebook import Codebook
from detente.ledger import claim_row, statement_row
from detente.ledger.columns import event_columns
from detente.ledger.flat import COLUMNS, csv_cell, csv_line, flat_row
from detente.records import Event, Report, Standing, Status
from detente.web.told import SpokenBy, ToldBy
from detente.web.twins import report_row

__all__ = ["CSV", "Table", "csv_bytes"]

CSV = "text/csv; charset=utf-8; header=present"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a page. ``kind`` is what its rows are; ``rows`` takes them from the page."""

    name: str
    kind: type
    rows: Callable[[Any], Sequence[object]]


def csv_bytes(kind: type, rows: Iterable[object], codebook: Codebook) -> bytes:
    """Write rows that are all of one kind; without any there is the header."""
    columns = _columns(kind)
    parts = [csv_line(columns)]
    for row in rows:
        cells = _cells(row, codebook)
        parts.append(csv_line([csv_cell(_cell(cells[name])) for name in columns]))
    return b"".join(parts)


# Private functions


@cache
def _columns(kind: type) -> tuple[str, ...]:
    """The columns of a kind of row, with or without rows."""
    if kind in {ToldBy, SpokenBy}:
        return COLUMNS
    if kind is Event:
        return tuple(name for name in event_columns(_any_event()) if name != "record")
    if kind is Report:
        return tuple(report_row(Report(key="any", text="any")))
    return tuple(one.name for one in fields(kind) if one.metadata.get("twin", True))


def _cells(row: object, codebook: Codebook) -> Mapping[str, Any]:
    match row:
        case Event():
            return event_columns(row)
        case ToldBy(claim, report):
            flat = flat_row(claim_row(report, claim, codebook))
        case SpokenBy(statement, report):
            flat = flat_row(statement_row(report, statement))
        case Report():
            return report_row(row)
        case _:
            names = _columns(type(row))  # type: ignore[arg-type]  # a class can be hashed
            return {name: getattr(row, name) for name in names}
    return {name: getattr(flat, name) for name in COLUMNS}


def _cell(value: Any) -> Any:
    """What of a value a cell can hold: parts are joined as lists are."""
    match value:
        case Mapping():
            return [f"{key}={_short(part)}" for key, part in sorted(value.items())]
        case list() | tuple():
            return [None if part is None else str(part) for part in value]
    return value


def _short(part: object) -> object:
    return getattr(part, "n_events", part)


def _any_event() -> Event:
    """An event to ask for columns; what it says is in no table."""
    return Event(
        claim_ids=("any",), type="CONSULT", actors=(), status=Status.ACTUAL, standing=Standing()
    )

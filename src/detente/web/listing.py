"""Rows of the ledger by the page, with their reports, as records, JSON and CSV.

In:  a table, a filter, a cursor; a page's context.   Out: ids of one page, and the cursor of the
next; records in the order of the ids; their twins in the shapes of ``detente claims`` and its like.
Does not: count pages, shorten words, or render. Rows that come meanwhile shift nothing: no row is
shown twice or left out. In CSV a list is joined by ``|``; what a spreadsheet would run as a formula
gets an apostrophe (ledger/contract.py).
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec

from detente.codebook import Codebook
from detente.errors import BadInput
from detente.ledger import Filter, Ledger, claim_row, statement_row
from detente.ledger.ask import TABLES, conditions
from detente.ledger.columns import event_columns
from detente.ledger.contract import (
    COLUMNS,
    ListedReport,
    csv_cell,
    csv_line,
    event_row,
    flat_row,
)
from detente.record import ruled_claims
from detente.records import (
    Claim,
    Event,
    Report,
    Ruling,
    Standing,
    Statement,
    Status,
    alike,
    names_of,
    values_alike,
)
from detente.relations.explain import Testimony
from detente.web.figures import rows_of, select

MOST = 200  # rows of a page of the API
MOST_IN_FILE = 5_000  # rows of a table as CSV
DAYS = {
    "events": "t.date_start",
    "claims": "coalesce(t.date_start, r.published)",
    "statements": "r.published",
    "reports": "t.published",
}  # by what a table is ordered; rows without a day come last
_UNDATED = "DATE '0001-01-01'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Rows of ``table`` that fit ``fitting`` and, beside it, the SQL conditions ``also``."""

    table: str
    fitting: Filter = field(default_factory=Filter)
    also: Sequence[str] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """Ids of one page, in order; ``after`` is the cursor of the next, ``None`` on the last."""

    ids: tuple[str, ...]
    after: str | None


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ends."""

    day: date
    id: str


def page_of(ledger: Ledger, wanted: Wanted, after: str | None, n_rows: int) -> Page:
    """Find the ids of one page, after the row that ``after`` names.

    Raises:
        BadInput: ``after`` is no cursor, or the table cannot be asked so.
    """
    words, values = conditions(wanted.table, wanted.fitting)
    words += wanted.also
    asked: dict[str, object] = {**values, **wanted.values, "n_rows": min(n_rows, MOST_IN_FILE) + 1}
    day = f"coalesce({DAYS[wanted.table]}, {_UNDATED})"
    if after is not None:
        place = _place(after)
        words.append(f"({day} < $last_day OR ({day} = $last_day AND t.id < $last_id))")
        asked |= {"last_day": place.day, "last_id": place.id}
    where = f" WHERE {' AND '.join(words)}" if words else ""
    rows_of = TABLES[wanted.table].rows
    if wanted.table == "claims":
        told = ledger.rows_as_ruled(ruled_claims(ledger))
        rows_of = rows_of.replace("current_claims", told.sql, 1)
        asked |= told.values
    sql = (
        f"SELECT t.id, {day} AS day FROM {rows_of}{where}"  # noqa: S608  # ours
        " ORDER BY day DESC, t.id DESC LIMIT $n_rows"
    )
    rows = select(ledger, sql, asked)
    shown = rows[: min(n_rows, MOST_IN_FILE)]
    next_page = _cursor(_Place(shown[-1][1], shown[-1][0])) if len(rows) > len(shown) else None
    return Page(tuple(row[0] for row in shown), next_page)


def _cursor(place: _Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _place(cursor: str) -> _Place:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.b64decode(padded, b"-_", validate=True), type=_Place)
    except (UnicodeEncodeError, binascii.Error, msgspec.MsgspecError) as err:
        raise BadInput(f"{cursor[:80]!r} is not a cursor; take it from the page before") from err


# --- What a page lists -> CSV: the same rows as in its JSON twin, flat, for spreadsheets.
CSV = "text/csv; charset=utf-8; header=present"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a page. ``kind`` is what its rows are; ``rows`` takes them from the page."""

    name: str
    kind: type
    rows: Callable[[Any], Sequence[object]]


def csv_bytes(kind: type, rows: Iterable[object]) -> bytes:
    """Write rows that are all of one kind; without any there is the header."""
    columns = _columns(kind)
    parts = [csv_line(columns)]
    for row in rows:
        cells = _cells(row)
        parts.append(csv_line([csv_cell(_cell(cells[name])) for name in columns]))
    return b"".join(parts)


@cache
def _columns(kind: type) -> tuple[str, ...]:
    """The columns of a kind of row, with or without rows."""
    if kind in {ToldBy, SpokenBy}:
        return COLUMNS
    if kind is Event:
        return tuple(name for name in event_columns(_any_event()) if name != "record")
    if kind is Report:
        return ("kind", *names_of(ListedReport))
    if hasattr(kind, "__struct_fields__"):
        return names_of(kind)
    return tuple(one.name for one in fields(kind) if one.metadata.get("twin", True))


def _cells(row: object) -> Mapping[str, Any]:
    match row:
        case Event():
            return event_columns(row)
        case ToldBy(claim, report):
            return flat_row(report, claim)
        case SpokenBy(statement, report):
            return flat_row(report, statement)
        case Report():
            return {"kind": "report", **values_alike(ListedReport, row)}
        case _:
            names = _columns(type(row))  # type: ignore[arg-type]  # a class can be hashed
            return {name: getattr(row, name) for name in names}


def _cell(value: Any) -> Any:
    """What of a value a cell can hold: parts are joined as lists are."""
    match value:
        case Mapping():
            shown = {key: getattr(part, "n_events", part) for key, part in value.items()}
            return [f"{key}={part}" for key, part in sorted(shown.items())]
        case list() | tuple():
            return [None if part is None else str(part) for part in value]
    return value


def _any_event() -> Event:
    """An event to ask for columns; what it says is in no table."""
    return Event(
        claim_ids=("any",), type="CONSULT", actors=(), status=Status.ACTUAL, standing=Standing()
    )


# --- Records together with what they come from: claims and statements with their reports.
R = TypeVar("R", Claim, Statement, Event, Report)


@dataclass(frozen=True, slots=True)
class ToldBy:
    """A claim and its report."""

    claim: Claim
    report: Report


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """A statement and its report."""

    statement: Statement
    report: Report


def events_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[Event, ...]:
    """Read events, in the order of ``ids``."""
    return _in_order(ledger.events(ids=list(ids)), ids)


def certainty_of(ledger: Ledger, ids: Sequence[str]) -> dict[str, float]:
    """Tell how sure the coder is of events, 0 .. 1, by id: as sure as of the surest claim.

    Rows of other programs do not say how sure they are.
    """
    return dict(rows_of(ledger, "certainty", {"ids": list(ids)}))


def reports_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[Report, ...]:
    """Read reports, in the order of ``ids``."""
    return _in_order(ledger.reports_of(ids), ids)


def claims_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[ToldBy, ...]:
    """Read claims that count, as people ruled, in the order of ``ids``; rejected ones are none."""
    ruled = ruled_claims(ledger, among=ids)
    return told_by(ledger, _in_order(ledger.claims_as_ruled(ruled, ids=list(ids)), ids))


def statements_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[SpokenBy, ...]:
    """Read statements that count, in the order of ``ids``."""
    statements = _in_order(ledger.statements(ids=list(ids)), ids)
    reports = _reports(ledger, statements)
    return tuple(SpokenBy(one, reports[one.report_id]) for one in statements)


def told_by(ledger: Ledger, claims: Sequence[Claim]) -> tuple[ToldBy, ...]:
    """Put claims beside their reports."""
    reports = _reports(ledger, claims)
    return tuple(ToldBy(claim, reports[claim.report_id]) for claim in claims)


def _in_order(found: Iterable[R], ids: Sequence[str]) -> tuple[R, ...]:
    by_id = {one.id: one for one in found}
    return tuple(by_id[one] for one in ids if one in by_id)


def _reports(ledger: Ledger, records: Sequence[Claim] | Sequence[Statement]) -> dict[str, Report]:
    ids = sorted({one.report_id for one in records})
    return {report.id: report for report in ledger.reports_of(ids)}


# --- What a page shows -> the same as JSON, in the shapes of the record's own rows.
def twin_bytes(value: object, codebook: Codebook) -> bytes:
    """Write a context as JSON, indented, ended by a line feed."""
    return msgspec.json.format(msgspec.json.encode(twin_of(value, codebook)), indent=2) + b"\n"


def twin_of(value: Any, codebook: Codebook) -> Any:
    """Turn a context into values that JSON has."""
    match value:
        case Event():
            return event_row(value, codebook)
        case ToldBy(claim, report):
            return claim_row(report, claim, codebook)
        case SpokenBy(statement, report):
            return statement_row(report, statement)
        case Report():
            return alike(ListedReport, value)
    return _parts(value, codebook)


def _parts(value: Any, codebook: Codebook) -> Any:
    """Turn what is made of parts; what is not stands as it is."""
    match value:
        case Testimony():
            return {"claim": _claim(value, codebook), "excerpts": value.excerpts}
        case Mapping():
            return {key: twin_of(one, codebook) for key, one in value.items()}
        case list() | tuple():
            return [twin_of(one, codebook) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    own_id = {"id": value.id} if isinstance(value, Ruling) else {}
    parts = {name: twin_of(one, codebook) for name, one in _fields(value).items()}
    return {**own_id, **parts}


def _claim(told: Testimony, codebook: Codebook) -> Any:
    if told.report is None:
        return {"id": told.claim.id, **_fields(told.claim)}
    return claim_row(told.report, told.claim, codebook)


def _fields(value: Any) -> dict[str, Any]:
    return {
        one.name: getattr(value, one.name)
        for one in fields(value)
        if one.metadata.get("twin", True)
    }

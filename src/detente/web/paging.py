"""Rows of the ledger by the page, newest first: a cursor names the last row that was seen.

In:  a table, a filter, a cursor.   Out: ids of one page, and the cursor of the next.
Does not: count pages. Rows that come meanwhile shift nothing: no row is shown twice or left out.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from detente.errors import BadInput
from detente.ledger import Filter, Ledger
from detente.ledger.filters import conditions
from detente.ledger.read import TABLES

__all__ = ["MOST", "MOST_IN_FILE", "Page", "Wanted", "page_of"]

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
    sql = (
        f"SELECT t.id, {day} AS day FROM {TABLES[wanted.table].rows}{where}"  # noqa: S608  # ours
        " ORDER BY day DESC, t.id DESC LIMIT $n_rows"
    )
    with ledger.query() as cursor:
        rows = cursor.execute(sql, asked).fetchall()
    shown = rows[: min(n_rows, MOST_IN_FILE)]
    next_page = _cursor(_Place(shown[-1][1], shown[-1][0])) if len(rows) > len(shown) else None
    return Page(tuple(row[0] for row in shown), next_page)


# Private functions


def _cursor(place: _Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _place(cursor: str) -> _Place:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.b64decode(padded, b"-_", validate=True), type=_Place)
    except (UnicodeEncodeError, binascii.Error, msgspec.MsgspecError) as err:
        raise BadInput(f"{cursor[:80]!r} is no cursor; take it from the page before") from err

"""Data files -> entries as people wrote them, each checked by itself.

In:  the text of a TOML or CSV file.   Out: typed entries, in file order.
Does not: check one entry against another (load.py does). A wrong entry is a ``BadConfig`` that
names file and entry.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, NoReturn, TypeVar

import msgspec

from detente.codebook.model import StrictEntry, Words
from detente.errors import BadConfig


class OwnTypeRow(StrictEntry, frozen=True, kw_only=True):
    """A row of a user's own codebook: what a code means, or a marked example of it, or both.

    ``code`` is an own type, a mode of one (``swap/remains``), or, of a near miss, PLOVER's.
    """

    code: Words
    parent: Words | None = None
    definition: Words | None = None
    plover: Words | None = None
    cameo: Words | None = None
    example: Words | None = None
    status: Words | None = None


E = TypeVar("E", bound=StrictEntry)
Value = TypeVar("Value")


def read_toml(file: str, text: str, entry: type[E], key: str | None = None) -> dict[str, E]:
    """Read one table an entry; the key is the entry's name, and its field ``key``, if any.

    Tables within an entry (``[CONSULT.modes.visit]``) are a list, each with its own key likewise.

    A single array of tables (``[[decision]]``) is keyed by its numbers, counted from 1.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        refuse(file, "its syntax", str(err))
    return {
        name: _convert(file, name, _with_key(name, table, key) if key else table, entry)
        for name, table in _named(tables)
    }


def _with_key(name: str, table: dict[str, Any], key: str) -> dict[str, Any]:
    keyed: dict[str, Any] = {**table, key: name}
    for field, value in table.items():
        if isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()):
            keyed[field] = [_with_key(inner, one, key) for inner, one in value.items()]
    return keyed


def read_csv(file: str, text: str, entry: type[E]) -> Iterator[tuple[str, E]]:
    """Yield where each row stands ("row 7"), and the row; an empty cell counts as absent."""
    rows = _rows(file, text)
    _, header = next(rows, ("", []))
    _check_columns(file, header, entry)
    for where, row in rows:
        if len(row) != len(header):
            refuse(file, where, f"{len(row)} cells under {len(header)} column names")
        cells = {column: cell for column, cell in zip(header, row, strict=True) if cell}
        yield where, _convert(file, where, cells, entry)


def unique(file: str, entries: Iterable[tuple[str, str, Value]]) -> dict[str, Value]:
    """Key values by their code, and refuse a second one; entries are (where, code, value)."""
    table: dict[str, Value] = {}
    for where, code, value in entries:
        if code in table:
            refuse(file, where, f"{code!r} is listed twice")
        table[code] = value
    return table


def refuse(file: str, where: str, detail: str) -> NoReturn:
    """Refuse a data file.

    Raises:
        BadConfig: always; the message says which file, where in it, and what is wrong.
    """
    raise BadConfig(f"{file}, {where}: {detail}")


def _named(tables: dict[str, object]) -> Iterator[tuple[str, Any]]:
    for name, table in tables.items():
        if isinstance(table, list):
            yield from ((str(number), each) for number, each in enumerate(table, 1))
        else:
            yield name, table


def _rows(file: str, text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield where each row stands, and its cells; the first row names the columns."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as err:
            refuse(file, f"row {reader.line_num}", str(err))
        yield f"row {reader.line_num}", row


def _check_columns(file: str, header: list[str], entry: type[E]) -> None:
    """Refuse a first row that does not name the columns; a file with nothing in it is fine."""
    fields = msgspec.structs.fields(entry)
    needed = {field.name for field in fields if field.required}
    known = {field.name for field in fields}
    if header and not needed <= set(header) <= known:
        columns = ",".join(field.name for field in fields)
        refuse(file, "row 1", f"write CSV whose first row names the columns: {columns}")


def _convert(file: str, where: str, raw: object, entry: type[E]) -> E:
    try:
        return msgspec.convert(raw, entry, strict=False)
    except msgspec.ValidationError as err:
        refuse(file, where, str(err))

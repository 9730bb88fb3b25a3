"""The room's CSV files -> typed rows, strict.

In:  a file of ``reading/data`` and the type of its rows.   Out: rows with their line numbers.
Does not: pass over an unknown column or a value that does not fit: ``BadConfig``.
"""

import csv
from importlib.resources import files
from typing import TypeVar

import msgspec

from detente.errors import BadConfig

__all__ = ["data_text", "read_rows"]

Row = TypeVar("Row", bound=msgspec.Struct)
_HEADER_LINES = 1


def data_text(name: str) -> str:
    """Read a data file of this room."""
    return (files("detente.reading") / "data" / name).read_text(encoding="utf-8")


def read_rows(name: str, text: str, row_type: type[Row]) -> list[tuple[int, Row]]:
    """Read the rows of a CSV text; an empty field is left to the type's default.

    Args:
        name: the file's name, for messages.
        text: the whole file; its first line names the columns.
        row_type: what a row must be.

    Returns:
        Each row after its line number.

    Raises:
        BadConfig: a row does not fit; the message names file and line.
    """
    rows: list[tuple[int, Row]] = []
    for line, fields in enumerate(csv.DictReader(text.splitlines()), 1 + _HEADER_LINES):
        filled = {column: value for column, value in fields.items() if value != ""}
        try:
            rows.append((line, msgspec.convert(filled, row_type, strict=False)))
        except msgspec.ValidationError as err:
            raise BadConfig(f"{name} line {line}: {err}") from err
    return rows

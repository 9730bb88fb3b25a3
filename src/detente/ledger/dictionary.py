"""What the fields of each export mean, and what each format has no field for.

In:  a format.   Out: its fields with their meaning, and what is dropped, as sentences.
Does not: write exports. docs/exchange.md and the file beside each export are made from this.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["DROPPED", "Field", "fields_of"]

DROPPED = {
    "csv": ("the texts of reports, and the citations of date, place and speaker",),
    "parquet": (
        "reports in which nothing was found, remarks, problems",
        "rulings: claims are as they were read",
    ),
    "polecat": (
        "issues, the speaker, the sentence and its words, the score, the last day of a range",
        "statements and remarks",
        "the type, mode and day of a planned act, which POLECAT has as AGREE or CONCEDE",
    ),
    "icews": (
        "contexts, issues, the speaker, the words, the score, the last day of a range",
        "statements and remarks",
        "acts that are denied or only possible, and planned ones that CAMEO has no intent for",
        "acts of one side alone",
        "PLOVER's mode where CAMEO's code is more general",
    ),
    "plover": ("issues and the score, statements and remarks, where the names stand",),
    "graphml": ("places, claims and their words, links between events",),
    "geojson": ("events of which no report told where",),
}
_FLAT = frozenset({"csv", "parquet"})  # they share most of their fields


class Field(NamedTuple):
    """One field of a format."""

    name: str
    meaning: str


def fields_of(form: str) -> list[Field]:
    """List the fields of a format, in its order."""
    return [
        Field(name, meaning)
        for kind, name, meaning in _rows()
        if kind == form or (kind == "flat" and form in _FLAT)
    ]


@cache
def _rows() -> list[tuple[str, str, str]]:
    text = (files("detente.ledger") / "data" / "dictionary.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    return [(kind, name, meaning) for kind, name, meaning in rows]

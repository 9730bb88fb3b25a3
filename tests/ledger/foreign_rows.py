"""Rows of other programs for tests, about Norland, Sudria and Vostia.

In:  the few cells a test is about.   Out: lines as GDELT, ICEWS and POLECAT write them; a ledger
into which a file was imported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from builders import a_run
from detente.ledger import Ledger
from detente.ledger.formats.foreign import Known, Naming, read_tables
from detente.ledger.formats.gdelt import GdeltReader
from detente.ledger.formats.icews import COLUMNS as ICEWS_COLUMNS
from detente.ledger.formats.icews import IcewsReader
from detente.ledger.formats.polecat import COLUMNS as POLECAT_COLUMNS
from detente.ledger.formats.polecat import PolecatReader
from detente.records import Actor, Problem

STATES = {"Norland": "NRL", "Sudria": "SDR", "Vostia": "VST"}
_PRESIDENT_FROM = date(2020, 1, 1)  # Ann Nor sat in parliament before


def _actor(name: str, day: date | None) -> Known | None:
    if name in STATES:
        return Known(Actor(country=STATES[name], id=STATES[name], name=name), is_lasting=True)
    if name == "Ann Nor":
        sector = "GOV" if day is None or day >= _PRESIDENT_FROM else "LEG"
        known = Actor(country="NRL", sector=sector, id="ann-nor", name=name)
        return Known(known, is_lasting=False)
    return None


NAMING = Naming(
    gdelt={code: code for code in STATES.values()},
    icews=STATES,
    actor=_actor,
    sector=lambda noun: {"soldier": "MIL"}.get(noun.lower()),
)
_READERS = {"GDELT": GdeltReader, "ICEWS": IcewsReader, "POLECAT": PolecatReader}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A ledger after an import, and what was said on the way."""

    ledger: Ledger
    problems: list[Problem]

    @property
    def refused(self) -> list[str]:
        """What was not imported, in words."""
        return [problem.detail for problem in self.problems if not problem.is_warning]

    @property
    def warned(self) -> list[str]:
        """What was imported with a loss, in words."""
        return [problem.detail for problem in self.problems if problem.is_warning]


@contextmanager
def imported(path: Path, outlet: str, content: str | bytes | None = None) -> Iterator[Outcome]:
    """Import a file, written first if its content is given, into a ledger beside it."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    reader = partial(_READERS[outlet], coder=a_run().coder, naming=NAMING)
    with Ledger.open(path.with_suffix(".duckdb")) as ledger:
        items = list(read_tables([path], reader))
        ledger.add(items, a_run(), is_imported=True)
        problems = [item for item in items if isinstance(item, Problem)]
        yield Outcome(ledger, problems)


def gdelt_v2(**cells: str) -> str:
    """A row of 61 cells: Norland's president visits Sudria in Vostia City on 29 January 2024."""
    columns = _GDELT | {
        51: "4", 52: "Vostia City, Vostia", 53: "FR", 56: "10.5", 57: "20.25",
        59: "20240202120000", 60: "https://www.example.org/visit",
    }  # fmt: skip
    return _line(61, columns, cells)


def gdelt_v1(n_cells: int = 58, **cells: str) -> str:
    """The same act in 57 or 58 cells; v1 has the address in the 58th."""
    columns = _GDELT | {
        49: "4", 50: "Vostia City, Vostia", 51: "FR", 53: "10.5", 54: "20.25",
        56: "20240202", 57: "https://www.example.org/visit",
    }  # fmt: skip
    return _line(n_cells, columns, cells)


def icews_header() -> str:
    """The header of a raw file."""
    return "\t".join(ICEWS_COLUMNS) + "\n"


def icews_row(**cells: str) -> str:
    """A raw row; a keyword is a column's name with underscores: ``Event_Text="Consult"``."""
    row = {
        "Event ID": "4711", "Event Date": "2024-02-02", "Source Name": "Ann Nor",
        "Source Sectors": "Parties,Executive,Government", "Source Country": "Norland",
        "Event Text": "Criticize or denounce", "CAMEO Code": "111", "Intensity": "-2",
        "Target Name": "Police (Sudria)", "Target Sectors": "Police,Government",
        "Target Country": "Sudria", "Story ID": "99", "Sentence Number": "2",
        "Publisher": "Harbour Wire", "City": "Vostia City", "District": "NA", "Province": "NA",
        "Country": "Vostia", "Latitude": "10.5", "Longitude": "20.25",
    }  # fmt: skip
    row |= {name.replace("_", " "): value for name, value in cells.items()}
    return "\t".join(row[column] for column in ICEWS_COLUMNS) + "\n"


def polecat_header() -> str:
    """POLECAT's header."""
    return "\t".join(POLECAT_COLUMNS) + "\n"


def polecat_row(**cells: str) -> str:
    """A row: Norland's government sanctions Sudria, planned."""
    row = dict.fromkeys(POLECAT_COLUMNS, "") | {
        "Event ID": "P1", "Event Date": "2024-02-01", "Event Type": "SANCTION",
        "Event Mode": "discontinue", "Contexts": "economic;future", "Actor Name": "Norland",
        "Actor Country": "NRL", "Primary Actor Sector": "GOV", "Actor Name Raw": "Nor's cabinet",
        "Recipient Name": "Sudria", "Recipient Country": "SDR", "Placename": "Vostia City",
        "City": "Vostia City", "Country": "VST", "Latitude": "10.5", "Longitude": "20.25",
        "GeoNames ID": "12", "Source": "Harbour Wire", "Publication Date": "2024-02-02",
    }  # fmt: skip
    row |= {name.replace("_", " "): value for name, value in cells.items()}
    return "\t".join(row[column] for column in POLECAT_COLUMNS) + "\n"


_GDELT = {
    0: "901", 1: "20240129", 2: "202401", 3: "2024", 5: "NRLGOV", 6: "ANN NOR", 7: "NRL", 12: "GOV",
    15: "SDR", 16: "SUDRIA", 17: "SDR", 25: "1", 26: "042", 27: "042", 28: "04", 29: "1",
}  # fmt: skip
_NAMED = {
    "id": 0, "day": 1, "code1": 5, "name1": 6, "country1": 7, "group1": 8, "role1": 12,
    "name2": 16, "country2": 17, "event": 26, "root": 28,
}  # fmt: skip


def _line(width: int, columns: dict[int, str], cells: dict[str, str]) -> str:
    row = columns | {_NAMED.get(name, 59): value for name, value in cells.items()}
    return "\t".join(row.get(index, "") for index in range(width)) + "\n"

"""Pictures and tables of ``world.md`` from the ledger of an archive.

    python docs/world.py world.duckdb

Writes ``images/world-*.svg`` and the part of ``world.md`` between its two marks. The same ledger
gives the same words and pictures. Look at what it made.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from detente.actors import load_gazetteer
from detente.ledger import Ledger
from detente.relations import Medium, Picture, Subject, chart_bytes, draw, findings_of
from detente.relations.measures.network import Mover, movers

HERE = Path(__file__).parent
PAGE = HERE / "world.md"
START, END = "<!-- made by docs/world.py -->", "<!-- end -->"
NETWORKS = (2008, 2016, 2024)  # at the end of these years
DYADS = (("CHN", "USA"), ("RUS", "UKR"), ("CUB", "USA"), ("KOR", "PRK"), ("IRN", "SAU"))
MONTHS = 12
MOST_TURNS = 4  # of a dyad, the latest
COUNTS = """SELECT year(published) AS year, count(*) FROM reports GROUP BY year ORDER BY year"""
EVENTS = """SELECT year(date_start) AS year, count(*), count(*) FILTER (status = 'actual')
FROM events WHERE date_end - date_start <= 92 GROUP BY year ORDER BY year"""


def main(ledger: Path) -> None:
    """Make all pictures, and write the tables into the page."""
    with Ledger.open(ledger, read_only=True) as record:
        parts = [
            "### What was covered\n\n" + _table(_coverage(record)),
            "### Who moved most in a month\n\n" + _table(_movers(record)),
            *(_network(record, year) for year in NETWORKS),
            *(_dyad(record, dyad) for dyad in DYADS),
        ]
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.partition(START)[0], page.partition(END)[2]
    made = "\n\n".join([START, *parts, END])
    PAGE.write_text(before + made + after, encoding="utf-8")


# Private functions


def _coverage(record: Ledger) -> Iterator[tuple[str, ...]]:
    with record.query() as cursor:
        n_reports = dict(cursor.execute(COUNTS).fetchall())
        n_events = {year: rest for year, *rest in cursor.execute(EVENTS).fetchall()}
    yield "year", "items", "events", "of these done"
    for year in sorted(n_reports):
        events, done = n_events.get(year, (0, 0))
        yield str(year), f"{n_reports[year]:,}", f"{events:,}", f"{done:,}"


def _movers(record: Ledger) -> Iterator[tuple[str, ...]]:
    """The two states that moved most in each year, each way."""
    names = _names()
    yield "month", "sides", "stock before", "after", "change (90 %)"
    for year in _years(record):
        moved = [(month, one) for month in _months(year) for one in movers(record, month)]
        found = [(month, one) for month, one in moved if {one.one, one.other} <= names.keys()]
        for sign in (1, -1):
            fitting = [(month, one) for month, one in found if one.change * sign > 0]
            if fitting:
                (first, _), one = max(fitting, key=lambda each: abs(each[1].change))
                yield f"{first:%Y-%m}", f"{names[one.one]}, {names[one.other]}", *_moved(one)


def _years(record: Ledger) -> list[int]:
    with record.query() as cursor:
        return [year for year, _ in cursor.execute(COUNTS).fetchall()]


def _moved(one: Mover) -> tuple[str, str, str]:
    within = f"{one.change_low:+.1f} to {one.change_high:+.1f}"
    return f"{one.before:+.1f}", f"{one.now:+.1f}", f"{one.change:+.1f} ({within})"


def _months(year: int) -> Iterator[tuple[date, date]]:
    for month in range(1, MONTHS + 1):
        first = date(year, month, 1)
        after = date(year + month // MONTHS, month % MONTHS + 1, 1)
        yield first, date.fromordinal(after.toordinal() - 1)


def _network(record: Ledger, year: int) -> str:
    subject = Subject(dyad=("CHN", "USA"), names=_names(), days=(None, date(year, 12, 31)))
    path = HERE / "images" / f"world-network-{year}.svg"
    path.write_bytes(chart_bytes(draw(Picture.NETWORK, findings_of(record, subject)), Medium.SVG))
    return f"### The network at the end of {year}\n\n![Network](images/{path.name})"


def _dyad(record: Ledger, dyad: tuple[str, str]) -> str:
    found = findings_of(record, Subject(dyad=dyad, names=_names()))
    path = HERE / "images" / f"world-{'-'.join(dyad)}.svg"
    path.write_bytes(chart_bytes(draw(Picture.TEMPERATURE, found), Medium.SVG))
    turns = [one.words.partition(":")[0] for one in found.turns.turns[-MOST_TURNS:]]
    lead = "Turns" if len(turns) == len(found.turns.turns) else f"The last {len(turns)} turns"
    told = f"{lead}: {'; '.join(turns)}." if turns else "No turn stands out."
    sides = " and ".join(found.subject.sides)
    return f"### {sides}\n\n![{sides}](images/{path.name})\n\n{told}"


def _names() -> dict[str, str]:
    gazetteer = load_gazetteer()
    return {code: gazetteer.entry(code).name for code in sorted(gazetteer.states)}


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    head, *rest = rows
    lines = [head, ("---",) * len(head), *rest]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

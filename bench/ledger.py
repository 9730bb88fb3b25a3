"""How long a ledger of many events takes to answer, and how that compares with a bare scan.

    python bench/ledger.py [N_EVENTS] [FILE]

Makes FILE (default: a file in a temporary folder) with N_EVENTS synthetic events (default: one
million; between 60 states, 1,770 dyads) unless it is there, and prints, each the median of 9:

- opening and closing the file to read;
- one event by its id, as a record;
- one dyad's whole history, as records and as a Polars table;

each beside a bare DuckDB query that reads the same rows of the same table without a ledger.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from detente.ledger import Computed, Ledger
from detente.records import Actor, Event, EventDate, Granularity, Standing, Status, digest

N_EVENTS = 1_000_000
AT_ONCE = 50_000
N_RUNS = 9
FIRST = date(1995, 1, 1)
N_DAYS = 10_950
STATES = [f"{a}{b}{c}" for a in "ABCDE" for b in "XYZ" for c in "JKLM"]
TYPES = [("CONSULT", None), ("ACCUSE", None), ("AGREE", None), ("COERCE", "arrest"), ("AID", None)]


def synthetic(first: int, count: int) -> Iterator[Event]:
    """Make events, the same ones for the same numbers."""
    chance = random.Random(first)  # noqa: S311  # no secret
    for number in range(first, first + count):
        one, other = chance.sample(STATES, 2)
        kind, mode = chance.choice(TYPES)
        day = FIRST + timedelta(days=chance.randrange(N_DAYS))
        yield Event(
            claim_ids=tuple(digest("claim", number, nth) for nth in range(chance.choice((1, 2)))),
            type=kind,
            mode=mode,
            issues=("trade",) if number % 5 == 0 else (),
            actors=(_actor(one),),
            recipients=(_actor(other),),
            status=Status.ACTUAL,
            date=EventDate(earliest=day, latest=day, granularity=Granularity.DAY),
            standing=Standing(n_outlets=1, n_own_voice=1),
        )


def _actor(code: str) -> Actor:
    return Actor(country=code, sector="GOV", id=code, name=f"Government of {code}")


def fill(path: Path, count: int) -> float:
    """Write synthetic events into a new ledger; the seconds it took."""
    start = time.perf_counter()
    with Ledger.open(path) as ledger:
        for first in range(0, count, AT_ONCE):
            events = list(synthetic(first, min(AT_ONCE, count - first)))
            ledger.write_events(Computed(events=events, blocks=(), block_of={}))
    return time.perf_counter() - start


def median_ms(work: Callable[[], object]) -> float:
    """Time some work several times."""
    times = []
    for _ in range(N_RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def report(path: Path) -> None:
    """Print the figures of one ledger."""
    some = next(iter(synthetic(0, 1)))
    dyad = (some.actors[0].country or "", some.recipients[0].country or "")
    with Ledger.open(path, read_only=True) as ledger:
        n_events, n_dyad = ledger.events().count(), ledger.events(dyad=dyad).count()
        figures = {
            "one event by id": median_ms(ledger.events(id=some.id).first),
            "a dyad's history, records": median_ms(lambda: list(ledger.events(dyad=dyad))),
            "a dyad's history, table": median_ms(lambda: ledger.events(dyad=dyad).polars()),
        }
    with duckdb.connect(path, read_only=True) as bare:
        id_sql = "SELECT record FROM events WHERE id = ?"
        dyad_sql = (
            "SELECT {} FROM events WHERE list_contains(list_concat(actor_countries,"
            " recipient_countries), $a) AND list_contains(list_concat(actor_countries,"
            " recipient_countries), $b)"
        )
        sides = {"a": dyad[0], "b": dyad[1]}
        scans = {
            "one event by id": median_ms(lambda: bare.execute(id_sql, [some.id]).fetchall()),
            "a dyad's history, records": median_ms(
                lambda: bare.execute(dyad_sql.format("record"), sides).fetchall()
            ),
            "a dyad's history, table": median_ms(
                lambda: bare.execute(dyad_sql.format("* EXCLUDE (record)"), sides).pl()
            ),
        }
    opening = median_ms(lambda: Ledger.open(path, read_only=True).close())
    print(f"{n_events:,} events, {path.stat().st_size / 1e6:,.0f} MB; {n_dyad:,} of {dyad}")
    print(f"{'opening and closing':<28}{opening:>9.1f} ms")
    for name, figure in figures.items():
        ratio = figure / scans[name]
        print(f"{name:<28}{figure:>9.1f} ms   bare scan {scans[name]:>8.1f} ms   ratio {ratio:.2f}")


def main() -> None:
    """Fill a ledger unless it is there, and print its figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else N_EVENTS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.duckdb"  # noqa: PLR2004
        if not path.exists():
            print(f"filled in {fill(path, count):.0f} s")
        report(path)


if __name__ == "__main__":
    main()

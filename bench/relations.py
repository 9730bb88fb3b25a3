"""How long the series of 25 dyads over 20 years takes, by month, from ten million events.

    python bench/relations.py [N_EVENTS] [FILE]

Makes FILE (default: a file in a temporary folder) with N_EVENTS synthetic events (default: ten
million) unless it is there. A third of them lie between the 25 dyads, the rest between 60 other
states. Prints the seconds for the 25 series with and without bootstrap intervals, beside
a bare query that only counts and sums the 25 dyads' events.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from detente.codebook import load_codebook
from detente.ledger import Ledger
from detente.relations import SeriesOptions, series_of_dyads

N_EVENTS = 10_000_000
N_DYADS = 25
# One row a synthetic event. Columns that series do not ask for hold the least that is allowed.
FILL = """
CREATE TEMP TABLE made AS
SELECT
    n,
    CASE WHEN n % 3 = 0 THEN 'A' || chr(65 + (hash(n, 1) % 25)::INTEGER) || '1'
        ELSE 'B' || lpad((hash(n, 2) % 30)::VARCHAR, 2, '0') END AS one,
    CASE WHEN n % 3 = 0 THEN NULL ELSE 'C' || lpad((hash(n, 3) % 30)::VARCHAR, 2, '0') END AS two,
    DATE '2000-01-01' + (hash(n, 4) % 7305)::INTEGER AS day,
    (hash(n, 5) % 100)::INTEGER AS which,
    (hash(n, 6) % 100)::INTEGER AS status_of,
    1 + (hash(n, 7) % 3)::INTEGER AS outlets,
    hash(n, 8) % 2 = 0 AS is_forward
FROM range($n_events) AS numbers(n);
INSERT INTO events
SELECT
    left(md5(n::VARCHAR), 20), kind.name, kind.name, NULL, kind.quad, kind.intensity, [],
    CASE WHEN which % 5 = 0 THEN ['trade'] ELSE [] END,
    [], CASE WHEN kind.is_mutual THEN [a, b] WHEN is_forward THEN [a] ELSE [b] END, [], [],
    [], CASE WHEN kind.is_mutual THEN [] WHEN is_forward THEN [b] ELSE [a] END, [], [],
    CASE WHEN status_of < 80 THEN 'actual' WHEN status_of < 92 THEN 'future'
        WHEN status_of < 97 THEN 'hypothetical' ELSE 'negated' END,
    day, day, 'day', 'expression', NULL, NULL, NULL, NULL, 'reported', [], [], [],
    outlets, outlets, 1, '{}'
FROM (SELECT *, one AS a, coalesce(two, replace(one, '1', '2')) AS b FROM made)
JOIN kinds AS kind ON kind.number = which % (SELECT count(*) FROM kinds);
INSERT INTO event_dyads
SELECT one, coalesce(two, replace(one, '1', '2')), left(md5(n::VARCHAR), 20) FROM made
"""


def fill(path: Path, n_events: int) -> None:
    """Write synthetic events straight into the tables of a new ledger."""
    Ledger.open(path).close()
    book = load_codebook()
    with duckdb.connect(path) as connection:
        connection.execute(
            "CREATE TEMP TABLE kinds"
            " (number INTEGER, name VARCHAR, quad TINYINT, intensity DOUBLE, is_mutual BOOLEAN)"
        )
        connection.executemany(
            "INSERT INTO kinds VALUES (?, ?, ?, ?, ?)",
            [
                (number, kind.name, int(kind.quad), kind.intensity, kind.is_mutual)
                for number, kind in enumerate(book.types)
            ],
        )
        for statement in FILL.replace("$n_events", str(n_events)).split(";\n"):
            connection.execute(statement)


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Time some work once, by the clock and by the processors; the file's pages are warm."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def report(path: Path) -> None:
    """Print the figures of one ledger."""
    dyads = [(f"A{chr(65 + n)}1", f"A{chr(65 + n)}2") for n in range(N_DYADS)]
    with Ledger.open(path, read_only=True) as ledger:
        n_all = ledger.events().count()
        made = series_of_dyads(ledger, dyads, SeriesOptions(n_draws=0))
        n_own = sum(point.n_events for one in made for point in one.of())
        n_points = sum(len(one.points) for one in made)
        plain = seconds(lambda: series_of_dyads(ledger, dyads, SeriesOptions(n_draws=0)))
        drawn = seconds(lambda: series_of_dyads(ledger, dyads))
        with ledger.query() as cursor:
            scan = seconds(
                lambda: cursor.execute(
                    "SELECT one, count(*), sum(intensity) FROM event_dyads"
                    " JOIN events ON id = event_id WHERE one LIKE 'A_1' GROUP BY one"
                ).fetchall()
            )
    print(f"{n_all:,} events, {path.stat().st_size / 1e6:,.0f} MB")
    print(f"{N_DYADS} dyads, {n_points:,} points, {n_own:,} acts that happened in them")
    for name, (clock, processors) in {
        "series": plain,
        "series with intervals": drawn,
        "bare scan": scan,
    }.items():
        print(f"{name:<28}{clock:>7.2f} s, {processors:>6.2f} s of processor")


def main() -> None:
    """Fill a ledger unless it is there, and print its figures."""
    n_events = int(sys.argv[1]) if len(sys.argv) > 1 else N_EVENTS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.duckdb"  # noqa: PLR2004
        if not path.exists():
            print(f"filled in {seconds(lambda: fill(path, n_events))[0]:.0f} s")
        report(path)


if __name__ == "__main__":
    main()

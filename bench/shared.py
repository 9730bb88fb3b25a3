"""What a shared ledger costs beside a file: the same work on both, in one run.

    python -m bench.shared "ducklake:postgres:dbname=bench host=127.0.0.1 data_path=/tmp/bench" [N]

The database must be empty. Prints for the file, for the shared ledger, and as their ratio:

- adding batches of 50 reports with 4 claims each, when nothing is there and when N rows are;
- importing N rows of another program (default: 200,000), and computing their events;
- opening to read, one event by its id, one dyad's history, before and after ``detente tidy``.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.exchange import write_rows
from detente.importing import import_files
from detente.ledger import Ledger
from detente.ledger.address import Lake, LedgerName, ledger_name
from detente.ledger.formats import ImportFormat
from detente.ledger.lake import tidy_lake
from detente.record import compute_events
from detente.records import Actor, Citation, Cited, Claim, Coded, Report, Run, Span, Status

AT_ONCE, N_BATCHES, N_IMPORTED, N_RUNS = 50, 20, 200_000, 9
RUN = Run(version="bench", codebook="bench", gazetteer="bench", parser="none", coder="bench")
TYPES = ("CONSULT", "SUPPORT", "AGREE", "CONCEDE")
FILLER = "Talks on trade went on in the old customs house by the harbour. " * 30


def batch(number: int) -> Iterator[Coded]:
    """Reports of some 2,000 letters with four claims each."""
    for nth in range(number * AT_ONCE, (number + 1) * AT_ONCE):
        text = f"Norland met Sudria, {nth}. {FILLER}"
        day = date(2024, 1, 1) + timedelta(days=nth % 300)
        report = Report(key=str(nth), text=text, outlet="Harbour Wire", published=day)
        yield Coded(report=report, claims=tuple(_claim(report, kind) for kind in TYPES))


def _claim(report: Report, kind: str) -> Claim:
    def cite(start: int, end: int) -> Citation:
        return Citation(report.id, Span(start, end), report.text[start:end])

    return Claim(
        report_id=report.id,
        sentence=0,
        type=kind,
        actors=(Cited(value=Actor(country="CHN", name="Norland"), citation=cite(0, 7)),),
        recipients=(Cited(value=Actor(country="USA", name="Sudria"), citation=cite(12, 18)),),
        status=Status.ACTUAL,
        citation=cite(0, 18),
        predicate=cite(8, 11),
        score=0.5,
        coder="bench",
        why="bench",
    )


def seconds(work: Callable[[], object], n_runs: int = 1) -> float:
    """Time some work; the median of several runs."""
    times = []
    for _ in range(n_runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def add_batches(name: LedgerName, first: int) -> float:
    """Seconds a batch, each with an opening of its own, as ``detente add`` does it."""

    def add(number: int) -> None:
        with Ledger.open(name, wait_s=60) as ledger:
            ledger.add(batch(number), RUN)

    return statistics.median(
        seconds(lambda: add(number))  # noqa: B023  # it is done before the next number
        for number in range(first, first + N_BATCHES)
    )


def compute(name: LedgerName) -> None:
    """Compute the events."""
    with Ledger.open(name, wait_s=60) as ledger:
        compute_events(ledger)


def questions(name: LedgerName) -> dict[str, float]:
    """Seconds of what readers do."""
    with Ledger.open(name, read_only=True) as ledger:
        some = ledger.events(limit=1).first()
        found = {
            "one event by id": seconds(ledger.events(id=some.id if some else "").first, N_RUNS),
            "a dyad's history": seconds(lambda: list(ledger.events(dyad=("CHN", "USA"))), N_RUNS),
        }
    opening = seconds(lambda: Ledger.open(name, read_only=True).close(), N_RUNS)
    return {"opening to read": opening, **found}


def figures(name: LedgerName, rows: Path, n_rows: int) -> dict[str, float]:
    """Do all of the work on one ledger; seconds by what was done."""
    Ledger.open(name).close()
    done = {f"adding {AT_ONCE} reports, nothing there": add_batches(name, 0)}
    done[f"importing {n_rows:,} rows"] = seconds(
        lambda: list(import_files([rows], ImportFormat.ICEWS, name))
    )
    done["computing their events"] = seconds(lambda: compute(name))
    done[f"adding {AT_ONCE} reports, {n_rows:,} there"] = add_batches(name, N_BATCHES)
    compute(name)
    done |= questions(name)
    if isinstance(name, Lake):
        print(f"tidying took {seconds(lambda: tidy_lake(name)):.1f} s")
    done |= {f"{what}, tidy": took for what, took in questions(name).items()}
    return done


def main() -> None:
    """Print the figures of a file and of a shared ledger."""
    n_rows = int(sys.argv[2]) if len(sys.argv) > 2 else N_IMPORTED  # noqa: PLR2004
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.tsv"
        write_rows(rows, n_rows)
        alone = figures(Path(folder) / "bench.duckdb", rows, n_rows)
        shared = figures(ledger_name(sys.argv[1]), rows, n_rows)
    for what, took in alone.items():
        ratio = shared[what] / took
        print(f"{what:<40}{took:>9.3f} s   shared {shared[what]:>9.3f} s   ratio {ratio:.1f}")


if __name__ == "__main__":
    main()

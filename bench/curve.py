"""Time and memory over 1, 10 and 100 thousand reports of mixed news, in one run.

    python -m bench.curve [--sizes 1000 10000 100000]

Each size runs in a process of its own, one core, through the whole journey without a ledger.
Prints reports a second, processor seconds a thousand reports and the highest memory; the first
thousand is the measure. Figures of different machines do not compare; their ratios do.
"""

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import NamedTuple

from bench.mixed import mixed_reports
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Report


class Point(NamedTuple):
    """One size: reports, claims found, processor seconds after loading, peak memory in MiB."""

    n_reports: int
    n_claims: int
    seconds: float
    memory: float


def main() -> None:
    """Measure the sizes that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    first: Point | None = None
    for size in parser.parse_args().sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            point = pool.submit(_measure, size).result()
        first = first or point
        a_thousand = 1_000 * point.seconds / point.n_reports
        slower = a_thousand / (1_000 * first.seconds / first.n_reports)
        print(
            f"{point.n_reports:>7,} reports  {point.n_claims:>7,} claims  "
            f"{point.n_reports / point.seconds:6.1f} reports/s  "
            f"{a_thousand:6.1f} s a thousand ({slower:.2f} x)  "
            f"{point.memory:6.0f} MiB ({point.memory / first.memory:.2f} x)"
        )


def _measure(n_reports: int) -> Point:
    journey = Journey.from_config(Config())
    journey.code(Report(key="first", text="France and Kenya met in Paris on Monday."))
    n_claims, start = 0, time.process_time()
    for row in mixed_reports(n_reports):
        text, title = row["text"], row["title"]
        report = Report(
            key=row["id"],
            text=f"{title}\n\n{text}",
            title=title,
            outlet=row["outlet"],
            published=date.fromisoformat(row["date"]),
            body_start=len(title) + 2,
        )
        n_claims += len(journey.code(report).claims)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Point(n_reports, n_claims, seconds, peak)


if __name__ == "__main__":
    main()

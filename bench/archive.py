"""How fast an archive is coded, what two processes gain over one, and whether memory stays flat.

    python -m bench.archive [N_REPORTS] [FOLDER] [--coder rules] [--shard-size N]

Writes N_REPORTS of mixed news (default: 4,000; see mixed.py), codes them with one process and with
two, and imports what came out. Rates count from the first report on, without the start of the
processes. Memory is what the largest worker has resident, at each quarter of the work. Linux.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.mixed import mixed_reports
from detente.archive import Order, run_archive
from detente.config import DEFAULT_CODER, Config
from detente.importing import import_files
from detente.ledger.formats import ImportFormat

QUARTERS = 4


@dataclass(slots=True, kw_only=True)
class Measured:
    """One run: seconds from the first report on, MB of the largest worker by quarter."""

    seconds: float = 0.0
    cpu_s: float = 0.0  # of the workers, their start included
    n_reports: int = 0
    memory: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Reports a second."""
        return self.n_reports / self.seconds


def code(order: Order, n_workers: int) -> Measured:
    """Code an archive, and look at the workers meanwhile."""
    begun, first, found, peak = 0.0, 0, Measured(), 0.0
    before = children_cpu_s()
    for counts in run_archive(order, "local", n_workers):
        done = counts.n_items_done + counts.n_under_way
        if done and not begun:
            begun, first = time.perf_counter(), done
        peak = max(peak, largest_child_mb())
        if done * QUARTERS >= counts.n_items * (len(found.memory) + 1):
            found.memory.append(peak)
            peak = 0.0
        if counts.n_shards_done == counts.n_shards and not found.seconds:
            found.seconds = time.perf_counter() - begun
            found.n_reports = counts.n_items - first
    found.cpu_s = children_cpu_s() - before
    return found


def children_cpu_s() -> float:
    """Processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def largest_child_mb() -> float:
    """Resident memory of the largest child process, in MB."""
    sizes = [0.0]
    for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except (OSError, IndexError):  # it has just ended
            continue
        sizes.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
    return max(sizes)


def bring_in(out: Path, ledger: Path) -> tuple[int, float]:
    """Import an archive; count its rows and seconds."""
    begun = time.perf_counter()
    n_rows = sum(batch.n_rows for batch in import_files([out], ImportFormat.PARQUET, ledger))
    return n_rows, time.perf_counter() - begun


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n_reports", nargs="?", type=int, default=4_000)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--coder", default=DEFAULT_CODER)
    parser.add_argument("--shard-size", type=int, default=250)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    reports = folder / "reports.jsonl"
    with reports.open("w", encoding="utf-8") as stream:
        for row in mixed_reports(options.n_reports):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    rates = []
    for n_workers in (1, 2):
        order = Order(
            paths=(str(reports),),
            out=folder / f"out-{n_workers}",
            config=Config(coder=options.coder),
            shard_size=options.shard_size,
        )
        found = code(order, n_workers)
        rates.append(found.rate)
        memory = " ".join(f"{size:,.0f}" for size in found.memory)
        print(
            f"{n_workers} process(es): {found.rate:.1f} reports/s, "
            f"{options.n_reports / found.cpu_s:.1f} a second of processor; "
            f"MB by quarter: {memory}",
            flush=True,
        )
    print(f"two against one: {rates[1] / rates[0]:.2f}")
    n_rows, seconds = bring_in(folder / "out-1", folder / "ledger.duckdb")
    print(f"import: {n_rows:,} rows, {n_rows / seconds:,.0f} rows/s")


if __name__ == "__main__":
    main()

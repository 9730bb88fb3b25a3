"""How fast event data of other programs come into a ledger, and detente's own Parquet.

    python bench/exchange.py [N_ROWS] [FOLDER]

Writes N_ROWS synthetic rows of ICEWS's four-column form (default: 460,000; states, generic agents
such as "Police (Japan)", and persons of the gazetteer, days of 2005 to 2015), imports them into a
new ledger in FOLDER (default: a temporary folder), exports that as Parquet and imports the Parquet
into another ledger. Prints seconds, rows a second and seconds of processor time of each step.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from detente.actors.gazetteer_files import read_packaged
from detente.codebook import load_codebook
from detente.importing import country_names, import_files
from detente.ledger import Ledger
from detente.ledger.formats import ExportFormat, ImportFormat
from detente.ledger.formats.exporting import Exporter

N_ROWS = 460_000
FIRST = date(2005, 1, 1)
N_DAYS = 4_000
AGENTS = ("Police", "Citizen", "Government", "Military", "Foreign Affairs", "Media", "Protester")


def write_rows(path: Path, count: int) -> None:
    """Write rows, the same ones for the same count; no two are alike."""
    chance = random.Random(count)  # noqa: S311  # no secret
    states = sorted(country_names().values())
    persons = sorted(person.name for person in read_packaged().persons)
    texts = sorted(load_codebook().cameo.texts)
    seen: set[str] = set()
    with path.open("w", encoding="utf-8") as file:
        while len(seen) < count:
            one, other = (_name(chance, states, persons) for _ in range(2))
            day = FIRST + timedelta(days=chance.randrange(N_DAYS))
            line = f"{one}\t{chance.choice(texts)}\t{other}\t{day}\n"
            if line not in seen:
                seen.add(line)
                file.write(line)


def _name(chance: random.Random, states: list[str], persons: list[str]) -> str:
    """Draw an actor: two of five are states, two generic agents, one a person."""
    (kind,) = chance.choices(("state", "agent", "person"), weights=(2, 2, 1))
    if kind == "person":
        return chance.choice(persons)
    state = chance.choice(states)
    return state if kind == "state" else f"{chance.choice(AGENTS)} ({state})"


def timed(what: str, count: int, work: Callable[[], int]) -> None:
    """Run a step, and print how long it took."""
    start, cpu = time.perf_counter(), time.process_time()
    n_problems = work()
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    rates = f"{seconds:>8.1f} s {count / seconds:>10,.0f} rows/s {cpu:>8.1f} s of processor"
    print(f"{what:<24}{rates}   {n_problems} problems", flush=True)


def bring_in(path: Path, form: ImportFormat, ledger: Path) -> int:
    """Import a file; count its problems."""
    return sum(len(batch.problems) for batch in import_files([path], form, ledger))


def send_out(ledger: Path, path: Path) -> int:
    """Export all as Parquet."""
    with Ledger.open(ledger, read_only=True) as opened, path.open("wb") as stream:
        exporter = Exporter(
            ledger=opened, codebook=load_codebook(), countries=country_names(), ruled={}
        )
        exporter.export(ExportFormat.PARQUET, {}, stream)
    return 0


def main() -> None:
    """Time each step."""
    given = iter(sys.argv[1:])
    count, folder = int(next(given, N_ROWS)), Path(next(given, None) or tempfile.mkdtemp())
    rows, whole = folder / "rows.txt", folder / "whole.parquet"
    write_rows(rows, count)
    one, other = folder / "one.duckdb", folder / "other.duckdb"
    timed("import four columns", count, lambda: bring_in(rows, ImportFormat.ICEWS, one))
    timed("the same once more", count, lambda: bring_in(rows, ImportFormat.ICEWS, one))
    timed("export Parquet", count, lambda: send_out(one, whole))
    timed("import Parquet", count, lambda: bring_in(whole, ImportFormat.PARQUET, other))
    size = one.stat().st_size / 1e6
    print(f"{count:,} rows; ledger {size:,.0f} MB, Parquet {whole.stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()

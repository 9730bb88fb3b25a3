"""How long it takes to index 100,000 quotes, and to ask for words among them.

    python bench/search.py [N_QUOTES]

Makes a ledger in a temporary folder: sentences of corpus/ with their words shuffled, five quotes
a report. Prints processor seconds of one thread for the copy and the index, in memory and in a
file, and for some questions.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from detente.ledger import Ledger
from detente.ledger.search import SearchIndex, Sought

N_QUOTES = 100_000
CORPUS = Path(__file__).parents[1] / "corpus" / "sentences"
SHORTEST = 40  # characters of a line that is a sentence
ASKED = ("sanctions", "foreign minister visits", "the president said", '"foreign minister"')
T = TypeVar("T")
FILL = """
INSERT INTO runs VALUES ('run', 1, 'v', 'c', 'g', 'p', 'c');
INSERT INTO reports
SELECT 'r' || n, 'k' || n, 'Outlet ' || (n % 40), NULL, NULL,
    DATE '2015-01-01' + (n % 3000)::INTEGER, 'Title ' || n, '', 0, true
FROM range($n_reports) AS numbers(n);
INSERT INTO codings SELECT id, 'run', key, 1 FROM reports;
INSERT INTO statements
SELECT 's' || n, 'run', 'r' || (n % $n_reports), 0, 'NRL-GOV', 'A minister', 'NRL', 'minister',
    true, 'assessment', [], [], 0, 1, quote, '{}'
FROM quotes;
"""


def main() -> None:
    """Measure, and print."""
    n_quotes = int(sys.argv[1]) if len(sys.argv) > 1 else N_QUOTES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quotes.duckdb"
        fill(path, n_quotes)
        with Ledger.open(path, read_only=True) as ledger:
            for in_memory in (True, False):
                measure(ledger, in_memory=in_memory)


def fill(path: Path, n_quotes: int) -> None:
    """Write the ledger."""
    Ledger.open(path).close()
    lines = [
        line.split()
        for name in sorted(CORPUS.glob("*.txt"))
        for line in name.read_text(encoding="utf-8").splitlines()
        if len(line) > SHORTEST and not line.startswith(("#", "="))
    ]
    chance = random.Random(1)  # noqa: S311  # the same quotes each time
    told = [
        " ".join(chance.sample(words, len(words))) for words in chance.choices(lines, k=n_quotes)
    ]
    with duckdb.connect(str(path)) as connection:
        connection.register("quotes", pa.table({"n": range(n_quotes), "quote": told}))
        for statement in FILL.strip().split(";\n"):
            values = {"n_reports": max(1, n_quotes // 5)} if "$" in statement else {}
            connection.execute(statement, values)


def measure(ledger: Ledger, *, in_memory: bool) -> None:
    """Print what the index costs."""
    where = "in memory" if in_memory else "in a file"
    copied = timed(f"copy {where}", lambda: SearchIndex.copied(ledger, in_memory=in_memory))
    index = timed(f"index {copied.n_documents:,} documents {where}", copied.indexed)
    for words in ASKED:
        timed(f"ask for {words}", lambda words=words: index.find(Sought(words=words)))  # type: ignore[misc]


def timed(what: str, work: Callable[[], T]) -> T:
    """Do something, and print the processor time."""
    began = time.process_time()
    done = work()
    sys.stdout.write(f"{time.process_time() - began:8.2f} s  {what}\n")
    return done


if __name__ == "__main__":
    main()

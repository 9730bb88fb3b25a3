"""The items of a collection that series and turns of the measured dyads are made from.

    python bench/dyads.py ITEMS.jsonl.gz OUT.jsonl KEYS [SCORES.csv]

Writes to OUT the items whose text names both sides of a dyad of KEYS (corpus/briefs) or of SCORES
(side_a, side_b), or the side that all dyads of SCORES share: the rest of its record tells how much
was reported. Prints how many. ``make relations`` codes them and holds the ledger against both.
"""

import csv
import gzip
import json
import re
import sys
from pathlib import Path

from detente.actors import load_gazetteer
from detente.evaluate.briefs import read_briefs


def main(items: Path, out: Path, keys: Path, scores: Path | None = None) -> None:
    """Choose the items, in their order."""
    dyads = {key.dyad for half in read_briefs(keys).values() for key in half}
    scored = _scored(scores) if scores else set()
    shared = set.intersection(*map(set, scored)) if scored else set()
    wanted = [*map(set, dyads | scored), *({side} for side in shared)]
    names = {side: _pattern(side) for side in sorted(set().union(*wanted))}
    n = 0
    out.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(items, "rt", encoding="utf-8") as lines, out.open("w", encoding="utf-8") as kept:
        for line in lines:
            text = json.loads(line)["text"]
            told = {side for side, words in names.items() if words.search(text)}
            if any(sides <= told for sides in wanted):
                kept.write(line)
                n += 1
    print(f"{n:,} items")


def _scored(path: Path) -> set[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return {(row["side_a"], row["side_b"]) for row in csv.DictReader(rows)}


def _pattern(side: str) -> re.Pattern[str]:
    names = sorted(load_gazetteer().names_of(side), key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

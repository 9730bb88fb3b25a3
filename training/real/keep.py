"""Forms of many readers -> the corpus: one file a split, and one of second readings.

In:  a folder of batches, one of forms, who read which.   Out: a file a split, and twice.txt.
Does not: keep a form that is at fault (check.py says where).
"""

import argparse
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from detente.evaluate.marks import Marked, split_of, written
from detente.evaluate.texts import BRIEFINGS, STATEMENTS, find_texts, read_documents
from training.real import SPLITS
from training.real.check import read_batch, read_marked

__all__ = ["main"]

LATER = range(41, 90)  # batches drawn from what the learning split left, half for the deciders
OFFICIAL, BRIEFING = (name.partition(".")[0] for name in (STATEMENTS, BRIEFINGS))  # ids begin so
SECOND_FROM = 90  # batches of second readings are numbered from here
DECIDE_FROM = 200  # and those that only the deciders learn from


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the corpus from all forms; the exit code is 2 where one is at fault."""
    parser = argparse.ArgumentParser(prog="python -m training.real.keep", description=main.__doc__)
    parser.add_argument("batches", type=Path)
    parser.add_argument("forms", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--readers", required=True, help="r1:1-3 r2:4-6 ...")
    parser.add_argument("--texts", type=Path)
    asked = parser.parse_args(arguments)
    readers = _readers(asked.readers)
    batches = {
        number: read_batch((asked.batches / f"batch_{number:02}.txt").read_text(encoding="utf-8"))
        for number in readers
    }
    drawn = {id_ for batch in batches.values() for id_ in batch}
    texts = {one.id: one for one in read_documents(find_texts(asked.texts), drawn)}
    files: dict[str, dict[str, Marked]] = {name: {} for name in (*SPLITS, "twice")}
    faults: list[str] = []
    for number, reader in sorted(readers.items()):
        form = (asked.forms / f"form_{number:02}.txt").read_text(encoding="utf-8")
        marked, wrong = read_marked(batches[number], form, texts, reader)
        faults += [f"form {number}: {fault}" for fault in wrong]
        for one in marked:
            files[_file_of(number, one)].setdefault(one.id, one)
    if faults:
        sys.stderr.write("\n".join([*faults, ""]))
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, found in files.items():
        lines = "".join(written(found[id_]) for id_ in sorted(found))
        (asked.out / f"{name}.txt").write_text(lines, encoding="utf-8")
    return 0


def _file_of(number: int, one: Marked) -> str:
    if one.id.startswith(BRIEFING):  # all stretches of a briefing are in one file
        lot = int(sha256(one.id.partition("@")[0].encode()).hexdigest(), 16) % 6
        return ("briefings_measure", *["official_decide"] * 2, *["official"] * 3)[lot]
    if number >= DECIDE_FROM:
        return "official_decide" if one.id.startswith(OFFICIAL) else "decide"
    if number >= SECOND_FROM:
        return "twice"
    if one.id.startswith(OFFICIAL):
        return "official" if int(one.digest, 16) % 3 else "official_measure"
    if number in LATER and int(one.digest, 16) // 10 % 2:
        return "weigh"
    return split_of(one.digest)


def _readers(words: str) -> dict[int, str]:
    found = {}
    for part in words.split():
        name, _, numbers = part.partition(":")
        first, _, last = numbers.partition("-")
        for number in range(int(first), int(last or first) + 1):
            found[number] = name
    return found


if __name__ == "__main__":
    sys.exit(main())

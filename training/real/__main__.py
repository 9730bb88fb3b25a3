"""Count what is marked: python -m training.real [--texts DIR].

In:  corpus/real, and the texts where they are at hand.     Out: counts by split, type, status,
     reader.
Does not: print a word of the texts.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from detente.evaluate.marks import BadMarks, Marked, join, read_marks
from detente.evaluate.texts import TextsMissing, find_texts, read_documents
from training.real import SPLITS
from training.real.agreement import agreement

__all__ = ["main"]

CORPUS = Path("corpus/real")
READINGS = ("first", "twice")  # of the same documents, before what they differ in was settled


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; the exit code is 2 where marks are broken or do not fit their texts."""
    parser = argparse.ArgumentParser(prog="python -m training.real", description=main.__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--texts", type=Path)
    asked = parser.parse_args(arguments)
    try:
        by_split = {name: read_marks(asked.corpus / f"{name}.txt") for name in SPLITS}
        marked = [one for some in by_split.values() for one in some]
        lines = list(_counts(by_split))
        lines += _agreement(*(read_marks(asked.corpus / f"{name}.txt") for name in READINGS))
        lines.append(_checked(marked, asked.texts))
    except BadMarks as err:
        sys.stderr.write(f"{err}\n")
        return 2
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _counts(by_split: Mapping[str, Sequence[Marked]]) -> Iterator[str]:
    for split, some in by_split.items():
        acts = [act for one in some for act in one.acts]
        yield (
            f"{split}: {len(some)} documents, {len(acts)} acts, "
            f"{sum(act.is_doubtful for act in acts)} doubtful, "
            f"{sum(act.same_as is not None for act in acts)} told again, "
            f"{sum(act.is_background for act in acts)} background, "
            f"{sum(not one.acts for one in some)} documents without an act"
        )
    marked = [one for some in by_split.values() for one in some]
    acts = [act for one in marked for act in one.acts]
    for title, counted in (
        ("types", Counter(act.type for act in acts)),
        ("statuses", Counter(act.status for act in acts)),
        ("readers", Counter(one.reader for one in marked)),
    ):
        yield f"{title}: " + ", ".join(f"{name} {n}" for name, n in counted.most_common())
    full = sum(one.is_full for one in marked)
    yield f"with when, where, on whose word and contexts: {full} documents"


def _agreement(first: Sequence[Marked], second: Sequence[Marked]) -> Iterator[str]:
    found = agreement({one.id: one for one in first}, {one.id: one for one in second})
    words = max(1, found.words)
    yield (
        f"read twice, blind: {len(second)} documents, acts alike F1 {found.f1:.3f}; at one word "
        f"type {found.types / words:.3f}, status {found.statuses / words:.3f}, "
        f"countries of all sides {found.sides / words:.3f} ({found.words} words)"
    )


def _checked(marked: Sequence[Marked], texts: Path | None) -> str:
    try:
        folder = find_texts(texts)
    except TextsMissing as err:
        return f"not held against the texts: {err}"
    documents = {one.id: one for one in read_documents(folder, {one.id for one in marked})}
    n_words = sum(len(one.document.text.split()) for one in join(marked, documents))
    return f"all {len(marked)} documents stand in the texts as they were read; {n_words} words"


if __name__ == "__main__":
    sys.exit(main())

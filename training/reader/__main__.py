"""Make the reader anew: python -m training.reader [--texts DIR].

In:  corpus/real with its texts, corpus/sentences, base weights.   Out: events/data/reader/ and
     events/data/spoken/.
Does not: look at the measured split.

The encoder learns from the written sentences and ``learn``, then goes on with each half of what is
held back (``weigh`` and the development split), so that each half is heard by one that has not
learned from it: of what it has seen it is surer than it should. From what they hear there the
deciders learn. What is shipped goes on from the first half's with the second, then once with all.
The one for what is spoken goes on from there with ``official``; ``--spoken`` makes it alone.
"""

import argparse
import random
import re
import sys
from collections.abc import Container, Sequence
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente.errors import BadInput
from detente.evaluate.marks import join, read_marks
from detente.evaluate.texts import find_texts, read_documents
from detente.events.examples import read_corpus
from detente.events.reader.encoder import Encoder, read_encoder
from training.reader.export import export_encoder, export_trees, export_words
from training.reader.fit import learn, lessons_of, lessons_of_sentences, tokenizer_of
from training.reader.network import Network
from training.reader.scenes import Example, examples
from training.reader.sectors import fit_sectors, taught_sides
from training.reader.shipped import shipped
from training.reader.topics import fit_contexts, taught_contexts
from training.reader.trees import Heardin, fit_deciders
from training.weights import minilm

__all__ = ["main"]

REAL, WRITTEN = Path("corpus/real"), Path("corpus/sentences")
OUT, BUILD = Path("src/detente/events/data/reader"), Path("build/reader")
SPLITS = (("learn",), ("weigh", "develop"), ("official",))  # for the encoder, the deciders, spoken
EPOCHS = 3
MORE_EPOCHS, PACE, LAST_PACE = 2, 0.6, 0.4  # on what was held back, at shares of the usual rates
ALL_PACE = 0.5
BESIDE_SPOKEN = 1300  # other documents, so that they are not forgotten
KNOWN_AGAIN = 0.4  # of the first lessons, so that they are not forgotten
WORD = re.compile(r"[\w$€£][\w'’.,-]*\w|\w|[^\w\s]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, decide, write; a run that was stopped goes on after its last epoch."""
    parser = argparse.ArgumentParser(prog="python -m training.reader", description=main.__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--spoken", action="store_true", help="go on from the encoder in OUT")
    asked = parser.parse_args(arguments)
    try:
        texts = find_texts(asked.texts)
        learned, weighed, official = (
            [one for name in names for one in read_marks(REAL / f"{name}.txt")] for names in SPLITS
        )
    except BadInput as err:
        sys.stderr.write(f"{err}\n")
        return 2
    if asked.spoken:
        learned, weighed = _some([*learned, *weighed]), []
    ids = {one.id for one in (*learned, *weighed, *official)}
    documents = {one.id: one for one in read_documents(texts, ids)}
    taught, held_back, spoken = (
        list(examples(join(marked, documents), BUILD / "scenes"))
        for marked in (learned, weighed, official)
    )
    if not asked.spoken:
        _learn_news(taught, held_back, asked.out, asked.epochs)
        full = {one.id for one in (*learned, *weighed) if one.is_full}
        _write_tables([*taught, *held_back], full, asked.out)
    _learn_spoken(spoken, [*taught, *held_back], asked.out)
    return 0


def _learn_news(
    taught: Sequence[Example], held_back: Sequence[Example], out: Path, epochs: int
) -> None:
    """Make the encoder of news, and the deciders from what others hear in what is held back."""
    written = read_corpus(WRITTEN)
    words = [[match.span() for match in WORD.finditer(one.text)] for one in written]
    known = [*lessons_of(taught), *lessons_of_sentences(written, words)]
    base = minilm()
    heard: dict[str, Heardin] = {}
    tokenizer = tokenizer_of(base)
    first = learn(Network(base), tokenizer, known, epochs, BUILD / "encoder.pt")
    again = random.Random(1).sample(known, int(KNOWN_AGAIN * len(known)))  # noqa: S311  # no secret
    halves = [[one for one in held_back if half_of(one.id) == half] for half in (0, 1)]
    grown: list[Network] = []
    for half, (own, other) in enumerate((halves, halves[::-1])):
        kept = BUILD / f"half{half}.pt"
        lessons = [*lessons_of(own), *again]
        grown.append(learn(deepcopy(first), tokenizer, lessons, MORE_EPOCHS, kept, pace=PACE))
        export_encoder(grown[-1], BUILD / f"half{half}")
        heard |= _heard(read_encoder(BUILD / f"half{half}"), other)
    lessons = [*lessons_of(halves[1]), *again[: len(again) // 4]]
    last = learn(grown[0], tokenizer, lessons, 1, BUILD / "last.pt", pace=LAST_PACE)
    lessons = list(lessons_of([*taught, *held_back]))
    last = learn(last, tokenizer, lessons, 1, BUILD / "all.pt", pace=ALL_PACE)
    export_encoder(last, out)
    export_words(base, out)
    deciders, _ = fit_deciders(held_back, heard, taught)
    export_trees(deciders.boosters, out)


def _learn_spoken(spoken: Sequence[Example], others: Sequence[Example], out: Path) -> None:
    """Let the encoder of ``out`` learn what is spoken, and some others so that they stay known."""
    base = minilm()
    lessons = list(lessons_of([*spoken, *_some(others)]))
    kept = BUILD / "spoken.pt"
    network = learn(shipped(out, base), tokenizer_of(base), lessons, MORE_EPOCHS, kept, pace=PACE)
    export_encoder(network, out.parent / "spoken")


def _some(of: Sequence[Any]) -> list[Any]:
    return random.Random(1).sample(of, BESIDE_SPOKEN)  # noqa: S311  # no secret


def _write_tables(examples: Sequence[Example], full: Container[str], out: Path) -> None:
    """Write the tables of sectors and of contexts; these are marked in ``full`` documents."""
    encoder = read_encoder(out)
    about = (one for one in examples if one.id in full)
    (out / "contexts.npz").write_bytes(fit_contexts(taught_contexts(about, encoder)))
    (out / "sectors.npz").write_bytes(fit_sectors(taught_sides(examples, encoder)))


def half_of(id_: str) -> int:
    """Which half of what is held back a document is of."""
    return int(sha256(f"half{id_}".encode()).hexdigest(), 16) % 2


def _heard(encoder: Encoder, examples: Sequence[Example]) -> dict[str, Heardin]:
    return {one.id: encoder.hear(one.windows) for one in examples}


if __name__ == "__main__":
    sys.exit(main())

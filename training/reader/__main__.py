"""Make the reader anew: python -m training.reader [--texts DIR].

In:  corpus/real with its texts, corpus/sentences, base weights.   Out: events/data/reader/.
Does not: look at the measured split.

The encoder learns from the written sentences and ``learn``. The deciders learn from ``weigh`` and
from the development split, which the encoder has not seen: of what it has seen it is surer than it
should.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from detente.errors import BadInput
from detente.evaluate.marks import join, read_marks
from detente.evaluate.texts import find_texts, read_documents
from detente.events.examples import read_corpus
from detente.events.reader.encoder import read_encoder
from training.reader.export import export_encoder, export_trees
from training.reader.fit import learn, lessons_of, lessons_of_sentences, tokenizer_of
from training.reader.network import Network
from training.reader.scenes import examples
from training.reader.sectors import fit_sectors, taught_sides
from training.reader.trees import fit_deciders
from training.weights import minilm

__all__ = ["main"]

REAL, WRITTEN = Path("corpus/real"), Path("corpus/sentences")
OUT, BUILD = Path("src/detente/events/data/reader"), Path("build/reader")
SPLITS = (("learn",), ("weigh", "develop"))  # for the encoder, for the deciders
EPOCHS = 3
WORD = re.compile(r"[\w$€£][\w'’.,-]*\w|\w|[^\w\s]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, decide, write; a run that was stopped goes on after its last epoch."""
    parser = argparse.ArgumentParser(prog="python -m training.reader", description=main.__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    asked = parser.parse_args(arguments)
    try:
        texts = find_texts(asked.texts)
        learned, weighed = (
            [one for name in names for one in read_marks(REAL / f"{name}.txt")] for names in SPLITS
        )
    except BadInput as err:
        sys.stderr.write(f"{err}\n")
        return 2
    ids = {one.id for one in (*learned, *weighed)}
    documents = {one.id: one for one in read_documents(texts, ids)}
    taught, held_back = (
        list(examples(join(marked, documents), BUILD / "scenes")) for marked in (learned, weighed)
    )
    written = read_corpus(WRITTEN)
    words = [[match.span() for match in WORD.finditer(one.text)] for one in written]
    lessons = [*lessons_of(taught), *lessons_of_sentences(written, words)]
    base, weights = minilm(), BUILD / "encoder.pt"
    network = learn(Network(base), tokenizer_of(base), lessons, asked.epochs, weights)
    export_encoder(network, base, asked.out)
    encoder = read_encoder(asked.out)
    heard = {
        one.id: encoder.hear([seen for seen in one.windows if seen.mentions or seen.rules])
        for one in held_back
    }
    deciders, _ = fit_deciders(held_back, heard, taught)
    export_trees(deciders.boosters, asked.out)
    (asked.out / "sectors.npz").write_bytes(fit_sectors(taught_sides([*taught, *held_back])))
    return 0


if __name__ == "__main__":
    sys.exit(main())

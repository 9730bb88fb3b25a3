"""Make the reader anew: python -m training.reader [--texts DIR].

In:  corpus/real with its texts, corpus/sentences, base weights.   Out: events/data/reader/ and
     events/data/spoken/.
Does not: look at the measured splits.

The encoder learns from the written sentences and the marked news (``learn``, ``weigh``,
``develop``); the one for what is spoken goes on from there with ``official``. The deciders learn
from documents that neither has seen (``decide``, ``official_decide``), since of what it has learned
from an encoder is surer than it should be. ``--spoken`` and ``--deciders`` begin there.
"""

import argparse
import random
import re
import sys
from collections.abc import Container, Sequence
from pathlib import Path

from detente.errors import BadInput
from detente.evaluate.marks import Marked, join, read_marks
from detente.evaluate.texts import find_texts, read_documents
from detente.events.examples import read_corpus
from detente.events.reader.encoder import read_encoder
from training.reader.export import export_encoder, export_trees, export_words
from training.reader.fit import learn, lessons_of, lessons_of_sentences, tokenizer_of
from training.reader.graphs import Before
from training.reader.network import Network
from training.reader.scenes import Example, examples
from training.reader.sectors import fit_sectors, taught_sides
from training.reader.shipped import shipped
from training.reader.topics import fit_contexts, taught_contexts
from training.reader.trees import fit_deciders
from training.weights import minilm

__all__ = ["main"]

REAL, WRITTEN = Path("corpus/real"), Path("corpus/sentences")
OUT, BUILD = Path("src/detente/events/data/reader"), Path("build/reader")
NEWS, DECIDE = ("learn", "weigh", "develop"), ("decide", "official_decide")
EPOCHS, SPOKEN_EPOCHS = 4, 2
SPOKEN_PACE = 0.6  # a share of the usual rates
BESIDE_SPOKEN = 1300  # other documents, so that they are not forgotten
WORD = re.compile(r"[\w$€£][\w'’.,-]*\w|\w|[^\w\s]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, decide, write; a run that was stopped goes on after its last epoch."""
    parser = argparse.ArgumentParser(prog="python -m training.reader", description=main.__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--spoken", action="store_true", help="go on from the encoder in OUT")
    parser.add_argument(
        "--deciders",
        action="store_true",
        help="and tables: both encoders as they are, deciders after those in OUT",
    )
    asked = parser.parse_args(arguments)
    try:
        texts = find_texts(asked.texts)
        news, official, decide = (
            [one for name in names for one in read_marks(REAL / f"{name}.txt")]
            for names in (NEWS, ("official",), DECIDE)
        )
    except BadInput as err:
        sys.stderr.write(f"{err}\n")
        return 2

    def seen(marks: Sequence[Marked]) -> list[Example]:
        documents = {one.id: one for one in read_documents(texts, {one.id for one in marks})}
        return list(examples(join(marks, documents), BUILD / "scenes"))

    taught, unseen = seen(news), seen(decide)
    if not (asked.spoken or asked.deciders):
        _learn_news(taught, asked.out, asked.epochs)
    if not asked.spoken:
        full = {one.id for one in (*news, *decide) if one.is_full}
        _write_tables([*taught, *unseen], full, asked.out)
    if not asked.deciders:
        _learn_spoken(seen(official), taught, asked.out)
    _decide(unseen, taught, asked.out, goes_on=asked.deciders)
    return 0


def _decide(
    unseen: Sequence[Example], taught: Sequence[Example], out: Path, *, goes_on: bool
) -> None:
    """Fit the deciders of news, anew or after those of ``out``; those of what is spoken go on."""
    for folder, is_spoken in ((out, False), (out.parent / "spoken", True)):
        encoder = read_encoder(folder)
        heard = {
            one.id: encoder.hear(one.windows) for one in unseen if one.scene.is_spoken == is_spoken
        }
        some = [one for one in unseen if one.id in heard]
        before = Before(out) if goes_on or is_spoken else None
        graphs, _ = fit_deciders(some, heard, () if before else taught, before)
        export_trees(graphs, folder)


def _learn_news(taught: Sequence[Example], out: Path, epochs: int) -> None:
    """Make the encoder of news."""
    written = read_corpus(WRITTEN)
    words = [[match.span() for match in WORD.finditer(one.text)] for one in written]
    lessons = [*lessons_of(taught), *lessons_of_sentences(written, words)]
    base = minilm()
    kept = BUILD / "encoder.pt"
    export_encoder(learn(Network(base), tokenizer_of(base), lessons, epochs, kept), out)
    export_words(base, out)


def _learn_spoken(spoken: Sequence[Example], others: Sequence[Example], out: Path) -> None:
    """Let the encoder of ``out`` learn what is spoken, and some others so that they stay known."""
    base = minilm()
    some = random.Random(1).sample(others, BESIDE_SPOKEN)  # noqa: S311  # no secret
    lessons = list(lessons_of([*spoken, *some]))
    kept = BUILD / "spoken.pt"
    network = shipped(out, base)
    learn(network, tokenizer_of(base), lessons, SPOKEN_EPOCHS, kept, pace=SPOKEN_PACE)
    export_encoder(network, out.parent / "spoken")


def _write_tables(examples: Sequence[Example], full: Container[str], out: Path) -> None:
    """Write the tables of sectors and of contexts; these are marked in ``full`` documents."""
    encoder = read_encoder(out)
    about = (one for one in examples if one.id in full)
    (out / "contexts.npz").write_bytes(fit_contexts(taught_contexts(about, encoder)))
    (out / "sectors.npz").write_bytes(fit_sectors(taught_sides(examples, encoder)))


if __name__ == "__main__":
    sys.exit(main())

"""Make the reader anew: python -m training.reader [--texts DIR].

In:  corpus/real with its texts, others that nobody marked, corpus/sentences, base weights.
Out: events/data/reader/ and events/data/spoken/.
Does not: look at the measured splits.

The encoder learns from the written sentences and the marked news (``learn``, ``weigh``,
``develop``), then from what it and a wider teacher say of news that nobody marked; the one for what
is spoken goes on from there with ``official``. The deciders learn from documents that neither has
seen (``decide``, ``official_decide``), since of what it has learned from an encoder is surer than
it should be. ``--begin`` leaves out what stands before a stage; deciders begun with go on from
those that are there.
"""

import argparse
import random
import re
import sys
from collections.abc import Container, Sequence
from itertools import islice
from pathlib import Path

from detente.errors import BadInput
from detente.evaluate.marks import Marked, join, read_marks
from detente.evaluate.texts import find_texts, read_documents
from detente.events.examples import read_corpus
from detente.events.reader.encoder import read_encoder
from detente.events.reader.window import Window, windows
from training.reader.distil import opinions
from training.reader.export import export_encoder, export_trees, export_words
from training.reader.fit import Lesson, learn, lessons_of, lessons_of_sentences, tokenizer_of
from training.reader.graphs import Before
from training.reader.network import Network
from training.reader.scenes import Example, examples, scenes
from training.reader.sectors import fit_sectors, taught_sides
from training.reader.shipped import shipped
from training.reader.topics import fit_contexts, taught_contexts
from training.reader.trees import fit_deciders
from training.weights import minilm, mpnet

__all__ = ["main"]

REAL, WRITTEN = Path("corpus/real"), Path("corpus/sentences")
OUT, BUILD = Path("src/detente/events/data/reader"), Path("build/reader")
NEWS, DECIDE = ("learn", "weigh", "develop"), ("decide", "official_decide")
EPOCHS, SPOKEN_EPOCHS = 4, 2
SPOKEN_PACE = 0.6  # a share of the usual rates
BESIDE_SPOKEN = 1300  # other documents, so that they are not forgotten
STAGES = ("news", "teachers", "spoken", "deciders")
TEACHER_EPOCHS, TEACHER_PACE, STUDENT_PACE = 1, 0.75, 0.5
UNMARKED, UNMARKED_WINDOWS = "current_events_2002_2024.jsonl.gz", 50_000
BESIDE_OPINIONS = 0.5  # a share of the lessons
WORD = re.compile(r"[\w$€£][\w'’.,-]*\w|\w|[^\w\s]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, decide, write; a run that was stopped goes on after its last epoch."""
    parser = argparse.ArgumentParser(prog="python -m training.reader", description=main.__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--begin", choices=STAGES, default=STAGES[0])
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
    stages = STAGES[STAGES.index(asked.begin) :]
    if "news" in stages:
        _learn_news(taught, asked.out, asked.epochs)
    if "teachers" in stages:
        marked = {m.id.partition("@")[0] for path in REAL.glob("*.txt") for m in read_marks(path)}
        _learn_from_teachers(taught, _unmarked(texts, marked), asked.out)
    if asked.begin != "spoken":  # the tables rest on the encoder of news
        full = {one.id for one in (*news, *decide) if one.is_full}
        _write_tables([*taught, *unseen], full, asked.out)
    if "spoken" in stages:
        _learn_spoken(seen(official), taught, asked.out)
    _decide(unseen, taught, asked.out, goes_on=asked.begin == "deciders")
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


def _lessons(taught: Sequence[Example]) -> list[Lesson]:
    written = read_corpus(WRITTEN)
    words = [[match.span() for match in WORD.finditer(one.text)] for one in written]
    return [*lessons_of(taught), *lessons_of_sentences(written, words)]


def _learn_news(taught: Sequence[Example], out: Path, epochs: int) -> None:
    """Make the encoder of news."""
    base = minilm()
    kept = BUILD / "encoder.pt"
    export_encoder(learn(Network(base), tokenizer_of(base), _lessons(taught), epochs, kept), out)
    export_words(base, out)


def _learn_from_teachers(taught: Sequence[Example], unmarked: Sequence[Window], out: Path) -> None:
    """Let the encoder of ``out`` learn what it and a wider teacher say, on average, of others."""
    lessons, small, wide = _lessons(taught), minilm(), mpnet(BUILD)
    teacher, tokenizer = Network(wide, is_teacher=True), tokenizer_of(wide)
    kept = BUILD / "teacher.pt"
    learn(teacher, tokenizer, lessons, TEACHER_EPOCHS, kept, pace=TEACHER_PACE)
    student, own = shipped(out, small), tokenizer_of(small)
    heard = list(opinions([(student, own), (teacher, tokenizer)], unmarked))
    some = random.Random(1).sample(lessons, int(BESIDE_OPINIONS * len(lessons)))  # noqa: S311  # no secret
    learn(student, own, some, 1, BUILD / "student.pt", pace=STUDENT_PACE, heard=heard)
    export_encoder(student, out)


def _unmarked(texts: Sequence[Path], marked: Container[str]) -> list[Window]:
    """Windows of news that nobody marked, in an order of their own."""
    places = [place / UNMARKED for place in texts if (place / UNMARKED).exists()]
    documents = [one for one in read_documents(places) if one.id not in marked]
    random.Random(11).shuffle(documents)  # noqa: S311  # no secret
    found = (window for scene in scenes(documents, BUILD / "scenes") for window in windows(scene))
    return list(islice(found, UNMARKED_WINDOWS))


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

"""The corpus -> the model that the package carries: ``make train``.

In:  corpus/ and base weights.   Out: src/detente/events/data/model/, and build/model/ on the way.
Does not: look at gold data. What it measures, it measures on held-back corpus sentences.

1. MPNet learns the corpus (the teacher).
2. The teacher reads the corpus and candidates that nobody labelled.
3. MiniLM learns from both (the student), is calibrated and cut to eight bits.
Steps that are done are taken from build/model/, so that a run that was stopped goes on.
"""

import argparse
import json
import logging
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from rich.logging import RichHandler
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from detente.records import digest
from training.corpus import Example, read_corpus
from training.export import export
from training.fit import Course, Figures, fit, measure, predict
from training.keeping import content_of, written_aside
from training.lessons import NOT_TAUGHT, Lesson, held_back, lessons_of
from training.network import Logits, Network
from training.unlabelled import pairs_in, renamed
from training.weights import minilm, mpnet

__all__ = ["main"]

logger = logging.getLogger("training")
PACKAGE = Path("src/detente/events/data/model")
TEACHER = Course(epochs=3, rate=6e-5)
STUDENT = Course(epochs=6, rate=2e-4)
TEMPERATURES = [0.5 + 0.05 * step for step in range(51)]
UNLABELLED = 12_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Train teacher and student, and write the model into the package."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=main.__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/sentences"))
    parser.add_argument("--build", type=Path, default=Path("build/model"))
    parser.add_argument("--out", type=Path, default=PACKAGE)
    parser.add_argument("--no-teacher", action="store_true", help="MiniLM alone, in minutes")
    parser.add_argument("--only-teacher", action="store_true", help="stop after the teacher")
    parser.add_argument("--teacher", type=Path, help="weights of a teacher trained before")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[RichHandler()])
    logger.setLevel(logging.INFO)
    torch.set_num_threads(chosen.threads)
    examples = read_corpus(chosen.corpus)
    kept = [example for example in examples if held_back(example)]
    taught = [example for example in examples if not held_back(example)]
    logger.info("%d examples taught, %d held back", len(taught), len(kept))
    lessons = lessons_of(taught)
    teacher = None
    if not chosen.no_teacher:
        path = chosen.teacher or _teach_teacher(lessons, lessons_of(kept), chosen.build)
        if chosen.only_teacher:
            return 0
        lessons += _bare(taught)
        teacher = _views(path, lessons, chosen.build)
    network, tokenizer = _student(lessons, lessons_of(kept), teacher)
    logits = predict(network, tokenizer, [lesson.candidate for lesson in lessons_of(kept)])
    temperature = _temperature(lessons_of(kept), logits)
    figures = measure(lessons_of(kept), logits)._asdict()
    export(network, minilm(), temperature, chosen.out)
    _write_card(chosen.out, examples, {**figures, "temperature": temperature})
    return 0


def _bare(taught: Sequence[Example]) -> list[Lesson]:
    """Candidates without a label, a fixed choice of them."""
    found = [*pairs_in(taught), *renamed(taught, seed=1)]
    random.Random(1).shuffle(found)  # noqa: S311  # a choice of sentences, no secret
    return [Lesson(candidate=candidate, type=NOT_TAUGHT) for candidate in found[:UNLABELLED]]


def _teach_teacher(lessons: Sequence[Lesson], kept: Sequence[Lesson], build: Path) -> Path:
    """Train the teacher, or take what a run before wrote; gives the file of its weights."""
    # named after all that it learns from, so that an older one is never taken by mistake
    name = digest("teacher", repr(TEACHER), [repr(lesson) for lesson in lessons])
    path = build / f"teacher-{name}.pt"
    if not path.exists():
        base = mpnet(build)
        network, tokenizer = Network(base), _tokenizer(base)
        losses = fit(network, tokenizer, lessons, TEACHER)
        _log("teacher", TEACHER, losses, lambda: _figures(network, tokenizer, kept))
        with written_aside(path) as aside:
            torch.save(network.state_dict(), aside)
    return path


def _views(weights: Path, lessons: Sequence[Lesson], build: Path) -> list[Logits]:
    """What the teacher says of every lesson."""
    # a file given with --teacher may change and keep its name
    name = digest("views", content_of(weights), [repr(lesson) for lesson in lessons])
    path = build / f"{name}.pt"
    if not path.exists():
        base = mpnet(build)
        network, tokenizer = Network(base), _tokenizer(base)
        network.load_state_dict(torch.load(weights))
        logits = predict(network, tokenizer, [lesson.candidate for lesson in lessons])
        with written_aside(path) as aside:
            torch.save([tuple(row) for row in logits], aside)
    return [Logits(*row) for row in torch.load(path)]


def _student(
    lessons: Sequence[Lesson], kept: Sequence[Lesson], teacher: Sequence[Logits] | None
) -> tuple[Network, Tokenizer]:
    network, tokenizer = Network(minilm()), _tokenizer(minilm())
    losses = fit(network, tokenizer, lessons, STUDENT, teacher)
    _log("student", STUDENT, losses, lambda: _figures(network, tokenizer, kept))
    return network, tokenizer


def _log(name: str, course: Course, losses: Iterable[float], held: Callable[[], Figures]) -> None:
    """Tell after each epoch how far the network is."""
    for epoch, loss in enumerate(losses, start=1):
        logger.info(
            "%s epoch %d of %d: loss %.3f; held back: types %.3f, statuses %.3f, contexts %.3f",
            *(name, epoch, course.epochs, loss, *held()),
        )


def _figures(network: Network, tokenizer: Tokenizer, kept: Sequence[Lesson]) -> Figures:
    return measure(kept, predict(network, tokenizer, [lesson.candidate for lesson in kept]))


def _tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _temperature(lessons: Sequence[Lesson], logits: Sequence[Logits]) -> float:
    """The temperature with the least cross-entropy on held-back lessons (Guo et al. 2017)."""
    types = torch.stack([row.types for row in logits])
    wanted = torch.tensor([lesson.type for lesson in lessons])

    def loss(temperature: float) -> float:
        return float(cross_entropy(types / temperature, wanted))

    return min(TEMPERATURES, key=loss)


def _write_card(folder: Path, examples: Sequence[Example], figures: dict[str, float]) -> None:
    """What the model was made from, beside it; docs/model.md is written from this file."""
    data = digest("corpus", [repr(example) for example in examples])
    card = {
        "corpus": data,
        "sentences": len(examples),
        "seed": STUDENT.seed,
        "teacher": repr(TEACHER),
        "student": repr(STUDENT),
        "held_back": {name: round(value, 4) for name, value in figures.items()},
    }
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""Sentences of the corpus -> candidates that nobody labelled, for the student to learn from.

In:  examples, and detente's own parser and linker.   Out: candidates.
Does not: label anything; the teacher does.

A sentence of news names more than the two sides that are marked. Each ordered pair of its actors
is a candidate; and each side is changed for another of its kind, so that the student learns the
act and not the name.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import permutations

from detente.actors.gazetteer import load_gazetteer
from detente.actors.link import GazetteerLinker
from detente.events.model import Candidate
from detente.reading.parse import SpacyParser
from detente.records import Report, Span
from training.corpus import Example

__all__ = ["pairs_in", "renamed"]

MAX_ACTORS = 4


def pairs_in(examples: Sequence[Example]) -> Iterator[Candidate]:
    """Give each ordered pair of actors that the linker finds in a sentence and nobody marked."""
    parser, linker = SpacyParser(), GazetteerLinker(load_gazetteer())
    for example in examples:
        report = Report(key=example.id, text=example.text)
        links = linker.link(report, parser.parse(report))
        spans = list(dict.fromkeys(link.mention.span for link in links if link.actors))
        marked = {
            (actor, recipient) for actor in example.actors for recipient in example.recipients
        }
        for actor, recipient in permutations(spans[:MAX_ACTORS], 2):
            if not actor.overlap(recipient) and (actor, recipient) not in marked:
                yield Candidate(example.text, (actor,), (recipient,))


def renamed(examples: Sequence[Example], seed: int) -> Iterator[Candidate]:
    """Give each example with its one-word sides changed for other one-word sides of the corpus."""
    dice = random.Random(seed)  # noqa: S311  # names, no secret
    names = sorted(
        {
            example.text[span.start : span.end]
            for example in examples
            for span in (*example.actors, *example.recipients)
            if _is_name(example.text[span.start : span.end])
        }
    )
    for example in examples:
        sides = sorted({*example.actors, *example.recipients})
        if any(_is_name(example.text[span.start : span.end]) for span in sides):
            yield _rename(example, names, dice)


def _is_name(words: str) -> bool:
    return words.isalpha() and words.istitle()


def _rename(example: Example, names: Sequence[str], dice: random.Random) -> Candidate:
    """Put other names at the sides' places and move all spans along."""
    spans = sorted({*example.actors, *example.recipients, example.predicate})
    text, end, moved = "", 0, {}
    for span in spans:
        words = example.text[span.start : span.end]
        text += example.text[end : span.start]
        if span != example.predicate and _is_name(words):
            words = dice.choice(names)
        moved[span] = Span(len(text), len(text) + len(words))
        text += words
        end = span.end
    return Candidate(
        text + example.text[end:],
        tuple(moved[span] for span in example.actors),
        tuple(moved[span] for span in example.recipients),
        (moved[example.predicate],),
    )

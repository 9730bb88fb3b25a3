"""Corpus examples -> lessons: candidates with what a model should say of them.

In:  examples.   Out: lessons, several an example.
Does not: turn anything into tensors (fit.py).

An example teaches more than its own act. No act lies between its sides and the other actors it
marks; and where the type has a direction, none from the recipient to the actor.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.events.model import Candidate
from detente.records import Span
from training.corpus import NO_EVENT, Example
from training.labels import CONTEXTS, MODES, STATUSES, TYPES

__all__ = ["NOT_TAUGHT", "Lesson", "held_back", "lessons_of"]

MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT"})
REVERSED_IN = 8  # one in eight examples is also taught the wrong way round, as no event
HELD_BACK_IN = 10
NOT_TAUGHT = -100  # in place of a type: the lesson says nothing of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A candidate and the places of its labels; ``None`` where nothing is taught.

    ``contexts`` are places among ``CONTEXTS``; ``None`` where nobody marked any.
    """

    candidate: Candidate
    type: int
    mode: int | None = None
    status: int | None = None
    is_historical: bool = False
    contexts: tuple[int, ...] | None = None

    def without_predicate(self) -> "Lesson":
        """Teach the same, the word of the act not being pointed at."""
        return replace(self, candidate=replace(self.candidate, predicates=()))

    def without_sides(self) -> "Lesson":
        """Teach the status of the word alone; its type depends on who is meant."""
        bare = replace(self.candidate, actors=(), recipients=())
        return replace(self, candidate=bare, type=NOT_TAUGHT, mode=None)


def held_back(example: Example) -> bool:
    """Whether an example is kept from training, to measure and to calibrate on: one in ten.

    By the digest of its text, so that it is the same in every run and as the corpus grows.
    """
    return int(example.id[:8], 16) % HELD_BACK_IN == 0


def lessons_of(examples: Iterable[Example]) -> list[Lesson]:
    """All lessons of examples, in their order."""
    return [lesson for example in examples for lesson in _lessons(example)]


def _lessons(example: Example) -> Iterator[Lesson]:
    own = _own(example)
    yield own
    if example.actors[1:] and not example.recipients:  # a mutual act, asked for as one side's
        one, *others = example.actors
        candidate = replace(own.candidate, actors=(one,), recipients=tuple(others))
        yield replace(own, candidate=candidate)
    sides = [side for side in (example.actors, example.recipients) if side]
    for other in example.others[:1]:
        for side in sides:
            pair = ((other,), side) if side is example.recipients else (side, (other,))
            yield _no_event(example, *pair)
    is_directed = example.type is not None and example.type not in MUTUAL
    is_chosen = int(example.id[8:16], 16) % REVERSED_IN == 0
    if is_directed and is_chosen and example.actors and example.recipients:
        yield _no_event(example, example.recipients, example.actors)


def _own(example: Example) -> Lesson:
    candidate = Candidate(example.text, example.actors, example.recipients, (example.predicate,))
    contexts = tuple(CONTEXTS.index(name) for name in example.contexts) or None
    if example.type is None or example.status is None:
        return Lesson(candidate=candidate, type=TYPES.index(NO_EVENT), contexts=contexts)
    mode = f"{example.type}/{example.mode or ''}"
    return Lesson(
        candidate=candidate,
        type=TYPES.index(example.type),
        mode=MODES.index(mode) if mode in MODES else None,
        status=STATUSES.index(example.status),
        is_historical=example.is_historical,
        contexts=contexts,
    )


def _no_event(example: Example, actors: Sequence[Span], recipients: Sequence[Span]) -> Lesson:
    candidate = Candidate(example.text, tuple(actors), tuple(recipients), (example.predicate,))
    return Lesson(candidate=candidate, type=TYPES.index(NO_EVENT))

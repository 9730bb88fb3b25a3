"""A candidate act -> the numbers that the claim model reads.

In:  a sentence and the spans of actor, recipient and predicate.   Out: token ids and roles.
Does not: run the model (model.py) or train it (training/); both use this file, so that the model
sees in a report what it saw in training.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tokenizers import Tokenizer

from detente.records import Span

__all__ = ["MAX_TOKENS", "Candidate", "Role", "Tokens", "encode"]

MAX_TOKENS = 128  # word pieces; a sentence of news has about 30


class Role(IntEnum):
    """What a token is to the act."""

    NONE = 0
    ACTOR = 1
    RECIPIENT = 2
    PREDICATE = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may act on whom, in which word of ``text``; any of the three may be missing."""

    text: str
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    predicates: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word pieces of a candidate: ``ids`` in the tokenizer's vocabulary, a ``Role`` for each."""

    ids: tuple[int, ...]
    roles: tuple[int, ...]


def encode(candidate: Candidate, tokenizer: Tokenizer) -> Tokens:
    """Cut a candidate's text into at most ``MAX_TOKENS`` word pieces with their roles.

    Where spans overlap, an actor's role wins over a recipient's, and that over a predicate's.
    """
    encoding = tokenizer.encode(candidate.text)
    offsets = encoding.offsets[:MAX_TOKENS]
    roles = [int(Role.NONE)] * len(offsets)
    for role, spans in (
        (Role.PREDICATE, candidate.predicates),
        (Role.RECIPIENT, candidate.recipients),
        (Role.ACTOR, candidate.actors),
    ):
        for position in _inside(offsets, spans):
            roles[position] = int(role)
    return Tokens(tuple(encoding.ids[:MAX_TOKENS]), tuple(roles))


def _inside(offsets: Sequence[tuple[int, int]], spans: Iterable[Span]) -> Iterable[int]:
    for span in spans:
        for position, (start, end) in enumerate(offsets):
            if start < span.end and span.start < end and start < end:
                yield position

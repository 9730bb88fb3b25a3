"""A report and what was found in it -> its text in stretches, each with what its words are.

In:  a report, its claims and statements.   Out: stretches that joined give the text again.
Does not: replace strings: marks come from spans. Render (templates do).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.records import Claim, Report, Span, Statement
from detente.relations.marking import Role

__all__ = ["Stretch", "stretches_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words of one kind.

    ``claim`` is the id of the claim whose part ``role`` the words are. ``is_said``: reported
    speech; ``is_cited``: the words that were asked for. ``begins`` are ids of claims whose
    predicate begins here.
    """

    words: str
    role: Role | None
    claim: str | None
    is_said: bool
    is_cited: bool
    begins: tuple[str, ...] = ()


@dataclass(slots=True)
class _Letter:
    role: Role | None = None
    claim: str | None = None
    is_said: bool = False
    is_cited: bool = False
    begins: tuple[str, ...] = ()


def stretches_of(
    report: Report,
    claims: Sequence[Claim],
    statements: Sequence[Statement] = (),
    cited: Span | None = None,
) -> tuple[Stretch, ...]:
    """Cut a report's text where its marks begin and end; of two marks, the graver stands."""
    letters = [_Letter() for _ in report.text]
    for statement in statements:
        for letter in _at(letters, statement.citation.span):
            letter.is_said = True
        if statement.speaker:
            for letter in _at(letters, statement.speaker.citation.span):
                letter.role = Role.SPEAKER
    for span, role, claim in sorted(_marks(claims), key=lambda one: list(Role).index(one[1])):
        for letter in _at(letters, span):
            letter.role, letter.claim = role, claim
    for claim_ in claims:
        for letter in _at(letters, claim_.predicate.span)[:1]:
            letter.begins += (claim_.id,)
    for letter in _at(letters, cited) if cited else ():
        letter.is_cited = True
    return tuple(_stretches(report.text, letters))


# Private functions


def _at(letters: list[_Letter], span: Span) -> list[_Letter]:
    return letters[span.start : span.end]


def _marks(claims: Sequence[Claim]) -> list[tuple[Span, Role, str]]:
    found: list[tuple[Span, Role, str]] = []
    for claim in claims:
        parts = [
            *((claim.place, Role.WHERE),),
            *((claim.date, Role.WHEN),),
            *((claim.speaker, Role.SPEAKER),),
            *((one, Role.WHOM) for one in claim.recipients),
            *((one, Role.WHO) for one in claim.actors),
        ]
        cited = [(part.citation.span, role) for part, role in parts if part is not None]
        cited.append((claim.predicate.span, Role.ACT))
        found += [
            (span, role, claim.id)
            for span, role in cited
            if span != claim.citation.span or role is Role.ACT
        ]
    return found


def _stretches(text: str, letters: list[_Letter]) -> list[Stretch]:
    n_begun, keyed = 0, []
    for char, letter in zip(text, letters, strict=True):
        n_begun += bool(letter.begins)
        key = (letter.role, letter.claim, letter.is_said, letter.is_cited, n_begun)
        keyed.append((key, char, letter.begins))
    found = []
    for (role, claim, is_said, is_cited, _), run in groupby(keyed, key=lambda one: one[0]):
        told = list(run)
        found.append(
            Stretch(
                words="".join(char for _, char, _ in told),
                role=role,
                claim=claim,
                is_said=is_said,
                is_cited=is_cited,
                begins=told[0][2],
            )
        )
    return found

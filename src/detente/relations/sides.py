"""Two sides, and who stands on them. A state, its organs, its people share its country code.

In:  claims, statements, reports.   Out: whether and in which direction they are about the two.
Does not: look a country up; a code that no claim has simply matches none.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from detente.codebook import ORGANS, load_codebook
from detente.errors import BadInput
from detente.records import Actor, Cited, Claim, Coded, Report, Statement, day_of

CODE_LENGTH = 3
AT_HOME = frozenset({"curfew", "martial-law", "resign"})  # modes of what is done at home, to nobody
GIVING_WAY = frozenset({"CONCEDE", "RETREAT"})  # two that both do so, and to nobody, do it mutually


class Acting(Protocol):
    """Somebody who acts, by code, perhaps on somebody."""

    @property
    def actors(self) -> tuple[str, ...]:
        """Codes of those who act."""

    @property
    def recipients(self) -> tuple[str, ...]:
        """Codes of those who are acted on."""

    @property
    def type(self) -> str:
        """The codebook's type of the act."""


class Direction(StrEnum):
    """Who acts on whom, seen from the two sides."""

    BOTH = "both"
    A_TO_B = "a-to-b"
    B_TO_A = "b-to-a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a brief is about: two sides by country code, and the days it covers.

    ``as_of`` is the last day of publication, ``since`` the first day of acts. The names are for
    the title; without one, the code stands there.
    """

    side_a: str
    side_b: str
    as_of: date | None = None
    since: date | None = None
    name_a: str | None = None
    name_b: str | None = None

    def __post_init__(self) -> None:
        for name in ("as_of", "since"):
            object.__setattr__(self, name, day_of(getattr(self, name)))
        for side in self.sides:
            if len(side) != CODE_LENGTH or not (side.isascii() and side.isupper()):
                raise BadInput(f"{side!r} is no country code; write three letters, as CHN or USA")
        if self.side_a == self.side_b:
            raise BadInput(f"a brief needs two sides; {self.side_a} was given twice")
        if self.as_of and self.since and self.since > self.as_of:
            raise BadInput(f"since {self.since} is after as-of {self.as_of}")

    @property
    def sides(self) -> tuple[str, str]:
        """Both sides, in the order they were named."""
        return (self.side_a, self.side_b)

    @property
    def names(self) -> dict[str, str]:
        """The names of the sides that have one, by code."""
        named = {self.side_a: self.name_a, self.side_b: self.name_b}
        return {code: name for code, name in named.items() if name}

    def among(self, countries: Container[str]) -> tuple[str, ...]:
        """Which sides are among some countries, in the order they were named."""
        return tuple(side for side in self.sides if side in countries)

    def holds_report(self, report: Report) -> bool:
        """Whether the report was published by ``as_of``; without a day it cannot be known."""
        if self.as_of is None:
            return True
        return report.published is not None and report.published <= self.as_of

    def holds_claim(self, claim: Claim, report: Report) -> bool:
        """Whether the act may fall on or after ``since``; undated acts go by their report."""
        if self.since is None:
            return True
        last = claim.date.value.latest if claim.date else report.published
        return last is None or last >= self.since

    def tells_of_both(self, coded: Coded) -> bool:
        """Whether a report names both sides in its claims, statements or remarks."""
        claimed = (countries_of((*claim.actors, *claim.recipients)) for claim in coded.claims)
        spoken = (spoken_of(statement) for statement in coded.statements)
        remarked = ({one.side, *one.about} for one in coded.remarks)
        return set(self.sides) <= set().union(*claimed, *spoken, *remarked)


def countries_of(parties: Iterable[Cited[Actor]]) -> frozenset[str]:
    """Collect the country codes of actors; one without a country has none."""
    return frozenset(party.value.country for party in parties if party.value.country)


def states_of(codes: Iterable[str]) -> frozenset[str]:
    """Collect the countries of actor codes: ``USA`` of ``USA-GOV``."""
    return _states(tuple(codes))


@lru_cache(maxsize=10_000)
def _states(codes: tuple[str, ...]) -> frozenset[str]:
    heads = (code.partition("-")[0] for code in codes)
    return frozenset(head for head in heads if len(head) == CODE_LENGTH)


def answering_for(code: str) -> str:
    """Name who answers for what somebody does: for an organ its state, for others themselves."""
    country, _, sector = code.partition("-")
    return country if sector in ORGANS else code


def spoken_of(statement: Statement) -> frozenset[str]:
    """Collect the countries of a statement's speaker and those it speaks of."""
    actor = statement.speaker.value.actor if statement.speaker else None
    code = statement.speaker.value.code.partition("-")[0] if statement.speaker else ""
    country = actor.country if actor else code if len(code) == CODE_LENGTH else None
    return frozenset((*statement.about, *((country,) if country else ())))


def direction_of(act: Acting, scope: Scope) -> Direction | None:
    """Say who of the two acts on the other; ``None`` where the act is not between them.

    Two that act together on a third do not act on each other; nor do two that condemn or ask.
    """
    a, b = scope.sides
    actors, recipients = states_of(act.actors), states_of(act.recipients)
    if a in actors and b in actors:
        is_alone = not recipients
        is_mutual = load_codebook().type(act.type).is_between_doers(is_alone=is_alone)
        if is_mutual or (is_alone and act.type in GIVING_WAY) or recipients >= {a, b}:
            return Direction.BOTH
    if a in actors and b in recipients:
        return Direction.A_TO_B
    if b in actors and a in recipients:
        return Direction.B_TO_A
    return None


def is_between(act: Acting, scope: Scope) -> bool:
    """Whether one of the two acts on the other, or both act together."""
    return direction_of(act, scope) is not None


def is_of_one_side(act: Acting, scope: Scope) -> bool:
    """Whether a side deals with others, or acts alone; what it does at home is left out."""
    actors, recipients = states_of(act.actors), states_of(act.recipients)
    if not set(scope.sides) & (actors | recipients):
        return False
    return not act.recipients or len(actors | recipients) > 1


def side_of(statement: Statement, scope: Scope) -> str | None:
    """Name the side a statement's speaker belongs to; ``None`` for others."""
    if statement.speaker is None:
        return None
    country = statement.speaker.value.code.partition("-")[0]
    return country if country in scope.sides else None

"""Claims of one deed so far, and whether another tells of it, too.

In:  traits, one after the other.   Out: whether they fit all that are in, and how well.
Does not: look for candidates; clusters.py does.
"""

from dataclasses import dataclass, field

from detente.events.merging.compare import Comparison, statuses_agree
from detente.events.merging.traits import Sides, Traits
from detente.records import Place, Status

__all__ = ["SAME_SIDES", "Cluster", "persons_of"]

# How much a common feature speaks for one deed, against another event that fits as well.
SAME_WORDS, SAME_PERSONS, SAME_PERSON, SAME_SIDES = 8, 4, 3, 2
SAME_PLACE, SAME_ISSUE, SAME_MODE, SAME_STATUS = 3, 3, 1, 1


@dataclass(slots=True)
class Cluster:
    """Claims that all fit one another. ``first`` .. ``last`` are the days that all admit."""

    number: int
    first: int
    last: int
    members: list[Traits] = field(default_factory=list)
    bond: str | None = None
    statuses: set[Status] = field(default_factory=set)
    sides: set[Sides] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    modes: set[str] = field(default_factory=set)
    issues: set[frozenset[str]] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    affirmers: set[str | None] = field(default_factory=set)
    deniers: set[str | None] = field(default_factory=set)
    denials: tuple[int, int] | None = None
    words: set[tuple[str, str]] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)

    def add(self, one: Traits) -> None:
        """Take in a claim that fits."""
        self.first, self.last = max(self.first, one.first), min(self.last, one.last)
        self.members.append(one)
        self.statuses.add(one.claim.status)
        if one.sides not in self.sides:
            self.sides.add(one.sides)
            self.persons.update(persons_of(one.sides))
        if one.mode:
            self.modes.add(one.mode)
        if one.issues:
            self.issues.add(one.issues)
        if one.place:
            self.places.add(one.place)
        self.words.add((one.claim.citation.quote, one.claim.predicate.quote))
        self.reports.add(one.claim.report_id)
        if one.claim.status is Status.NEGATED:
            self.deniers.add(one.speaker)
            if one.told is not None:
                first, last = self.denials or (one.told, one.told)
                self.denials = (min(first, one.told), max(last, one.told))
        else:
            self.affirmers.add(one.speaker)

    def fits(self, one: Traits, by: Comparison) -> bool:
        """Whether a claim clashes with no claim that is in."""
        return self.clash(one, by) is None

    def clash(self, one: Traits, by: Comparison) -> str | None:
        """Name the first thing that tells a claim apart from those that are in."""
        status = one.claim.status
        if one.first > self.last or one.last < self.first:
            return "day"
        if not all(statuses_agree(status, other) for other in self.statuses):
            return "status"
        if not self._fits_denial(one, by):
            return "denial"
        if not all(by.sides_agree(one.sides, other) for other in self.sides):
            return "parties"
        return self._clash_of_setting(one, by)

    def _clash_of_setting(self, one: Traits, by: Comparison) -> str | None:
        if one.mode and not all(by.modes_agree(one.mode, other) for other in self.modes):
            return "mode"
        if one.place and not all(by.places_agree(one.place, other) for other in self.places):
            return "place"
        if not self._fits_issues(one, by):
            return "issue"
        if one.claim.report_id in self.reports and not self._is_repeat(one, by):
            return "report"
        return None

    def evidence(self, one: Traits) -> int:
        """Say how much the claim and those that are in have in common."""
        score = 0
        if (one.claim.citation.quote, one.claim.predicate.quote) in self.words:
            score += SAME_WORDS
        persons = persons_of(one.sides)
        if one.sides in self.sides:
            score += SAME_PERSONS if persons else SAME_SIDES
        elif not self.persons.isdisjoint(persons):
            score += SAME_PERSON
        if one.place is not None and one.place in self.places:
            score += SAME_PLACE
        if one.issues and any(not one.issues.isdisjoint(other) for other in self.issues):
            score += SAME_ISSUE
        return score

    def likeness(self, one: Traits) -> int:
        """Rank the cluster among those that a claim fits; what is not told speaks neither way."""
        score = self.evidence(one)
        if one.claim.status in self.statuses:
            score += SAME_STATUS
        if one.mode is not None and one.mode in self.modes:
            score += SAME_MODE
        return score

    def _is_repeat(self, one: Traits, by: Comparison) -> bool:
        """Whether a report tells one deed again, more exactly or on another's word.

        Mere repeats are folded before (``repeats.py``); what a report tells apart, stays apart
        unless day, place or issue say that it is one, or a denial answers an assertion.
        """
        report = one.claim.report_id
        beside = [other for other in self.members if other.claim.report_id == report]
        return all(_tell_one(one, other, by) for other in beside)

    def _fits_denial(self, one: Traits, by: Comparison) -> bool:
        """Somebody named denies what others affirm, at about one time.

        What an outlet itself tells as not done is no denial of somebody's.
        """
        if one.claim.status is not Status.NEGATED:
            return None not in self.deniers and one.speaker not in self.deniers
        if self.affirmers and (one.speaker is None or one.speaker in self.affirmers):
            return False
        if self.denials is None or one.told is None or one.is_dated:
            return True
        first, last = self.denials
        return max(last, one.told) - min(first, one.told) <= by.options.denial

    def _fits_issues(self, one: Traits, by: Comparison) -> bool:
        if not one.issues or one.claim.type not in by.knowledge.told_apart:
            return True
        return all(by.issues_agree(one.issues, other) for other in self.issues)


def _tell_one(one: Traits, other: Traits, by: Comparison) -> bool:
    if (one.claim.status is Status.NEGATED) != (other.claim.status is Status.NEGATED):
        return True
    return (
        one.key == other.key
        or (one.is_dated and other.is_dated)
        or (one.place is not None and one.place == other.place)
        or not one.issues.isdisjoint(other.issues)
        or (one.sides == other.sides and one.claim.type not in by.knowledge.told_apart)
    )


def persons_of(sides: Sides) -> list[str]:
    """List the ids of the persons and bodies that sides name."""
    return [party.id for _, parties in sides for party in parties if party.id is not None]

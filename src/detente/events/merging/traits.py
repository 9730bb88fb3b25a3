"""A claim -> what counts of it when claims are compared.

In:  a claim and the facts of its report.   Out: ``Traits``, and the block it belongs to.
Does not: compare; clusters.py does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from detente.events.merging.knowledge import MergeKnowledge
from detente.events.merging.options import MergeOptions
from detente.events.merging.parties import Party, countries_of, party_of
from detente.records import Actor, Cited, Claim, Place, ReportFacts, Status

__all__ = [
    "NO_FACTS",
    "Act",
    "Sides",
    "Traits",
    "act_of",
    "block_name",
    "parties_of",
    "sides_of",
    "told_days",
    "traits_of",
]

Sides = tuple[tuple[str, tuple[Party, ...]], ...]
Parties = tuple[Party, ...]
Kind = tuple[str, str | None]
Act = tuple[str, frozenset[str], frozenset[str]]
Days = tuple[int, int]
NO_FACTS = ReportFacts()
FOREVER: Days = (date.min.toordinal(), date.max.toordinal())


@dataclass(slots=True)
class Traits:
    """What counts of a claim. ``first`` .. ``last`` are the days (ordinals) of the deed.

    ``told`` is the day of publication, the earliest of its copies; ``speaker`` is ``None`` for an
    outlet's own voice, a retold outlet's, too. ``key`` is equal for claims that nothing tells
    apart; ``is_dated``: the claim itself tells the day.
    """

    claim: Claim
    act: Act
    facts: ReportFacts
    told: int | None
    first: int
    last: int
    is_dated: bool
    mode: str | None
    sides: Sides
    issues: frozenset[str]
    place: Place | None
    speaker: str | None
    key: tuple[object, ...]

    @property
    def is_alone(self) -> bool:
        """Whether it tells of one country only."""
        return len(self.act[1] | self.act[2]) == 1

    @property
    def length(self) -> int:
        """Days between the first and the last on which the deed may have been done."""
        return self.last - self.first


def block_name(claim: Claim) -> str:
    """Name the states and other parties of a claim; claims of two blocks are never compared."""
    parties = parties_of((*claim.actors, *claim.recipients))
    return "+".join(sorted(countries_of(parties)))


def parties_of(cited: Iterable[Cited[Actor]]) -> tuple[Party, ...]:
    """Take the parties of one side of a claim."""
    return tuple(party_of(one.value) for one in cited)


def act_of(kind: Kind, actors: Parties, recipients: Parties, knowledge: MergeKnowledge) -> Act:
    """Name family and direction: who acts on whom, or all with one another.

    ``kind`` is type and mode; a visit has a direction, unlike other meetings.
    """
    type_name, mode = kind
    acting, receiving = countries_of(actors), countries_of(recipients)
    family = knowledge.family(type_name)
    if type_name in knowledge.mutual and mode != "visit" and acting and receiving:
        return (family, acting | receiving, frozenset())
    return (family, acting, receiving)


def sides_of(actors: Parties, recipients: Parties, act: Act) -> Sides:
    """Group the parties by role and country, sorted."""
    groups: dict[str, set[Party]] = {}
    for role, parties in (("a", actors), ("r" if act[2] else "a", recipients)):
        for party in parties:
            country = party.country or party.sector or "UNK"
            groups.setdefault(f"{role} {country}", set()).add(party)
    return tuple((key, _sorted(groups[key])) for key in sorted(groups))


def told_days(reports: Mapping[str, ReportFacts]) -> dict[str, int]:
    """Find for each group of copies the day (ordinal) on which the first of them was published.

    Of all its reports, not of those with a claim at hand: else the days of a claim, and so its
    event, would hang on which other claims it is merged with.
    """
    days: dict[str, int] = {}
    for facts in reports.values():
        if facts.copy_group is not None and facts.published is not None:
            day = facts.published.toordinal()
            days[facts.copy_group] = min(day, days.get(facts.copy_group, day))
    return days


def traits_of(
    claim: Claim, facts: ReportFacts, told: int | None, by: MergeKnowledge, options: MergeOptions
) -> Traits:
    """Take from a claim what counts."""
    days = _deed_days(claim, told, options)
    actors, recipients = parties_of(claim.actors), parties_of(claim.recipients)
    act = act_of((claim.type, claim.mode), actors, recipients, by)
    sides, issues = sides_of(actors, recipients, act), frozenset(claim.issues)
    mode = f"{claim.type}/{claim.mode}" if claim.mode else None
    place = claim.place.value if claim.place else None
    speaker = claim.speaker.value.code if claim.speaker else None
    if speaker is not None and speaker.startswith("OUTLET:"):
        speaker = None
    copies = None if days else (facts.copy_group or claim.report_id)
    if claim.date is None and not (issues or place):
        # nothing but the parties: whether that is enough is for the evidence to say
        copies = copies or claim.citation.quote
    first, last = days or FOREVER
    return Traits(
        claim=claim,
        act=act,
        facts=facts,
        told=told,
        first=first,
        last=last,
        is_dated=claim.date is not None,
        mode=mode,
        sides=sides,
        issues=issues,
        place=place,
        speaker=speaker,
        key=(first, last, claim.type, mode, claim.status, sides, issues, place, speaker, copies),
    )


def _deed_days(claim: Claim, told: int | None, options: MergeOptions) -> Days | None:
    if claim.date is not None:
        return claim.date.value.earliest.toordinal(), claim.date.value.latest.toordinal()
    if told is None:
        return None
    match claim.status:
        case Status.ACTUAL:
            return told - options.undated, told
        case Status.FUTURE:
            return told, told + options.plan
        case Status.NEGATED:
            return told - options.denial, told + options.plan
        case Status.HYPOTHETICAL:
            return told - options.undated, told + options.plan


def _sorted(parties: set[Party]) -> Parties:
    return tuple(parties) if len(parties) == 1 else tuple(sorted(parties, key=_order))


def _order(party: Party) -> tuple[str, ...]:
    return tuple(str(part) for part in party)

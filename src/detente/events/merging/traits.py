"""A claim -> what counts of it when claims are compared.

In:  a claim and the facts of its report.   Out: ``Traits``, and the block it belongs to.
Does not: compare; clusters.py does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from detente.events.merging.knowledge import NUMBERS, MergeKnowledge
from detente.events.merging.options import MergeOptions
from detente.records import Actor, Cited, Claim, Place, Precision, ReportFacts, Standing, Status


class Party(NamedTuple):
    """What counts of an actor when sides are compared. ``id`` is ``None`` for the bare state."""

    country: str | None
    sector: str | None
    id: str | None
    name: str
    office: str | None
    is_state: bool


Sides = tuple[tuple[str, tuple[Party, ...]], ...]
Parties = tuple[Party, ...]
Kind = tuple[str, str | None]
Act = tuple[str, frozenset[str], frozenset[str]]
Days = tuple[int, int]
NO_FACTS = ReportFacts()
ATTACK = "ASSAULT"
MOST_TIMES = 2  # as many victims as first told
FOREVER: Days = (date.min.toordinal(), date.max.toordinal())


@dataclass(slots=True)
class Traits:
    """What counts of a claim. ``first`` .. ``last`` are the days (ordinals) of the deed.

    ``told`` is the day of publication, the earliest of its copies; ``speaker`` is ``None`` for an
    outlet's own voice, a retold outlet's, too. ``key`` is equal for claims that nothing tells
    apart; ``is_dated``: the claim itself tells the day. ``victims``: how many an attack hit, as far
    as words count them.
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
    victims: frozenset[int]
    key: tuple[object, ...]

    @property
    def is_alone(self) -> bool:
        """Whether it tells of one country only."""
        return len(self.act[1] | self.act[2]) == 1

    @property
    def is_counted(self) -> bool:
        """Whether a party tells how many were hit, and no day: it may be any attack of a war."""
        return bool(self.victims) and not self.is_dated and self.speaker is not None

    @property
    def length(self) -> int:
        """Days between the first and the last on which the deed may have been done."""
        return self.last - self.first


def block_of(claim: Claim) -> str:
    """Name the block of a claim: its parties' countries, such as ``CHN+USA``.

    Claims of two blocks never share an event and their events are never linked, unless a ruling
    ties them. A claim that a ruling changes belongs to the block of ``Decisions.ruled(claim)``.
    """
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
    victims = _victims(claim)
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
        victims=victims,
        key=(
            *(first, last, claim.type, mode, claim.status),
            *(sides, issues, place, speaker, victims, copies),
        ),
    )


def _victims(claim: Claim) -> frozenset[int]:
    """The numbers with which words name those who are attacked: "three people", "13 villagers"."""
    if claim.type != ATTACK:
        return frozenset()
    named = (word for one in claim.recipients for word in one.citation.quote.casefold().split())
    numbers = (NUMBERS.get(word) or word.replace(",", "") for word in named)
    return frozenset(n for one in numbers if (n := int(one) if str(one).isdecimal() else 0))


def victims_agree(ones: frozenset[int], others: frozenset[int]) -> bool:
    """Whether two counts can be of one attack: none is more than twice as high as the other."""
    if not (ones and others):
        return True
    return any(max(one, other) <= MOST_TIMES * min(one, other) for one in ones for other in others)


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


# --- Who may be whom: the same actor under several descriptions, or one that contains the other.
ORGANS = frozenset({None, "GOV", "MIL", "COP", "SPY", "JUD"})  # a state acts through these
STEM = 5  # letters by which a minister and a ministry are the same word
DUTIES = frozenset(
    {"minist", "secret", "depart", "office", "agency", "bureau", "of", "the", "for", "and", "chief"}
    | {"head", "deputy", "state", "nation", "affair", "general", "council", "president"}
)


@lru_cache(maxsize=100_000)
def party_of(actor: Actor) -> Party:
    """Take from an actor what counts; a state's own id names nobody in particular."""
    is_state = actor.country is not None and actor.id == actor.country
    specific = None if is_state else actor.id
    is_whole = specific is None and (actor.sector is None or (is_state and actor.sector == "GOV"))
    return Party(
        actor.country,
        actor.sector,
        specific,
        "" if specific or is_whole else actor.name,
        actor.office if specific else None,
        is_whole and actor.country is not None,
    )


def rank_of(party: Party) -> int:
    """Rank how exactly it is named: 3 by identity, 2 by a name, 1 by its branch, 0 as the state."""
    if party.id is not None:
        return 3
    if party.is_state:
        return 0
    return 2 if _is_proper(party.name) else 1


@lru_cache(maxsize=100_000)
def are_alike(one: Party, other: Party) -> bool:
    """Whether two descriptions can be of one actor, or one contains the other."""
    if one == other or one.country != other.country:
        return one == other
    if one.country is None:
        return _same_stranger(one, other)
    if one.is_state or other.is_state:
        return one.sector in ORGANS and other.sector in ORGANS
    if one.sector != other.sector:
        return one.id is not None and one.id == other.id
    if one.id is not None and other.id is not None:
        return one.id == other.id or _holds_office_in(one, other) or _holds_office_in(other, one)
    return one.sector in ORGANS or _names_meet(one, other)


def parties_agree(ones: Sequence[Party], others: Sequence[Party]) -> bool:
    """Whether each of the fewer parties is one of the others, or contains or is part of one."""
    fewer, more = (ones, others) if len(ones) <= len(others) else (others, ones)
    return all(any(are_alike(one, other) for other in more) for one in fewer)


def _same_stranger(one: Party, other: Party) -> bool:
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return one.sector == other.sector and one.name.casefold() == other.name.casefold()


def _holds_office_in(person: Party, body: Party) -> bool:
    """Whether a person's office and a body share a word: Foreign Minister, Foreign Ministry."""
    if person.office is None or body.office is not None:
        return False
    return bool(_stems(person.office) & _stems((body.id or "").replace("-", " ")))


def _stems(text: str) -> set[str]:
    words = text.casefold().split()
    stems = {word[:STEM] for word in words if len(word) >= STEM and word[: STEM + 1] not in DUTIES}
    return stems - {duty[:STEM] for duty in DUTIES}


def _names_meet(one: Party, other: Party) -> bool:
    """Whether two names can be of one: a common noun fits any, two proper names share a word."""
    if not (_is_proper(one.name) and _is_proper(other.name)):
        return True
    return bool(_words(one.name) & _words(other.name))


def _is_proper(name: str) -> bool:
    return any(word[:1].isupper() for word in name.split())


def _words(name: str) -> set[str]:
    return set(name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}s", "").split())


def countries_of(parties: Iterable[Party]) -> frozenset[str]:
    """Collect the countries; one without a country stands under its branch."""
    return frozenset(party.country or party.sector or "UNK" for party in parties)


# --- Whether two places can be the seat of one deed.
EARTH_RADIUS = 6371.0  # km, mean
RANKS = {Precision.COUNTRY: 0, Precision.WATER: 1, Precision.REGION: 2, Precision.CITY: 3}


def precision_rank(place: Place) -> int:
    """Rank how exact a place is: 0 a country .. 3 a city."""
    return RANKS[place.precision]


@lru_cache(maxsize=100_000)
def places_agree(one: Place, other: Place, options: MergeOptions) -> bool:
    """Whether two places are one, near one another, or one holds the other."""
    if one.name.casefold() == other.name.casefold():
        return True
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return True
    kinds = {one.precision, other.precision}
    if one.country and other.country and one.country != other.country:
        return False
    if Precision.COUNTRY in kinds:
        return one.precision != other.precision
    distance = _distance(one, other)
    limit = options.near if one.precision is other.precision else options.region
    return distance is not None and distance <= limit


def _distance(one: Place, other: Place) -> float | None:
    """Great-circle distance in km by the haversine formula; ``None`` without coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat_a, lat_b = radians(one.lat), radians(other.lat)
    d_lat, d_lon = lat_b - lat_a, radians(other.lon - one.lon)
    chord = sin(d_lat / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(d_lon / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


# --- Who stands behind a deed: speakers that affirm, deny, leave open; outlets that are
# independent.
RETOLD = "OUTLET:"  # how the code of a retold medium begins
UNKNOWN = "UNK"
ASSERTED = frozenset({Status.ACTUAL, Status.FUTURE})


def standing_of(traits: Sequence[Traits], voices: Mapping[str, str]) -> Standing:
    """Sort the speakers by what they say of the deed; ``voices`` are those of ``voices_of``.

    Who says no more than that it is possible, while others tell it as done or planned, is among
    ``unconfirmed_by``. Words that name nobody known (``UNK``) are nobody's word. An outlet that
    only denies what others tell does not count among the outlets that tell it.
    """
    said: dict[Status, set[str]] = {status: set() for status in Status}
    own: set[str] = set()
    for one in traits:
        status = one.claim.status
        if one.speaker is None and status in ASSERTED:
            own.add(voices[one.claim.id])
        elif one.speaker is not None and one.speaker != UNKNOWN:
            said[status].add(one.speaker)
    affirmed, denied = said[Status.ACTUAL] | said[Status.FUTURE], said[Status.NEGATED]
    telling = [one.claim for one in traits if one.claim.status is not Status.NEGATED]
    is_asserted = any(one.claim.status in ASSERTED for one in traits)
    doubted = said[Status.HYPOTHETICAL] - affirmed - denied if is_asserted else set()
    return Standing(
        affirmed_by=tuple(sorted(affirmed)),
        denied_by=tuple(sorted(denied)),
        unconfirmed_by=tuple(sorted(doubted)),
        n_outlets=len({voices[claim.id] for claim in telling} or {*voices.values()}),
        n_own_voice=len(own),
    )


def voices_of(traits: Sequence[Traits]) -> dict[str, str]:
    """Name for each claim, by its id, the outlet that it goes back to.

    That is the medium on whose word the claim is told, else whom its report or a copy of it
    credits, else among its copies the outlet that others credit, then the one that published it
    first; without any name, the report or its group.
    """
    retold = {one.claim.id: name for one in traits if (name := _retold(one))}
    credited = {_key(one.facts.credited) for one in traits if one.facts.credited}
    trusted = credited.union(retold.values())
    groups: dict[str, list[ReportFacts]] = {}
    for one in traits:
        groups.setdefault(_group(one), []).append(one.facts)
    origins = {
        group: _origin(facts, trusted) or f"report {group}" for group, facts in groups.items()
    }
    return {one.claim.id: retold.get(one.claim.id) or origins[_group(one)] for one in traits}


def _group(one: Traits) -> str:
    return one.facts.copy_group or one.claim.report_id


def _retold(one: Traits) -> str | None:
    speaker = one.claim.speaker.value if one.claim.speaker else None
    if speaker is None or not speaker.code.startswith(RETOLD):
        return None
    return _key(speaker.code.removeprefix(RETOLD))


def _origin(facts: Sequence[ReportFacts], trusted: Collection[str]) -> str | None:
    credited = [_key(one.credited) for one in facts if one.credited]
    if credited:
        return min(credited)
    named = [(one.published or date.max, _key(one.outlet)) for one in facts if one.outlet]
    ranked = [(name not in trusted, published, name) for published, name in named]
    return min(ranked)[2] if ranked else None


def _key(name: str) -> str:
    """Make one key of an outlet's name in any capitals, with or without its article."""
    return " ".join(name.casefold().split()).removeprefix("the ")

"""Events between the same parties -> which bears on which.

In:  deeds of one block.   Out: for each event, by id, its links, sorted.
Does not: link without a reason in the claims: a plan and its deed are the same act; a promise, a
threat or an agreement shares an issue or a place with what follows; a threat is carried out by the
very measure; words say that a deed keeps a promise, breaks it, or answers another.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.events.merging.clusters import VAGUE, Comparison, persons_of
from detente.events.merging.fields import event_from
from detente.events.merging.knowledge import MergeKnowledge
from detente.events.merging.traits import (
    Act,
    Sides,
    Traits,
    act_of,
    countries_of,
    party_of,
    places_agree,
    sides_of,
)
from detente.records import DateBasis, Event, EventLink, LinkKind, Place, Status

__all__ = ["Deed", "deed_from", "links_between"]

Topic = tuple[str, str | Place]


@dataclass(slots=True)
class Deed:
    """An event and what counts of it for links. Days are ordinals; ``told`` the first telling.

    ``doers`` are the countries of those who act. ``is_dated``: a claim tells the day.
    ``says``: what its claims' own words say of its bearing on another. ``words`` are those words.
    """

    event: Event
    act: Act
    doers: frozenset[str]
    sides: Sides
    first: int
    last: int
    told: int
    is_dated: bool
    says: frozenset[LinkKind]
    words: tuple[str, ...]


Fits = Callable[[Deed, Deed], bool]
MOST_DEEDS = 400  # later events that are looked through for one event
# Days after its cause within which an event is linked to it:
LATE = 31  # a planned deed, after the last day it was planned for
PROMISE = 365
THREAT = 90
MEASURE = 31  # a threat's very measure, of which no more is known
BREACH = 365
ANSWER = 30


def links_between(deeds: Iterable[Deed], by: Comparison) -> dict[str, tuple[EventLink, ...]]:
    """Link the events of one block."""
    return _Linking(sorted(deeds, key=_order), by).links()


class _Linking:
    def __init__(self, deeds: Sequence[Deed], by: Comparison) -> None:
        self._deeds = deeds
        self._by = by
        self._done: dict[str, list[Deed]] = defaultdict(list)  # by type
        self._acts: dict[Act, list[Deed]] = defaultdict(list)
        self._topics: dict[tuple[str, Topic], list[Deed]] = defaultdict(list)
        self._plans: dict[Act, list[Deed]] = defaultdict(list)
        for deed in deeds:
            if deed.event.status is Status.FUTURE:
                self._plans[deed.act].append(deed)
            if deed.event.status is Status.ACTUAL:
                self._done[deed.event.type].append(deed)
                self._acts[deed.act].append(deed)
                for topic in _topics(deed, by):
                    self._topics[deed.event.type, topic].append(deed)

    def links(self) -> dict[str, tuple[EventLink, ...]]:
        found: dict[str, set[EventLink]] = defaultdict(set)
        for deed in self._deeds:
            for kind, later in self._consequences(deed):
                found[later.event.id].add(EventLink(kind, deed.event.id))
            for kind, earlier in self._told_of(deed):
                found[deed.event.id].add(EventLink(kind, earlier.event.id))
        return {
            event_id: tuple(sorted(links, key=lambda link: (link.kind, link.event_id)))
            for event_id, links in found.items()
        }

    def _consequences(self, deed: Deed) -> Iterator[tuple[LinkKind, Deed]]:
        event, knows = deed.event, self._by.knowledge
        if event.status is Status.FUTURE:
            yield from _each(LinkKind.FULFILS, self._occurrence(deed))
        elif event.status is Status.ACTUAL:
            if types := knows.promises.get(event.type):
                kept = self._follow_up(deed, types, PROMISE, _is_by_same)
                yield from _each(LinkKind.FULFILS, kept)
            if event.type == "THREATEN":
                yield from _each(LinkKind.FULFILS, self._carried_out(deed))
            if types := knows.breaches.get(event.type):
                broken = self._follow_up(deed, types, BREACH, _is_by_a_party)
                yield from _each(LinkKind.BREAKS, broken)
            if types := knows.breaches.get(f"{event.type}/{event.mode}"):
                shelves = [self._done[name] for name in types]
                broken = _first(deed, shelves, BREACH, _is_by_a_party)
                yield from _each(LinkKind.BREAKS, broken)

    def _occurrence(self, plan: Deed) -> Deed | None:
        """Find the first deed that is what was planned, in its time or somewhat later.

        A plan without a day is for the days after it was told.
        """
        last = plan.last + (LATE if plan.is_dated else 0)
        for deed in _between(self._acts[plan.act], plan.first, last):
            if self._is_as_planned(plan, deed):
                return deed
        return None

    def _is_as_planned(self, plan: Deed, deed: Deed) -> bool:
        one, other, by = plan.event, deed.event, self._by
        modes = f"{one.type}/{one.mode}", f"{other.type}/{other.mode}"
        return (
            by.sides_agree(plan.sides, deed.sides)
            and (not (one.mode and other.mode) or by.modes_agree(*modes))
            and (not (one.place and other.place) or places_agree(one.place, other.place))
            and not self._clash(plan, deed)
            and (self._is_soon(plan) or self._is_named(plan, deed))
        )

    def _is_soon(self, plan: Deed) -> bool:
        """Whether the plan is for certain days."""
        return plan.is_dated and plan.last - plan.first <= VAGUE

    def _is_named(self, plan: Deed, deed: Deed) -> bool:
        """Whether more than the states says that this was planned: a person, issue or place."""
        persons = set(persons_of(plan.sides)).intersection(persons_of(deed.sides))
        return bool(persons) or self._is_about(plan, deed)

    def _follow_up(self, cause: Deed, types: Iterable[str], days: int, fits: Fits) -> Deed | None:
        """Find the first later deed about the same issue, or at the same place."""
        topics = _asked_topics(cause, self._by)
        shelves = [self._topics[name, topic] for name in types for topic in topics]
        return _first(cause, shelves, days, fits)

    def _carried_out(self, threat: Deed) -> Deed | None:
        """Find the first deed of the threat's kind on its subject, or by its very measure."""
        knows, mode = self._by.knowledge, threat.event.mode or ""
        types, measures = knows.threats.get(mode, ()), knows.measures.get(mode, ())
        shelves = [self._done[name.partition("/")[0]] for name in sorted(measures)]

        def fits(threat: Deed, deed: Deed) -> bool:
            is_it = f"{deed.event.type}/{deed.event.mode}" in measures
            return is_it and _is_same_way(threat, deed) and not self._clash(threat, deed)

        done = (
            self._follow_up(threat, types, THREAT, _is_same_way),
            _first(threat, shelves, MEASURE, fits),
        )
        return min((deed for deed in done if deed is not None), key=_order, default=None)

    def _clash(self, one: Deed, other: Deed) -> bool:
        """Whether both are about issues, and share none."""
        told = one.event.issues and other.event.issues
        return bool(told) and not self._share_issue(one, other)

    def _is_about(self, cause: Deed, deed: Deed) -> bool:
        one, other = cause.event.place, deed.event.place
        if self._share_issue(cause, deed):
            return True
        return one is not None and one == other

    def _share_issue(self, one: Deed, other: Deed) -> bool:
        mine, theirs = frozenset(one.event.issues), frozenset(other.event.issues)
        return bool(mine and theirs) and self._by.issues_agree(mine, theirs)

    def _told_of(self, deed: Deed) -> Iterator[tuple[LinkKind, Deed]]:
        """Yield what a deed's own words say it answers, keeps or breaks."""
        knows = self._by.knowledge
        if LinkKind.ANSWERS in deed.says:
            yield from _each(LinkKind.ANSWERS, self._answered(deed))
        if deed.event.status is Status.ACTUAL:
            for kind, types in knows.says_of.items():
                if kind in deed.says and deed.event.type in types:
                    plans = self._plans[deed.act] if kind is LinkKind.FULFILS else []
                    yield from ((kind, one) for one in self._promise_before(deed, plans))

    def _answered(self, answer: Deed) -> Deed | None:
        """Find the last thing the other side did to the one that answers.

        What the answer names goes before what it shares an issue with.
        """
        _, actors, recipients = answer.act
        day = answer.first if answer.is_dated else answer.told
        since = day - ANSWER
        earlier = [
            deed
            for (_, theirs, ours), deeds in self._acts.items()
            if recipients and theirs == recipients and ours == actors
            for deed in _between(deeds, since, day)
            if deed.event.id != answer.event.id
        ]
        named = self._by.knowledge.named_after(answer.words)
        told = [deed for deed in earlier if _kinds(deed) & named]
        about = [deed for deed in told or earlier if self._share_issue(answer, deed)]
        return max(about or told or earlier, key=_order, default=None)

    def _promise_before(self, deed: Deed, plans: Sequence[Deed]) -> list[Deed]:
        """Find the promise that a deed's words speak of, as often as it was told on one day.

        Of several days, those that share issue or place with the deed, or whose place or person
        its words name; if that leaves more days than one, none: nobody knows which is meant.
        """
        since = deed.first - PROMISE
        shelves = [self._done[name] for name in sorted(self._by.knowledge.promises)]
        promises = [one for shelf in shelves for one in _between(shelf, since, deed.first)]
        earlier = [
            promise
            for promise in (*promises, *plans)
            if since <= promise.told < deed.told and _is_by_same(promise, deed)
        ]
        meant = [one for one in earlier if self._is_about(one, deed) or _is_named_in(one, deed)]
        told = meant or earlier
        return told if len({promise.told for promise in told}) == 1 else []


def _topics(deed: Deed, by: Comparison) -> list[Topic]:
    """List under what a deed is looked for: its issues, those they are part of, its place."""
    wider = sorted(by.knowledge.with_wider(deed.event.issues))
    found: list[Topic] = [("own", issue) for issue in deed.event.issues]
    found += [("wider", issue) for issue in wider]
    return [*found, ("place", deed.event.place)] if deed.event.place else found


def _asked_topics(cause: Deed, by: Comparison) -> list[Topic]:
    """List what to look under for deeds that share an issue, or have a part of it, or the place."""
    wider = sorted(by.knowledge.with_wider(cause.event.issues))
    found: list[Topic] = [("wider", issue) for issue in cause.event.issues]
    found += [("own", issue) for issue in wider]
    return [*found, ("place", cause.event.place)] if cause.event.place else found


def _first(cause: Deed, shelves: Iterable[Sequence[Deed]], days: int, fits: Fits) -> Deed | None:
    """Find the first deed on any shelf that is told not before its cause, and fits."""
    start = max(cause.last if cause.is_dated else cause.told, cause.first) + 1
    firsts = (
        next((deed for deed in on_shelf if deed.told >= cause.told and fits(cause, deed)), None)
        for on_shelf in (_between(shelf, start, start + days - 1) for shelf in shelves)
    )
    return min((deed for deed in firsts if deed is not None), key=_order, default=None)


def _each(kind: LinkKind, deed: Deed | None) -> Iterator[tuple[LinkKind, Deed]]:
    if deed is not None:
        yield kind, deed


def _between(deeds: Sequence[Deed], first: int, last: int) -> Iterator[Deed]:
    """Yield deeds that begin from one day to another; at most ``MOST_DEEDS``."""
    start = bisect_left(deeds, first, key=lambda deed: deed.first)
    for deed in deeds[start : start + MOST_DEEDS]:
        if deed.first > last:
            return
        yield deed


def _is_by_same(cause: Deed, deed: Deed) -> bool:
    """Whether one of those who promised acts."""
    return not cause.doers.isdisjoint(deed.doers)


def _is_same_way(cause: Deed, deed: Deed) -> bool:
    return cause.act[1] == deed.act[1] and cause.act[2] == deed.act[2]


def _is_by_a_party(cause: Deed, deed: Deed) -> bool:
    return not (cause.act[1] | cause.act[2]).isdisjoint(deed.doers)


def _kinds(deed: Deed) -> set[str]:
    return {deed.event.type, f"{deed.event.type}/{deed.event.mode}"}


def _is_named_in(promise: Deed, deed: Deed) -> bool:
    """Whether the words of a deed name where or by whom something was promised."""
    place, actors = promise.event.place, promise.event.actors
    names = [actor.name.split()[-1] for actor in actors if actor.office] + (
        [place.name] if place else []
    )
    return any(name in words for name in names for words in deed.words)


def _order(deed: Deed) -> tuple[int, int, int, str]:
    return (deed.first, deed.last, deed.told, deed.event.id)


# --- Claims of one deed -> the event, and what its links go by.


def deed_from(members: Sequence[Traits], knowledge: MergeKnowledge) -> Deed:
    """Compute an event; at least one claim."""
    event = event_from(members)
    actors = tuple(party_of(one) for one in event.actors)
    recipients = tuple(party_of(one) for one in event.recipients)
    act = act_of((event.type, event.mode), actors, recipients, knowledge)
    exact = min(members, key=lambda one: (one.length, one.claim.id))
    first, last = exact.first, exact.last
    is_dated = event.date is not None and event.date.basis is not DateBasis.PUBLICATION
    if event.date is not None and is_dated:
        first, last = event.date.earliest.toordinal(), event.date.latest.toordinal()
    told = [one.told for one in members if one.told is not None]
    words = tuple(sorted({one.claim.citation.quote for one in members}))
    return Deed(
        event=event,
        act=act,
        doers=countries_of(actors),
        sides=sides_of(actors, recipients, act),
        first=first,
        last=last,
        told=min(told) if told else first,
        is_dated=is_dated,
        says=frozenset(
            kind for kind, cues in knowledge.says.items() if any(map(cues.search, words))
        ),
        words=words,
    )

"""Events between the same parties -> which bears on which.

In:  deeds of one block.   Out: for each event, by id, its links, sorted.
Does not: link without a reason in the claims. A plan and its deed are the same act. A promise or a
threat is fulfilled by the very measure that its words name, done by all who are bound, towards the
same side and about the same thing; it is broken by the contrary, if it was given to last. The
deed is later, surely told, and actual by an outlet's own word or both sides'. What others say that
somebody will do binds nobody; where words tell the day or month for which something was promised,
the deed falls on it. Or words say that a deed keeps a promise, breaks it, or answers another. What
these leave open is not linked.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from detente.codebook import PRIVATE, REBELS, STRAYS
from detente.events.merging.bearing import (
    Bearing,
    bearing_of,
    is_bare,
    is_danger,
    is_deed_told,
    is_one_thing,
    is_word_given,
)
from detente.events.merging.clusters import Comparison, persons_of
from detente.events.merging.fields import event_from
from detente.events.merging.knowledge import MergeKnowledge, stem
from detente.events.merging.traits import (
    ATTACK,
    RETOLD,
    Act,
    Sides,
    Traits,
    act_of,
    countries_of,
    party_of,
    sides_of,
)
from detente.language.months import MONTHS
from detente.records import Claim, DateBasis, Event, EventLink, LinkKind, Span, Status


@dataclass
class Deed:
    """An event and what counts of it for links. Days are ordinals; ``told`` the first telling.

    ``doers`` are the countries of those who act, of talks those of all who meet. ``is_dated``: a
    claim tells the day. ``says``: what its claims' own words say of its bearing on another.
    ``words`` are those words.
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
    claims: tuple[Claim, ...]
    knowledge: MergeKnowledge

    @cached_property
    def bearing(self) -> Bearing:
        """What its claims are about, by their words."""
        return bearing_of(self.claims, self.knowledge.bearing)

    @cached_property
    def binds(self) -> bool:
        """Whether a doer tells it, an outlet, or nobody known; of help also who receives it.

        What others say that somebody will do, or threatens, is a hope, a charge or a forecast; that
        he has agreed may be told by anybody.
        """
        if self.event.type == "AGREE" and self.event.status is Status.ACTUAL:
            return True
        harms = self.event.type in HARMFUL | {"THREATEN"}
        return is_own_word(self.claims, self.event, self.doers if harms else self.parties)

    @cached_property
    def parties(self) -> frozenset[str]:
        """The countries of all who act or are acted on."""
        return countries_of(map(party_of, (*self.event.actors, *self.event.recipients)))

    @cached_property
    def private(self) -> frozenset[str]:
        """The countries that only firms, criminals or other private persons stand for in it."""
        actors = (*self.event.actors, *self.event.recipients)
        official = {one.country for one in actors if one.sector not in PRIVATE}
        return self.parties - official

    @cached_property
    def idle(self) -> frozenset[str]:
        """The countries whose arms and offices do nothing in it: strangers or private men act."""
        known = {one.country for one in self.event.actors if one.sector not in _NOBODYS}
        return self.doers - known if self.event.type != TALKS else self.private

    @cached_property
    def is_for_days(self) -> bool:
        """Whether it is planned for a day, a week or a month that was told."""
        is_plan = self.event.status is Status.FUTURE and self.is_dated
        return is_plan and self.last - self.first < MONTH

    @cached_property
    def months(self) -> frozenset[int]:
        """The months for which its words say that a word is given: "a summit in April"."""
        told = {
            found[0]
            for claim in self.claims
            for found in _MONTHS.finditer(claim.citation.quote)
            if claim.date is None or found[0] not in claim.date.citation.quote
        }
        return frozenset(MONTHS.index(name) + 1 for name in told)

    @cached_property
    def is_for_talks(self) -> bool:
        """Whether its words speak of a meeting, not as that at which they were spoken."""
        knows = self.knowledge.bearing
        named = any(
            one.name in knows.meetings and not one.is_undone for one in self.bearing.measures
        )
        is_occasion = any(map(knows.occasions.search, self.words))
        return (named and not is_occasion) or self.event.type == TALKS

    @property
    def is_threat(self) -> bool:
        """Whether harm is held out."""
        return self.event.type == "THREATEN" or self.is_held_out

    @cached_property
    def is_word_given(self) -> bool:
        """Whether it is an agreement, a promise or a threat."""
        if self.event.type == "THREATEN":
            return True
        return any(is_word_given(claim, self.knowledge.bearing) for claim in self.claims)

    @cached_property
    def is_certain(self) -> bool:
        """Whether an outlet tells it as a fact of its own, both sides affirm it, or a doer owns up.

        Who says that it harms another is believed; who says that it helps is not, nor do a state's
        courts own up for its army.
        """
        standing = self.event.standing
        if standing.denied_by:
            return False
        said = {code.partition("-")[0] for code in standing.affirmed_by}
        if standing.n_own_voice > 0 or len(said & (self.act[1] | self.act[2])) > 1:
            return True
        is_of_court = all(code.endswith(COURTS) for code in standing.affirmed_by)
        return self.event.type in HARMFUL and not is_of_court and bool(said) and said <= self.doers

    def sides_of(self, other: "Deed") -> Sides:
        """Its parties in the countries and roles that another event has, too."""
        keys = {key for key, _ in other.sides}
        return tuple(side for side in self.sides if side[0] in keys)

    @cached_property
    def is_done(self) -> bool:
        """Whether it is certain and meant, no words of what is to come, or of how things are."""
        if not self.is_certain or self.is_accident or self.event.type in WORDS:
            return False
        sure = (claim for claim in self.claims if claim.score >= FITTING)
        return any(is_deed_told(claim, self.knowledge.bearing) for claim in sure)

    @property
    def is_accident(self) -> bool:
        """Whether some words say that nobody meant it."""
        return any(map(self.knowledge.bearing.accidents.search, self.words))

    @property
    def is_friendly(self) -> bool:
        """Whether to do it is to give something."""
        return self.event.type in FRIENDLY

    @cached_property
    def given(self) -> int:
        """The day by which it was done, or a plan made, so far as it is known."""
        is_over = self.is_dated and self.event.status is Status.ACTUAL
        return min(self.told, self.last) if is_over else self.told

    @cached_property
    def is_held_out(self) -> bool:
        """Whether a doer itself says that it will do harm, if something happens: a threat."""
        if self.event.status is not Status.HYPOTHETICAL or self.event.type not in HARMFUL:
            return False
        speakers = (claim.speaker for claim in self.claims)
        said = {one.value.code.partition("-")[0] for one in speakers if one}
        return bool(said & self.doers) and any(
            map(self.knowledge.bearing.resolve.search, self.words)
        )

    def is_before(self, deed: "Deed") -> bool:
        """Whether it was held out before a deed, by the days or, within a report, by the words.

        A plan that another report tells on the day of the deed was. What was done in a month that
        had begun may have been done before.
        """
        if deed.is_dated and deed.first < self.given:
            return False
        if self.given != deed.given:
            return self.given < deed.given
        if {one.report_id for one in self.claims} & {one.report_id for one in deed.claims}:
            return any(map(self.knowledge.bearing.afterwards.search, deed.words))
        return self.event.status is Status.FUTURE


Bears = Callable[[Deed, Deed, Comparison], bool]
TALKS, REFUSAL, BACKING = "CONSULT", "REJECT", "SUPPORT"
_NOBODYS = PRIVATE | STRAYS
POLICING = "crowd-control"
PRESSURE = frozenset({"COERCE", "SANCTION"})
HARMFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
WORDS = frozenset({"ACCUSE", "AGREE", "PROTEST", "REQUEST", "THREATEN"})
DEALS = frozenset({"AGREE", "COOPERATE", "CONSULT", "SUPPORT"})
FITTING = 0.4  # score; lower than elsewhere: what fits a word given is right more often than others
COURTS = "-JUD"
NOBODY, PRESS = "UNK", "-JRN"  # whose word is a report's own, as far as is known
WEEK, MONTH = 7, 31  # days
_MONTHS = re.compile(
    r"(?<!\bby )(?<!\bbefore )(?<!\buntil )(?<!\bsince )(?<!\blast )\b"
    rf"(?:{'|'.join(name for name in MONTHS if name != 'May')}"
    r"|(?<=\bin )May|(?<=\d )May|May(?= \d))\b"
)
FRIENDLY = frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "RETREAT", "SUPPORT"})
MOST_DEEDS = 400  # later events that are looked through for one event


def links_between(deeds: Iterable[Deed], by: Comparison) -> dict[str, tuple[EventLink, ...]]:
    """Link the events of one block."""
    return _Linking(sorted(deeds, key=_order), by).links()


class _Linking:
    def __init__(self, deeds: Sequence[Deed], by: Comparison) -> None:
        self._deeds = deeds
        self._by = by
        self._actual: list[Deed] = []
        self._families: dict[str, list[Deed]] = defaultdict(list)
        self._acts: dict[Act, list[Deed]] = defaultdict(list)
        self._plans: dict[Act, list[Deed]] = defaultdict(list)
        self._held_out: dict[str, list[Span]] = defaultdict(list)
        for deed in deeds:
            if deed.event.type in WORDS or deed.event.status is not Status.ACTUAL:
                for claim in deed.claims:
                    self._held_out[claim.report_id].append(claim.citation.span)
            if deed.event.status is Status.FUTURE:
                self._plans[deed.act].append(deed)
            if deed.event.status is Status.ACTUAL:
                self._actual.append(deed)
                self._families[deed.act[0]].append(deed)
                self._acts[deed.act].append(deed)

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
        """Yield what fulfils a plan, a word given or a threat, and what breaks a word."""
        if not deed.binds or deed.doers <= deed.idle:
            return
        if deed.event.status is Status.FUTURE:
            met = self._occurrence(deed)
            yield from _each(LinkKind.FULFILS, [met] if met else self._done_as(deed))
            if deed.is_friendly:
                yield from _each(LinkKind.BREAKS, self._undone(deed))
        elif deed.is_held_out:
            yield from _each(LinkKind.FULFILS, self._done_as(deed))
        elif deed.event.status is Status.ACTUAL and deed.is_word_given:
            yield from _each(LinkKind.FULFILS, self._done_as(deed))
            if deed.event.type != "THREATEN":
                yield from _each(LinkKind.BREAKS, self._undone(deed))

    def _done_as(self, cause: Deed) -> list[Deed]:
        """Find the first later deeds that are the very thing that was held out.

        Where harm was being done already, going on with it carries out no threat.
        """
        least = int(self._goes_on(cause))

        def bears(cause: Deed, deed: Deed, by: Comparison) -> bool:
            return _fulfils(cause, deed, by) and _is_about(cause, deed, least)

        return self._first_after(cause, self._by.options.promise, bears)

    def _goes_on(self, cause: Deed) -> bool:
        """Whether who holds out harm did the like within a month before."""
        if not cause.is_threat and cause.event.type not in HARMFUL:
            return False
        return any(
            deed.is_done
            and deed.last < cause.told
            and bool(deed.doers & cause.doers)
            and bool(deed.bearing.measures & cause.bearing.measures)
            and _is_towards(cause, deed)
            for deed in _between(self._actual, cause.told - MONTH, cause.told)
        )

    def _undone(self, cause: Deed) -> list[Deed]:
        """Find the first later deeds of one who is bound that undo what was held out."""
        return self._first_after(cause, self._by.options.breach, _breaks)

    def _first_after(self, cause: Deed, days: int, bears: "Bears") -> list[Deed]:
        """Find what bears on a cause on the first day on which anything does."""
        days = min(days, cause.bearing.days or days)
        found: list[Deed] = []
        for deed in _between(
            self._actual, cause.given - self._by.options.undated, cause.given + days
        ):
            if found and deed.first > found[0].first:
                break
            is_later = cause.is_before(deed) and deed.is_done
            if is_later and bears(cause, deed, self._by) and not self._is_only_named(deed):
                found.append(deed)
        return found

    def _is_only_named(self, deed: Deed) -> bool:
        """Whether bare nouns tell it, within words that say what is promised or planned."""
        return all(
            is_bare(claim)
            and any(claim.citation.span in one for one in self._held_out[claim.report_id])
            for claim in deed.claims
        )

    def _occurrence(self, plan: Deed) -> Deed | None:
        """Find the first deed that is what was planned, in its time or somewhat later.

        A plan without a day is for the days after it was told.
        """
        is_talk = plan.event.type == TALKS  # a month later it is another meeting
        late = self._by.options.vague if is_talk else self._by.options.late
        last = plan.last + (late if plan.is_dated and not plan.is_for_days else 0)
        for deed in _between(
            self._families[plan.act[0]], plan.first - self._by.options.undated, last
        ):
            is_in_time = deed.last >= plan.first and deed.told >= plan.told
            if is_in_time and deed.is_certain and self._is_as_planned(plan, deed):
                return deed
        return None

    def _is_as_planned(self, plan: Deed, deed: Deed) -> bool:
        one, other, by = plan.event, deed.event, self._by
        modes = f"{one.type}/{one.mode}", f"{other.type}/{other.mode}"
        return (
            plan.doers <= deed.doers
            and plan.act[2] - plan.doers <= deed.act[2]  # who meets is a doer
            and by.sides_agree(plan.sides, deed.sides_of(plan))
            and (not (one.mode and other.mode) or by.modes_agree(*modes))
            and (not (one.place and other.place) or by.places_agree(one.place, other.place))
            and not self._clash(plan, deed)
            and (self._is_soon(plan) or self._is_named(plan, deed))
            and (one.type == TALKS or _is_thing_planned(plan, deed, is_soon=self._is_soon(plan)))
        )

    def _is_soon(self, plan: Deed) -> bool:
        """Whether the plan is for certain days."""
        return plan.is_dated and plan.last - plan.first <= self._by.options.vague

    def _is_named(self, plan: Deed, deed: Deed) -> bool:
        """Whether more than the states says that this was planned: a person, issue or place."""
        persons = set(persons_of(plan.sides)).intersection(persons_of(deed.sides))
        return bool(persons) or self._is_about(plan, deed)

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
            answered = self._answered(deed)
            yield from _each(LinkKind.ANSWERS, [answered] if answered else [])
        if deed.event.status is Status.ACTUAL:
            for kind, types in knows.says_of.items():
                is_sure = kind is not LinkKind.BREAKS or (deed.is_certain and not deed.is_accident)
                if kind in deed.says and deed.event.type in types and is_sure:
                    plans = self._plans[deed.act] if kind is LinkKind.FULFILS else []
                    yield from ((kind, one) for one in self._promise_before(deed, plans))

    def _answered(self, answer: Deed) -> Deed | None:
        """Find the last thing the other side did before to the one that answers.

        What the answer names goes before what it shares an issue with.
        """
        _, actors, recipients = answer.act
        day = answer.first if answer.is_dated else answer.told
        since = day - self._by.options.answer
        earlier = [
            deed
            for (_, theirs, ours), deeds in self._acts.items()
            if recipients and theirs == recipients and ours == actors
            for deed in _between(deeds, since, day)
            if deed.given <= day and deed.event.id != answer.event.id
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
        since = deed.first - self._by.options.promise
        given = _between(self._actual, since, deed.first)
        promises = [one for one in given if one.is_word_given and one.event.type != "THREATEN"]
        earlier = [
            promise
            for promise in (*promises, *plans)
            if since <= promise.given < deed.given and _is_by_same(promise, deed)
        ]
        meant = [one for one in earlier if self._is_about(one, deed) or _is_named_in(one, deed)]
        told = meant or earlier
        return told if len({promise.given for promise in told}) == 1 else []


def _fulfils(cause: Deed, deed: Deed, by: Comparison) -> bool:
    """Whether all who are bound do, towards the same side, the very thing.

    A promise that hangs on a condition is left open: who knows whether it is met. A threat is
    carried out by the hostile measure that it names: one to strike by no test of a weapon, and
    none by an exchange of fire. Talks that were agreed are the next that are called so, on the
    days told whatever they are called, or later ones about the same thing, of those who were
    to meet; what is done within two months needs no object in common, unless others sit at the
    table, or it was held out to a firm. Counts and names must not clash. Firms and other private
    persons keep no word of a state.
    """
    if not (cause.doers <= deed.doers - (deed.idle - cause.private)) or _is_unlike(cause, deed):
        return False
    if not (_is_towards(cause, deed) and _is_due(cause, deed, by)):
        return False
    one, other = cause.bearing, deed.bearing
    if _is_other_than_threatened(cause, deed, by) if cause.is_threat else one.is_conditional:
        return False
    both = one.measures | other.measures
    named = one.measures & other.measures
    if deed.event.type in HARMFUL and named - other.done and not _is_plainly_one(cause, deed):
        named &= other.done
    common = {measure for measure in named if measure.turned not in both}
    days = deed.told - cause.told
    is_soon = days <= by.options.measure
    if deed.event.type == TALKS:
        is_next = cause.is_for_talks and days <= by.options.plan
        is_among_them = is_next and deed.parties <= cause.parties
        common = {measure for measure in common if not by.knowledge.bearing.is_truce(measure)}
        is_meant = common and _is_about(cause, deed, 0 if is_among_them else 1)
        is_due = cause.months or _is_day_named(cause, deed, by) or cause.event.type == TALKS
        is_meant = is_meant or (is_due and is_next)
        return bool(is_meant) and _is_between_them(cause, deed)
    common = {one for one in common if one.name not in by.knowledge.bearing.meetings}
    if not common:
        return not named and _is_same_kind(cause, deed, by) and _is_about(cause, deed, 2)
    is_truce = is_soon and any(map(by.knowledge.bearing.is_truce, common))
    is_open = is_soon and (deed.event.type != ATTACK or days <= WEEK)  # later a war has many
    is_of_firm = bool(cause.act[2] & cause.private)
    return is_truce or _is_about(cause, deed, 0 if is_open and not is_of_firm else 1)


def _is_unlike(cause: Deed, deed: Deed) -> bool:
    """Whether a deed cannot be what was held out: a refusal, harm that was not, the same again."""
    given, done = cause.event.type, deed.event.type
    if done == REFUSAL:
        return given != REFUSAL
    if done == given == BACKING and cause.event.status is Status.ACTUAL:
        return not _stems_of(cause).isdisjoint(_stems_of(deed))
    if given in HARMFUL:
        return done != given and not {given, done} <= PRESSURE
    is_harm = done in HARMFUL and given not in {"AGREE", "THREATEN"}
    return is_harm and not _is_plainly_one(cause, deed)


def _is_plainly_one(cause: Deed, deed: Deed) -> bool:
    """Whether two objects are common, more than the name of a place."""
    one, other = cause.bearing, deed.bearing
    is_thing = bool((one.objects & other.objects) - one.names)
    return is_thing and is_one_thing(one, other, least=2)


def _stems_of(deed: Deed) -> set[str]:
    return {stem(claim.predicate.quote) for claim in deed.claims}


def _is_other_than_threatened(threat: Deed, deed: Deed, by: Comparison) -> bool:
    """Whether a deed helps, or both strike, or it is no attack where one was threatened."""
    is_of_both = bool(deed.doers & threat.parties - threat.doers)
    is_strike = any(map(by.knowledge.bearing.is_force, threat.bearing.measures))
    return deed.is_friendly or is_of_both or (is_strike and deed.event.type != ATTACK)


def _is_due(cause: Deed, deed: Deed, by: Comparison) -> bool:
    """Whether a deed falls into the time for which it was planned, if that was told.

    What is planned for longer than a month may begin somewhat early, or late.
    """
    if cause.is_for_days:
        return cause.first <= deed.last and deed.first <= cause.last
    if cause.months:
        days = (deed.first, deed.last)
        return bool(cause.months & {date.fromordinal(day).month for day in days})
    if cause.event.status is not Status.FUTURE or not cause.is_dated:
        return True
    late = cause.last + by.options.late
    return deed.last >= cause.first - by.options.vague and deed.first <= late


def _is_between_them(cause: Deed, deed: Deed) -> bool:
    """Whether those meet who were to: all states, and the persons where both sides named one."""
    named = [set(persons_of((side,))) for side in cause.sides]
    persons = set().union(*named) if len(named) > 1 and all(named) else set()
    official = deed.parties - (deed.private - cause.private)
    return cause.parties <= official and persons <= set(persons_of(deed.sides))


def _is_same_kind(plan: Deed, deed: Deed, by: Comparison) -> bool:
    one, other = plan.event, deed.event
    modes = f"{one.type}/{one.mode}", f"{other.type}/{other.mode}"
    return plan.act[0] == deed.act[0] and (one.mode == other.mode or by.modes_agree(*modes))


def _is_day_named(cause: Deed, deed: Deed, by: Comparison) -> bool:
    """Whether the words name days to come, and a deed of that kind falls on them."""
    is_ahead = cause.is_dated and cause.first > cause.told
    is_short = cause.last - cause.first <= by.options.long
    return is_ahead and is_short and cause.first <= deed.last and deed.first <= cause.last


def _breaks(cause: Deed, deed: Deed, by: Comparison) -> bool:
    """Whether one who is bound does the contrary of what was to last.

    An attack breaks a truce whatever it is about, even in answer; a deal breaks nothing. Who only
    announces relief may take a measure later: his word is broken where he forswore the measure, or
    puts the same back.
    """
    if (cause.doers & deed.doers) <= deed.idle - cause.private or not _is_towards(cause, deed):
        return False
    one, other, words = cause.bearing, deed.bearing, by.knowledge.bearing
    if one.is_conditional or deed.event.type in DEALS | {"AID"} or _is_at_nobody(cause, deed):
        return False
    if any(map(words.defending.search, deed.words)):
        return False
    is_given = cause.event.status is not Status.FUTURE
    is_to_last = is_given or any(map(words.lasting.search, cause.words))
    is_to_last = is_to_last or any(map(words.anew.search, deed.words))
    contrary = {
        measure
        for measure in one.measures - other.measures
        if measure.turned in other.done - one.measures
        and measure.name not in words.meetings
        and (is_to_last or not measure.is_undone or words.is_truce(measure))
    }
    if any(map(words.is_truce, contrary)):
        return deed.event.mode != POLICING and not _is_of_others(cause, deed)
    is_answer = LinkKind.ANSWERS in deed.says
    return bool(contrary) and not is_answer and is_one_thing(one, other, least=1)


def _is_of_others(cause: Deed, deed: Deed) -> bool:
    """Whether a deed is of other armed groups of a country than those that gave their word."""
    mine, theirs = map(_groups, (cause.event, deed.event))
    return any(mine[one].isdisjoint(theirs[one]) for one in mine.keys() & theirs.keys())


def _groups(event: Event) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = defaultdict(set)
    for one in (*event.actors, *event.recipients):
        if one.sector in REBELS and one.id is not None:
            found[one.country].add(one.id)
    return found


def _is_thing_planned(plan: Deed, deed: Deed, *, is_soon: bool) -> bool:
    """Whether words tell that a deed is what was planned, the more of them the longer ago."""
    if plan.is_for_days and plan.event.type != ATTACK:
        return True
    return is_one_thing(plan.bearing, deed.bearing, least=1 if is_soon else 2)


def _is_at_nobody(cause: Deed, deed: Deed) -> bool:
    """Whether strangers and criminals alone are harmed, or own people where states gave a word."""
    harmed = deed.event.recipients
    own = deed.doers if len(cause.parties) > 1 else frozenset[str]()
    known = [one for one in harmed if one.sector not in STRAYS and one.country not in own]
    return deed.event.type == ATTACK and bool(harmed) and not known


def _is_about(cause: Deed, deed: Deed, least: int) -> bool:
    """Whether both are of one thing: so many objects in common; an issue of both counts as one."""
    shared = frozenset(cause.event.issues) & frozenset(deed.event.issues)
    return is_one_thing(cause.bearing, deed.bearing, least=least - min(len(shared), 1))


def _is_towards(cause: Deed, deed: Deed) -> bool:
    """Whether the deed bears on those to whom the word was given, or on nobody in particular."""
    meant = (cause.act[2] or cause.act[1]) - deed.doers
    met = deed.act[2] - deed.doers
    return not meant or not met or bool(meant & met)


def is_own_word(claims: Iterable[Claim], event: Event, bound: AbstractSet[str]) -> bool:
    """Whether one of the states bound tells an event, or an outlet does, or nobody known.

    An attack that others foretell is announced by no outlet that tells it, too; a danger that they
    see is no threat.
    """
    harms = event.type in {"ASSAULT", "MOBILIZE", "THREATEN"}
    told = [
        one for one in claims if not harms or (one.status is event.status and not is_danger(one))
    ]
    codes = {claim.speaker.value.code if claim.speaker else RETOLD for claim in told}
    if any(code.partition("-")[0] in bound for code in codes):
        return True
    open_ones = {one for one in codes if one.startswith((RETOLD, NOBODY)) or one.endswith(PRESS)}
    return bool(open_ones) and not (harms and codes - open_ones)


def _each(kind: LinkKind, deeds: Iterable[Deed]) -> Iterator[tuple[LinkKind, Deed]]:
    yield from ((kind, deed) for deed in deeds)


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
        doers=countries_of((*actors, *recipients) if event.type == TALKS else actors),
        sides=sides_of(actors, recipients, act),
        first=first,
        last=last,
        told=min(told) if told else first,
        is_dated=is_dated,
        says=frozenset(
            kind for kind, cues in knowledge.says.items() if any(map(cues.search, words))
        ),
        words=words,
        claims=tuple(one.claim for one in members),
        knowledge=knowledge,
    )

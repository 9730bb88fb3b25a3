"""Claims -> events: the same deed told by many reports is one event.

In:  claims in any order, the facts of their reports, people's rulings.   Out: events, each claim
in exactly one of them (rejected ones in none), with their standing and links.
Does not: depend on the order of arrival, or compare claims of two blocks. With the same facts of
reports, merging the claims of some blocks gives exactly the events that merging all claims gives
for them; merging the claims of one event gives it again, but for links, if no ruling ties a claim.

docs/events.md tells the rules in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from detente.events.merging.clusters import Comparison, clusters_of
from detente.events.merging.knowledge import load_knowledge
from detente.events.merging.links import Deed, deed_from, links_between
from detente.events.merging.options import Bonds, MergeOptions
from detente.events.merging.traits import NO_FACTS, Act, Traits, block_of, told_days, traits_of
from detente.events.rulings import Decisions
from detente.records import Cited, Claim, Event, EventDate, ReportFacts, Ruling

Reports = Mapping[str, ReportFacts]
Words = tuple[object, ...]
DEFAULTS = MergeOptions()


def merge(
    claims: Iterable[Claim],
    reports: Reports,
    rulings: Sequence[Ruling] = (),
    options: MergeOptions = DEFAULTS,
) -> list[Event]:
    """Merge claims into events, sorted by day, then id.

    ``reports`` has the facts by report id, of all reports that are known, with claims or without:
    what a copy tells was told on the day of the first of its group, whatever it is merged with.
    """
    decisions = Decisions(rulings)
    bonds = decisions.bonds()
    by = Comparison(load_knowledge(), options)
    first_told = told_days(reports)
    blocks: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        ruled = decisions.ruled(claim)
        if ruled is not None:
            block = blocks[block_of(ruled)]
            block[ruled.id] = _one_of(block.get(ruled.id), ruled)
    events: list[Event] = []
    tied: list[list[Traits]] = []
    for name in sorted(blocks):
        traits = _traits_of(blocks[name].values(), reports, first_told, by)
        members = _deeds_of(traits, by, bonds)
        if options.is_whole or any(claim_id in bonds for claim_id in blocks[name]):
            tied.extend(members)  # what rulings tie can lie in several blocks
        else:
            events.extend(_linked(members, by))
    events.extend(_linked(_united(tied, bonds), by))
    return sorted((_with_denials(one, decisions.denials) for one in events), key=_order)


def _one_of(known: Claim | None, claim: Claim) -> Claim:
    """Take a claim once, whichever of two readings of the same words comes first."""
    if known is None or known == claim:
        return claim
    return max(known, claim, key=lambda one: (one.score, repr(one)))


def _traits_of(
    claims: Iterable[Claim], reports: Reports, first_told: Mapping[str, int], by: Comparison
) -> Iterator[Traits]:
    """Take from each claim what counts; of the other claims only the day that a copy tells."""

    def taken(claim: Claim) -> Traits:
        facts = reports.get(claim.report_id, NO_FACTS)
        told = facts.published.toordinal() if facts.published else None
        if facts.copy_group is not None:
            told = first_told.get(facts.copy_group, told)
        return traits_of(claim, facts, told, by.knowledge, by.options)

    traits = [taken(claim) for claim in claims]
    days = _days_in_copies(traits)
    for one in traits:
        day = None if one.is_dated else days.get(_words_of(one))
        yield taken(replace(one.claim, date=day)) if day else one


def _days_in_copies(traits: Iterable[Traits]) -> dict[Words, Cited[EventDate]]:
    """Find the day that copies tell in the same words of the same deed, the first published first.

    "On Friday" is no day in a report without one; its dated copy says which Friday.
    """
    dated = [one for one in traits if one.is_dated and one.facts.copy_group is not None]
    dated.sort(key=lambda one: (one.facts.published or date.max, one.first, one.claim.id))
    return {_words_of(one): one.claim.date for one in reversed(dated) if one.claim.date}


def _words_of(one: Traits) -> Words:
    """What is the same of a claim in all copies: group, words, and all that counts but the day."""
    told = one.claim
    place = told.predicate.span.start - told.citation.span.start
    said = (told.type, one.mode, told.status, one.sides, one.issues, one.place, one.speaker)
    return (one.facts.copy_group, told.citation.quote, place, *said)


def _deeds_of(traits: Iterable[Traits], by: Comparison, bonds: Bonds) -> list[list[Traits]]:
    """Cluster the claims of one block, act by act."""
    acts: dict[Act, list[Traits]] = defaultdict(list)
    for one in traits:
        acts[one.act].append(one)
    return [
        cluster.members
        for act in sorted(acts, key=_act_order)
        for cluster in clusters_of(acts[act], by, bonds)
    ]


def _united(deeds: Sequence[list[Traits]], bonds: Bonds) -> list[list[Traits]]:
    """Put together the deeds that hold claims which rulings have tied."""
    united: dict[str, list[Traits]] = {}
    for members in deeds:
        ruled = [one.claim.id for one in members if one.claim.id in bonds]
        name = bonds.root(min(ruled)) if ruled else min(one.claim.id for one in members)
        united.setdefault(name, []).extend(members)
    return list(united.values())


def _linked(deeds: Iterable[Sequence[Traits]], by: Comparison) -> Iterator[Event]:
    """Compute the events of whole blocks, and link those of one block."""
    blocks: dict[frozenset[str], list[Deed]] = defaultdict(list)
    for members in deeds:
        deed = deed_from(members, by.knowledge)
        blocks[frozenset() if by.options.is_whole else deed.act[1] | deed.act[2]].append(deed)
    for block in blocks.values():
        links = links_between(block, by)
        for deed in block:
            found = links.get(deed.event.id)
            yield replace(deed.event, links=found) if found else deed.event


def _with_denials(event: Event, denials: Mapping[str, Ruling]) -> Event:
    """Say who ruled that the event was not so, and why."""
    ruled = [denials[claim_id] for claim_id in event.claim_ids if claim_id in denials]
    if not ruled:
        return event
    words = tuple(sorted({f"{one.by} ({one.because})" for one in ruled}))
    return replace(event, standing=replace(event.standing, ruled_out=words))


def _act_order(act: Act) -> tuple[object, ...]:
    return (act[0], sorted(act[1]), sorted(act[2]))


def _order(event: Event) -> tuple[date, str]:
    return (event.date.earliest if event.date else date.max, event.id)

"""Claims and rulings of a ledger -> its events, as far as they are out of date.

In:  an open ledger.   Out: its events, the same as if all were computed from scratch;
the claims that rulings change, as ruled; the rulings that are not applied, and why.
Does not: code reports, or look at blocks of claims in which nothing has changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, islice

from detente.events.merge import block_of, merge, told_days
from detente.events.rulings import Decisions, Unheeded, unheeded
from detente.ledger import Changes, Computed, Filter, Ledger
from detente.records import Claim, ReportFacts, Ruling, RulingKind
from detente.sources.copies import CopyIndex

__all__ = ["compute_events", "ruled_claims", "unheeded_rulings"]

AT_ONCE = 1_000  # texts in memory while copies are looked for


def compute_events(
    ledger: Ledger, *, from_scratch: bool = False, copies: CopyIndex | None = None
) -> Changes | None:
    """Bring the events of a ledger up to date; ``None`` if they are.

    ``copies`` is an index of reports of the same ledger, from an earlier computation: what is not
    in it yet is put into it, and only that is read. Without one all texts are.

    Only blocks of claims are merged anew that have new claims, claims that no longer count, claims
    somebody has ruled on, or claims of reports whose group of copies, or its first day, is another
    one now.
    """
    with ledger.computing() as state:
        return _compute(state, CopyIndex() if copies is None else copies, from_scratch=from_scratch)


def unheeded_rulings(ledger: Ledger) -> list[Unheeded]:
    """List the rulings of a ledger that hold but are not applied, oldest first."""
    rulings = ledger.rulings()
    named = {one.target for one in rulings} | {one.other for one in rulings if one.other}
    return unheeded(rulings, ledger.claims(ids=sorted(named)))


def ruled_claims(ledger: Ledger, run: str | None = None) -> dict[str, Claim | None]:
    """Find the claims that rulings reject or change, by id: as ruled, ``None`` if rejected.

    Of each report's latest coding, or of ``run``.
    """
    rulings = ledger.rulings()
    kinds = {RulingKind.REJECT, RulingKind.SET}
    wanted = Filter(ids=sorted({one.target for one in rulings if one.kind in kinds}))
    if not wanted["ids"]:
        return {}
    if run is not None:
        wanted["run"] = run
    decisions = Decisions(rulings)
    both = ((claim, decisions.ruled(claim)) for claim in ledger.claims(**wanted))
    return {claim.id: ruled for claim, ruled in both if ruled != claim}


# Private functions


def _compute(ledger: Ledger, copies: CopyIndex, *, from_scratch: bool) -> Changes | None:
    if from_scratch or ledger.is_outdated():
        ledger.forget_events()
    elif ledger.is_computed():
        return None
    before = ledger.facts()
    groups, n_texts = _copy_groups(ledger, before, copies)
    facts = {one: replace(known, copy_group=groups.get(one)) for one, known in before.items()}
    regrouped = _regrouped(before, facts)
    rulings = ledger.rulings(with_withdrawn=True)
    fresh = list(ledger.unmerged_claims(regrouped, _ruled_ids(rulings)))
    blocks_now = _blocks(fresh, rulings)
    blocks = ledger.blocks_before(blocks_now) | set(blocks_now.values()) - {""}
    others = ledger.claims_in(blocks, without=blocks_now)
    return ledger.write_events(
        Computed(
            events=merge(chain(fresh, others), facts, rulings),
            blocks=blocks,
            block_of=blocks_now,
            copy_groups=groups,
            n_texts=n_texts,
        )
    )


def _regrouped(before: Mapping[str, ReportFacts], now: Mapping[str, ReportFacts]) -> list[str]:
    """List the reports whose copies changed in what counts: their group, or its first day.

    A group keeps its origin, and so its name, when an earlier copy comes that credits the origin.
    """
    old, new = _copies(before), _copies(now)
    return [report_id for report_id in now if old[report_id] != new[report_id]]


def _copies(facts: Mapping[str, ReportFacts]) -> dict[str, tuple[str, int | None] | None]:
    """Name the group of each report and the day on which the first of it was published."""
    days = told_days(facts)
    groups = {report_id: known.copy_group for report_id, known in facts.items()}
    return {one: (group, days.get(group)) if group else None for one, group in groups.items()}


def _ruled_ids(rulings: list[Ruling]) -> list[str]:
    """List the claims that any ruling changes or once did, a withdrawn one, too; they are few."""
    changing = [ruling for ruling in rulings if ruling.kind is not RulingKind.ACCEPT]
    named = {one for ruling in changing for one in (ruling.target, ruling.other) if one}
    return sorted(named)


def _blocks(claims: list[Claim], rulings: list[Ruling]) -> dict[str, str]:
    """Name the block of each claim as it is ruled, by id; "" where it is rejected."""
    decisions = Decisions(rulings)
    blocks = {}
    for claim in claims:
        ruled = decisions.ruled(claim)
        blocks[claim.id] = block_of(ruled) if ruled else ""
    return blocks


def _copy_groups(
    ledger: Ledger, facts: Mapping[str, ReportFacts], index: CopyIndex
) -> tuple[dict[str, str], int]:
    """Name the group of each report that has copies, and count the reports with a text.

    Rows of other programs have none. Without a new text all groups are as before.
    """
    ids = ledger.ids_with_text()
    if ledger.n_texts_compared() == len(ids):
        known = {one: facts[one].copy_group for one in facts}
        return {one: group for one, group in known.items() if group}, len(ids)
    waiting = (one for one in ids if one not in index)
    while batch := list(islice(waiting, AT_ONCE)):
        for report in ledger.reports_of(batch):
            index.insert(report)
    groups = {
        report_id: testimony.origin
        for testimony in index.testimonies()
        if testimony.copies
        for report_id in testimony.report_ids
    }
    return groups, len(ids)

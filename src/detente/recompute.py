"""Claims and rulings of a ledger -> its events, as far as they are out of date.

In:  an open ledger.   Out: its events, the same as if all were computed from scratch;
the rulings that find no claim.
Does not: code reports, or look at blocks of claims in which nothing has changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from detente.events.merge import block_of, merge
from detente.events.rulings import Decisions, orphans
from detente.ledger import Changes, Computed, Ledger
from detente.records import Claim, ReportFacts, Ruling, RulingKind
from detente.sources.copies import CopyIndex

__all__ = ["compute_events", "lost_rulings"]

AT_ONCE = 1_000  # texts in memory while copies are looked for


def compute_events(ledger: Ledger, *, from_scratch: bool = False) -> Changes | None:
    """Bring the events of a ledger up to date; ``None`` if they are.

    Only blocks of claims are merged anew that have new claims, claims that no longer count, claims
    somebody has ruled on, or claims of reports whose group of copies is another one now.
    """
    with ledger.computing() as state:
        return _compute(state, from_scratch=from_scratch)


def lost_rulings(ledger: Ledger, rulings: Sequence[Ruling]) -> list[Ruling]:
    """List the rulings that hold but find no claim in a ledger, oldest first."""
    named = {one.target for one in rulings} | {one.other for one in rulings if one.other}
    known = {claim.id for claim in ledger.claims(ids=sorted(named))}
    return orphans(rulings, known)


# Private functions


def _compute(ledger: Ledger, *, from_scratch: bool) -> Changes | None:
    if from_scratch or ledger.is_outdated():
        ledger.forget_events()
    elif ledger.is_computed():
        return None
    facts = ledger.facts()
    groups, n_texts = _copy_groups(ledger, facts)
    regrouped = [one for one in facts if facts[one].copy_group != groups.get(one)]
    facts = {one: replace(known, copy_group=groups.get(one)) for one, known in facts.items()}
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


def _copy_groups(ledger: Ledger, facts: Mapping[str, ReportFacts]) -> tuple[dict[str, str], int]:
    """Name the group of each report that has copies, and count the reports with a text.

    Rows of other programs have none. Without a new text all groups are as before.
    """
    ids = ledger.ids_with_text()
    if ledger.n_texts_compared() == len(ids):
        known = {one: facts[one].copy_group for one in facts}
        return {one: group for one, group in known.items() if group}, len(ids)
    index, waiting = CopyIndex(), iter(ids)
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

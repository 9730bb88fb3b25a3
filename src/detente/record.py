"""The journey into the ledger: code what is new, keep it, and bring the events up to date.

In:  reports, a journey, a ledger.   Out: coded reports as they come; rows on the disk; events, the
same as if all were computed from scratch; the rulings that are not applied, and why.
Does not: hold the file while reports are coded: others may read between two batches.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from detente.api import DEFAULT, Paths, code_reports, reports_at
from detente.config import Config
from detente.events.merging.merge import merge
from detente.events.merging.traits import block_of, told_days
from detente.events.rulings import Decisions, Unheeded, unheeded
from detente.ledger import Added, Changes, Computed, Filter, Ledger
from detente.ledger.address import LedgerName, default_path, ledger_name
from detente.pipeline import Journey
from detente.records import Claim, Coded, Problem, Report, ReportFacts, Ruling, RulingKind
from detente.sources import ReadOptions
from detente.sources.copies import CopyIndex, CopyIndexElsewhere

BATCH = 50  # reports to a transaction: some seconds of coding are lost at a power cut
WAIT_S = 60.0  # for others that have the file open, before a batch is given up
_NOT_KEPT = frozenset({"missing-file"})  # a mistyped path is no input whose problem stays open


@dataclass(slots=True, kw_only=True)
class Recorder:
    """Counts what came into a ledger, and how to code for it.

    ``is_recoding`` codes again what only other versions have coded. ``n_known`` counts the
    reports that were there, ``n_outdated`` those of them that only other versions have coded.
    """

    path: LedgerName
    journey: Journey
    is_recoding: bool = False
    wait_s: float = WAIT_S
    n_known: int = 0
    n_outdated: int = 0
    added: list[Added] = field(default_factory=list)

    @property
    def n_claims(self) -> int:
        """How many claims are new."""
        return sum(one.n_claims for one in self.added)

    @property
    def n_statements(self) -> int:
        """How many statements are new."""
        return sum(one.n_statements for one in self.added)


def add(
    paths: Paths,
    ledger: LedgerName | str | None = None,
    reading: ReadOptions | None = None,
    config: Config = DEFAULT,
) -> Iterator[Coded | Problem]:
    """Code the reports at ``paths`` that a ledger does not know, and keep them; yield each.

    Without a name the ledger is ``$DETENTE_LEDGER``, else ``./detente.duckdb``. At the end its
    events are computed. What is coded when the caller stops is kept.

    Raises:
        BadInput: ``paths`` are none.
        LedgerBusy: another process holds the ledger.
        LedgerUnusable: the ledger is damaged, or cannot grow.
    """
    path = ledger_name(ledger) if ledger is not None else default_path()
    return _added(reports_at(paths, reading), path, config)


def _added(
    reports: Iterable[Report | Problem], path: LedgerName, config: Config
) -> Iterator[Coded | Problem]:
    yield from add_reports(reports, Recorder(path=path, journey=Journey.from_config(config)))
    with Ledger.open(path, wait_s=WAIT_S) as opened:
        compute_events(opened)


def add_reports(
    reports: Iterable[Report | Problem], recorder: Recorder
) -> Iterator[Coded | Problem]:
    """Code what the ledger does not know and keep it, batch by batch; yield it as it is coded.

    What is coded when the caller stops, or a person interrupts, is kept. A report whose citations
    are wrong comes a second time, as the problem that is kept in its place.

    Raises:
        LedgerBusy: another process holds the ledger longer than ``recorder.wait_s``.
        LedgerUnusable: the ledger cannot grow; earlier batches are kept.
    """
    waiting = iter(reports)
    while batch := list(islice(waiting, BATCH)):
        yield from _add_batch(_unknown(batch, recorder), recorder)


def stored_reports(path: LedgerName) -> Iterator[Report]:
    """Yield the reports that a ledger holds with their text, to be coded again."""
    with Ledger.open(path, read_only=True, wait_s=WAIT_S) as ledger:
        waiting = iter(ledger.ids_with_text())
    while batch := list(islice(waiting, BATCH)):
        with Ledger.open(path, read_only=True, wait_s=WAIT_S) as ledger:
            reports = ledger.reports_of(batch)
        yield from reports


def _unknown(batch: list[Report | Problem], recorder: Recorder) -> list[Report | Problem]:
    """Leave out the reports that are coded already, and count them."""
    reports = {item.id: item for item in batch if isinstance(item, Report)}
    with Ledger.open(recorder.path, wait_s=recorder.wait_s) as ledger:
        under_any = ledger.known(reports)
        under_this = ledger.known(under_any, recorder.journey.run)
    known = under_this if recorder.is_recoding else under_any
    seen, unknown = set(known), list[Report | Problem]()
    for item in batch:
        if isinstance(item, Problem):
            unknown.append(item)
        elif item.id not in seen:
            seen.add(item.id)
            unknown.append(item)
        else:
            recorder.n_known += 1
            recorder.n_outdated += item.id in under_any and item.id not in under_this
    return unknown


def _add_batch(batch: list[Report | Problem], recorder: Recorder) -> Iterator[Coded | Problem]:
    """Code one batch and keep it, or what of it is coded when the work ends early."""
    done: list[Coded | Problem] = []
    try:
        for item in code_reports(batch, recorder.journey):
            done.append(item)
            yield item
    finally:
        added = _keep(done, recorder)
    yield from added.refused


def _keep(items: Sequence[Coded | Problem], recorder: Recorder) -> Added:
    kept = [item for item in items if isinstance(item, Coded) or item.kind not in _NOT_KEPT]
    if not kept:
        return Added()
    with Ledger.open(recorder.path, wait_s=recorder.wait_s) as ledger:
        added = ledger.add(kept, recorder.journey.run)
        second = recorder.journey.second
        if second is not None:
            ledger.keep_replies(second.take_heard())
    recorder.added.append(added)
    return added


# --- Claims and rulings of a ledger -> its events, as far as they are out of date.
AT_ONCE = 1_000  # texts in memory while copies are looked for
Copies = CopyIndex | CopyIndexElsewhere


def compute_events(
    ledger: Ledger, *, from_scratch: bool = False, copies: Copies | None = None
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


def ruled_claims(
    ledger: Ledger, run: str | None = None, among: Collection[str] | None = None
) -> dict[str, Claim | None]:
    """Find the claims that rulings reject or change, by id: as ruled, ``None`` if rejected.

    Of each report's latest coding, or of ``run``; of those ``among`` some ids, else of all.
    """
    rulings = ledger.rulings()
    kinds = {RulingKind.REJECT, RulingKind.SET}
    named = {one.target for one in rulings if one.kind in kinds}
    wanted = Filter(ids=sorted(named if among is None else named.intersection(among)))
    if not wanted["ids"]:
        return {}
    if run is not None:
        wanted["run"] = run
    decisions = Decisions(rulings)
    both = ((claim, decisions.ruled(claim)) for claim in ledger.claims(**wanted))
    return {claim.id: ruled for claim, ruled in both if ruled != claim}


def _compute(ledger: Ledger, copies: Copies, *, from_scratch: bool) -> Changes | None:
    if from_scratch or ledger.is_outdated():
        ledger.forget_events()
    elif ledger.is_computed():
        return None
    before = ledger.facts()
    groups, n_texts = _copy_groups(ledger, before, copies)
    moved = {one for one in before if before[one].copy_group != groups.get(one)}
    facts = before | {one: replace(before[one], copy_group=groups.get(one)) for one in moved}
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
    return sorted({one for one, _ in old.items() ^ new.items()})


def _copies(facts: Mapping[str, ReportFacts]) -> dict[str, tuple[str, int | None]]:
    """Name the group of each report with copies, and the day on which its first was published."""
    days = told_days(facts)
    groups = ((report_id, known.copy_group) for report_id, known in facts.items())
    return {one: (group, days.get(group)) for one, group in groups if group}


def _ruled_ids(rulings: list[Ruling]) -> list[str]:
    """List the claims that any ruling changes or once did, a withdrawn one, too; they are few."""
    changing = [
        ruling
        for ruling in rulings
        if ruling.kind is not RulingKind.ACCEPT and not ruling.kind.is_mark
    ]
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
    ledger: Ledger, facts: Mapping[str, ReportFacts], index: Copies
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
    return index.groups(), len(ids)

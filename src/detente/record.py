"""The journey into the ledger: code what is new, and keep it.

In:  reports, a journey, a ledger's file.   Out: coded reports as they come; rows on the disk.
Does not: hold the file while reports are coded: others may read between two batches.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from detente.api import DEFAULT, code_reports
from detente.config import Config
from detente.ledger import Added, Ledger
from detente.ledger.address import LedgerName, default_path, ledger_name
from detente.pipeline import Journey
from detente.recompute import compute_events
from detente.records import Coded, Problem, Report
from detente.sources import ReadOptions, read_reports

__all__ = ["Recorder", "add", "add_reports", "stored_reports"]

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
    paths: Sequence[str],
    ledger: LedgerName | str | None = None,
    reading: ReadOptions | None = None,
    config: Config = DEFAULT,
) -> Iterator[Coded | Problem]:
    """Code the reports at ``paths`` that a ledger does not know, and keep them; yield each.

    Without a name the ledger is ``$DETENTE_LEDGER``, else ``./detente.duckdb``. At the end its
    events are computed. What is coded when the caller stops is kept.

    Raises:
        LedgerBusy: another process holds the ledger.
        LedgerUnusable: the ledger is damaged, or cannot grow.
    """
    path = ledger_name(ledger) if ledger is not None else default_path()
    recorder = Recorder(path=path, journey=Journey.from_config(config))
    yield from add_reports(read_reports(paths, reading or ReadOptions()), recorder)
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


# Private functions


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

"""What processes do to a shared ledger side by side: two bring in reports, ten look on.

In:  a ledger's name.   Out: what each saw, down a pipe; a failure is told, too.
"""

import traceback
from collections import Counter
from collections.abc import Iterable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from builders import a_claim, a_coding, a_date, a_report, a_run, a_statement
from detente.ledger import Ledger
from detente.ledger.address import LedgerName
from detente.record import compute_events
from detente.records import Coded

AT_ONCE, N_CLAIMS, N_LOOKS = 5, 2, 2  # reports to a batch; claims to a report; looks meanwhile
SIDES = (("NRL-GOV", "SDR-GOV"), ("NRL-MIL", "VST-MIL"), ("NRL", "SDR"))


def coded(number: int) -> Coded:
    """A report with two claims and a statement, always the same for the same number."""
    text = f"{number}. Norland met Sudria. Norland praised Sudria. Talks went on, Sudria said."
    report = a_report(text, key=f"story-{number}")
    day = f"2024-02-{number % 27 + 1:02}"
    claims = tuple(
        a_claim(report, type=kind, actors=SIDES[number % 3], date=a_date(day))
        for kind in ("CONSULT", "AGREE")
    )
    return a_coding(report, claims=claims, statements=(a_statement(report),))


def bring_in(name: LedgerName, numbers: Iterable[int], told: Connection) -> None:
    """Add reports batch by batch, compute events now and then; tell how many reports were new."""
    try:
        waiting, n_new = list(numbers), 0
        while batch := waiting[:AT_ONCE]:
            waiting = waiting[AT_ONCE:]
            with Ledger.open(name, wait_s=300) as ledger:
                n_new += ledger.add(map(coded, batch), a_run()).n_reports
                if len(waiting) % (3 * AT_ONCE) == 0:
                    compute_events(ledger)
        told.send(n_new)
    except BaseException:  # the test shows what went wrong
        told.send(traceback.format_exc())
        raise


def look_on(name: LedgerName, is_over: Event, told: Connection) -> None:
    """Look while the others work, and when they are done; no state has less than the one before.

    Tells how many reports each state had.
    """
    try:
        seen = [_whole_state(name) for _ in range(N_LOOKS)]
        is_over.wait()
        seen.append(_whole_state(name))
        assert seen == sorted(seen), seen
        told.send(seen)
    except BaseException:  # the test shows what went wrong
        told.send(traceback.format_exc())
        raise


def _whole_state(name: LedgerName) -> int:
    """Look at all of one state: every report is there with all that belongs to it, and once."""
    with Ledger.open(name, read_only=True, wait_s=300) as ledger:
        n_reports = ledger.reports().count()
        reports = [one.id for one in ledger.reports()]
        claims = list(ledger.claims())
        n_statements = ledger.statements().count()
        events = list(ledger.events())
    assert len(reports) == len(set(reports)) == n_reports == n_statements
    assert Counter(one.report_id for one in claims) == dict.fromkeys(reports, N_CLAIMS)
    assert len(events) == len({event.id for event in events}), "an event is there twice"
    merged = Counter(claim for event in events for claim in event.claim_ids)
    assert merged.keys() <= {one.id for one in claims}, "an event rests on what is not there"
    return n_reports

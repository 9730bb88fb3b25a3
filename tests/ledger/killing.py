"""What a process does to a ledger until it is killed: a list of works, each one transaction.

In:  a ledger's name and the number of the first work.   Out: the number of each work that is done,
and whether all of it is there.
"""

import os
import resource
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext

from builders import a_claim, a_coding, a_date, a_report, a_run
from detente.errors import DetenteError
from detente.ledger import Ledger
from detente.ledger.address import LedgerName
from detente.record import compute_events
from detente.records import Coded, Ruling, RulingKind

CODED = {"add", "import", "recode"}
N_REPORTS, N_CLAIMS = 6, 3  # to a work; to a report
KINDS = ("add", "rule", "import", "compute", "recode", "withdraw")
MADE = datetime(2024, 3, 1, tzinfo=UTC)


def kind_of(work: int) -> str:
    """Name what a work does."""
    return KINDS[work % len(KINDS)]


def reports_of(work: int) -> list[Coded]:
    """The coded reports of a work; a recoding has those of the work that added them."""
    first = work - 4 if kind_of(work) == "recode" else work
    return [_coded(f"{first}.{n}") for n in range(N_REPORTS)]


def do(path: LedgerName, work: int) -> None:
    """Do one work, from the opening of the file to its closing."""
    with Ledger.open(path, wait_s=10) as ledger:
        match kind_of(work):
            case "add":
                ledger.add(reports_of(work), a_run())
            case "import":
                ledger.add(reports_of(work), a_run(coder="import"), is_imported=True)
            case "recode":
                ledger.add(reports_of(work), a_run(version="1"))
            case "rule":
                ledger.rule([_ruling(work)])
            case "withdraw":
                ledger.withdraw(_ruling(work - 4).id, MADE + timedelta(days=work))
            case _:
                compute_events(ledger)


def work_until_killed(path: LedgerName, first: int, done: Connection) -> None:
    """Do one work after the other and tell each, for ever."""
    done.send(-1)
    work = first
    while True:
        do(path, work)
        done.send(work)
        work += 1


def work_until_full(path: LedgerName, limit: int, done: Connection) -> None:
    """Add reports until no file may grow beyond ``limit`` bytes; tell the last work and why."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    work = 0
    while True:
        try:
            do(path, work)
        except DetenteError as err:
            done.send((work, type(err).__name__, str(err)))
            return
        work += len(KINDS)


def ruled(works: Sequence[int]) -> dict[str, bool]:
    """Give the rulings that works have made, and whether each still holds."""
    held: dict[str, bool] = {}
    for work in works:
        if kind_of(work) == "rule":
            held.setdefault(_ruling(work).id, True)
        elif kind_of(work) == "withdraw":
            held[_ruling(work - 4).id] = False
    return held


def killed_after(context: ForkServerContext, path: LedgerName, first: int, wait_s: float) -> int:
    """Let a process work from ``first`` on, kill it, and give the first work that is not told."""
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=work_until_killed, args=(path, first, telling))
    process.start()
    telling.close()
    assert told.recv() == -1
    time.sleep(wait_s)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    last = first - 1
    try:
        while told.poll():
            last = told.recv()
    except EOFError:
        pass
    return last + 1


def check(path: LedgerName, n_works: int) -> None:
    """All works told are there, and every report whole, whether told or not."""
    with Ledger.open(path) as ledger, ledger.query() as connection:
        codings = dict(_counts(connection, "codings", "report_id, run_id"))
        claims = dict(_counts(connection, "claims", "report_id, run_id"))
        reports = {report.id for report in ledger.reports()}
        rulings = {one.id: one.is_active for one in ledger.rulings(with_withdrawn=True)}
        n_events, n_ids = _numbers(connection, "SELECT count(*), count(DISTINCT id) FROM events")
    assert set(codings.values()) <= {1}
    assert claims == dict.fromkeys(codings, N_CLAIMS)
    assert reports == {report_id for report_id, _ in codings}
    assert {one.report.id for work in _coding(n_works) for one in reports_of(work)} <= reports
    assert ruled(range(n_works)).items() <= rulings.items()
    assert n_events == n_ids


def everything(path: LedgerName) -> dict[str, list[object]]:
    """All that a ledger answers, in its order."""
    with Ledger.open(path) as ledger:
        return {
            "reports": list(ledger.reports()),
            "claims": list(ledger.claims()),
            "events": list(ledger.events()),
            "rulings": list(ledger.rulings(with_withdrawn=True)),
            "runs": list(ledger.runs()),
        }


def _coding(n_works: int) -> list[int]:
    return [work for work in range(n_works) if kind_of(work) in CODED]


def _counts(connection: object, table: str, key: str) -> list[tuple[tuple[str, str], int]]:
    sql = f"SELECT {key}, count(*) FROM {table} GROUP BY ALL"  # noqa: S608  # ours
    rows = connection.execute(sql).fetchall()  # type: ignore[attr-defined]  # duckdb's
    return [((report_id, run_id), count) for report_id, run_id, count in rows]


def _numbers(connection: object, sql: str) -> tuple[int, ...]:
    row: tuple[int, ...] = connection.execute(sql).fetchone()  # type: ignore[attr-defined]
    return row


def _coded(name: str) -> Coded:
    words = " ".join(f"{name} {n}." for n in range(20))
    report = a_report(f"Norland met Sudria. Norland praised Sudria. Talks {words}", key=name)
    kinds = ("CONSULT", "SUPPORT", "AGREE")
    claims = tuple(a_claim(report, type=kind, date=a_date()) for kind in kinds[:N_CLAIMS])
    return a_coding(report, claims=claims)


def _ruling(work: int) -> Ruling:
    return Ruling(
        kind=RulingKind.REJECT,
        target=reports_of(work - 1)[0].claims[0].id,
        because="it was a rehearsal",
        by="ann",
        made_at=MADE + timedelta(minutes=work),
    )

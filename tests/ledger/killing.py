"""What a process does to a ledger until it is killed: a list of works, each one transaction.

In:  a ledger's file and the number of the first work.   Out: the number of each work that is done.
"""

import resource
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from builders import a_claim, a_coding, a_date, a_report, a_run
from detente.errors import DetenteError
from detente.ledger import Ledger
from detente.recompute import compute_events
from detente.records import Coded, Ruling, RulingKind

__all__ = ["N_CLAIMS", "do", "reports_of", "work_until_full", "work_until_killed"]

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


def do(path: Path, work: int) -> None:
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


def work_until_killed(path: Path, first: int, done: Connection) -> None:
    """Do one work after the other and tell each, for ever."""
    done.send(-1)
    work = first
    while True:
        do(path, work)
        done.send(work)
        work += 1


def work_until_full(path: Path, limit: int, done: Connection) -> None:
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

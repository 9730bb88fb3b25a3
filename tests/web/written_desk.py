"""A desk that takes reports and rulings, on a small ledger, and programs that ask it.

In:  a folder.   Out: a desk that holds its ledger; clients with a token of a role.
Does not: parse text: ``met`` makes a meeting, ``said`` a statement, ``POISON`` goes wrong.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_date, a_report, a_run
from cli.fake_journey import FakeJourney
from detente.api import code_reports
from detente.config import Config
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Coded, Problem, Report
from detente.web import Desk
from detente.web.tokens import Role
from web.conftest import client_of

if TYPE_CHECKING:
    from detente.pipeline import Journey

__all__ = ["MEETING", "TALKS", "asking", "coder_of", "small_ledger", "token_of", "written_desk"]

MEETING = "Norland's premier met Sudria's premier, Sudria said."
TALKS = "Norland's envoys met Sudria's envoys again."


def small_ledger(folder: Path) -> Path:
    """Two meetings, some days apart."""
    path = folder / "small.duckdb"
    codings = []
    for day in ("2024-01-05", "2024-03-09"):
        report = a_report(f"Norland's envoy met Sudria's envoy on {day}.", key=day)
        claim = a_claim(report, predicate="met", date=a_date(day))
        codings.append(a_coding(report, claims=(claim,), statements=()))
    with Ledger.open(path) as ledger:
        ledger.add(codings, a_run())
        compute_events(ledger)
    return path


@contextmanager
def written_desk(folder: Path, **changes: Any) -> Iterator[Desk]:
    """Open a desk on a small ledger, to read and write."""
    journey = FakeJourney(Config())
    given = {"coder": coder_of(journey), **changes}
    with Desk(ledger=small_ledger(folder), may_write=True, **given) as desk:
        desk.run = journey.run
        yield desk


def coder_of(journey: FakeJourney) -> Callable[[Report], Coded | Problem]:
    """Code as a process of the desk does, in this one."""
    return lambda report: next(iter(code_reports([report], cast("Journey", journey))))


def token_of(desk: Desk, role: Role) -> str:
    """Make a token, by the name of its role."""
    return desk.tokens.add(f"ann the {role}r", role)


def asking(desk: Desk, role: Role | None = None) -> TestClient:
    """Ask as a program does, with a token of a role."""
    headers = {"accept": "application/json"}
    if role is not None:
        headers["authorization"] = f"Bearer {token_of(desk, role)}"
    return client_of(desk, **headers)

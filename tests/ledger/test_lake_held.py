"""A desk on a shared ledger: one connection for hours, one state to a request."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders import a_coding, a_report, a_run
from detente.errors import LedgerUnusable
from detente.ledger import Ledger
from detente.ledger.address import Lake
from detente.ledger.kept_open import HeldLake, HeldLedger, open_held
from detente.record import compute_events
from lakes import Lakes


@pytest.fixture
def lake(lakes: Lakes, tmp_path: Path) -> Lake:
    return lakes.made(tmp_path / "data")


def test_file_is_held_and_a_shared_ledger_is_not(lake: Lake, tmp_path: Path) -> None:
    held = open_held(tmp_path / "l.duckdb")
    assert type(held) is HeldLedger
    held.close()

    held = open_held(lake)
    assert type(held) is HeldLake
    with Ledger.open(lake) as beside, held.reading() as ledger:
        beside.add([a_coding()], a_run())
        assert ledger.reports().count() == 0
    held.close()


def test_request_sees_one_state_and_the_next_one_what_came_meanwhile(lake: Lake) -> None:
    held = open_held(lake)
    with held.reading() as ledger:
        assert ledger.reports().count() == 0
        with held.writing() as writer:
            assert writer.add([a_coding()], a_run()).n_reports == 1
        assert ledger.reports().count() == 0
        assert list(ledger.claims()) == []
    with held.reading() as ledger:
        assert ledger.reports().count() == len(list(ledger.claims())) == 1
    held.close()


def test_events_are_computed_beside_a_writer(lake: Lake) -> None:
    held = open_held(lake)
    with held.writing() as writer:
        writer.add([a_coding()], a_run())
    with held.computing() as state:
        with held.writing() as writer:
            writer.add([a_coding(a_report("Norland met Sudria again.", key="b"))], a_run())
        compute_events(state)
    with held.reading() as ledger:
        assert len(list(ledger.events())) == 1
        assert not ledger.is_computed()
    held.close()


def test_lost_connection_fails_one_request_and_not_the_next(lake: Lake, lakes: Lakes) -> None:
    held = open_held(lake)
    with held.writing() as writer:
        writer.add([a_coding()], a_run())

    with pytest.raises(LedgerUnusable, match="run it again"):
        _ask(held, lambda: lakes.cut(lake.short_name))
    assert _ask(held) == 1
    lakes.cut(lake.short_name)
    assert _ask(held) == 1, "lost between two requests it is made anew unseen"
    with held.writing() as writer:
        assert writer.add([a_coding()], a_run()).n_reports == 0
    held.close()


def _ask(held: HeldLedger, meanwhile: Callable[[], None] = lambda: None) -> int:
    with held.reading() as ledger:
        meanwhile()
        return len(list(ledger.reports()))

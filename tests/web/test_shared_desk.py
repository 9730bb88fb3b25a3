"""A desk on a shared ledger shows what others write meanwhile, and writes beside them."""

from pathlib import Path

from builders import a_coding, a_report, a_run
from detente.ledger import Ledger
from detente.web import Desk
from lakes import Lakes
from web.conftest import client_of


def test_desk_shows_what_another_process_adds_meanwhile(lakes: Lakes, tmp_path: Path) -> None:
    lake = lakes.made(tmp_path / "data")
    with Desk(ledger=lake, may_write=True) as desk, Ledger.open(lake) as beside:
        client = client_of(desk)
        assert client.get("/index.json").json()["counts"]["n_reports"] == 0
        beside.add([a_coding()], a_run())
        second = a_coding(a_report("Norland met Sudria twice.", key="second"))
        desk.keeper.write(lambda ledger: ledger.add([second], a_run()))

        assert client.get("/index.json").json()["counts"]["n_reports"] == 2
        assert client.get("/").status_code == 200
        assert beside.reports().count() == 2
        assert desk.keeper.has_settled(wait_s=300)
        assert beside.is_computed()


def test_desk_that_only_reads_writes_nothing(lakes: Lakes, tmp_path: Path) -> None:
    lake = lakes.made(tmp_path / "data")
    with Ledger.open(lake) as ledger:
        ledger.add([a_coding()], a_run())

    with Desk(ledger=lake) as desk:
        assert client_of(desk).get("/index.json").json()["counts"]["n_reports"] == 1

"""``detente serve``: what it listens to, and what it refuses before it does."""

from pathlib import Path
from typing import Any

import pytest
import uvicorn

from builders import a_coding, a_run
from cli.conftest import Run
from detente.ledger import Ledger
from detente.web.guards import Guard

EVERYWHERE = "0.0.0.0"  # noqa: S104  # nothing is served


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, instead of starting it."""
    told: dict[str, Any] = {}

    def note(app: Guard, **options: Any) -> None:
        told.update(options, app=app)

    monkeypatch.setattr(uvicorn, "run", note)
    return told


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "l.duckdb"
    with Ledger.open(path) as opened:
        opened.add([a_coding()], a_run())
    return path


def test_it_listens_on_this_machine_only(run: Run, served: dict[str, Any], ledger: Path) -> None:
    done = run("serve", "--ledger", ledger)

    assert done.exit_code == 0
    assert served["host"] == "127.0.0.1"
    assert served["app"].hosts == {"localhost", "127.0.0.1", "[::1]"}
    assert "http://127.0.0.1:8451/" in done.stderr


@pytest.mark.usefixtures("served")
def test_events_are_computed_before_it_starts(run: Run, ledger: Path) -> None:
    run("serve", "--ledger", ledger)

    with Ledger.open(ledger, read_only=True) as opened:
        assert opened.is_computed()
        assert opened.events().count() == 1


def test_all_networks_need_a_name(run: Run, served: dict[str, Any], ledger: Path) -> None:
    refused = run("serve", "--ledger", ledger, "--host", EVERYWHERE)

    assert refused.exit_code == 2
    assert "--name" in refused.stderr
    assert served == {}


def test_a_name_is_answered(run: Run, served: dict[str, Any], ledger: Path) -> None:
    run("serve", "--ledger", ledger, "--host", EVERYWHERE, "--name", "desk.example")

    assert served["app"].hosts == {"localhost", "127.0.0.1", "[::1]", "desk.example"}


def test_an_address_of_six_is_named_in_brackets(
    run: Run, served: dict[str, Any], ledger: Path
) -> None:
    done = run("serve", "--ledger", ledger, "--host", "::1", "--port", "9000")

    assert "http://[::1]:9000/" in done.stderr
    assert served["port"] == 9000


def test_a_missing_ledger_is_told(run: Run, served: dict[str, Any], tmp_path: Path) -> None:
    done = run("serve", "--ledger", tmp_path / "none.duckdb")

    assert done.exit_code == 2
    assert "there is no ledger" in done.stderr
    assert served == {}


def test_a_wrong_file_of_actors_ends_it_before_it_serves(
    run: Run, served: dict[str, Any], ledger: Path, tmp_path: Path
) -> None:
    (tmp_path / "wrong.toml").write_text("[[state]]\nid = 3\n")

    done = run("serve", "--ledger", ledger, "--actors", tmp_path / "wrong.toml")

    assert done.exit_code == 2
    assert served == {}

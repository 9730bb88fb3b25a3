"""``detente serve``: what it listens to, and what it refuses before it does."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import uvicorn

from builders import a_coding, a_run
from cli.conftest import Run
from detente.ledger import Ledger
from detente.web.access.gate import Guard

EVERYWHERE = "0.0.0.0"  # noqa: S104  # nothing is served


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, instead of starting it."""
    told: dict[str, Any] = {}

    def note(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        (ears,), app = sockets, server.config.app
        assert isinstance(app, Guard)
        told.update(hosts=app.hosts, address=ears.getsockname()[:2])
        with socket.create_connection(told["address"]):
            came, _ = ears.accept()
            told["waits"] = not came.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            came.close()

    monkeypatch.setattr(uvicorn.Server, "run", note)
    return told


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "l.duckdb"
    with Ledger.open(path) as opened:
        opened.add([a_coding()], a_run())
    return path


def test_it_listens_on_this_machine_only(run: Run, served: dict[str, Any], ledger: Path) -> None:
    done = run("serve", "--ledger", ledger, "--port", "0")

    host, port = served["address"]
    assert done.exit_code == 0
    assert host == "127.0.0.1"
    assert served["hosts"] == {"localhost", "127.0.0.1", "[::1]"}
    assert f"http://127.0.0.1:{port}/" in done.stderr


def test_no_part_of_an_answer_waits_for_word_of_the_part_before(
    run: Run, served: dict[str, Any], ledger: Path
) -> None:
    run("serve", "--ledger", ledger, "--port", "0")

    assert served["waits"] is False


@pytest.mark.usefixtures("served")
def test_events_are_computed_before_it_starts(run: Run, ledger: Path) -> None:
    run("serve", "--ledger", ledger, "--port", "0")

    with Ledger.open(ledger, read_only=True) as opened:
        assert opened.is_computed()
        assert opened.events().count() == 1


def test_all_networks_need_a_name(run: Run, served: dict[str, Any], ledger: Path) -> None:
    refused = run("serve", "--ledger", ledger, "--host", EVERYWHERE)

    assert refused.exit_code == 2
    assert "--name" in refused.stderr
    assert served == {}


def test_a_name_is_answered(run: Run, served: dict[str, Any], ledger: Path) -> None:
    run("serve", "--ledger", ledger, "--host", EVERYWHERE, "--name", "desk.example", "--port", "0")

    assert served["hosts"] == {"localhost", "127.0.0.1", "[::1]", "desk.example"}


def test_a_port_in_use_is_told(run: Run, served: dict[str, Any], ledger: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--ledger", ledger, "--port", str(taken.getsockname()[1]))

    assert done.exit_code == 2
    assert "choose another --port" in done.stderr
    assert served == {}


def test_a_missing_ledger_is_told(run: Run, served: dict[str, Any], tmp_path: Path) -> None:
    done = run("serve", "--ledger", tmp_path / "none.duckdb")

    assert done.exit_code == 2
    assert "there is no ledger" in done.stderr
    assert served == {}


def test_who_names_no_ledger_and_has_none_begins_one(
    run: Run, served: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LEDGER", str(tmp_path / "mine.duckdb"))

    done = run("serve", "--port", "0")

    assert done.exit_code == 0
    assert "mine.duckdb is new and empty" in done.stderr
    assert (tmp_path / "mine.duckdb").exists()
    assert served


def test_a_wrong_file_of_actors_ends_it_before_it_serves(
    run: Run, served: dict[str, Any], ledger: Path, tmp_path: Path
) -> None:
    (tmp_path / "wrong.toml").write_text("[[state]]\nid = 3\n")

    done = run("serve", "--ledger", ledger, "--actors", tmp_path / "wrong.toml")

    assert done.exit_code == 2
    assert served == {}


def test_it_answers_until_it_is_interrupted(ledger: Path) -> None:
    command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603  # ours
        assert server.stderr is not None
        told = next(line for line in server.stderr if "http://" in line)
        address = told.partition(" is at ")[2].split()[0]
        with urlopen(f"{address}about.json") as answer:  # noqa: S310  # on this machine
            found = json.load(answer)
        server.send_signal(signal.SIGINT)
        code = server.wait()

    assert found["counts"]["n_reports"] == 1
    assert code == 0

"""The true server: it holds the ledger, ends as it is told to, and a kill loses nothing."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from urllib.request import Request, urlopen

import pytest

from builders import a_coding, a_run
from detente.errors import LedgerBusy
from detente.ledger import Ledger
from detente.web.tokens import SUFFIX, Role, Tokens

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "l.duckdb"
    with Ledger.open(path) as opened:
        opened.add([a_coding()], a_run())
    return path


@pytest.fixture
def token(ledger: Path) -> str:
    return Tokens(ledger.with_name(ledger.name + SUFFIX)).add("ann", Role.WRITE)


@contextmanager
def running(ledger: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run ``detente serve``; give the process and its address."""
    command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(  # noqa: S603  # our own command
        [*command, *options], stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        told = next(line for line in server.stderr if "http://" in line)
        try:
            yield server, told.partition(" is at ")[2].split()[0]
        finally:
            server.kill()


def send(address: str, token: str, texts: list[str]) -> int:
    """Send reports; give how many are new."""
    body = json.dumps([{"text": text, "key": text, "published": "2024-02-02"} for text in texts])
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    request = Request(f"{address}api/v1/reports", body.encode(), headers)  # noqa: S310  # this machine
    with urlopen(request) as answer:  # noqa: S310  # this machine
        told = json.load(answer)
    return int(told["n_new"])


def keys(ledger: Path) -> list[str]:
    with Ledger.open(ledger, wait_s=60) as opened:
        return sorted(report.key for report in opened.reports())


def test_it_holds_the_ledger_until_it_is_told_to_end(ledger: Path, token: str) -> None:
    with running(ledger) as (server, address):
        with pytest.raises(LedgerBusy) as busy:
            Ledger.open(ledger)
        n_new = send(address, token, ["The talks were put off."])
        server.terminate()
        code = server.wait()
        told = server.stderr.read() if server.stderr else ""

    assert f"the desk in process {server.pid}" in str(busy.value)
    assert "--read-only" in str(busy.value)
    assert (n_new, code) == (1, 0)
    assert "Traceback" not in told
    assert token not in told
    assert keys(ledger) == ["The talks were put off.", "norland"]
    assert not ledger.with_name(f"{ledger.name}.wal").exists()


def commanded(ledger: Path, *words: str, token: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command on a ledger."""
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "detente", *words, "--ledger", str(ledger)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DETENTE_TOKEN": token},
    )


def test_a_running_desk_serves_the_command_line(ledger: Path, token: str, tmp_path: Path) -> None:
    alone = commanded(ledger, "events", "--format", "jsonl")
    story = tmp_path / "story.txt"
    story.write_text("Norland's premier met Sudria's premier on Monday.", encoding="utf-8")

    with running(ledger) as (server, address):
        beside = commanded(ledger, "events", "--format", "jsonl")
        refused = commanded(ledger, "add", str(story), "--published", "2024-02-02")
        added = commanded(ledger, "add", str(story), "--published", "2024-02-02", token=token)
        reports = commanded(ledger, "reports", "--format", "jsonl")
        server.terminate()
        server.wait()

    assert alone.stdout
    assert (beside.returncode, beside.stdout) == (0, alone.stdout)
    assert refused.returncode == 2
    assert "$DETENTE_TOKEN" in refused.stderr
    assert added.returncode == 0, added.stderr
    assert f"1 report new, through the desk at {address.rstrip('/')}" in added.stderr
    assert reports.stdout.count("\n") == 2
    assert not ledger.with_name(f"{ledger.name}.desk").exists()


def test_rulings_go_through_a_running_desk_and_what_is_told_is_kept(
    ledger: Path, token: str
) -> None:
    with Ledger.open(ledger) as opened:
        (claim,) = (one.id for one in opened.claims())
    because = ("--because", "they failed")

    with running(ledger):
        read = commanded(ledger, "claims", "--format", "jsonl")
        refused = commanded(ledger, "rule", claim, "--reject", *because)
        ruled = commanded(ledger, "rule", claim[:8], "--reject", *because, token=token)
        listed = commanded(ledger, "rule", "--list")
        left = commanded(ledger, "claims", "--format", "jsonl")
        ended = commanded(ledger, "rule", "--withdraw", ruled.stdout[:8], token=token)
        imported = commanded(ledger, "rule", "--import", os.devnull, token=token)

    assert read.stdout.count("\n") == 1
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--role review" in refused.stderr
    assert ruled.returncode == 0, ruled.stderr
    assert "; ann, " in ruled.stdout
    assert listed.stdout.startswith(ruled.stdout.rstrip())
    assert left.stdout == ""
    assert "(withdrawn " in ended.stdout
    assert (imported.returncode, imported.stdout) == (2, "")


def test_a_desk_that_only_reads_lets_others_write(ledger: Path) -> None:
    with running(ledger, "--read-only"), Ledger.open(ledger, wait_s=60) as opened:
        assert opened.reports().count() == 1


def test_a_kill_loses_and_doubles_nothing(ledger: Path, token: str) -> None:
    first = [f"The talks of day {n} were put off." for n in range(8)]
    second = [f"The talks of month {n} were put off." for n in range(60)]
    with running(ledger) as (server, address):
        assert [send(address, token, batch) for batch in (first[:4], first[4:])] == [4, 4]
        server.kill()
        server.wait()
    answered = keys(ledger)

    with running(ledger) as (server, address):
        again = send(address, token, [*first, "The talks began."])
        killer = Timer(random.Random(8).uniform(0, 0.5), server.kill)  # noqa: S311  # no secret
        killer.start()
        with suppress(OSError):
            send(address, token, second)
        killer.join()
        server.wait()

    known = [*first, "The talks began.", "norland"]
    assert answered == sorted([*first, "norland"])
    assert again == 1
    assert keys(ledger) in (sorted(known), sorted([*known, *second]))

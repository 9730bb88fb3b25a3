"""Interrupts do not reach a process that starts, nor cut its start off."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from detente.spawning import Elsewhere, Ended, spawn


def _tell(word: str, connection: Connection) -> None:
    is_deaf = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    is_blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    connection.send((word, is_deaf, is_blocked))


def test_a_process_of_its_own_hears_no_interrupt_from_its_first_step_on() -> None:
    process, connection = spawn(_tell, "word")

    assert connection.recv() == ("word", True, True)
    process.join()
    assert process.exitcode == 0


@pytest.fixture
def _hearing() -> Iterator[None]:
    """Python's own handler: a shell starts what runs in its background deaf to interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_hearing")
def test_an_interrupt_waits_until_the_process_has_started(monkeypatch: pytest.MonkeyPatch) -> None:
    context = multiprocessing.get_context("spawn")
    steps = []

    def start(_: object) -> None:
        signal.raise_signal(signal.SIGINT)
        steps.append("started")

    monkeypatch.setattr(context.Process, "start", start)
    before = signal.getsignal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        spawn(_tell, "word")

    assert steps == ["started"]
    assert signal.getsignal(signal.SIGINT) is before


def _begin(least: int) -> Callable[[int], int]:
    told = [os.getpid()]

    def answer(number: int) -> int:
        if number < least:
            raise ValueError(number)
        if number == _FATAL:
            os.kill(os.getpid(), signal.SIGKILL)
        return told[0]

    return answer


_FATAL = 99


def test_questions_are_answered_by_one_process_and_after_its_end_by_the_next() -> None:
    elsewhere = Elsewhere(_begin, 3)
    try:
        first = elsewhere.ask(3)
        with pytest.raises(ValueError, match="2"):
            elsewhere.ask(2)
        same = elsewhere.ask(4)
        with pytest.raises(Ended, match="by signal 9"):
            elsewhere.ask(_FATAL)
        other = elsewhere.ask(5)
    finally:
        elsewhere.close()

    assert first == same
    assert len({first, other, os.getpid()}) == 3


_PARENT = """
import time
from detente.spawning import spawn

def toil(_connection):
    while True:
        time.sleep(0.1)

if __name__ == "__main__":
    print(spawn(toil)[0].pid, flush=True)
    time.sleep(600)
"""


def test_a_busy_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    with subprocess.Popen(  # noqa: S603  # our own script
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.kill()

    while Path(f"/proc/{child}").exists():  # the test's own time limit ends what does not end
        time.sleep(0.1)

"""Interrupts do not reach a process that starts, nor cut its start off."""

import multiprocessing
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from detente.spawning import spawn


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

"""A function -> a process of its own that runs it, with a pipe to it, or that answers questions.

In:  a function and its arguments.   Out: the process and our end of the pipe; answers.
Does not: outlive this process, however that ends. An interrupt reaches neither the start nor the
process: it is for who commands.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

PATIENCE_S = 2.0  # for a process to end by itself before it is killed


def spawn(work: Callable[..., None], *args: object) -> tuple[BaseProcess, Connection]:
    """Start ``work(*args, connection)`` in a fresh interpreter; it ends with this process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    given = (os.getpid(), work, *args, theirs)
    process = context.Process(target=_undisturbed, args=given, daemon=True)
    with _interrupts_held_back(), _blocked():
        process.start()
    theirs.close()
    return process, ours


class Ended(Exception):
    """A process ended before it answered. ``code`` is its exit code, less than 0 for a signal.

    ``is_late``: it was ended, for it had not answered in time.
    """

    def __init__(self, code: int, *, is_late: bool = False) -> None:
        super().__init__(f"by signal {-code}" if code < 0 else f"with {code}")
        self.code = code
        self.is_late = is_late


class Elsewhere:
    """A process that answers one question at a time; one that ended is begun anew with the next.

    ``begin(*args)`` runs in it, with the first question, and gives what answers. ``niceness`` is
    how far the process stands back for others (0 .. 19).
    """

    def __init__(
        self, begin: Callable[..., Callable[[Any], object]], *args: object, niceness: int = 0
    ) -> None:
        self._given = (begin, args, niceness)
        self._worker: tuple[BaseProcess, Connection] | None = None

    def ask(self, question: object, wait_s: float | None = None) -> Any:
        """Wait for the answer, at most ``wait_s``; what it raises there is raised here.

        Raises:
            Ended: the process has ended before, or was ended then.
        """
        try:
            if self._worker is None:
                self._worker = spawn(_answer, *self._given)
            process, connection = self._worker
            connection.send(question)
            if not connection.poll(wait_s):
                process.kill()
                raise Ended(self._end(), is_late=True)
            found = connection.recv()
        except (EOFError, OSError) as err:
            raise Ended(self._end()) from err
        if isinstance(found, Exception):
            raise found
        return found

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._worker is not None:
            self._worker[0].kill()
            self._end()

    def _end(self) -> int:
        """Bury the process; give its exit code."""
        worker, self._worker = self._worker, None
        if worker is None:  # closed meanwhile
            return 0
        process, connection = worker
        connection.close()
        process.join(PATIENCE_S)
        process.kill()
        process.join()
        return process.exitcode or 0


def _answer(
    begin: Callable[..., Callable[[Any], object]],
    args: tuple[object, ...],
    niceness: int,
    connection: Connection,
) -> None:
    """Answer what comes through the connection until it is closed: the life of a process."""
    answer: Callable[[Any], object] | None = None
    if hasattr(os, "nice"):  # Windows has none
        os.nice(niceness)
    with contextlib.suppress(EOFError, OSError):
        while True:
            question = connection.recv()
            try:
                answer = answer or begin(*args)
                found = answer(question)
            except Exception as err:  # noqa: BLE001  # told, whatever it is, to the one who asks
                connection.send(err)
            else:
                connection.send(found)


def _undisturbed(parent: int, work: Callable[..., None], *args: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    work(*args)


def _end_with(parent: int) -> None:
    """End this process when the one who commands is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Keep Ctrl-C until the block is done: a process whose parent is cut off tells of it."""
    came: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()  # who alone may set handlers
    handler = signal.signal(signal.SIGINT, lambda *_: came.append(1)) if is_main else None
    try:
        yield
    finally:
        if handler is not None:
            signal.signal(signal.SIGINT, handler)
    if came:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def _blocked() -> Iterator[None]:
    """Let a process that starts in the block hear of no interrupt, even before it runs our code."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows has none
        yield
        return
    resource_tracker.ensure_running()  # whose start within would let interrupts in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""Processes that code shards: how they are started, given work, heard and ended.

In:  an order, tasks.   Out: news of each worker: it is ready, done, has failed, or is dead.
Does not: decide who does what (supervise.py does). The processes of this machine are here; those
of a cluster in cluster.py.
"""

import contextlib
import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Protocol

from detente.archive.folder import ShardRecord
from detente.archive.order import Order, Task
from detente.archive.shard import ShardCoder
from detente.errors import DetenteError
from detente.spawning import spawn

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

__all__ = ["Dead", "Done", "Failed", "LocalPool", "News", "Pool", "Ready", "reason_of"]

PATIENCE_S = 2.0  # for a process to end by itself before it is killed


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has loaded everything; ``run_id`` says for which run it codes."""

    run_id: str


@dataclass(frozen=True, slots=True)
class Done:
    """A worker's shard is in its place."""

    record: ShardRecord


@dataclass(frozen=True, slots=True)
class Failed:
    """A worker cannot go on, nor could another: the disk is full, a file is gone."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dead:
    """A worker's process, or the machine under it, is no more; ``reason`` as far as it is known."""

    reason: str = ""


News = Ready | Done | Failed | Dead


class Pool(Protocol):
    """Starts workers, each under a number, and hears of them."""

    n_workers: int

    def start(self) -> int:
        """Start a worker; it tells when it is ready."""

    def give(self, worker: int, task: Task) -> None:
        """Give a worker its next task."""

    def hear(self, timeout_s: float) -> Sequence[tuple[int, News]]:
        """Wait for news of any worker."""

    def retire(self, worker: int) -> None:
        """End a worker that has nothing to do."""

    def close(self) -> None:
        """End all workers, whatever they do."""


class LocalPool:
    """Workers that are processes of this machine."""

    def __init__(self, order: Order, n_workers: int | None = None) -> None:
        self.n_workers = n_workers or os.cpu_count() or 1
        self._order = order
        self._workers: dict[int, tuple[BaseProcess, Connection]] = {}
        self._n_started = 0

    def start(self) -> int:
        """Start a process."""
        self._n_started += 1
        self._workers[self._n_started] = spawn(work, self._order, os.getpid())
        return self._n_started

    def give(self, worker: int, task: Task) -> None:
        """Send a task; of a process that is gone ``hear`` tells."""
        with contextlib.suppress(OSError):
            self._workers[worker][1].send(task)

    def hear(self, timeout_s: float) -> list[tuple[int, News]]:
        """Wait for a message, or for the end of a process."""
        heard: list[tuple[int, News]] = []
        ends = {connection: worker for worker, (_, connection) in self._workers.items()}
        for end in wait(list(ends), timeout_s):
            worker = ends[end]  # type: ignore[index]  # wait gives back what it was given
            news = self._message(worker)
            heard.append((worker, self._buried(worker) if isinstance(news, Dead) else news))
        return heard

    def retire(self, worker: int) -> None:
        """Let a process end; it does when nobody can send to it."""
        process, connection = self._workers.pop(worker)
        connection.close()
        process.join(PATIENCE_S)
        process.kill()

    def close(self) -> None:
        """Kill all processes; what they have not finished is begun anew another time."""
        for process, connection in self._workers.values():
            connection.close()
            process.kill()
        for process, _ in self._workers.values():
            process.join()
        self._workers.clear()

    def _buried(self, worker: int) -> Dead:
        process, connection = self._workers.pop(worker)
        connection.close()
        process.join(PATIENCE_S)
        code = process.exitcode
        return Dead(f"ended by signal {-code}" if code and code < 0 else f"ended with {code}")

    def _message(self, worker: int) -> News:
        try:
            news: News = self._workers[worker][1].recv()
        except (EOFError, OSError):
            return Dead()
        return news


def work(order: Order, parent: int, connection: Connection) -> None:
    """Code what comes through the connection, until it is closed: the life of a process."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        try:
            coder = ShardCoder(order)
            connection.send(Ready(coder.run_id()))
            for task in _tasks(connection):
                connection.send(Done(coder.code(task)))
        except Exception as err:  # noqa: BLE001  # told, whatever it is, to the one who commands
            connection.send(Failed(reason_of(err)))


def reason_of(error: BaseException) -> str:
    """Say for a person why a worker cannot go on."""
    is_told = isinstance(error, DetenteError)
    return str(error) if is_told else f"a worker has failed: {type(error).__name__}: {error}"


# Private functions


def _tasks(connection: Connection) -> Iterator[Task]:
    """Yield what comes, until nobody is there to send."""
    while True:
        try:
            task: Task = connection.recv()
        except (EOFError, OSError):
            return
        yield task


def _end_with(parent: int) -> None:
    """End this process when the one who commands is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)

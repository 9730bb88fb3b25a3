"""The whole work on an archive: workers, who does what, what becomes of work whose process ends.

In:  an order, an engine: processes of this machine, or actors of a Ray cluster.
Out: progress, again and again, until all is done; it goes on where it was stopped.
Does not: print, or move reports through Ray: each actor reads its files and writes its shards
itself, in folders that all machines see under the same path.
"""

import contextlib
import os
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Protocol

from detente.archive.folder import (
    Archive,
    Counts,
    Manifest,
    Order,
    Shard,
    ShardRecord,
    Task,
    Trouble,
    make_plan,
    pretty,
    write_whole,
)
from detente.archive.shard import Marker, ShardCoder
from detente.errors import BadInput, DetenteError, WorkersLost, needing
from detente.spawning import spawn

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

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
        self._workers[self._n_started] = spawn(work, self._order)
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
            heard.append((worker, self._news(worker)))
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

    def _news(self, worker: int) -> News:
        """Take a message; where none comes any more, the process has ended."""
        process, connection = self._workers[worker]
        try:
            news: News = connection.recv()
        except (EOFError, OSError):
            del self._workers[worker]
            connection.close()
            process.join(PATIENCE_S)
            code = process.exitcode
            return Dead(f"ended by signal {-code}" if code and code < 0 else f"ended with {code}")
        return news


def work(order: Order, connection: Connection) -> None:
    """Code what comes through the connection, until it is closed: the life of a process."""
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


def _tasks(connection: Connection) -> Iterator[Task]:
    """Yield what comes, until nobody is there to send."""
    while True:
        try:
            task: Task = connection.recv()
        except (EOFError, OSError):
            return
        yield task


# --- Actors of a Ray cluster that code shards: the same coder, on many machines.
CPUS = 1  # of the cluster's that one actor takes
SHOWN = 500  # characters of what Ray says of a death
_LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"  # "0": Ray stays on loopback, on any system
STORE = 100 * 2**20  # bytes of shared memory: only tasks and records go through Ray


class ClusterPool:
    """Workers that are Ray actors. Ray restarts none: the supervisor does, and knows why."""

    def __init__(self, order: Order, n_workers: int | None = None) -> None:
        self._ray = _ray()
        self._is_ours = not self._ray.is_initialized()
        if self._is_ours:
            self._ray.init(**_settings(n_workers))
        n_cpus = int(self._ray.cluster_resources().get("CPU", 1) // CPUS)
        self.n_workers = n_workers or max(1, n_cpus)
        self._order = order
        self._actor = self._ray.remote(num_cpus=CPUS, max_restarts=0, max_task_retries=0)(
            ShardCoder
        )
        self._actors: dict[int, Any] = {}
        self._expected: dict[Any, int] = {}  # answers that are still to come, and whose they are
        self._n_started = 0

    def start(self) -> int:
        """Start an actor, now or when the cluster has room for it."""
        self._n_started += 1
        actor = self._actor.remote(self._order)
        self._actors[self._n_started] = actor
        self._expected[actor.run_id.remote()] = self._n_started
        return self._n_started

    def give(self, worker: int, task: Task) -> None:
        """Send a task."""
        self._expected[self._actors[worker].code.remote(task)] = worker

    def hear(self, timeout_s: float) -> Sequence[tuple[int, News]]:
        """Wait for an answer, or for the end of an actor or of its machine."""
        if not self._expected:
            return []
        answers, _ = self._ray.wait(list(self._expected), num_returns=1, timeout=timeout_s)
        return [(self._expected.pop(answer), self._news(answer)) for answer in answers]

    def retire(self, worker: int) -> None:
        """End an actor."""
        self._ray.kill(self._actors.pop(worker))

    def close(self) -> None:
        """End all actors; leave the cluster if it was joined for this."""
        for actor in self._actors.values():
            with contextlib.suppress(self._ray.exceptions.RayError, ValueError):
                self._ray.kill(actor)
        self._actors.clear()
        if self._is_ours:
            self._ray.shutdown()

    def _news(self, answer: Any) -> News:
        errors = self._ray.exceptions
        try:
            told = self._ray.get(answer)
        except errors.RayTaskError as err:
            return Failed(reason_of(err.cause))
        except errors.RayError as err:  # the actor has died, its machine is gone
            return Dead(" ".join(str(err).split())[:SHOWN])
        return Ready(told) if isinstance(told, str) else Done(told)


def _ray() -> Any:
    """Load Ray, which tells nobody of its use.

    Raises:
        MissingExtra: it is not installed.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if not os.environ.get("RAY_ADDRESS"):
        os.environ.setdefault(_LOOPBACK, "0")
    with needing("ray", "the engine ray"):
        import ray  # noqa: PLC0415  # seconds, and only clusters need it
    return ray


def _settings(n_workers: int | None) -> dict[str, object]:
    """Join the cluster of ``$RAY_ADDRESS``, or start one on this machine that nobody else sees."""
    if os.environ.get("RAY_ADDRESS"):
        return {"log_to_driver": False}
    return {
        "address": "local",
        "num_cpus": n_workers or os.cpu_count() or 1,
        "object_store_memory": STORE,
        "include_dashboard": False,
        "log_to_driver": False,
    }


# --- Shards -> workers: who does what, what becomes of work whose process ends, when all is done.
TRIES = 3  # processes that one report may end before it is left out
PATIENCE = 5  # processes that may end in a row, none of which has got anywhere
MAX_ENDS = 12  # processes that may end in one shard, each at another report
RENEW_AFTER = 50_000  # items that one process codes: what it remembers of words grows with them
TICK_S = 0.5  # between two looks at how far everybody is


class Supervisor:
    """Hands out tasks until every shard is done."""

    def __init__(self, archive: Archive, pool: Pool, run_id: str) -> None:
        self.n_deaths = 0
        self._archive = archive
        self._pool = pool
        self._run_id = run_id
        self._waiting: deque[Task] = deque()
        self._idle: list[int] = []
        self._busy: dict[int, Task] = {}
        self._troubles: Counter[tuple[int, Trouble]] = Counter()
        self._ends: Counter[int] = Counter()  # by shard, since an item of it was left out
        self._n_coded: Counter[int] = Counter()
        self._n_in_vain = 0

    def run(self, shards: Iterable[Shard]) -> Iterator[ShardRecord | None]:
        """Yield the record of each shard as it is done, and ``None`` now and then meanwhile.

        Raises:
            BadInput: a worker codes with other versions than the one who commands.
            WorkersLost: processes end before they get anywhere, or one cannot write.
        """
        self._waiting.extend(Task(shard=shard) for shard in shards)
        for _ in range(min(self._pool.n_workers, len(self._waiting))):
            self._pool.start()
        while self._waiting or self._busy:
            self._hand_out()
            for worker, news in self._pool.hear(TICK_S):
                record = self._take(worker, news)
                if record is not None:
                    yield record
            yield None

    def n_items_begun(self) -> int:
        """Count the items of unfinished shards that are behind their workers."""
        markers = (self._archive.marker(task.shard.number) for task in self._busy.values())
        return sum(at.item for at in map(Marker.read, markers) if at is not None)

    def _hand_out(self) -> None:
        while self._waiting and self._idle:
            worker, task = self._idle.pop(0), self._waiting.popleft()
            self._busy[worker] = task
            self._pool.give(worker, task)

    def _take(self, worker: int, news: News) -> ShardRecord | None:
        """Note what a worker tells.

        Raises:
            BadInput: it codes with other versions.
            WorkersLost: it has failed, or too many have died.
        """
        match news:
            case Ready(run_id):
                if run_id != self._run_id:
                    raise BadInput(
                        f"a worker codes as run {run_id}, this machine as {self._run_id}; install "
                        "the same version of detente and its models everywhere"
                    )
                self._idle.append(worker)
            case Done(record):
                del self._busy[worker]
                self._n_in_vain = 0
                self._rest(worker, record.n_items)
                return record
            case Failed(reason):
                raise WorkersLost(reason)
            case Dead(reason):
                self._bury(worker, reason)
        return None

    def _rest(self, worker: int, n_items: int) -> None:
        """Let a worker wait for its next task, or put a new one in its place."""
        self._n_coded[worker] += n_items
        if self._n_coded[worker] >= RENEW_AFTER and self._waiting:
            self._pool.retire(worker)
            self._pool.start()
        else:
            self._idle.append(worker)

    def _bury(self, worker: int, reason: str) -> None:
        """Put a dead worker's task first in the queue, and another in its place."""
        self.n_deaths += 1
        if worker in self._idle:
            self._idle.remove(worker)
        task = self._busy.pop(worker, None)
        trouble = self._trouble_of(task.shard.number) if task else None
        if task is not None:
            self._waiting.appendleft(self._without(task, trouble))
        self._n_in_vain = 0 if trouble else self._n_in_vain + 1
        if self._n_in_vain >= PATIENCE:
            raise WorkersLost(
                f"{self._n_in_vain} worker processes in a row ended before they had begun; is "
                f"memory short? try fewer --workers; what is done is kept (the last: {reason})"
            )
        if self._waiting:
            self._pool.start()

    def _without(self, task: Task, trouble: Trouble | None) -> Task:
        """Leave out the item at which processes end, if they have ended there often enough."""
        if not task.is_careful:  # several were read at once: nobody knows which it was
            return replace(task, is_careful=True)
        number = task.shard.number
        self._ends[number] += 1
        if self._ends[number] > MAX_ENDS:
            raise WorkersLost(
                f"{MAX_ENDS} worker processes ended in shard {number}, at different reports; is "
                "memory short? try fewer --workers; what is done is kept"
            )
        if trouble is None:
            return task
        self._troubles[number, trouble] += 1
        if self._troubles[number, trouble] < TRIES:
            return task
        self._ends[number] = 0
        return replace(task, without=task.without | {trouble})

    def _trouble_of(self, number: int) -> Trouble | None:
        """Find where a dead process was in a shard, and remove what it has left there."""
        marker = self._archive.marker(number)
        trouble = Marker.read(marker)
        marker.unlink(missing_ok=True)
        for part in self._archive.work.glob(f"{number:05d}.*"):
            shutil.rmtree(part, ignore_errors=True)
        return trouble


# --- The whole work on an archive, from its plan to the last shard; goes on where it was stopped.
ENGINES: Mapping[str, Callable[[Order, int | None], Pool]] = {
    "local": LocalPool,
    "ray": ClusterPool,
}


def run_archive(
    order: Order, engine: str = "local", n_workers: int | None = None, *, is_restart: bool = False
) -> Iterator[Counts]:
    """Code an archive; yield the same counts each time they change, and now and then.

    Raises:
        BadInput: the folder is in use, or holds work that was begun otherwise.
        MissingExtra: the engine is not installed.
        WorkersLost: processes end before they get anywhere, or cannot write.
    """
    archive = Archive(order.out)
    with archive.locked():
        run = order.open_journey(order.config).run
        plan = make_plan(archive, order, run, is_restart=is_restart)
        shutil.rmtree(archive.work, ignore_errors=True)
        progress, records = _before(archive, plan)
        yield progress
        missing = [shard for shard in plan.shards if shard.number not in records]
        if missing:
            with _workshop(archive), closing(ENGINES[engine](order, n_workers)) as pool:
                supervisor = Supervisor(archive, pool, run.id)
                for record in supervisor.run(missing):
                    progress.n_under_way = supervisor.n_items_begun()
                    progress.n_deaths = supervisor.n_deaths
                    if record is not None:
                        records[record.shard] = record
                        progress.add(record)
                    yield progress
        _close(archive, plan, records)
        progress.n_under_way = 0
        yield progress


@contextmanager
def _workshop(archive: Archive) -> Iterator[None]:
    """Have a place to work in, and leave nothing there."""
    archive.work.mkdir(exist_ok=True)  # a worker of a killed call may be at its last gasp
    try:
        yield
    finally:
        shutil.rmtree(archive.work, ignore_errors=True)


def _before(archive: Archive, plan: Manifest) -> tuple[Counts, dict[int, ShardRecord]]:
    """Count what earlier calls have done; a shard that is not as it was is done again."""
    progress = Counts(n_shards=len(plan.shards), n_items=plan.n_items)
    records = dict[int, ShardRecord]()
    for shard in plan.shards:
        record = archive.record_of(shard.number)
        if record is None:
            archive.forget(shard.number)
        else:
            records[shard.number] = record
            progress.add(record)
    progress.n_before = len(records)
    return progress, records


def _close(archive: Archive, plan: Manifest, records: Mapping[int, ShardRecord]) -> None:
    """Write down that all is done, and of what it consists."""
    done = [records[shard.number] for shard in plan.shards]
    write_whole(archive.done, pretty(done))

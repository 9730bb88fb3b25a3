"""Shards -> workers: who does what, what becomes of work whose process ends, when all is done.

In:  tasks and a pool of workers.   Out: records of shards as they are done.
Does not: know what a worker is: a process of this machine, or an actor of a cluster.
"""

import shutil
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from detente.archive.folder import Archive, ShardRecord
from detente.archive.order import Shard, Task, Trouble
from detente.archive.shard import Marker
from detente.archive.workers import Dead, Done, Failed, News, Pool, Ready
from detente.errors import BadInput, WorkersLost

__all__ = ["Supervisor"]

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

    # Private functions

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
        """Put a dead worker's task first in the queue, and another in its place.

        Raises:
            WorkersLost: too many have died before they got anywhere.
        """
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
        """Leave out the item at which processes end, if they have ended there often enough.

        Raises:
            WorkersLost: they end at many places of one shard: it is not the reports' fault.
        """
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
        return Task(shard=task.shard, without=task.without | {trouble})

    def _trouble_of(self, number: int) -> Trouble | None:
        """Find where a dead process was in a shard, and remove what it has left there."""
        marker = self._archive.marker(number)
        trouble = Marker.read(marker)
        marker.unlink(missing_ok=True)
        for part in self._archive.work.glob(f"{number:05d}.*"):
            shutil.rmtree(part, ignore_errors=True)
        return trouble

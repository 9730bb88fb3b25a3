"""The whole work on an archive, from its plan to the last shard; goes on where it was stopped.

In:  an order, an engine.   Out: progress, again and again, until all is done.
Does not: print. What is done when the caller stops, or is killed, is kept.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager

import msgspec

from detente.archive.cluster import ClusterPool
from detente.archive.counts import Counts
from detente.archive.folder import Archive, ShardRecord, write_whole
from detente.archive.manifest import make_plan
from detente.archive.order import Order
from detente.archive.plan import Plan
from detente.archive.supervise import Supervisor
from detente.archive.workers import LocalPool, Pool

__all__ = ["ENGINES", "run_archive"]

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


# Private functions


@contextmanager
def _workshop(archive: Archive) -> Iterator[None]:
    """Have a place to work in, and leave nothing there."""
    archive.work.mkdir(exist_ok=True)  # a worker of a killed call may be at its last gasp
    try:
        yield
    finally:
        shutil.rmtree(archive.work, ignore_errors=True)


def _before(archive: Archive, plan: Plan) -> tuple[Counts, dict[int, ShardRecord]]:
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


def _close(archive: Archive, plan: Plan, records: Mapping[int, ShardRecord]) -> None:
    """Write down that all is done, and of what it consists."""
    done = [records[shard.number] for shard in plan.shards]
    write_whole(archive.done, msgspec.json.format(msgspec.json.encode(done), indent=1) + b"\n")

"""Actors of a Ray cluster that code shards: the same coder, on many machines.

In:  an order, tasks.   Out: news of each actor, as from the processes of this machine.
Does not: move reports through Ray: each actor reads its files and writes its shards itself, in
folders that all machines see under the same path.
"""

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from detente.archive.order import Order, Task
from detente.archive.shard import ShardCoder
from detente.archive.workers import Dead, Done, Failed, News, Ready, reason_of
from detente.errors import MissingExtra

__all__ = ["ClusterPool"]

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


# Private functions


def _ray() -> Any:
    """Load Ray, which tells nobody of its use.

    Raises:
        MissingExtra: it is not installed.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if not os.environ.get("RAY_ADDRESS"):
        os.environ.setdefault(_LOOPBACK, "0")
    try:
        import ray  # noqa: PLC0415  # seconds, and only clusters need it
    except ImportError as err:
        install = f'{sys.executable} -m pip install "detente[ray]"'
        raise MissingExtra(f"the engine ray needs Ray, which is not installed: {install}") from err
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

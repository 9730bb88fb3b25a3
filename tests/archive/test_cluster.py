"""A cluster of two nodes on this machine: a worker is killed, then a node; the bytes stay.

One true cluster, for it takes long to start; the rest is played by a stand-in for Ray.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from archive.newsroom import MakeOrder, bytes_of, write_rows
from detente.archive import run_archive
from detente.archive.folder import Shard, ShardRecord, Task
from detente.archive.workers import ClusterPool, Dead, Done, Failed, Ready
from detente.errors import BadConfig, MissingExtra

STORE = 80 * 2**20  # bytes of shared memory a node; Ray's least is 75 MiB
LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"  # "0" keeps Ray on loopback
TASK = Task(shard=Shard(number=0, stretches=()))
RECORD = ShardRecord(shard=0, n_items=1, n_repeated=0, n_warnings=0, files={})


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head without processors, two nodes with one each, and a driver; all on loopback."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv(LOOPBACK, "0")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))  # for the played journey
    ray = pytest.importorskip("ray", reason="the extra ray is not installed")
    from ray.cluster_utils import Cluster  # noqa: PLC0415  # with Ray

    node: dict[str, Any] = {"object_store_memory": STORE}
    head = {**node, "num_cpus": 0, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    for _ in range(2):
        cluster.add_node(**node, num_cpus=1)
    cluster.wait_for_nodes()
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()  # type: ignore[no-untyped-call]  # Ray's


def raylet_of(node: Any) -> int:
    """The process of a node whose children are its workers."""
    return int(node.all_processes["raylet"][0].process.pid)


@pytest.mark.filterwarnings("ignore::Warning")  # of Ray's own making
def test_a_killed_worker_and_a_killed_node_leave_no_trace(
    cluster: Any, order: MakeOrder, news: Path, tmp_path: Path
) -> None:
    once = f"Norland met Sudria. KILL-ONCE:{tmp_path / 'once'}"
    held = tmp_path / "held"  # by a worker whose node is removed: it surely has work under way
    days = [f"Norland met Sudria on day {n}." for n in range(60)]
    write_rows(news / "a.jsonl", [*days, f"Norland met Sudria. HOLD-ONCE:{held}"])
    write_rows(news / "b.jsonl", [once, "Norland met Vostia.", "KILL", "Vostia met Sudria."])

    by_raylet = {str(raylet_of(node)): node for node in cluster.worker_nodes}
    for counts in run_archive(order("ray"), "ray", 2):
        if counts.is_done or not held.exists():
            continue
        if victim := by_raylet.pop(held.read_text(), None):
            cluster.remove_node(victim, allow_graceful=False)
    *_, quiet = run_archive(order("local"), "local", 2)

    assert (counts.is_done, counts.n_problems) == (True, 1)
    assert counts.n_deaths >= 5  # one killed worker, the node's, three more at one report
    assert quiet.n_deaths == 4
    assert bytes_of(Path("ray")) == bytes_of(Path("local"))


class RayError(Exception):
    """As Ray has it."""


class RayTaskError(RayError):
    """A method has raised ``cause``."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class PlayedRay(ModuleType):
    """As much of Ray as the pool asks for; answers are what the methods of actors give."""

    def __init__(self, answers: list[Any]) -> None:
        super().__init__("ray")
        self.exceptions = SimpleNamespace(RayError=RayError, RayTaskError=RayTaskError)
        self.answers = iter(answers)
        self.settings: dict[str, Any] = {}
        self.calls: list[str] = []
        self.n_killed = 0

    def is_initialized(self) -> bool:
        return False

    def init(self, **settings: Any) -> None:
        self.settings = settings

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 6.0}

    def remote(self, **_: Any) -> Any:
        actor = SimpleNamespace(run_id=self._method("run_id"), code=self._method("code"))
        return lambda _: SimpleNamespace(remote=lambda _: actor)

    def wait(self, answers: list[Any], **_: Any) -> tuple[list[Any], list[Any]]:
        return answers[:1], answers[1:]

    def get(self, _: Any) -> Any:
        found = next(self.answers)  # in the order of the calls
        if isinstance(found, Exception):
            raise found
        return found

    def kill(self, _: Any) -> None:
        self.n_killed += 1

    def shutdown(self) -> None:
        self.calls.append("shutdown")

    def _method(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(remote=lambda *_: self._called(name))

    def _called(self, name: str) -> str:
        self.calls.append(name)
        return f"{name}-{len(self.calls)}"


@pytest.fixture
def pool_with(monkeypatch: pytest.MonkeyPatch, order: MakeOrder) -> Any:
    """A pool on a played Ray that gives these answers."""

    def pool_with(*answers: Any) -> tuple[ClusterPool, PlayedRay]:
        for name in (LOOPBACK, "RAY_USAGE_STATS_ENABLED"):
            monkeypatch.setenv(name, "")  # so that it is as before in the end
            monkeypatch.delenv(name)
        ray = PlayedRay(list(answers))
        monkeypatch.setitem(sys.modules, "ray", ray)
        return ClusterPool(order()), ray

    return pool_with


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (RECORD, Done(RECORD)),
        (RayTaskError(BadConfig("no such file")), Failed("no such file")),
        (RayTaskError(OSError("disk full")), Failed("a worker has failed: OSError: disk full")),
        (RayError("the node\nis gone"), Dead("the node is gone")),
    ],
    ids=["done", "told", "failed", "dead"],
)
def test_an_answer_says_what_became_of_an_actor(pool_with: Any, answer: Any, told: Any) -> None:
    pool, _ = pool_with("run", answer)
    worker = pool.start()

    assert pool.hear(0.1) == [(worker, Ready("run"))]
    pool.give(worker, TASK)
    assert pool.hear(0.1) == [(worker, told)]
    assert pool.hear(0.1) == []


def test_there_are_as_many_workers_as_the_cluster_has_processors(pool_with: Any) -> None:
    pool, _ = pool_with()

    assert pool.n_workers == 6


def test_actors_are_ended_and_the_cluster_left(pool_with: Any) -> None:
    pool, ray = pool_with()
    pool.start()
    pool.start()

    pool.close()

    assert (ray.n_killed, ray.calls[-1]) == (2, "shutdown")


def test_without_an_address_a_cluster_of_this_machine_alone_is_started(
    pool_with: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    _, ray = pool_with()

    assert (ray.settings["address"], ray.settings["include_dashboard"]) == ("local", False)
    assert os.environ[LOOPBACK] == "0"
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"


def test_an_address_is_joined(pool_with: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "10.0.0.1:6379")
    _, ray = pool_with()

    assert "address" not in ray.settings  # Ray reads the variable itself


def test_without_ray_the_command_to_install_it_is_told(
    order: MakeOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)

    with pytest.raises(MissingExtra, match=r'pip install "detente\[ray\]"'):
        list(run_archive(order(), "ray"))

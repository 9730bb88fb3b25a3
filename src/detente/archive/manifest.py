"""The manifest: of what and how an archive is made. Work goes on only where nothing has changed.

In:  an order, the run of its journey, a folder.   Out: a plan, new or as it was written down.
Does not: say which shards are done (folder.py does).
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from detente.archive.folder import Archive, write_whole
from detente.archive.order import Order, Shard
from detente.archive.plan import InputFile, Plan, find_inputs, plan_shards
from detente.errors import BadInput
from detente.records import Run
from detente.sources import ReadOptions

__all__ = ["Manifest", "make_plan"]

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that decides what comes out."""

    format: int
    run_id: str
    run: Run
    shard_size: int
    reading: ReadOptions
    inputs: tuple[InputFile, ...]
    shards: tuple[Shard, ...]


def make_plan(archive: Archive, order: Order, run: Run, *, is_restart: bool = False) -> Plan:
    """Plan the work and write it down, or take up the plan that is there.

    Raises:
        BadInput: the folder is in use for something else, or its work was planned otherwise.
    """
    if archive.is_foreign():
        raise BadInput(f"{archive.path} has other files in it; name a new folder, or an empty one")
    inputs, problems = find_inputs(order)
    if is_restart:
        archive.clear()
    there = _read(archive.manifest)
    if there is not None:
        changed = _change(there, inputs, order, run)
        if changed:
            raise BadInput(
                f"{archive.path} holds work that was begun otherwise: {changed}; name another "
                "folder, or give --restart to throw away what is there"
            )
        return Plan(inputs=there.inputs, shards=there.shards)
    plan = Plan(inputs=inputs, shards=plan_shards(inputs, problems, order))
    manifest = Manifest(
        format=FORMAT,
        run_id=run.id,
        run=run,
        shard_size=order.shard_size,
        reading=order.reading,
        inputs=plan.inputs,
        shards=plan.shards,
    )
    archive.path.mkdir(parents=True, exist_ok=True)
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    write_whole(archive.manifest, data)
    return plan


# Private functions


def _read(path: Path) -> Manifest | None:
    """Read a manifest; ``None`` where there is none.

    Raises:
        BadInput: it is damaged, or of another version.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as err:
        raise BadInput(
            f"{path} is no manifest that this version of detente reads ({err}); name another "
            "folder, or give --restart to throw away what is there"
        ) from err


def _change(there: Manifest, inputs: tuple[InputFile, ...], order: Order, run: Run) -> str | None:
    """Say in what the work that is there differs; ``None`` for the same."""
    if there.inputs != inputs:
        return _changed_input(there.inputs, inputs)
    if there.run_id != run.id:
        names = ("version", "codebook", "gazetteer", "parser", "coder")
        pairs = ((name, getattr(there.run, name), getattr(run, name)) for name in names)
        told = [f"{name} was {then}, now is {now}" for name, then, now in pairs if then != now]
        return ", ".join(told)
    if there.shard_size != order.shard_size:
        return f"shards had {there.shard_size:,} reports, now {order.shard_size:,}"
    return None if there.reading == order.reading else "columns or other options differ"


def _changed_input(then: tuple[InputFile, ...], now: tuple[InputFile, ...]) -> str:
    """Name the first file that differs."""
    known = {file.path: file for file in then}
    here = {file.path for file in now}
    for file in now:
        if file.path not in known:
            return f"{file.path} was not among its inputs"
        if known[file.path] != file:
            return f"{file.path} has changed since"
    gone = next((file.path for file in then if file.path not in here), None)
    return f"{gone} is gone" if gone else "its inputs came in another order"

"""``detente archive``: big corpora, Parquet out; stopped at any point, it goes on from there."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from detente.cli.options import CodingChoices, spread
from detente.cli.output import INTERRUPTED, WITH_PROBLEMS
from detente.relations.wording import count_words

if TYPE_CHECKING:
    from detente.archive import Counts, Order

TABLES = ("report", "claim", "statement", "remark")  # that the closing line counts


class Engine(StrEnum):
    """Where shards are coded."""

    LOCAL = "local"
    RAY = "ray"


@spread(CodingChoices, "choices")
def archive(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="IN",
            help="Files and folders: Parquet, JSONL, CSV, WARC, text, HTML; gzipped or not.",
        ),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder for what comes out.")],
    *,
    engine: Annotated[
        Engine, typer.Option(help="Processes of this machine, or actors of a Ray cluster.")
    ] = Engine.LOCAL,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Processes at once.  [default: one for each core]"),
    ] = None,
    shard_size: Annotated[
        int, typer.Option(metavar="N", min=1, help="Reports to a shard, which is done as one.")
    ] = 1_000,
    restart: Annotated[
        bool, typer.Option("--restart", help="Throw away what an earlier call has made in OUT.")
    ] = False,
    choices: CodingChoices,
) -> None:
    """Code archives of any size, shard by shard, into Parquet.

    Example: detente archive news/ coded/ --workers 8

    Interrupted or killed and called again, it goes on where it stopped; what comes out is the
    same, byte for byte, with any number of workers. Then: detente import parquet OUT. Writes OUT
    only. Exit code: 0 done, 1 done with problems, 2 could not, 130 interrupted.
    """
    from detente.archive import run_archive

    shown: Counts | None = None
    order = _order(paths, out, choices, shard_size, workers)
    is_interrupted = False
    try:
        with _bar() as show:
            for shown in run_archive(order, engine.value, workers, is_restart=restart):
                show(shown)
    except KeyboardInterrupt:
        is_interrupted = True
    _close(shown, out, is_interrupted=is_interrupted)


def _order(
    paths: list[str], out: Path, choices: CodingChoices, shard_size: int, workers: int | None
) -> "Order":
    """The order; of a budget for a model each worker has its share, and one address of replies."""
    from detente.archive import Order

    config = choices.config()
    if config.model is not None:
        budget = config.model.budget
        share = budget / (workers or os.cpu_count() or 1) if budget is not None else None
        there = config.model.replies.absolute()
        config = replace(config, model=replace(config.model, budget=share, replies=there))

    return Order(
        paths=tuple(paths), out=out, reading=choices.reading(), config=config, shard_size=shard_size
    )


@contextmanager
def _bar() -> "Iterator[Callable[[Counts], None]]":
    """Show how far it is on stderr: a bar to a person, else a line for each hundredth."""
    if not sys.stderr.isatty():
        percent = 0

        def tell(now: "Counts") -> None:
            nonlocal percent
            before, percent = percent, 100 * now.n_shards_done // max(1, now.n_shards)
            if percent > before and not now.is_done:
                typer.echo(f"{percent} %: {_told(now)}", err=True)

        yield tell
        return

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("planning", total=None)

        def show(now: "Counts") -> None:
            done = now.n_items_done + now.n_under_way
            bar.update(task, total=now.n_items, completed=done, description=_told(now))

        yield show


def _told(now: "Counts") -> str:
    told = [count_words(now.rows.get(f"{name}s", 0), name) for name in TABLES]
    told.append(count_words(now.n_problems, "problem"))
    if now.n_warnings:
        told.append(count_words(now.n_warnings, "warning"))
    return ", ".join(told)


def _close(now: "Counts | None", out: Path, *, is_interrupted: bool) -> None:
    told = [_told(now)] if now else ["nothing done yet"]
    if now and now.n_repeated:
        told.append(f"{count_words(now.n_repeated, 'report')} stood twice in a shard")
    if now and now.n_before:
        told.append(f"{now.n_before:,} of {count_words(now.n_shards, 'shard')} were there already")
    if now and now.n_deaths:
        told.append(f"{count_words(now.n_deaths, 'worker')} ended early and had to be replaced")
    if now and now.n_problems:
        told.append(f"problems: {out}/shards/*/problems.parquet")
    then = (
        "call it again to go on" if is_interrupted else f"detente import parquet {out} keeps them"
    )
    stopped = "interrupted after " if is_interrupted else ""
    typer.echo(f"{stopped}{'; '.join([*told, then])}", err=True)
    if is_interrupted:
        raise typer.Exit(INTERRUPTED)
    if now and now.n_problems:
        raise typer.Exit(WITH_PROBLEMS)

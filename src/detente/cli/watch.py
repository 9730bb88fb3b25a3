"""``detente watch``: feeds in, for ever; what is new is fetched, coded and kept."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import options as opt
from detente.cli.options import CoderChoices, spread
from detente.cli.output import WITH_PROBLEMS, LedgerFile, Wait, ledger_path
from detente.errors import BadInput
from detente.ledger.address import beside
from detente.watch import load_feed_lists

Feeds = Annotated[
    list[Path],
    typer.Argument(
        metavar="FEEDS.toml...", help="Lists of feeds; a folder stands for the lists in it."
    ),
]
MemoryFile = Annotated[
    Path | None,
    typer.Option(
        "--memory", metavar="FILE", help="What was asked when; else the ledger's name and .watch."
    ),
]
Once = Annotated[
    bool, typer.Option("--once", help="Ask each feed once, read what is new, end: for cron.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Ask each feed once, show what it has. Writes nothing.")
]
Status = Annotated[
    bool, typer.Option("--status", help="Show how each feed stands. Asks no host, writes nothing.")
]
Metrics = Annotated[
    str | None,
    typer.Option("--metrics", metavar="HOST:PORT", help="Serve counts for Prometheus there."),
]
AtOnce = Annotated[
    int, typer.Option("--at-once", metavar="NUMBER", min=1, max=64, help="Hosts asked at once.")
]


@spread(CoderChoices, "choices")
def watch(
    feeds: Feeds,
    *,
    once: Once = False,
    status: Status = False,
    dry_run: DryRun = False,
    form: Annotated[
        opt.ListFormat | None,
        typer.Option("--format", help="Of --status, --dry-run: table on a terminal, else jsonl."),
    ] = None,
    metrics: Metrics = None,
    at_once: AtOnce = 8,
    ledger: LedgerFile = None,
    memory: MemoryFile = None,
    wait: Wait = 60.0,
    choices: CoderChoices,
) -> None:
    """Poll feeds for ever, politely; fetch, code and keep what is new.

    Example: detente watch feeds.toml

    Keeps to robots.txt, each host's pace and what servers ask for. May be killed at any time and
    started again. Ends at SIGTERM or Ctrl-C when the unit in work is kept. Writes the ledger, and
    what it asked when beside it. Exit code of --once: 0 done, 1 done with problems; 2 could not.
    """
    from detente.cli.terminal import watching
    from detente.watch.outcomes import Keeper

    _check_one_of(once, status, dry_run)
    listed, path = load_feed_lists(feeds), ledger_path(ledger)
    remembered = memory or beside(path, ".watch")
    if status:
        watching.write_statuses(watching.status_rows(listed, remembered), form)
    elif dry_run:
        _end(is_well=not watching.write_checked(watching.check(listed), form))
    else:
        keeper = Keeper(ledger=path, journey=choices.journey(path), wait_s=wait)
        counts = watching.run(
            listed, remembered, keeper, n_visits=at_once, metrics=metrics, is_once=once
        )
        typer.echo(str(counts), err=True)
        _end(is_well=not (once and (counts.n_failed_polls or counts.n_problems)))


def _check_one_of(*wishes: bool) -> None:
    if sum(wishes) > 1:
        raise BadInput("--once, --status and --dry-run exclude each other; name one")


def _end(*, is_well: bool) -> None:
    if not is_well:
        raise typer.Exit(WITH_PROBLEMS)

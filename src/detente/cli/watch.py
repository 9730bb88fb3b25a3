"""``detente watch``: feeds in, for ever; what is new is fetched, coded and kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as opt
from detente.cli.options import CoderChoices, spread
from detente.cli.output import WITH_PROBLEMS, LedgerFile, Wait, ledger_path
from detente.errors import BadInput
from detente.ledger.address import beside
from detente.watch import WatchedFeed, load_feed_lists

if TYPE_CHECKING:
    from detente.cli.terminal.watching import Choices

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
    _check_one_of(once, status, dry_run)
    listed, path = load_feed_lists(feeds), ledger_path(ledger)
    remembered = memory or beside(path, ".watch")
    if status:
        _show_status(listed, remembered, form)
    elif dry_run:
        _show_checked(listed, form)
    else:
        from detente.cli.terminal.watching import Choices

        wanted = Choices(
            ledger=path,
            memory=remembered,
            journey=choices.journey(path),
            metrics=metrics,
            n_visits=at_once,
            wait_s=wait,
            is_once=once,
        )
        _run(listed, wanted)


def _check_one_of(*wishes: bool) -> None:
    """Refuse two ways to watch at once."""
    if sum(wishes) > 1:
        raise BadInput("--once, --status and --dry-run exclude each other; name one")


def _run(feeds: Sequence[WatchedFeed], choices: "Choices") -> None:
    """Watch, and say what was done."""
    from detente.cli.terminal.watching import run

    counts = run(feeds, choices).progress
    typer.echo(str(counts), err=True)
    if choices.is_once and (counts.n_failed_polls or counts.n_problems):
        raise typer.Exit(WITH_PROBLEMS)


def _show_status(feeds: Sequence[WatchedFeed], memory: Path, form: opt.ListFormat | None) -> None:
    from detente.cli.terminal.watching import status_rows, write_statuses

    write_statuses(status_rows(feeds, memory), form)


def _show_checked(feeds: Sequence[WatchedFeed], form: opt.ListFormat | None) -> None:
    """Say what each feed has."""
    from detente.cli.terminal.watching import check, write_checked

    if write_checked(check(feeds), form):
        raise typer.Exit(WITH_PROBLEMS)

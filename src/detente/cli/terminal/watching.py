"""A watch, seen by people: the line on a terminal, log lines elsewhere, tables of feeds.

In:  feeds, and the choices of the command line.   Out: text on stderr and stdout.
Does not: decide what is asked when (the room ``watch`` does).
"""

import logging
import random
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import msgspec
import typer
from rich import box
from rich.table import Table

from detente.cli.options import ListFormat, hush_retries
from detente.cli.output import is_table, progress
from detente.cli.terminal.lists import show
from detente.relations.wording import printable
from detente.sources.fetch import Fetcher
from detente.watch import FeedStatus, Memory, WatchedFeed, Watcher, feed_statuses
from detente.watch.clock import Clock, Progress
from detente.watch.outcomes import Keeper, Schedule, Tools
from detente.watch.status import Exposition, serve_metrics
from detente.watch.visits import CheckedFeed, Visitor, check_feeds

MAX_BYTES = 10_000_000  # of a page, a feed or a sitemap, zipped and unzipped
TIMEOUT_S = 30.0
LINE = "%(asctime)s %(levelname)s %(message)s"


def run(
    feeds: Sequence[WatchedFeed],
    memory: Path,
    keeper: Keeper,
    *,
    n_visits: int,
    metrics: str | None,
    is_once: bool,
) -> Progress:
    """Watch until a signal comes, or once through; give the counts.

    Raises:
        BadInput: the memory or the address of metrics cannot be used.
        LedgerBusy: another watch uses the memory.
        LedgerUnusable: the ledger cannot grow.
    """
    clock = Clock()
    with ExitStack() as stack:
        opened = stack.enter_context(Memory.open(memory))
        pool = ThreadPoolExecutor(n_visits, thread_name_prefix="visit")
        stack.callback(pool.shutdown, cancel_futures=True)
        tools = Tools(
            memory=opened,
            visitor=visitor_for(clock),
            keeper=keeper,
            clock=clock,
            pool=pool,
            schedule=Schedule(random.SystemRandom()),
            n_visits=n_visits,
        )
        watcher = Watcher(feeds, tools)
        if metrics:
            exposition = Exposition(watcher.progress, lambda: watcher.remembered)
            stack.callback(serve_metrics(metrics, exposition))
        stack.enter_context(_shown(watcher.progress))
        stack.enter_context(_ended_by_signals(clock))
        watcher.run(once=is_once)
    return watcher.progress


def visitor_for(clock: Clock) -> Visitor:
    """Make who visits hosts; both fetchers read each robots.txt once."""
    public = Fetcher(timeout_s=TIMEOUT_S, max_bytes=MAX_BYTES)
    private = Fetcher(timeout_s=TIMEOUT_S, max_bytes=MAX_BYTES, allow_private=True)
    private.robots = public.robots
    return Visitor(public=public, private=private, now=clock.now)


def check(feeds: Sequence[WatchedFeed]) -> Iterator[CheckedFeed]:
    """Ask each feed once; say what it lists."""
    yield from check_feeds(feeds, visitor_for(Clock()))


def status_rows(feeds: Sequence[WatchedFeed], memory: Path) -> list[FeedStatus]:
    """Say how each feed stands, by what the watch remembers.

    Raises:
        BadInput: nothing was watched so far.
    """
    with Memory.open(memory, read_only=True) as opened:
        return feed_statuses(feeds, opened.feeds(), datetime.now(UTC))


@contextmanager
def _shown(counts: Progress) -> Iterator[None]:
    """Show counts and what went wrong on a terminal, every step elsewhere."""
    room = logging.getLogger("detente.watch")
    room.setLevel(logging.WARNING if sys.stderr.isatty() else logging.INFO)
    hush_retries()
    with progress(counts, is_wanted=True):
        handler = logging.StreamHandler(sys.stderr)  # above the line that counts
        handler.setFormatter(_OneLine(LINE, "%Y-%m-%dT%H:%M:%S%z"))
        room.addHandler(handler)
        try:
            yield
        finally:
            room.removeHandler(handler)


class _OneLine(logging.Formatter):
    """One line a record, without what a terminal would obey: feeds are strangers' words."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


@contextmanager
def _ended_by_signals(clock: Clock) -> Iterator[None]:
    """Let SIGTERM and Ctrl-C end the watch when its unit is kept; a second Ctrl-C at once."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # as signal wants it
        if clock.is_stopped and number == signal.SIGINT:
            raise KeyboardInterrupt
        clock.stop()
        typer.echo("ending when the unit in work is kept", err=True)

    before = [(number, signal.signal(number, stop)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


# --- How feeds stand, and what they have -> a table for a terminal, JSON lines for a pipe.
def write_statuses(rows: Iterable[FeedStatus], form: ListFormat | None) -> None:
    """Write how each feed stands."""
    if not is_table(form):
        _write_lines(rows)
        return
    columns = ("outlet", "last poll", "last new", "next poll", "failures", "pages", "why")
    cells = (
        (
            row.outlet,
            _minute(row.last_poll),
            _minute(row.last_new),
            _minute(row.next_poll),
            str(row.n_failures),
            f"{row.n_pages:,}",
            row.why or "",
        )
        for row in rows
    )
    _write_table(columns, cells)


def write_checked(rows: Iterable[CheckedFeed], form: ListFormat | None) -> int:
    """Write what each feed has, as it comes; count those that have nothing."""
    seen = []
    for row in rows:
        seen.append(row)
        if not is_table(form):
            _write_lines([row])
    if is_table(form):
        columns = ("outlet", "language", "kind", "entries", "newest", "problem or place")
        cells = (
            (
                row.outlet,
                row.language,
                row.kind or "",
                f"{row.n_entries:,}",
                _minute(row.newest),
                f"{row.fault}: {row.detail}" if row.fault else row.detail or "",
            )
            for row in seen
        )
        _write_table(columns, cells)
    return sum(row.fault is not None for row in seen)


def _write_lines(rows: Iterable[FeedStatus | CheckedFeed]) -> None:
    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def _write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    for name in columns:
        table.add_column(name, ratio=3 if name in {"why", "problem or place"} else None)
    for row in rows:
        table.add_row(*map(printable, row))
    show(sys.stdout.buffer, table)
    sys.stdout.buffer.flush()


def _minute(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "never"

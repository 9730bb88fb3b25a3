"""How feeds stand, and what they have -> a table for a terminal, JSON lines for a pipe.

In:  rows of ``--status`` and ``--dry-run``.   Out: text on stdout.
Does not: ask any host.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from detente.cli.options import ListFormat
from detente.cli.output import is_terminal
from detente.cli.tables import open_console
from detente.relations.wording import printable
from detente.watch.checking import CheckedFeed
from detente.watch.status import FeedStatus

__all__ = ["write_checked", "write_statuses"]


def write_statuses(rows: Iterable[FeedStatus], form: ListFormat | None) -> None:
    """Write how each feed stands."""
    if _is_jsonl(form):
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
        if _is_jsonl(form):
            _write_lines([row])
    if not _is_jsonl(form):
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


# Private functions


def _is_jsonl(form: ListFormat | None) -> bool:
    return form is ListFormat.JSONL or (form is None and not is_terminal())


def _write_lines(rows: Iterable[FeedStatus | CheckedFeed]) -> None:
    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def _write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table

    console = open_console(sys.stdout.buffer)
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    for name in columns:
        table.add_column(name, ratio=3 if name in {"why", "problem or place"} else None)
    for row in rows:
        table.add_row(*map(printable, row))
    with console.capture() as captured:
        console.print(table)
    sys.stdout.buffer.write(captured.get().encode())
    sys.stdout.buffer.flush()


def _minute(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "never"

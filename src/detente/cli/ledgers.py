"""Which ledger a command asks, and how long it waits for it.

In:  the options ``--ledger`` and ``--wait``.   Out: an open ledger, its events up to date.
Does not: keep it open longer than the command's one unit of work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import LedgerBusy

if TYPE_CHECKING:
    from detente.ledger import Ledger
    from detente.ledger.address import LedgerName

    Named = LedgerName
else:
    Named = Any  # Typer knows no unions; its parser makes the right one

__all__ = ["LedgerFile", "Wait", "asked", "ledger_path"]


def _named(words: str) -> "LedgerName":
    from detente.ledger.address import ledger_name

    return ledger_name(words)


LedgerFile = Annotated[
    Named | None,
    typer.Option(
        "--ledger",
        metavar="NAME",
        parser=_named,
        help="The ledger: a file, or ducklake:...; else $DETENTE_LEDGER, else detente.duckdb.",
    ),
]
Wait = Annotated[
    float,
    typer.Option("--wait", metavar="SECONDS", min=0, help="How long to wait for a busy ledger."),
]


def ledger_path(given: "LedgerName | None") -> "LedgerName":
    """Name the ledger."""
    from detente.ledger.address import default_path

    return given if given is not None else default_path()


@contextmanager
def asked(
    given: "LedgerName | None", wait_s: float, *, for_events: bool = False
) -> "Iterator[Ledger]":
    """Open a ledger to ask it; ``for_events`` computes them first where claims came since."""
    from detente.ledger import Ledger

    path = ledger_path(given)
    with Ledger.open(path, read_only=True, wait_s=wait_s) as ledger:
        if not for_events or ledger.is_computed():
            yield ledger
            return
    computed_anew(path, wait_s)
    with Ledger.open(path, read_only=True, wait_s=wait_s) as ledger:
        yield ledger


def computed_anew(path: "LedgerName", wait_s: float) -> str:
    """Compute the events of a ledger, and say what changed; "" where nothing did.

    Of a shared ledger others may be computing them: that is said, and no reason to stop.

    Raises:
        LedgerBusy: another process holds the file.
    """
    from detente.ledger import Ledger
    from detente.ledger.address import Lake
    from detente.recompute import compute_events, unheeded_rulings
    from detente.relations.wording import count_words

    with Ledger.open(path, wait_s=wait_s) as ledger:
        if ledger.is_computed():
            return ""
        typer.echo("computing events from all claims and rulings", err=True)
        try:
            changes = compute_events(ledger)
        except LedgerBusy:
            if not isinstance(path, Lake):
                raise
            return "another computes the events just now; who asks for them next gets the rest"
        n_events = ledger.events().count()
        n_unheeded = len(unheeded_rulings(ledger))
    if changes is None:
        return ""
    told = f"{count_words(n_events, 'event')} ({changes.n_new:,} new"
    told = f"{told}, {changes.n_changed:,} changed, {changes.n_gone:,} gone)"
    if n_unheeded:
        told += f"; {count_words(n_unheeded, 'ruling')} not applied: detente rule --list tells why"
    return told

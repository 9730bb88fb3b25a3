"""``detente tidy``: a shared ledger's many small files into few."""

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.ledgers import LedgerFile, Wait, ledger_path
from detente.errors import BadInput

if TYPE_CHECKING:
    from detente.ledger.address import Lake, LedgerName

__all__ = ["tidy"]

KeepHours = Annotated[
    float,
    typer.Option(
        "--keep-hours", metavar="HOURS", min=0, help="How long former states can still be read."
    ),
]


def tidy(*, keep_hours: KeepHours = 24.0, ledger: LedgerFile = None, wait: Wait = 60.0) -> None:
    """Gather the small files of a shared ledger, and leave its former states behind.

    Example: detente tidy --ledger "ducklake:postgres:dbname=record host=db"

    Changes no row. Others may read meanwhile; who writes waits. Run it once a day. Exit code: 0
    done, 2 could not.
    """
    from detente.ledger.lake_tidy import tidy_lake
    from detente.relations.wording import count_words

    done = tidy_lake(_shared(ledger_path(ledger)), kept_h=keep_hours, wait_s=wait)
    typer.echo(
        f"{count_words(done.n_files, 'file')} of data ({done.n_files_before:,} before), "
        f"{done.n_bytes / 1e6:,.1f} MB; {count_words(done.n_states, 'state')} "
        f"({done.n_states_before:,} before)",
        err=True,
    )


def _shared(name: "LedgerName") -> "Lake":
    """Make sure that a ledger is shared.

    Raises:
        BadInput: it is a file.
    """
    from detente.ledger.address import Lake

    if isinstance(name, Lake):
        return name
    raise BadInput(f"{name} is a file, which DuckDB keeps tidy; only a shared ledger needs it")

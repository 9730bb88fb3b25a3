"""``detente runs``: under which versions rows were made, and what two versions tell apart."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import options as opt
from detente.cli.ask import chosen_record_format, write_flat
from detente.cli.asking import RecordForm, RecordFormat
from detente.cli.ledgers import LedgerFile, Wait, asked
from detente.cli.output import open_output

if TYPE_CHECKING:
    from detente.ledger.difference import Difference

__all__ = ["runs"]

COLUMNS = ("number", "id", "version", "coder", "n_reports", "n_claims")
Run = Annotated[
    str, typer.Argument(metavar="RUN", help="A run's number or id, as detente runs has.")
]

runs = typer.Typer(name="runs", invoke_without_command=True, rich_markup_mode=None)


@runs.callback()
def list_runs(
    context: typer.Context,
    *,
    form: RecordForm = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """List the runs: the versions of code, codebook, gazetteer and parser behind rows.

    Example: detente runs

    detente runs diff A B shows what two runs tell apart. Reads the ledger. Exit code: 0 done, 2
    could not.
    """
    if context.invoked_subcommand:
        return
    chosen = chosen_record_format(form, output)
    with asked(ledger, wait) as record:
        write_flat(record.runs(), COLUMNS, chosen, output)


@runs.command("diff")
def diff(
    a: Run,
    b: Run,
    *,
    form: RecordForm = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """Show what two runs tell apart, in the reports that both have coded.

    Example: detente runs diff 1 2

    A claim of one run and one of the other that cite the same predicate are one claim that
    changed. Reads the ledger. Exit code: 0 done, 2 could not.
    """
    from detente.ledger.difference import compare_runs

    chosen = chosen_record_format(form, output)
    with asked(ledger, wait) as record:
        found = compare_runs(record, a, b)
    if chosen is not RecordFormat.TABLE:
        from detente.ledger.event_rows import write_table

        with open_output(output) as stream:
            write_table(found.rows, stream, chosen.value)
        return
    _show(found, output)


def _show(found: "Difference", output: Any) -> None:
    from detente.cli.record_tables import write_difference

    with open_output(output) as stream:
        write_difference(found, stream)

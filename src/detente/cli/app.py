"""The commands, and what the whole program does when a command cannot go on.

In:  the words of a command line.   Out: an exit code: 0 done, 1 done with problems, 2 could not.
Does not: import anything heavy; each command imports what it needs when it runs.
"""

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from detente.cli import output
from detente.cli.actors import actors
from detente.cli.add import add
from detente.cli.archive import archive
from detente.cli.ask import claims, events, problems, reports, runs, statements
from detente.cli.brief import affairs, brief, demo
from detente.cli.code import code
from detente.cli.evaluate import FiguresFormat, check, evaluate, sample
from detente.cli.explain import explain
from detente.cli.export import export
from detente.cli.import_ import import_
from detente.cli.llm import compare, llm
from detente.cli.options import CoderChoices, spread
from detente.cli.output import COULD_NOT, INTERRUPTED, LedgerFile, Wait, ledger_path
from detente.cli.plot import plot
from detente.cli.rule import rule
from detente.cli.serve import mcp, serve, token
from detente.cli.types import types
from detente.cli.watch import watch
from detente.errors import VERSION, BadInput, DetenteError

if TYPE_CHECKING:
    from detente.cli.terminal.checkup import Finding
    from detente.ledger.address import Lake, LedgerName


class Commands(TyperGroup):
    """All commands; turns what they raise into one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command.

        Raises:
            Exit: with 2 where the command cannot do its work, 130 at an interrupt.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            output.forget_stdout()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except (DetenteError, OSError) as err:
            typer.echo(f"detente: {err}", err=True)
            raise typer.Exit(COULD_NOT) from err


def _print_version(*, is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"detente {VERSION}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    name="detente",
    epilog="Start with: detente demo",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: rich would double the time that --help takes
    pretty_exceptions_enable=False,
)


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Version.")
    ] = False,
) -> None:
    """Read news reports; keep the record of how states deal with each other."""


INTAKE = (code, add, archive, watch)
BEFORE = (
    *INTAKE, brief, affairs, plot, events, explain, rule, sample, check, claims, statements,
    reports, problems,
)  # fmt: skip


# --- `detente tidy`: a shared ledger's many small files into few.
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
    from detente.ledger.lake.tidy import tidy_lake
    from detente.relations.wording import count_words

    done = tidy_lake(_shared(ledger_path(ledger)), kept_h=keep_hours, wait_s=wait)
    typer.echo(
        f"{count_words(done.n_files, 'file')} of data ({done.n_files_before:,} before), "
        f"{done.n_bytes / 1e6:,.1f} MB; {count_words(done.n_states, 'state')} "
        f"({done.n_states_before:,} before)",
        err=True,
    )


# --- `detente version`: the versions behind every row.
@spread(CoderChoices, "choices")
def version(choices: CoderChoices) -> None:
    """Print the versions behind every row.

    Example: detente version

    Two runs with the same versions give the same rows.
    """
    run = choices.journey().run
    for part, digest in (asdict(run) | {"run": run.id}).items():
        typer.echo(f"{part:<10} {digest}")


# --- `detente doctor`: whether it can work here, for whoever asks for help.
def doctor(
    *,
    form: Annotated[
        FiguresFormat | None,
        typer.Option("--format", help="Default: table on a terminal, else json."),
    ] = None,
    ledger: LedgerFile = None,
) -> None:
    """Say whether detente can work here: versions, processor, model, extras, ledger, free disk.

    Example: detente doctor --ledger record.duckdb

    Put what it prints into a report of a fault. Reads the ledger that is named, by --ledger or
    $DETENTE_LEDGER; writes nothing. Exit code: 0 all is well, 1 something is not.
    """
    from detente.cli.terminal.checkup import checkup

    is_named = ledger is not None or "DETENTE_LEDGER" in os.environ
    _tell(list(checkup(ledger_path(ledger) if is_named else None)), form)


def _tell(found: "list[Finding]", form: FiguresFormat | None) -> None:
    """Print findings."""
    if output.is_table(form):
        for one in found:
            typer.echo(f"{'ok ' if one.is_well else 'BAD'} {one.name:<22} {one.found}")
    else:
        output.write_json(found)
    if not all(one.is_well for one in found):
        raise typer.Exit(output.WITH_PROBLEMS)


BEHIND = (serve, mcp, tidy, compare, evaluate, actors, demo, doctor, version)
for command in (*BEFORE, *BEHIND):
    app.command()(command)
app.command("import")(import_)
app.command()(export)
app.add_typer(llm)
app.add_typer(runs)
app.add_typer(token)
app.add_typer(types)


def main() -> None:
    """Run ``detente``."""
    # DuckDB imports pandas for each query with values, half a second; no command makes its frames
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # None: not to be imported
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows "?"
    app()


def _shared(name: "LedgerName") -> "Lake":
    """Make sure that a ledger is shared."""
    from detente.ledger.address import Lake

    if isinstance(name, Lake):
        return name
    raise BadInput(f"{name} is a file, which DuckDB keeps tidy; only a shared ledger needs it")

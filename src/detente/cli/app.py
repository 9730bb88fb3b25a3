"""The commands, and what the whole program does when a command cannot go on.

In:  the words of a command line.   Out: an exit code: 0 done, 1 done with problems, 2 could not.
Does not: import anything heavy; each command imports what it needs when it runs.
"""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from detente.cli import output
from detente.cli.actors import actors
from detente.cli.add import add
from detente.cli.archive import archive
from detente.cli.ask import claims, events, problems, reports, statements
from detente.cli.brief import brief
from detente.cli.code import code
from detente.cli.demo import demo
from detente.cli.evaluate import evaluate
from detente.cli.explain import explain
from detente.cli.export import export
from detente.cli.import_ import import_
from detente.cli.llm import llm
from detente.cli.mcp import mcp
from detente.cli.plot import plot
from detente.cli.rule import rule
from detente.cli.runs import runs
from detente.cli.serve import serve
from detente.cli.tally import COULD_NOT, INTERRUPTED
from detente.cli.tidy import tidy
from detente.cli.token import token
from detente.cli.types import types
from detente.cli.version import version
from detente.cli.watch import watch
from detente.errors import DetenteError
from detente.versions import VERSION

__all__ = ["app", "main"]


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
BEFORE = (*INTAKE, brief, plot, events, explain, rule, claims, statements, reports, problems)
BEHIND = (serve, mcp, tidy, evaluate, actors, demo, version)
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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows "?"
    app()

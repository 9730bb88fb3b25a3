"""The commands, and what the whole program does when a command cannot go on.

In:  the words of a command line.   Out: an exit code: 0 done, 1 done with problems, 2 could not.
Does not: load a command before it is called, or anything heavy.
"""

import gc
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from detente.errors import VERSION, DetenteError

# Each command: its module in this room, and its help as far as the list of all has room for it.
COMMANDS = {
    "code": ("code", "Find who did what to whom in reports."),
    "add": ("add", "Code reports and keep them in a ledger."),
    "archive": ("archive", "Code archives of any size, shard by shard, into Parquet."),
    "watch": ("watch", "Poll feeds for ever, politely; fetch, code and keep what is new."),
    "brief": ("brief", "Show how two sides stand: what happened, channels, promises, disputes"),
    "affairs": ("brief", "List what happened between two sides, the weightiest first; a summit"),
    "plot": ("plot", "Draw how two sides stand: the relation's temperature, issues, contacts"),
    "events": ("ask", "List events: what the claims of all reports, merged, say happened."),
    "explain": ("explain", "Show what is behind an event: claims, words, links, rivals, rulings."),
    "rule": ("rule", "Decide on an event or claim."),
    "sample": ("evaluate", "Draw a sample of claims and of whole reports, as a form for whoever"),
    "check": ("evaluate", "Work out from a checked sample how far the record can be trusted."),
    "claims": ("ask", "List claims: what each report says happened, with its words."),
    "statements": ("ask", "List statements: who said what about which issue, with the words."),
    "reports": ("ask", "List the reports in the ledger, without their texts."),
    "problems": ("ask", "List what went wrong, as long as it does: a problem ends when its"),
    "serve": ("serve", "Show the ledger in a browser, take reports and rulings; Ctrl-C ends it."),
    "mcp": ("serve", "Serve the ledger to an assistant by the Model Context Protocol, only"),
    "tidy": ("doctor", "Gather the small files of a shared ledger, and leave its former states"),
    "compare": ("llm", "Show where the built-in reader and a large model read the same reports"),
    "evaluate": ("evaluate", "Measure detente on a gold file."),
    "actors": ("explain", "Explain whom a name names."),
    "demo": ("brief", "Show two briefs from a dozen reports."),
    "doctor": ("doctor", "Say whether detente can work here: versions, processor,..."),
    "version": ("doctor", "Print the versions behind every row."),
    "import": ("import_", "Import events of GDELT, ICEWS, POLECAT, PLOVER, or detente's..."),
    "export": ("export", "Write claims (polecat, icews, plover, csv, parquet) or events..."),
    "llm": ("llm", "What a model would be asked, as files; and replies that others have written."),
    "runs": ("ask", "List the runs: the versions of code, codebook, gazetteer and parser"),
    "token": ("serve", "Tokens for a desk: who may read from afar, rule, or write."),
    "types": ("types", "Make types of acts of your own, from a couple of hundred sentences."),
}
# Plain help: rich would double the time that --help takes.
PLAIN: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


class Commands(TyperGroup):
    """All commands; turns what they raise into one line on stderr and an exit code."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Load the command that is called; until then its name and a line of help stand for it."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, name and _loaded(name), rest

    def invoke(self, ctx: Any) -> Any:
        """Run a command.

        Raises:
            Exit: with 2 where the command cannot do its work, 130 at an interrupt.
        """
        from detente.cli.output import COULD_NOT, INTERRUPTED, forget_stdout

        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            forget_stdout()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except (DetenteError, OSError) as err:
            typer.echo(f"detente: {err}", err=True)
            raise typer.Exit(COULD_NOT) from err


def _loaded(name: str) -> Any:
    module, _ = COMMANDS[name]
    made = getattr(import_module(f"detente.cli.{module}"), "import_" if name == "import" else name)
    alone = typer.Typer(**PLAIN)
    if isinstance(made, typer.Typer):
        alone.add_typer(made)
    else:
        alone.command(name)(made)
    return typer.main.get_group(alone).commands[name]


def _print_version(*, is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"detente {VERSION}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    name="detente",
    epilog="Start with: detente demo",
    no_args_is_help=True,
    **PLAIN,
)
for _name, (_, _told) in COMMANDS.items():
    app.command(_name, help=_told)(lambda: None)


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Version.")
    ] = False,
) -> None:
    """Read news reports; keep the record of how states deal with each other."""


class _NoPandas:
    """Tells that pandas is not installed.

    DuckDB imports it for each query with values, half a second; no command makes its frames.
    """

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def main() -> None:
    """Run ``detente``."""
    sys.meta_path.insert(0, _NoPandas())
    gc.set_threshold(50_000, 10, 10)  # records hold no circles; the search is a fifth of a brief
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows "?"
    app()

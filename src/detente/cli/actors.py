"""``detente actors``: whom a name names, as of a day."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as opt
from detente.cli.output import WITH_PROBLEMS, is_table

if TYPE_CHECKING:
    from detente.actors import NameMeaning


def actors(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Words as a report writes them.")],
    *,
    as_of: Annotated[
        opt.Day, opt.day_option("The day to ask for; else who holds office now.")
    ] = None,
    form: Annotated[
        opt.ListFormat | None,
        typer.Option("--format", help="Default: table on a terminal, else jsonl."),
    ] = None,
    own: opt.ActorFiles = None,
) -> None:
    """Explain whom a name names.

    Example: detente actors "Wang Yi" --as-of 2024-02-02

    The likeliest meaning comes first. Reads the packaged gazetteer and what --actors names;
    writes nothing. Exit code: 0 found, 1 no such name.
    """
    from detente.actors import explain_name, load_gazetteer
    from detente.relations.wording import printable

    meanings = explain_name(load_gazetteer(tuple(own or ())), name, as_of)
    for meaning in meanings:
        typer.echo(_line(meaning, form))
    if not meanings:
        typer.echo(f"no actor is known as {printable(name)!r}; --actors adds your own", err=True)
        sys.exit(WITH_PROBLEMS)


def _line(meaning: "NameMeaning", form: opt.ListFormat | None) -> str:
    if not is_table(form):
        import msgspec

        return msgspec.json.encode(meaning).decode()
    from detente.relations.wording import printable

    office = f", {meaning.office}" if meaning.office else ""
    past = "" if meaning.is_current else " (not on that day)"
    about = f"{meaning.code:<10} {meaning.actor}{office}{past}: {meaning.why} [{meaning.source}]"
    return printable(about)

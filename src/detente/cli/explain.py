"""``detente explain``, ``actors``: what is behind an event, and whom a name names as of a day."""

import sys
from typing import Annotated

import msgspec
import typer

from detente.actors import NameMeaning, explain_name, load_gazetteer
from detente.cli import options as opt
from detente.cli.output import WITH_PROBLEMS, LedgerFile, Wait, asked, is_table, open_output
from detente.relations.wording import printable


def explain(
    given: Annotated[
        str, typer.Argument(metavar="ID", help="Of an event or claim; its beginning will do.")
    ],
    *,
    form: Annotated[
        opt.TextFormat, opt.format_option(opt.TextFormat, "How to write the explanation.")
    ] = opt.TextFormat.TEXT,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """Show what is behind an event: claims, words, links, rivals, rulings.

    Example: detente explain 3f9c2a

    The sentences have the cited words marked: [who: Norland]. Ids are those of detente events and
    detente claims. Reads the ledger; computes its events anew where claims or rulings came since.
    Exit code: 0 done, 2 could not.
    """
    from detente.cli.terminal.explanations import write_explanation
    from detente.relations.explain import explanation_in, look_up

    with asked(ledger, wait, for_events=True) as record:
        meant = look_up(record, given)
        found = explanation_in(record, meant.event, meant.claims)
    with open_output(output) as stream:
        if form is opt.TextFormat.JSON:
            stream.write(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
        else:
            write_explanation(found, stream)


def actors(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Words as a report writes them.")],
    *,
    as_of: Annotated[
        opt.Day, opt.day_option("The day to ask for; else who holds office now.")
    ] = None,
    form: opt.ListForm = None,
    own: opt.ActorFiles = None,
) -> None:
    """Explain whom a name names.

    Example: detente actors "Wang Yi" --as-of 2024-02-02

    The likeliest meaning comes first. Reads the packaged gazetteer and what --actors names;
    writes nothing. Exit code: 0 found, 1 no such name.
    """
    meanings = explain_name(load_gazetteer(tuple(own or ())), name, as_of)
    for meaning in meanings:
        typer.echo(_line(meaning, form))
    if not meanings:
        typer.echo(f"no actor is known as {printable(name)!r}; --actors adds your own", err=True)
        sys.exit(WITH_PROBLEMS)


def _line(meaning: NameMeaning, form: opt.ListFormat | None) -> str:
    if not is_table(form):
        return msgspec.json.encode(meaning).decode()

    office = f", {meaning.office}" if meaning.office else ""
    past = "" if meaning.is_current else " (not on that day)"
    about = f"{meaning.code:<10} {meaning.actor}{office}{past}: {meaning.why} [{meaning.source}]"
    return printable(about)

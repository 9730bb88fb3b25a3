"""``detente explain``: an event, its claims, the sentences with the cited words marked."""

from typing import Annotated

import typer

from detente.cli import options as opt
from detente.cli.output import LedgerFile, Wait, asked, open_output


def explain(
    given: Annotated[
        str, typer.Argument(metavar="ID", help="Of an event or claim; its beginning will do.")
    ],
    *,
    form: Annotated[
        opt.TextFormat, typer.Option("--format", help="How to write the explanation.")
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
            import msgspec

            stream.write(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
        else:
            write_explanation(found, stream)

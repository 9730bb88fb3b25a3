"""``detente actors``: whom a name names, as of a day."""

from datetime import date
from typing import Annotated

import typer

from detente.cli import options as opt

__all__ = ["actors"]


def actors(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Words as a report writes them.")],
    as_of: Annotated[
        date | None,
        typer.Option(
            parser=opt.parse_day, metavar="DATE", help="The day for which to ask; else any day."
        ),
    ] = None,
    actors: opt.ActorFiles = None,
) -> None:
    """Explain whom a name names.

    Example: detente actors "Wang Yi" --as-of 2024-02-02

    Reads the packaged gazetteer and what --actors names; writes nothing.
    """
    from detente.actors import explain_name, load_gazetteer

    typer.echo(explain_name(load_gazetteer(tuple(actors or ())), name, as_of))

"""``detente evaluate``: figures on a gold file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CoderChoices, spread
from detente.cli.output import is_terminal, progress

__all__ = ["evaluate"]


class FiguresFormat(StrEnum):
    """Formats of ``detente evaluate``."""

    TABLE = "table"
    JSON = "json"


class Count:
    """How many rows are done."""

    def __init__(self) -> None:
        self.n_done = 0

    def __call__(self, n_done: int) -> None:
        self.n_done = n_done

    def __str__(self) -> str:
        return f"{self.n_done:,} rows"


@spread(CoderChoices, "choices")
def evaluate(
    suite: Annotated[
        str,
        typer.Argument(
            metavar="SUITE",
            help="pairs, sentences, documents, speech, dates, status, links, promises, briefs.",
        ),
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Gold file or folder of that suite.")
    ],
    *,
    form: Annotated[
        FiguresFormat | None,
        typer.Option("--format", help="Default: table on a terminal, else json."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show the misses, too.")] = False,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="FOLDER", help="Texts of a key that has none of its own."),
    ] = None,
    choices: CoderChoices,
) -> None:
    """Measure detente on a gold file.

    Example: detente evaluate dates gold.jsonl --errors

    Reads FILE; writes nothing.
    """
    import detente.evaluate as suites

    journey, count = choices.journey(), Count()
    with progress(count, is_wanted=True):
        figures = suites.evaluate(suite, file, journey, count, texts)
    if form is FiguresFormat.JSON or (form is None and not is_terminal()):
        import msgspec

        misses = {"errors": list(figures.misses)} if errors else {}
        typer.echo(msgspec.json.encode(figures.as_json() | misses))
        return
    typer.echo(suites.render_table(figures))
    if errors:
        typer.echo("\n" + suites.render_misses(figures.misses))

"""``detente evaluate``: figures on a gold file."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as opt
from detente.cli.options import open_journey
from detente.cli.output import LedgerFile, Wait, asked, is_terminal, progress

if TYPE_CHECKING:
    from detente.ledger import Ledger

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


def evaluate(
    suite: Annotated[
        str,
        typer.Argument(
            metavar="SUITE",
            help="pairs, sentences, documents, speech, dates, status of the coder; series of a"
            " ledger.",
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Gold file of that suite.")],
    *,
    form: Annotated[
        FiguresFormat | None,
        typer.Option("--format", help="Default: table on a terminal, else json."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show the misses, too.")] = False,
    coder: opt.Coder = opt.DEFAULT_CODER,
    actors: opt.ActorFiles = None,
    issues: opt.IssueFiles = None,
    types: opt.TypeFiles = None,
    spacy_model: opt.SpacyModel = opt.DEFAULT_SPACY_MODEL,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """Measure detente on a gold file.

    Example: detente evaluate dates gold.jsonl --errors

    The series suite holds how warm the relations in a ledger are against experts' scores: a CSV
    with side_a, side_b, month (2024-02), score. Reads FILE, and for series the ledger, whose events
    it computes anew where claims or rulings came since.
    """
    if suite == "series":
        with asked(ledger, wait, for_events=True) as record:
            _measure_series(file, record, form)
        return
    import detente.evaluate as suites

    journey, count = open_journey(coder, spacy_model, actors, issues, types), Count()
    with progress(count, is_wanted=True):
        figures = suites.evaluate(suite, file, journey, count)
    if form is FiguresFormat.JSON or (form is None and not is_terminal()):
        import msgspec

        misses = {"errors": list(figures.misses)} if errors else {}
        typer.echo(msgspec.json.encode(figures.as_json() | misses))
        return
    typer.echo(suites.render_table(figures))
    if errors:
        typer.echo("\n" + suites.render_misses(figures.misses))


# Private functions


def _measure_series(file: Path, record: "Ledger", form: FiguresFormat | None) -> None:
    from detente.evaluate.series import render_series, score_series

    found = score_series(file, record)
    if form is FiguresFormat.JSON or (form is None and not is_terminal()):
        import msgspec

        typer.echo(msgspec.json.encode(found))
        return
    typer.echo(render_series(found))

"""``detente evaluate``: figures on a gold file."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import CoderChoices, spread
from detente.cli.output import LedgerFile, Wait, asked, is_terminal, progress

if TYPE_CHECKING:
    from detente.evaluate.series import SeriesScores
    from detente.evaluate.turns import TurnScores
    from detente.ledger import Ledger

__all__ = ["evaluate"]


class FiguresFormat(StrEnum):
    """Formats of ``detente evaluate``."""

    TABLE = "table"
    JSON = "json"


OF_A_LEDGER = frozenset({"series", "turns"})


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
            help="pairs, sentences, documents, speech, dates, status, links, promises, briefs;"
            " series, turns of a ledger.",
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
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
    choices: CoderChoices,
) -> None:
    """Measure detente on a gold file.

    Example: detente evaluate dates gold.jsonl --errors

    The series suite holds how warm the relations in a ledger are against experts' scores: a CSV
    with side_a, side_b, month (2024-02), score; turns, where they turn, against keys to briefs.
    Reads FILE, and for these two the ledger, whose events it computes anew where claims or rulings
    came since.
    """
    if suite in OF_A_LEDGER:
        with asked(ledger, wait, for_events=True) as record:
            _measure(suite, file, record, form)
        return
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


# Private functions


def _measure(suite: str, file: Path, record: "Ledger", form: FiguresFormat | None) -> None:
    from detente.evaluate.briefs import read_briefs
    from detente.evaluate.series import render_series, score_series
    from detente.evaluate.turns import render_turns, score_turns

    found: SeriesScores | TurnScores
    if suite == "series":
        found = score_series(file, record)
        told = render_series(found)
    else:
        found = score_turns(read_briefs(file), record)
        told = render_turns(found)
    if form is FiguresFormat.JSON or (form is None and not is_terminal()):
        import msgspec

        typer.echo(msgspec.json.encode(found))
        return
    typer.echo(told)

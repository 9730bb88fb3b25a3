"""``detente demo``: a dozen reports written for the project, coded and briefed."""

from importlib.resources import files
from pathlib import Path

import typer

from detente.cli import options as opt
from detente.cli.brief import render_brief
from detente.cli.choices import CoderChoices
from detente.cli.intake import code_reports
from detente.cli.output import progress
from detente.cli.tally import Tally

__all__ = ["demo"]

FILE = "reports.jsonl"
DYADS = (
    ("CHN", "China", "USA", "United States"),
    ("IRN", "Iran", "SAU", "Saudi Arabia"),
)
GO_ON = """To go on, with reports of your own:
  detente code story.html --published 2024-02-02
  detente brief CHN USA stories/
  detente code stories/ --format csv -o claims.csv"""


def demo(spacy_model: opt.SpacyModel = opt.DEFAULT_SPACY_MODEL) -> None:
    """Show two briefs from a dozen reports.

    Example: detente demo

    Reads reports that are installed with detente; writes nothing.
    """
    from detente.pipeline import facts_of
    from detente.relations import Scope, brief_from_claims
    from detente.sources import ReadOptions, read_reports

    journey, tally = CoderChoices(spacy_model=spacy_model).journey(), Tally()
    reports = read_reports([str(_example_file())], ReadOptions())
    with progress(tally, is_wanted=True):
        coded = list(tally.watch(code_reports(reports, journey)))
    for side_a, name_a, side_b, name_b in DYADS:
        scope = Scope(side_a=side_a, name_a=name_a, side_b=side_b, name_b=name_b)
        made = brief_from_claims(coded, scope, journey.codebook, facts_of)
        typer.echo(render_brief(made, opt.BriefFormat.TEXT))
    typer.echo(GO_ON)
    tally.close()


def _example_file() -> Path:
    """The wheel holds the examples inside the package, a checkout beside it."""
    package = Path(str(files("detente")))
    packaged = package / "examples" / FILE
    return packaged if packaged.is_file() else package.parents[1] / "examples" / FILE

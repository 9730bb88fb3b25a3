"""``detente brief``: reports in, how two sides stand out."""

from typing import Annotated

import typer

from detente.cli import options as opt
from detente.cli.intake import code_reports, open_journey
from detente.cli.output import is_terminal, open_output, progress
from detente.cli.tally import Tally

__all__ = ["brief"]

Side = Annotated[
    str, typer.Argument(metavar="SIDE", help="A country's three letters (ISO 3166), as CHN or USA.")
]


def brief(
    side_a: Side,
    side_b: Side,
    paths: opt.Paths,
    published: opt.Published = None,
    as_of: opt.AsOf = None,
    since: opt.Since = None,
    form: opt.BriefForm = opt.BriefFormat.TEXT,
    output: opt.Output = None,
    text_column: opt.TextColumn = "text",
    id_column: opt.IdColumn = "id",
    date_column: opt.DateColumn = "date",
    title_column: opt.TitleColumn = "title",
    outlet_column: opt.OutletColumn = "outlet",
    url_column: opt.UrlColumn = "url",
    coder: opt.Coder = "rules",
    actors: opt.ActorFiles = None,
    issues: opt.IssueFiles = None,
    spacy_model: opt.SpacyModel = opt.DEFAULT_SPACY_MODEL,
) -> None:
    """Show how two sides stand, from reports, with the words behind each line.

    Example: detente brief CHN USA stories/ --since 2023-11-01

    Reads the inputs; writes nothing but what -o names.
    """
    from detente.relations import brief_from_claims, render
    from detente.sources import ReadOptions, read_reports

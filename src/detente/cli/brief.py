"""``detente brief``: reports in, how two sides stand out."""

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as opt
from detente.cli.intake import code_reports, open_journey
from detente.cli.output import open_output, progress
from detente.cli.sides import resolve_side
from detente.cli.tally import Tally

if TYPE_CHECKING:
    from detente.relations import Brief

__all__ = ["brief", "render_brief"]

Side = Annotated[
    str, typer.Argument(metavar="SIDE", help="A state by its three letters or name: CHN, China.")
]


def brief(
    side_a: Side,
    side_b: Side,
    paths: opt.Paths,
    *,
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
    """Show how two sides stand, from reports.

    Example: detente brief CHN USA stories/ --since 2023-11-01

    Each line comes with the words it rests on. Reads the inputs; writes nothing but what -o
    names. Exit code: 0 done, 1 done with problems, 2 could not.
    """
    from detente.actors import load_gazetteer
    from detente.relations import Scope, brief_from_claims
    from detente.sources import ReadOptions, read_reports

    gazetteer = load_gazetteer(tuple(actors or ()))
    (code_a, name_a), (code_b, name_b) = (resolve_side(s, gazetteer) for s in (side_a, side_b))
    scope = Scope(
        side_a=code_a, side_b=code_b, as_of=as_of, since=since, name_a=name_a, name_b=name_b
    )
    reading = ReadOptions(
        text_column=text_column,
        id_column=id_column,
        date_column=date_column,
        title_column=title_column,
        outlet_column=outlet_column,
        url_column=url_column,
        published=published,
    )
    journey, tally = open_journey(coder, spacy_model, actors, issues), Tally()
    coded = tally.watch(code_reports(read_reports(paths, reading), journey))
    with progress(tally, is_wanted=True):
        made = brief_from_claims(coded, scope, journey.codebook)
    with open_output(output) as stream:
        stream.write(render_brief(made, form).encode())
    tally.close()


def render_brief(made: "Brief", form: opt.BriefFormat) -> str:
    """Write a brief in a format."""
    from detente.relations import brief_json, brief_markdown, brief_text

    match form:
        case opt.BriefFormat.TEXT:
            return brief_text(made)
        case opt.BriefFormat.MD:
            return brief_markdown(made)
        case opt.BriefFormat.JSON:
            return brief_json(made)

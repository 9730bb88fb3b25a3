"""``detente brief``, ``affairs``, ``demo``: reports, or the ledger, in; how two sides stand out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from detente.actors import load_gazetteer
from detente.cli import options as opt
from detente.cli.options import CoderChoices, CodingChoices, spread, tell_cost
from detente.cli.output import (
    LedgerFile,
    Tally,
    Wait,
    asked,
    format_of,
    open_output,
    progress,
    tell_unwritten,
)
from detente.codebook import load_codebook
from detente.config import DEFAULT_SPACY_MODEL
from detente.errors import BadInput
from detente.ledger.address import LedgerName
from detente.relations import (
    Brief,
    Scope,
    affairs_json,
    affairs_text,
    brief_from_claims,
    brief_from_evidence,
    brief_html,
    brief_json,
    brief_markdown,
    brief_text,
    evidence_in,
)
from detente.sources import ReadOptions, read_reports
from detente.sources.inputs import DEMO, EXAMPLES, FIRST_PROJECT, packaged

Side = Annotated[
    str, typer.Argument(metavar="SIDE", help="A state by its three letters or name: CHN, China.")
]
MaybePaths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files, folders, addresses, - for stdin; without any, the ledger is asked.",
    ),
]
MOST_AFFAIRS = 20
FORMATS_BY_SUFFIX = {
    ".txt": opt.BriefFormat.TEXT,
    ".md": opt.BriefFormat.MD,
    ".html": opt.BriefFormat.HTML,
    ".json": opt.BriefFormat.JSON,
}


@dataclass(frozen=True, kw_only=True)
class ScopeChoices:
    """Which days, and how much of them."""

    as_of: Annotated[
        opt.Day,
        opt.day_option("Only what was published by this day.", "--as-of", "--until", end=opt.LAST),
    ] = None
    since: Annotated[opt.Day, opt.day_option("Only acts from this day on.", end=opt.FIRST)] = None
    most: Annotated[
        int | None, typer.Option("--max", min=1, metavar="N", help="At most N lines a section.")
    ] = None
    is_all: Annotated[bool, typer.Option("--all", help="All lines of every section.")] = False


@spread(CodingChoices, "choices")
@spread(ScopeChoices, "scope")
def brief(
    side_a: Side,
    side_b: Side,
    paths: MaybePaths = None,
    *,
    scope: ScopeChoices,
    form: Annotated[
        opt.BriefFormat | None,
        typer.Option("--format", help="Default: by FILE's name with -o, else text."),
    ] = None,
    output: opt.Output = None,
    llm: Annotated[
        bool, typer.Option("--llm", help="Add a model's verdict, each sentence with its events.")
    ] = False,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
    choices: CodingChoices,
) -> None:
    """Show how two sides stand: what happened, channels, promises, disputes, what is to come.

    Example: detente brief CHN USA stories/ --since 2023-11-01 -o brief.html

    Each line comes with the words it rests on. Without a PATH it asks the ledger. Reads; writes
    nothing but what -o names. Exit code: 0 done, 1 done with problems, 2 could not.
    """
    chosen = form or format_of(output, FORMATS_BY_SUFFIX, opt.BriefFormat.TEXT)
    of = _scope(side_a, side_b, scope, choices)
    made, tally = _made(of, paths, ledger, wait, choices)
    if llm and not (tally and tally.is_interrupted):
        made = _judged(made, choices)
    _write(render_brief(made, chosen, 0 if scope.is_all else scope.most), output, tally)


@spread(CodingChoices, "choices")
@spread(ScopeChoices, "scope")
def affairs(
    side_a: Side,
    side_b: Side,
    paths: MaybePaths = None,
    *,
    scope: ScopeChoices,
    form: Annotated[opt.TextFormat, typer.Option("--format", help="Format.")] = opt.TextFormat.TEXT,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
    choices: CodingChoices,
) -> None:
    """List what happened between two sides, the weightiest first; a summit is one entry.

    Example: detente affairs CHN USA --since 2023-11-01 --max 5

    Acts of one affair (a visit, its talks, what came of them) stand together. Without a PATH it
    asks the ledger. Reads; writes nothing but what -o names.
    """
    of = _scope(side_a, side_b, scope, choices)
    made, tally = _made(of, paths, ledger, wait, choices)
    write = affairs_json if form is opt.TextFormat.JSON else affairs_text
    _write(write(made, None if scope.is_all else scope.most or MOST_AFFAIRS), output, tally)


def render_brief(made: Brief, form: opt.BriefFormat, most: int | None = None) -> str:
    """Write a brief in a format; ``most`` lines a section, 0 for all. JSON always has all."""
    match form:
        case opt.BriefFormat.TEXT:
            return brief_text(made, most)
        case opt.BriefFormat.MD:
            return brief_markdown(made, most)
        case opt.BriefFormat.HTML:
            return brief_html(made, most)
        case opt.BriefFormat.JSON:
            return brief_json(made)


def _scope(side_a: str, side_b: str, asked_for: ScopeChoices, choices: CodingChoices) -> Scope:
    gazetteer = load_gazetteer(tuple(choices.actors or ()))
    (code_a, name_a), (code_b, name_b) = opt.named_sides((side_a, side_b), gazetteer)
    return Scope(
        side_a=code_a,
        side_b=code_b,
        as_of=asked_for.as_of,
        since=asked_for.since,
        name_a=name_a,
        name_b=name_b,
    )


def _made(
    scope: Scope,
    paths: list[str] | None,
    ledger: LedgerName | None,
    wait_s: float,
    choices: CodingChoices,
) -> tuple[Brief, Tally | None]:
    """Make a brief of what the paths hold, or the ledger; with the tally of what was read."""
    if paths:
        return _read(scope, paths, choices)
    with asked(ledger, wait_s, for_events=True) as record:
        found = evidence_in(record, scope, fitting=choices.fitting())
        return brief_from_evidence(found, load_codebook(tuple(choices.issues or ()))), None


def _read(scope: Scope, paths: list[str], choices: CodingChoices) -> tuple[Brief, Tally]:
    from detente.api import code_reports
    from detente.pipeline import facts_of

    journey, tally = choices.journey(), Tally()
    reports = tell_cost(read_reports(paths, choices.reading()), journey, tally)
    coded = tally.watch(code_reports(reports, journey))
    with progress(tally, is_wanted=True):
        return brief_from_claims(coded, scope, journey.codebook, facts_of), tally


def _judged(made: Brief, choices: CodingChoices) -> Brief:
    from detente.llm.reader import open_model
    from detente.llm.verdict import with_verdict

    config = choices.config()
    if config.model is None:
        raise BadInput("--llm asks a model: name it with --llm-model, or in --llm-config FILE")
    rooms = load_gazetteer(config.actors), load_codebook(config.issues)
    return with_verdict(made, open_model(config, *rooms))


def _write(words: str, output: Path | None, tally: Tally | None) -> None:
    """Write what was made, unless reading was interrupted; then tell what went wrong."""
    if output is not None and tally is not None and tally.is_interrupted:
        tell_unwritten(output)
    else:
        with open_output(output) as stream:
            stream.write(words.encode())
    if tally is not None:
        tally.close()


# --- `detente demo`: a dozen reports written for the project, coded and briefed.
FirstProject = Annotated[
    Path | None,
    typer.Option(
        "--first-project",
        metavar="DIR",
        help="Write the table, R script and notebook of the manual's first project there instead.",
    ),
]
Examples = Annotated[
    Path | None,
    typer.Option(
        "--examples", metavar="DIR", help="Write all files there that the manual's pages read."
    ),
]
DYADS = (("CHN", "China", "USA", "United States"), ("IRN", "Iran", "SAU", "Saudi Arabia"))
GO_ON = """To go on, with reports of your own:
  detente code story.html --published 2024-02-02
  detente brief CHN USA stories/
  detente code stories/ --format csv -o claims.csv"""


def demo(
    *,
    first_project: FirstProject = None,
    examples: Examples = None,
    spacy_model: opt.SpacyModel = DEFAULT_SPACY_MODEL,
) -> None:
    """Show two briefs from a dozen reports.

    Example: detente demo

    Reads reports that are installed with detente; writes nothing but what an option asks for.
    """
    if first_project is not None:
        _lay_out(FIRST_PROJECT, first_project)
    if examples is not None:
        _lay_out(EXAMPLES, examples)
    if first_project is not None or examples is not None:
        return
    from detente.api import code_reports
    from detente.pipeline import facts_of

    journey, tally = CoderChoices(spacy_model=spacy_model).journey(), Tally()
    reports = read_reports([str(packaged(DEMO))], ReadOptions())
    with progress(tally, is_wanted=True):
        coded = list(tally.watch(code_reports(reports, journey)))
    for side_a, name_a, side_b, name_b in DYADS:
        scope = Scope(side_a=side_a, name_a=name_a, side_b=side_b, name_b=name_b)
        made = brief_from_claims(coded, scope, journey.codebook, facts_of)
        typer.echo(render_brief(made, opt.BriefFormat.TEXT))
    typer.echo(GO_ON)
    tally.close()


def _lay_out(name: str, folder: Path) -> None:
    home = packaged(name)
    for source in sorted(path for path in home.rglob("*") if path.is_file()):
        path = folder / source.relative_to(home)
        if path.exists():
            raise BadInput(f"{path} is there already; name another folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
        typer.echo(path)

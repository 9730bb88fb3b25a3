"""``detente brief``: reports, or the ledger, in; how two sides stand out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as opt
from detente.cli.choices import CodingChoices, spread
from detente.cli.intake import code_reports, tell_cost
from detente.cli.ledgers import LedgerFile, Wait, asked
from detente.cli.output import format_of, open_output, progress, tell_unwritten
from detente.cli.sides import resolve_side
from detente.cli.tally import Tally

if TYPE_CHECKING:
    from detente.ledger.address import LedgerName
    from detente.relations import Brief, Scope

__all__ = ["brief", "render_brief"]

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
FORMATS_BY_SUFFIX = {
    ".txt": opt.BriefFormat.TEXT,
    ".md": opt.BriefFormat.MD,
    ".html": opt.BriefFormat.HTML,
    ".json": opt.BriefFormat.JSON,
}


@spread(CodingChoices, "choices")
def brief(
    side_a: Side,
    side_b: Side,
    paths: MaybePaths = None,
    *,
    as_of: opt.AsOf = None,
    since: opt.Since = None,
    form: opt.BriefForm = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
    choices: CodingChoices,
) -> None:
    """Show how two sides stand: channels, commitments, disputes, limits, what is to come.

    Example: detente brief CHN USA stories/ --since 2023-11-01 -o brief.html

    Each line comes with the words it rests on. Without a PATH it asks the ledger. Reads; writes
    nothing but what -o names. Exit code: 0 done, 1 done with problems, 2 could not.
    """
    from detente.actors import load_gazetteer
    from detente.pipeline import facts_of
    from detente.relations import Scope, brief_from_claims
    from detente.sources import read_reports

    gazetteer = load_gazetteer(tuple(choices.actors or ()))
    (code_a, name_a), (code_b, name_b) = (resolve_side(s, gazetteer) for s in (side_a, side_b))
    scope = Scope(
        side_a=code_a, side_b=code_b, as_of=as_of, since=since, name_a=name_a, name_b=name_b
    )
    chosen = form or format_of(output, FORMATS_BY_SUFFIX, opt.BriefFormat.TEXT)
    if not paths:
        _write(_recorded(scope, ledger, wait, choices.issues), chosen, output)
        return
    journey, tally = choices.journey(), Tally()
    reports = tell_cost(read_reports(paths, choices.reading()), journey, tally)
    coded = tally.watch(code_reports(reports, journey))
    with progress(tally, is_wanted=True):
        made = brief_from_claims(coded, scope, journey.codebook, facts_of)
    _write(made, chosen, output, is_whole=not tally.is_interrupted)
    tally.close()


def render_brief(made: "Brief", form: opt.BriefFormat) -> str:
    """Write a brief in a format."""
    from detente.relations import brief_html, brief_json, brief_markdown, brief_text

    match form:
        case opt.BriefFormat.TEXT:
            return brief_text(made)
        case opt.BriefFormat.MD:
            return brief_markdown(made)
        case opt.BriefFormat.HTML:
            return brief_html(made)
        case opt.BriefFormat.JSON:
            return brief_json(made)


def _recorded(
    scope: "Scope", ledger: "LedgerName | None", wait_s: float, issues: list[Path] | None
) -> "Brief":
    """Make a brief of what the ledger holds."""
    from detente.api import brief_from_ledger
    from detente.config import Config

    with asked(ledger, wait_s, for_events=True) as record:
        return brief_from_ledger(record, scope, Config(issues=tuple(issues or ())))


def _write(
    made: "Brief", form: opt.BriefFormat, output: Path | None, *, is_whole: bool = True
) -> None:
    if output is not None and not is_whole:
        tell_unwritten(output)
        return
    with open_output(output) as stream:
        stream.write(render_brief(made, form).encode())

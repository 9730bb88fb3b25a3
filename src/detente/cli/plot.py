"""``detente plot``: reports, or the ledger, in; a picture of how two sides stand out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from detente.actors import Gazetteer, load_gazetteer
from detente.cli import options as opt
from detente.cli.ask import Since, Until
from detente.cli.brief import Side
from detente.cli.options import CodingChoices, spread
from detente.cli.output import (
    LedgerFile,
    Tally,
    Wait,
    asked,
    format_of,
    is_terminal,
    open_output,
    progress,
    tell_unwritten,
)
from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.contract import csv_line
from detente.records import Coded
from detente.relations import SeriesOptions, chart_bytes, draw, moves_of
from detente.relations.choices import Medium, Period, Picture, Theme
from detente.relations.measures.points import SeriesPoint
from detente.sources import read_reports

if TYPE_CHECKING:
    from detente.pipeline import Journey
    from detente.relations.charts.pictures import Findings, Subject


class PictureFormat(StrEnum):
    """What pictures are written as; CSV has the rows behind them."""

    SVG = "svg"
    PNG = "png"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


FORMATS_BY_SUFFIX = {f".{one}": one for one in PictureFormat}


MaybePaths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|URL|-]...",
        help="Files, folders, addresses, - for stdin; without any, the ledger is asked.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class PictureChoices:
    """What is drawn, and how."""

    kind: Annotated[Picture, typer.Option("--kind", help="What to draw.")] = Picture.TEMPERATURE
    since: Since = None
    until: Until = None
    period: Annotated[Period, typer.Option(help="A point a day, week or month.")] = Period.MONTH
    half_life: Annotated[
        float, typer.Option(min=1, metavar="DAYS", help="After so long an act weighs half.")
    ] = 1461.0
    theme: Annotated[Theme, typer.Option(help="For light or dark pages.")] = Theme.LIGHT
    form: Annotated[
        PictureFormat | None, typer.Option("--format", help="Default: by FILE's name, else svg.")
    ] = None
    output: opt.Output = None
    ledger: LedgerFile = None
    wait: Wait = 0.0

    def subject(self, sides: tuple[str, str], gazetteer: Gazetteer) -> "Subject":
        """What the picture is of.

        Raises:
            BadInput: both sides are the same.
        """
        from detente.relations.charts.pictures import Subject

        (code_a, name_a), (code_b, name_b) = opt.named_sides(sides, gazetteer)
        if code_a == code_b:
            raise BadInput(f"both sides are {name_a or code_a}; name two")
        names = {code: gazetteer.entry(code).name for code in sorted(gazetteer.states)}
        return Subject(
            dyad=(code_a, code_b),
            names={**names, code_a: name_a or code_a, code_b: name_b or code_b},
            days=(self.since, self.until),
            options=SeriesOptions(period=self.period, half_life_days=self.half_life),
        )


@dataclass(frozen=True, kw_only=True)
class PlotChoices(CodingChoices, PictureChoices):
    """What is drawn, and how the reports are coded; in this order in the help."""


@spread(PlotChoices, "how")
def plot(side_a: Side, side_b: Side, paths: MaybePaths = None, *, how: PlotChoices) -> None:
    """Draw how two sides stand: the relation's temperature, issues, contacts, network, map.

    Example: detente plot CHN USA stories/ -o relation.html

    Without a PATH it asks the ledger. On a terminal, without -o, it tells the stock and the turns
    in words. As .csv it writes the rows behind the picture, of the temperature the series: a row
    a period and direction, columns as in docs/series.md, from the first act to the last; --since
    and --until both bound it, so that any two sides have the same periods. Exit code: 0
    done, 1 done with problems, 2 could not.
    """
    from detente.api import events_from
    from detente.relations.charts.pictures import findings_of

    subject = how.subject((side_a, side_b), load_gazetteer(tuple(how.actors or ())))
    if not paths:
        with asked(how.ledger, how.wait, for_events=True) as record:
            sure = record.of_score(how.fitting().get("min_score") or 0.0)
            _show(findings_of(sure, subject), how, sure)
        return
    tally = Tally()
    journey = how.journey()
    coded = _read(paths, how, journey, tally)
    if how.output is not None and tally.is_interrupted:
        tell_unwritten(how.output)
    else:
        with Ledger.of_events(events_from(coded), coded, journey.run) as record:
            _show(findings_of(record, _fitted(subject, coded, record)), how, record)
    tally.close()


def _read(paths: list[str], how: PlotChoices, journey: "Journey", tally: Tally) -> list[Coded]:
    from detente.api import code_reports

    coded = tally.watch(code_reports(read_reports(paths, how.reading()), journey))
    with progress(tally, is_wanted=True):
        return list(coded)


def _fitted(subject: "Subject", coded: Sequence[Coded], record: Ledger) -> "Subject":
    """Acts told as background, longer before the first report than a year, stretch no picture."""
    published = [one.report.published for one in coded if one.report.published]
    if subject.days[0] is not None or not published:
        return subject
    first = min(published)
    since = first.replace(year=first.year - 1, day=min(first.day, 28))
    is_stretched = any(move.day < since for move in moves_of(record, subject.dyad))
    return replace(subject, days=(since, subject.days[1])) if is_stretched else subject


def _show(found: "Findings", how: PlotChoices, record: Ledger) -> None:
    if how.output is None and how.form is None and is_terminal():
        for line in found.words:
            typer.echo(line)
        typer.echo("draw it with -o FILE.svg, .png, .html or .json; the numbers: .csv", err=True)
        return
    a, b = found.subject.sides
    form = how.form or format_of(how.output, FORMATS_BY_SUFFIX, PictureFormat.SVG)
    if form is PictureFormat.CSV:
        written = _table(found, how.kind, record)
    else:
        chart = draw(how.kind, found, how.theme)
        written = chart_bytes(chart, Medium(form), how.theme, f"{a} and {b}: {how.kind.value}")
    with open_output(how.output) as stream:
        stream.write(written)


def _table(found: "Findings", kind: Picture, record: Ledger) -> bytes:
    """Write the rows behind a picture as CSV; counts by type or status have no room there."""
    from detente.relations.charts.pictures import ROWS, rows_of

    if kind is not Picture.TEMPERATURE:
        columns = [one.name for one in fields(ROWS[kind])]
        known = rows_of(kind, record, found.subject)
        cells = ([getattr(one, name) for name in columns] for one in known)
        return b"".join(map(csv_line, [columns, *cells]))
    if found.series.is_silent:
        how_to = "" if found.series.points else "; with --since and --until it has silent periods"
        typer.echo(f"{found.subject.nothing}{how_to}", err=True)
    names = [one.name for one in fields(SeriesPoint) if not one.name.startswith("by_")]
    rows = ([getattr(point, name) for name in names] for point in found.series.points)
    header = csv_line(("side_a", "side_b", *names))
    return b"".join([header, *(csv_line((*found.subject.dyad, *row)) for row in rows)])

"""Two dyads on one picture: how warm each relation is, month by month.

In:  two pairs of codes, a period.   Out: ``ComparePage``; the picture as SVG, PNG, JSON or CSV.
Does not: work the series out or draw (relations/ does), or say that one moves the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.ask import check_days
from detente.relations.charts.look import Drawing, Look
from detente.relations.charts.temperature import Curve, compared_chart
from detente.relations.known import known_side
from detente.relations.measures.points import SeriesPoint
from detente.relations.measures.series import Series, series
from detente.web.desk import Desk, DeskOf
from detente.web.kept import block_of
from detente.web.listing import Table
from detente.web.pages import add_page
from detente.web.pictures import Days, DeskLinks
from detente.web.plates import Plate, Shown, WishOf, inline, plate_answer
from detente.web.views.dyads import Day, scope_in
from detente.web.views.timeline import day_or_none

SIZE = (860, 470)  # of the picture, in pixels, before it is drawn
TITLE = "How warm each relation is"
WORDS = (
    "The stock of each relation at the end of each month, with its interval; the axis fits what is"
    " shown. A point leads to what happened in its month. Two relations may move together for many"
    " reasons."
)
Pair = Annotated[str, Query(max_length=100)]  # codes or names: CHN-USA, China – Japan
Pairs = tuple[tuple[str, str], ...]
PARTED = (" – ", " - ", "-")  # names may have hyphens
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedMonth:
    """A month in which one of the two dyads has a stock, -10 .. 10, with its interval."""

    month: date
    stock_a: float | None = None
    low_a: float | None = None
    high_a: float | None = None
    stock_b: float | None = None
    low_b: float | None = None
    high_b: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One of the two dyads, and where it stands at last."""

    one: str
    other: str
    last: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two dyads, in a period. ``asked`` are both in names, or as they were asked for."""

    curves: tuple[Compared, ...] = ()
    since: date | None
    until: date | None
    months: tuple[ComparedMonth, ...] = ()
    pictures: tuple[Shown, ...] = ()
    asked: tuple[str, str] = field(metadata={"twin": False})

    @property
    def period(self) -> dict[str, str]:
        """The period, for the pages of the two dyads."""
        named = {"since": self.since, "until": self.until}
        return {name: day.isoformat() for name, day in named.items() if day}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPairs:
    """Which two dyads are asked for, and of which days; "" for all."""

    a: Pair = ""
    b: Pair = ""
    since: Day = ""
    until: Day = ""

    @property
    def days(self) -> Days:
        """First and last day.

        Raises:
            BadInput: one is none, or they are the wrong way round.
        """
        days = day_or_none(self.since), day_or_none(self.until)
        check_days(*days)
        return days

    @property
    def query(self) -> str:
        """The same, for the address of the picture."""
        told = {"a": self.a, "b": self.b, "since": self.since, "until": self.until}
        return urlencode({name: words for name, words in told.items() if words})


AskedPairsOf = Annotated[AskedPairs, Depends()]


def compare(desk: DeskOf, asked: AskedPairsOf) -> ComparePage:
    """Answer the page of two dyads; without them, with the form."""
    since, until = asked.days
    if not (asked.a and asked.b):  # the form is yet to be filled in
        named = (_asked(desk, asked.a), _asked(desk, asked.b))
        return ComparePage(since=since, until=until, asked=named)
    with desk.open() as ledger:
        pairs = _pairs(desk, ledger, asked)
        both = _series(desk, ledger, pairs, asked.days)
    months = _months(both)
    return ComparePage(
        curves=tuple(
            Compared(one=one, other=other, last=round(of[-1].stock, 2) if of else None)
            for (one, other), of in zip(pairs, (found.of() for found in both), strict=True)
        ),
        since=since,
        until=until,
        months=months,
        pictures=(_shown(desk, pairs, asked),) if months else (),
        asked=(_named(desk, pairs[0]), _named(desk, pairs[1])),
    )


MONTHS = Table(name="months", kind=ComparedMonth, rows=lambda page: page.months)


def _about(page: ComparePage) -> list[str]:
    return [block_of((one.one, one.other)) for one in page.curves]


add_page(router, "/compare", "compare.html", compare, (MONTHS,), about=_about)


@router.get("/picture/compare.{form}")  # noqa: FAST003  # the wish takes it
def compared_picture(request: Request, desk: DeskOf, wish: WishOf, asked: AskedPairsOf) -> Response:
    """Draw two dyads on one picture, or list the rows behind it."""
    return plate_answer(
        request,
        desk,
        wish,
        lambda ledger: _plate(desk, ledger, _pairs(desk, ledger, asked), asked.days),
    )


def _shown(desk: Desk, pairs: Pairs, asked: AskedPairs) -> Shown:
    plate = partial(_plate, desk, pairs=pairs, days=asked.days)
    return Shown(
        name="compared",
        title=TITLE,
        words=WORDS,
        address="/picture/compare",
        query=asked.query,
        size=SIZE,
        svg=partial(inline, desk, plate, "compared", TITLE),
    )


def _plate(desk: Desk, ledger: Ledger, pairs: Pairs, days: Days) -> Plate:
    """Make the picture of two dyads ready to be drawn; ``ledger`` must stay open until it is."""
    blocks = [*map(block_of, pairs)]
    return Plate(
        state=desk.mark(ledger, *blocks),
        subjects=blocks,
        key=("compared", pairs, days),
        name="-".join([*pairs[0], *pairs[1]]),
        kind=ComparedMonth,
        draw=lambda look: _draw(desk, _series(desk, ledger, pairs, days), look),
        rows=lambda: _months(_series(desk, ledger, pairs, days)),
        links=DeskLinks(""),
    )


def _draw(desk: Desk, both: Sequence[Series], look: Look) -> Drawing:
    curves = [
        Curve(
            series=one,
            names=(desk.names.side(one.side_a), desk.names.side(one.side_b)),
            look=replace(look, links=look.links and DeskLinks(f"/dyad/{one.side_a}/{one.side_b}")),
        )
        for one in both
        if one.points
    ]
    if not curves:
        raise BadInput("no dated act between these sides falls within the period")
    return compared_chart(curves)


def _series(desk: Desk, ledger: Ledger, pairs: Pairs, days: Days) -> list[Series]:
    """Compute both series up to the same month; kept until a write touches one."""

    def make() -> list[Series]:
        found = [series(ledger, *pair, days=days) for pair in pairs]
        ends = [one.points[-1].end for one in found if one.points]
        if days[1] is None and len(set(ends)) > 1:
            return [series(ledger, *pair, days=(days[0], max(ends))) for pair in pairs]
        return found

    return desk.kept.get(("compared", desk.mark(ledger, *map(block_of, pairs)), pairs, days), make)


def _months(both: Sequence[Series]) -> tuple[ComparedMonth, ...]:
    a, b = ({point.start: point for point in one.of()} for one in both)
    return tuple(
        ComparedMonth(month=month, **_cells(a.get(month), "a"), **_cells(b.get(month), "b"))
        for month in sorted({*a, *b}, reverse=True)
    )


def _cells(point: SeriesPoint | None, which: str) -> dict[str, float]:
    if point is None:
        return {}
    told = {"stock": point.stock, "low": point.stock_low, "high": point.stock_high}
    return {f"{name}_{which}": round(value, 2) for name, value in told.items()}


def _pairs(desk: Desk, ledger: Ledger, asked: AskedPairs) -> Pairs:
    return tuple(_sides(desk, ledger, written) for written in (asked.a, asked.b))


def _sides(desk: Desk, ledger: Ledger, written: str) -> tuple[str, str]:
    """Read ``CHN-USA`` or ``China – United States``.

    Raises:
        BadInput: it names no two sides.
        UnknownCode: neither the lists nor the ledger know one.
    """
    parted = next((mark for mark in PARTED if mark in written), None)
    if parted is None:
        raise BadInput(f"{written!r} is not a dyad; write it as CHN-USA, or China – United States")
    one, _, other = written.partition(parted)
    first, last = (
        known_side(ledger, side.strip(), lambda: desk.gazetteer) for side in (one, other)
    )
    return scope_in(desk, (first, last)).sides


def _named(desk: Desk, pair: tuple[str, str]) -> str:
    return f"{desk.names.side(pair[0])} – {desk.names.side(pair[1])}"


def _asked(desk: Desk, written: str) -> str:
    """A dyad of the form in names, if its codes are told; whether they are known is seen later."""
    one, dash, other = written.partition("-")
    return _named(desk, (one, other)) if dash else written

"""Two dyads on one picture: how warm each relation is, month by month.

In:  two pairs of codes, a period.   Out: ``ComparePage``.
Does not: work the series out (relations/ does), or say that one moves the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.relations.known import known_side
from detente.web.desk import Desk, DeskOf
from detente.web.kept import block_of
from detente.web.listing import Table
from detente.web.pages import add_page
from detente.web.pictures import Days, series_in
from detente.web.views.dyads import Day, scope_of
from detente.web.views.timeline import day_of

WIDTH, HEIGHT, MARGIN = 840, 320, 36  # of the drawing, in pixels
MOST_YEARS = 14  # that are named under it
LEAST_SPAN = 1.0  # of stock from bottom to top
Pair = Annotated[str, Query(max_length=100)]  # codes or names: CHN-USA, China – Japan
PARTED = (" – ", " - ", "-")  # names may have hyphens
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedMonth:
    """A month in which one of the two dyads has a stock, -10 .. 10."""

    month: date
    stock_a: float | None
    stock_b: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One dyad on the picture. ``drawn`` are the points of its line, as SVG has them."""

    one: str
    other: str
    last: float | None
    drawn: str = field(metadata={"twin": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two dyads. ``years`` and ``levels`` are what the axes name, with their places.

    ``asked`` are both dyads in names, or as they were asked for.
    """

    curves: tuple[Curve, ...]
    since: date | None
    until: date | None
    months: tuple[ComparedMonth, ...]
    asked: tuple[str, str] = field(metadata={"twin": False})
    years: tuple[tuple[int, float], ...] = field(default=(), metadata={"twin": False})
    levels: tuple[tuple[float, float], ...] = field(default=(), metadata={"twin": False})


def compare(
    desk: DeskOf, a: Pair = "", b: Pair = "", since: Day = "", until: Day = ""
) -> ComparePage:
    """Answer the page of two dyads; without them, with the form.

    Raises:
        BadInput: a pair is none.
        UnknownCode: neither the lists nor the ledger know a side.
    """
    first, last = (day_of(day) if day else None for day in (since, until))
    if not (a and b):  # the form is yet to be filled in
        asked = (_asked(desk, a), _asked(desk, b))
        return ComparePage(curves=(), since=first, until=last, months=(), asked=asked)
    with desk.open() as ledger:
        pairs = [_sides(desk, ledger, written) for written in (a, b)]
        stocks = [_stocks(desk, ledger, pair, (first, last)) for pair in pairs]
    months = sorted(set().union(*stocks))
    frame = _Frame.of(months, [stock for one in stocks for stock in one.values()])
    return ComparePage(
        curves=tuple(
            Curve(
                one=pair[0],
                other=pair[1],
                last=one[max(one)] if one else None,
                drawn=frame.line(one.items()),
            )
            for pair, one in zip(pairs, stocks, strict=True)
        ),
        since=first,
        until=last,
        months=tuple(
            ComparedMonth(month=month, stock_a=stocks[0].get(month), stock_b=stocks[1].get(month))
            for month in reversed(months)
        ),
        asked=(_named(desk, pairs[0]), _named(desk, pairs[1])),
        years=frame.years(),
        levels=frame.levels(),
    )


MONTHS = Table(name="months", kind=ComparedMonth, rows=lambda page: page.months)


def _about(page: ComparePage) -> list[str]:
    return [block_of((one.one, one.other)) for one in page.curves]


add_page(router, "/compare", "compare.html", compare, (MONTHS,), about=_about)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where months and stocks stand: the axis fits what is shown, with zero in it."""

    first: int
    last: int
    low: float
    high: float

    @classmethod
    def of(cls, months: Sequence[date], stocks: Sequence[float]) -> "_Frame":
        """Fit the frame; without months, to nothing."""
        numbers = [_number(one) for one in months] or [0]
        low, high = min([0.0, *stocks]), max([0.0, *stocks])
        pad = max(LEAST_SPAN - (high - low), 0.1 * (high - low)) / 2
        return cls(min(numbers), max(numbers), low - pad, high + pad)

    def x(self, number: int) -> float:
        """The place of a month, from the left."""
        share = (number - self.first) / max(1, self.last - self.first)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def y(self, stock: float) -> float:
        """The place of a stock, from above."""
        share = (self.high - stock) / (self.high - self.low)
        return round(MARGIN / 2 + share * (HEIGHT - 1.5 * MARGIN), 1)

    def line(self, told: Iterable[tuple[date, float]]) -> str:
        """The points of a line."""
        placed = ((self.x(_number(month)), self.y(stock)) for month, stock in told)
        return " ".join(f"{x},{y}" for x, y in placed)

    def years(self) -> tuple[tuple[int, float], ...]:
        """Years and their places, at most so many as have room."""
        begun = [number for number in range(self.first, self.last + 1) if number % 12 == 0]
        step = 1 + len(begun) // MOST_YEARS
        return tuple((number // 12, self.x(number)) for number in begun[::step])

    def levels(self) -> tuple[tuple[float, float], ...]:
        """Stocks that the axis names, zero among them, and their places."""
        named = {round(self.low, 1), 0.0, round(self.high, 1)}
        return tuple((one, self.y(one)) for one in sorted(named))


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


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
    return scope_of(desk, first, last).sides


def _named(desk: Desk, pair: tuple[str, str]) -> str:
    return f"{desk.name_of(pair[0])} – {desk.name_of(pair[1])}"


def _asked(desk: Desk, written: str) -> str:
    """A dyad of the form in names, if its codes are told; whether they are known is seen later."""
    one, dash, other = written.partition("-")
    return _named(desk, (one, other)) if dash else written


def _stocks(desk: Desk, ledger: Ledger, sides: tuple[str, str], days: Days) -> dict[date, float]:
    since, until = days[0] or date.min, days[1] or date.max
    points = series_in(desk, ledger, sides).of()
    return {
        one.start: round(one.stock, 2) for one in points if one.end >= since and one.start <= until
    }

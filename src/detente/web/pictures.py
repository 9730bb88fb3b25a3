"""Pictures of two sides, each with an address of its own.

In:  two country codes, a kind of picture.   Out: the picture as SVG, PNG, JSON or CSV.
Does not: draw: relations/ does. What there is nothing to draw of is not found.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.records import Status
from detente.relations import Scope
from detente.relations.chart_theme import Theme
from detente.relations.moves import TALK, moves_of
from detente.relations.pictures import Picture, Subject, draw, findings_of
from detente.relations.places import places_of
from detente.relations.series import Series, series
from detente.web.desk import Desk, DeskOf
from detente.web.failures import NotFound
from detente.web.figures import state_of
from detente.web.picture_links import DeskLinks
from detente.web.picture_rows import ROWS, rows_of
from detente.web.plates import Plate, Wish, WishOf, plate_answer
from detente.web.timeline import Short, day_of

__all__ = ["dyad_plate", "kinds_in", "router", "series_in"]

FEWEST_PERIODS = 2  # with acts, for a series to say anything
router = APIRouter()
Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPicture:
    """Of which two sides which picture is asked for, and of which days; "" for all."""

    one: str
    other: str
    kind: Picture
    since: Short = ""
    until: Short = ""

    @property
    def sides(self) -> tuple[str, str]:
        """The two codes."""
        return _sides(self.one, self.other)

    @property
    def days(self) -> Days:
        """First and last day."""
        return (
            day_of(self.since) if self.since else None,
            day_of(self.until) if self.until else None,
        )


AskedPictureOf = Annotated[AskedPicture, Depends()]


def dyad_plate(
    desk: Desk, ledger: Ledger, sides: tuple[str, str], kind: Picture, days: Days = (None, None)
) -> Plate:
    """Make a picture of two sides ready to be drawn; ``ledger`` must stay open until it is."""
    a, b = sides
    names = {code: desk.name_of(code) for code in (*sorted(desk.gazetteer.states), *sides)}
    subject = Subject(dyad=sides, names=names, days=days)
    return Plate(
        state=state_of(ledger),
        key=(sides, kind, days),
        name=f"{a}-{b}-{kind}",
        kind=ROWS[kind],
        draw=lambda look: draw(kind, findings_of(ledger, subject), look.theme, look.links),
        rows=lambda: rows_of(kind, ledger, subject),
        links=DeskLinks(f"/dyad/{a}/{b}"),
    )


def series_in(desk: Desk, ledger: Ledger, sides: tuple[str, str]) -> Series:
    """Compute the series of two sides by month; kept until the ledger changes."""
    return desk.kept.get(("series", state_of(ledger), sides), lambda: series(ledger, *sides))


def kinds_in(desk: Desk, ledger: Ledger, sides: tuple[str, str]) -> tuple[Picture, ...]:
    """List the pictures of two sides for which there is enough; kept until the ledger changes."""

    def make() -> tuple[Picture, ...]:
        points = series_in(desk, ledger, sides).of()
        n_told = sum(bool(one.n_cooperative or one.n_conflictual) for one in points)
        if n_told < FEWEST_PERIODS:
            return ()
        met = {Status.ACTUAL, Status.FUTURE}
        contacts = (m for m in moves_of(ledger, sides) if m.type == TALK and m.status in met)
        is_there = {
            Picture.TEMPERATURE: True,
            Picture.ISSUES: any(one.by_issue for one in points),
            Picture.CALENDAR: any(contacts),
            Picture.MAP: bool(places_of(ledger, sides)),
        }
        return tuple(kind for kind, is_so in is_there.items() if is_so)

    return desk.kept.get(("pictures", state_of(ledger), sides), make)


@router.get("/picture/{one}/{other}.svg", include_in_schema=False)
def temperature(
    request: Request, desk: DeskOf, one: str, other: str, theme: Theme = Theme.LIGHT
) -> Response:
    """Draw how warm the relation is.

    Raises:
        NotFound: there is too little to draw.
    """
    sides = _sides(one, other)
    with desk.open() as ledger:
        if Picture.TEMPERATURE not in kinds_in(desk, ledger, sides):
            raise NotFound(f"too few dated acts between {sides[0]} and {sides[1]} to draw")
        plate = dyad_plate(desk, ledger, sides, Picture.TEMPERATURE)
        return plate_answer(request, desk, plate, Wish(theme=theme))


@router.get(  # what is asked takes these parts of the path
    "/picture/{one}/{other}/{kind}.{form}",  # noqa: FAST003
    include_in_schema=False,
)
def picture(request: Request, desk: DeskOf, wish: WishOf, asked: AskedPictureOf) -> Response:
    """Draw two sides, or list the rows behind the picture.

    Raises:
        NotFound: there is nothing to draw.
    """
    with desk.open() as ledger:
        plate = dyad_plate(desk, ledger, asked.sides, asked.kind, asked.days)
        try:
            return plate_answer(request, desk, plate, wish)
        except BadInput as err:
            raise NotFound(str(err)) from err


# Private functions


def _sides(one: str, other: str) -> tuple[str, str]:
    """Read two codes, which may be written small.

    Raises:
        BadInput: a code is none, or both are the same.
    """
    scope = Scope(side_a=one.upper(), side_b=other.upper(), as_of=None)
    return scope.sides

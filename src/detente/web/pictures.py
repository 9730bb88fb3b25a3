"""Pictures of two sides, each with an address of its own, where its marks lead, the rows behind it.

In:  two country codes, a kind of picture.   Out: the picture as SVG, PNG, JSON or CSV.
Does not: draw: relations/ does. What there is nothing to draw of is not found.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.ledger import Ledger
from detente.records import Status
from detente.relations import Scope
from detente.relations.charts.pictures import ROWS, Subject, draw, findings_of, rows_of
from detente.relations.choices import Picture, Theme
from detente.relations.measures.moves import TALK, moves_of
from detente.relations.measures.places import places_of
from detente.relations.measures.series import Series, series
from detente.web.desk import Desk, DeskOf
from detente.web.failures import NotFound
from detente.web.kept import ALL, block_of
from detente.web.plates import Plate, Wish, WishOf, plate_answer
from detente.web.views.timeline import Short, day_or_none

FEWEST_PERIODS = 2  # with acts, for a series to say anything
router = APIRouter(include_in_schema=False)
Days = tuple[date | None, date | None]


def dyad_plate(
    desk: Desk, ledger: Ledger, sides: tuple[str, str], kind: Picture, days: Days = (None, None)
) -> Plate:
    """Make a picture of two sides ready to be drawn; ``ledger`` must stay open until it is."""
    a, b = sides
    about = ALL if kind is Picture.NETWORK else block_of(sides)
    names = {code: desk.names.side(code) for code in (*sorted(desk.gazetteer.states), *sides)}
    subject = Subject(dyad=sides, names=names, days=days)
    return Plate(
        state=desk.mark(ledger, about),
        subjects=[about],
        key=(sides, kind, days),
        name=f"{a}-{b}-{kind}",
        kind=ROWS[kind],
        draw=lambda look: draw(kind, findings_of(ledger, subject), look.theme, look.links),
        rows=lambda: rows_of(kind, ledger, subject),
        links=DeskLinks(f"/dyad/{a}/{b}"),
    )


def series_in(desk: Desk, ledger: Ledger, sides: tuple[str, str]) -> Series:
    """Compute the series of two sides by month; kept until the ledger changes."""
    return desk.kept.get(
        ("series", desk.mark(ledger, block_of(sides)), sides), lambda: series(ledger, *sides)
    )


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

    return desk.kept.get(("pictures", desk.mark(ledger, block_of(sides)), sides), make)


@router.get("/picture/{one}/{other}.svg")
def temperature(
    request: Request, desk: DeskOf, one: str, other: str, theme: Theme = Theme.LIGHT
) -> Response:
    """Draw how warm the relation is.

    Raises:
        NotFound: there is too little to draw.
    """
    sides = _sides(one, other)

    def plate(ledger: Ledger) -> Plate:
        if Picture.TEMPERATURE not in kinds_in(desk, ledger, sides):
            raise NotFound(f"too few dated acts between {sides[0]} and {sides[1]} to draw")
        return dyad_plate(desk, ledger, sides, Picture.TEMPERATURE)

    return plate_answer(request, desk, Wish(theme=theme), plate)


@router.get("/picture/{one}/{other}/{kind}.{form}")  # noqa: FAST003  # the wish takes it
def picture(  # noqa: PLR0913  # a parameter each
    request: Request,
    desk: DeskOf,
    wish: WishOf,
    *,
    one: str,
    other: str,
    kind: Picture,
    since: Short = "",
    until: Short = "",
) -> Response:
    """Draw two sides, or list the rows behind the picture; of some days, "" for all."""
    sides, days = _sides(one, other), (day_or_none(since), day_or_none(until))
    plate = partial(dyad_plate, desk, sides=sides, kind=kind, days=days)
    return plate_answer(request, desk, wish, plate)


def _sides(one: str, other: str) -> tuple[str, str]:
    """Read two codes, which may be written small.

    Raises:
        BadInput: a code is none, or both are the same.
    """
    scope = Scope(side_a=one.upper(), side_b=other.upper(), as_of=None)
    return scope.sides


# --- Where the marks of a picture lead: addresses of the desk's own pages.
@dataclass(frozen=True, slots=True)
class DeskLinks:
    """Links of a picture that stands on ``page``, a path, with a timeline."""

    page: str

    def days(self, first: date, last: date) -> str:
        """The timeline on some days, of acts that happened or not."""
        return self._timeline(since=first.isoformat(), until=last.isoformat())

    def issue(self, issue: str, first: date, last: date) -> str:
        """The timeline on some days, about an issue."""
        return self._timeline(issue=issue, since=first.isoformat(), until=last.isoformat())

    def event(self, event_id: str) -> str:
        """An event's page."""
        return f"/event/{event_id}"

    def place(self, name: str) -> str:
        """The timeline at a place; where there is none, what is told with its name."""
        if self.page:
            return self._timeline(place=name)
        return f"/search?{urlencode({'q': name})}"

    def country(self, code: str) -> str:
        """A country's page."""
        return f"/actor/{in_path(code)}"

    def dyad(self, one: str, other: str) -> str:
        """A dyad's page."""
        return f"/dyad/{in_path(one)}/{in_path(other)}"

    def outlet(self, name: str) -> str:
        """An outlet's page."""
        return f"/outlet/{in_path(name)}"

    def _timeline(self, **asked: str) -> str:
        return f"{self.page}?{urlencode(asked)}#timeline"


def in_path(words: str) -> str:
    """Write words as they stand in a path; slashes stay, for pages take them."""
    return quote(words, safe="/")

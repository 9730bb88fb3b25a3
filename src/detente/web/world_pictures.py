"""Pictures beyond two sides: a month's map and network, where an event was, what was covered.

In:  a month, an event's id.   Out: the picture as SVG, PNG, JSON or CSV.
Does not: draw: relations/ does. What there is nothing to draw of is not found.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.relations.charts.look import Drawing, Look
from detente.relations.charts.space import network_chart, places_chart, spot_chart
from detente.relations.choices import Period
from detente.relations.measures.moves import period_after
from detente.relations.measures.network import Tie, network
from detente.relations.measures.places import PlaceTally, places_of_all
from detente.web.desk import Desk, DeskOf
from detente.web.failures import NotFound
from detente.web.pages import kept_answer
from detente.web.pictures import DeskLinks
from detente.web.plates import Plate, WishOf, plate_answer, plate_made
from detente.web.views.events import event_named

SMALL = (560, 330)  # width and height of a picture beside another
router = APIRouter(include_in_schema=False)


class MonthPicture(StrEnum):
    """What can be drawn of a month."""

    MAP = "map"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where an event was; ``lat`` and ``lon`` in degrees."""

    event: str
    place: str
    country: str | None
    lat: float
    lon: float


def month_plate(desk: Desk, ledger: Ledger, month: date, kind: MonthPicture) -> Plate:
    """Make a picture of a month, given by its first day, ready to be drawn."""
    last = period_after(month, Period.MONTH) - timedelta(days=1)
    is_map = kind is MonthPicture.MAP

    return Plate(
        state=desk.mark(ledger),
        key=("month", month, kind),
        name=f"{month:%Y-%m}-{kind}",
        kind=PlaceTally if is_map else Tie,
        draw=partial(_map if is_map else _network, desk, ledger, month, last),
        rows=lambda: (
            places_of_all(ledger, (month, last))
            if is_map
            else network(ledger, last, since=month).ties
        ),
        links=DeskLinks(""),
    )


@router.get("/picture/month/{month}/{kind}.{form}")  # noqa: FAST003  # the wish takes it
def month_picture(
    request: Request, desk: DeskOf, wish: WishOf, month: str, kind: MonthPicture
) -> Response:
    """Draw where states dealt with each other in a month (``2024-02``), or who with whom."""
    plate = partial(month_plate, desk, month=_first_day(month), kind=kind)
    return plate_answer(request, desk, wish, plate)


@router.get("/picture/event/{event_id}/map.{form}")  # noqa: FAST003  # the wish takes it
def event_map(request: Request, desk: DeskOf, wish: WishOf, event_id: str) -> Response:
    """Draw where an event was.

    Raises:
        NotFound: no report tells where, or the place is not on the map.
    """
    with desk.open() as ledger:
        found = event_named(ledger, event_id)
        place = found.place
        if place is None or place.lat is None or place.lon is None:
            raise NotFound("no report tells where it was, or the place is not on the map")
        spot = Spot(
            event=found.id, place=place.name, country=place.country, lat=place.lat, lon=place.lon
        )
        plate = Plate(
            state=(),  # an event's id tells of what claims it is
            key=("spot", place),
            name=f"event-{found.id[:8]}",
            kind=Spot,
            draw=lambda look: spot_chart(spot.place, spot.lat, spot.lon, look),
            rows=lambda: [spot],
            links=DeskLinks(""),
        )
        return kept_answer(request, lambda: plate_made(desk, plate, wish), is_kept=False)


def _first_day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as err:
        raise BadInput(f"{month[:20]!r} is not a month; write it as 2024-02") from err


def _map(_desk: Desk, ledger: Ledger, first: date, last: date, look: Look) -> Drawing:
    places = places_of_all(ledger, (first, last))
    if not places:
        raise BadInput(f"no act in {first:%Y-%m} has a place that is on the map")
    title = f"Where states dealt with each other in {first:%B %Y}"
    return places_chart(places, title, look, SMALL)


def _network(desk: Desk, ledger: Ledger, first: date, last: date, look: Look) -> Drawing:
    found = network(ledger, last, since=first)
    names = {node.code: desk.names.side(node.code) for node in found.nodes}
    return network_chart(found, names, (), look).properties(width=SMALL[0], height=SMALL[1])

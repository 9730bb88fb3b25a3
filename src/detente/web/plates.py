"""Pictures as files: SVG, PNG, Vega-Lite's specification, or the rows behind them as CSV.

In:  a ``Plate``, which knows how to draw and what rows it shows.   Out: bytes, kept until the
ledger changes.
Does not: choose pictures (pictures.py does), or draw: relations/ does. One is drawn at a time: the
machine has other things to do, and those who ask for the same meanwhile get what the first drew.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from markupsafe import Markup

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.relations.charts.look import Drawing, Links, Look, chart_bytes, inline_svg
from detente.relations.choices import Medium, Theme
from detente.web.desk import Desk
from detente.web.failures import JSON, NotFound
from detente.web.kept import ALL, Made
from detente.web.listing import CSV, csv_bytes
from detente.web.pages import kept_answer

_DRAWING = Lock()


class Form(StrEnum):
    """What a picture is asked for as."""

    SVG = "svg"
    PNG = "png"
    JSON = "json"
    CSV = "csv"


# pages elsewhere may show an image; they read neither it nor the rows behind it
_IMAGES = frozenset({Form.SVG, Form.PNG})
_EMBEDDED = {"cross-origin-resource-policy": "cross-origin"}
MEDIA = {Form.SVG: "image/svg+xml", Form.PNG: "image/png", Form.JSON: JSON, Form.CSV: CSV}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A picture that can be made: from what state of the ledger, how, and of what rows.

    ``key`` tells it apart from all others of the same state; ``subjects`` are what it is about.
    ``draw`` and ``rows`` raise ``BadInput`` where there is nothing to show.
    """

    state: Hashable
    key: Hashable
    name: str
    kind: type
    draw: Callable[[Look], Drawing]
    rows: Callable[[], Sequence[object]]
    links: Links
    subjects: Collection[str] = (ALL,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a picture is wanted: as what, on what ground, and with marks that lead to pages."""

    form: Form = Form.SVG
    theme: Theme = Theme.LIGHT
    links: bool = False


WishOf = Annotated[Wish, Depends()]


def drawn(desk: Desk, plate: Plate, wish: Wish) -> bytes:
    """Make a picture, or take it from those kept.

    Raises:
        BadInput: there is nothing to show.
    """

    def make() -> bytes:
        with _DRAWING:
            return _made(plate, wish)

    return desk.kept.get(("plate", plate.state, plate.key, wish), make)


def plate_answer(
    request: Request, desk: Desk, wish: Wish, plate_in: Callable[[Ledger], Plate]
) -> Response:
    """Answer with a picture, or the rows behind it; it is kept until a write touches it."""

    def make() -> Made:
        with desk.open() as ledger:
            return plate_made(desk, plate_in(ledger), wish)

    return kept_answer(request, make)


def plate_made(desk: Desk, plate: Plate, wish: Wish) -> Made:
    """Make a picture; the name of its file is for those who save it.

    Raises:
        NotFound: there is nothing to show.
    """
    disposition = "attachment" if wish.form is Form.CSV else "inline"
    named = f'{disposition}; filename="{plate.name}.{wish.form}"'
    try:
        body = drawn(desk, plate, wish)
    except BadInput as err:
        raise NotFound(str(err)) from err
    return Made(
        body=body,
        media_type=MEDIA[wish.form],
        subjects=plate.subjects,
        headers={"content-disposition": named, **(_EMBEDDED if wish.form in _IMAGES else {})},
    )


def _made(plate: Plate, wish: Wish) -> bytes:
    if wish.form is Form.CSV:
        return csv_bytes(plate.kind, plate.rows())
    look = Look(theme=wish.theme, links=plate.links if wish.links else None)
    return chart_bytes(plate.draw(look), Medium(wish.form.value), wish.theme)


# --- A picture as a page shows it: inline where its points lead somewhere, else as an image.
LINKED = Wish(links=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture on a page. ``address`` is its own, without a form; ``words`` say what it shows.

    ``query`` are the days that were asked for.

    ``svg`` draws the picture itself where it stands within the page; twins and tables do without.
    ``size`` is width and height of the image, in pixels, before it is drawn.
    """

    name: str
    title: str
    words: str
    address: str
    query: str = ""
    size: tuple[int, int] = field(default=(812, 460), metadata={"twin": False})
    svg: Callable[[], Markup] | None = field(default=None, metadata={"twin": False})


def inline(desk: Desk, plate_in: Callable[[Ledger], Plate], name: str, words: str) -> Markup:
    """Draw a picture into the page, in a unit of work of its own.

    It is vl-convert's SVG, in which all text is escaped.
    """
    with desk.open() as ledger:
        try:
            svg = inline_svg(drawn(desk, plate_in(ledger), LINKED), name, words)
        except BadInput:
            return Markup('<p class="faint">No act of this period can be drawn.</p>')
    return Markup(svg)  # noqa: S704  # see above; test_hostile looks at it

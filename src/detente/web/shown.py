"""A picture as a page shows it: inline where its points lead somewhere, else as an image.

In:  a plate and its address.   Out: ``Shown``, for the template.
Does not: draw anew what is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

from detente.relations.chart_inline import inline_svg
from detente.web.desk import Desk
from detente.web.plates import Plate, Wish, drawn

__all__ = ["Shown", "inline"]

LINKED = Wish(links=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture on a page. ``address`` is its own, without a form; ``words`` say what it shows.

    ``svg`` draws the picture itself where it stands within the page; twins and tables do without.
    ``size`` is width and height of the image, in pixels, before it is drawn.
    """

    name: str
    title: str
    words: str
    address: str
    size: tuple[int, int] = field(default=(812, 460), metadata={"twin": False})
    svg: Callable[[], Markup] | None = field(default=None, metadata={"twin": False})


def inline(desk: Desk, plate: Plate, name: str, words: str) -> Markup:
    """Draw a picture into the page. It is vl-convert's SVG, in which all text is escaped."""
    svg = inline_svg(drawn(desk, plate, LINKED), name, words)
    return Markup(svg)  # noqa: S704  # see above; test_hostile looks at it

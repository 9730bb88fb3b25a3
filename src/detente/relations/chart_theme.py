"""How pictures look: light and dark, and colours that the colour-blind can tell apart.

In:  a theme's name.   Out: colours, and Vega-Lite's configuration.
Does not: draw.

Blue for cooperation and orange for conflict differ in lightness, too; after Okabe and Ito (2008).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = ["THEMES", "Drawing", "Palette", "Theme", "config_of"]

Drawing = Any  # what Altair's methods return; it types them so itself, or not alike


class Theme(StrEnum):
    """On what ground a picture stands."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a theme."""

    ground: str
    ink: str
    faint: str  # secondary words
    rule: str  # lines, grids
    shade: str  # land, empty cells, intervals
    warm: str  # cooperation
    cold: str  # conflict
    level: str  # the stock, where it is neither
    groups: tuple[str, ...]

    @property
    def diverging(self) -> list[str]:
        """From conflict by way of neither to cooperation."""
        return [self.cold, self.level, self.warm]


THEMES = {
    Theme.LIGHT: Palette(
        ground="#ffffff",
        ink="#1f2430",
        faint="#5d6675",
        rule="#d9dde3",
        shade="#e9ecf1",
        warm="#0072b2",
        cold="#d55e00",
        level="#b9bfc9",
        groups=("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c"),
    ),
    Theme.DARK: Palette(
        ground="#14171d",
        ink="#eef1f5",
        faint="#a4adbb",
        rule="#343b48",
        shade="#262c37",
        warm="#56b4e9",
        cold="#f08a3c",
        level="#7b8494",
        groups=("#56b4e9", "#f0b43c", "#2cc295", "#df9bc1", "#8fd0f5", "#f08a3c", "#a8a8a8"),
    ),
}


def config_of(theme: Theme) -> dict[str, Any]:
    """Vega-Lite's configuration for a theme."""
    colours = THEMES[theme]
    words = {"labelColor": colours.faint, "titleColor": colours.faint}
    sizes = {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"}
    return {
        "background": colours.ground,
        "font": "Liberation Sans, Arial, Helvetica, sans-serif",
        "padding": 16,
        "view": {"stroke": None},
        "title": {
            "color": colours.ink,
            "subtitleColor": colours.faint,
            "fontSize": 17,
            "subtitleFontSize": 12,
            "anchor": "start",
            "frame": "group",
            "offset": 14,
            "subtitlePadding": 6,
        },
        "axis": {
            **words,
            **sizes,
            "domainColor": colours.rule,
            "tickColor": colours.rule,
            "gridColor": colours.rule,
            "gridOpacity": 0.6,
        },
        "legend": {**words, **sizes, "symbolStrokeWidth": 0},
        "header": {**words, **sizes, "labelFontWeight": "bold", "labelColor": colours.ink},
        "text": {"color": colours.ink},
        "rule": {"color": colours.rule},
    }

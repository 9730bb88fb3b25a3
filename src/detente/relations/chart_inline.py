"""A picture as SVG -> the same to stand within a page, on light and on dark ground.

In:  SVG as vl-convert draws it in the light theme.   Out: SVG whose colours the page decides.
Does not: draw.

Colours of the palette become ``var(--chart-ink, #1f2430)`` and the like; ``palette_css`` has their
values for both themes. Blends between them stay. Links leave the order of the tab key to the table
that stands beside each picture: a chart of ten years has hundreds.
"""

import re
from dataclasses import fields

from detente.relations.chart_theme import THEMES, Palette, Theme

__all__ = ["inline_svg", "palette_css"]

_COLOUR = re.compile(r'(?<= )(fill|stroke|stop-color)="(#[0-9a-f]{6})"')
_OWN_ID = re.compile(r'(id="|url\(#)(?=gradient|clip)')


def inline_svg(drawn: bytes, name: str, label: str) -> str:
    """Make SVG fit for a page; ``name`` keeps its ids apart from those of others beside it."""
    names = _names()
    svg = drawn.decode().strip()
    svg = _COLOUR.sub(lambda found: _coloured(found, names), svg)
    svg = _OWN_ID.sub(lambda found: f"{found[1]}{name}-", svg)
    svg = svg.replace('<a href="', '<a tabindex="-1" href="')
    return svg.replace("<svg ", f'<svg role="group" aria-label="{_escaped(label)}" ', 1)


def palette_css(theme: Theme) -> dict[str, str]:
    """The values of the variables in a theme."""
    return {_variable(name): colour for name, colour in _colours(THEMES[theme]).items()}


# Private functions


def _names() -> dict[str, str]:
    """The variable of each colour of the light theme; the first that has it."""
    found: dict[str, str] = {}
    for name, colour in _colours(THEMES[Theme.LIGHT]).items():
        found.setdefault(colour, _variable(name))
    return found


def _colours(palette: Palette) -> dict[str, str]:
    plain = {
        one.name: getattr(palette, one.name) for one in fields(palette) if one.name != "groups"
    }
    return plain | {f"group-{n}": colour for n, colour in enumerate(palette.groups, 1)}


def _variable(name: str) -> str:
    return f"--chart-{name}"


def _coloured(found: re.Match[str], names: dict[str, str]) -> str:
    attribute, colour = found.groups()
    if colour not in names:
        return found[0]
    return f'{attribute}="var({names[colour]}, {colour})"'


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

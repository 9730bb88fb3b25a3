"""A picture -> SVG, PNG, self-contained HTML, or its specification as JSON.

In:  a Vega-Lite chart.   Out: bytes, the same for the same chart.
Does not: use a browser or the network; vl-convert draws, and its HTML carries its scripts along.
"""

import json
from enum import StrEnum
from html import escape
from typing import Any
from unicodedata import category

from detente.relations.chart_theme import THEMES, Drawing, Theme, config_of
from detente.relations.wording import HIDDEN

__all__ = ["Medium", "chart_bytes", "specification"]

PNG_SCALE = 2.0
NOWHERE = 'xlink:href="https://vega.github.io/vega-datasets/'  # before addresses without a host


class Medium(StrEnum):
    """What a picture is written as."""

    SVG = "svg"
    PNG = "png"
    HTML = "html"
    JSON = "json"


def specification(chart: Drawing, theme: Theme) -> dict[str, Any]:
    """The Vega-Lite specification of a chart, in a theme, with its data."""
    spec: dict[str, Any] = _shown(chart.to_dict())
    return {**spec, "config": config_of(theme)}


def chart_bytes(
    chart: Drawing, medium: Medium, theme: Theme = Theme.LIGHT, title: str = "detente"
) -> bytes:
    """Write a chart; ``title`` is the page's, for HTML."""
    spec = specification(chart, theme)
    if medium is Medium.JSON:
        return (json.dumps(spec, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
    import vl_convert  # noqa: PLC0415  # heavy, and not for JSON

    vl_version = spec["$schema"].rpartition("/v")[2].partition(".json")[0].rpartition(".")[0]
    match medium:
        case Medium.SVG:
            drawn = vl_convert.vegalite_to_svg(spec, vl_version=vl_version)
            return (drawn.replace(NOWHERE, 'href="') + "\n").encode()
        case Medium.PNG:
            return vl_convert.vegalite_to_png(spec, vl_version=vl_version, scale=PNG_SCALE)
        case Medium.HTML:
            script = vl_convert.javascript_bundle(None, vl_version)  # type: ignore[arg-type]  # None may be
            return _page(spec, script, theme, title).encode()


# Private functions

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ background: {ground}; color: {ink}; margin: 1rem; font: 14px sans-serif }}
#picture {{ max-width: 100%; overflow-x: auto }}
#picture details, #picture summary {{ color: {ink} }}
</style>
</head>
<body>
<div id="picture"></div>
<script>{script}</script>
<script>
vegaEmbed("#picture", {spec}, {{renderer: "svg", actions: {{editor: false}}}});
</script>
</body>
</html>
"""


def _shown(value: Any) -> Any:
    """Leave out of all words of a specification what no picture can show, or what deceives.

    SVG has no control characters; one in the name of an outlet would end the drawing.
    """
    if isinstance(value, str):
        if value.isprintable():
            return value
        return "".join(char for char in value if char in "\n\t" or category(char) not in HIDDEN)
    if isinstance(value, list):
        return [_shown(one) for one in value]
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items()}
    return value


def _page(spec: dict[str, Any], script: str, theme: Theme, title: str) -> str:
    """Put specification and scripts into one page; no word of a report can end the script."""
    colours = THEMES[theme]
    written = json.dumps(spec, sort_keys=True, ensure_ascii=True).replace("<", "\\u003c")
    return PAGE.format(
        title=escape(title), ground=colours.ground, ink=colours.ink, script=script, spec=written
    )

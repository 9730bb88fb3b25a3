"""How pictures look, and as what they come: SVG, PNG, self-contained HTML, Vega-Lite's JSON.

In:  a theme, addresses for days, events, countries; a Vega-Lite chart.   Out: colours, axes and
rows that charts share; bytes, the same for the same chart.
Does not: know addresses itself (web/pictures.py does), use a browser or the network.

Blue for cooperation and orange for conflict differ in lightness, too; after Okabe and Ito (2008).
Within a page, colours of the palette become ``var(--chart-ink, #1f2430)`` and the like;
``palette_css`` has their values for both themes. Blends between them stay. Links leave the order of
the tab key to the table that stands beside each picture: a chart of ten years has hundreds.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from html import escape
from typing import Any, Protocol
from unicodedata import category

import altair as alt

from detente.errors import needing
from detente.relations.choices import Medium, Theme
from detente.relations.measures.moves import EPOCH, MONTHS, month_number, month_start
from detente.relations.measures.points import SeriesPoint
from detente.relations.wording import HIDDEN

Drawing = Any  # what Altair's methods return; it types them so itself, or not alike


class Links(Protocol):
    """Addresses of what marks stand for; days are first and last."""

    def days(self, first: date, last: date) -> str:
        """What happened on some days."""

    def issue(self, issue: str, first: date, last: date) -> str:
        """What happened about an issue on some days."""

    def event(self, event_id: str) -> str:
        """One event."""

    def place(self, name: str) -> str:
        """What happened at a place."""

    def country(self, code: str) -> str:
        """A country."""

    def dyad(self, one: str, other: str) -> str:
        """Two countries."""

    def outlet(self, name: str) -> str:
        """An outlet."""


# --- How pictures look: light and dark, and colours that the colour-blind can tell apart.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The ground of a picture; with ``links`` its marks lead somewhere."""

    theme: Theme = Theme.LIGHT
    links: Links | None = None

    @property
    def colours(self) -> Palette:
        """The colours of the theme."""
        return THEMES[self.theme]


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
        groups=("#009e73", "#cc79a7", "#7a5ba6", "#a89000", "#8a4b5c", "#5f7d1f", "#8c8c8c"),
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
        groups=("#2cc295", "#df9bc1", "#ab90d8", "#d8c43c", "#c98a9a", "#a3c45c", "#a8a8a8"),
    ),
}
PLAIN = Look()


def leads(to: str | None) -> dict[str, str]:
    """The part of a row that says where its mark leads; nothing where it leads nowhere."""
    return {"href": to} if to is not None else {}


def href_of(look: Look, words: str) -> dict[str, Any]:
    """The encodings of marks that lead somewhere; ``words`` is the field that names each."""
    return {"href": "href:N", "description": f"{words}:N"} if look.links else {}


# --- What charts share: rows in a chart, the axis of time, the two colours.
DAY_IN_MS = 86_400_000
N_TICKS = 8
MONDAY = date(1970, 1, 5)
MONTH_STEPS = {1: 2, 2: 3, 3: 6, 6: 12, 12: 24, 24: 60}  # then doubled


class _Rows(alt.InlineData):
    """Rows that no copy of a chart copies: each layer and panel would, and years have many."""

    def __deepcopy__(self, _copied: object) -> "_Rows":
        return self


def records(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Put rows into a chart; days are written as ISO text."""
    return _Rows(values=rows)


def period_axis(
    points: Sequence[SeriesPoint], *, has_labels: bool = True, n_ticks: int = N_TICKS
) -> alt.X:
    """The time axis of a series; days are days, in no time zone, and no label stands twice."""
    first, last = points[0].start, day_after(points[-1])
    form, ticks = ticks_between(first, last, n_ticks)
    return alt.X(
        "start:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()]),
        axis=alt.Axis(
            grid=False,
            format=form,
            labels=has_labels,
            ticks=has_labels,
            labelFlush=False,
            labelOverlap=True,
            labelSeparation=14,
            values=[(day - EPOCH).days * DAY_IN_MS for day in ticks],
        ),
    )


def ticks_between(first: date, last: date, most: int) -> tuple[str, list[date]]:
    """Choose at most ``most`` days to stand at an axis, and the form in which each is told apart.

    Days or Mondays are told by day, firsts of a month by month, first days of a year by year: the
    finest of them that are not too many.
    """
    for n_days in (1, 2, 7, 14):
        skipped = -(first - MONDAY).days % n_days
        days = range((first - EPOCH).days + skipped, (last - EPOCH).days + 1, n_days)
        if len(days) <= most:
            return "%-d %b %Y", [EPOCH + timedelta(days=n) for n in days]
    n_months = 1
    while True:
        months = range(
            -(-_months_until(first) // n_months) * n_months, month_number(last) + 1, n_months
        )
        if len(months) <= most:
            form = "%Y" if n_months % MONTHS == 0 else "%b %Y"
            return form, [month_start(n) for n in months]
        n_months = MONTH_STEPS.get(n_months, 2 * n_months)


def day_after(point: SeriesPoint) -> date:
    """The day after a period, with whose beginning the period ends."""
    return point.end + timedelta(days=1)


def _months_until(day: date) -> int:
    """Months before the first that begins on a day or later."""
    return month_number(day) + (day.day > 1)


def sides_colour(colours: Palette, legend: alt.Legend | None) -> alt.Color:
    """Blue for cooperation, orange for conflict."""
    return alt.Color(
        "kind:N",
        title=None,
        legend=legend,
        scale=alt.Scale(domain=["cooperation", "conflict"], range=[colours.warm, colours.cold]),
    )


COUNTED = "format(abs(datum.value), ',d')"  # acts below the line are no fewer than none


def bars_of(
    rows: list[dict[str, Any]], x: alt.X, y: alt.Y, legend: alt.Legend | None, look: Look
) -> Drawing:
    """Bars by period, up for cooperation and down for conflict, with a line at zero.

    A row has ``start``, ``end``, ``n`` (below zero for conflict), ``kind`` and ``words``.
    """
    bars = alt.Chart(records(rows)).mark_bar(minBandSize=1.5)
    encoded = bars.encode(
        x=x,
        x2="end:T",
        y=y,
        y2=alt.Y2Datum(0),
        color=sides_colour(look.colours, legend),
        tooltip=["start:T", "kind:N", "n:Q"],
        **href_of(look, "words"),
    )
    zero = alt.Chart(records([{"zero": 0}])).mark_rule(color=look.colours.faint).encode(y="zero:Q")
    return alt.layer(encoded, zero)


# --- A picture as SVG -> the same to stand within a page, on light and on dark ground.
_COLOUR = re.compile(r'(?<= )(fill|stroke|stop-color)="(#[0-9a-f]{6})"')
_OWN_ID = re.compile(r'(id="|url\(#)(?=gradient|clip)')


def inline_svg(drawn: bytes, name: str, label: str) -> str:
    """Make SVG fit for a page; ``name`` keeps its ids apart from those of others beside it."""
    # of names for one colour, the first
    names = {colour: name for name, colour in reversed(palette_css(Theme.LIGHT).items())}
    svg = drawn.decode().strip()
    svg = _COLOUR.sub(lambda found: _coloured(found, names), svg)
    svg = _OWN_ID.sub(lambda found: f"{found[1]}{name}-", svg)
    svg = svg.replace('<a href="', '<a tabindex="-1" href="')
    return svg.replace("<svg ", f'<svg role="group" aria-label="{escape(label)}" ', 1)


def palette_css(theme: Theme) -> dict[str, str]:
    """The values of the variables in a theme."""
    palette = THEMES[theme]
    names = [one.name for one in fields(palette) if one.name != "groups"]
    groups = {f"--chart-group-{n}": colour for n, colour in enumerate(palette.groups, 1)}
    return {f"--chart-{name}": getattr(palette, name) for name in names} | groups


def _coloured(found: re.Match[str], names: dict[str, str]) -> str:
    attribute, colour = found.groups()
    if colour not in names:
        return found[0]
    return f'{attribute}="var({names[colour]}, {colour})"'


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


# --- A picture -> SVG, PNG, self-contained HTML, or its specification as JSON.
PNG_SCALE = 2.0
NOWHERE = 'xlink:href="https://vega.github.io/vega-datasets/'  # before addresses without a host


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
    with needing("pictures", "a picture"):
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


def start_engine() -> None:
    """Start what draws, for which the first picture else waits half a second; draw nothing."""
    nothing: dict[str, Any] = {"data": {"values": []}, "mark": "point"}
    chart_bytes(alt.Chart.from_dict(nothing), Medium.SVG)


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

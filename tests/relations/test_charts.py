"""Pictures: what they show, in two themes and four media, without browser or network."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import a_place
from detente.errors import BadInput
from detente.ledger import Ledger
from detente.records import EventLink, LinkKind
from detente.relations.charts.look import THEMES, chart_bytes, specification, ticks_between
from detente.relations.charts.pictures import Findings, Subject, draw, findings_of
from detente.relations.charts.space import network_chart
from detente.relations.charts.temperature import Curve, compared_chart
from detente.relations.choices import Medium, Picture, Theme
from detente.relations.measures.network import Network, Node, Tie
from relations.dealings import NRL_SDR, a_ledger, an_event, every_month

NAMES = {"NRL": "Norland", "SDR": "Sudria"}
EVENTS = [
    *every_month("2021-01-10", 12, "ACCUSE", "THREATEN", "AID"),
    *every_month("2022-01-10", 12, "AID", "SUPPORT", "ACCUSE"),
    *(
        an_event(f"2022-{month:02}-{day}", "SUPPORT", outlets=3)
        for month in range(1, 4)
        for day in (11, 17, 24)
    ),
    an_event("2022-06-01", "CONSULT-visit", "NRL+SDR", place=a_place(), issues=("fishing",)),
    an_event("2022-07-01", "CONSULT", "NRL+SDR", status="future"),
    an_event("2022-08-01", "COERCE", "NRL>SDR", status="negated"),
    an_event("2022-08-01", "AID", "NRL>VST"),
]


def findings(
    events: list[Any] = EVENTS, days: tuple[date | None, date | None] = (None, None)
) -> Findings:
    """Findings of a ledger that stays open until it is forgotten."""
    subject = Subject(dyad=NRL_SDR, names=NAMES, days=days)
    return findings_of(Ledger.of_events(events), subject)


def rows_in(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All rows of data of a specification."""
    for rows in spec["datasets"].values():
        yield from rows if isinstance(rows, list) else ()


def drawn(kind: Picture, theme: Theme = Theme.LIGHT) -> dict[str, Any]:
    return specification(draw(kind, findings(), theme), theme)


@pytest.mark.parametrize("kind", Picture)
@pytest.mark.parametrize("theme", Theme)
def test_every_picture_is_drawn_on_its_ground_and_needs_no_address(
    kind: Picture, theme: Theme
) -> None:
    spec = drawn(kind, theme)
    svg = chart_bytes(draw(kind, findings(), theme), Medium.SVG, theme).decode()
    assert THEMES[theme].ground in svg
    assert spec["title"]["text"] in svg
    words = json.dumps({key: value for key, value in spec.items() if key != "$schema"})
    assert "http" not in words


def test_temperature_shows_stock_turn_weighty_acts_and_what_was_not_done() -> None:
    rows = list(rows_in(drawn(Picture.TEMPERATURE)))
    assert len([row for row in rows if "stock" in row and "low" in row]) == 25
    assert [row["label"] for row in rows if "label" in row] == ["thaw 2022-01"]
    assert {row["status"] for row in rows if "status" in row} == {"planned", "denied"}
    acts = [row["act"] for row in rows if "act" in row]
    assert "17 Feb 2022: support, Norland to Sudria" in acts


def test_the_acts_behind_a_turn_are_told_with_names() -> None:
    told = drawn(Picture.TEMPERATURE)["title"]["subtitle"]

    assert "thaw since 2022-01: " in told[-1]
    assert "Norland to Sudria" in told[-1]
    assert "NRL" not in told[-1]


def test_bars_of_the_temperature_are_the_counts_of_the_series() -> None:
    made = findings()
    rows = [row for row in rows_in(drawn(Picture.TEMPERATURE)) if "n" in row and "kind" in row]
    total = {
        kind: sum(row["n"] for row in rows if row["kind"] == kind)
        for kind in ("cooperation", "conflict")
    }
    points = made.series.of()
    assert total["cooperation"] == sum(point.n_cooperative for point in points)
    assert total["conflict"] == -sum(point.n_conflictual for point in points)


def test_two_relations_share_their_axes_and_each_has_its_interval() -> None:
    late = every_month("2023-01-10", 3, "AID", "SUPPORT")
    curves = [
        Curve(series=findings(events).series, names=names)
        for events, names in ((EVENTS, ("Norland", "Sudria")), (late, ("Norland", "Vostia")))
    ]
    spec = specification(compared_chart(curves), Theme.LIGHT)

    rows = [row for row in rows_in(spec) if "stock" in row]
    assert {row["dyad"] for row in rows} == {"Norland – Sudria", "Norland – Vostia"}
    assert all(row["low"] <= row["stock"] <= row["high"] for row in rows)
    axes = {
        json.dumps(layer["encoding"]["x"]["scale"])
        for layer in spec["layer"]
        if "x" in layer["encoding"]
    }
    assert axes == {'{"domain": ["2021-01-01", "2023-04-01"], "type": "utc"}'}
    assert any("Norland – Vostia: too few acts" in line for line in spec["title"]["subtitle"])


def test_issues_have_a_panel_each() -> None:
    spec = drawn(Picture.ISSUES)
    assert [panel["title"]["text"] for panel in spec["concat"]] == ["fishing (1)"]


def test_calendar_has_every_day_and_tells_planned_from_done() -> None:
    rows = {row["day"]: row for row in rows_in(drawn(Picture.CALENDAR))}
    assert len(rows) == 365
    assert (rows["2022-06-01"]["done"], rows["2022-06-01"]["planned"]) == (1, None)
    assert (rows["2022-07-01"]["done"], rows["2022-07-01"]["planned"]) == (None, 1)


def test_calendar_shows_a_plan_that_was_fulfilled_as_done_only(tmp_path: Path) -> None:
    plan = an_event("2022-07-01", "CONSULT", "NRL+SDR", until="2022-07-31", status="future")
    met = an_event(
        "2022-07-20", "CONSULT", "NRL+SDR", links=(EventLink(LinkKind.FULFILS, plan.id),)
    )
    with Ledger.open(a_ledger(tmp_path / "plans.duckdb", [plan, met])) as ledger:
        found = (findings([plan, met]), findings_of(ledger, Subject(dyad=NRL_SDR)))

    for one in found:
        chart = specification(draw(Picture.CALENDAR, one, Theme.LIGHT), Theme.LIGHT)
        rows = {row["day"]: row for row in rows_in(chart)}
        assert (rows["2022-07-20"]["done"], rows["2022-07-16"]["planned"]) == (1, None)


def test_calendar_of_many_years_has_a_square_a_month() -> None:
    long = [
        an_event(f"{year}-03-0{n}", "CONSULT", "NRL+SDR")
        for year in range(2015, 2025)
        for n in (1, 2)
    ]
    chart = draw(Picture.CALENDAR, findings(long), Theme.LIGHT)
    rows = list(rows_in(specification(chart, Theme.LIGHT)))
    march = [row for row in rows if row["month"] == "Mar" and row["year"] == "2020"]
    assert {row["done"] for row in march} == {2}


def test_network_names_countries_and_marks_the_two() -> None:
    nodes = [row for row in rows_in(drawn(Picture.NETWORK)) if "is_marked" in row]
    marked = {row["name"]: row["is_marked"] for row in nodes}
    assert marked == {"Norland": True, "Sudria": True, "VST": False}


def test_map_has_land_without_borders_and_a_circle_a_place() -> None:
    spec = drawn(Picture.MAP)
    assert '"objects": {"land"' in json.dumps(spec)
    (place,) = {row["place"] for row in rows_in(spec) if "place" in row}
    assert place == "Vostia City"


def test_the_same_picture_is_the_same_bytes() -> None:
    for medium in (Medium.JSON, Medium.SVG, Medium.PNG):
        one, other = (chart_bytes(draw(Picture.TEMPERATURE, findings()), medium) for _ in range(2))
        assert one == other


def test_png_is_a_png() -> None:
    assert chart_bytes(draw(Picture.MAP, findings()), Medium.PNG).startswith(b"\x89PNG")


def test_html_stands_alone_and_escapes_its_title() -> None:
    page = chart_bytes(
        draw(Picture.TEMPERATURE, findings()), Medium.HTML, Theme.DARK, "A & <b>"
    ).decode()
    assert "<title>A &amp; &lt;b&gt;</title>" in page
    assert f"background: {THEMES[Theme.DARK].ground}" in page
    own = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"(src|href)=|http", own)
    assert "<script src" not in page


def test_names_from_reports_cannot_break_out_of_the_page() -> None:
    nasty = [an_event("2024-01-05", "AID", place=a_place("</script><script>alert(1)</script>"))]
    page = chart_bytes(draw(Picture.MAP, findings(nasty)), Medium.HTML).decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("medium", [Medium.SVG, Medium.PNG])
def test_what_no_picture_can_show_is_left_out_of_its_words(medium: Medium) -> None:
    hidden = [an_event("2024-01-05", issues=("fi\x07sh\u202e",))]
    shown = [an_event("2024-01-05", issues=("fish",))]

    found = chart_bytes(draw(Picture.ISSUES, findings(hidden)), medium)

    assert found == chart_bytes(draw(Picture.ISSUES, findings(shown)), medium)


@pytest.mark.parametrize(
    ("kind", "events", "missing"),
    [
        (Picture.TEMPERATURE, [], "no event between Norland and Sudria"),
        (Picture.ISSUES, [an_event("2024-01-05")], "known issue"),
        (Picture.CALENDAR, [an_event("2024-01-05")], "no contact"),
        (Picture.MAP, [an_event("2024-01-05")], "on the map"),
        (Picture.NETWORK, [an_event("2024-01-05", status="future")], "has happened"),
    ],
)
def test_where_there_is_nothing_to_draw_it_is_said(
    kind: Picture, events: list[Any], missing: str
) -> None:
    with pytest.raises(BadInput, match=missing):
        draw(kind, findings(events))


def test_findings_tell_the_state_and_the_turns_in_words() -> None:
    state, turn = findings().words
    assert state.startswith("Norland and Sudria in 2022-12: stock +")
    assert turn.startswith("thaw since 2022-01: ")


def test_days_bound_every_picture() -> None:
    made = findings(days=(date(2022, 1, 1), date(2022, 7, 31)))
    assert {point.start.year for point in made.series.of()} == {2022}
    assert all(date(2022, 1, 1) <= move.day <= date(2022, 7, 31) for move in made.moves)
    assert made.as_of == date(2022, 7, 31)


@pytest.mark.parametrize("theme", Theme)
def test_colours_of_both_sides_differ_in_lightness_and_stand_out(theme: Theme) -> None:
    """Contrast by WCAG 2.1 of at least 3 with the ground, as graphics need; 4.5 for words."""
    colours = THEMES[theme]
    for colour, least in (
        (colours.warm, 3),
        (colours.cold, 3),
        (colours.ink, 7),
        (colours.faint, 4.5),
    ):
        assert contrast(colour, colours.ground) >= least


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_issues_have_their_proper_nouns_in_capitals() -> None:
    acts = [an_event("2024-01-05", "AID", issues=("south china sea",))]
    spec = specification(draw(Picture.ISSUES, findings(acts)), Theme.LIGHT)
    assert spec["concat"][0]["title"]["text"] == "South China Sea (1)"


def test_axis_of_issues_fits_what_was_done_and_counts_conflict_without_a_sign() -> None:
    def axis(*kinds: str) -> tuple[list[int], list[int]]:
        acts = [
            an_event("2024-01-05", kind, number=n, issues=("fishing",))
            for n, kind in enumerate(kinds)
        ]
        spec = specification(draw(Picture.ISSUES, findings(acts)), Theme.LIGHT)
        y = spec["concat"][0]["layer"][0]["encoding"]["y"]
        assert "abs(datum.value)" in y["axis"]["labelExpr"]
        return y["scale"]["domain"], y["axis"]["values"]

    assert axis("AID") == ([0, 1], [0, 1])
    assert axis("AID", "AID", "AID", "COERCE") == ([-1, 3], [-1, 0, 3])


def map_of(*places: tuple[str, float, float]) -> dict[str, Any]:
    acts = [
        an_event("2024-01-05", "CONSULT", "NRL+SDR", place=a_place(name, lat=lat, lon=lon))
        for name, lat, lon in places
    ]
    return specification(draw(Picture.MAP, findings(acts)), Theme.LIGHT)


def test_map_shows_the_world_around_its_places_and_no_more() -> None:
    near = map_of(("Norburg", 38.0, 23.7), ("Sudport", 39.9, 32.9))
    across = map_of(("Norburg", -18.1, 178.4), ("Sudport", -13.8, -171.8))
    far = map_of(("Norburg", 38.0, -77.0), ("Sudport", 39.9, 116.4))

    assert near["projection"]["rotate"][0] == pytest.approx(-28.3)
    assert across["projection"]["rotate"][0] == pytest.approx(176.7)  # over the date line
    assert near["projection"]["scale"] > 4 * far["projection"]["scale"]


def test_close_places_on_a_map_are_named_on_two_sides() -> None:
    spec = map_of(("Norburg", 38.0, 23.7), ("Sudport", 38.4, 24.2))
    named = [(row["above"], row["below"]) for row in rows_in(spec) if "above" in row]

    assert sorted(named) == [("", "Norburg"), ("Sudport", "")]


def test_words_of_a_relation_without_a_turn_say_so_and_that_acts_are_too_few() -> None:
    state, turn = findings([an_event("2024-01-05")]).words
    assert state.endswith("; too few acts to say: 1 in 8 years")
    assert turn.startswith("no turn found")


def test_the_axis_of_the_stock_fits_the_data_and_shows_zero() -> None:
    warm = every_month("2021-01-10", 24, "AID", "SUPPORT")
    panel = specification(draw(Picture.TEMPERATURE, findings(warm)), Theme.LIGHT)["vconcat"][0]
    (scale,) = (
        layer["encoding"]["y"]["scale"]
        for layer in panel["layer"]
        if "scale" in layer.get("encoding", {}).get("y", {})
    )
    bottom, top = scale["domain"]
    lows = [point.stock_low for point in findings(warm).series.of()]
    assert bottom <= min(0.0, *lows) < bottom + 1
    highs = [point.stock_high for point in findings(warm).series.of()]
    assert max(highs) < top < 15


def test_labels_of_turns_that_are_near_stand_above_one_another() -> None:
    calm = every_month("2005-01-10", 120, "AID")
    bursts = [
        an_event(f"2012-{month:02}-{day:02}", kind, number=day)
        for month, kind in ((3, "COERCE"), (4, "COERCE"), (7, "SUPPORT"), (8, "SUPPORT"))
        for day in range(2, 28, 2)
    ]
    found = findings([*calm, *bursts])
    assert len(found.turns.turns) == 2
    spec = specification(draw(Picture.TEMPERATURE, found), Theme.LIGHT)
    labels = [(row["label"], row["y"]) for row in rows_in(spec) if row.get("label")]
    assert len({y for _, y in labels}) == len(labels) == 2


@pytest.mark.parametrize(
    ("first", "last", "form", "labels"),
    [
        ("2023-11-20", "2023-12-25", "%-d %b %Y", 6),
        ("2023-01-02", "2023-02-26", "%-d %b %Y", 8),
        ("2023-01-02", "2023-12-31", "%b %Y", 5),
        ("2023-02-01", "2023-08-01", "%b %Y", 7),
        ("2002-07-01", "2024-12-31", "%Y", 4),
        ("1800-01-01", "2024-12-31", "%Y", 6),
    ],
)
def test_no_label_of_an_axis_of_time_stands_twice(
    first: str, last: str, form: str, labels: int
) -> None:
    ends = date.fromisoformat(first), date.fromisoformat(last)
    found, ticks = ticks_between(*ends, 8)
    assert found == form
    assert len({f"{day:%d %b %Y}" if "d" in form else f"{day:{form}}" for day in ticks}) == labels
    assert len(ticks) == labels
    assert all(ends[0] <= day <= ends[1] for day in ticks)


def test_weeks_are_told_by_their_mondays() -> None:
    _, ticks = ticks_between(date(2023, 1, 4), date(2023, 2, 26), 8)
    assert {day.weekday() for day in ticks} == {0}


def test_a_network_of_many_countries_is_thinned_and_says_by_how_many() -> None:
    nodes = tuple(
        Node(code=f"N{n:02}", x=n, y=n, n_ties=1, n_events=n, warmth=1, betweenness=0, group=1)
        for n in range(60)
    )
    ties = tuple(
        Tie(one=f"N{n:02}", other=f"N{n + 1:02}", stock=1, n_events=n + 1) for n in range(0, 60, 2)
    )
    many = replace(nodes[0], code="IGO")  # bodies of which each stands otherwise
    ties = (*ties, Tie(one="IGO", other="N59", stock=1, n_events=99))
    whole = Network(as_of=date(2024, 1, 31), nodes=(*nodes, many), ties=ties)
    spec = specification(network_chart(whole, {}, ("N00",)), Theme.LIGHT)
    drawn = {row["name"] for row in rows_in(spec) if "is_marked" in row}
    assert len(drawn) == 30
    assert {"N00", "N59"} <= drawn
    assert not {"N02", "IGO", "Intergovernmental organisation"} & drawn
    assert spec["title"]["subtitle"][-1].endswith("left out: 31 countries and 16 ties")


def test_network_names_bodies_that_are_no_states() -> None:
    nodes = tuple(
        Node(code=code, x=x, y=x, n_ties=1, n_events=3, warmth=1, betweenness=0, group=1)
        for code, x in (("NRL", 0.0), ("UNO", 1.0))
    )
    ties = (Tie(one="NRL", other="UNO", stock=1.0, n_events=3),)
    found = Network(as_of=date(2024, 1, 1), nodes=nodes, ties=ties)
    spec = specification(network_chart(found, {"NRL": "Norland"}), Theme.LIGHT)
    assert {row["name"] for row in rows_in(spec) if "is_marked" in row} == {
        "Norland",
        "United Nations",
    }


@pytest.mark.parametrize("theme", Theme)
def test_groups_of_a_network_have_other_hues_than_warm_and_cold(theme: Theme) -> None:
    colours = THEMES[theme]

    assert not {colours.warm, colours.cold} & {*colours.groups}

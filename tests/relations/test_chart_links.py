"""Marks lead somewhere where somebody says where to; and a picture can stand within a page."""

from datetime import date
from typing import Any

import pytest

from detente.errors import BadInput
from detente.relations.charts.look import THEMES, Look, chart_bytes, inline_svg, specification
from detente.relations.charts.periods import Covered, coverage_chart
from detente.relations.charts.pictures import draw
from detente.relations.choices import Medium, Picture, Theme
from relations.test_charts import findings, rows_in


class Signposts:
    """Says of each mark what it stands for."""

    def days(self, first: date, last: date) -> str:
        return f"/days/{first}/{last}"

    def issue(self, issue: str, first: date, last: date) -> str:
        return f"/issue/{issue}/{first}/{last}"

    def event(self, event_id: str) -> str:
        return f"/event/{event_id}"

    def place(self, name: str) -> str:
        return f"/place/{name}"

    def country(self, code: str) -> str:
        return f"/country/{code}"

    def dyad(self, one: str, other: str) -> str:
        return f"/dyad/{one}/{other}"

    def outlet(self, name: str) -> str:
        return f"/outlet/{name}"


def hrefs(kind: Picture) -> set[str]:
    spec = specification(draw(kind, findings(), Theme.LIGHT, Signposts()), Theme.LIGHT)
    return {row["href"] for row in rows_in(spec) if "href" in row}


def starts(addresses: set[str]) -> set[str]:
    return {one.split("/")[1] for one in addresses}


def test_points_of_the_temperature_lead_to_their_months_and_dots_to_events() -> None:
    found = hrefs(Picture.TEMPERATURE)

    assert "/days/2022-01-01/2022-01-31" in found
    assert starts(found) == {"days", "event"}


@pytest.mark.parametrize(
    ("kind", "leads"),
    [
        (Picture.ISSUES, {"issue"}),
        (Picture.CALENDAR, {"days"}),
        (Picture.NETWORK, {"country", "dyad"}),
        (Picture.MAP, {"place"}),
    ],
)
def test_marks_of_the_other_pictures_lead_to_what_they_stand_for(
    kind: Picture, leads: set[str]
) -> None:
    assert starts(hrefs(kind)) == leads


def test_a_silent_day_leads_nowhere() -> None:
    assert hrefs(Picture.CALENDAR) == {
        "/days/2022-06-01/2022-06-01",
        "/days/2022-07-01/2022-07-01",
    }


def svg_of(kind: Picture) -> bytes:
    return chart_bytes(draw(kind, findings(), Theme.LIGHT, Signposts()), Medium.SVG)


def test_links_of_the_drawing_are_paths_without_a_host() -> None:
    svg = svg_of(Picture.TEMPERATURE).decode()

    assert '<a href="/days/2022-01-01/2022-01-31">' in svg
    assert "vega.github.io" not in svg


def test_within_a_page_colours_are_the_pages_and_links_leave_the_tab_key_alone() -> None:
    svg = inline_svg(svg_of(Picture.NETWORK), "net", 'Who & "whom"')

    assert f'fill="var(--chart-ink, {THEMES[Theme.LIGHT].ink})"' in svg
    assert svg.startswith('<svg role="group" aria-label="Who &amp; &quot;whom&quot;"')
    assert 'id="net-gradient' in svg
    assert "url(#net-gradient" in svg
    assert svg.count("<a ") == svg.count('<a tabindex="-1" ') > 0


def test_coverage_has_a_square_for_each_outlet_and_month_with_reports() -> None:
    cells = [
        Covered("Harbour Wire", date(2024, 1, 1), 3),
        Covered("Harbour Wire", date(2024, 4, 1), 1),
        Covered("Sudville Post", date(2024, 1, 1), 2),
    ]

    spec: dict[str, Any] = specification(
        coverage_chart(cells, Look(links=Signposts())), Theme.LIGHT
    )

    rows = list(rows_in(spec))
    assert [(row["outlet"], row["month"], row["reports"]) for row in rows] == [
        ("Harbour Wire", "2024-01", 3),
        ("Harbour Wire", "2024-04", 1),
        ("Sudville Post", "2024-01", 2),
    ]
    assert {row["href"] for row in rows} == {"/outlet/Harbour Wire", "/outlet/Sudville Post"}
    months = ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert spec["encoding"]["x"]["scale"]["domain"] == months


def test_without_a_dated_report_there_is_no_coverage_to_draw() -> None:
    with pytest.raises(BadInput, match="when it was published"):
        coverage_chart([])

"""Two dyads on one picture."""

import pytest
from starlette.testclient import TestClient

from web.reading import seen_in

ASKED = {"a": "NRL-SDR", "b": "SDR-NRL"}


def test_two_dyads_are_drawn_on_the_same_months(desk: TestClient) -> None:
    page = seen_in(desk.get("/compare", params=ASKED).text)
    twin = desk.get("/compare.json", params=ASKED).json()

    one, other = (line["points"].split() for line in page.named("polyline"))
    assert one == other
    assert len(one) == len(twin["months"]) > 3
    assert all(month["stock_a"] == month["stock_b"] for month in twin["months"])
    assert twin["curves"][0]["last"] == twin["months"][0]["stock_a"]


def test_a_period_bounds_what_is_compared(desk: TestClient) -> None:
    asked = {**ASKED, "since": "2024-02-01", "until": "2024-03-31"}

    rows = desk.get("/compare.months.csv", params=asked).text.splitlines()

    assert [row[:7] for row in rows] == ["month,s", "2024-03", "2024-02"]


def test_without_dyads_there_is_the_form(desk: TestClient) -> None:
    page = seen_in(desk.get("/compare").text)

    assert {one["name"] for one in page.named("input")} >= {"a", "b", "since", "until"}
    assert page.named("polyline") == []


def test_a_dyad_may_be_written_in_names_and_is_shown_in_them(desk: TestClient) -> None:
    found = desk.get("/compare.json", params={"a": "China – United States", "b": "chn-fra"}).json()
    form = seen_in(desk.get("/compare", params={"a": "CHN-USA"}).text)

    assert [(one["one"], one["other"]) for one in found["curves"]] == [
        ("CHN", "USA"),
        ("CHN", "FRA"),
    ]
    assert [one["value"] for one in form.named("input") if one["name"] == "a"] == [
        "China – United States"
    ]


@pytest.mark.parametrize(("pair", "status"), [("NRLSDR", 400), ("NRL-NRL", 400), ("NRL-XXX", 404)])
def test_what_is_no_dyad_is_refused(desk: TestClient, pair: str, status: int) -> None:
    assert desk.get("/compare", params={**ASKED, "b": pair}).status_code == status

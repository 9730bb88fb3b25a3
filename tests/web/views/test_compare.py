"""Two dyads on one picture."""

import re
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from web.reading import seen_in

ASKED = {"a": "NRL-SDR", "b": "SDR-NRL"}


def test_two_dyads_are_drawn_on_the_same_months(desk: TestClient) -> None:
    page = seen_in(desk.get("/compare", params=ASKED).text)
    twin = desk.get("/compare.json", params=ASKED).json()

    assert [one["aria-label"] for one in page.named("svg")] == ["How warm each relation is"]
    assert len(twin["months"]) > 3
    for month in twin["months"]:
        assert month["low_a"] <= month["stock_a"] <= month["high_a"]
        assert month["stock_a"] == month["stock_b"]
    assert twin["curves"][0]["last"] == twin["months"][0]["stock_a"]


def test_a_dyad_without_acts_is_told_so_beside_the_other(desk: TestClient) -> None:
    asked = {"a": "CHN-USA", "b": "NRL-SDR"}
    html = desk.get("/compare", params=asked).text

    assert "no dated act in the period" in html
    assert len(seen_in(html).named("svg")) == 1


def test_the_picture_has_an_address_a_period_and_words_to_embed_it(desk: TestClient) -> None:
    asked = {**ASKED, "since": "2024-02-01", "until": "2024-03-31"}
    html = desk.get("/compare", params=asked).text

    found = re.search(r'<a href="[^<]*<img [^>]*></a>', seen_in(html).text)
    assert found
    image = seen_in(found[0]).named("img")[0]
    assert image["alt"].startswith("NRL – SDR and SDR – NRL: ")
    path = image["src"].removeprefix("http://localhost")
    assert path == "/picture/compare.svg?" + urlencode(asked)
    assert desk.get(path).text.startswith("<svg")
    rows = desk.get(path.replace(".svg", ".csv")).text.splitlines()
    assert [row[:7] for row in rows] == ["month,s", "2024-03", "2024-02"]


def test_a_point_leads_to_the_month_of_its_own_dyad(desk: TestClient) -> None:
    page = seen_in(desk.get("/compare", params=ASKED).text)

    led = {one.partition("?")[0] for one in page.links() if one.endswith("#timeline")}
    assert led == {"/dyad/NRL/SDR", "/dyad/SDR/NRL"}


def test_a_period_with_nothing_in_it_is_told_so(desk: TestClient) -> None:
    asked = {**ASKED, "until": "1999-12-31"}

    assert "No dated act" in seen_in(desk.get("/compare", params=asked).text).text
    assert desk.get("/picture/compare.svg", params=asked).status_code == 404


def test_a_period_bounds_what_is_compared(desk: TestClient) -> None:
    asked = {**ASKED, "since": "2024-02-01", "until": "2024-03-31"}

    rows = desk.get("/compare.months.csv", params=asked).text.splitlines()

    assert [row[:7] for row in rows] == ["month,s", "2024-03", "2024-02"]


def test_without_dyads_there_is_the_form(desk: TestClient) -> None:
    page = seen_in(desk.get("/compare").text)

    assert {one["name"] for one in page.named("input")} >= {"a", "b", "since", "until"}
    assert page.named("svg") == []


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
@pytest.mark.parametrize("address", ["/compare", "/picture/compare.svg"])
def test_what_is_no_dyad_is_refused(desk: TestClient, address: str, pair: str, status: int) -> None:
    assert desk.get(address, params={**ASKED, "b": pair}).status_code == status


@pytest.mark.parametrize("address", ["/compare", "/picture/compare.svg"])
def test_a_period_that_ends_before_it_begins_is_refused(desk: TestClient, address: str) -> None:
    asked = {**ASKED, "since": "2024-03-01", "until": "2024-02-01"}

    assert desk.get(address, params=asked).status_code == 400

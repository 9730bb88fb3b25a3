"""Pictures: within a page their points are links; each has files, and the rows behind it."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.ledger import Ledger
from detente.relations.charts.look import palette_css
from detente.relations.choices import Theme
from detente.web import Desk
from detente.web.plates import Wish
from web.conftest import client_of
from web.reading import Seen, seen_in

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "detente" / "web" / "static"
PICTURES = (
    "/picture/NRL/SDR/temperature",
    "/picture/NRL/SDR/calendar",
    "/picture/NRL/SDR/issues",
    "/picture/NRL/SDR/network",
    "/picture/NRL/SDR/map",
    "/picture/month/2024-02/network",
    "/picture/month/2024-02/map",
    "/picture/about/coverage",
)


@pytest.fixture(scope="module")
def page(desk: TestClient) -> Seen:
    return seen_in(desk.get("/dyad/NRL/SDR").text)


def test_the_picture_stands_in_the_page_without_scripts_or_styles(page: Seen) -> None:
    svg = page.named("svg")

    assert [one["aria-label"] for one in svg] == ["How warm the relation is"]
    assert "style" not in {name for tag, _ in page.elements for name in _}


def test_each_month_is_a_point_that_leads_to_its_events(desk: TestClient, page: Seen) -> None:
    months = {link for link in page.links() if link.startswith("/dyad/NRL/SDR?since=2024-02-01")}

    assert months == {"/dyad/NRL/SDR?since=2024-02-01&until=2024-02-29#timeline"}
    found = desk.get("/dyad/NRL/SDR.json?since=2024-02-01&until=2024-02-29").json()
    days = [one["date"]["start"] for one in found["timeline"]["events"]]
    assert days
    assert {day[:7] for day in days} == {"2024-02"}


def test_a_dot_leads_to_its_event(desk: TestClient, page: Seen) -> None:
    dots = [one for one in page.named("a") if one.get("href", "").startswith("/event/")]
    in_picture = [one["href"] for one in dots if one.get("tabindex") == "-1"]

    assert in_picture
    assert {desk.get(link).status_code for link in in_picture} == {200}


def test_the_keyboard_finds_the_same_months_in_a_table(page: Seen) -> None:
    links = [one for one in page.named("a") if "?since=" in one.get("href", "")]
    points = {one["href"] for one in links if one.get("tabindex") == "-1"}
    lines = {one["href"] for one in links if "tabindex" not in one}

    assert points
    assert points <= lines


def test_ids_of_a_picture_are_its_own(desk: TestClient, page: Seen) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]

    assert len(ids) == len(set(ids))
    assert "vega.github.io" not in desk.get("/dyad/NRL/SDR").text


def test_the_page_gives_the_picture_its_colours_on_both_grounds() -> None:
    css = (STATIC / "desk.css").read_text(encoding="utf-8")

    for theme in Theme:
        for name, colour in palette_css(theme).items():
            assert f"{name}: {colour};" in css


@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_can_be_saved_in_four_forms(desk: TestClient, address: str) -> None:
    svg, spec, rows = (desk.get(f"{address}.{form}") for form in ("svg", "json", "csv"))

    assert svg.text.startswith("<svg")
    assert "<a " not in svg.text
    assert spec.json()["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert "href" not in json.dumps(spec.json()["datasets"])
    assert list(csv.DictReader(io.StringIO(rows.text)))
    names = {one.headers["content-disposition"].partition("filename=")[2] for one in (svg, rows)}
    assert len(names) == 2


@pytest.mark.parametrize("address", PICTURES)
def test_images_alone_may_be_shown_on_pages_elsewhere(desk: TestClient, address: str) -> None:
    asked = (f"{address}.svg", f"{address}.png", f"{address}.json", f"{address}.csv")
    told = [desk.get(one).headers["cross-origin-resource-policy"] for one in asked]
    again = desk.get(asked[0]).headers["etag"]
    known = desk.get(asked[0], headers={"if-none-match": again})

    assert told == ["cross-origin", "cross-origin", "same-origin", "same-origin"]
    assert (known.status_code, known.headers["cross-origin-resource-policy"]) == (304, told[0])


def test_a_picture_that_there_is_not_is_told_to_nobody_elsewhere(desk: TestClient) -> None:
    missing = desk.get("/picture/NRL/SDR/temperature.svg?since=2099-01-01")

    assert missing.status_code == 404
    assert missing.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8400"])
def test_words_that_embed_a_picture_lead_to_its_page(desk: TestClient, host: str) -> None:
    page = "/dyad/NRL/SDR?since=2024-01-01&until=2024-12-31"
    html = desk.get(page, headers={"host": host}).text
    shown, heading = seen_in(html).text, seen_in(html.split("</h1>")[0].split("<h1>")[1]).text

    snippets = re.findall(r'<a href="[^<]*<img [^>]*></a>', shown)
    found = [seen_in(one) for one in snippets]
    assert len(found) == 4
    assert {one.named("a")[0]["href"] for one in found} == {f"http://{host}{page}"}
    for one in found:
        image = one.named("img")[0]
        assert image["src"].startswith(f"http://{host}/picture/NRL/SDR/")
        assert image["src"].endswith(".svg?since=2024-01-01&until=2024-12-31")
        assert image["alt"].startswith(f"{heading}: ")
        path = image["src"].removeprefix(f"http://{host}")
        assert desk.get(path).headers["content-type"].startswith("image/svg+xml")


def test_a_png_is_one(desk: TestClient) -> None:
    assert desk.get("/picture/month/2024-02/network.png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("address", PICTURES)
def test_marks_lead_to_pages_of_the_desk_where_that_is_wanted(
    desk: TestClient, address: str
) -> None:
    spec = desk.get(f"{address}.json?links=true").json()
    rows = [row for found in spec["datasets"].values() for row in found if "href" in row]

    hrefs = {row["href"] for row in rows}
    assert hrefs
    assert not [one for one in hrefs if not re.match(r"/(dyad|actor|event|outlet|search)\b", one)]
    assert {desk.get(one).status_code for one in sorted(hrefs)[:3]} == {200}


def test_a_picture_of_some_days_has_only_those(desk: TestClient) -> None:
    asked = "since=2024-03-01&until=2024-04-30"

    rows = desk.get(f"/picture/NRL/SDR/temperature.csv?{asked}").text

    starts = {row["start"] for row in csv.DictReader(io.StringIO(rows))}
    assert starts == {"2024-03-01", "2024-04-01"}


def test_an_event_shows_where_it_was(desk: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        placed = next(event for event in ledger.events() if event.place)
        nowhere = next(event for event in ledger.events() if not event.place)

    found = desk.get(f"/picture/event/{placed.id}/map.csv").text

    assert f"/picture/event/{placed.id}/map.svg" in desk.get(f"/event/{placed.id}").text
    assert "Vostia City,VST,10.5,20.25" in found
    assert desk.get(f"/picture/event/{nowhere.id}/map.svg").status_code == 404
    assert "/picture/event/" not in desk.get(f"/event/{nowhere.id}").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/picture/XXX/YYY/temperature.svg", 404),
        ("/picture/XXX/YYY/map.svg", 404),
        ("/picture/XXX/YYY.svg", 404),
        ("/picture/month/2031-01/map.svg", 404),
        ("/picture/month/2031-01/network.svg", 404),
        ("/picture/month/2024-13/map.svg", 400),
        ("/picture/NRL/NRL/map.svg", 400),
        ("/picture/NRL/SDR/map.svg?since=yesterday", 400),
        ("/picture/NRL/SDR/cake.svg", 422),
        ("/picture/NRL/SDR/map.exe", 422),
        ("/picture/NRL/SDR/map.svg?theme=pink", 422),
    ],
)
def test_what_cannot_be_drawn_is_told_so(desk: TestClient, address: str, status: int) -> None:
    assert desk.get(address).status_code == status


def drawn_by(desk: Desk) -> list[object]:
    """How the pictures that a desk keeps were wanted."""
    keys = [key for key in desk.kept._found if isinstance(key, tuple)]
    return [key[-1] for key in keys if key[0] == "plate"]


def test_a_picture_is_drawn_once_until_the_ledger_changes(ordinary: Path) -> None:
    desk = Desk(ledger=ordinary)
    client = client_of(desk)

    first = client.get("/picture/month/2024-02/network.svg")
    again = client.get("/picture/month/2024-02/network.svg")

    assert first.content == again.content
    assert drawn_by(desk) == [Wish()]


def test_twin_and_tables_wait_for_no_picture(ordinary: Path) -> None:
    desk = Desk(ledger=ordinary)
    client = client_of(desk)

    client.get("/dyad/NRL/SDR.json")
    client.get("/dyad/NRL/SDR.months.csv")

    assert drawn_by(desk) == []


def test_a_page_as_of_a_day_shows_no_picture_of_what_came_later(desk: TestClient) -> None:
    page = seen_in(desk.get("/dyad/NRL/SDR?as_of=2024-02-01").text)

    assert page.named("svg") == []


def test_versions_of_the_script_are_those_that_draw_here() -> None:
    vl_convert = pytest.importorskip("vl_convert")
    told = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")

    assert f"Vega {vl_convert.get_vega_version()}," in told
    assert f"Vega-Embed {vl_convert.get_vega_embed_version()} " in told


def test_the_script_asks_for_no_evaluation_and_no_other_host() -> None:
    script = (STATIC / "charts.js").read_text(encoding="utf-8")

    assert "ast: true" in script
    assert not re.search(r"https?://|\beval\b|innerHTML", script)

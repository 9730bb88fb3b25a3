"""Feeds, citations, the glossary."""

from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from web.reading import seen_in

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("address", ["/dyad/NRL/SDR", "/issue/fishing"])
def test_a_feed_tells_of_the_latest_acts(desk: TestClient, address: str) -> None:
    answer = desk.get(f"{address}/feed.atom")
    feed = ET.fromstring(answer.content)  # noqa: S314  # the desk's own
    entries = feed.findall(f"{ATOM}entry")

    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert len(entries) > 5
    links = [one.find(f"{ATOM}link") for one in entries]
    assert all(
        desk.get(link.attrib["href"]).status_code == 200 for link in links if link is not None
    )
    days = [one.findtext(f"{ATOM}updated") or "" for one in entries]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]


@pytest.mark.parametrize("kind", ["", "report"])
def test_a_search_has_a_feed_of_what_is_found_the_latest_first(desk: TestClient, kind: str) -> None:
    page = seen_in(desk.get(f"/search?q=matter&kind={kind}").text)
    (address,) = {one for one in page.links() if one.startswith("/search/feed.atom")}
    feed = ET.fromstring(desk.get(address).content)  # noqa: S314  # the desk's own
    entries = feed.findall(f"{ATOM}entry")

    days = [one.findtext(f"{ATOM}updated") or "" for one in entries]
    assert days == sorted(days, reverse=True)
    assert len(days) >= 5
    links = [one.find(f"{ATOM}link") for one in entries]
    assert all(
        desk.get(link.attrib["href"]).status_code == 200 for link in links if link is not None
    )


def test_a_feed_of_a_side_that_nobody_knows_is_not_found(desk: TestClient) -> None:
    assert desk.get("/dyad/NRL/XXX/feed.atom").status_code == 404


def test_hostile_names_stay_text_in_a_feed(hostile_desk: TestClient) -> None:
    answer = hostile_desk.get("/dyad/NRL/SDR/feed.atom")
    feed = ET.fromstring(answer.content)  # noqa: S314  # the desk's own

    assert {one.tag for one in feed.iter()} <= {
        f"{ATOM}{name}"
        for name in ("feed", "title", "id", "link", "author", "name", "updated", "entry", "summary")
    }


def test_an_event_is_cited(desk: TestClient) -> None:
    event = desk.get("/api/v1/events?type=COERCE").json()["items"][0]

    bibtex = desk.get(f"/event/{event['id']}/cite.bib").text
    ris = desk.get(f"/event/{event['id']}/cite.ris").text

    assert bibtex.startswith(f"@misc{{detente-{event['id']},")
    assert "year = {2024}" in bibtex
    assert ris.split("\r\n")[0] == "TY  - DATA"
    assert f"ID  - {event['id']}" in ris
    assert desk.get("/event/none/cite.bib").status_code == 404


def test_a_brief_is_cited_with_its_days_and_reports(desk: TestClient) -> None:
    page = desk.get("/dyad/NRL/SDR").text
    known = desk.get("/dyad/NRL/SDR.json").json()

    bibtex = desk.get("/dyad/NRL/SDR/brief.bib").text
    ris = desk.get("/dyad/NRL/SDR/brief.ris?since=2024-01-01").text

    assert "/dyad/NRL/SDR/brief.bib" in page
    assert bibtex.startswith("@misc{detente-NRL-SDR-")
    assert f"from {len(known['report_ids'])} report" in bibtex
    assert "TI  - NRL (NRL) and SDR (SDR) since 1 Jan 2024, as of " in ris
    assert "ID  - NRL-SDR-2024-01-01-" in ris


def test_words_of_the_desk_are_explained_where_they_occur(desk: TestClient) -> None:
    known = {one.get("id") for one in seen_in(desk.get("/glossary").text).named("div")}
    event = desk.get("/api/v1/events").json()["items"][0]["id"]

    links = seen_in(desk.get(f"/event/{event}").text).links()
    led = {link.partition("#")[2] for link in links if link.startswith("/glossary#")}

    assert led >= {"standing", "certainty"}
    assert led <= known

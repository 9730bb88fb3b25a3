"""What reports say is data: nothing of it becomes markup, turns text, or hides."""

import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from detente.ledger import Ledger
from web.reading import seen_in
from web.shelf import HOSTILE

TAGS = {
    *("html", "head", "meta", "title", "link", "body", "header", "nav", "main", "footer"),
    *("section", "article", "h1", "h2", "p", "a", "form", "label", "input", "button", "select"),
    *("option", "textarea", "ul", "ol", "li", "dl", "div", "dt", "dd", "table", "caption"),
    *("thead", "tbody", "tr", "th", "td", "span", "br", "mark", "code", "blockquote", "figure"),
    *("figcaption", "picture", "source", "img", "svg", "g", "rect", "line", "text"),
    "path",
    *("h3", "kbd", "details", "summary", "fieldset", "legend", "progress", "optgroup", "pre"),
    *("strong", "script", "datalist"),
}
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.fixture(scope="module")
def addresses(hostile: Path) -> list[str]:
    """Pages on all that is in the hostile ledger."""
    with Ledger.open(hostile, read_only=True) as ledger:
        events = [f"/event/{event.id}" for event in ledger.events()]
        reports = [f"/report/{report.id}?at=0-20" for report in ledger.reports()]
    named = [
        f"/{kind}/{quote(words, safe='')}"
        for kind in ("actor", "issue", "outlet")
        for words in HOSTILE
        if "/" not in words
    ]
    sought = [f"/search?q={quote(words)}" for words in HOSTILE]
    fixed = ["/", "/dyad/NRL/SDR", "/about", "/actor/NRL"]
    return [*fixed, *events, *reports, *named, *sought]


@pytest.fixture(scope="module")
def pages(hostile_desk: TestClient, addresses: list[str]) -> dict[str, str]:
    found = {address: hostile_desk.get(address) for address in addresses}
    assert {address: one.status_code for address, one in found.items() if one.is_error} == {}
    return {address: one.text for address, one in found.items()}


def test_no_page_has_an_element_that_a_template_did_not_make(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        assert {tag for tag, _ in seen_in(page).elements} <= TAGS, address


def test_every_script_is_a_file_of_the_desks_own(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        sources = {one.get("src", "") for one in seen_in(page).named("script")}
        assert all(one.startswith("/static/") and ".." not in one for one in sources), address


def test_no_element_has_a_handler_or_a_style(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        names = {name for _, attributes in seen_in(page).elements for name in attributes}
        assert not {name for name in names if name.startswith("on") or name == "style"}, address


def test_no_link_leads_to_a_script_or_another_host(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        strange = [link for link in seen_in(page).links() if link[:1] not in {"/", "#"}]
        assert strange == [], address
        assert not [link for link in seen_in(page).links() if link.startswith("//")], address


def test_images_are_only_the_pictures_that_the_desk_draws(pages: dict[str, str]) -> None:
    sources = {one["src"] for page in pages.values() for one in seen_in(page).named("img")}

    assert sources
    assert {source.split("/")[1] for source in sources} == {"picture"}
    assert {source.rpartition(".")[2] for source in sources} == {"svg"}


def test_no_character_turns_or_hides_text(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        text = seen_in(page).text
        hidden = {char for char in text if unicodedata.category(char) in HIDDEN} - {"\n", "\t"}
        assert hidden == set(), address


def test_templates_in_a_text_are_not_run(pages: dict[str, str]) -> None:
    shown = [page for page in pages.values() if "{{7*7}}" in page]

    assert shown
    assert not [page for page in shown if "49{% raw %}" in page]


def test_hidden_characters_are_written_out_in_a_report(hostile_desk: TestClient) -> None:
    reports = hostile_desk.get("/api/v1/reports").json()["items"]
    (turned,) = [one["id"] for one in reports if one["outlet"] == HOSTILE[6]]

    page = seen_in(hostile_desk.get(f"/report/{turned}").text)

    assert "<U+202E>gnitteles<U+202C><U+2066>" in page.text


def test_the_twin_has_the_words_as_they_are(hostile_desk: TestClient) -> None:
    reports = hostile_desk.get("/api/v1/reports").json()["items"]

    outlets = {one["outlet"] for one in reports}
    assert set(HOSTILE) <= outlets


def test_an_error_shows_what_was_asked_as_data(hostile_desk: TestClient) -> None:
    page = hostile_desk.get("/actor/%3Cscript%3Ealert(1)%3C%2Fscript%3E%E2%80%AEx")

    assert page.status_code == 404
    assert "<script>" not in page.text
    assert "\u202e" not in page.text

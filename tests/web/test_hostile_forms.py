"""Hostile reports in front of somebody who has signed in: forms, the queue, changes."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from detente.web.tokens import Role
from web.reading import seen_in
from web.shelf import HOSTILE, hostile_ledger
from web.signed_in import send, sign_in, writing_desk
from web.test_hostile import TAGS


@pytest.fixture(scope="module")
def ada(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with writing_desk(hostile_ledger(tmp_path_factory.mktemp("forms"))) as desk:
        yield sign_in(desk, "<script>alert(1)</script>", Role.WRITE)


@pytest.fixture(scope="module")
def pages(ada: TestClient) -> dict[str, str]:
    """Every event with its forms, the queue from claim to claim, what changed."""
    events = ada.get("/api/v1/events?limit=50").json()["items"]
    addresses = [f"/event/{one['id']}" for one in events]
    addresses += [f"/review?claim={claim}" for one in events for claim in one["claims"]]
    addresses += ["/review", "/review/agreement", "/changes?since=0.0", "/sign-in?next=//x"]
    found = {address: ada.get(address) for address in addresses}
    assert {address: one.status_code for address, one in found.items() if one.is_error} == {}
    return {address: one.text for address, one in found.items()}


def test_no_page_has_an_element_that_a_template_did_not_make(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        assert {tag for tag, _ in seen_in(page).elements} <= TAGS, address


def test_no_element_has_a_handler_or_makes_htmx_ask_for_anything(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        names = {name for _, attributes in seen_in(page).elements for name in attributes}
        htmx = {name for name in names if name.startswith(("hx-", "data-hx-"))}
        assert not {name for name in names if name.startswith("on") or name == "style"}, address
        assert htmx <= {"hx-boost", "hx-target", "hx-select", "hx-swap"}, address


def test_every_form_stays_on_the_desk(pages: dict[str, str]) -> None:
    actions = {form["action"] for page in pages.values() for form in seen_in(page).named("form")}

    assert all(one.startswith("/") and not one.startswith("//") for one in actions)


def test_no_character_of_a_report_turns_text(pages: dict[str, str]) -> None:
    assert not [address for address, page in pages.items() if "\u202e" in page or "\x1b" in page]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_reason_is_shown_as_text(ada: TestClient, words: str) -> None:
    claim = ada.get("/api/v1/claims?limit=1").json()["items"][0]["id"]

    send(ada, "/review", {"claim": claim, "verdict": "accept", "because": f"{words} 49"})

    page = seen_in(ada.get(f"/review?claim={claim}").text)
    assert " 49" in page.text
    assert {tag for tag, _ in page.elements} <= TAGS

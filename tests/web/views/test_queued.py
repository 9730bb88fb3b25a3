"""An empty desk offers the demo's reports to who may write; their page tells what they brought."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cli.fake_journey import FakeJourney
from detente.config import Config
from detente.ledger import Ledger
from detente.web import Desk
from detente.web.tokens import Role
from web.conftest import client_of
from web.reading import seen_in
from web.signed_in import send, sign_in, writing_desk
from web.written_desk import coder_of, written_desk

FAKE = FakeJourney(Config())


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "empty.duckdb"
    Ledger.open(path).close()
    with writing_desk(path, coder=coder_of(FAKE)) as desk:
        desk.run = FAKE.run
        yield desk


def test_who_may_write_adds_the_demo_and_sees_what_came_of_it(empty: Desk) -> None:
    client = sign_in(empty, role=Role.WRITE)

    sent = send(client, "/demo", {}, page="/")
    page = _done(client, sent.headers["location"])
    links = seen_in(page).named("a")
    reports = [one["href"] for one in links if one["href"].startswith("/report/")]

    assert sent.status_code == 303
    assert len(reports) == 14
    assert "14 reports added" in page
    assert client.get(reports[0]).status_code == 200
    assert "This ledger is empty" not in client.get("/").text


def test_a_page_of_what_waits_looks_again_by_itself(empty: Desk) -> None:
    client = sign_in(empty, role=Role.WRITE)
    errand = empty.queue.begin(14, lambda: pytest.fail("told as a failure"))
    empty.queue.close()

    waiting = client.get(f"/queue/{errand.id}")
    errand.state, errand.detail = "failed", "the ledger is busy"
    failed = client.get(f"/queue/{errand.id}")

    assert "Reading 14 reports" in waiting.text or "were not added" in waiting.text
    assert 'http-equiv="refresh"' not in failed.text
    assert "the ledger is busy" in failed.text


@pytest.mark.parametrize("role", [None, Role.READ, Role.REVIEW])
def test_who_may_not_write_gets_no_button_and_is_refused(empty: Desk, role: Role | None) -> None:
    client = sign_in(empty, role=role) if role else client_of(empty)

    page = client.get("/").text

    assert "This ledger is empty" in page
    assert 'action="/demo"' not in page
    assert send(client, "/demo", {}, page="/code").status_code in {401, 403}


def test_a_form_from_elsewhere_is_refused(empty: Desk) -> None:
    client = sign_in(empty, role=Role.WRITE)

    refused = client.post("/demo", data={"token": "forged"}, follow_redirects=False)

    assert refused.status_code == 403
    assert "This ledger is empty" in client.get("/").text


def test_the_demo_does_not_go_among_other_reports(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        client = sign_in(desk, role=Role.WRITE)
        refused = send(client, "/demo", {}, page="/code")

        assert refused.status_code == 409
        assert 'action="/demo"' not in client.get("/").text


def test_a_desk_that_only_reads_names_the_command(tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    Ledger.open(path).close()

    assert "<code>detente demo</code>" in client_of(Desk(ledger=path)).get("/").text


def test_what_nobody_sent_is_not_found(empty: Desk) -> None:
    assert client_of(empty).get("/queue/none").status_code == 404


# Private functions


def _done(client: TestClient, address: str) -> str:
    while 'http-equiv="refresh"' in (page := client.get(address).text):
        assert "Reading 14 reports" in page
    return page

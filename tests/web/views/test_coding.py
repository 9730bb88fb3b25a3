"""A pasted text shows its claims at once, and leaves nothing behind."""

from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
from starlette.testclient import TestClient

from builders import a_problem
from cli.fake_journey import FakeJourney
from detente.config import Config
from detente.ledger import Ledger
from detente.records import Coded, Problem, Report
from detente.web import Desk
from detente.web.desk import MOST_CODING
from detente.web.holding.queue import LONG_LETTERS
from detente.web.views.coding import MOST_LETTERS, code_pasted
from web.conftest import client_of
from web.reading import seen_in

TEXT = "Norland's premier met Sudria's premier, Sudria said."
LONG = f"{TEXT} " + "Nothing was said. " * (LONG_LETTERS // 10)


def fake_coder(report: Report) -> Coded | Problem:
    if "POISON" in report.text:
        return a_problem(detail="holds poison")
    return FakeJourney(Config()).code(report)


@pytest.fixture
def coding(ordinary: Path) -> TestClient:
    return client_of(Desk(ledger=ordinary, coder=fake_coder))


def paste(desk: TestClient, text: str, **changes: Any) -> Any:
    """Load the form, fill it in, send it."""
    fields = {
        one["name"]: one.get("value", "") for one in seen_in(desk.get("/code").text).named("input")
    }
    sent = {**fields, "text": text, **changes.pop("fields", {})}
    return desk.post("/code", data=sent, **changes)


def test_a_pasted_text_shows_its_claims(coding: TestClient) -> None:
    page = paste(coding, TEXT, fields={"published": "2024-02-02", "outlet": "Harbour Wire"})

    assert page.status_code == 200
    assert "1 claim, 1 statement" in page.text
    assert '<a class="mark act"' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_characters_that_nobody_sees_go_from_a_pasted_text(ordinary: Path) -> None:
    desk = Desk(ledger=ordinary, coder=fake_coder)

    found = code_pasted(desk, TEXT.replace("premier", "pre\u00admier\u200b"))

    assert found.report.text == TEXT


def test_a_pasted_text_of_such_characters_only_is_none(coding: TestClient) -> None:
    assert coding.post("/api/v1/code", json={"text": "\u200b\ufeff"}).status_code == 422


def test_the_form_keeps_what_was_typed(coding: TestClient) -> None:
    page = seen_in(paste(coding, TEXT, fields={"outlet": "Harbour Wire"}).text)

    assert TEXT in page.text
    assert [one["value"] for one in page.named("input") if one["name"] == "outlet"] == [
        "Harbour Wire"
    ]


def test_nothing_is_kept(coding: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        before = ledger.reports().count()

    paste(coding, TEXT)
    coding.post("/api/v1/code", json={"text": TEXT})

    with Ledger.open(ordinary, read_only=True) as ledger:
        assert ledger.reports().count() == before


def test_hostile_text_is_shown_as_text(coding: TestClient) -> None:
    text = f"{TEXT} </textarea><script>alert(1)</script> {{{{7*7}}}} \u202e\x1b"

    page = paste(coding, text)

    assert page.status_code == 200
    scripts = seen_in(page.text).named("script")
    assert all(one.get("src", "").startswith("/static/") for one in scripts)
    assert "{{7*7}}" in page.text
    assert "\u202e" not in page.text
    assert "\x1b" not in page.text


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_without_its_token_is_refused(coding: TestClient, token: str) -> None:
    found = paste(coding, TEXT, fields={"token": token})

    assert found.status_code == 403
    assert TEXT not in found.text


def test_a_form_without_its_cookie_is_refused(coding: TestClient) -> None:
    (token,) = [
        one["value"]
        for one in seen_in(coding.get("/code").text).named("input")
        if one["name"] == "token"
    ]
    coding.cookies.clear()

    assert coding.post("/code", data={"text": TEXT, "token": token}).status_code == 403


def test_a_form_that_another_site_sends_is_refused(coding: TestClient) -> None:
    assert paste(coding, TEXT, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_token_of_another_process_is_refused(ordinary: Path) -> None:
    one, other = (client_of(Desk(ledger=ordinary, coder=fake_coder)) for _ in range(2))
    fields = {
        one_["name"]: one_.get("value", "")
        for one_ in seen_in(one.get("/code").text).named("input")
    }
    other.cookies.update(one.cookies)

    assert other.post("/code", data={**fields, "text": TEXT}).status_code == 403


def test_no_script_and_no_other_site_sees_the_cookie(coding: TestClient) -> None:
    cookie = coding.get("/code").headers["set-cookie"].lower()

    assert {"httponly", "samesite=strict", "path=/"} <= {one.strip() for one in cookie.split(";")}


@pytest.mark.parametrize(
    ("text", "status"), [(" \n", 422), ("x" * (MOST_LETTERS + 1), 413), ("POISON", 422)]
)
def test_a_text_that_cannot_be_coded_is_refused(coding: TestClient, text: str, status: int) -> None:
    assert paste(coding, text).status_code == status
    assert coding.post("/api/v1/code", json={"text": text}).status_code == status


def test_a_form_of_another_kind_is_refused(coding: TestClient) -> None:
    assert coding.post("/code", json={"text": TEXT}).status_code == 415


def test_a_form_with_many_fields_is_refused(coding: TestClient) -> None:
    assert paste(coding, TEXT, fields={f"f{n}": "" for n in range(50)}).status_code == 400


def test_the_api_answers_with_rows(coding: TestClient) -> None:
    found = coding.post("/api/v1/code", json={"text": TEXT, "published": "2024-02-02"}).json()

    (claim,) = found["claims"]
    assert TEXT[slice(*claim["span"])] == claim["quote"]
    assert claim["report"]["published"] == "2024-02-02"
    assert len(found["statements"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"text": 1}',
        b'{"text": "x", "wrong": 1}',
        b'{"text": "x", "published": "soon"}',
        b'{"text": "\\ud800"}',
        b"\xff",
        b"[" * 5000,
    ],
)
def test_json_that_is_no_report_is_refused(coding: TestClient, body: bytes) -> None:
    found = coding.post("/api/v1/code", content=body, headers={"content-type": "application/json"})

    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(("text", "waiting"), [(TEXT, "_waiting"), (LONG, "_waiting_long")])
def test_pages_do_not_wait_for_many_who_code(ordinary: Path, text: str, waiting: str) -> None:
    goes_on = Event()

    def slow_coder(report: Report) -> Coded | Problem:
        goes_on.wait()
        return fake_coder(report)

    desk = Desk(ledger=ordinary, coder=slow_coder)
    report = Report(key="pasted", text=text)
    workers = [Thread(target=desk.code, args=(report,)) for _ in range(MOST_CODING)]
    for worker in workers:
        worker.start()
    while getattr(desk, waiting)._value:  # until all have begun
        sleep(0.001)

    found = client_of(desk).post("/api/v1/code", json={"text": text})
    goes_on.set()
    for worker in workers:
        worker.join()

    assert (found.status_code, found.headers["retry-after"]) == (503, "10")


def test_the_api_takes_json_only(coding: TestClient) -> None:
    found = coding.post(
        "/api/v1/code", content=b'{"text": "x"}', headers={"content-type": "text/plain"}
    )

    assert found.status_code == 415

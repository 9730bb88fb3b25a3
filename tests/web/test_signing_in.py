"""A token is shown once; a cookie stands for it, which no script and no other site sees."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from detente.web import Desk
from detente.web.forms import local_path
from detente.web.sessions import LASTS, SESSION_COOKIE, Sessions
from detente.web.tokens import Role
from web.conftest import client_of
from web.reading import seen_in
from web.shelf import ordinary_ledger
from web.signed_in import form_token, send, sign_in, writing_desk


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = ordinary_ledger(tmp_path_factory.mktemp("held"))
    with writing_desk(path) as desk:
        yield desk


def session_cookie(client: TestClient, desk: Desk, name: str) -> str:
    secret = desk.tokens.add(name, Role.REVIEW)
    answered = send(client, "/sign-in", {"secret": secret}, page="/sign-in")
    return str(answered.headers["set-cookie"]).lower()


def test_the_name_of_who_is_signed_in_stands_on_every_page(held: Desk) -> None:
    client = sign_in(held, "Ada Lovelace")

    assert "Ada Lovelace" in seen_in(client.get("/about").text).text


def test_the_sessions_cookie_is_for_this_site_and_no_script(held: Desk) -> None:
    cookie = session_cookie(client_of(held), held, "cookie")

    assert {"httponly", "samesite=strict", "path=/"} <= {one.strip() for one in cookie.split(";")}


def test_the_cookie_is_not_the_token_and_is_kept_nowhere(held: Desk) -> None:
    client = client_of(held)
    secret = held.tokens.add("kept", Role.READ)

    send(client, "/sign-in", {"secret": secret}, page="/sign-in")

    value = client.cookies[SESSION_COOKIE]
    assert value not in {secret, ""}
    assert value not in repr(held.sessions.__dict__)


def test_a_wrong_token_is_told_so_and_leaves_nobody_signed_in(held: Desk) -> None:
    client = client_of(held)

    answered = send(client, "/sign-in", {"secret": "detente_wrong"}, page="/sign-in")

    assert answered.status_code == 401
    assert "unknown here, or revoked" in answered.text
    assert "detente_wrong" not in answered.text
    assert SESSION_COOKIE not in client.cookies


def test_signing_out_ends_the_session_for_the_cookie_too(held: Desk) -> None:
    client = sign_in(held, "leaving")
    cookie = client.cookies[SESSION_COOKIE]

    send(client, "/sign-out", {"next": "/about"}, page="/about")

    client.cookies.set(SESSION_COOKIE, cookie)
    assert "leaving" not in client.get("/about").text


def test_a_revoked_token_ends_its_sessions(held: Desk) -> None:
    client = sign_in(held, "dismissed")

    held.tokens.revoke("dismissed")

    assert "dismissed" not in client.get("/about").text


def test_a_session_ends_after_a_working_day(held: Desk) -> None:
    now = [datetime(2024, 2, 2, 8, tzinfo=UTC)]
    held.sessions = Sessions(now=lambda: now[0])
    client = sign_in(held, "all day")

    now[0] += LASTS - timedelta(minutes=1)
    is_in = "all day" in client.get("/about").text
    now[0] += timedelta(minutes=2)

    assert is_in
    assert "all day" not in client.get("/about").text


def test_the_page_says_how_to_get_a_token(held: Desk) -> None:
    assert "detente token add" in client_of(held).get("/sign-in").text


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"),
        *("http:/evil.example", "evil", "/a\r\nset-cookie: x=y", "/é", ""),
    ],
)
def test_signing_in_leads_nowhere_else(address: str) -> None:
    assert local_path(address) == "/"


@pytest.mark.parametrize("address", ["/", "/review?dyad=NRL+SDR", "/event/abcd#claim-1"])
def test_signing_in_leads_back_to_the_page(address: str) -> None:
    assert local_path(address) == address


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/review", "/review/undo", "/code"])
def test_no_form_is_taken_without_its_token(held: Desk, address: str) -> None:
    client = sign_in(held, f"without {address}", Role.WRITE)

    assert client.post(address, data={"secret": "x", "claim": "x"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(held: Desk, headers: dict[str, str]) -> None:
    client = client_of(held)
    token = form_token(client, "/sign-in")

    answered = client.post("/sign-in", data={"token": token, "secret": "x"}, headers=headers)

    assert answered.status_code == 403


def test_a_desk_that_only_reads_offers_no_sign_in(desk: TestClient) -> None:
    assert "Sign in" not in seen_in(desk.get("/").text).text


def test_cookies_of_a_desk_behind_https_are_sent_over_https_alone(held: Desk) -> None:
    client = client_of(held)
    client.base_url = "https://localhost"

    assert "secure" in session_cookie(client, held, "over https").split("; ")

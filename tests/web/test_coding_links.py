"""A link shows its claims at once; nothing of this machine or its network can be had by one."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from starlette.testclient import TestClient

from cli.fake_journey import FakeJourney
from detente.config import Config
from detente.sources.fetch import Fetcher
from detente.sources.targets import refusal
from detente.web import Desk
from detente.web.desk import MOST_FETCHING
from detente.web.tokens import Role
from sources.web import a_page, a_redirect, serving
from web.conftest import client_of
from web.reading import seen_in
from web.signed_in import send, sign_in, writing_desk
from web.views.test_coding import fake_coder

ARTICLE = (
    b"<html><head><title>Norland and Sudria talk</title>"
    b'<meta property="og:site_name" content="Harbour Wire">'
    b'<meta property="article:published_time" content="2024-02-02"></head><body><article>'
    b"<h1>Norland and Sudria talk</h1>"
    b"<p>Norland's premier met Sudria's premier in Vostia City on Friday, Sudria said.</p>"
    b"<p>Both governments had kept silent on the talks for weeks before that morning.</p>"
    b"</article></body></html>"
)
PUBLIC = "127.0.0.1"  # the test's own server plays a public host; all others are as they are
INNER = "what an inner server tells"


def follow(desk: TestClient, link: str, **fields: str) -> Any:
    """Send a link by the form."""
    return send(desk, "/code", {"link": link, "text": "", **fields}, page="/code")


def names(host: str, _port: int) -> Sequence[str]:
    """Stand for DNS: a public host, an inner one, and one that is both."""
    return {
        "public.example": [PUBLIC],
        "inner.example": ["10.0.0.7"],
        "both.example": [PUBLIC, "10.0.0.7"],
        "metadata.example": ["169.254.169.254"],
        "six.example": ["fd00::1"],
    }.get(host, [host])


@pytest.fixture
def links(ordinary: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    def refusal_but_of_one(address: str) -> str | None:
        return None if address == PUBLIC else refusal(address)

    fetching = sys.modules["detente.sources.fetch"]
    monkeypatch.setattr(fetching, "refusal", refusal_but_of_one)
    fetcher = Fetcher(resolver=names, timeout_s=5, max_bytes=100_000)
    return client_of(Desk(ledger=ordinary, coder=fake_coder, fetcher=fetcher))


@pytest.fixture
def plain(ordinary: Path) -> TestClient:
    """A desk as it is served: it fetches by itself."""
    return client_of(Desk(ledger=ordinary, coder=fake_coder))


def test_a_link_shows_its_claims_with_their_words(links: TestClient) -> None:
    with serving({"/a": a_page(ARTICLE, content_type="text/html")}) as site:
        answered = follow(links, f"http://public.example:{site.port}/a")

    page = seen_in(answered.text)
    assert answered.status_code == 200, page.text
    assert "1 claim, 1 statement" in page.text
    assert "Norland and Sudria talk" in page.text
    assert "Harbour Wire, 2 Feb 2024" in page.text
    assert '<a class="mark act"' in answered.text


@pytest.mark.parametrize(
    "link",
    [
        *("http://localhost/", "http://127.0.0.1:8451/", "http://[::1]/", "http://0.0.0.0/"),
        *("http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.0.1/"),
        *("http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://100.64.0.1/"),
        *("http://2130706433/", "http://0x7f.1/", "http://127.1/"),
    ],
)
def test_a_link_to_this_machine_or_its_network_is_refused(plain: TestClient, link: str) -> None:
    answered = follow(plain, link)

    assert answered.status_code == 422
    assert "only public hosts are fetched" in seen_in(answered.text).text


@pytest.mark.parametrize(
    "host", ["inner.example", "both.example", "metadata.example", "six.example"]
)
def test_a_name_that_leads_into_a_private_network_is_refused(links: TestClient, host: str) -> None:
    with serving({"/a": a_page(INNER.encode())}) as site:
        answered = follow(links, f"http://{host}:{site.port}/a")

        assert site.asked == []
    assert answered.status_code == 422
    assert "only public hosts are fetched" in seen_in(answered.text).text


@pytest.mark.parametrize(
    "to", ["http://inner.example:{port}/secret", "http://169.254.169.254/", "http://[::1]:{port}/"]
)
def test_a_redirect_into_a_private_network_is_not_followed(links: TestClient, to: str) -> None:
    pages: dict[str, Any] = {"/secret": a_page(INNER.encode(), content_type="text/plain")}
    with serving(pages) as site:
        pages["/a"] = a_redirect(to.format(port=site.port))
        answered = follow(links, f"http://public.example:{site.port}/a")

        assert "/secret" not in site.asked
    assert answered.status_code == 422
    assert INNER not in answered.text


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "/etc/passwd", "-", "ftp://public.example/", "javascript:1", "."]
)
def test_what_is_no_link_of_the_web_is_refused(plain: TestClient, link: str) -> None:
    answered = follow(plain, link)

    assert answered.status_code == 422
    assert "a link begins with https:// or http://" in seen_in(answered.text).text
    assert "root:" not in answered.text


def test_a_page_without_an_article_is_told_so_and_the_link_stays(links: TestClient) -> None:
    with serving({"/a": a_page(b"<html></html>", content_type="text/html")}) as site:
        link = f"http://public.example:{site.port}/a"
        answered = follow(links, link)

    page = seen_in(answered.text)
    assert answered.status_code == 422
    assert [one["value"] for one in page.named("input") if one.get("name") == "link"] == [link]


def test_a_hostile_page_is_shown_as_text(links: TestClient) -> None:
    body = ARTICLE.replace(b"on Friday", b"&lt;script&gt;alert(1)&lt;/script&gt; \xe2\x80\xae")
    with serving({"/a": a_page(body, content_type="text/html; charset=utf-8")}) as site:
        answered = follow(links, f"http://public.example:{site.port}/a")

    assert answered.status_code == 200
    scripts = {one.get("src", "")[:8] for one in seen_in(answered.text).named("script")}
    assert scripts == {"/static/"}
    assert "\u202e" not in answered.text


def test_a_text_and_a_link_at_once_are_refused(plain: TestClient) -> None:
    answered = follow(plain, "https://norland.example/", text="Norland met Sudria.")

    assert answered.status_code == 422
    assert "not both" in seen_in(answered.text).text


def test_a_link_with_several_reports_shows_the_first_and_says_so(links: TestClient) -> None:
    lines = b'{"text": "Norland met Sudria."}\n{"text": "Vostia said no."}\n'
    with serving({"/a.jsonl": a_page(lines, content_type="application/jsonl")}) as site:
        answered = follow(links, f"http://public.example:{site.port}/a.jsonl")

    assert "The link leads to several reports" in seen_in(answered.text).text


def test_pages_do_not_wait_for_many_slow_links(ordinary: Path) -> None:
    desk = Desk(ledger=ordinary, coder=fake_coder)
    for _ in range(MOST_FETCHING):
        desk.fetching.acquire()

    answered = follow(client_of(desk), "https://norland.example/")

    assert answered.status_code == 503


@pytest.fixture
def held(ordinary: Path, tmp_path: Path) -> Iterator[Desk]:
    path = Path(copy(ordinary, tmp_path))
    with writing_desk(path, coder=fake_coder) as desk:
        desk.run = FakeJourney(Config()).run
        yield desk


def coded_id(client: TestClient, text: str) -> str:
    page = seen_in(send(client, "/code", {"text": text, "outlet": "Bay Post"}, "/code").text)
    return next(one["value"] for one in page.named("input") if one.get("name") == "report")


def test_what_was_coded_is_added_to_the_ledger_on_demand(held: Desk) -> None:
    client = sign_in(held, "Ada", Role.WRITE)
    text = "Norland's premier met Sudria's.\r\nSudria said\u00ad so."

    answered = send(client, "/code/keep", {"report": coded_id(client, text)}, "/code")

    report_id = answered.headers["location"].removeprefix("/report/")
    with held.open() as ledger:
        (kept,) = ledger.reports_of([report_id])
        claims = ledger.claims(report=report_id).count()
    plain = "Norland's premier met Sudria's.\nSudria said so."
    assert (kept.text, kept.outlet, claims) == (plain, "Bay Post", 1)


def test_adding_it_twice_is_adding_it_once(held: Desk) -> None:
    client = sign_in(held, "Ada", Role.WRITE)
    fields = {"report": coded_id(client, "Norland met Sudria, oddly.")}

    one, other = (send(client, "/code/keep", fields, "/code") for _ in range(2))

    assert one.headers["location"] == other.headers["location"]


def test_a_text_that_is_no_longer_at_hand_is_to_be_coded_again(held: Desk) -> None:
    client = sign_in(held, "Ada", Role.WRITE)

    answered = send(client, "/code/keep", {"report": "0" * 20}, "/code")

    assert answered.status_code == 404
    assert "code it again" in answered.text


def test_a_token_to_review_does_not_add(held: Desk) -> None:
    client = sign_in(held)
    page = send(client, "/code", {"text": "Norland met Sudria."}, "/code")

    assert "Add to the ledger" not in page.text
    assert "with a token to write" in page.text
    assert send(client, "/code/keep", {"report": "x"}, "/code").status_code == 403

"""Fetching: politely, within limits, and never from private networks."""

import gzip
import time
from collections.abc import Sequence
from typing import Any

import pytest

from detente.errors import BadReport
from detente.sources.fetch import USER_AGENT, Fetched, Fetcher, resolve
from sources.web import (
    Page,
    a_broken_page,
    a_cut_page,
    a_dripping_page,
    a_page,
    a_redirect,
    a_silent_page,
    an_endless_page,
    dripping_headers,
    serving,
)

HELLO = a_page(b"hello", content_type="text/html; charset=ISO-8859-1")


def _fetch(url: str, **options: Any) -> Fetched:
    return Fetcher(**options).fetch(url)


def refusal_of(
    url: str, *, allow_private: bool = True, timeout_s: float = 5, max_bytes: int = 1000
) -> BadReport:
    fetcher = Fetcher(allow_private=allow_private, timeout_s=timeout_s, max_bytes=max_bytes)
    with pytest.raises(BadReport) as caught:
        fetcher.fetch(url)
    return caught.value


def kind_of(page: Page, *, timeout_s: float = 5, max_bytes: int = 1000) -> str:
    """Say why ``page`` is refused."""
    with serving({"/a": page}) as site:
        return refusal_of(site.url("/a"), timeout_s=timeout_s, max_bytes=max_bytes).kind


def test_a_page_comes_with_its_type_and_charset() -> None:
    with serving({"/a": HELLO}) as site:
        fetched = _fetch(site.url("/a"), allow_private=True)

        assert fetched == Fetched(
            url=site.url("/a"), body=b"hello", content_type="text/html", charset="iso-8859-1"
        )


def test_we_say_who_we_are_and_ask_for_robots_first() -> None:
    with serving({"/a": HELLO}) as site:
        _fetch(site.url("/a"), allow_private=True)

        assert site.asked == ["/robots.txt", "/a"]
        assert {headers["User-Agent"] for headers in site.headers} == {USER_AGENT}


def test_host_header_names_the_host_not_the_checked_address() -> None:
    with serving({"/a": HELLO}) as site:
        url = f"http://norland.example:{site.port}/a"
        _fetch(url, resolver=lambda *_: ["127.0.0.1"], allow_private=True)

        assert site.headers[-1]["Host"] == f"norland.example:{site.port}"


def test_the_connection_goes_to_the_checked_address_though_dns_changes() -> None:
    answers = [["127.0.0.1"], ["127.0.0.1"], ["203.0.113.1"]]

    with serving({"/a": HELLO}) as site:
        url = f"http://norland.example:{site.port}/a"
        fetched = _fetch(url, resolver=lambda *_: answers.pop(0), allow_private=True)

        assert fetched.body == b"hello"
        assert answers == [["203.0.113.1"]]  # asked once for each request, not again to connect


def test_zipped_bodies_are_unzipped() -> None:
    page = a_page(gzip.compress(b"hello"), content_encoding="gzip")

    with serving({"/a": page}) as site:
        assert _fetch(site.url("/a"), allow_private=True).body == b"hello"


def test_redirects_are_followed_and_the_last_address_told() -> None:
    with serving({"/a": a_redirect("/b"), "/b": a_redirect("c"), "/c": HELLO}) as site:
        assert _fetch(site.url("/a"), allow_private=True).url == site.url("/c")


def test_redirects_end() -> None:
    assert kind_of(a_redirect("/a")) == "too-many-redirects"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a",
        "http://localhost/a",
        "http://2130706433/a",
        "http://0x7f.1/a",
        "http://[::1]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(url: str) -> None:
    error = refusal_of(url, allow_private=False)

    assert (error.key, error.kind) == (url, "private-address")


def test_a_public_name_with_a_private_address_is_refused() -> None:
    for addresses in (["10.0.0.1"], ["93.184.216.34", "127.0.0.1"]):
        with pytest.raises(BadReport, match="only public hosts are fetched") as caught:
            _fetch("http://norland.example/", resolver=lambda *_, found=addresses: found)

        assert caught.value.kind == "private-address"


class LetsInTwice(Fetcher):
    """Lets in the host of the test: for robots.txt, and for the page that redirects."""

    n_checks = 0

    @property
    def allow_private(self) -> bool:
        self.n_checks += 1
        return self.n_checks <= 2

    @allow_private.setter
    def allow_private(self, value: bool) -> None:
        pass


@pytest.mark.parametrize("inside", ["/b", "http://localhost:1/b", "http://169.254.169.254/b"])
def test_a_redirect_to_a_private_address_is_refused(inside: str) -> None:
    with serving({"/a": a_redirect(inside), "/b": HELLO}) as site:
        with pytest.raises(BadReport) as caught:
            LetsInTwice(timeout_s=5).fetch(site.url("/a"))

        assert (caught.value.key, caught.value.kind) == (site.url("/a"), "private-address")
        assert site.asked == ["/robots.txt", "/a"]


def test_a_body_that_is_too_large_is_refused_by_what_it_announces_or_not() -> None:
    assert kind_of(a_page(b"x" * 1001)) == "too-large"
    assert kind_of(an_endless_page) == "too-large"


def test_a_body_of_just_the_bound_is_fine() -> None:
    with serving({"/a": a_page(b"x" * 1000)}) as site:
        assert len(_fetch(site.url("/a"), max_bytes=1000, allow_private=True).body) == 1000


def test_a_gzip_bomb_is_refused_before_it_is_unzipped() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)

    assert kind_of(a_page(bomb, content_encoding="gzip"), max_bytes=100_000) == "too-large"


@pytest.mark.parametrize("page", [a_silent_page, a_dripping_page, dripping_headers])
def test_a_slow_answer_is_ended_in_time(page: Page) -> None:
    start = time.monotonic()

    kind = kind_of(page, timeout_s=0.3)

    assert kind == "timeout"
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("status", [401, 404, 410, 500, 503])
def test_other_answers_are_refused_with_their_status(status: int) -> None:
    assert kind_of(a_page(b"", status=status)) == f"http-{status}"


def test_what_is_no_http_is_a_broken_answer() -> None:
    pages = {"/robots.txt": a_page(b""), "/a": a_broken_page}

    with serving(pages) as site:
        assert refusal_of(site.url("/a")).kind == "broken-answer"


def test_a_body_that_is_cut_short_is_a_broken_answer() -> None:
    assert kind_of(a_cut_page) == "broken-answer"


def test_a_damaged_zip_is_a_broken_answer() -> None:
    page = a_page(b"this is not gzip", content_encoding="gzip")

    assert kind_of(page) == "broken-answer"


def test_a_host_that_does_not_listen_is_a_connect_error() -> None:
    with serving({}) as site:
        url = site.url("/a")

    assert refusal_of(url).kind == "connect"


def test_plain_http_where_tls_was_asked_for_is_a_tls_error() -> None:
    with serving({}) as site:
        assert refusal_of(site.url("/a").replace("http:", "https:")).kind == "tls"


def test_a_name_without_address_is_a_dns_error() -> None:
    def resolver(*_: object) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(BadReport) as caught:
        _fetch("http://norland.example/", resolver=resolver)

    assert caught.value.kind == "dns"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://user@norland.example/", "http://"])
def test_other_addresses_are_bad_urls(url: str) -> None:
    assert refusal_of(url).kind == "bad-url"


def test_a_redirect_to_a_file_is_a_bad_url() -> None:
    assert kind_of(a_redirect("file:///etc/passwd")) == "bad-url"


def test_robots_txt_is_honoured() -> None:
    rules = a_page(b"User-agent: detente\nDisallow: /closed\n")

    with serving({"/robots.txt": rules, "/closed/a": HELLO, "/open": HELLO}) as site:
        assert refusal_of(site.url("/closed/a")).kind == "robots"
        assert _fetch(site.url("/open"), allow_private=True).body == b"hello"


def test_robots_txt_is_honoured_after_a_redirect() -> None:
    rules = a_page(b"User-agent: *\nDisallow: /closed\n")

    with serving({"/robots.txt": rules, "/a": a_redirect("/closed"), "/closed": HELLO}) as site:
        assert refusal_of(site.url("/a")).kind == "robots"


def test_robots_txt_is_fetched_once_for_a_host() -> None:
    fetcher = Fetcher(allow_private=True)

    with serving({"/a": HELLO, "/b": HELLO}) as site:
        fetcher.fetch(site.url("/a"))
        fetcher.fetch(site.url("/b"))

        assert site.asked == ["/robots.txt", "/a", "/b"]


def test_a_host_whose_robots_txt_fails_is_left_alone() -> None:
    with serving({"/robots.txt": a_page(b"", status=503), "/a": HELLO}) as site:
        assert refusal_of(site.url("/a")).kind == "robots-unknown"
        assert site.asked == ["/robots.txt"]


def test_an_endless_robots_txt_is_cut_and_read() -> None:
    with serving({"/robots.txt": an_endless_page, "/a": HELLO}) as site:
        assert _fetch(site.url("/a"), allow_private=True).body == b"hello"


def test_this_machine_resolves_to_itself() -> None:
    assert set(resolve("localhost", 80)) <= {"127.0.0.1", "::1"}

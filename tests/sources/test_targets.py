"""Addresses of the web, taken apart."""

import pytest

from detente.sources.targets import Answer, Target, target_from_url


def test_an_address_is_taken_apart() -> None:
    assert target_from_url("HTTPS://Norland.example:8443/a b?q=1&r=ü#part") == Target(
        scheme="https", host="norland.example", port=8443, path="/a%20b?q=1&r=%C3%BC"
    )


def test_what_is_left_out_is_the_usual() -> None:
    target = target_from_url("http://norland.example")

    assert (target.port, target.path) == (80, "/")
    assert target.url == "http://norland.example/"


def test_what_is_quoted_already_stays() -> None:
    assert target_from_url("http://norland.example/a%20b").path == "/a%20b"


def test_a_name_in_other_letters_is_written_in_ascii() -> None:
    assert target_from_url("http://nörland.example/").host == "xn--nrland-wxa.example"


def test_an_ipv6_host_keeps_its_brackets_in_the_origin() -> None:
    assert (
        target_from_url("http://[2606:2800:220:1::1]:81/").origin
        == "http://[2606:2800:220:1::1]:81"
    )


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://norland.example/",
        "gopher://norland.example/",
        "http://",
        "http:///path",
        "http://user:password@norland.example/",
        "http://norland.example:99999/",
        "http://[::1/",
        "http://\u00f6..example/",
        "norland.example/a",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # urlsplit has words of its own
        target_from_url(url)


def test_only_redirects_have_a_location() -> None:
    headers = {"location": "/b"}

    assert Answer(url="http://a/", status=302, headers=headers, body=b"").location == "/b"
    assert Answer(url="http://a/", status=200, headers=headers, body=b"").location is None

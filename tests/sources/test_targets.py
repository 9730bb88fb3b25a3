"""Addresses of the web, taken apart."""

import pytest

from detente.sources.targets import Answer, Target, refusal, target_from_url


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


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are_fine(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "this machine"),
        ("::1", "this machine"),
        ("::ffff:127.0.0.1", "this machine"),
        ("64:ff9b::7f00:1", "this machine"),
        ("2002:7f00:1::", "this machine"),
        ("169.254.169.254", "a link-local address"),
        ("fe80::1%eth0", "a link-local address"),
        ("10.0.0.1", "a private network"),
        ("172.16.0.1", "a private network"),
        ("192.168.1.1", "a private network"),
        ("::ffff:10.0.0.1", "a private network"),
        ("fd00::1", "a private network"),
        ("100.64.0.1", "not a public address"),
        ("224.0.0.1", "a multicast address"),
        ("ff02::1", "a multicast address"),
        ("240.0.0.1", "a reserved address"),
        ("255.255.255.255", "a reserved address"),
        ("0.0.0.0", "no address"),  # noqa: S104  # to be refused
        ("::", "no address"),
        ("not an address", "no IP address"),
    ],
)
def test_all_others_are_refused_with_the_reason(address: str, reason: str) -> None:
    assert refusal(address) == reason

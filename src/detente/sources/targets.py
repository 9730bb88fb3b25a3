"""A URL -> what a request needs; and what a server answers.

In:  an address as a person, or a redirect, gives it.   Out: ``Target``, ``Answer``.
Does not: look anything up; only http and https are targets, and none with a password in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT = "%/:;=&?@!$'()*+,~[]"  # what a path or query may hold as it is; the rest is quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address, taken apart. ``path`` has the query too; ``host`` is plain ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The address in full."""
        return self.origin + self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered to one request. Names of headers are in small letters."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str | None:
        """Where the server sends us on."""
        return self.headers.get("location") if self.status in _REDIRECTS else None


def target_from_url(url: str) -> Target:
    """Take ``url`` apart.

    Raises:
        ValueError: it is no address that is fetched.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in _PORTS:
        raise ValueError(f"{url!r} is no http or https address")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{parts.hostname!r} is given with a name or password; leave them out")
    if not parts.hostname:
        raise ValueError(f"{url!r} names no host")
    host = parts.hostname if parts.hostname.isascii() else _ascii_host(parts.hostname)
    path = quote(parts.path or "/", safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    port = parts.port or _PORTS[parts.scheme]
    return Target(scheme=parts.scheme, host=host, port=port, path=path + query)


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as err:
        raise ValueError(f"{host!r} is no name of a host: {err}") from err


# --- An IP address -> may a fetch connect to it?
# Global by the registry, but a door to IPv4 addresses that may be private: RFC 6052, RFC 8215.
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_REASONS = (
    ("is_loopback", "this machine"),
    ("is_link_local", "a link-local address"),
    ("is_multicast", "a multicast address"),
    ("is_unspecified", "no address"),
    ("is_reserved", "a reserved address"),
    ("is_private", "a private network"),
)


def refusal(address: str) -> str | None:
    """Say why ``address`` must not be fetched from; ``None`` for a public one."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    for inner in _embedded(ip) or (ip,):
        for attribute, reason in _REASONS:
            if getattr(inner, attribute):
                return reason
        if not inner.is_global:  # such as carrier-grade NAT, RFC 6598: not private either
            return "not a public address"
    return None


def _embedded(ip: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """Find the IPv4 addresses that an IPv6 address stands for."""
    if isinstance(ip, IPv4Address):
        return ()
    nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if any(ip in net for net in _NAT64) else None
    found = (ip.ipv4_mapped, ip.sixtofour, nat64)
    return tuple(inner for inner in found if inner is not None)

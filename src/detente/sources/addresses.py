"""An IP address -> may a fetch connect to it?

In:  an address as the resolver gives it.   Out: the reason to refuse it, or ``None``.
Does not: resolve names or connect (fetch.py does).
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

__all__ = ["refusal"]

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

"""One host, one connection, at its pace.

In:  which host is asked when.   Out: whether it may be asked now, and when else.
Does not: fetch. Times are seconds of a clock that never goes back.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["Hosts", "host_of"]


@dataclass(slots=True)
class _Host:
    is_busy: bool = False
    free_at: float = 0.0


@dataclass(slots=True)
class Hosts:
    """All hosts that were asked."""

    _hosts: dict[str, _Host] = field(default_factory=dict)

    def is_free(self, host: str, at: float) -> bool:
        """Whether a host may be asked."""
        known = self._hosts.get(host)
        return known is None or (not known.is_busy and known.free_at <= at)

    def free_at(self, host: str) -> float:
        """When a host may be asked next, as far as is known; 0 for at once."""
        known = self._hosts.get(host)
        return known.free_at if known else 0.0

    def take(self, host: str) -> None:
        """Begin to ask a host; nobody else does until it is given back."""
        self._hosts.setdefault(host, _Host()).is_busy = True

    def give_back(self, host: str, until: float) -> None:
        """End asking a host, and leave it alone until an instant."""
        known = self._hosts.setdefault(host, _Host())
        known.is_busy = False
        known.free_at = max(known.free_at, until)

    def forget_idle(self, at: float) -> None:
        """Forget the hosts that may be asked anyway, so that years of hosts are not kept."""
        self._hosts = {
            name: host for name, host in self._hosts.items() if host.is_busy or host.free_at > at
        }


def host_of(url: str) -> str:
    """Name the host of an address, with its port; ``www.`` is the same host without it."""
    parts = urlsplit(url)
    return (parts.netloc or "").lower().removeprefix("www.")

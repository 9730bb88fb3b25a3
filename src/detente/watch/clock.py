"""Time and hosts of a watch: the real clock, each host at its pace, outages, what was done so far.

In:  which host is asked when, and what came of it; counts.   Out: instants in UTC, pauses that end
early; whether a host may be asked now, or nothing at all can be reached; a line for people.
Does not: fetch, print, or trust that time runs evenly; whoever asks must bear jumps in both
directions.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from urllib.parse import urlsplit

from detente.relations.wording import count_words


class Clock:
    """This machine's clock, which can be made to stop waiting."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Give seconds that never go back, from an unknown beginning."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Pause; shorter if the clock is stopped."""
        self._stopped.wait(seconds)

    def stop(self) -> None:
        """End this and every later pause; may be called from a signal's handler."""
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        """Whether ``stop`` was called."""
        return self._stopped.is_set()


# --- One host, one connection, at its pace.
class Hosts:
    """When each host that was asked may be asked next; never while somebody asks it."""

    def __init__(self) -> None:
        self._free_at: dict[str, float] = {}

    def is_free(self, host: str, at: float) -> bool:
        """Whether a host may be asked."""
        return self.free_at(host) <= at

    def free_at(self, host: str) -> float:
        """When a host may be asked next, as far as is known; 0 for at once."""
        return self._free_at.get(host, 0.0)

    def take(self, host: str) -> None:
        """Begin to ask a host; nobody else does until it is given back."""
        self._free_at[host] = inf

    def give_back(self, host: str, until: float) -> None:
        """End asking a host, and leave it alone until an instant."""
        self._free_at[host] = until

    def forget_idle(self, at: float) -> None:
        """Forget the hosts that may be asked anyway, so that years of hosts are not kept."""
        self._free_at = {host: free_at for host, free_at in self._free_at.items() if free_at > at}


def host_of(url: str) -> str:
    """Name the host of an address, with its port; ``www.`` is the same host without it."""
    parts = urlsplit(url)
    return (parts.netloc or "").lower().removeprefix("www.")


# --- Is a host down, or our own network?
NETWORK_FAULTS = frozenset({"dns", "connect", "timeout"})
ENOUGH = 3  # different hosts in a row that cannot be reached, or all, if there are fewer


@dataclass(slots=True)
class Outage:
    """Watches over all hosts at once; ``n_hosts`` is how many there are.

    With one host nobody can tell whether it or the network is down; then it is the host.
    """

    n_hosts: int
    since: int = 0  # when the first of the hosts could not be reached, in seconds since 1970
    _unreached: set[str] = field(default_factory=set)

    @property
    def is_on(self) -> bool:
        """Whether nothing can be reached."""
        return len(self._unreached) >= max(2, min(ENOUGH, self.n_hosts))

    def note(self, host: str, fault: str | None, at: int) -> bool:
        """Take in what came of asking a host; whether the network has just come back."""
        if fault in NETWORK_FAULTS:
            self.since = self.since if self._unreached else at
            self._unreached.add(host)
            return False
        was_on = self.is_on
        self._unreached.clear()
        return was_on


# --- What a watch has done since it was started, and what it does now.
SHOWN = 3  # hosts of those that are asked just now


@dataclass(slots=True, kw_only=True)
class Progress:
    """Counts since the start. ``problems`` are by kind; ``busy`` are the hosts asked just now."""

    n_feeds: int = 0
    n_polls: int = 0
    n_unchanged_polls: int = 0
    n_failed_polls: int = 0
    n_pages_found: int = 0
    n_pages_read: int = 0
    n_pages_unchanged: int = 0
    n_pages_failed: int = 0
    n_reports: int = 0
    n_claims: int = 0
    n_statements: int = 0
    n_units: int = 0
    n_waiting: int = 0
    is_outage: bool = False
    problems: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    busy: tuple[str, ...] = ()

    @property
    def n_problems(self) -> int:
        """How many pages became problems."""
        return self.problems.total()

    def __str__(self) -> str:
        polled = f"{count_words(self.n_polls, 'poll')} of {count_words(self.n_feeds, 'feed')}"
        told = [
            f"{polled} ({self.n_failed_polls:,} failed)",
            f"{count_words(self.n_pages_found, 'page')} found",
            count_words(self.n_reports, "report"),
            count_words(self.n_claims, "claim"),
            count_words(self.n_statements, "statement"),
            count_words(self.n_problems, "problem"),
        ]
        if self.n_waiting:
            told.append(f"{count_words(self.n_waiting, 'page')} waiting")
        if self.busy:
            told.append(f"asking {', '.join(self.busy[:SHOWN])}")
        return ", ".join(told)

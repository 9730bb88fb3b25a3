"""Is a host down, or our own network?

In:  what came of asking hosts.   Out: whether nothing at all can be reached.
Does not: ask anybody by itself.
"""

from dataclasses import dataclass, field

__all__ = ["NETWORK_FAULTS", "Outage"]

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

"""How often somebody may ask; who asks more often waits.

In:  who asks, and what for.   Out: how many seconds to wait, 0 where it may go on.
Does not: limit who reads on the desk's own machine without a token.
"""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

__all__ = ["Allowed", "Rates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """How often, as "60/minute": reads and writes of one token or peer, attempts to sign in."""

    reads: str = "1200/minute"
    writes: str = "240/minute"
    attempts: str = "20/minute"


class Rates:
    """Counts in memory, for one process. Safe to share among threads."""

    def __init__(self, allowed: Allowed | None = None) -> None:
        given = allowed or Allowed()
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._reads, self._writes = parse(given.reads), parse(given.writes)
        self._attempts = parse(given.attempts)

    def wait_to_read(self, who: str) -> int:
        """Count a read; the seconds to wait before the next is answered, 0 if this one is."""
        return self._wait(self._reads, "reads", who)

    def wait_to_write(self, who: str) -> int:
        """Count a write, as above."""
        return self._wait(self._writes, "writes", who)

    def wait_to_try(self, peer: str) -> int:
        """Count an attempt to sign in, or a token that is none, as above."""
        return self._wait(self._attempts, "attempts", peer)

    def _wait(self, limit: RateLimitItem, kind: str, who: str) -> int:
        if self._limiter.hit(limit, kind, who):
            return 0
        resets_at = self._limiter.get_window_stats(limit, kind, who).reset_time
        return max(1, math.ceil(resets_at - time.time()))

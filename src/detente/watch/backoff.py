"""When to ask a feed, or for a page, again.

In:  the interval, failures so far, what the server asked for.   Out: seconds, or an instant.
Does not: wait, or know the clock.
"""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["Backoff", "retry_after"]

JITTER = 0.1  # of the interval, to either side: feeds that began together drift apart
SLOWEST = timedelta(days=1)  # a dead feed is asked once a day, until somebody takes it out
LONGEST_ASKED = timedelta(days=2)  # a Retry-After beyond is heard as this
FIRST_RETRY = timedelta(minutes=5)  # for a page; then 15, 45, 135 minutes
MAX_TRIES = 5  # for a page: over some three hours; then it is a problem


class Backoff:
    """Counts out pauses; its jitter comes from ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def after_success(self, interval: timedelta) -> timedelta:
        """How long to wait after a poll that went well."""
        return interval * self._chance.uniform(1 - JITTER, 1 + JITTER)

    def after_failure(
        self, interval: timedelta, n_failures: int, asked: timedelta | None = None
    ) -> timedelta:
        """How long to wait after the ``n_failures``-th poll in a row that failed.

        It doubles with each, from ``interval`` to a day, and is never shorter than ``asked``.
        """
        doubled = interval * float(2 ** min(max(n_failures - 1, 0), 16))
        pause = max(min(doubled, max(SLOWEST, interval)), asked or timedelta(0))
        return self.after_success(pause) if asked is None else pause * (1 + JITTER / 2)

    def before_try(self, n_tries: int, asked: timedelta | None = None) -> timedelta | None:
        """How long to wait for the next try at a page; ``None`` after the last."""
        if n_tries >= MAX_TRIES:
            return None
        pause = FIRST_RETRY * float(3 ** (n_tries - 1))
        return max(self.after_success(pause), asked or timedelta(0))


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long a server asks us to stay away. RFC 9110, 10.2.3: seconds, or a date."""
    written = headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return min(timedelta(seconds=min(int(written[:12]), 10**8)), LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(aware - now, timedelta(0)), LONGEST_ASKED)

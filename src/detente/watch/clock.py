"""What time it is, and waiting: the only place of this room that knows the real clock.

In:  nothing.   Out: instants in UTC, and pauses that end early when the watch is to stop.
Does not: trust that time runs evenly; whoever asks must bear jumps in both directions.
"""

import threading
import time
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["Clock", "SystemClock"]


class Clock(Protocol):
    """A clock that can be made to stop waiting."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""

    def seconds(self) -> float:
        """Give seconds that never go back, from an unknown beginning."""

    def wait(self, seconds: float) -> None:
        """Pause; shorter if the clock is stopped."""

    def stop(self) -> None:
        """End this and every later pause at once."""

    @property
    def is_stopped(self) -> bool:
        """Whether ``stop`` was called."""


class SystemClock:
    """This machine's clock."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> datetime:
        """Give the present instant."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Give seconds that never go back."""
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

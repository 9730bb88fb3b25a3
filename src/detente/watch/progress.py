"""What a watch has done since it was started, and what it does now.

In:  counts, as watcher.py and outcomes.py raise them.   Out: counts, and a line for people.
Does not: last (memory.py does), print, or serve (metrics.py does).
"""

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Progress"]


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
        told = [
            f"{self.n_polls:,} polls of {self.n_feeds:,} feeds ({self.n_failed_polls:,} failed)",
            f"{self.n_pages_found:,} pages found",
            f"{self.n_reports:,} reports",
            f"{self.n_claims:,} claims",
            f"{self.n_statements:,} statements",
            f"{self.n_problems:,} problems",
        ]
        if self.n_waiting:
            told.append(f"{self.n_waiting:,} pages waiting")
        if self.busy:
            told.append(f"asking {', '.join(self.busy[:SHOWN])}")
        return ", ".join(told)

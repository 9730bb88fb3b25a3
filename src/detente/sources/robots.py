"""robots.txt -> may a page be fetched, and how long to wait between two. RFC 9309, by protego.

In:  a robots.txt as a server gives it.   Out: ``Rules``; ``RobotsFiles`` keeps them by origin.
Does not: fetch it (fetch.py does).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["ROBOT_NAME", "RobotsFiles", "Rules", "rules_from"]

ROBOT_NAME = "detente"
MAX_AGE_S = 86_400.0  # RFC 9309, 2.4: not to be used for more than a day
MAX_DELAY_S = 3_600.0  # who asks for more than an hour between two pages is heard as an hour


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin lets us do."""

    _rules: "Protego"

    def allows(self, url: str) -> bool:
        """Whether the page at ``url`` may be fetched."""
        return bool(self._rules.can_fetch(url, ROBOT_NAME))

    @property
    def delay_s(self) -> float:
        """Seconds to wait between two fetches; 0 where nothing is asked for."""
        asked = self._rules.crawl_delay(ROBOT_NAME)
        return min(max(float(asked), 0.0), MAX_DELAY_S) if asked else 0.0


class RobotsFiles:
    """The rules of each origin, kept for a day by ``clock``, which counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, Rules]] = {}

    def known(self, origin: str) -> Rules | None:
        """Give the rules of an origin, if they were read within the last day."""
        read_at, rules = self._kept.get(origin, (0.0, None))
        is_fresh = 0 <= self._clock() - read_at < MAX_AGE_S
        return rules if is_fresh else None

    def keep(self, origin: str, rules: Rules) -> None:
        """Keep the rules of an origin."""
        self._kept[origin] = (self._clock(), rules)


def rules_from(text: str) -> Rules:
    """Read the rules in the text of a robots.txt; lines that are none are passed over."""
    from protego import Protego  # noqa: PLC0415  # only fetching pays for it

    return Rules(Protego.parse(text))

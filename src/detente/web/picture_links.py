"""Where the marks of a picture lead: addresses of the desk's own pages.

In:  what a mark stands for.   Out: paths with their queries.
Does not: know pictures. Days lead to the timeline of the page on which a picture stands.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

__all__ = ["DeskLinks", "in_path"]


@dataclass(frozen=True, slots=True)
class DeskLinks:
    """Links of a picture that stands on ``page``, a path, with a timeline."""

    page: str

    def days(self, first: date, last: date) -> str:
        """The timeline on some days, of acts that happened or not."""
        return self._timeline(since=first.isoformat(), until=last.isoformat())

    def issue(self, issue: str, first: date, last: date) -> str:
        """The timeline on some days, about an issue."""
        return self._timeline(issue=issue, since=first.isoformat(), until=last.isoformat())

    def event(self, event_id: str) -> str:
        """An event's page."""
        return f"/event/{event_id}"

    def place(self, name: str) -> str:
        """The timeline at a place; where there is none, what is told with its name."""
        if self.page:
            return self._timeline(place=name)
        return f"/search?{urlencode({'q': name})}"

    def country(self, code: str) -> str:
        """A country's page."""
        return f"/actor/{in_path(code)}"

    def dyad(self, one: str, other: str) -> str:
        """A dyad's page."""
        return f"/dyad/{in_path(one)}/{in_path(other)}"

    def outlet(self, name: str) -> str:
        """An outlet's page."""
        return f"/outlet/{in_path(name)}"

    def _timeline(self, **asked: str) -> str:
        return f"{self.page}?{urlencode(asked)}#timeline"


def in_path(words: str) -> str:
    """Write words as they stand in a path; slashes stay, for pages take them."""
    return quote(words, safe="/")

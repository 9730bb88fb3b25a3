"""How a picture looks and where its marks lead.

In:  a theme, and addresses for days, events, countries.   Out: what the charts need of both.
Does not: know addresses itself: who shows the picture does (web/picture_links.py).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from detente.relations.chart_theme import THEMES, Palette, Theme

__all__ = ["PLAIN", "Links", "Look", "href_of", "leads"]


class Links(Protocol):
    """Addresses of what marks stand for; days are first and last."""

    def days(self, first: date, last: date) -> str:
        """What happened on some days."""

    def issue(self, issue: str, first: date, last: date) -> str:
        """What happened about an issue on some days."""

    def event(self, event_id: str) -> str:
        """One event."""

    def place(self, name: str) -> str:
        """What happened at a place."""

    def country(self, code: str) -> str:
        """A country."""

    def dyad(self, one: str, other: str) -> str:
        """Two countries."""

    def outlet(self, name: str) -> str:
        """An outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The ground of a picture; with ``links`` its marks lead somewhere."""

    theme: Theme = Theme.LIGHT
    links: Links | None = None

    @property
    def colours(self) -> Palette:
        """The colours of the theme."""
        return THEMES[self.theme]


PLAIN = Look()


def leads(to: str | None) -> dict[str, str]:
    """The part of a row that says where its mark leads; nothing where it leads nowhere."""
    return {"href": to} if to is not None else {}


def href_of(look: Look, words: str) -> dict[str, Any]:
    """The encodings of marks that lead somewhere; ``words`` is the field that names each."""
    return {"href": "href:N", "description": f"{words}:N"} if look.links else {}

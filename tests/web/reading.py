"""What a browser would make of a page: its elements, its links, its words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Seen", "seen_in"]


@dataclass
class Seen:
    """Elements with their attributes, in order, and all text."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""

    def links(self) -> list[str]:
        """Where the page leads, and what it loads."""
        return [
            value
            for _, attributes in self.elements
            for name, value in attributes.items()
            if name in {"href", "src", "srcset", "action"}
        ]

    def named(self, name: str) -> list[dict[str, str]]:
        """Attributes of all elements of a name."""
        return [attributes for tag, attributes in self.elements if tag == name]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.seen.text += data


def seen_in(page: str) -> Seen:
    """Read a page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.seen

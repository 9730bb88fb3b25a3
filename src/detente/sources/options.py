"""How to read: the columns of tables, what fills gaps, and how long a text may be.

In:  a person's wishes, from the command line or a caller.   Out: ``ReadOptions``.
Does not: look at any input; a column is searched where the input is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

__all__ = ["ReadOptions"]

DATE_NAMES = ("date", "published")  # both are common in JSONL; the first one present counts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Columns of JSONL, CSV and Parquet, and what holds for all reports.

    A column left at its default name may be absent (but for ``text_column``); one that was
    named otherwise is missed, loudly. The default date column also answers to ``published``.
    ``published`` and ``outlet`` fill reports that have none of their own. ``max_chars`` bounds a
    report's text; longer ones become problems.
    """

    text_column: str = "text"
    id_column: str = "id"
    date_column: str = "date"
    title_column: str = "title"
    outlet_column: str = "outlet"
    url_column: str = "url"
    published: date | None = None
    outlet: str | None = None
    max_chars: int = 2_000_000

    def __post_init__(self) -> None:
        if self.max_chars < 1:
            msg = f"max_chars is {self.max_chars}; it must be at least 1"
            raise ValueError(msg)

    @property
    def max_bytes(self) -> int:
        """Bytes that ``max_chars`` characters can take in any Unicode encoding, with its mark."""
        return 4 * self.max_chars + 4

    @property
    def max_line_chars(self) -> int:
        """Characters of a row that is still read: the text, its escapes and the other columns."""
        return 4 * self.max_chars + 10_000

    @property
    def date_names(self) -> tuple[str, ...]:
        """Names of the date column, in order of preference."""
        return DATE_NAMES if self.date_column == DATE_NAMES[0] else (self.date_column,)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that may be read."""
        named = (self.text_column, self.id_column, self.title_column)
        return (*named, self.outlet_column, self.url_column, *self.date_names)

    def missed(self, present: Iterable[str]) -> tuple[str, ...]:
        """Name the optional columns that were asked for by another than their default name."""
        known = set(present)
        wanted = (
            (field.default, getattr(self, field.name))
            for field in fields(self)
            if field.name.endswith("_column") and field.name != "text_column"
        )
        return tuple(name for default, name in wanted if name != default and name not in known)

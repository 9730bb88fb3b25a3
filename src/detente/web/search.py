"""Words -> the claims, statements, reports and actors that hold them.

In:  words as a person types them.   Out: ``SearchPage``.
Does not: know other forms of a word, or rank: the latest come first.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from detente.ledger import Ledger
from detente.records import Report
from detente.web.desk import DeskOf
from detente.web.figures import figures
from detente.web.pages import add_page
from detente.web.told import SpokenBy, ToldBy, claims_by_id, reports_by_id, statements_by_id

__all__ = ["Named", "SearchPage", "actors_with", "likeness", "router"]

MOST_FOUND = 30  # of each kind
FEWEST_LETTERS = 2
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor's code as events name it, with its most frequent name."""

    code: str
    country: str | None
    name: str
    n_events: int


@dataclass(frozen=True, slots=True)
class _Found:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What holds ``words``; at most ``most`` of each kind."""

    words: str
    most: int
    is_too_short: bool
    actors: tuple[Named, ...] = ()
    claims: tuple[ToldBy, ...] = ()
    statements: tuple[SpokenBy, ...] = ()
    reports: tuple[Report, ...] = ()


def search(desk: DeskOf, q: Annotated[str, Query(max_length=200)] = "") -> SearchPage:
    """Answer a search."""
    words = q.strip()
    if len(words) < FEWEST_LETTERS:
        return SearchPage(words=words, most=MOST_FOUND, is_too_short=True)
    with desk.open() as ledger:
        return SearchPage(
            words=words,
            most=MOST_FOUND,
            is_too_short=False,
            actors=actors_with(ledger, words, MOST_FOUND),
            claims=claims_by_id(ledger, _ids(ledger, "search_claims", words)),
            statements=statements_by_id(ledger, _ids(ledger, "search_statements", words)),
            reports=reports_by_id(ledger, _ids(ledger, "search_reports", words)),
        )


def actors_with(
    ledger: Ledger, words: str, n_rows: int, *, after: str = "", by_code: bool = False
) -> tuple[Named, ...]:
    """Find actors by words of a name or code; ``by_code`` sorts by code, after ``after``."""
    values = {"words": likeness(words), "n_rows": n_rows, "after": after, "by_code": by_code}
    return figures(ledger, "actors", Named, values)


def likeness(words: str) -> str:
    """Make a pattern for ``ILIKE ... ESCAPE`` in which words are only words."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


add_page(router, "/search", "search.html", search)


# Private functions


def _ids(ledger: Ledger, query: str, words: str) -> list[str]:
    values = {"words": likeness(words), "n_rows": MOST_FOUND}
    return [one.id for one in figures(ledger, query, _Found, values)]

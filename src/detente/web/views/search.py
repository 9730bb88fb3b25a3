"""Words -> the claims, statements and reports that hold them, best first, and actors.

In:  words as a person types them; what is wanted of their reports.   Out: ``SearchPage``.
Does not: rank itself: ledger/search.py does. Without an index it looks for the words just so,
the latest first, and says it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query

from detente.actors import Gazetteer, explain_name
from detente.ledger import Ledger
from detente.ledger.search import Hit, SearchIndex, Sought
from detente.records import Report
from detente.relations.wording import printable
from detente.web.desk import Desk, DeskOf
from detente.web.figures import figures
from detente.web.listing import (
    SpokenBy,
    Table,
    ToldBy,
    claims_by_id,
    reports_by_id,
    statements_by_id,
)
from detente.web.pages import add_page
from detente.web.views.timeline import Short, day_of

__all__ = [
    "Kind",
    "Named",
    "Naming",
    "SearchPage",
    "actors_with",
    "likeness",
    "naming_in",
    "router",
]

MOST_FOUND = 20  # of each kind on a page
MOST_PAGES = 50  # what comes later is worth less than other words
FEWEST_LETTERS = 2
MOST_MEANT, LIKE = 3, 0.7  # names that are offered; how like they are, 0 .. 1
WORD = re.compile(r"\w+")
router = APIRouter()


class Kind(StrEnum):
    """What is looked for."""

    ANY = ""
    CLAIM = "claim"
    STATEMENT = "statement"
    REPORT = "report"


class Naming(NamedTuple):
    """Ids of the actors that words name, those words, and the rest of the query."""

    ids: tuple[str, ...]
    name: str
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is sought, in the words of the query string; "" where it does not matter.

    ``q`` may hold phrases in double quotes. Days are of publication. ``page`` counts from 1.
    """

    q: Short = ""
    kind: Kind = Kind.ANY
    since: Short = ""
    until: Short = ""
    outlet: Short = ""
    page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1

    def sought(self, naming: Naming) -> Sought:
        """Turn it into a question to the index.

        Raises:
            BadInput: a day is none.
        """
        return Sought(
            words=self.q.strip(),
            actors=naming.ids,
            rest=naming.rest if naming.ids else "",
            kind=self.kind.value or None,
            since=day_of(self.since) if self.since else None,
            until=day_of(self.until) if self.until else None,
            outlet=self.outlet.strip() or None,
            skipped=(self.page - 1) * MOST_FOUND,
            n_rows=MOST_FOUND,
        )

    @property
    def words(self) -> dict[str, str]:
        """What is asked, for the query string of another page of the same search."""
        names = ("q", "kind", "since", "until", "outlet")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name)}


AskingOf = Annotated[Asking, Depends()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor's code as events name it, with its most frequent name."""

    code: str
    country: str | None
    name: str
    n_events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An actor of the gazetteer whom the words name, and how many events it takes part in."""

    id: str
    name: str
    n_events: int


@dataclass(frozen=True, slots=True)
class _Found:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What holds ``words``; at most ``most`` of each kind, ``n_*`` are all there are.

    ``is_ranked``: by the index, best first; else the latest first. ``note`` says what is missing.
    ``named`` are those whom ``name``, a part of the words, names. ``holds_all``: nothing else than
    what holds all words was looked for. ``marked`` are the forms of the words in what is shown.
    ``meant`` are names that are written much like the words, where nothing was found.
    """

    words: str
    asked: Asking
    most: int
    is_too_short: bool
    is_ranked: bool = False
    holds_all: bool = True
    note: str | None = None
    name: str = ""
    named: tuple[Known, ...] = ()
    actors: tuple[Named, ...] = ()
    n_claims: int = 0
    n_statements: int = 0
    n_reports: int = 0
    claims: tuple[ToldBy, ...] = ()
    statements: tuple[SpokenBy, ...] = ()
    reports: tuple[Report, ...] = ()
    marked: frozenset[str] = field(default=frozenset(), metadata={"twin": False})
    meant: tuple[str, ...] = ()

    def parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """Cut a text into what is marked and what is not."""
        shown, end = printable(text), 0
        for word in WORD.finditer(shown):
            if word[0] in self.marked:
                if word.start() > end:
                    yield shown[end : word.start()], False
                yield word[0], True
                end = word.end()
        if end < len(shown):
            yield shown[end:], False


def search(desk: DeskOf, asked: AskingOf) -> SearchPage:
    """Answer a search."""
    words = asked.q.strip()
    if len(words) < FEWEST_LETTERS:
        return SearchPage(words=words, asked=asked, most=MOST_FOUND, is_too_short=True)
    naming = naming_in(desk.gazetteer, words)
    with desk.open() as ledger:
        ready = desk.finder.ready(desk, ledger)
        if ready.index is None:
            return _just_so(ledger, asked, ready.note)
        found = replace(_ranked(ledger, asked, ready.index, naming), note=ready.note)
    if found.n_claims or found.n_statements or found.n_reports:
        return found
    return replace(found, meant=_meant(desk, words))


def _meant(desk: Desk, words: str) -> tuple[str, ...]:
    """Find names of states that are written much like some words."""
    names = {desk.name_of(code).lower(): desk.name_of(code) for code in desk.gazetteer.states}
    near = get_close_matches(words.lower(), sorted(names), n=MOST_MEANT, cutoff=LIKE)
    return tuple(names[one] for one in near if one != words.lower())


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


TABLES = (
    Table(name="claims", kind=ToldBy, rows=lambda page: page.claims),
    Table(name="statements", kind=SpokenBy, rows=lambda page: page.statements),
    Table(name="reports", kind=Report, rows=lambda page: page.reports),
    Table(name="actors", kind=Named, rows=lambda page: page.actors),
)


def _ids(ledger: Ledger, query: str, sought: Sought) -> list[str]:
    values = {
        "words": likeness(sought.words.strip('"')),
        "n_rows": MOST_FOUND,
        "since": sought.since,
        "until": sought.until,
        "outlet": sought.outlet,
    }
    return [one.id for one in figures(ledger, query, _Found, values)]


def _just_so(ledger: Ledger, asked: Asking, note: str | None) -> SearchPage:
    """Look for the words as they are written; only the first of each kind are found."""
    sought = asked.sought(Naming((), "", ""))
    words = sought.words.strip('"')
    kinds = {asked.kind} if asked.kind else set(Kind)
    ids = {
        kind: _ids(ledger, f"search_{kind}s", sought) if kind in kinds else []
        for kind in (Kind.CLAIM, Kind.STATEMENT, Kind.REPORT)
    }
    return SearchPage(
        words=words,
        asked=asked,
        most=MOST_FOUND,
        is_too_short=False,
        note=note,
        actors=actors_with(ledger, words, MOST_FOUND) if not asked.kind else (),
        n_claims=len(ids[Kind.CLAIM]),
        n_statements=len(ids[Kind.STATEMENT]),
        n_reports=len(ids[Kind.REPORT]),
        claims=claims_by_id(ledger, ids[Kind.CLAIM]),
        statements=statements_by_id(ledger, ids[Kind.STATEMENT]),
        reports=reports_by_id(ledger, ids[Kind.REPORT]),
    )


def _of(hits: Sequence[Hit], kind: str) -> list[str]:
    return [hit.id for hit in hits if hit.kind == kind]


# Private functions


def _ranked(ledger: Ledger, asked: Asking, index: SearchIndex, naming: Naming) -> SearchPage:
    sought = asked.sought(naming)
    hits = index.find(sought)
    holds_all = bool(hits) or asked.page > 1 or " " not in sought.words
    if not holds_all:
        hits = index.find(sought, all_words=False)
    counts = {hit.kind: hit.n_of_kind for hit in hits}
    claims = claims_by_id(ledger, _of(hits, "claim"))
    statements = statements_by_id(ledger, _of(hits, "statement"))
    reports = reports_by_id(ledger, _of(hits, "report"))
    shown = [one.claim.citation.quote for one in claims]
    shown += [one.statement.citation.quote for one in statements]
    shown += [one.title or "" for one in reports]
    every = {word for text in shown for word in WORD.findall(printable(text))}
    return SearchPage(
        words=sought.words,
        asked=asked,
        most=MOST_FOUND,
        is_too_short=False,
        is_ranked=True,
        holds_all=holds_all,
        name=naming.name,
        named=figures(ledger, "named", Known, {"ids": list(naming.ids)}) if naming.ids else (),
        actors=actors_with(ledger, sought.words, MOST_FOUND) if not asked.kind else (),
        n_claims=counts.get("claim", 0),
        n_statements=counts.get("statement", 0),
        n_reports=counts.get("report", 0),
        claims=claims,
        statements=statements,
        reports=reports,
        marked=index.forms(every, sought.words),
    )


# --- Words of a search -> whom they name, and the words beside: "Chinese foreign minister
# fentanyl".

FEWEST_WORDS = 2  # of a name within a longer query; one word is found as a word
MOST_WORDS = 8  # of a name; and of a query that is looked through


def _named_ids(gazetteer: Gazetteer, name: str) -> tuple[str, ...]:
    found = [one.id for one in explain_name(gazetteer, name) if one.id is not None]
    return tuple(dict.fromkeys(one for one in found if one not in gazetteer.states))


def naming_in(gazetteer: Gazetteer, query: str) -> Naming:
    """Find the longest part of a query that names somebody, now or in the past."""
    words = query.replace('"', " ").split()
    n_words = len(words) if len(words) <= MOST_WORDS else 0
    for length in range(n_words, 0, -1):
        if length < FEWEST_WORDS <= n_words:
            break
        for start in range(n_words - length + 1):
            name = " ".join(words[start : start + length])
            ids = _named_ids(gazetteer, name)
            if ids:
                rest = " ".join([*words[:start], *words[start + length :]])
                return Naming(ids, name, rest)
    return Naming((), "", query)


add_page(router, "/search", "search.html", search, TABLES)

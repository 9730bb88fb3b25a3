"""Words -> the claims, statements and reports that hold them, best first, and actors.

In:  words as a person types them; what is wanted of what is found.   Out: ``SearchPage``: each with
the sentence around it, and counts by what all can be narrowed.
Does not: rank itself: ledger/search.py does. Without an index it looks for the words just so,
the latest first, and says it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query

from detente.actors import Gazetteer, explain_name
from detente.ledger import Ledger
from detente.ledger.address import packaged_sql
from detente.ledger.ask import check_status
from detente.ledger.contract import ListedActor
from detente.ledger.search import Facet, SearchIndex, Sought
from detente.record import ruled_claims
from detente.records import Report, Span
from detente.relations.explain import sentence_at
from detente.relations.known import known_side, known_type
from detente.relations.wording import printable, row_name, shorten
from detente.web.api.schema import ContextRow
from detente.web.desk import Desk, DeskOf
from detente.web.failures import narrowing
from detente.web.figures import figures, rows_of, select
from detente.web.kept import ALL
from detente.web.listing import (
    SpokenBy,
    Table,
    ToldBy,
    claims_by_id,
    reports_by_id,
    statements_by_id,
)
from detente.web.pages import add_page
from detente.web.views.timeline import Short, day_or_none, share_of

MOST_FOUND = 12  # of each kind on a page
MOST_PAGES = 50  # what comes later is worth less than other words
FEWEST_LETTERS = 2
MOST_MEANT, LIKE = 3, 0.7  # names that are offered; how like they are, 0 .. 1
LONGEST = 320  # characters of a sentence on a page
FACETS = ("side", "type", "status", "outlet", "year")
MOST_VALUES = 8  # of a facet
MOST_LOOKED_AT = 200  # places of words in a text, of which the best sentence is shown
WORD = re.compile(r"\w+")
router = APIRouter(include_in_schema=False)


class Kind(StrEnum):
    """What is looked for."""

    ANY = ""
    CLAIM = "claim"
    STATEMENT = "statement"
    REPORT = "report"


FOUND = (Kind.CLAIM, Kind.STATEMENT, Kind.REPORT)


class Order(StrEnum):
    """What comes first: the best, or the latest published."""

    BEST = ""
    DAY = "day"


class Naming(NamedTuple):
    """Ids of the actors that words name, those words, and the rest of the query."""

    ids: tuple[str, ...]
    name: str
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is sought, in the words of the query string; "" where it does not matter.

    ``q`` may hold phrases in double quotes. Days are of publication. ``side`` is a country's code.
    ``page`` counts from 1.
    """

    q: Short = ""
    kind: Kind = Kind.ANY
    since: Short = ""
    until: Short = ""
    outlet: Short = ""
    side: Short = ""
    type: Short = ""
    status: Short = ""
    min_score: Short = ""
    order: Order = Order.BEST
    page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1

    def sought(self, naming: Naming) -> Sought:
        """Turn it into a question to the index.

        Raises:
            BadInput: a day or a share is none.
        """
        return Sought(
            words=self.q.strip(),
            actors=naming.ids,
            rest=naming.rest if naming.ids else "",
            kind=self.kind.value or None,
            since=day_or_none(self.since),
            until=day_or_none(self.until),
            outlet=self.outlet.strip() or None,
            side=self.side.strip().upper() or None,
            type=self.type.strip().upper() or None,
            status=self.status or None,
            min_score=share_of(self.min_score) if self.min_score else None,
            is_by_day=self.order is Order.DAY,
            skipped=(self.page - 1) * MOST_FOUND,
            n_rows=MOST_FOUND,
        )

    @property
    def words(self) -> dict[str, str]:
        """What is asked, for the query string of another page of the same search."""
        names = ("q", "kind", "side", "type", "status", "outlet", "since", "until", "min_score")
        given = {name: str(getattr(self, name)) for name in (*names, "order")}
        return {name: word for name, word in given.items() if word}

    def chosen(self, facet: str) -> str:
        """The value to which a facet is narrowed, else ""."""
        if facet != "year":
            return str(getattr(self, facet))
        year = self.since[:4]
        is_year = (self.since, self.until) == (f"{year}-01-01", f"{year}-12-31")
        return year if year and is_year else ""

    @property
    def all_chosen(self) -> list[str]:
        """The facets that are narrowed."""
        return [name for name in FACETS if self.chosen(name)]

    def narrowed(self, facet: str, value: str) -> dict[str, str]:
        """What is asked, narrowed to a value of a facet; to "" it is widened again."""
        days = {"since": f"{value}-01-01", "until": f"{value}-12-31"} if value else {}
        own = (days or {"since": "", "until": ""}) if facet == "year" else {facet: value}
        return {name: word for name, word in {**self.words, **own}.items() if word}


AskingOf = Annotated[Asking, Depends()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An actor of the gazetteer whom the words name, and how many events it takes part in."""

    id: str
    name: str
    n_events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What holds ``words``; at most ``most`` of each kind, ``n_*`` are all there are.

    ``is_ranked``: by the index, best first; else the latest first. ``note`` says what is missing.
    ``contexts`` are the sentences of what was found in a text, by id; ``facets`` count by what all
    can be narrowed. ``named`` are those whom ``name``, a part of the words, names.
    ``holds_all``: nothing else than what holds all words was looked for. ``marked`` are the
    forms of the words in what is shown. ``meant`` are other words, written much like these, where
    these are not found together.
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
    actors: tuple[ListedActor, ...] = ()
    n_claims: int = 0
    n_statements: int = 0
    n_reports: int = 0
    claims: tuple[ToldBy, ...] = ()
    statements: tuple[SpokenBy, ...] = ()
    reports: tuple[Report, ...] = ()
    contexts: dict[str, ContextRow] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    marked: frozenset[str] = field(default=frozenset(), metadata={"twin": False})
    meant: tuple[str, ...] = ()

    def values(self, facet: str) -> list[Facet]:
        """The values of one facet, the most frequent first."""
        return [one for one in self.facets if one.facet == facet]

    def parts(self, text: str, width: int = LONGEST) -> Iterator[tuple[str, bool]]:
        """Cut a text, shortened around its first mark, into what is marked and what is not."""
        words = printable(text)
        first = next((one.start() for one in WORD.finditer(words) if one[0] in self.marked), 0)
        shown, end = shorten(words, width, around=first), 0
        for word in WORD.finditer(shown):
            if word[0] in self.marked:
                if word.start() > end:
                    yield shown[end : word.start()], False
                yield word[0], True
                end = word.end()
        if end < len(shown):
            yield shown[end:], False


def search(desk: DeskOf, asked: AskingOf) -> SearchPage:
    """Answer a search.

    Raises:
        BadInput: a day, share, status, type or side by which it is narrowed is none.
    """
    words = asked.q.strip()
    with desk.open() as ledger:
        asked = _known(desk, ledger, asked)
        if len(words) < FEWEST_LETTERS:
            return SearchPage(words=words, asked=asked, most=MOST_FOUND, is_too_short=True)
        naming = naming_in(desk.gazetteer, words)
        ready = desk.finder.ready(desk, ledger)
        if ready.index is None:
            return _just_so(ledger, asked, ready.note)
        found = replace(_ranked(ledger, asked, ready.index, naming), note=ready.note)
    if found.holds_all and (found.n_claims or found.n_statements or found.n_reports):
        return found
    return replace(found, meant=_meant(desk, ready.index, words))


def _known(desk: Desk, ledger: Ledger, asked: Asking) -> Asking:
    """Check what a search is narrowed to; a side may be a name."""
    with narrowing():
        check_status(asked.status)
        if asked.type:
            known_type("claims", asked.type)
        if not asked.side:
            return asked
        return replace(asked, side=known_side(ledger, asked.side.strip(), lambda: desk.gazetteer))


def _meant(desk: Desk, index: SearchIndex, words: str) -> tuple[str, ...]:
    """Find names of states written much like some words; else put known words for unknown ones."""
    names = {desk.names.side(code).lower(): desk.names.side(code) for code in desk.gazetteer.states}
    near = get_close_matches(words.lower(), sorted(names), n=MOST_MEANT, cutoff=LIKE)
    states = tuple(names[one] for one in near if one != words.lower())
    looked_up = dict.fromkeys(WORD.findall(words)[:MOST_WORDS])
    known = {word: near[0] for word in looked_up if (near := index.near(word, 1))}
    written = WORD.sub(lambda found: known.get(found[0], found[0]), words)
    meant = dict.fromkeys([*states, written])
    return tuple(one for one in meant if one != words)[:MOST_MEANT]


def actors_with(
    ledger: Ledger, words: str, n_rows: int, *, after: str = "", by_code: bool = False
) -> tuple[ListedActor, ...]:
    """Find actors by words of a name or code; ``by_code`` sorts by code, after ``after``."""
    values = {"words": likeness(words), "n_rows": n_rows, "after": after, "by_code": by_code}
    return figures(ledger, "actors", ListedActor, values)


def likeness(words: str) -> str:
    """Make a pattern for ``ILIKE ... ESCAPE`` in which words are only words."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


TABLES = (
    Table(name="claims", kind=ToldBy, rows=lambda page: page.claims),
    Table(name="statements", kind=SpokenBy, rows=lambda page: page.statements),
    Table(name="reports", kind=Report, rows=lambda page: page.reports),
    Table(name="actors", kind=ListedActor, rows=lambda page: page.actors),
)


def _ids(ledger: Ledger, query: str, sought: Sought) -> list[str]:
    values = {
        "words": likeness(sought.words.strip('"')),
        "n_rows": MOST_FOUND,
        "since": sought.since,
        "until": sought.until,
        "outlet": sought.outlet,
    }
    if query == "search_claims":
        values |= {"side": sought.side, "type": sought.type, "status": sought.status}
        values["min_score"] = sought.min_score
        told = ledger.rows_as_ruled(ruled_claims(ledger))
        sql = packaged_sql(query, "web").replace("{claims}", told.sql)
        return [name for (name,) in select(ledger, sql, {**values, **told.values})]
    return [name for (name,) in rows_of(ledger, query, values)]


def _just_so(ledger: Ledger, asked: Asking, note: str | None) -> SearchPage:
    """Look for the words as they are written; only the first of each kind are found."""
    sought = asked.sought(Naming((), "", ""))
    is_narrow = sought.side or sought.type or sought.status or sought.min_score is not None
    kinds = {asked.kind} if asked.kind else {Kind.CLAIM} if is_narrow else set(Kind)
    ids = {kind: _ids(ledger, f"search_{kind}s", sought) if kind in kinds else [] for kind in FOUND}
    counts = {kind: len(found) for kind, found in ids.items()}
    page = _listed(ledger, asked, sought.words.strip('"'), ids, counts)
    return replace(page, note=note)


def _listed(
    ledger: Ledger,
    asked: Asking,
    words: str,
    ids: Mapping[Kind, Sequence[str]],
    counts: Mapping[Kind, int],
) -> SearchPage:
    """Read what was found, by its ids of each kind; ``counts`` are all there are."""
    return SearchPage(
        words=words,
        asked=asked,
        most=MOST_FOUND,
        is_too_short=False,
        actors=actors_with(ledger, words, MOST_FOUND) if not asked.kind else (),
        n_claims=counts.get(Kind.CLAIM, 0),
        n_statements=counts.get(Kind.STATEMENT, 0),
        n_reports=counts.get(Kind.REPORT, 0),
        claims=claims_by_id(ledger, ids[Kind.CLAIM]),
        statements=statements_by_id(ledger, ids[Kind.STATEMENT]),
        reports=reports_by_id(ledger, ids[Kind.REPORT]),
    )


def _ranked(ledger: Ledger, asked: Asking, index: SearchIndex, naming: Naming) -> SearchPage:
    sought = asked.sought(naming)
    hits = index.find(sought)
    holds_all = bool(hits) or asked.page > 1 or " " not in sought.words
    if not holds_all:
        hits = index.find(sought, all_words=False)
    ids = {kind: [hit.id for hit in hits if hit.kind == kind] for kind in FOUND}
    counts = {Kind(hit.kind): hit.n_of_kind for hit in hits}
    page = _listed(ledger, asked, sought.words, ids, counts)
    told: list[ToldBy | SpokenBy] = [*page.claims, *page.statements]
    shown = [*page.reports, *(one.report for one in told)]
    texts = {text for one in shown for text in (one.text, one.title or "")}
    every = {word for text in texts for word in WORD.findall(printable(text))}
    marked = index.forms(every, sought.words)
    return replace(
        page,
        is_ranked=True,
        holds_all=holds_all,
        name=naming.name,
        named=figures(ledger, "named", Known, {"ids": list(naming.ids)}) if naming.ids else (),
        contexts=_contexts(page, marked),
        facets=tuple(index.facets(sought, MOST_VALUES, all_words=holds_all)),
        marked=marked,
    )


def _contexts(page: SearchPage, marked: frozenset[str]) -> dict[str, ContextRow]:
    """The sentences of what was found, by id; a row of another program has none."""
    found = {one.claim.id: _around(one.report, one.claim.citation.span) for one in page.claims}
    for said in page.statements:
        found[said.statement.id] = _around(said.report, said.statement.citation.span)
    found |= {one.id: _best(one, marked) for one in page.reports}
    return {name: context for name, context in found.items() if context}


def _around(report: Report, span: Span) -> ContextRow | None:
    if row_name(report):
        return None
    found = sentence_at(report.text, span)
    words = report.text[found.start : found.end]
    return ContextRow(words=words, at=f"{span.start}-{span.end}")


def _best(report: Report, marked: frozenset[str]) -> ContextRow | None:
    """The first sentence of a text with most of the marked words; ``None`` for one without."""
    if row_name(report):
        return None
    places = islice((one for one in WORD.finditer(report.text) if one[0] in marked), MOST_LOOKED_AT)
    words_of: dict[Span, set[str]] = {}
    for one in places:
        sentence = sentence_at(report.text, Span(one.start(), one.end()))
        words_of.setdefault(sentence, set()).add(one[0].lower())
    best = max(words_of, key=lambda one: len(words_of[one]), default=None)
    if best is None:
        return None
    words = report.text[best.start : best.end]
    return ContextRow(words=words, at=f"{best.start}-{best.end}")


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


add_page(router, "/search", "search.html", search, TABLES, about=lambda _: (ALL,))

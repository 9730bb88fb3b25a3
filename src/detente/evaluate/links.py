"""The links suite: who is meant by words that an encyclopedia's editors linked to an article.

In:  dated texts with links (span, words, article); a system.   Out: the share of linked actors
found, and given the right country, sector and identity, by kind and by halves of the texts.
Does not: count a link whose article ``data/wiki_actors.csv`` does not list, or ask for more than
one link that overlaps the linked words.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import unquote

import msgspec

from detente.evaluate.figures import Figures, LinkScores, Miss, Share, share
from detente.evaluate.gold import GoldRow, Range, check_ranges
from detente.evaluate.system import Progress, System, no_progress
from detente.records import Actor, Link, MentionKind, Report, Span, digest

Kind = Literal["state", "organ", "force", "party", "group", "body", "office", "person"]
Grade = Literal["not found", "wrong country", "wrong sector", "wrong identity", "right"]

_ARTICLES: Final = Path(__file__).parent / "data" / "wiki_actors.csv"
_GRADES: Final[tuple[Grade, ...]] = get_args(Grade)
_NAMING: Final = frozenset({MentionKind.NAME, MentionKind.ENTITY})
_FAMILIES: Final[Mapping[str, frozenset[str]]] = {
    "states": frozenset({"state", "organ", "force"}),
    "groups": frozenset({"party", "group", "body"}),
    "offices": frozenset({"office"}),
    "persons": frozenset({"person"}),
}


class WikiLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the text and the article they lead to, as in its address."""

    span: Range
    text: str
    wiki: str


class LinkRow(GoldRow, frozen=True, kw_only=True):
    """A dated text with its links; ``topics`` stand over it, category and sources are not used."""

    date: date
    text: str
    links: tuple[WikiLink, ...]
    category: str | None = None
    topics: tuple[str, ...] = ()
    sources: msgspec.Raw = msgspec.Raw(b"[]")

    def __post_init__(self) -> None:
        check_ranges(self.text, [link.span for link in self.links])


class WikiActor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom an article is about.

    ``country`` and ``sector`` list the codes that are right, by ";"; no sector: any is.
    ``actor`` is the gazetteer's id, empty where it has none.
    """

    title: str
    kind: Kind
    country: str
    sector: str
    actor: str
    source: str

    def grade(self, actor: Actor, kind: MentionKind) -> Grade:
        """Tell what is wrong first with an actor found for this article.

        Words that do not name ("the army", "they") have no identity to give; a wrong one counts.
        """
        if actor.country not in self.country.split(";"):
            return "wrong country"
        if self.sector and actor.sector not in self.sector.split(";"):
            return "wrong sector"
        may_be_nameless = actor.id is None and kind not in _NAMING
        is_other = bool(self.actor) and actor.id != self.actor
        return "wrong identity" if is_other and not may_be_nameless else "right"

    def __str__(self) -> str:
        code = "-".join(part for part in (self.country, self.sector) if part)
        return f"{self.title} ({self.kind}, {code})"


@dataclass(frozen=True, slots=True)
class _Graded:
    """A linked actor of a text, and how well the best of the system's links meets it."""

    row: LinkRow
    link: WikiLink
    wanted: WikiActor
    grade: Grade
    got: tuple[tuple[Actor, MentionKind], ...]

    @property
    def is_aside(self) -> bool:
        return is_aside(self.row.id)


def score_links(
    rows: Sequence[LinkRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Link every text that has an actor among its articles, and grade each of them.

    Kinds are counted on both halves; misses are shown of the half to develop on alone.
    """
    known = wiki_actors()
    graded: list[_Graded] = []
    for done, row in enumerate(rows, start=1):
        graded.extend(_grade_row(row, known, system))
        progress(done)
    develop = [one for one in graded if not one.is_aside]
    n_links = sum(len(row.links) for row in rows)
    return Figures(
        scores=_scores(graded),
        misses=tuple(_miss(one) for one in develop if one.grade != "right"),
        notes=(
            f"not counted, links to other articles: {n_links - len(graded)}",
            *_miss_counts(develop),
        ),
        kinds=tuple(_kinds(graded)),
    )


@cache
def wiki_actors() -> Mapping[str, WikiActor]:
    """Read the packaged table of articles about actors, by title."""
    lines = csv.DictReader(io.StringIO(_ARTICLES.read_text(encoding="utf-8")))
    actors = msgspec.convert(list(lines), list[WikiActor])
    return {actor.title: actor for actor in actors}


def article_title(address: str) -> str:
    """Turn the last part of an article's address into its title, without a section."""
    return unquote(address).partition("#")[0].replace("_", " ").strip()


def is_aside(row_id: str) -> bool:
    """Whether a text is of the half that is set aside: only its totals are looked at."""
    return int(digest("links", row_id), 16) % 2 == 1


def _grade_row(row: LinkRow, known: Mapping[str, WikiActor], system: System) -> Iterator[_Graded]:
    titles = [(link, article_title(link.wiki)) for link in row.links]
    wanted = [(link, known[title]) for link, title in titles if title in known]
    if not wanted:
        return
    title = "; ".join(row.topics) or None
    found = system.find_links(Report(key=row.id, text=row.text, title=title, published=row.date))
    for link, actor in wanted:
        got = tuple(_overlapping(found, Span(*link.span)))
        grades = [actor.grade(one, kind) for one, kind in got]
        yield _Graded(row, link, actor, max(grades, key=_GRADES.index, default="not found"), got)


def _overlapping(links: Iterable[Link], span: Span) -> Iterator[tuple[Actor, MentionKind]]:
    for link in links:
        if link.mention.span.overlap(span):
            yield from ((actor, link.mention.kind) for actor in link.actors)


def _scores(graded: Sequence[_Graded]) -> LinkScores:
    named = [one for one in graded if one.wanted.actor]
    return LinkScores(
        n=len(graded),
        found=_share_from(graded, "wrong country"),
        country=_share_from(graded, "wrong sector"),
        sector=_share_from(graded, "wrong identity"),
        identity=_share_from(named, "right"),
        right=_share_from(graded, "right"),
        **{
            f"{half}_{family}": _share_from(
                [
                    one
                    for one in graded
                    if one.wanted.kind in kinds and one.is_aside == (half == "aside")
                ],
                "right",
            )
            for half in ("develop", "aside")
            for family, kinds in _FAMILIES.items()
        },
    )


def _share_from(graded: Sequence[_Graded], least: Grade) -> Share:
    """Share of what is graded ``least`` or better."""
    bar = _GRADES.index(least)
    return share(sum(_GRADES.index(one.grade) >= bar for one in graded), len(graded))


def _kinds(graded: Sequence[_Graded]) -> Iterator[tuple[str, int, int]]:
    for half in (False, True):
        counted = Counter(one.wanted.kind for one in graded if one.is_aside == half)
        right = Counter(
            one.wanted.kind for one in graded if one.is_aside == half and one.grade == "right"
        )
        for kind, n in counted.most_common():
            yield f"{kind}, {'set aside' if half else 'to develop on'}", right[kind], n


def _miss_counts(graded: Sequence[_Graded]) -> Iterator[str]:
    """Yield a line a kind: how often it was not found, or what was wrong with it first."""
    kinds = Counter(one.wanted.kind for one in graded if one.grade != "right")
    for kind, _ in kinds.most_common():
        grades = Counter(one.grade for one in graded if one.wanted.kind == kind)
        told = ", ".join(f"{grades[grade]} {grade}" for grade in _GRADES[:-1] if grades[grade])
        yield f"misses to develop on, {kind}: {told}"


def _miss(one: _Graded) -> Miss:
    got = ", ".join(f"{actor.code} {actor.name}" for actor, _ in one.got)
    return Miss(
        id=one.row.id,
        text=one.row.text,
        expected=f"{one.link.text!r} = {one.wanted}",
        got=got or "nothing",
        why=one.grade,
    )

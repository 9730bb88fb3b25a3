"""A side as a model names it -> actors of ours, with the words that name them.

In:  the id of a mention or quoted words, and codes.   Out: cited actors, or what is wrong.
Does not: believe a name. Who is meant is what detente's own link says; where the model's code is
another one, the code is checked against codebook and gazetteer and marked as a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.actors import Gazetteer, explain_name
from detente.codebook import BODIES, Codebook
from detente.events.claims import cited_actors
from detente.llm.answer import Side
from detente.llm.quotes import find_words, first_within
from detente.llm.request import Page
from detente.records import Actor, Cited, Link, MentionKind, Sentence, Span

NOBODY = "unknown"
NO_COUNTRY = "XXX"
MOST_CODES = 12
_POINTING = frozenset({
    "all", "both", "he", "her", "him", "his", "i", "it", "its", "one", "she", "some", "their",
    "them", "they", "two", "we", "who", "you",
})  # fmt: skip


class Unfounded(Exception):  # it is what is wrong, told to the model
    """A side that cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Resolves the sides of one page."""

    page: Page
    gazetteer: Gazetteer
    codebook: Codebook

    def cited(
        self, side: Side, sentence: Sentence, clause: Span, predicate: Span
    ) -> tuple[Cited[Actor], ...]:
        """Find the actors of a side; ``predicate`` is cited for a doer that no words name.

        Raises:
            Unfounded: an id, a quote or a code is none.
        """
        coded = tuple(self._coded(code) for code in side.codes[:MOST_CODES])
        link, span = self._words(side, sentence, clause)
        if span is None:
            if not coded:
                raise Unfounded("a side has neither a mention nor words nor a code")
            cited = self.page.report.cite(predicate)
            return tuple(Cited(actor, cited) for actor in coded)
        known = [one.value for one in cited_actors(link, self.page.setting)] if link else []
        citation = self.page.report.cite(span)
        actors = known if _agree(known, coded) else list(self._on_word(coded, known, span))
        if not actors:
            actors = list(self._listed(citation.quote))
        if not actors:
            raise Unfounded(f"nobody is known by {citation.quote!r}; give its code")
        return tuple(Cited(actor, citation) for actor in actors)

    def _words(
        self, side: Side, sentence: Sentence, clause: Span
    ) -> tuple[Link | None, Span | None]:
        if side.mention is not None:
            link = self.page.mentions.get(side.mention)
            if link is not None:
                return link, link.mention.span
            if not side.words:
                raise Unfounded(f"there is no mention {side.mention!r}")
        if not side.words or not side.words.strip():
            return None, None
        where = sentence if side.sentence is None else self.sentence(side.sentence)
        near = clause if where is sentence else None
        span = first_within(find_words(side.words, self.page.report, where.span), near)
        if span is None:
            number = self.page.sentences.index(where) + 1
            raise Unfounded(f"{side.words!r} does not stand in sentence {number}")
        return self.page.setting.link_at(span), span

    def sentence(self, number: int) -> Sentence:
        """Find a sentence as the model counts them, from 1.

        Raises:
            Unfounded: there is none.
        """
        if not 1 <= number <= len(self.page.sentences):
            raise Unfounded(f"there is no sentence {number}")
        return self.page.sentences[number - 1]

    def _coded(self, code: str) -> Actor:
        """Take a code apart, every part of it known."""
        country, _, sector = code.strip().partition("-")
        sectors = {term.code for term in self.codebook.sectors}
        if country in sectors and not sector:
            country, sector = NO_COUNTRY, country
        bodies = {term.code for term in self.codebook.nonstate}
        if country != NO_COUNTRY and country not in bodies | self.gazetteer.states:
            raise Unfounded(f"{code!r} has no country of ISO 3166 alpha-3")
        if sector and sector not in sectors:
            raise Unfounded(f"{code!r} has no sector of the codebook")
        if country in BODIES:
            sector = ""
        elif not sector and country not in bodies:
            sector = "GOV"
        return Actor(
            country=None if country == NO_COUNTRY else country,
            sector=sector or None,
            name=NOBODY,
            is_guessed=True,
        )

    def _on_word(self, coded: tuple[Actor, ...], known: list[Actor], span: Span) -> Iterator[Actor]:
        """The actors that the model's codes name; what is known of the same code is kept."""
        for actor in coded:
            same = next((one for one in known if one.code == actor.code), None)
            yield same or replace(actor, name=self._name(actor, known, span))

    def _name(self, actor: Actor, known: list[Actor], span: Span) -> str:
        """The name of an actor on the model's word: of "he" or "both sides" what came before."""
        words = " ".join(self.page.report.cite(span).quote.split())
        own = {one.country for one in known}
        if own == {actor.country} and len(known) == 1:
            return known[0].name
        if words.split()[0].lower() in _POINTING:
            for link in reversed(self.page.setting.links):
                is_name = link.mention.kind in {MentionKind.NAME, MentionKind.ENTITY}
                if link.mention.span.end <= span.start and is_name:
                    found = next((one for one in link.actors if one.country == actor.country), None)
                    if found is not None and found.sector in {actor.sector, None}:
                        return found.name
        return words.removeprefix("the ").removeprefix("The ")

    def _listed(self, words: str) -> Iterator[Actor]:
        """The one meaning that the gazetteer has for words that the linker passed over."""
        meanings = explain_name(self.gazetteer, words, self.page.report.published)
        best = next((one for one in meanings if one.is_current and one.code != "UNK"), None)
        if best is not None:
            actor = self._coded(best.code)
            yield replace(actor, id=best.id, name=best.actor, office=best.office, is_guessed=False)


def _agree(known: list[Actor], coded: tuple[Actor, ...]) -> bool:
    """Whether the model says nothing, or what the link says."""
    return bool(known) and (not coded or {a.code for a in known} == {a.code for a in coded})

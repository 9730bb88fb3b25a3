"""Mentions -> identified actors as of the report's day.

In:  a report and its parsed sentences.   Out: links, sorted by span, each with its reason.
Does not: decide who acts; a link's head is the token that governs the whole phrase.

Links do not overlap, except that a possessor keeps its own link inside the phrase that it owns
("China's" in "China's top diplomat").
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Protocol

from detente.actors.clauses import place_of
from detente.actors.first_person import first_person, turn_label, turn_of
from detente.actors.gazetteer import Gazetteer
from detente.actors.groups import collective, neighbour, north_or_south, pair, the_country
from detente.actors.meanings import is_discarded, ranked
from detente.actors.memory import Memory, Said
from detente.actors.named import named_actor
from detente.actors.owners import possessor_tokens
from detente.actors.persons import person_on
from detente.actors.phrases import Phrase
from detente.actors.pronouns import pronoun
from detente.actors.roles import role_actor
from detente.actors.senses import Entry, EntryKind, NameKind, Sense, day_key
from detente.actors.strangers import stranger
from detente.actors.view import Hit, Resolution, Rule, View, hit_head
from detente.records import Actor, Link, Mention, MentionKind, Report, Sentence, Span

__all__ = ["GazetteerLinker", "Linker"]

_RULES: tuple[Rule, ...] = (
    collective,
    pair,
    the_country,
    neighbour,
    north_or_south,
    named_actor,
    role_actor,
    stranger,
    pronoun,
    first_person,
)
# A capital before a noun is where ("Geneva talks"), a palace is who ("a White House call").
_ATTRIBUTIVE = frozenset(
    {NameKind.NAME, NameKind.SHORT, NameKind.ACRONYM, NameKind.ADJECTIVE, NameKind.METONYM}
)


class Linker(Protocol):
    """Finds the actors of a report."""

    @property
    def version(self) -> str:
        """Digest of the knowledge behind the links."""

    def names_anybody(self, text: str) -> bool:
        """Whether a name that is known stands in a text; quick, before anything is parsed."""

    def link(self, report: Report, sentences: Sequence[Sentence]) -> tuple[Link, ...]:
        """Link the mentions of ``sentences``, sorted by span."""


class GazetteerLinker:
    """Links by known names, role nouns, grammar and what the report said before."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    @property
    def version(self) -> str:
        """Digest of the gazetteer behind the links."""
        return self.gazetteer.digest

    def names_anybody(self, text: str) -> bool:
        """Whether a name of the gazetteer stands in a text."""
        return bool(self.gazetteer.matcher.find(text))

    def link(self, report: Report, sentences: Sequence[Sentence]) -> tuple[Link, ...]:
        """Link the mentions of ``sentences``, sorted by span."""
        day = day_key(report.published)
        hits = self._hits(report, sentences, day)
        memory = Memory(day, states=self.gazetteer.states, dyad=self._dyad(hits, day))
        links: list[Link] = []
        for sentence in sentences:
            view = View(sentence, hits[sentence.index], self.gazetteer, memory, _RULES)
            memory.turn = turn_of(view) or memory.turn
            links.extend(_sentence_links(view))
        once = {(link.mention.span, link.mention.head): link for link in links}
        return tuple(once[key] for key in sorted(once))

    def _hits(
        self, report: Report, sentences: Sequence[Sentence], day: str
    ) -> dict[int, list[Hit]]:
        starts = [sentence.span.start for sentence in sentences]
        hits: dict[int, list[Hit]] = defaultdict(list)
        for start, end, name in self.gazetteer.matcher.find(report.text):
            position = bisect_right(starts, start) - 1
            if position >= 0:
                sentence = sentences[position]
                hit = self._hit(sentence, Span(start, end), name, day)
                if hit is not None:
                    hits[sentence.index].append(hit)
        return hits

    def _dyad(self, hits: Mapping[int, Sequence[Hit]], day: str) -> tuple[str, ...]:
        """Find the two states that a report names most; none if a third is named as often."""
        named: Counter[str] = Counter()
        for hit in chain.from_iterable(hits.values()):
            entry = self.gazetteer.entries.get(hit.senses[0].actor) if hit.senses else None
            if entry is not None and entry.country in self.gazetteer.states:
                is_person = entry.kind is EntryKind.PERSON
                if not is_person or self.gazetteer.is_prominent(entry.id, day):
                    named[str(entry.country)] += 1
        first, second, third = (*named.most_common(3), *[("", 0)] * 3)[:3]
        stands_out = second[1] > max(1, third[1])
        return tuple(sorted((first[0], second[0]))) if stands_out else ()

    def _hit(self, sentence: Sentence, span: Span, name: str, day: str) -> Hit | None:
        tokens = sentence.tokens_in(span)
        if not tokens:
            return None
        senses = self.gazetteer.senses(name)
        if is_discarded(self.gazetteer, sentence, tokens, name):
            senses = ()
        order = ranked(self.gazetteer, senses, day)
        return Hit(name, span, tokens[0].index, tokens[-1].index, order)


def _sentence_links(view: View) -> Iterator[Link]:
    """Link a sentence from left to right; each mention is remembered before the next is read."""
    links: list[Link] = []
    absorbed: set[int] = set()
    label = turn_label(view)
    if label is not None:
        _remember(view, label.last, label)
        links.append(_link(view, label.last, label))
    for head, phrase in view.phrases.items():
        if label is not None and head <= label.last:
            continue
        resolution = view.resolve(head)
        if resolution is None:
            links.extend(_modifier_links(view, phrase))
            continue
        _remember(view, head, resolution)
        links.append(_link(view, head, resolution))
        for first, last in resolution.absorbed:
            absorbed.update(index for index in range(first, last + 1) if index != head)
    yield from (link for link in links if link.mention.head not in absorbed)


def _modifier_links(view: View, phrase: Phrase) -> Iterator[Link]:
    """Link the states named before a noun that is no actor: "a Senegalese peace plan"."""
    owned = possessor_tokens(view, phrase)
    if view.tokens[phrase.head].lemma in view.gazetteer.things:
        return
    for hit in view.hits:
        inside = phrase.first <= hit.first and hit.last <= phrase.last
        if not inside or hit.first in owned or not hit.senses:
            continue
        sense = hit.senses[0]
        entry = view.gazetteer.entries.get(sense.actor)
        if entry is None or not _is_attributive(view, sense, entry):
            continue
        resolution = Resolution(
            actors=(_attributive_actor(view, sense, entry),),
            kind=MentionKind.NAME,
            first=hit.first,
            last=hit.last,
            score=0.6,
            reason=f"{sense.kind.value} {sense.name!r} before {view.tokens[phrase.head].text!r}",
        )
        head = hit_head(view.sentence, hit)
        _remember(view, head, resolution)
        yield _link(view, head, resolution)


def _is_attributive(view: View, sense: Sense, entry: Entry) -> bool:
    """Whether a name before a noun means its actor: not a city, not any chance surname."""
    if entry.kind is EntryKind.PERSON:
        known = view.memory.named(sense.name)
        return sense.kind is NameKind.FULL or (known is not None and known.id == entry.id)
    return entry.kind is EntryKind.ORGANISATION or sense.kind in _ATTRIBUTIVE


def _attributive_actor(view: View, sense: Sense, entry: Entry) -> Actor:
    if entry.kind is EntryKind.PERSON:
        return person_on(view.gazetteer, entry, view.day)
    sector, name = entry.sector, entry.name
    if sense.kind is NameKind.METONYM:
        sector, name = sense.sector, sense.name
    return Actor(country=entry.country, sector=sector, id=entry.id, name=name)


def _link(view: View, head: int, resolution: Resolution) -> Link:
    return Link(
        mention=Mention(
            span=_span(view, resolution),
            sentence=view.sentence.index,
            head=head,
            kind=resolution.kind,
        ),
        actors=resolution.actors,
        score=resolution.score,
        reason=resolution.reason,
        rivals=resolution.rivals,
    )


def _span(view: View, resolution: Resolution) -> Span:
    """Range of the words; a name inside an odd token ("[US") keeps its own edge."""
    start = view.tokens[resolution.first].span.start
    end = view.tokens[resolution.last].span.end
    first, last = view.hit_at(resolution.first), view.hit_at(resolution.last)
    if first is not None and first.first == resolution.first:
        start = max(start, first.span.start)
    if last is not None and last.last == resolution.last:
        end = min(end, last.span.end)
    return Span(start, end)


def _remember(view: View, head: int, resolution: Resolution) -> None:
    token = view.tokens[head]
    view.memory.add(
        Said(
            sentence=view.sentence.index,
            head=head,
            actors=resolution.actors,
            kind=resolution.kind,
            is_subject=token.dep in {"nsubj", "nsubjpass"},
            is_person=_is_person(view, resolution, head),
            is_plural=token.tag in {"NNS", "NNPS"} or len(resolution.actors) > 1,
            noun=view.words(min(resolution.first, head), head),
            is_body=_is_body(view, resolution),
            place=place_of(view.sentence, head),
        )
    )
    acronym = _acronym_after(view, resolution.last)
    if acronym is not None and len(resolution.actors) == 1:
        view.memory.add_name(acronym, resolution.actors[0])


def _acronym_after(view: View, last: int) -> str | None:
    """Find "(ABC)" right after a name."""
    following = [token.text for token in view.tokens[last + 1 : last + 4]]
    match following:
        case ["(", acronym, ")"] if acronym.isupper() and len(acronym) > 1:
            return acronym
    return None


def _is_body(view: View, resolution: Resolution) -> bool:
    entry = view.gazetteer.entries.get(resolution.actors[0].id or "")
    if entry is not None:
        return entry.kind is EntryKind.ORGANISATION
    return resolution.kind is MentionKind.ENTITY and not resolution.is_person


def _is_person(view: View, resolution: Resolution, head: int) -> bool:
    if resolution.is_person:
        return True
    if resolution.kind is MentionKind.PRONOUN:
        return view.tokens[head].text.lower() not in {"it", "its", "they", "them", "their"}
    role = view.gazetteer.roles.get(view.tokens[head].lemma)
    return resolution.kind is MentionKind.ROLE and role is not None and role.is_personal

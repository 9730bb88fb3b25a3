"""Mentions -> identified actors as of the report's day.

In:  a report and its parsed sentences.   Out: links, sorted by span, each with its reason.
Does not: decide who acts; a link's head is the token that governs the whole phrase.

Links do not overlap, except that a possessor keeps its own link inside the phrase that it owns
("China's" in "China's top diplomat"), and a body the one before those who belong to it ("Capitol
Police" in "a Capitol Police officer").
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, dropwhile
from typing import Protocol

from detente.actors.collectives import (
    collective,
    factions,
    halves,
    neighbour,
    north_or_south,
    pair,
    several,
    two_persons,
)
from detente.actors.gazetteer import Gazetteer
from detente.actors.issuers import issuer_of
from detente.actors.meanings import TOWNS, abbreviates, is_discarded, ranked
from detente.actors.named import is_whereabouts, named_actor, stranger
from detente.actors.pronouns import (
    anaphor,
    first_person,
    has_thing_as_subject,
    is_body_noun,
    pronoun,
    turn_label,
    turn_of,
)
from detente.actors.roles import held_place, held_role, possessor_tokens, role_actor
from detente.actors.senses import Entry, EntryKind, NameKind, Sense, day_key
from detente.actors.titles import HONORIFICS, find_role, person_on
from detente.actors.view import Hit, Memory, Resolution, Rule, Said, View, hit_head, is_chance
from detente.codebook import ARMED
from detente.language.clauses import place_of
from detente.language.names import goes_on, longer_name, tells_kind
from detente.language.tree import PLURAL, Phrase
from detente.records import Actor, Link, Mention, MentionKind, Report, Sentence, Span

_RULES: tuple[Rule, ...] = (
    collective, halves, pair, several, factions, two_persons, anaphor, neighbour, north_or_south,
    held_place, named_actor, role_actor, stranger, pronoun, first_person,
)  # fmt: skip
# A capital before a noun is where ("Geneva talks"), a palace is who ("a White House call").
_ATTRIBUTIVE = frozenset(
    {NameKind.NAME, NameKind.SHORT, NameKind.ACRONYM, NameKind.ADJECTIVE, NameKind.METONYM}
)
# Measures that mean the country behind a good.
_DEALT = frozenset({
    "ban", "bar", "blacklist", "block", "boycott", "curb", "duty", "embargo", "freeze", "impose",
    "inquiry", "investigation", "levy", "lift", "probe", "quota", "restriction", "sanction", "shun",
    "slap", "tariff", "tax",
})  # fmt: skip
# What an army does or has: "an *Israeli* airstrike".
_WARLIKE = frozenset({
    "airstrike", "attack", "base", "bombardment", "bombing", "drone", "incursion", "invasion",
    "jet", "missile", "offensive", "raid", "shelling", "strike", "tank", "warplane", "warship",
})  # fmt: skip
_SEATS = frozenset({"capital", "city", "town", "village", "resort"})
_GOVERNING = frozenset({"army", "force", "government", "police", "president", "soldier", "troop"})
_ANYBODYS = frozenset({"aircraft", "fleet"})  # before a thing: "*aircraft* flights"
_HOLDERS = ARMED | {"COP", "GOV", "MIL", "OPP", "REF"}

_BEHIND_PLACE = re.compile(r"[,(/]|--|\s[-–—]")  # in "NAIROBI, March 3 (Wire) - "
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FAR_MORE = 2  # times as often as the state of its dateline a report names the one that it is about
_MONEY = frozenset("$€£¥")  # "*US*$3 million" is money
_DEFINING = 8  # tokens behind a name within which its abbreviation stands
_KNOWN_AS = frozenset({
    "(", ",", "-", "--", "\u2013", "\u2014", "'", '"', "\u2018", "\u201c", "abbreviated", "also",
    "as", "called", "hereafter", "known", "or", "the",
})  # fmt: skip
_JOINS_NAME = frozenset({"of", "for", "on", "the", "and"})
_MANY = frozenset({"they", "them", "their"})
# What states agree on in a body of all of them is not of the body's making.
_TREATIES = frozenset(
    {"accord", "agreement", "charter", "convention", "pact", "protocol", "treaty"}
)


class Linker(Protocol):
    """Finds the actors of a report."""

    @property
    def version(self) -> str:
        """Digest of the knowledge behind the links."""

    def names_anybody(self, text: str) -> bool:
        """Whether a name that is known stands in a text; quick, before anything is parsed."""

    def countries_in(self, text: str) -> frozenset[str]:
        """Countries whose names, people or towns stand in a text; quick as well."""

    def link(self, report: Report, sentences: Sequence[Sentence]) -> tuple[Link, ...]:
        """Link the mentions of ``sentences``, sorted by span."""

    def issuer(self, report: Report) -> str | None:
        """The state whose own document a report is; ``None`` for a news outlet's."""


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

    def countries_in(self, text: str) -> frozenset[str]:
        """Countries of all whom the names of the gazetteer in a text mean first."""
        senses = (self.gazetteer.senses(name) for _, _, name in self.gazetteer.matcher.find(text))
        found = (self.gazetteer.bearer(several) for several in senses)
        return frozenset(one.country for one in found if one is not None and one.country)

    def issuer(self, report: Report) -> str | None:
        """The state whose own document a report is, by its address or its outlet's name."""
        return issuer_of(report, self.gazetteer)

    def link(self, report: Report, sentences: Sequence[Sentence]) -> tuple[Link, ...]:
        """Link the mentions of ``sentences``, sorted by span."""
        day = day_key(report.published)
        hits = self._hits(report, sentences, day)
        named = self._named_states(sentences, hits, day)
        hits = {n: [self._at_hand(one, hits) for one in told] for n, told in hits.items()}
        persons, years = frozenset[str](), frozenset[str]()
        if report.published is None:  # then the text alone tells of when it is
            governed = self._governed(sentences, hits)
            hits = {n: [self._in_arms(one, governed) for one in told] for n, told in hits.items()}
            found = chain.from_iterable(hit.senses for told in hits.values() for hit in told)
            persons = frozenset(sense.actor for sense in found)
            years = frozenset(_YEAR.findall(report.text))
        memory = Memory(
            day,
            states=self.gazetteer.states,
            issuer=self.issuer(report),
            dyad=_dyad(named),
            home=self._home(report.text, sentences, named),
            topic=self._topic(report, named, day),
            told=persons,
            years=years,
        )
        links: list[Link] = []
        for sentence in sentences:
            view = View(sentence, hits.get(sentence.index, ()), self.gazetteer, memory, _RULES)
            speaker = turn_of(view)
            if speaker is not None:
                memory.begin_turn(speaker, sentence.index)
            links.extend(_sentence_links(view))
            place = view.place_country(0)
            if place is not None:
                memory.places.append((sentence.index, place))
            if has_thing_as_subject(view):
                memory.things.add(sentence.index)
        once = {(link.mention.span, link.mention.head): link for link in links}
        return tuple(once[key] for key in sorted(once))

    def _at_hand(self, hit: Hit, hits: Mapping[int, Sequence[Hit]]) -> Hit:
        """Put the town of a state that the report names before its namesakes elsewhere."""
        if not _is_of_several(hit):
            return hit
        others = (one for one in chain.from_iterable(hits.values()) if not _is_of_several(one))
        told = {self._country_of(one.senses[0]) for one in others if one.senses}
        near = sorted(hit.senses, key=lambda sense: self._country_of(sense) not in told)
        return replace(hit, senses=tuple(near))

    def _governed(
        self, sentences: Sequence[Sentence], hits: Mapping[int, Sequence[Hit]]
    ) -> frozenset[str | None]:
        """Find the states whose own government a report names: "*Afghan* troops"."""
        return frozenset(
            self._country_of(hit.senses[0])
            for sentence in sentences
            for hit in hits.get(sentence.index, ())
            if hit.senses and hit.senses[0].actor in self.gazetteer.states
            if any(one.lemma in _GOVERNING for one in sentence.tokens[hit.last + 1 :][:1])
        )

    def _in_arms(self, hit: Hit, governed: Container[str | None]) -> Hit:
        """Take a name for fighters, not for what they became, beside the government they fight."""
        armed = {
            entry.country: sense
            for sense in hit.senses
            if (entry := self.gazetteer.entries.get(sense.actor)) and entry.sector in ARMED
        }
        kept = (
            sense
            for sense in hit.senses
            if (country := self._country_of(sense)) not in governed
            or armed.get(country, sense) == sense
        )
        return replace(hit, senses=tuple(kept))

    def _country_of(self, sense: Sense) -> str | None:
        entry = self.gazetteer.entries.get(sense.actor)
        return entry.country if entry is not None else None

    def _hits(
        self, report: Report, sentences: Sequence[Sentence], day: str
    ) -> dict[int, list[Hit]]:
        starts = [sentence.span.start for sentence in sentences]
        hits: dict[int, list[Hit]] = defaultdict(list)
        for start, end, name in self.gazetteer.matcher.find(report.text):
            position = bisect_right(starts, start) - 1
            if position >= 0 and report.text[end : end + 1] not in _MONEY:
                sentence = sentences[position]
                hit = self._hit(sentence, Span(start, end), name, day)
                if hit is not None:
                    hits[sentence.index].append(hit)
        for sentence in sentences:
            told = hits.get(sentence.index, [])
            known = self.gazetteer.states
            states = [hit for hit in told if hit.senses and hit.senses[0].actor in known]
            told[:] = [self._in_state(sentence, hit, states) for hit in told] if states else told
        return hits

    def _in_state(self, sentence: Sentence, hit: Hit, states: Sequence[Hit]) -> Hit:
        """Take a town for one of the state that is told with it, if it is told.

        "In Veld, *Norland*, on Friday"; "the *Norlandic* city of Veld".
        """
        is_town = all(sense.kind is NameKind.PLACE for sense in hit.senses)
        whose = next(
            (
                one
                for one in states
                if (is_town and _ends_place(sentence, hit, one))
                or tells_kind(sentence, one.last, hit.first)
            ),
            None,
        )
        if whose is None:
            return hit
        own = self._country_of(whose.senses[0])
        kept = (sense for sense in hit.senses if self._country_of(sense) == own)
        return replace(hit, senses=tuple(kept))

    def _home(
        self, text: str, sentences: Sequence[Sentence], named: Mapping[str, int]
    ) -> str | None:
        """Find the state whose capital a dateline names: "NAIROBI, March 3 (Wire) -".

        It is only where the outlet's man sits if the report names another far more often.
        """
        line = next((one.span for one in sentences if one.is_dateline), None)
        city = _BEHIND_PLACE.split(text[line.start : line.end])[0].strip() if line else ""
        senses = self.gazetteer.senses(city.title())
        entry = self.gazetteer.bearer([one for one in senses if one.kind is NameKind.CAPITAL])
        home = entry.country if entry is not None else None
        is_aside = _FAR_MORE * named.get(home or "", 0) < max(named.values(), default=0)
        return None if is_aside else home

    def _topic(self, report: Report, named: Mapping[str, int], day: str) -> str | None:
        """Tell the one state that a headline beside the text names, else the text's only one."""
        beside = report.title if report.title and report.title not in report.text else ""
        senses = (
            ranked(self.gazetteer, self.gazetteer.senses(name), day)
            for _, _, name in self.gazetteer.matcher.find(beside)
        )
        entries = map(self.gazetteer.bearer, senses)
        states = {entry.id for entry in entries if entry and entry.kind is EntryKind.STATE}
        one = states or (named if len(named) == 1 else ())
        return next(iter(one)) if len(one) == 1 else None

    def _named_states(
        self, sentences: Sequence[Sentence], hits: Mapping[int, Sequence[Hit]], day: str
    ) -> Counter[str]:
        """Count how often a report names each state, its cities and its men included."""
        named: Counter[str] = Counter()
        for sentence in sentences:
            for hit in hits.get(sentence.index, ()):
                entry = self.gazetteer.bearer(hit.senses)
                if entry is None or entry.country not in self.gazetteer.states:
                    continue
                is_person = entry.kind is EntryKind.PERSON
                if not is_person or (
                    self.gazetteer.is_prominent(entry.id, day)
                    and not is_chance(self.gazetteer, sentence, hit)
                ):
                    named[str(entry.country)] += 1
        return named

    def _hit(self, sentence: Sentence, span: Span, name: str, day: str) -> Hit | None:
        tokens = sentence.tokens_in(span)
        if not tokens:
            return None
        senses = self.gazetteer.senses(name)
        if is_discarded(self.gazetteer, sentence, tokens, name):
            senses = ()
        order = ranked(self.gazetteer, senses, day)
        return Hit(name, span, tokens[0].index, tokens[-1].index, order)


def _ends_place(sentence: Sentence, town: Hit, state: Hit) -> bool:
    """Whether a state stands behind a town's comma, and no row goes on: "Veld, Norland *and*"."""
    is_behind = state.first == town.last + 2 and sentence.tokens[town.last + 1].text == ","
    return is_behind and not goes_on(sentence, state.last + 1)


def _is_of_several(hit: Hit) -> bool:
    """Whether towns of several states are called so, and nobody else; old capitals aside."""
    are_towns = all(sense.kind in TOWNS and not sense.end for sense in hit.senses)
    return len(hit.senses) > 1 and are_towns


def _dyad(named: Counter[str]) -> tuple[str, ...]:
    """Find the two states that a report names most; none if a third is named as often."""
    first, second, third = (*named.most_common(3), *[("", 0)] * 3)[:3]
    stands_out = second[1] > max(1, third[1])
    return tuple(sorted((first[0], second[0]))) if stands_out else ()


def _sentence_links(view: View) -> Iterator[Link]:
    """Link a sentence from left to right; each mention is remembered before the next is read."""
    links: list[Link] = []
    bodies: list[Link] = []
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
        if view.sentence.is_label and _is_titled(view, resolution):
            continue  # "THE PRESIDENT:", "MR. LUND:" is not the one of whom was spoken
        _remember(view, head, resolution)
        links.append(_link(view, head, resolution))
        bodies.extend(_bodies_before(view, phrase, resolution))
        for first, last in resolution.absorbed:
            absorbed.update(index for index in range(first, last + 1) if index != head)
    yield from (link for link in links if link.mention.head not in absorbed)
    yield from bodies


def _is_titled(view: View, resolution: Resolution) -> bool:
    """Whether a label holds an office or an honorific, which many bear, and no name alone."""
    is_office = resolution.kind is MentionKind.ROLE or bool(resolution.absorbed)
    return is_office or view.tokens[0].text.title() in HONORIFICS


def _bodies_before(view: View, phrase: Phrase, resolution: Resolution) -> Iterator[Link]:
    """Link the body to which a title or a role belongs: "*Capitol Police* officer X".

    It isn't remembered: what follows takes up the person.
    """
    if resolution.kind is not MentionKind.ROLE and not resolution.is_person:
        return
    owned = possessor_tokens(view, phrase)
    for hit in view.hits_in(phrase.first, phrase.head - 1):
        entry = view.gazetteer.bearer(hit.senses)
        is_body = entry is not None and entry.kind is EntryKind.ORGANISATION
        if (
            entry is not None
            and entry.sector == "BUS"
            and entry.country not in resolution.countries
        ):
            continue  # "American *Holm Ltd* executives" are none of the firm's state
        if is_body and hit.first not in owned and not _is_amid_name(view, hit):
            yield _link(view, hit_head(view.sentence, hit), _named_before(view, phrase, hit))


def _is_amid_name(view: View, hit: Hit) -> bool:
    """Whether a word is in the middle of another's name: "Port *Labour* Organisation"."""
    longer = longer_name(view.sentence, hit.first, hit.last)
    goes_on = bool(longer.after) and longer.after[0].pos == "PROPN"
    return longer.label == "ORG" and longer.begins_before and goes_on


def _modifier_links(view: View, phrase: Phrase) -> Iterator[Link]:
    """Link the states named before a noun that is no actor: "a Senegalese peace plan"."""
    owned = possessor_tokens(view, phrase)
    noun = view.tokens[phrase.head].lemma
    if noun in view.gazetteer.things and not _is_dealt_in(view, phrase):
        return
    if noun in _SEATS and is_whereabouts(view, phrase.head):
        return  # "talks in the *Cuban* capital" are not Cuba's
    yield from _body_links(view, phrase)
    for hit in view.hits_in(phrase.first, phrase.last):
        entry = view.gazetteer.bearer(hit.senses)
        if entry is None or hit.first in owned or not _is_attributive(view, hit.senses[0], entry):
            continue
        if entry.country == "UNO" and noun in _TREATIES:
            continue
        resolution = _named_before(view, phrase, hit)
        head = hit_head(view.sentence, hit)
        _remember(view, head, resolution)
        yield _link(view, head, resolution)


def _named_before(view: View, phrase: Phrase, hit: Hit) -> Resolution:
    """Resolve a name that stands before a noun or a person's name."""
    sense = hit.senses[0]
    actor = _attributive_actor(view, sense, view.gazetteer.entry(sense.actor))
    if actor.sector is None and view.tokens[phrase.head].lemma in _WARLIKE:
        actor = replace(actor, sector="MIL")
    return Resolution(
        actors=(actor,),
        kind=MentionKind.NAME,
        first=hit.first,
        last=hit.last,
        score=0.6,
        reason=f"{sense.kind.value} {sense.name!r} before {view.tokens[phrase.head].text!r}",
    )


def _is_dealt_in(view: View, phrase: Phrase) -> bool:
    """Whether a thing is hit for whose it is: "tariffs on *Chinese* cars"."""
    token = view.tokens[phrase.head]
    above = view.tokens[token.head]
    if token.dep == "pobj":
        laid = (above.head, *view.children(above.head, "dobj"))  # "put a *tariff* on"
        return any(view.tokens[index].lemma in _DEALT for index in laid)
    return token.dep == "dobj" and above.lemma in _DEALT


def _body_links(view: View, phrase: Phrase) -> Iterator[Link]:
    """Link a force or a body that stands before its thing: "an *army* base"."""
    for index in range(phrase.first, phrase.head):
        token = view.tokens[index]
        is_before = token.dep in {"compound", "amod", "nmod"} and token.head == phrase.head
        role = find_role(view, index, phrase.first) if is_before else None
        if role is None or role.row.sector not in _HOLDERS or view.hit_at(index) is not None:
            continue
        if role.row.noun in _ANYBODYS:
            continue
        resolution = held_role(view, Phrase(index, phrase.first, role.last), role)
        _remember(view, index, resolution)
        yield _link(view, index, resolution)


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
            is_plural=_is_plural(view, head, resolution),
            noun=view.words(min(resolution.first, head), head),
            is_body=_is_body(view, resolution),
            place=place_of(view.sentence, head),
        )
    )
    if len(resolution.actors) == 1:
        _define(view, resolution)


def _is_plural(view: View, head: int, resolution: Resolution) -> bool:
    token = view.tokens[head]
    if len(resolution.actors) > 1:
        return True
    if token.tag in PLURAL and not _is_state_name(view, head, resolution):
        return True
    return token.text.lower() in _MANY or _is_people_name(view, head, resolution)


def _is_state_name(view: View, head: int, resolution: Resolution) -> bool:
    """Whether a name in the plural is one state's or body's: "the United Arab Emirates"."""
    hit = view.hit_at(head)
    if resolution.kind is not MentionKind.NAME or hit is None or not hit.senses:
        return False
    kinds = {NameKind.NAME, NameKind.FULL, NameKind.SHORT, NameKind.ACRONYM}
    entry = view.gazetteer.bearer(hit.senses)
    is_one = entry is not None and entry.sector not in ARMED | {"OPP"}
    return hit.first < hit.last and hit.senses[0].kind in kinds and is_one


def _is_people_name(view: View, head: int, resolution: Resolution) -> bool:
    """Whether a name of one word is a plural that the tagger missed: "the Houthis"."""
    text, hit = view.tokens[head].text, view.hit_at(head)
    is_one_word = hit is not None and hit.first == hit.last == head and bool(hit.senses)
    if not is_one_word or not text.endswith("s") or text.isupper() or head == 0:
        return False
    entry = view.gazetteer.entries.get(resolution.actors[0].id or "")
    is_fighters = entry is not None and entry.sector in ARMED | {"OPP"}
    is_people = hit is not None and hit.senses[0].kind in {NameKind.DEMONYM, NameKind.PEOPLE}
    return view.tokens[head - 1].text.lower() == "the" and (is_fighters or is_people)


def _define(view: View, resolution: Resolution) -> None:
    """Remember the abbreviation beside a name: "(ABC)", ", known as the ABC", or "ABC (" before.

    One that the name's letters bear out means the name, whoever else is called so.
    """
    end = resolution.last + 1
    for token in view.tokens[end:]:
        if token.pos != "PROPN" and token.text not in _JOINS_NAME:
            break
        end = token.index + 1
    name = view.words(resolution.first, end - 1)
    following = [token.text for token in view.tokens[end:][:_DEFINING]]
    before = [token.text for token in view.tokens[: resolution.first][-2:]]
    rest = list(dropwhile(lambda word: word.lower() in _KNOWN_AS, following))
    told = [*rest[:1], *(before[:1] if (before[1:], following[:1]) == (["("], [")"]) else ())]
    borne_out = [one for one in told if following and abbreviates(one, name)]
    for acronym in borne_out:
        view.memory.names[acronym] = resolution.actors[0]
        view.memory.defined.add(acronym)
    match [token.text for token in view.tokens[resolution.last + 1 : resolution.last + 4]]:
        case ["(", acronym, ")"] if acronym.isupper() and len(acronym) > 1:
            view.memory.add_name(acronym, resolution.actors[0])


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
    noun = view.tokens[head].lemma
    if resolution.kind is not MentionKind.ROLE or is_body_noun(view.gazetteer, noun):
        return False
    role = view.gazetteer.roles.get(noun)
    return role is not None and role.is_personal

"""Parsed sentences -> where the acts told in them take place.

In:  sentences and the countries that the report names; ``data/place_words.toml``.
Out: place mentions, in text order.
Does not: take every place name for a place of an act: "Washington agreed" and "talks with Beijing"
name actors, "exports to Norland" a market, and a state's ships or embassy are not its ground.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

import msgspec

from detente.errors import BadConfig
from detente.language.names import goes_on, tells_kind
from detente.language.tree import UNDERGOING
from detente.reading.atlas import Atlas, data_text, load_atlas
from detente.reading.dates.units import MONTHS, WEEKDAYS
from detente.records import Place, PlaceMention, Precision, Sentence, Span, Token

NO_STATES: Mapping[Span, str] = {}
_MODIFIES = frozenset({"compound", "amod", "nmod"})
_ACTS = frozenset({"VERB", "AUX", "NOUN"})
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_TOKENS_A_WORD = 2  # the parser sets hyphens apart: "Nagorno - Karabakh"
_NOT_PLACES = frozenset({"WORK_OF_ART", "LANGUAGE"})
_GROUNDS = frozenset({"GPE", "LOC"})
_NAMES = frozenset(
    {"PERSON", "ORG", "PRODUCT"}
)  # often wrong on a town; a name it is part of is not


@dataclass(frozen=True, slots=True)
class _Name:
    """A place name in a sentence: tokens ``start`` to ``end``, and the place it means.

    ``passed``: where reading goes on, behind the country that is told after the name, which
    parsers often hang the name on ("in *Veld*, Norland").
    """

    start: int
    end: int
    place: Place
    passed: int = 0


def find_places(
    sentences: Sequence[Sentence],
    countries: Collection[str] = (),
    states: Mapping[Span, str] = NO_STATES,
) -> tuple[PlaceMention, ...]:
    """Find the places of acts.

    ``countries`` (ISO alpha-3) decide between namesakes; ``states`` are the codes of the states
    that the report names, by the words that name them, adjectives included.
    """
    here = next(_filed_from(sentences, countries), None)
    return tuple(
        mention
        for sentence in sentences
        if not sentence.is_dateline
        for mention in _in_order(sentence, countries, states, here)
    )


def _filed_from(sentences: Sequence[Sentence], countries: Collection[str]) -> Iterator[Place]:
    """Yield the places of the dateline: "VIENTIANE, Oct. 15"."""
    for sentence in sentences:
        for name in _names_in(sentence, load_atlas(), countries) if sentence.is_dateline else ():
            yield name.place


def _said_here(sentence: Sentence, here: Place | None) -> Iterator[PlaceMention]:
    """Yield each "here" in the report's own words: it is where the report was filed."""
    if here is None:
        return
    for token in sentence.tokens:
        above = sentence.tokens[token.head]
        if token.text == "here" and token.dep == "advmod" and above.pos in _ACTS:
            yield PlaceMention(
                span=token.span, sentence=sentence.index, head=token.index, place=here
            )


def _in_order(
    sentence: Sentence, countries: Collection[str], states: Mapping[Span, str], here: Place | None
) -> list[PlaceMention]:
    inside = {span: code for span, code in states.items() if span in sentence.span}
    named = {mention.span: mention for mention in _places_in(sentence, countries, inside)}
    named |= {mention.span: mention for mention in _said_here(sentence, here)}
    if inside:
        named |= {one.span: one for one in grounds_in(sentence, load_atlas(), inside, countries)}
    return [named[span] for span in sorted(named)]


def _places_in(
    sentence: Sentence, countries: Collection[str], states: Mapping[Span, str]
) -> Iterator[PlaceMention]:
    for name in _names_in(sentence, load_atlas(), countries, states):
        tokens = sentence.tokens[name.start : name.end]
        span = Span(tokens[0].span.start, tokens[-1].span.end)
        head = _head_with_outer(sentence, name)
        if head is not None and is_locative(sentence, name.start, head, name.place):
            yield PlaceMention(
                span=span, sentence=sentence.index, head=head.index, place=name.place
            )


def _head_with_outer(sentence: Sentence, name: _Name) -> Token | None:
    """Find the head of a name; of "in Veld, *Norland*" the country's where the parser says so."""
    first, last = sentence.tokens[name.start], sentence.tokens[name.end - 1]
    head = sentence.head_of(Span(first.span.start, last.span.end))
    if head is None or head.dep not in _MODIFIES:
        return head
    return sentence.tokens[head.head] if name.end < head.head < name.passed else head


def _names_in(
    sentence: Sentence,
    atlas: Atlas,
    countries: Collection[str],
    states: Mapping[Span, str] = NO_STATES,
) -> Iterator[_Name]:
    """Yield the longest place names, left to right; "Bangkok, Thailand" is one place."""
    at = 0
    while at < len(sentence.tokens):
        name = _name_at(sentence, atlas, countries, at)
        if name is None:
            at += 1
            continue
        inner = _within_next(sentence, atlas, countries, name)
        yield inner or _within_told(sentence, atlas, countries, states, name) or name
        at = inner.passed if inner else name.end


def _within_next(
    sentence: Sentence, atlas: Atlas, countries: Collection[str], name: _Name
) -> _Name | None:
    """Choose the namesake that lies in the country or state behind a comma."""
    at = name.end + 1
    if at >= len(sentence.tokens) or sentence.tokens[name.end].text != ",":
        return None
    outer = _name_at(sentence, atlas, countries, at)
    if outer is None or sentence.tokens[outer.end - 1].dep in {"nsubj", "nsubjpass"}:
        return None  # "fighting in Veld, *Norland* said"
    written = _written(sentence, name.start, name.end)
    for entry in atlas.look_up(_written(sentence, outer.start, outer.end)):
        place = atlas.choose(written, countries, within=entry.place)
        if place is not None:
            return _Name(name.start, name.end, place, passed=outer.end)
    if _is_elsewhere(atlas, name.place, outer.place) and not goes_on(sentence, outer.end):
        return _Name(name.start, outer.end, outer.place, passed=outer.end)
    return None


def _within_told(
    sentence: Sentence,
    atlas: Atlas,
    countries: Collection[str],
    states: Mapping[Span, str],
    name: _Name,
) -> _Name | None:
    """Choose the namesake in the state told before it, or the state: "the *Lebanese* city of".

    A town that bears a state's name is no state: "the *city* of Armenia".
    """
    written = _written(sentence, name.start, name.end)
    for span, code in states.items():
        state, words = atlas.country(code), sentence.tokens_in(span)
        if state and any(tells_kind(sentence, word.index, name.start) for word in words):
            place = atlas.choose(written, (), within=state) or state
            return _Name(name.start, name.end, place)
    before = [token.lemma for token in sentence.tokens[max(name.start - 2, 0) : name.start]]
    if name.place.precision is Precision.COUNTRY and before in (["city", "of"], ["town", "of"]):
        town = atlas.choose_town(written, countries)
        return _Name(name.start, name.end, town) if town else None
    return None


def _is_elsewhere(atlas: Atlas, town: Place, outer: Place) -> bool:
    """Whether a town is only the namesake of one too small for the atlas, in the country told."""
    is_told = outer.precision is Precision.COUNTRY and town.precision is Precision.CITY
    is_abroad = town.country is not None and town.country != outer.country
    return is_told and is_abroad and atlas.capital(town.country or "") != town


def _name_at(sentence: Sentence, atlas: Atlas, countries: Collection[str], at: int) -> _Name | None:
    if not _may_begin(sentence.tokens[at]):
        return None
    most = _TOKENS_A_WORD * atlas.longest(sentence.tokens[at].text)
    for end in range(min(at + most, len(sentence.tokens)), at, -1):
        place = atlas.choose(_written(sentence, at, end), countries)
        is_near = place is not None and place.country in countries
        if place is not None and _is_whole(sentence, at, end, is_near=is_near):
            return _Name(at, end, place)
    return None


def _may_begin(token: Token) -> bool:
    return token.text[0].isupper() or token.text in load_place_words().leads


def _is_whole(sentence: Sentence, start: int, end: int, *, is_near: bool) -> bool:
    """Refuse half a name: the Washington of "Washington Post", the Jordan of "Michael Jordan".

    Streets and halls are called after places anywhere; they may lie in those of a country that the
    report names.
    """
    first, last = sentence.tokens[start], sentence.tokens[end - 1]
    behind = sentence.tokens[end] if end < len(sentence.tokens) else None
    if not _is_name(sentence.tokens[start:end]) or _is_hyphened(sentence, start, end):
        return False
    is_called = behind is not None and behind.pos == "PROPN" and not is_near
    if is_called and behind is not None and behind.text.lower() in load_place_words().halls:
        return False
    if end - start == 1 and first.text.lower() in load_place_words().common:
        return _is_alone(sentence, start)
    if last.entity not in _NAMES:
        return True
    goes_on = behind is not None and behind.entity == last.entity and not behind.entity_start
    return first.entity_start and not goes_on


def _is_alone(sentence: Sentence, at: int) -> bool:
    """Tell "in *Reading*" from "Reading the verdict", "Veld *Airport*" and "*Police* raid"."""
    token = sentence.tokens[at]
    beside = sentence.tokens[max(at - 1, 0) : at] + sentence.tokens[at + 1 : at + 2]
    is_part = any(one.pos == "PROPN" for one in beside)
    return token.pos == "PROPN" and token.entity in _GROUNDS and not is_part


def _is_name(tokens: Sequence[Token]) -> bool:
    """Refuse months, signs, words without a capital and adjectives such as "Thai"."""
    last = tokens[-1]
    is_date = last.text.lower() in MONTHS or last.text.lower() in WEEKDAYS
    is_adjective = last.pos == "ADJ" or (last.entity == "NORP" and last.dep in _MODIFIES)
    is_sign = not any(letter.isalnum() for letter in last.text)
    if is_date or is_adjective or is_sign or last.entity in _NOT_PLACES:
        return False
    return any(token.text[0].isupper() for token in tokens)


def _is_hyphened(sentence: Sentence, start: int, end: int) -> bool:
    """Tell half of a compound: "Tokyo-based", "China-US"."""
    first, last = sentence.tokens[start], sentence.tokens[end - 1]
    before, behind = sentence.tokens[start - 1 : start], sentence.tokens[end : end + 1]
    touching = [token for token in before if token.span.end == first.span.start]
    touching += [token for token in behind if token.span.start == last.span.end]
    return any(token.text in _HYPHENS for token in touching)


def _written(sentence: Sentence, start: int, end: int) -> str:
    """The words as they stand, blanks where the text has any."""
    tokens = sentence.tokens[start:end]
    pieces = [tokens[0].text]
    for before, token in pairwise(tokens):
        pieces.append(token.text if token.span.start == before.span.end else f" {token.text}")
    return "".join(pieces)


# --- What lies on a state's ground -> that an act done there took place in the state.
_MODIFIES_GROUND = frozenset({"amod", "compound", "nmod", "poss"})
_JOINED = frozenset({"conj", "appos"})
_STATES = frozenset({"NORP", "GPE"})
_TOWNS = frozenset({"city", "port", "town", "village"})
_NOUN_STEPS = 6  # nouns joined one to the other; longer chains are a parser's error


def grounds_in(
    sentence: Sentence, atlas: Atlas, states: Mapping[Span, str], countries: Collection[str] = ()
) -> Iterator[PlaceMention]:
    """Yield the states on whose ground something happens.

    ``states`` are country codes (ISO alpha-3) by the words that name them, adjectives included.
    "Near the Sudrian border" is as likely in another state, where the report names one.
    """
    for span, code in states.items():
        name = _adjective(sentence, span) if span in sentence.span else None
        if name is None:
            continue
        noun = sentence.tokens[name.head]
        ground = _ground(sentence, noun, atlas, code)
        if ground is None or noun.lemma not in load_place_words().fixtures:
            continue
        place, told = ground
        if _is_edge(sentence, noun) and (len(countries) > 1 or len(set(states.values())) > 1):
            continue
        if _is_done_to(sentence, noun) or is_locative_part(sentence, noun, name, place):
            where = span if told is None else _range(told)
            yield PlaceMention(span=where, sentence=sentence.index, head=name.index, place=place)


def _is_edge(sentence: Sentence, noun: Token) -> bool:
    """Whether something is only near a border: "*near* the Sudrian border"."""
    prep = sentence.tokens[noun.head]
    is_near = noun.dep == "pobj" and prep.lemma in {"near", "outside", "to", "toward", "towards"}
    return is_near and noun.lemma in load_place_words().between


def _adjective(sentence: Sentence, span: Span) -> Token | None:
    """Find the word that says whose ground it is: "*Polish* airspace", "the *Polish* village"."""
    name = sentence.head_of(span)
    if name is None or name.dep in _MODIFIES_GROUND:
        return name
    below = (sentence.tokens[index] for index in sentence.children[name.index])
    owners = (token for token in below if token.dep in _MODIFIES_GROUND and token.entity in _STATES)
    return next(owners, None) if name.lemma in _TOWNS else None


def _ground(
    sentence: Sentence, noun: Token, atlas: Atlas, code: str
) -> tuple[Place, Sequence[Token] | None] | None:
    """Find what ground of a state is meant, and the words of its own name.

    "The Sudrian *capital*" is Aldane; "the Sudrian village of *Ost*" is Ost, though no list has it.
    A name that the atlas knows is a place mention of its own.
    """
    state = atlas.country(code)
    if any(sentence.tokens[i].dep == "appos" for i in sentence.children[noun.index]):
        return None if noun.lemma == "capital" else _with(state)
    named = _called(sentence, noun)
    if named:
        words = " ".join(token.text for token in named)
        if atlas.look_up(words):
            return None
        if noun.lemma in _TOWNS:
            return Place(country=code, name=words, precision=Precision.CITY), named
    return _with(atlas.capital(code) if noun.lemma == "capital" else state)


def _with(place: Place | None) -> tuple[Place, None] | None:
    return None if place is None else (place, None)


def _called(sentence: Sentence, noun: Token) -> list[Token]:
    """Words of the name of "the village *of Ost*"."""
    for index in sentence.children[noun.index]:
        if sentence.tokens[index].lemma == "of":
            for below in sentence.children[index]:
                inside = [sentence.tokens[i] for i in sorted(sentence.subtrees[below])]
                name = takewhile(lambda token: token.pos == "PROPN", inside)
                return list(name)
    return []


def _range(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _is_done_to(sentence: Sentence, noun: Token) -> bool:
    """Whether the noun is what is hit, entered or damaged."""
    words, steps = load_place_words(), 0
    while noun.dep in _JOINED and steps < _NOUN_STEPS:
        noun, steps = sentence.tokens[noun.head], steps + 1
    verb = sentence.tokens[noun.head]
    return noun.dep in UNDERGOING and verb.lemma in words.assaults | words.trespasses


# --- Whether a place name says where an act takes place, by the words that lead to it.
_SHORTEST_NAME = 4  # "U.S.", "UK" and "UAE" are abbreviations
_LINK_STEPS = 12  # more links than that from a name to its preposition are a parser's error
_LIKE = frozenset({"as", "like", "including", "include"})
_LEADING = {  # a preposition, and the words that it must follow to say where
    "over": "flights", "above": "flights", "through": "passages", "from": "leavings",
    "between": "between",
}  # fmt: skip


def is_locative(sentence: Sentence, start: int, head: Token, place: Place) -> bool:
    """Tell whether the name from ``start`` on, with this ``head``, is where something happens."""
    reading = _Reading(sentence, head, place)
    before = sentence.tokens[start - 1] if start else None
    if before is not None and before.dep == "pobj" and before.lemma in reading.words.parts:
        return reading.is_place(before)  # "in the capital Vostia", which parsers often tear apart
    return reading.is_place(head)


def is_locative_part(sentence: Sentence, part: Token, head: Token, place: Place) -> bool:
    """Tell whether ``part`` of a place ("Polish *airspace*") is where something happens."""
    return part.dep == "pobj" and _Reading(sentence, head, place).is_place(part)


class _Reading:
    """One name in its sentence; climbs from the name to the word that makes it a place."""

    def __init__(self, sentence: Sentence, head: Token, place: Place) -> None:
        self.sentence = sentence
        self.head = head
        self.place = place
        self.words: PlaceWords = load_place_words()

    def is_place(self, start: Token) -> bool:
        token: Token | None = start
        for _ in range(_LINK_STEPS):
            if token is None:
                return False
            verdict = self._verdict(token)
            if verdict is not None:
                return verdict
            token = self._whole(token)
        return False

    def _above(self, token: Token) -> Token:
        return self.sentence.tokens[token.head]

    def _verdict(self, token: Token) -> bool | None:
        """Yes or no if the link above ``token`` decides; ``None`` to climb on."""
        above = self._above(token)
        if token.dep == "pobj":
            return self._after_preposition(above, token)
        if token.dep in UNDERGOING:
            return self._is_done_to(above)
        if token.dep == "nsubj":
            return above.lemma in self.words.hosts and not self._is_person(token)
        if token.dep in {"compound", "nmod"}:
            return None if self._is_part(above) else self._is_before_event(above)
        if token.dep == "advmod":
            return token.lemma in self.words.parts
        return None

    def _is_person(self, token: Token) -> bool:
        """Tell "President Obama hosted" from "Obama hosted", which is a town of Japan as well."""
        below = (self.sentence.tokens[child] for child in self.sentence.children[token.index])
        has_title = any(
            one.dep == "compound" and one.span.end < self.head.span.start for one in below
        )
        return token.entity == "PERSON" or has_title

    def _whole(self, token: Token) -> Token | None:
        """Step to the word whose place is also that of ``token``; ``None`` at the end."""
        above = self._above(token)
        if token.dep in {"conj", "appos"} and above.index != token.index:
            is_town = self._is_entered(above)  # "in *Ostrel*, Veld province": no list has it
            return above if is_town or not self._is_institution(above) else None
        if token.dep == "pobj" and above.lemma in _LIKE | {"of"}:
            return self._above(above)
        if token.dep == "poss":  # "in *Norland's* Ostrel" and "Ostrel Park", which no list has
            is_fixed = above.lemma.lower() in self.words.fixtures | self.words.halls
            is_ground = above.entity in _GROUNDS or is_fixed
            return above if above.pos == "PROPN" and is_ground else None
        is_before_part = token.dep in {"compound", "nmod"} and self._is_part(above)
        return above if is_before_part else None

    def _is_part(self, noun: Token) -> bool:
        """Whether the noun's place is the name's: "Veld *province*", "Veld *airport*"."""
        is_town = self.place.precision is Precision.CITY
        return noun.lemma in self.words.parts or (is_town and noun.lemma in self.words.fixtures)

    def _after_preposition(self, preposition: Token, token: Token) -> bool | None:
        lemma = preposition.lemma
        governor = self._above(preposition)
        if lemma == "of":
            return self._after_of(governor)
        if lemma in _LIKE:
            return None
        if lemma in self.words.inside:
            return self._is_inside(governor)
        if lemma == "on":
            return self._is_on(governor, token)
        if lemma in {"into", "onto", "to", "toward", "towards"}:
            return self._leads_to(lemma, governor)
        leading = _LEADING.get(lemma)
        return leading is not None and governor.lemma in getattr(self.words, leading)

    def _is_on(self, governor: Token, token: Token) -> bool:
        is_land = self.place.precision in {Precision.CITY, Precision.REGION}
        if is_land and governor.lemma in self.words.fights:  # "a strike on *Veld*"
            return True
        return self._is_ground(token) and governor.lemma not in self.words.minds

    def _after_of(self, governor: Token) -> bool | None:
        if governor.lemma == "out":  # "pulled its troops out of Veld"
            return self._above(governor).lemma in self.words.leavings
        if governor.lemma in self.words.of_events:
            return True
        return None if self._is_part(governor) else False

    def _is_inside(self, governor: Token) -> bool:
        if governor.lemma in self.words.minds:
            return False
        return not self._is_institution(governor) or self._is_hit(governor)

    def _is_hit(self, house: Token) -> bool:
        """Whether something is done to a house: "shelled *a school* in Veld", "a raid on it"."""
        above = self._above(house)
        is_struck = house.dep == "pobj" and self._above(above).lemma in self.words.fights
        return is_struck or _is_done_to(self.sentence, house)

    def _is_entered(self, token: Token) -> bool:
        return token.pos == "PROPN" and token.dep == "pobj" and self._above(token).lemma == "in"

    def _is_institution(self, token: Token) -> bool:
        is_name = token.pos == "PROPN" and token.entity == "ORG"
        return is_name or token.lemma in self.words.institutions

    def _is_done_to(self, verb: Token) -> bool:
        is_state = self.place.precision is Precision.COUNTRY
        return verb.lemma in (self.words.visits if is_state else self.words.assaults)

    def _is_before_event(self, noun: Token) -> bool:
        if _is_abbreviated(self.head):
            return False  # "a U.S. airstrike" is the state's own
        nouns = {noun.lemma} | ({self._above(noun).lemma} if noun.dep == "compound" else set())
        if nouns & self.words.fights:
            return True
        return self.place.precision is Precision.CITY and bool(nouns & self.words.events)

    def _is_ground(self, token: Token) -> bool:
        """Tell whether one can stand on it: a peninsula, or the outskirts of a town."""
        if token.index != self.head.index:
            return token.lemma in self.words.parts
        names = {token.lemma, *self.place.name.lower().split()}
        return bool(names & self.words.grounds)

    def _leads_to(self, preposition: str, governor: Token) -> bool:
        if preposition in {"into", "onto"}:
            return governor.lemma not in self.words.enquiries
        if governor.lemma in self.words.motions:
            return True
        sent = self.sentence.children[governor.index]
        objects = {self.sentence.tokens[child].lemma for child in sent}
        return governor.lemma in self.words.sendings and bool(objects & self.words.people)


def _is_abbreviated(token: Token) -> bool:
    return token.text.isupper() and len(token.text.replace(".", "")) < _SHORTEST_NAME


# --- The words by which a place of an act is told from a mere mention, from data.
class PlaceWords(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Lemmas by what they tell; the file explains each list."""

    inside: frozenset[str]
    minds: frozenset[str]
    institutions: frozenset[str]
    grounds: frozenset[str]
    flights: frozenset[str]
    passages: frozenset[str]
    motions: frozenset[str]
    sendings: frozenset[str]
    people: frozenset[str]
    enquiries: frozenset[str]
    leavings: frozenset[str]
    assaults: frozenset[str]
    visits: frozenset[str]
    hosts: frozenset[str]
    events: frozenset[str]
    fights: frozenset[str]
    parts: frozenset[str]
    fixtures: frozenset[str]
    trespasses: frozenset[str]
    between: frozenset[str]
    of_events: frozenset[str]
    leads: frozenset[str]
    halls: frozenset[str]
    common: frozenset[str]


@cache
def load_place_words() -> PlaceWords:
    """Load the package's own lists."""
    return place_words_from(data_text("place_words.toml"))


def place_words_from(text: str) -> PlaceWords:
    """Read the lists of a TOML text.

    Raises:
        BadConfig: a list is missing, misspelt or no list of words.
    """
    try:
        return msgspec.toml.decode(text, type=PlaceWords)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"place_words.toml: {err}") from err

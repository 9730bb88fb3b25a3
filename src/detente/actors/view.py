"""One sentence as the linking rules see it: phrases, known names, what the report said before.

In:  a parsed sentence, the names found in it, the gazetteer, the day, the memory of the report.
Out: for any token the actors that its phrase names, worked out once by the first rule that fits;
antecedents for later words.
Does not: contain the rules.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

from detente.actors.gazetteer import Gazetteer
from detente.actors.gazetteer_files import RoleRow
from detente.actors.senses import PERSONAL_NAMES, EntryKind, NameKind, Sense
from detente.codebook import ARMED, ORGANS
from detente.language.clauses import Clauses, Place, distance, place_of
from detente.language.names import longer_name
from detente.language.tree import ARGUMENT, Phrase, is_inner, noun_phrases
from detente.records import Actor, MentionKind, Sentence, Span, Token

_ARTICLE = re.compile(r"^(?:[aAeEuU]l|[aA][nrs][hr]?)-(?=[A-Z])")
_IN = frozenset({"in", "into", "near", "across", "inside", "throughout", "at", "through"})
_PARTS = frozenset(
    {"city", "town", "village", "capital", "port", "suburb", "district", "quarter", "street",
     "square", "centre", "center", "downtown", "province", "region", "state", "island", "valley",
     "outskirt", "north", "south", "east", "west"}
)  # fmt: skip
_NOT_OWN = frozenset(
    {"backed", "supported", "funded", "trained", "armed", "made", "allied", "brokered", "occupied",
     "held", "controlled", "born", "speaking", "sponsored", "aligned", "mediated", "built",
     "supplied", "proposed", "imposed", "friendly", "linked", "leaning", "educated", "designated"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a sentence: tokens ``first`` to ``last``, and what it can mean here."""

    name: str
    span: Span
    first: int
    last: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Whom a phrase names, by which words, and why."""

    actors: tuple[Actor, ...]
    kind: MentionKind
    first: int
    last: int
    score: float
    reason: str
    rivals: tuple[str, ...] = ()
    absorbed: tuple[tuple[int, int], ...] = ()
    is_person: bool = False

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries of the actors, each once, in order."""
        return tuple(dict.fromkeys(actor.country for actor in self.actors if actor.country))


Rule = Callable[["View", Phrase], Resolution | None]


# --- What a report has said so far: the actors mentioned, in order.
@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mention as it is remembered. ``noun`` is its phrase up to the head.

    ``place`` is where it stands in its clause.
    """

    sentence: int
    head: int
    actors: tuple[Actor, ...]
    kind: MentionKind
    is_subject: bool
    is_person: bool
    is_plural: bool
    noun: str
    is_body: bool = False
    place: Place | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries of the actors."""
        return tuple(actor.country for actor in self.actors if actor.country)


@dataclass(slots=True)
class Memory:
    """All mentions of a report so far, and whom its names meant. Reports never share one.

    ``dyad`` are the two states that the whole report names most, if two stand out; ``states`` the
    codes of all states; ``turn`` is who speaks, in a transcript; ``things`` are the sentences
    whose subject is a thing; ``home`` is the state whose capital the dateline names; ``genders``
    tell "he" or "she" of a person by name, once heard; ``defined`` are the abbreviations that the
    report itself explains; ``topic`` is the one state that a headline beside the text names, else
    the only one that the whole text names; ``told`` are the persons, and ``years`` the years, that
    stand in the text of a report without a day; ``issuer`` is the state whose own document it is;
    ``first_turn`` is the sentence with which a transcript's first turn begins.
    """

    day: str
    states: frozenset[str] = frozenset()
    dyad: tuple[str, ...] = ()
    issuer: str | None = None
    turn: Actor | None = None
    first_turn: int | None = None
    home: str | None = None
    topic: str | None = None
    told: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    said: list[Said] = field(default_factory=list)
    things: set[int] = field(default_factory=set)
    places: list[tuple[int, str]] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    names: dict[str, Actor] = field(default_factory=dict)
    defined: set[str] = field(default_factory=set)
    countries: Counter[str] = field(default_factory=Counter)

    def add(self, said: Said) -> None:
        """Remember a mention."""
        self.said.append(said)
        named = said.actors if said.kind is not MentionKind.PRONOUN else ()
        for actor in named:
            if actor.country and actor.sector not in _ELSEWHERE and not actor.is_guessed:
                self.countries[actor.country] += 1
        if said.is_person and len(said.actors) == 1:
            self._add_person(said.actors[0])

    def latest(self, sentence: int, within: int) -> Iterator[Said]:
        """Yield mentions from the latest back, of at most ``within`` sentences before."""
        for said in reversed(self.said):
            if said.sentence < sentence - within:
                return
            yield said

    def said_since(self, sentence: int) -> Iterator[Said]:
        """Yield mentions from the latest back to those of ``sentence``."""
        return self.latest(sentence, 0)

    def begin_turn(self, speaker: Actor, sentence: int) -> None:
        """Remember who speaks from a sentence on."""
        self.turn = speaker
        if self.first_turn is None:
            self.first_turn = sentence

    def named(self, name: str) -> Actor | None:
        """Look up whom a full name, surname or acronym meant earlier in the report."""
        return self.names.get(name)

    def add_name(self, name: str, actor: Actor) -> None:
        """Remember another name of an actor: "the Party of Reform (PR)"."""
        self.names.setdefault(name, actor)

    def same_noun(self, noun: str, sector: str, before: int | None = None) -> Said | None:
        """Find the latest mention by the same noun: "the institute" after "an institute in".

        A title counts, too: "the president" after "President Holm". No state's organ is meant by
        the name of some in arms: "the army" after "the National Liberation Army". ``before``: of
        the sentences before that one.
        """
        for said in reversed(self.said):
            if before is not None and said.sentence >= before:
                continue
            if sector in ORGANS and said.actors[0].sector in ARMED:
                continue
            words = f" {said.noun.lower()} "
            titled = said.is_person and f" {noun} " in words
            if said.countries and (titled or words.endswith(f" {noun} ")):
                return said
        return None

    def same_body(self, sector: str | None) -> Said | None:
        """Find the latest organisation, of one sector if given, that is no government."""
        for said in reversed(self.said):
            first = said.actors[0]
            fits = first.sector == sector if sector else first.sector not in {None, "GOV", "MIL"}
            fits = fits and (sector != "GOV" or first.country in self.states)
            if fits and said.is_body:
                return said
        return None

    def last_countries(self) -> tuple[str, ...]:
        """List the countries mentioned, the latest first."""
        countries = dict.fromkeys(
            country for said in reversed(self.said) for country in reversed(said.countries)
        )
        return tuple(countries)

    def last_state(self, sentence: int) -> str | None:
        """Find the state mentioned last as such; the subject of this sentence or the last first."""
        states = [
            said
            for said in reversed(self.said)
            if len(said.actors) == 1 and said.actors[0].id == said.actors[0].country
        ]
        near = [said for said in states if said.is_subject and said.sentence >= sentence - 1]
        here = {code for said in self.said_since(sentence) for code in said.countries}
        if not near and len(here) == 1:
            return here.pop()  # "Holm said that *the country* ..."
        found = near or states
        return found[0].actors[0].country if found else None

    def acting_state(self, sentence: int) -> str | None:
        """Tell the state that was the main subject of this sentence or of the last."""
        for said in self.latest(sentence, 1):
            first = said.actors[0]
            is_main = said.is_subject and said.place is not None and said.place.is_main
            is_state = first.sector in {None, "GOV"} and first.country in self.states
            if is_main and is_state and len(said.actors) == 1 and not first.is_guessed:
                return first.country
        return None

    def country_for(self, role: RoleRow, *, at_home: bool = False) -> str | None:
        """Guess the country of a role noun without an owner, from earlier mentions.

        Bodies of a state are first of all ``at_home``: of the state that the dateline names.
        The latest of the same sector, else the one most often mentioned. Never the United States
        for a ministry or a minister: it has departments and secretaries.
        """
        if role.country:
            return role.country
        without = {"USA"} if "minist" in role.noun else set()
        is_home = role.sector in ORGANS and self.home in self.countries
        home = self.home if is_home and self.home not in without else None
        if at_home and home:
            return home
        for said in reversed(self.said):
            for actor in said.actors:
                if actor.is_guessed or actor.country in {None, *without}:
                    continue
                if role.kind == "organ" and self.states and actor.country not in self.states:
                    continue  # "the government" is no body of states
                if actor.sector == role.sector and actor.sector not in _ELSEWHERE:
                    return actor.country
        if home:
            return home
        most = [country for country, _ in self.countries.most_common() if country not in without]
        if role.sector not in _OF_ANY_BODY:
            most = [country for country in most if country in self.states]
        return most[0] if most else None

    def like(self, noun: str, sentence: int) -> str | None:
        """Tell the country of a subject just before of such a sort: two "ministries" in a row."""
        last = noun.rpartition(" ")[2]
        for said in self.latest(sentence, 1):
            is_like = said.noun.lower().endswith(f" {last}") and said.is_subject
            if is_like and said.sentence < sentence and not said.actors[0].is_guessed:
                return said.actors[0].country
        return None

    def mission(self) -> Said | None:
        """Find the embassy or ambassador told last: "the embassy" after "Norland's ambassador"."""
        for said in reversed(self.said):
            if said.countries and said.noun.lower().rpartition(" ")[2] in _MISSIONS:
                return said
        return None

    def setting(self, sentence: int) -> str | None:
        """Tell where the last two sentences took place."""
        near = [place for number, place in self.places if sentence - number <= _NEAR]
        return near[-1] if near else None

    def main_country(self) -> str | None:
        """Tell the country most often mentioned so far, the first mentioned among equals."""
        return self.countries.most_common(1)[0][0] if self.countries else None

    def _add_person(self, actor: Actor) -> None:
        if not actor.name[:1].isupper():
            return
        known = self.names.get(actor.name)
        is_new = known is None or (known.is_guessed and not actor.is_guessed) or not known.country
        is_of_one = known is not None and actor.id is not None and known.id == actor.id
        is_retold = is_of_one and known is not None and known.sector != actor.sector
        if is_new or is_retold:  # "Senator X", then "X, the former senator"
            self.names[actor.name] = actor
            for part in actor.name.split():
                self.names[part] = actor
                self.names[_ARTICLE.sub("", part)] = actor  # the Holm of "al-Holm"


class View:
    """A sentence with everything that the rules may ask about it."""

    def __init__(
        self,
        sentence: Sentence,
        hits: Sequence[Hit],
        gazetteer: Gazetteer,
        memory: Memory,
        rules: Sequence[Rule],
    ) -> None:
        self.sentence = sentence
        self.gazetteer = gazetteer
        self.memory = memory
        self.hits = tuple(hits)
        self.phrases = _phrases(sentence, hits)
        self._rules = tuple(rules)
        self._hit_at = {index: hit for hit in hits for index in range(hit.first, hit.last + 1)}
        self._inner = {
            index
            for hit in hits
            for index in range(hit.first, hit.last + 1)
            if index != hit_head(sentence, hit)
        }
        self._known: dict[int, Resolution | None] = {}

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens

    @cached_property
    def clauses(self) -> Clauses:
        """Who does what by the sentence's grammar."""
        return Clauses(self.sentence)

    @property
    def day(self) -> str:
        """The day as of which names are read."""
        return self.memory.day

    def hit_at(self, index: int) -> Hit | None:
        """Find the known name that covers a token."""
        return self._hit_at.get(index)

    def hits_in(self, first: int, last: int) -> list[Hit]:
        """List the known names that stand within tokens ``first`` to ``last``."""
        return [hit for hit in self.hits if first <= hit.first and hit.last <= last]

    def is_entity(self, index: int) -> bool:
        """Whether a token is inside a name, of the recogniser or of the gazetteer."""
        return self.tokens[index].entity is not None or self.hit_at(index) is not None

    def children(self, index: int, *deps: str) -> tuple[int, ...]:
        """List a token's dependents that have one of the labels, in order."""
        return tuple(
            child for child in self.sentence.children[index] if self.tokens[child].dep in deps
        )

    def resolve(self, head: int) -> Resolution | None:
        """Work out whom the phrase at ``head`` names; ``None`` if it names no actor.

        A phrase that asks for itself through its own owner gets ``None`` from the inner call.
        """
        if head not in self._known:
            self._known[head] = None
            phrase = self.phrases.get(head)
            if phrase is not None and head not in self._inner:
                self._known[head] = self._first_fitting(phrase)
        return self._known[head]

    def is_own(self, hit: Hit) -> bool:
        """Whether a name before a noun tells whose it is: not in "US-backed", "pro-Russian"."""
        token = self.tokens[hit.last]
        rest = token.text[hit.span.end - token.span.start :]  # of "U.N.-backed", one token
        following = self.tokens[hit.last + 1 : hit.last + 3]
        if len(following) > 1 and following[0].text == "-":
            return following[1].text.lower() not in _NOT_OWN
        return rest.removeprefix("-").lower() not in _NOT_OWN

    def place_country(self, index: int) -> str | None:
        """Tell the country in which what is told of a word happens: "in Lyon".

        The place in the word's own clause goes first, then those of the clauses above it.
        """
        places: list[tuple[tuple[bool, int], str]] = []
        for hit in self.hits:
            entry = self.gazetteer.bearer(hit.senses)
            if entry is None or entry.kind is EntryKind.PERSON or not entry.country:
                continue
            if self._is_where(hit.last):
                place = place_of(self.sentence, hit.last)
                places.append((distance(self.sentence, index, place), entry.country))
        return min(places, key=itemgetter(0), default=(None, None))[1]

    def seat_at(self, index: int) -> str | None:
        """Tell the country of the city or state named at a token; ``None`` for a body's name."""
        hit = self.hit_at(index)
        entry = self.gazetteer.bearer(hit.senses) if hit else None
        if entry is None or entry.kind in {EntryKind.PERSON, EntryKind.ORGANISATION}:
            return None
        return entry.country

    def only_country(self) -> str | None:
        """Tell the one country that the sentence names; ``None`` if it names several."""
        entries = [
            self.gazetteer.bearer(hit.senses)
            for hit in self.hits
            if self.is_own(hit) and not is_chance(self.gazetteer, self.sentence, hit)
        ]
        countries = {entry.country for entry in entries if entry is not None and entry.country}
        return countries.pop() if len(countries) == 1 else None

    def words(self, first: int, last: int) -> str:
        """Cut the words from token ``first`` to ``last`` with single blanks between."""
        parts: list[str] = []
        for token in self.tokens[first : last + 1]:
            gap = parts and token.span.start > self.tokens[token.index - 1].span.end
            parts.append(f" {token.text}" if gap else token.text)
        return "".join(parts)

    def _is_where(self, index: int) -> bool:
        """Whether a name tells where: "in Lyon", "in the city of Lyon", "in Lyon's centre"."""
        token = self.tokens[index]
        above = self.tokens[token.head]
        is_inner = token.dep in {"poss", "amod", "compound", "nmod"}
        if is_inner and (above.lemma in _PARTS or above.entity in {"GPE", "LOC", "FAC"}):
            token, above = above, self.tokens[above.head]
        elif token.dep == "pobj" and above.text == "of" and self.tokens[above.head].lemma in _PARTS:
            token = self.tokens[above.head]
            above = self.tokens[token.head]
        return token.dep == "pobj" and above.text.lower() in _IN

    def _first_fitting(self, phrase: Phrase) -> Resolution | None:
        for rule in self._rules:
            resolution = rule(self, phrase)
            if resolution is not None:
                return _widened(resolution, phrase)
        return None


def hit_head(sentence: Sentence, hit: Hit) -> int:
    """Find the token of a name that governs the others."""
    inside = range(hit.first, hit.last + 1)
    tops = [
        index
        for index in inside
        if sentence.tokens[index].head not in inside or sentence.tokens[index].head == index
    ]
    arguments = [index for index in tops if sentence.tokens[index].dep in ARGUMENT]
    arguments.sort(key=lambda index: sentence.tokens[index].dep == "conj")  # "North and *South X*"
    return (arguments or tops or [hit.last])[0]


def is_chance(gazetteer: Gazetteer, sentence: Sentence, hit: Hit) -> bool:
    """Whether a word only looks like a known surname: "*He*", "on *Friday*", "Ada *Mills*"."""
    if not hit.senses or any(sense.kind is not NameKind.SURNAME for sense in hit.senses):
        return False
    longer = longer_name(sentence, hit.first, hit.last)
    given = {token.text for token in longer.before if token.pos == "PROPN"}
    theirs = {
        word
        for sense in hit.senses
        for name in gazetteer.full_names.get(sense.actor, ())
        for word in name.split()
    }
    is_another = bool(given) and given.isdisjoint(theirs)
    goes_on = any(token.pos == "PROPN" for token in longer.after)
    is_name = sentence.tokens[hit.first].pos == "PROPN" and longer.label == "PERSON"
    return not is_name or is_another or goes_on


def _phrases(sentence: Sentence, hits: Sequence[Hit]) -> dict[int, Phrase]:
    """Find the phrases, those of names included that the tagger took for something else."""
    phrases = {phrase.head: phrase for phrase in noun_phrases(sentence)}
    for hit in hits:
        head = hit_head(sentence, hit)
        token = sentence.tokens[head]
        is_argument = token.dep in ARGUMENT or token.entity is not None
        if head not in phrases and is_argument and not is_inner(sentence, token):
            phrases[head] = Phrase(head, hit.first, hit.last)
        elif head not in phrases and _is_joined(sentence, hit):
            _split(phrases, hit, head)
    return dict(sorted(phrases.items()))


def _is_joined(sentence: Sentence, hit: Hit) -> bool:
    """Whether the parser ran two persons into one phrase: "President X and Chairman Y"."""
    following = sentence.tokens[hit.last + 1 : hit.last + 2]
    is_person = any(sense.kind in PERSONAL_NAMES for sense in hit.senses)
    return is_person and bool(following) and following[0].text in {"and", ","}


def _split(phrases: dict[int, Phrase], hit: Hit, head: int) -> None:
    for around, phrase in list(phrases.items()):
        if phrase.first <= hit.first and hit.last + 2 <= phrase.head:
            phrases[head] = Phrase(head, phrase.first, hit.last)
            phrases[around] = Phrase(around, hit.last + 2, phrase.last)
            return


def _widened(resolution: Resolution, phrase: Phrase) -> Resolution:
    first, last = min(resolution.first, phrase.first), max(resolution.last, phrase.last)
    return replace(resolution, first=first, last=last)


_NEAR = 2  # sentences
_MISSIONS = frozenset(
    {"ambassador", "ambassadors", "consul", "consulate", "diplomat", "diplomats", "embassy",
     "envoy", "envoys"}
)  # fmt: skip
_OF_ANY_BODY = frozenset({"GOV", "MIL", "SOC"})  # the UN has officials and troops, but no rebels
_ELSEWHERE = frozenset({"BUS", "JRN", "EDU"})  # a firm named is no hint at whose rebels are meant

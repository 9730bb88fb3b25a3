"""One sentence as the linking rules see it: phrases, known names, what was said before.

In:  a parsed sentence, the names found in it, the gazetteer, the day, the memory of the report.
Out: for any token the actors that its phrase names, worked out once by the first rule that fits.
Does not: contain the rules.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from detente.actors.clauses import distance, place_of
from detente.actors.gazetteer import Gazetteer
from detente.actors.memory import Memory
from detente.actors.phrases import ARGUMENT, Phrase, is_inner, noun_phrases
from detente.actors.senses import PERSONAL_NAMES, EntryKind, Sense
from detente.records import Actor, MentionKind, Sentence, Span, Token

__all__ = ["Hit", "Resolution", "Rule", "View", "hit_head"]

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

    @property
    def day(self) -> str:
        """The day as of which names are read."""
        return self.memory.day

    def hit_at(self, index: int) -> Hit | None:
        """Find the known name that covers a token."""
        return self._hit_at.get(index)

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
            entry = self.gazetteer.entries.get(hit.senses[0].actor) if hit.senses else None
            if entry is None or entry.kind is EntryKind.PERSON or not entry.country:
                continue
            if self._is_where(hit.last):
                place = place_of(self.sentence, hit.last)
                places.append((distance(self.sentence, index, place), entry.country))
        return min(places, key=itemgetter(0), default=(None, None))[1]

    def seat_at(self, index: int) -> str | None:
        """Tell the country of the city or state named at a token; ``None`` for a body's name."""
        hit = self.hit_at(index)
        entry = self.gazetteer.entries.get(hit.senses[0].actor) if hit and hit.senses else None
        if entry is None or entry.kind in {EntryKind.PERSON, EntryKind.ORGANISATION}:
            return None
        return entry.country

    def only_country(self) -> str | None:
        """Tell the one country that the sentence names; ``None`` if it names several."""
        entries = [
            self.gazetteer.entries.get(hit.senses[0].actor)
            for hit in self.hits
            if hit.senses and self.is_own(hit)
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
        if token.dep == "poss" and above.lemma in _PARTS:
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
    return (arguments or tops or [hit.last])[0]


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

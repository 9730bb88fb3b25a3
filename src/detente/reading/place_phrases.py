"""Whether a place name says where an act takes place, by the words that lead to it.

In:  a parsed sentence, the name's head and the place.   Out: yes or no.
Does not: know places. Metonyms ("Washington agreed"), goals of goods ("exports to Norland") and
topics ("talks on Taiwan") are no places of acts.
"""

from collections.abc import Callable, Mapping

from detente.reading.place_words import PlaceWords, load_place_words
from detente.records import Place, Precision, Sentence, Token

__all__ = ["is_locative", "is_locative_part"]

_STEPS = 12  # more links than that from a name to its preposition are a parser's error
_LIKE = frozenset({"as", "like", "including", "include"})


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
        for _ in range(_STEPS):
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
        if token.dep in {"dobj", "nsubjpass"}:
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
            return None if self._is_institution(above) else above
        if token.dep == "pobj" and above.lemma in _LIKE | {"of"}:
            return self._above(above)
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
            return self._is_ground(token) and governor.lemma not in self.words.minds
        rule = _RULES.get(lemma)
        return rule is not None and rule(self, governor)

    def _after_of(self, governor: Token) -> bool | None:
        if governor.lemma == "out":  # "pulled its troops out of Veld"
            return self._above(governor).lemma in self.words.leavings
        if governor.lemma in self.words.of_events:
            return True
        return None if self._is_part(governor) else False

    def _is_inside(self, governor: Token) -> bool:
        return governor.lemma not in self.words.minds and not self._is_institution(governor)

    def _is_institution(self, token: Token) -> bool:
        is_name = token.pos == "PROPN" and token.entity == "ORG"
        return is_name or token.lemma in self.words.institutions

    def _is_done_to(self, verb: Token) -> bool:
        is_state = self.place.precision is Precision.COUNTRY
        return verb.lemma in (self.words.visits if is_state else self.words.assaults)

    def _is_before_event(self, noun: Token) -> bool:
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

    def over(self, governor: Token) -> bool:
        return governor.lemma in self.words.flights

    def through(self, governor: Token) -> bool:
        return governor.lemma in self.words.passages

    def into(self, governor: Token) -> bool:
        return governor.lemma not in self.words.enquiries

    def to(self, governor: Token) -> bool:
        if governor.lemma in self.words.motions:
            return True
        sent = self.sentence.children[governor.index]
        objects = {self.sentence.tokens[child].lemma for child in sent}
        return governor.lemma in self.words.sendings and bool(objects & self.words.people)

    def from_(self, governor: Token) -> bool:
        return governor.lemma in self.words.leavings

    def between(self, governor: Token) -> bool:
        return governor.lemma in self.words.between


_Rule = Callable[[_Reading, Token], bool]
_RULES: Mapping[str, _Rule] = {
    "over": _Reading.over,
    "above": _Reading.over,
    "through": _Reading.through,
    "into": _Reading.into,
    "onto": _Reading.into,
    "to": _Reading.to,
    "toward": _Reading.to,
    "towards": _Reading.to,
    "from": _Reading.from_,
    "between": _Reading.between,
}

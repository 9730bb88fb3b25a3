"""Acts "at the summit" and "during the visit" -> the days of that summit or visit.

In:  parsed sentences and the dates told in them; ``data/occasions.toml``.
Out: date mentions with the basis "event".
Does not: date an occasion that the report does not date.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.language.tree import child, noun_phrase
from detente.reading.atlas import data_text
from detente.records import DateBasis, DateMention, EventDate, Sentence, Span, Token

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_VERBAL = frozenset({"VERB", "AUX"})
_OBJECTS = frozenset({"nsubj", "nsubjpass", "dobj"})
_LINKS = frozenset({"compound", "nmod", "poss", "amod", "prep", "pobj", "nummod", "npadvmod"})
_CALENDAR = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL"})
_MODIFIES = frozenset({"compound", "amod", "nmod"})
_AROUND_PARTS = frozenset({"on", "at", "in"})
_MAX_CLIMB = 8  # words from a date up to its noun or verb; longer ways are parse errors


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occasion:
    """An occasion as it is told: its kind, the names around it, its days if told."""

    position: int
    group: int
    names: frozenset[str]
    is_new: bool
    date: EventDate | None


class OccasionDates:
    """What the report tells of its occasions, to be asked for the days of any of them."""

    def __init__(self, sentences: Sequence[Sentence], dates: Sequence[DateMention]) -> None:
        self._words = load_occasions()
        self._dates: dict[int, list[DateMention]] = {}
        for mention in dates:
            self._dates.setdefault(mention.sentence, []).append(mention)
        self._told = [one for sentence in sentences for one in self._told_in(sentence)]

    def mentions(self, sentence: Sentence) -> Iterator[DateMention]:
        """Yield the occasions that date an act of ``sentence``: "at the summit"."""
        for token in sentence.tokens:
            if token.pos not in _NOMINAL or token.dep != "pobj":
                continue
            if not _is_setting(sentence, token, self._words):
                continue
            when = self.date_of(sentence, token)
            if when is not None:
                span = _phrase_span(sentence, token)
                yield DateMention(span=span, sentence=sentence.index, head=token.index, date=when)

    def date_of(self, sentence: Sentence, noun: Token) -> EventDate | None:
        """Find the days of a definite occasion; ``None`` for one that has days beside it."""
        if self._own_date(sentence, noun) is not None:
            return None
        if not _is_definite(sentence, noun):
            return None
        group = _group_of(noun, self._words)
        return None if group is None else self._as_told(sentence, noun, group)

    def _told_in(self, sentence: Sentence) -> Iterator[_Occasion]:
        for token in sentence.tokens:
            group = _group_of(token, self._words)
            if token.pos == "VERB" and token.lemma in self._words.verb_group:
                when = self._day_of_verb(sentence, token)
                if when is not None:
                    kind = self._words.verb_group[token.lemma]
                    yield _Occasion(
                        position=token.span.start,
                        group=kind,
                        names=frozenset(),
                        is_new=True,
                        date=when,
                    )
            elif group is not None and token.pos in _NOMINAL and token.dep not in _MODIFIES:
                yield self._occasion(sentence, token, group)

    def _day_of_verb(self, sentence: Sentence, verb: Token) -> EventDate | None:
        """Find the date that reaches a verb: "visited Norland on Monday"."""
        mentions = self._dates.get(sentence.index, ())
        reaching = (one for one in mentions if verb.index in _way_up(sentence, one.head))
        return next((one.date for one in reaching), None)

    def _occasion(self, sentence: Sentence, noun: Token, group: int) -> _Occasion:
        own = self._own_date(sentence, noun)
        return _Occasion(
            position=noun.span.start,
            group=group,
            names=_names(sentence, noun),
            is_new=own is not None or not _is_definite(sentence, noun),
            date=own,
        )

    def _own_date(self, sentence: Sentence, noun: Token) -> EventDate | None:
        """Find the date beside an occasion: "a summit in November", "held talks on Monday"."""
        verb = _verb_of(sentence, noun, self._words)
        for mention in self._dates.get(sentence.index, ()):
            way = _way_up(sentence, mention.head)
            if noun.index in way or (verb is not None and verb in way):
                return mention.date
        return None

    def _as_told(self, sentence: Sentence, noun: Token, group: int) -> EventDate | None:
        """Take the last such occasion told before; or the only one told at all."""
        names = _names(sentence, noun)
        alike = [
            one
            for one in self._told
            if one.group == group and one.is_new and _may_be(one.names, names)
        ]
        before = [one for one in alike if one.position < noun.span.start]
        meant = before[-1:] or (alike if len(alike) == 1 else [])
        found = meant[0].date if meant else None
        return found and replace(found, basis=DateBasis.EVENT)


# --- Occasions by name, from data: what nouns and verbs tell one.
@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """Nouns and verbs of occasions by group, and words around them.

    ``within`` are, by group, the prepositions that put an act in the occasion, ``parts`` what may
    stand between ("the sidelines of"), ``happenings`` verbs whose day is the occasion's.
    """

    group_of: Mapping[str, int]
    verb_group: Mapping[str, int]
    within: tuple[frozenset[str], ...]
    parts: frozenset[str]
    happenings: frozenset[str]


def _is_setting(sentence: Sentence, noun: Token, words: Occasions) -> bool:
    """Whether an act takes place at the occasion: "at the summit", "on the sidelines of it"."""
    preposition = sentence.tokens[noun.head]
    if preposition.lemma == "of":
        part = sentence.tokens[preposition.head]
        is_part = part.lemma in words.parts and part.dep == "pobj"
        return is_part and sentence.tokens[part.head].lemma in _AROUND_PARTS
    group = _group_of(noun, words)
    return group is not None and preposition.lemma in words.within[group]


def _group_of(noun: Token, words: Occasions) -> int | None:
    return words.group_of.get(noun.lemma, words.group_of.get(noun.text.lower()))


def _is_definite(sentence: Sentence, noun: Token) -> bool:
    determiner = child(sentence, noun.index, "det")
    if determiner is not None:
        return determiner.lemma in _DEFINITE
    return child(sentence, noun.index, "poss") is not None or noun.pos == "PROPN"


def _names(sentence: Sentence, noun: Token) -> frozenset[str]:
    """Gather the proper names that tell one occasion from another, in lower case."""
    found: set[str] = set()
    waiting = [noun.index]
    while waiting:
        for below in sentence.children[waiting.pop()]:
            token = sentence.tokens[below]
            if token.dep not in _LINKS:
                continue
            waiting.append(below)
            if token.pos == "PROPN" and token.entity not in _CALENDAR:
                found.add(token.text.lower())
    return frozenset(found)


def _may_be(told: frozenset[str], asked: frozenset[str]) -> bool:
    return not told or not asked or not told.isdisjoint(asked)


def _verb_of(sentence: Sentence, noun: Token, words: Occasions) -> int | None:
    """Find the verb whose day is the occasion's: "held a summit", "met at a summit"."""
    governor = sentence.tokens[noun.head]
    if noun.dep in _OBJECTS and governor.lemma in words.happenings:
        return governor.index
    group = _group_of(noun, words)
    is_at = noun.dep == "pobj" and group is not None and governor.lemma in words.within[group]
    above = sentence.tokens[governor.head]
    if is_at and above.pos in _VERBAL and not _is_definite(sentence, noun):
        return above.index
    return None


def _way_up(sentence: Sentence, index: int) -> list[int]:
    """Tokens from a date up to and including the first verb."""
    way = [index]
    while sentence.tokens[way[-1]].pos not in _VERBAL and len(way) < _MAX_CLIMB:
        above = sentence.tokens[way[-1]].head
        if above in way:
            break
        way.append(above)
    return way


def _phrase_span(sentence: Sentence, noun: Token) -> Span:
    inside = noun_phrase(sentence, noun.index, noun.index)
    first = min(index for index in inside)
    return Span(sentence.tokens[first].span.start, noun.span.end)


class _Group(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    nouns: list[str]
    within: frozenset[str]
    verbs: list[str]


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    parts: frozenset[str]
    happenings: frozenset[str]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    groups: list[_Group]
    words: _Words


@cache
def load_occasions() -> Occasions:
    """Load the package's own data."""
    return occasions_from(data_text("occasions.toml"))


def occasions_from(words: str) -> Occasions:
    """Read the text of ``occasions.toml``.

    Raises:
        BadConfig: it cannot be read.
    """
    try:
        file = msgspec.toml.decode(words, type=_File)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"occasions.toml: {err}") from err
    return Occasions(
        group_of={noun: n for n, group in enumerate(file.groups) for noun in group.nouns},
        verb_group={verb: n for n, group in enumerate(file.groups) for verb in group.verbs},
        within=tuple(group.within for group in file.groups),
        parts=file.words.parts,
        happenings=file.words.happenings,
    )

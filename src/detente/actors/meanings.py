"""A known name in its place -> the meanings that it can have there.

In:  a name found in a sentence.   Out: its meanings, wrong ones struck out, the best first.
Does not: build actors (named.py does).
"""

from collections.abc import Iterable, Sequence

from detente.actors.gazetteer import Gazetteer
from detente.actors.senses import EntryKind, NameKind, Sense, holds
from detente.records import Sentence, Token

__all__ = ["is_current", "is_discarded", "ranked"]

_RANK = {
    NameKind.FULL: 0,
    NameKind.TRANSLITERATION: 0,
    NameKind.NAME: 1,
    NameKind.SHORT: 2,
    NameKind.ACRONYM: 2,
    NameKind.ADJECTIVE: 3,
    NameKind.DEMONYM: 4,
    NameKind.METONYM: 5,
    NameKind.CAPITAL: 5,
    NameKind.SURNAME: 6,
    NameKind.PEOPLE: 7,
    NameKind.PLACE: 8,
    NameKind.DISCARD: 9,
}
_AGAINST_OR_FOR = ("anti", "pro", "ex", "non", "post", "trans", "pre")


def is_discarded(
    gazetteer: Gazetteer, sentence: Sentence, tokens: Sequence[Token], name: str
) -> bool:
    """Whether the words around a name say that it does not mean its actor.

    A single word inside a longer person's name ("Michael Jordan") never means a state or a firm.
    """
    first, last = tokens[0], tokens[-1]
    if first.index > 1 and sentence.tokens[first.index - 1].text == "-":
        return sentence.tokens[first.index - 2].text.lower() in _AGAINST_OR_FOR
    if first.text.lower().startswith(tuple(f"{word}-" for word in _AGAINST_OR_FOR)):
        return True
    before = sentence.tokens[first.index - 1].text if first.index else ""
    after = sentence.tokens[last.index + 1].text if last.index + 1 < len(sentence.tokens) else ""
    if before in gazetteer.discards.get((name, "after"), ()):
        return True
    if after in gazetteer.discards.get((name, "before"), ()):
        return True
    if _is_common_word(gazetteer, tokens, name) or _is_product(gazetteer, name, after):
        return True
    return any(
        sense.kind in {NameKind.NAME, NameKind.SHORT} and not _is_person(gazetteer, sense)
        for sense in gazetteer.senses(name)
    ) and _is_part_of_person(sentence, first, last)


def ranked(gazetteer: Gazetteer, senses: Iterable[Sense], day: str) -> tuple[Sense, ...]:
    """Order meanings: those that hold on ``day`` first, then by how directly they name."""
    return tuple(
        sorted(
            senses,
            key=lambda sense: (
                not is_current(gazetteer, sense, day),
                _RANK[sense.kind],
                sense.start == "",
            ),
        )
    )


def is_current(gazetteer: Gazetteer, sense: Sense, day: str) -> bool:
    """Whether a name, and whoever bears it, holds on ``day``; for persons, in an office."""
    if not holds(sense.start, sense.end, day):
        return False
    entry = gazetteer.entries.get(sense.actor)
    if entry is None:
        return True
    if entry.kind is EntryKind.PERSON:
        return gazetteer.holding(entry.id, day) is not None
    return entry.kind is EntryKind.STATE or holds(entry.start, entry.end, day)


def _is_common_word(gazetteer: Gazetteer, tokens: Sequence[Token], name: str) -> bool:
    """Whether a word is capital only because it starts the sentence: "Labour costs rose"."""
    token = tokens[0]
    if len(tokens) > 1 or token.index > 0 or token.text.isupper() or token.entity is not None:
        return False
    entries = [gazetteer.entries.get(sense.actor) for sense in gazetteer.senses(name)]
    is_body = all(entry and entry.kind is EntryKind.ORGANISATION for entry in entries)
    return is_body and token.pos != "PROPN"


def _is_product(gazetteer: Gazetteer, name: str, after: str) -> bool:
    """Whether a firm's name stands before a model: "a Boeing 777", "an Iran Air Airbus A300"."""
    is_model = any(char.isdigit() for char in after)
    return _is_firm(gazetteer, name) and (is_model or _is_firm(gazetteer, after))


def _is_firm(gazetteer: Gazetteer, name: str) -> bool:
    entries = [gazetteer.entries.get(sense.actor) for sense in gazetteer.senses(name)]
    return bool(entries) and all(entry is not None and entry.form == "firm" for entry in entries)


def _is_person(gazetteer: Gazetteer, sense: Sense) -> bool:
    entry = gazetteer.entries.get(sense.actor)
    return entry is None or entry.kind is EntryKind.PERSON


def _is_part_of_person(sentence: Sentence, first: Token, last: Token) -> bool:
    if first.entity != "PERSON":
        return False
    begins = not first.entity_start and sentence.tokens[first.index - 1].pos == "PROPN"
    following = sentence.tokens[last.index + 1 : last.index + 2]
    goes_on = bool(following) and following[0].entity == "PERSON" and not following[0].entity_start
    return first.index == last.index and (begins or goes_on)

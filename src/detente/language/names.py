"""Names as the recogniser sees them: the rest of a name around some of its words.

In:  a sentence, and words of it.   Out: what the same name has before them and after them.
Does not: know whose name it is.
"""

from dataclasses import dataclass

from detente.records import Sentence, Token


@dataclass(frozen=True, slots=True)
class LongerName:
    """The words of a name ``before`` and ``after`` those that were asked for."""

    label: str | None
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    @property
    def begins_before(self) -> bool:
        """Whether a name goes before the words: no article, no sign."""
        return bool(self.before) and self.before[-1].pos == "PROPN"


def longer_name(sentence: Sentence, first: int, last: int) -> LongerName:
    """Find the rest of the name that tokens ``first`` to ``last`` stand in."""
    tokens, label = sentence.tokens, sentence.tokens[first].entity
    start, end = first, last + 1
    while label and start and not tokens[start].entity_start and tokens[start - 1].entity == label:
        start -= 1
    while label and end < len(tokens) and tokens[end].entity == label:
        if tokens[end].entity_start:
            break
        end += 1
    return LongerName(label, tokens[start:first], tokens[last + 1 : end])


def goes_on(sentence: Sentence, at: int) -> bool:
    """Whether a row of names goes on at a token: "in Veld, Norland *and* Sudria"."""
    return any(token.text in {"and", "or", "&"} for token in sentence.tokens[at : at + 1])


# --- A state's word before the kind of a place: "the *Norlandic* port city of Veld".
KINDS_OF_PLACES = frozenset({
    "area", "capital", "city", "district", "enclave", "governorate", "island", "land",
    "municipality", "neighborhood", "neighbourhood", "part", "port", "prefecture", "province",
    "region", "resort", "settlement", "state", "stronghold", "suburb", "territory", "town",
    "village", "zone",
})  # fmt: skip


def tells_kind(sentence: Sentence, state: int, place: int) -> bool:
    """Whether the words from behind token ``state`` to ``place`` are the kind of a place, and "of".

    So a name behind them lies in that state, and is none of a state that bears it.
    """
    tokens, kind = sentence.tokens, place - 2
    if not state < kind or tokens[kind + 1].text != "of":
        return False
    return tokens[kind].lemma in KINDS_OF_PLACES and all(
        token.pos in {"ADJ", "NOUN", "PROPN"} for token in tokens[state + 1 : kind]
    )

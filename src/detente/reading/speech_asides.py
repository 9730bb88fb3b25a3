"""Parenthetical cues -> the clause around them; and clauses that the parser missed.

In:  a cue whose content its own dependents do not hold.   Out: token indices of the content.
Does not: read quotation marks (speech_quotes.py does).
"""

from collections.abc import Iterable

from detente.reading.speech_cues import Cue
from detente.reading.speech_lexicon import Frame, Part
from detente.reading.tree import FINITE, child, has_finite
from detente.records import Sentence, Token

__all__ = ["around", "around_cue", "rest_after"]

NOTHING: frozenset[int] = frozenset()
_DELIMITERS = frozenset({",", ";", ":", "—", "–", "―", "--", "-", "(", ")", "[", "]"})
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "'", "''", "``"})
_LEAD_INS = frozenset({"as", "also", "and", "but", "so", "then", "however"})
_RELATIVE = frozenset({"WP", "WDT"})
_CLAUSAL = frozenset({"ccomp", "parataxis"})


def around(sentence: Sentence, core: Iterable[int], owned: frozenset[int]) -> frozenset[int]:
    """Take the clause around a parenthesis ("..., he said on Friday, ...").

    ``core`` are the words of the attribution; ``owned`` words that belong to it besides.
    """
    tokens = sentence.tokens
    left, right = _parenthesis(sentence, core)
    before, after = frozenset(range(left)), frozenset(range(right, len(tokens)))
    if all(tokens[index].pos == "PUNCT" for index in before):
        return after if tokens[left].text.lower() == "as" else NOTHING
    if not _is_delimiter(tokens[left - 1]):
        return NOTHING
    opener = tokens[left - 2] if left > 1 else None
    if opener and opener.tag in _RELATIVE:  # "..., which, he said, ..."
        return after | {opener.index}
    if opener and (opener.tag == "WRB" or opener.text == "that"):  # "..., when, he said, ..."
        return after
    if not has_finite(sentence, before):  # "The plan, he said, would fail"
        return before | after
    return before | (after - owned)


def around_cue(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """Take the clause around a parenthetical cue; empty where it only sets the scene."""
    found = around(cue.sentence, speaker | cue.indices, _owned(cue))
    is_content = has_finite(cue.sentence, found) and _is_governed(cue, found)
    return found if is_content else NOTHING


def rest_after(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """Take all that follows "the minister said", where the parser saw no clause in it."""
    tokens, after = cue.sentence.tokens, cue.next_token
    is_finite = cue.token.tag in FINITE or child(cue.sentence, cue.head, "aux") is not None
    if not (after and speaker and max(speaker) < cue.first and is_finite):
        return NOTHING
    if not cue.word.takes(Frame.ASIDE) or cue.word.part != Part.VERB or after.text in _DELIMITERS:
        return NOTHING
    for token in tokens[after.index :]:
        if token.text == "that":
            return frozenset(range(token.index, len(tokens)))
        if token.tag in FINITE:
            return frozenset(range(after.index, len(tokens)))
    return NOTHING


def _parenthesis(sentence: Sentence, core: Iterable[int]) -> tuple[int, int]:
    """Widen the attribution to the delimiters: "as the minister said on Friday"."""
    tokens, inside = sentence.tokens, sorted(core)
    left, right = inside[0], inside[-1] + 1
    while left and tokens[left - 1].text.lower() in _LEAD_INS:
        left -= 1
    while right < len(tokens) and not _is_delimiter(tokens[right]):
        right += 1
    return left, right


def _is_governed(cue: Cue, found: frozenset[int]) -> bool:
    """Whether the words around a cue are its content rather than its circumstances.

    "After they met, the minister responded" has only an adverbial clause around the cue.
    """
    tokens = cue.sentence.tokens
    for index in found:
        token = tokens[index]
        if token.head == cue.head:
            if token.dep in _CLAUSAL:
                return True
        elif token.head not in found and token.pos != "PUNCT":
            return True
    return cue.token.head in found


def _owned(cue: Cue) -> frozenset[int]:
    """Words right of a cue that hang on it, such as ", adding that ..."."""
    sentence = cue.sentence
    owned: frozenset[int] = NOTHING
    for below in sentence.children[cue.head]:
        if below > cue.head and sentence.tokens[below].dep not in _CLAUSAL | {"punct"}:
            owned |= sentence.subtrees[below]
    return owned


def _is_delimiter(token: Token) -> bool:
    return token.text in _DELIMITERS or token.text in _QUOTES or token.tag in {"``", "''"}

"""Parenthetical cues -> the clause around them; and clauses that the parser missed.

In:  a cue whose content its own dependents do not hold.   Out: token indices of the content.
Does not: read quotation marks (speech_quotes.py does).
"""

from collections.abc import Iterable

from detente.reading.speech_cues import Cue, goes_on_telling
from detente.reading.speech_lexicon import Frame, Part
from detente.reading.tree import FINITE, child, has_finite
from detente.records import Sentence, Token

__all__ = ["SEMICOLON", "around", "around_cue", "rest_after"]

NOTHING: frozenset[int] = frozenset()
_DELIMITERS = frozenset({",", ";", ":", "—", "–", "―", "--", "-", "(", ")", "[", "]"})
SEMICOLON = ";"
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "'", "''", "``"})
_LEAD_INS = frozenset({"as", "also", "and", "but", "so", "then", "however"})
_JOINING = frozenset({"and", "but"})
_RELATIVE = frozenset({"WP", "WDT"})
_CLAUSAL = frozenset({"ccomp", "parataxis"})


def around(sentence: Sentence, core: Iterable[int], owned: frozenset[int]) -> frozenset[int]:
    """Take the clause around a parenthesis ("..., he said on Friday, ...").

    ``core`` are the words of the attribution; ``owned`` words that belong to it besides.
    """
    tokens = sentence.tokens
    left, right = _parenthesis(sentence, core)
    first, last = _between_semicolons(sentence, left, right)
    before, after = frozenset(range(first, left)), frozenset(range(right, last))
    if all(tokens[index].pos == "PUNCT" for index in before):
        return after if tokens[left].text.lower() == "as" else NOTHING
    if not _is_delimiter(tokens[left - 1]):
        return NOTHING
    return _beside(sentence, left, before, after, owned)


def _beside(
    sentence: Sentence,
    left: int,
    before: frozenset[int],
    after: frozenset[int],
    owned: frozenset[int],
) -> frozenset[int]:
    """Take of the words ``before`` and ``after`` a parenthesis those that it attributes."""
    tokens = sentence.tokens
    relative = _relative_before(sentence, left)
    if tokens[left].text.lower() in _JOINING:  # "The road is shut, and he proposed a detour"
        return after - owned
    if relative is not None:  # "..., which, he said, ...", "... whom guards, he said, ..."
        return after | frozenset(range(relative, left))
    if left > 1 and _opens(tokens[left - 2]):  # "..., when, he said, ..."
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
    is_answered = cue.token.lemma == "reply" and after.lemma == "with"  # "replied with tariffs"
    if is_answered or child(cue.sentence, cue.head, "dobj") is not None:
        return NOTHING  # "accepted it and the others would not"
    for token in tokens[after.index :]:
        if token.text == SEMICOLON or (token.dep == "cc" and tokens[token.index - 1].text == ","):
            break  # "accepted only after a delay, but ..."
        if goes_on_telling(cue.sentence, token):
            break  # "threatened to leave, saying that ..."
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


def _opens(token: Token) -> bool:
    return token.tag == "WRB" or token.text == "that"


def _relative_before(sentence: Sentence, left: int) -> int | None:
    """Find the relative pronoun of the clause that a parenthesis breaks off before its verb."""
    for index in range(left - 1, -1, -1):
        if sentence.tokens[index].tag in _RELATIVE:
            return index
        if sentence.tokens[index].tag in FINITE or sentence.tokens[index].text in {";", ":"}:
            return None
    return None


def _between_semicolons(sentence: Sentence, left: int, right: int) -> tuple[int, int]:
    """Bound what a parenthesis may attribute: "The road is open; the bridge, he said, is shut".

    Only at the end of all ("...; ..., he said") it goes with both.
    """
    marks = [token.index for token in sentence.tokens if token.text == SEMICOLON]
    after = [index for index in marks if index >= right]
    is_last = all(token.pos == "PUNCT" for token in sentence.tokens[right:])
    before = [index for index in marks if index < left]
    opens = bool(before) and before[-1] == left - 1
    first = before[-1] + 1 if before and (opens or not is_last) else 0
    return first, after[0] if after else len(sentence.tokens)


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
        is_other = sentence.tokens[below].dep not in _CLAUSAL | {"punct"}
        if below > cue.head and is_other and not _resumes(sentence, below):
            owned |= sentence.subtrees[below]
    return owned


def _resumes(sentence: Sentence, verb: int) -> bool:
    """Whether a clause behind a comma goes on with what was said: "..., he added, although ..."."""
    mark = child(sentence, verb, "mark")
    first = min(sentence.subtrees[verb])
    is_finite = sentence.tokens[verb].tag in FINITE or child(sentence, verb, "aux") is not None
    is_clause = mark is not None and mark.index == first and is_finite
    return is_clause and sentence.tokens[first - 1].text == ","


def _is_delimiter(token: Token) -> bool:
    return token.text in _DELIMITERS or token.text in _QUOTES or token.tag in {"``", "''"}

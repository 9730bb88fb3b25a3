"""What somebody says -> where the report goes on in its own words, though in the same sentence.

In:  a sentence and the range of the words said.   Out: the range without its tail.
Does not: cut quoted words, or what may be the speaker's: "said he would sign it, which he would".
"""

from detente.records import Sentence, Span, Token

__all__ = ["without_tail"]

_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_CONCEDING = frozenset({"although", "though", "while", "whereas"})
_PROMPTING = frozenset({"draw", "fuel", "provoke", "prompt", "spark", "trigger"})
_SHIFTED = frozenset({"had", "'d", "would", "could", "might", "should"})  # told of as his words
_SAYS_ENOUGH = 3  # words before the tail


def without_tail(sentence: Sentence, said: Span) -> Span:
    """Cut off what the report explains, concedes or tells of the effect.

    "said he would sign the law, *which bans all parties*"; "denies it, *though troops were seen*".
    """
    inside = [token for token in sentence.tokens_in(said) if token.pos != "SPACE"]
    for at, token in enumerate(inside):
        if token.text == "," and at >= _SAYS_ENOUGH and _is_tail(sentence, inside, at + 1):
            return Span(said.start, inside[at - 1].span.end)
    return said


# Private functions


def _is_tail(sentence: Sentence, inside: list[Token], start: int) -> bool:
    """Whether a clause of the report's own reaches from a word to the end of what is said."""
    if start >= len(inside):
        return False
    first, last = inside[start], inside[-1]
    for token in inside[start:]:
        below = sentence.subtrees[token.index]
        if min(below) == first.index and max(below) >= last.index:
            return _is_own(sentence, token, inside[start : start + 2])
    return False


def _is_own(sentence: Sentence, verb: Token, opening: list[Token]) -> bool:
    if verb.dep == "advcl" and verb.lemma in _PROMPTING:
        return verb.tag == "VBG"
    helping = (sentence.tokens[i] for i in sentence.children[verb.index])
    words = {token.text.lower() for token in helping if token.dep in {"aux", "auxpass"}}
    if words & _SHIFTED:
        return False
    is_relative = verb.dep == "relcl" and any(token.tag in _RELATIVE for token in opening)
    return is_relative or (verb.dep == "advcl" and opening[0].text in _CONCEDING)

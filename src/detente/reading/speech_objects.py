"""Cue -> a noun phrase as its content: objects, predicates, prepositional phrases.

In:  a cue.   Out: token indices of the content, empty where the cue has none of that kind.
Does not: read clauses (speech_clauses.py does).
"""

from detente.reading.speech_cues import Cue
from detente.reading.speech_lexicon import Act, Frame, Part, load_speech_lexicon
from detente.reading.tree import FINITE, child, children, has_to, noun_phrase
from detente.records import Sentence, Token

__all__ = ["AUTHORIAL", "object_of", "predicate_of", "preposition_of", "prepositional_of"]

NOTHING: frozenset[int] = frozenset()
AUTHORIAL = frozenset({"by", "from"})
_OBJECTS = ("dobj", "oprd", "ccomp", "attr")
_WHEN = frozenset({"DATE", "TIME"})
_COMPLETING = frozenset({"as", "for", "of", "to", "from", "about", "against", "over", "on"})
_ASIDES = frozenset({"—", "–", "―", "--", "-", ";", "("})
_ASIDE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})


def object_of(cue: Cue) -> frozenset[int]:
    """Gather the object and what completes it ("criticized Norland for its raids")."""
    if not cue.word.takes(Frame.OBJECT):
        return NOTHING
    sentence, content = cue.sentence, NOTHING
    if cue.word.act == Act.SHOW and _is_thing_shown(cue):
        return NOTHING
    for below in sentence.children[cue.head]:
        token = sentence.tokens[below]
        if below < cue.head:
            continue
        is_object = token.dep in _OBJECTS
        is_more = token.lemma == "as" or (bool(content) and _completes(sentence, token))
        if is_object or is_more:
            content |= sentence.subtrees[below]
    if content and child(sentence, cue.head, *_OBJECTS) is None:
        content |= _antecedent(cue)
    if cue.word.takes(Frame.QUOTE) and all(sentence.tokens[i].pos == "PRON" for i in content):
        return NOTHING  # "said it" has its content elsewhere
    return _cut(sentence, content)


def _antecedent(cue: Cue) -> frozenset[int]:
    """Take the noun before "that": "*a claim* that they denied as untrue"."""
    is_relative = cue.token.dep in {"relcl", "acl"} and cue.token.tag in FINITE
    return noun_phrase(cue.sentence, cue.token.head, cue.head) if is_relative else NOTHING


def _is_thing_shown(cue: Cue) -> bool:
    """Whether something to look at is shown: "photographs of the camp", not "a lead of Berg's"."""
    shown = child(cue.sentence, cue.head, "dobj")
    return shown is not None and shown.lemma in load_speech_lexicon().exhibits


def predicate_of(cue: Cue) -> frozenset[int]:
    """`called the plan a mistake`, however the parser splits it; a bare object is not enough."""
    sentence, after = cue.sentence, cue.next_token
    if not cue.word.takes(Frame.PREDICATIVE) or after is None or after.dep == "prep":
        return NOTHING
    linking = {"as"} | (cue.word.prepositions & {"to", "with"})
    parts = [
        token
        for token in children(
            sentence, cue.head, "dobj", "oprd", "ccomp", "xcomp", "prep", "dative"
        )
        if token.index > cue.head and (token.pos != "ADP" or token.lemma in linking)
    ]
    content = NOTHING.union(*(sentence.subtrees[token.index] for token in parts))
    judged = [token for token in parts if _is_judged(sentence, token)]
    if judged:  # "called the plan unlikely *for now*"
        content |= frozenset(i for i in sentence.subtrees[cue.head] if i > max(content))
    is_double = len(parts) > 1 or bool(judged) or any(token.dep != "dobj" for token in parts)
    has_marks = any(sentence.tokens[index].tag == "``" for index in content)
    if not is_double and not has_marks:
        return NOTHING
    return _cut(sentence, frozenset(range(min(content), max(content) + 1)))


def _is_judged(sentence: Sentence, noun: Token) -> bool:
    """Whether an adjective behind a noun says something of it: "such a plan *unlikely*"."""
    adjectives = children(sentence, noun.index, "amod", "acomp")
    return any(token.index > noun.index and token.pos == "ADJ" for token in adjectives)


def prepositional_of(cue: Cue) -> frozenset[int]:
    """`called for a truce`, `called on both sides to talk`: the phrase, not its preposition."""
    sentence, preposition = cue.sentence, preposition_of(cue)
    if preposition is None:
        return NOTHING
    content = _cut(sentence, sentence.subtrees[preposition.index] - {preposition.index})
    return content | _more_after(sentence, cue.head, preposition.index)


def preposition_of(cue: Cue) -> Token | None:
    """Find the preposition whose phrase is the content.

    After a noun it may hang on the author: "warnings by the service about raids".
    """
    sentence, after = cue.sentence, cue.next_token
    heads = [cue.head]
    if cue.word.part == Part.NOUN and after and after.lemma in AUTHORIAL:
        heads += [author.index for author in children(sentence, after.index, "pobj")]
    for token in (one for head in heads for one in children(sentence, head, "prep", "dative")):
        governed = child(sentence, token.index, "pobj", "pcomp")
        is_after = token.index > cue.head and token.lemma in cue.word.prepositions
        if is_after and governed and not _is_occasion(governed):
            return token
    return None


def _is_occasion(governed: Token) -> bool:
    """Whether a phrase tells when or how one speaks: "on Friday", "on condition of anonymity"."""
    return governed.entity in _WHEN or governed.lemma in load_speech_lexicon().occasions


def _more_after(sentence: Sentence, verb: int, preposition: int) -> frozenset[int]:
    """`called on both sides *to talk*`, `referred to the raid *as a crime*`."""
    more = [
        sentence.subtrees[token.index]
        for token in children(sentence, verb, "xcomp", "advcl", "prep")
        if token.index > preposition and (token.lemma == "as" or has_to(sentence, token.index))
    ]
    return NOTHING.union(*more)


def _completes(sentence: Sentence, token: Token) -> bool:
    """Whether a phrase goes with the object, not with the act of speaking."""
    if token.dep == "xcomp":
        return True
    if token.dep not in {"prep", "dative"}:
        return False
    if token.lemma not in _COMPLETING:
        return token.lemma == "in" and _is_part_in(sentence, token)
    governed = child(sentence, token.index, "pobj")
    return governed is None or governed.entity not in _WHEN


def _is_part_in(sentence: Sentence, preposition: Token) -> bool:
    """Whether "in" tells of what: "in making it", "denied any part *in the raid*"."""
    thing = child(sentence, preposition.head, "dobj")
    is_any = thing is not None and any(
        token.lemma in {"any", "no"} for token in children(sentence, thing.index, "det")
    )
    governed = child(sentence, preposition.index, "pobj")
    is_noun = governed is not None and governed.pos == "NOUN" and governed.entity not in _WHEN
    return child(sentence, preposition.index, "pcomp") is not None or (is_any and is_noun)


def _cut(sentence: Sentence, content: frozenset[int]) -> frozenset[int]:
    """End a noun phrase before an aside: ", which ...", " - ..."."""
    kept: list[int] = []
    for index in sorted(content):
        token = sentence.tokens[index]
        if kept and token.text in _ASIDES and _stands_apart(sentence, index):
            break
        if kept and sentence.tokens[index - 1].text == "," and token.tag in _ASIDE_TAGS:
            break
        kept.append(index)
    return frozenset(kept)


def _stands_apart(sentence: Sentence, index: int) -> bool:
    """Whether a dash has blanks around it: "so-called" has none."""
    return sentence.tokens[index - 1].span.end < sentence.tokens[index].span.start

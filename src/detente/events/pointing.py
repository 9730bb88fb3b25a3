"""Recipients that the act's own sentence does not tell: "rejected *the offer*" of whoever made it.

In:  the codings of a report in text order, and its setting.   Out: the same, with the recipients
that an object which points back implies, the place that is struck (struck.py) or the whole report
(counterpart.py).
Does not: touch an act whose recipient is told. What points back does so by two sentences at most.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente.events.coder import Coding
from detente.events.counterpart import counterpart
from detente.events.pointing_words import Pointer, load_pointers
from detente.events.setting import Setting
from detente.events.sides import countries_of, is_of_own_state
from detente.events.struck import struck
from detente.events.syntax import Clauses
from detente.records import Link, Sentence, Status

__all__ = ["with_implied_recipients"]

_ANSWERS = frozenset({"REJECT", "ACCUSE", "AGREE", "SUPPORT"})
_WITHIN = 2  # sentences back
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "any", "such", "both"})
_RELATIVE = frozenset({"WDT", "WP"})
_PRONOUNS = frozenset({"it", "this", "that", "them"})


def with_implied_recipients(codings: Iterable[Coding], setting: Setting) -> list[Coding]:
    """Give acts without a recipient the first that is found; ``why`` says how."""
    done: list[Coding] = []
    for coding in codings:
        found = next((way for way in _ways(coding, done, setting) if way[0]), None)
        if found is not None:
            recipients, how = found
            coding = replace(  # noqa: PLW2901  # the same act, completed
                coding, recipients=recipients, why=f"{coding.why}; recipient {how}"
            )
        done.append(coding)
    return done


# Private functions


def _ways(
    coding: Coding, before: Sequence[Coding], setting: Setting
) -> Iterator[tuple[tuple[Link, ...], str]]:
    """The recipients that each way finds, and what it is called."""
    yield _implied(coding, setting.sentences[coding.sentence], before, setting), "told before"
    yield struck(coding, setting), "by the place struck"
    yield counterpart(coding, setting), "by the report's other side"


def _implied(
    coding: Coding, sentence: Sentence, before: Sequence[Coding], setting: Setting
) -> tuple[Link, ...]:
    told = [link for link in coding.recipients if not is_of_own_state(link, coding.agents)]
    if told or not coding.agents:
        return ()
    if coding.status is Status.NEGATED and coding.type not in _ANSWERS:
        return _accuser(coding, before)
    if coding.type not in _ANSWERS:
        return ()
    found = _pointer(Clauses(sentence), coding, setting)
    if found is None:
        return ()
    pointer, within = found
    own = countries_of(coding.agents)
    for earlier in reversed(before):
        if coding.sentence - earlier.sentence > within:
            break
        others = _foreign(earlier.agents, own)
        if earlier.type in pointer.types and others:
            return others
    return _last_speaker(coding, sentence, own, setting) if pointer.is_speech else ()


def _accuser(coding: Coding, before: Sequence[Coding]) -> tuple[Link, ...]:
    """Who blamed the denier, or on whom it is told to have done so: "denied *the ramming*"."""
    own = countries_of(coding.agents)
    for earlier in reversed(before):
        if coding.sentence - earlier.sentence > _WITHIN:
            break
        if earlier.type == "ACCUSE" and own & countries_of(earlier.recipients):
            return _foreign(earlier.agents, own)
        if earlier.type == coding.type and own & countries_of(earlier.agents):
            return _foreign(earlier.recipients, own)
    return ()


def _pointer(clauses: Clauses, coding: Coding, setting: Setting) -> tuple[Pointer, int] | None:
    """Find what the object may point at, and how many sentences back.

    "A claim *that X rejected*" points at the words of its own sentence.
    """
    sentence = clauses.sentence
    heads = {link.mention.head for link in setting.links if link.mention.sentence == sentence.index}
    own = [i for i in clauses.patients(coding.predicate) if clauses.token(i).tag not in _RELATIVE]
    outer = _relative_noun(clauses, coding.predicate) if not own else None
    own += [noun for i in own for noun in _judged(clauses, i)]
    for index in own if outer is None else [outer]:
        token = clauses.token(index)
        pointer = load_pointers().get(token.lemma)
        if pointer is None and token.text.lower() in _PRONOUNS:
            return (_ANYTHING, 1) if coding.type in {"REJECT", "AGREE"} else None
        near = (*clauses.below(index, "det"), *clauses.below(token.head, "det"))
        words = {clauses.token(child).text.lower() for child in near if child < index}
        if pointer is not None and index == outer:
            return pointer, 0
        if pointer and words & _DEFINITE and heads.isdisjoint(sentence.subtrees[index]):
            return pointer, _WITHIN
    return None


def _judged(clauses: Clauses, index: int) -> tuple[int, ...]:
    """Find the noun that the parse hangs below its verdict: "called *the move* hypocritical"."""
    is_verdict = clauses.token(index).pos == "ADJ"
    return clauses.below(index, "compound", "nmod", "nsubj") if is_verdict else ()


def _relative_noun(clauses: Clauses, predicate: int) -> int | None:
    """Find the noun that a clause on it is about: "a claim *that X rejected*"."""
    top = clauses.token(predicate)
    while top.dep in {"xcomp", "ccomp"} and top.head != top.index:
        top = clauses.token(top.head)
    return top.head if top.dep in {"relcl", "acl"} else None


def _foreign(links: Iterable[Link], own: frozenset[str | None]) -> tuple[Link, ...]:
    return tuple(
        link
        for link in links
        if all(actor.country and actor.country not in own for actor in link.actors)
    )


def _last_speaker(
    coding: Coding, sentence: Sentence, own: frozenset[str | None], setting: Setting
) -> tuple[Link, ...]:
    """Find who spoke last before the act, in its sentence or the one before."""
    here = sentence.tokens[coding.predicate].span
    spoken = [
        speech
        for speech in setting.speeches
        if speech.speaker is not None
        and coding.sentence - 1 <= speech.sentence <= coding.sentence
        and speech.content[-1].end <= here.start
        and not speech.is_retelling
    ]
    for speech in reversed(spoken):
        link = setting.link_at(speech.speaker) if speech.speaker else None
        if link is not None:
            return _foreign([link], own)
    return ()


_ANYTHING = Pointer(
    frozenset({"AGREE", "REQUEST", "CONCEDE", "RETREAT", "ACCUSE", "THREATEN", "REJECT"}),
    is_speech=True,
)

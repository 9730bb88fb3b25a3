"""Decided acts -> the same, their sides where grammar surely has them.

In:  an act as it was decided.   Out: the act; of a few constructions with other sides or type.
Does not: weigh anything. What the deciders learned from is rarer than what these verbs say.
"""

from collections.abc import Iterator
from dataclasses import replace

from detente.events.background import MEASURES, ends_measure
from detente.events.reader.decide import Decided, Side
from detente.language.clauses import HARMS, Clauses
from detente.language.tree import prepositional

_IMPOSED = frozenset({"COERCE", "SANCTION"})
_ON = frozenset({"against", "on", "upon"})
_HARMFUL = HARMS | MEASURES | {
    "aggression", "assault", "attack", "bombardment", "invasion", "occupation", "offensive", "raid",
    "shelling", "strike", "violence", "war",
}  # fmt: skip


def as_grammar_has_it(one: Decided) -> Decided:
    """Put sides and type of an act as its words surely have them."""
    return _without_victims(_blamed(_as_ended(_guest_first(one))))


def _clauses(one: Decided) -> Clauses:
    return one.proposal.scene.clauses[one.proposal.sentence.index]


def _as_ended(one: Decided) -> Decided:
    """Tell the end of a measure as a concession: "*suspended* its sanctions" imposes none."""
    is_end = one.type in _IMPOSED and ends_measure(_clauses(one), one.proposal.word)
    return replace(one, type="CONCEDE") if is_end else one


def _guest_first(one: Decided) -> Decided:
    """Let a visit go from guest to host as grammar has it: "X *welcomed* Y", "Y *was received*"."""
    ruled = one.proposal.rule.coding if one.proposal.rule else None
    if one.type != "CONSULT" or ruled is None or ruled.mode != "visit":
        return one
    sides = (*one.actors, *one.recipients)
    told = [
        {actor.country for link in links for actor in link.actors}
        for links in (ruled.agents, ruled.recipients)
    ]
    guests, hosts = (
        tuple(side for side in sides if side.link.actors[0].country in codes) for codes in told
    )
    if not guests or not hosts or len(guests) + len(hosts) != len(sides):
        return one
    return replace(one, actors=guests, recipients=hosts)


def _blamed(one: Decided) -> Decided:
    """Let him do a deed on whom it is blamed: "blamed the *attack* on Norland"."""
    clauses = _clauses(one)
    deed = clauses.token(one.proposal.word)
    deed = clauses.token(deed.head) if deed.dep == "compound" else deed
    if deed.dep != "dobj" or clauses.token(deed.head).lemma != "blame":
        return one
    blamed = {noun for word in (deed.head, deed.index) for noun in _aimed_at(clauses, word)}
    doers = tuple(side for side in one.recipients if side.link.mention.head in blamed)
    others = tuple(side for side in one.recipients if side not in doers)
    return replace(one, actors=doers, recipients=others) if doers else one


def _without_victims(one: Decided) -> Decided:
    """Ask nothing of whom harm befalls that is to end: "urged an end to attacks *on Norland*"."""
    if one.type != "REQUEST":
        return one
    clauses, sentence = _clauses(one), one.proposal.sentence
    harms = (token.index for token in sentence.tokens if token.lemma in _HARMFUL)
    hit = {index for harm in harms for index in _aimed_at(clauses, harm)}

    def is_victim(side: Side) -> bool:
        mention = side.link.mention
        return mention.sentence == sentence.index and mention.head in hit

    kept = tuple(side for side in one.recipients if not is_victim(side))
    return replace(one, recipients=kept) if kept or one.actors else one


def _aimed_at(clauses: Clauses, index: int) -> Iterator[int]:
    """Yield the nouns at which a word is aimed: "blamed on *Norland* and *Sudria*"."""
    for word, noun in prepositional(clauses.sentence, index):
        if word in _ON:
            yield from clauses.with_conjuncts(noun)

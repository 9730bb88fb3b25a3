"""Nouns that take up somebody named before: "the group", "the kingdom", "the delegation".

In:  a phrase and the memory of the report.   Out: whom it takes up.
Does not: guess when nothing fits: then the noun is read for itself (roles.py).
"""

from collections.abc import Iterator

from detente.actors.gazetteer import Gazetteer
from detente.actors.groups import taken_up
from detente.actors.memory import Said
from detente.actors.phrases import Phrase, prepositional
from detente.actors.view import Resolution, View
from detente.records import Actor

__all__ = ["anaphor", "is_body_noun"]

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ARMED = frozenset({"UAF", "REB", "PRM", "CRM"})


def anaphor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a definite noun that stands for an organisation, envoys or a state told before."""
    if view.tokens[phrase.first].text.lower() not in _DEFINITE or _is_specified(view, phrase):
        return None
    if view.tokens[phrase.head].dep == "appos":
        return None  # "X, the group that": the name before it tells who
    for words in _tails(view, phrase):
        for kind, find in (("state", _state), ("envoys", _envoys), ("body", _body),
                           ("plural body", _body)):  # fmt: skip
            if (kind, words) in view.gazetteer.anaphors:
                return find(view, phrase, view.gazetteer.anaphors[kind, words])
    return None


def is_body_noun(gazetteer: Gazetteer, noun: str) -> bool:
    """Whether a role noun is a body, no person: "group", "delegation"."""
    return any((kind, noun) in gazetteer.anaphors for kind in ("body", "envoys"))


def _tails(view: View, phrase: Phrase) -> Iterator[str]:
    """Yield the phrase without ever more of its first words: "militant group", then "group"."""
    for first in range(phrase.first + 1, phrase.head + 1):
        yield view.words(first, phrase.head).lower()


def _is_specified(view: View, phrase: Phrase) -> bool:
    """Whether the words say whose it is: "the group of X", "X's group"."""
    of = any(word == "of" for word, _ in prepositional(view.sentence, phrase.head))
    return of or view.hit_at(phrase.head) is not None or bool(view.children(phrase.head, "poss"))


def _state(view: View, phrase: Phrase, codes: frozenset[str]) -> Resolution | None:
    """Find the state told last of those that the noun can mean; else the state told last."""
    named = (code for code in view.memory.last_countries(None) if code in codes)
    code = next(named, None)
    if code is None and _is_any_state(view, phrase):
        code = view.memory.last_state(view.sentence.index)
    entry = view.gazetteer.entries.get(code or "")
    if code is None or view.tokens[phrase.head].tag != "NN":
        return None
    actor = Actor(country=code, id=entry.id if entry else None, name=entry.name if entry else code)
    return taken_up(view, phrase, (actor,), "the state named last")


def _is_any_state(view: View, phrase: Phrase) -> bool:
    """Whether nothing parts it from others: "the country", "the Andean nation"."""
    between = view.tokens[phrase.first + 1 : phrase.head]
    is_regional = any(token.text[0].isupper() for token in between)
    return not between or (is_regional and not _owner_codes(view, phrase))


def _envoys(view: View, phrase: Phrase, _: frozenset[str]) -> Resolution | None:
    """Find who was sent: "the delegation" after "two senior envoys"."""
    if _owner_codes(view, phrase):
        return None
    for said in reversed(view.memory.said):
        noun = said.noun.rpartition(" ")[2].lower()
        if ("envoys", noun) in view.gazetteer.anaphors and said.countries:
            return taken_up(view, phrase, said.actors, f"{said.noun!r} before")
    return None


def _body(view: View, phrase: Phrase, fitting: frozenset[str]) -> Resolution | None:
    """Find the body of a fitting sort told last; of the country that an adjective tells."""
    owners = _owner_codes(view, phrase)
    noun = view.tokens[phrase.head].text
    last: Iterator[Said] = reversed(view.memory.said)
    if view.tokens[phrase.head].tag == "NNS":  # "the rebels": those that were so called
        last = iter(sorted(last, key=lambda said: not said.noun.endswith(f" {noun}")))
    if noun[0].isupper():  # "the Commission": the one that is so called goes first
        last = iter(sorted(last, key=lambda said: not said.actors[0].name.endswith(noun)))
    for said in last:
        actor = said.actors[0]
        is_one = len(said.actors) == 1 and not {actor.sector, actor.country}.isdisjoint(fitting)
        if is_one and (said.is_body or (actor.sector in _ARMED and actor.country)):
            if owners and actor.country not in owners:
                continue
            return taken_up(view, phrase, (_itself(view, said).actors[0],), "told last")
    return None


def _itself(view: View, said: Said) -> Said:
    """Find the body's own mention behind one of its men: Hamas for "Hamas officials"."""
    for other in reversed(view.memory.said):
        if other.is_body and other.actors[0].code == said.actors[0].code:
            return other
    return said


def _owner_codes(view: View, phrase: Phrase) -> frozenset[str]:
    """List the states that stand before the noun: "the *Lebanese* group"."""
    hits = [hit for hit in view.hits if phrase.first <= hit.first and hit.last < phrase.head]
    entries = [view.gazetteer.entries.get(hit.senses[0].actor) for hit in hits if hit.senses]
    return frozenset(entry.country for entry in entries if entry is not None and entry.country)

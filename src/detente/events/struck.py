"""An attack of which only the place is told -> the state that it hits: "struck a depot *in Veld*".

In:  an act and its report's setting.   Out: the state of the place, where it is not the doer's own.
Does not: touch an attack that tells its victim, or one that a state's own people do at home.
"""

from detente.events.coder import Coding
from detente.events.setting import Setting, attached
from detente.events.sides import are_organs_of, countries_of
from detente.events.syntax import Clauses
from detente.records import Actor, Link, Mention, MentionKind

__all__ = ["struck"]

_ARMED = frozenset({None, "GOV", "MIL", "SPY", "REB", "UAF", "PRM"})


def struck(coding: Coding, setting: Setting) -> tuple[Link, ...]:
    """Find the state in which an attack from abroad takes place; empty if none is told."""
    acting = [actor for link in coding.agents for actor in link.actors]
    own = countries_of(coding.agents)
    is_attack = coding.type == "ASSAULT" and bool(acting)
    if not is_attack or None in own or any(actor.sector not in _ARMED for actor in acting):
        return ()
    if not are_organs_of(coding.recipients, own):
        return ()
    clauses = Clauses(setting.sentences[coding.sentence])
    found = attached(setting.places, clauses, coding.predicate)
    country = found.place.country if found else None
    if found is None or country is None or country in own:
        return ()
    mention = Mention(
        span=found.span, sentence=found.sentence, head=found.head, kind=MentionKind.NAME
    )
    actor = Actor(country=country, name=setting.report.text[found.span.start : found.span.end])
    return (Link(mention=mention, actors=(actor,), score=0.6, reason="where it strikes"),)

"""The other side that a whole report makes plain: in a report on two states, the other of the two.

In:  an act of one side, and its report's setting.   Out: the party that it must be aimed at.
Does not: touch an act that tells a recipient, nor what a state's parties or people do at home.
"""

from collections import Counter

from detente.events.coder import Coding
from detente.events.setting import Setting
from detente.events.sides import are_organs_of, countries_of
from detente.events.syntax import Clauses
from detente.records import Link, MentionKind

__all__ = ["counterpart"]

# Measured on the project's reports that may be read: of acts of these types by one of two states
# that stand out, told without a recipient, none had none and 12 of 13 were aimed at the other.
# Accusations are not among them: what is condemned is often no deed of the other's.
_BETWEEN_TWO = frozenset({"AGREE", "REJECT", "REQUEST", "SANCTION", "THREATEN"})
_FROM_OUTSIDE = frozenset({"REQUEST", "SANCTION", "THREATEN"})
_HARM = "ASSAULT"  # only where the other of the two is named beside it
_ABROAD = frozenset({"foreign", "international", "other", "outside", "relevant", "western"})
_TO_SOMEBODY = frozenset({"AGREE", "REQUEST"})
_TO = frozenset({"to", "on", "upon"})
_FOR_THE_STATE = frozenset({None, "GOV", "MIL"})
_NOT_STATES = frozenset({"IGO", "NGO", "UNO", "ISM", "IMG", "MNC"})
_AHEAD = 1.5  # times as often as the next both of two states are named
_ALONE = 2.0  # times as often as the next one state is named
_OFTEN = 3  # namings without which no state stands out


def counterpart(coding: Coding, setting: Setting) -> tuple[Link, ...]:
    """Find the state that an act without a recipient is aimed at; empty if none stands out."""
    own = countries_of(coding.agents)
    if not _is_open(coding, own, setting):
        return ()
    states = _namings(setting)
    first, second, third = (*states.most_common(3), *[("", 0)] * 3)[:3]
    enough = _OFTEN if third[1] else 1  # who are the only two need no naming more
    is_pair = second[1] >= max(enough, _AHEAD * third[1], first[1] / _ALONE)
    if is_pair and len(own & {first[0], second[0]}) == 1 == len(own):
        other = second[0] if first[0] in own else first[0]
        is_harmed = coding.type != _HARM or _is_told_of(other, coding.sentence, setting)
        return _as_party(other, setting) if is_harmed else ()
    is_alone = first[1] >= max(_OFTEN, _ALONE * second[1])
    if is_alone and first[0] not in own and coding.type in _FROM_OUTSIDE:
        return _as_party(first[0], setting)
    return ()


# Private functions


def _is_open(coding: Coding, own: frozenset[str | None], setting: Setting) -> bool:
    """Whether it is a state's act that leaves open on whom."""
    acting = [actor for link in coding.agents for actor in link.actors]
    if coding.type not in {*_BETWEEN_TWO, _HARM} or not acting:
        return False
    if any(a.sector not in _FOR_THE_STATE or not a.country for a in acting):
        return False
    asks_others = coding.type in _TO_SOMEBODY and _asks_others(coding, setting)
    return _NOT_STATES.isdisjoint(own) and _is_kept_within(coding, own) and not asks_others


def _is_kept_within(coding: Coding, own: frozenset[str | None]) -> bool:
    """Whether nobody is told on whom a state acts but its own organs: "recalled its envoy"."""
    if coding.recipients and coding.type == "REQUEST":
        return False  # "asked *the army* to help"
    return are_organs_of(coding.recipients, own)


def _asks_others(coding: Coding, setting: Setting) -> bool:
    """Whether somebody else is asked: "appealed *to allies*", "asked for *international* help"."""
    clauses = Clauses(setting.sentences[coding.sentence])
    below = (clauses.token(i) for i in clauses.sentence.subtrees[coding.predicate])
    if any(token.dep == "amod" and token.text.lower() in _ABROAD for token in below):
        return True
    if coding.type == "AGREE":
        return False  # "agreed *to the plan*" tells nobody
    near = (coding.predicate, *clauses.patients(coding.predicate))
    asked = [obj for index in near for prep, obj in clauses.prepositions(index) if prep in _TO]
    return any(clauses.token(index).pos in {"NOUN", "PROPN"} for index in asked)


def _is_told_of(country: str, sentence: int, setting: Setting) -> bool:
    """Whether a state acts or is named in a sentence."""
    here = (link for link in setting.links if link.mention.sentence == sentence)
    return any(actor.country == country for link in here for actor in link.actors)


def _namings(setting: Setting) -> Counter[str]:
    """Count how often each state is told by a name or by a role that names it."""
    return Counter(
        actor.country
        for link in setting.links
        if link.mention.kind in {MentionKind.NAME, MentionKind.ROLE, MentionKind.ENTITY}
        for actor in link.actors
        if actor.country and not actor.is_guessed
    )


def _as_party(country: str, setting: Setting) -> tuple[Link, ...]:
    """The state's own name in the report, else its government, cited where it is first told."""
    alone = (link for link in setting.links if len(link.actors) == 1)
    told = [link for link in alone if link.actors[0].country == country]
    itself = (link for sector in (None, "GOV") for link in told if link.actors[0].sector == sector)
    return tuple(itself)[:1]

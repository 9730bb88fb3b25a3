"""Act -> its recipients without those who are only spoken of beside it.

In:  an act's type, predicate and recipients, as found.   Out: the recipients that may stand.
Does not: look for another side; an act that loses its only one is told of one side.
"""

from collections.abc import Iterator, Sequence

from detente.events.participants import Participants
from detente.events.sides import Roles, are_organs_of, countries_of, is_press
from detente.records import Link, Token

__all__ = ["without_bystanders"]

OF_DEEDS = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})  # aimed at whoever did what they speak of
OF_INTENT = frozenset({"AGREE", "REJECT", "THREATEN"})  # what is said beside them is another matter
OF_DOERS = frozenset({"CONCEDE", "RETREAT", "AID", "MOBILIZE"})  # "withdrew, and *X met Y*"
CONDITIONS = frozenset({"if", "unless", "until", "should"})
OCCASIONS = frozenset({"after", "before", "following", "since", "despite", "amid", "during"})
TELLING = frozenset({"tell", "say", "inform", "announce", "declare", "brief", "insist"})


def without_bystanders(act: tuple[int, str], roles: Roles, participants: Participants) -> Roles:
    """Leave out the recipients that take no part.

    Whom only a relative clause names ("the hills, *which X had seized*") or a clause beside the
    act ("turned it down, *saying X should pay*"), the press that is merely told, the source
    ("*according to X*"), and a state's own men where it kills: another's are meant.
    """
    agents = roles.agents
    kept = (link for link in roles.recipients if not _is_beside(link, act, agents, participants))
    return Roles(agents, tuple(kept))


# Private functions


def _is_beside(
    link: Link, act: tuple[int, str], agents: Sequence[Link], participants: Participants
) -> bool:
    predicate, type_ = act
    if type_ == "ASSAULT" and _is_within_state(link, agents):
        return True
    path = list(_path(link, predicate, participants))
    bears_on = type_ == "SANCTION" and participants.preposition_of(link) in {"on", "against"}
    is_told_of = type_ in OF_DEEDS or bears_on  # "kept the sanctions that it imposed *on X*"
    if not is_told_of and any(token.dep == "relcl" for token in path):
        return True
    if type_ in OF_INTENT and any(_is_aside(token, participants) for token in path):
        return True
    if type_ in OF_DOERS and any(token.dep == "conj" and token.pos == "VERB" for token in path):
        return True
    if any(token.text.lower() == "according" for token in path):
        return True
    lemma = participants.sentence.tokens[predicate].lemma
    return lemma in TELLING and is_press(link)


def _is_within_state(link: Link, agents: Sequence[Link]) -> bool:
    """Whether all are organs of one state: "X said Y had killed two of *its* soldiers"."""
    countries = countries_of(agents)
    is_one_state = len(countries) == 1 and None not in countries
    return is_one_state and are_organs_of((link, *agents), countries)


def _path(link: Link, predicate: int, participants: Participants) -> Iterator[Token]:
    """The tokens from a link up to the predicate, or to what stands above both, left out."""
    sentence = participants.sentence
    token = sentence.tokens[link.mention.head]
    while token.index != predicate and predicate not in sentence.subtrees[token.index]:
        yield token
        token = sentence.tokens[token.head]


def _is_aside(token: Token, participants: Participants) -> bool:
    """Whether a phrase tells when, or what else, but not what is promised or on what condition."""
    if token.dep != "advcl":
        return token.dep == "prep" and token.text.lower() in OCCASIONS
    below = (participants.sentence.tokens[i] for i in participants.sentence.children[token.index])
    return not any(child.text.lower() in CONDITIONS for child in below)

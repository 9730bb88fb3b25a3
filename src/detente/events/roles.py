"""Match -> who acts on whom. Turns syntactic positions into actors and recipients.

In:  a match and the sentence's participants.   Out: ``Roles``.
Does not: decide whether an act has the sides that its type needs (coder.py does); some types look
in places of their own for one.
"""

from collections.abc import Iterable, Sequence

from detente.events.beneficiary import BENEFITING, beneficiary
from detente.events.match import Match
from detente.events.opponents import OPPOSED, find_opponents, is_beside, is_told_against
from detente.events.participants import Participants
from detente.events.roles_agents import agents_of_match
from detente.events.roles_aimed import PARTNER_PREPOSITIONS
from detente.events.sides import (
    Roles,
    is_of_own_state,
    is_own_organ,
    is_somebody,
    joined,
    unique,
    without,
    without_own_guess,
)
from detente.events.syntax import Clauses
from detente.records import Link

__all__ = ["beyond", "roles_of_match", "roles_of_refusal", "sides_of_act"]

AIMED = frozenset(
    {"MOBILIZE", "REJECT", "CONCEDE", "COERCE", "SANCTION", "THREATEN", "ACCUSE", "PROTEST"}
)
ENVOYS = frozenset({"embassy", "ambassador", "consulate", "commission", "envoy", "consul"})
CONCESSIVE = frozenset({"although", "though", "while", "whereas", "as", "even"})
THINGS_DONE_TO = frozenset({"REJECT", "AGREE", "SUPPORT"})  # a proposal, rarely a party
SPOKEN = frozenset({"ACCUSE", "REQUEST"})
GIVING = frozenset({"AGREE", "AID", "COOPERATE"})
LEADS_TO = {"COOPERATE": "to", "AID": "to", "RETREAT": "to"}  # who gets what is handed over


def roles_of_match(match: Match, clauses: Clauses, participants: Participants) -> Roles:
    """Name the actors and recipients of a plain predicate."""
    agents = agents_of_match(match, clauses, participants)
    if match.pattern.is_mutual:
        return _mutual(match, agents, participants)
    if match.pattern.has_tool:
        tools = (
            () if match.pattern.object is None else match.patients
        )  # else "entered *its* airspace"
        owners = participants.of_all(tools)
        agents = agents or tuple(link for link in owners if any(a.country for a in link.actors))
        return Roles(agents, find_opponents(match, participants, agents))
    if _is_each_other(match, clauses):
        return Roles(agents, ())
    recipients = _recipients(match, participants, agents)
    if match.pattern.type == "ACCUSE" and not participants.of_all(match.patients):
        blamed = _told_of(match.predicate, clauses, participants)
        recipients = without(blamed, agents) or recipients
    if agents and match.pattern.type in OPPOSED:
        others = find_opponents(match, participants, agents)
        is_outright = match.pattern.type == "PROTEST" and any(
            is_told_against(link, participants) for link in others
        )
        recipients = others if is_outright else without(recipients, agents) or others
    if match.pattern.kind == "verb" and not any(map(is_somebody, recipients)):
        act = match.predicate, match.pattern.type
        recipients = beyond(act, clauses, participants, agents) or recipients
    recipients = without(recipients, agents)
    if match.pattern.swap:
        return Roles(recipients, agents)
    if not recipients and match.pattern.type in SPOKEN:
        recipients = _host(match, participants, agents)
    if not recipients and match.pattern.type in BENEFITING and len(agents) == 1:
        recipients = beneficiary(match, participants, agents)
    return Roles(without_own_guess(agents, recipients), recipients)


def roles_of_refusal(predicate: int, roles: Roles, clauses: Clauses) -> Roles:
    """Who refuses whom, where done together it would have many sides: "X won't meet Y"."""
    subjects = {i for s in clauses.agents(predicate) for i in clauses.sentence.subtrees[s]}
    everyone = (*roles.agents, *roles.recipients)
    refusing = tuple(link for link in everyone if link.mention.head in subjects)
    if not refusing:
        return roles
    return Roles(refusing, tuple(link for link in everyone if link not in refusing))


def sides_of_act(
    match: Match, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Name who is on the other side of an act that an operator takes over."""
    if match.pattern.is_mutual:
        return _mutual(match, (), participants).agents
    return _recipients(match, participants, agents)


def beyond(
    act: tuple[int, str], clauses: Clauses, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """The other side where no object or preposition names it, but the clause does.

    "sent troops after *Sudria* had shelled a village", "will strike unless *the firm* pays". Only
    for acts that are always aimed at somebody: others may well have no recipient.
    """
    index, type_ = act
    if not agents or type_ not in AIMED:
        return ()
    apart = {index}.union(
        *(
            clauses.sentence.subtrees[child]
            for child in clauses.below(index)
            if _is_beside(child, clauses)
        )
    )
    for link in without(participants.within(index), agents):
        has_country = any(actor.country for actor in link.actors)
        is_own = is_own_organ(link, agents, type_) or is_of_own_state(link, agents)
        is_aside = link.mention.head in apart or is_beside(link, index, participants)
        if has_country and not is_aside and not is_own:
            return (link,)
    return ()


# Private functions


def _host(match: Match, participants: Participants, agents: Sequence[Link]) -> tuple[Link, ...]:
    """To whom an embassy speaks: "Norland's embassy *in Sudria* asked for their release"."""
    tokens = participants.sentence.tokens
    for index in match.agents:
        if tokens[index].lemma.lower() not in ENVOYS:
            continue
        for link in participants.within(index):
            governor = tokens[tokens[link.mention.head].head]
            is_where = governor.text.lower() in {"in", "to"} and governor.head == index
            if is_where and not is_of_own_state(link, agents):
                return without((link,), agents)
    return ()


def _is_each_other(match: Match, clauses: Clauses) -> bool:
    """Whether they do it to one another: "blamed *each other*", "*each* blamed *the other*"."""
    words = [clauses.token(max(0, i - 1)).text.lower() for i in match.patients]
    things = [clauses.token(i).text.lower() for i in match.patients]
    pairs = set(zip(words, things, strict=True))
    inside = {i for agent in match.agents for i in clauses.sentence.subtrees[agent]}
    near = (*inside, *clauses.below(match.predicate))
    is_each = any(clauses.token(i).text.lower() in {"each", "both"} for i in near)
    is_other = ("the", "other") in pairs and is_each
    return is_other or bool({("each", "other"), ("one", "another")} & pairs)


def _mutual(match: Match, agents: tuple[Link, ...], participants: Participants) -> Roles:
    patients = () if match.pattern.has_topic else match.patients
    sides = joined(participants.of_all(patients), participants.of_all(match.sides))
    everyone = joined(agents, sides) if sides else _row(match, agents, participants)
    if len(everyone) == 1 and len(everyone[0].actors) == 1:
        everyone = joined(everyone, _other_side(match, everyone[0], participants))
    return Roles(everyone, ())


def _row(match: Match, agents: tuple[Link, ...], participants: Participants) -> tuple[Link, ...]:
    """All of a row whose last the clause hangs on: "*X* and *Y*, who signed a treaty"."""
    tokens = participants.sentence.tokens
    head = tokens[match.predicate].head
    if tokens[match.predicate].dep != "relcl" or tokens[head].dep != "conj":
        return agents
    if not agents or agents != participants.at(head):
        return agents
    while tokens[head].dep == "conj":
        head = tokens[head].head
    return participants.joined(head)


def _other_side(match: Match, side: Link, participants: Participants) -> tuple[Link, ...]:
    """The first party of another country that a one-sided act's phrases lead to or come from.

    "talks on the flow of drugs *to the United States*", but not "talks on the unrest *in Iran*".
    """
    country = side.actors[0].country
    for index in (*match.patients, *match.others):
        for link in participants.within(index):
            is_other = link.actors[0].country not in {country, None}
            if is_other and participants.preposition_of(link) in PARTNER_PREPOSITIONS:
                return (link,)
    return ()


def _patient_parties(match: Match, participants: Participants) -> tuple[Link, ...]:
    """The object as a party, or, where it is a thing or a feeling, whose it is."""
    if match.pattern.object_is_party:
        patients = _without_names(match, participants)
        if match.pattern.type in THINGS_DONE_TO:  # "turned *it* down"
            tokens = participants.sentence.tokens
            patients = tuple(i for i in patients if tokens[i].text.lower() != "it")
        return participants.of_all(patients)
    owners = tuple(link for patient in match.patients for link in participants.owner_of(patient))
    if owners or len(match.patients) == 1:
        return owners
    return participants.of_all(match.patients)  # "refused *Jamaica* the money"


def _without_names(match: Match, participants: Participants) -> tuple[int, ...]:
    """The objects but for what they are called: "called *X* a traitor"."""
    called = match.pattern.complement or frozenset()
    tokens = participants.sentence.tokens
    return tuple(i for i in match.patients if tokens[i].lemma not in called)


def _told_of(index: int, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Who does what somebody is said to complain of: "charged that *X* had ..."."""
    told = (i for i in clauses.below(index, "ccomp") if i > index)
    return tuple(
        link for verb in told for link in participants.of_all(clauses.subjects(verb)) if verb
    )


def _is_beside(index: int, clauses: Clauses) -> bool:
    """Whether a phrase under an act tells of something else: "..., *although X agreed*"."""
    token = clauses.token(index)
    if token.dep in {"conj", "parataxis", "nsubj"} or token.text.lower() in {"than", "like"}:
        return True
    marks = {clauses.token(i).text.lower() for i in clauses.below(index, "mark", "advmod")}
    return token.dep == "advcl" and bool(marks & CONCESSIVE)


def _recipients(
    match: Match, participants: Participants, agents: Sequence[Link] = ()
) -> tuple[Link, ...]:
    object_, others = _patient_parties(match, participants), _first(match.others, participants)
    asked = match.pattern.recipient and match.pattern.object is not None
    # the object is a thing ("gave aid to X"): the preposition holds the recipient
    held = _given(match, participants) or _first(match.held, participants)
    ways = [held, object_, others] if asked else [object_, others]
    ways.insert(0, _datives(match, participants))
    type_ = match.pattern.type
    ways = [without(way, agents) for way in (_receivers(match, participants), *ways)]
    if type_ in SPOKEN:
        ways = [_not_of_own_state(way, match, agents) for way in ways]
    others_only = (
        tuple(link for link in way if not is_own_organ(link, agents, type_)) for way in ways
    )
    foreign = [way for way in others_only if way]
    known = [way for way in foreign if any(map(is_somebody, way))]
    own = [] if type_ in {"MOBILIZE", "AID"} else [way for way in ways if way]
    for found in [*known, *foreign, *own]:
        return found
    for index in (*match.patients, *match.others):
        below = without(participants.within(index), agents)
        for link in sorted(below, key=lambda link: _does_something_else(link, participants)):
            is_own = is_own_organ(link, agents, type_)
            is_own = is_own or (type_ in SPOKEN and is_of_own_state(link, agents))
            if not is_own and not is_beside(link, match.predicate, participants):
                return (link,)
    return ()


def _does_something_else(link: Link, participants: Participants) -> bool:
    """Whether a party acts in a clause on the object: "the sanctions that *X* imposed on Y"."""
    tokens = participants.sentence.tokens
    head = tokens[link.mention.head]
    return head.dep == "nsubj" and tokens[head.head].dep in {"relcl", "acl"}


def _not_of_own_state(
    links: Sequence[Link], match: Match, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Leave out a state's own people where they are only spoken of: "protested *its* men's death".

    Who is blamed or asked outright stays: "accused *the opposition*".
    """
    return tuple(
        link
        for link in links
        if link.mention.head in match.patients or not is_of_own_state(link, agents)
    )


def _given(match: Match, participants: Participants) -> tuple[Link, ...]:
    """The receiver among two objects: "gave *Peru* a loan", "*Peru* was given a loan"."""
    told = _datives(match, participants)
    if told:
        return told
    things, tokens = match.pattern.object or frozenset(), participants.sentence.tokens
    receivers = [
        i
        for i in match.patients
        if tokens[i].lemma not in things and tokens[i].pos not in {"NUM", "DET"}
    ]
    if not receivers or len(receivers) == len(match.patients) or match.pattern.object_is_party:
        return ()
    return tuple(link for i in receivers for link in participants.at(i))


def _datives(match: Match, participants: Participants) -> tuple[Link, ...]:
    """Whom something is promised or given: "promised *Kenya* 300 million dollars"."""
    if match.pattern.type not in GIVING:
        return ()
    tokens = participants.sentence.tokens
    told = [i for i in match.patients if tokens[i].dep == "dative" and tokens[i].pos != "ADP"]
    return tuple(link for i in told for link in participants.at(i))


def _receivers(match: Match, participants: Participants) -> tuple[Link, ...]:
    """Who gets what is handed over, or from whom it is taken: "took the town *from rebels*"."""
    pattern = match.pattern
    wanted = LEADS_TO.get(pattern.type) if pattern.mode != "withdraw" else "from"
    if pattern.type == "ASSAULT" and "town" in (pattern.object or ()):
        wanted = "from"
    links = [link for index in match.others for link in participants.joined(index)]
    if pattern.type == "REQUEST":
        asked = (link for link in links if _hangs_on(match.predicate, link, participants))
        return unique(asked)
    return unique(link for link in links if wanted and participants.preposition_of(link) == wanted)


def _hangs_on(verb: int, link: Link, participants: Participants) -> bool:
    """Whether somebody is asked: "requested *from Sudria* the extradition of ..."."""
    tokens = participants.sentence.tokens
    preposition = tokens[tokens[link.mention.head].head]
    words = {"from", "of"} if preposition.head == verb else {"from"}
    return preposition.text.lower() in words


def _first(indices: Iterable[int], participants: Participants) -> tuple[Link, ...]:
    """The links of the first phrase that has any; mere unlisted names only as a last resort."""
    all_found = [found for index in indices if (found := participants.joined(index))]
    known = [found for found in all_found if any(map(is_somebody, found))]
    return (known or all_found or [()])[0]

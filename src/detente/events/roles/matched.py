"""Match -> who acts on whom. Turns syntactic positions into actors and recipients.

In:  a match and the sentence's participants.   Out: ``Roles``.
Does not: decide whether an act has the sides that its type needs (coder.py does); some types look
in places of their own for one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente.events.matching import Match
from detente.events.sides import (
    FORCES,
    ORGANS,
    Participants,
    Roles,
    are_organs_of,
    countries_of,
    is_of_own_state,
    is_own_organ,
    is_somebody,
    joined,
    unique,
    without,
    without_own_guess,
)
from detente.events.status import denying
from detente.language.clauses import Clauses
from detente.records import Link, Token

AIMED = frozenset(
    {"MOBILIZE", "REJECT", "CONCEDE", "COERCE", "SANCTION", "THREATEN", "ACCUSE", "PROTEST"}
)
CONCESSIVE = frozenset({"although", "though", "while", "whereas", "as", "even"})
THINGS_DONE_TO = frozenset({"REJECT", "AGREE", "SUPPORT"})  # a proposal, rarely a party
SPOKEN = frozenset({"ACCUSE", "REQUEST"})
GIVING = frozenset({"AGREE", "AID", "COOPERATE"})
LEADS_TO = {"COOPERATE": "to", "AID": "to", "RETREAT": "to", "REQUEST": "from"}  # who gets it


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


def _is_each_other(match: Match, clauses: Clauses) -> bool:
    """Whether they do it to one another: "blamed *each other*"."""
    words = [clauses.token(max(0, i - 1)).text.lower() for i in match.patients]
    things = [clauses.token(i).text.lower() for i in match.patients]
    return bool({("each", "other"), ("one", "another")} & set(zip(words, things, strict=True)))


def _mutual(match: Match, agents: tuple[Link, ...], participants: Participants) -> Roles:
    patients = () if match.pattern.has_topic else match.patients
    sides = joined(participants.of_all(patients), participants.of_all(match.sides))
    everyone = joined(agents, sides)
    if len(everyone) == 1 and len(everyone[0].actors) == 1:
        everyone = joined(everyone, _other_side(match, everyone[0], participants))
    return Roles(everyone, ())


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
    if token.dep in {"conj", "parataxis", "nsubj"}:
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
    return unique(link for link in links if wanted and participants.preposition_of(link) == wanted)


def _first(indices: Iterable[int], participants: Participants) -> tuple[Link, ...]:
    """The links of the first phrase that has any; mere unlisted names only as a last resort."""
    all_found = [found for index in indices if (found := participants.joined(index))]
    known = [found for found in all_found if any(map(is_somebody, found))]
    return (known or all_found or [()])[0]


# --- Act -> for whom it is done, where only its reason or its purpose says it.
BENEFITING = frozenset({"CONCEDE", "RETREAT", "AID", "CONSULT"})
YIELDING = frozenset({"CONCEDE", "RETREAT"})
REASONS = frozenset(
    {"after", "following", "amid", "under", "over", "against", "because", "when", "once", "as"}
    | {"since", "until", "if", "unless"}
)
CLAUSES = frozenset({"relcl", "acl"})
OBSERVERS = frozenset({"JRN"})


def beneficiary(
    match: Match, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Find the first party in the reasons or the purpose of an act that is none of its doers.

    Who gives way: what the thing given up is described by comes first ("posts *that the rebels
    claimed*"), then what the act follows or bows to ("*under pressure from the army*").
    """
    own = {actor.code for link in agents for actor in link.actors}
    find = _reasons if match.pattern.type in YIELDING else _purposes
    for index in find(match, participants):
        for link in participants.within(index):
            codes = {actor.code for actor in link.actors}
            watches = all(actor.sector in OBSERVERS for actor in link.actors)
            if not codes & own and not watches:
                return (link,)
    return ()


def _reasons(match: Match, participants: Participants) -> Iterator[int]:
    sentence = participants.sentence
    for patient in match.patients:
        yield from (i for i in sentence.children[patient] if sentence.tokens[i].dep in CLAUSES)
    for child in sentence.children[match.predicate]:
        token = sentence.tokens[child]
        marks = {sentence.tokens[i].text.lower() for i in sentence.children[child]}
        if token.dep == "prep" and token.text.lower() in REASONS:
            yield child
        elif token.dep in {"advmod", "acomp"}:
            yield from (i for i in sentence.children[child] if sentence.tokens[i].dep == "prep")
        elif token.dep == "advcl" and (marks & REASONS or token.tag in {"VBG", "VBN"}):
            yield child


def _purposes(match: Match, participants: Participants) -> Iterator[int]:
    sentence = participants.sentence
    for phrase in (match.predicate, *match.patients):
        for child in sentence.children[phrase]:
            if any(sentence.tokens[i].tag == "TO" for i in sentence.children[child]):
                yield child


# --- Predicate -> against whom a force is moved, a crowd gathers or a curfew is set.
OPPOSED = frozenset({"MOBILIZE", "PROTEST", "COERCE", "ASSAULT"})
OPPOSING_FORCES = frozenset({None, "MIL", "COP", "UAF"})
AGAINST = frozenset({"against", "at", "on", "facing", "opposite", "with", "towards", "toward"})
ADDRESS = frozenset({  # "in *protest* at X", "as a *message* to X"
    "protest", "anger", "row", "fury", "dispute", "quarrel", "defiance", "rage", "displeasure",
    "message", "signal", "warning", "answer", "response", "reply", "retaliation", "reaction",
})  # fmt: skip
WHEREABOUTS = frozenset({"in", "through", "across", "around", "round", "near", "outside", "from"})
TELLING = frozenset({"say", "tell", "report", "add", "write", "announce", "confirm", "warn"})


def find_opponents(
    match: Match, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Find the first link below the predicate that can be the other side; empty if none can.

    Whom something is *against* goes first, then whom a purpose names ("to watch X"), then who
    else is named, then who acts in a clause beside it ("as X protested").
    """
    sentence = participants.sentence
    doing = {i for agent in match.agents for i in sentence.subtrees[agent]}
    is_protest = match.pattern.type == "PROTEST"
    found = [
        link
        for link in participants.within(match.predicate)
        if link.mention.head not in doing
        and not _is_own(link, agents, participants, is_protest=is_protest)
        and not _tells(link, participants)
        and not is_beside(link, match.predicate, participants)
    ]
    found = [link for link in found if not any(_is_part_of(link, other) for other in found)]
    ranked = sorted(found, key=lambda link: _rank(link, match.predicate, participants))
    return tuple(ranked[:1])


def is_told_against(link: Link, participants: Participants) -> bool:
    """Whether words say outright whom something is against: "against X", "in protest at X"."""
    tokens = participants.sentence.tokens
    preposition = participants.preposition_of(link)
    if preposition == "against":
        return True
    current = tokens[link.mention.head]
    while current.dep in {"conj", "poss", "compound", "pobj"}:
        current = tokens[current.head]
        if current.text.lower() == "against":
            return True
        if current.dep == "prep" and tokens[current.head].lemma in ADDRESS:
            return True
    return False


def is_beside(link: Link, predicate: int, participants: Participants) -> bool:
    """Whether a link stands in a clause that is only joined on: "..., and *X* met Y", "where X"."""
    tokens = participants.sentence.tokens
    current = tokens[link.mention.head]
    while current.index not in {predicate, current.head}:
        below = (tokens[i] for i in participants.sentence.children[current.index])
        has_subject = any(token.dep in {"nsubj", "nsubjpass"} for token in below)
        if current.dep in {"conj", "parataxis"} and has_subject:
            return True
        children = participants.sentence.children[current.index]
        if current.dep in {"relcl", "advcl"} and any(
            tokens[i].text.lower() == "where" for i in children
        ):
            return True
        current = tokens[current.head]
    return False


def _is_own(
    link: Link, agents: Sequence[Link], participants: Participants, *, is_protest: bool
) -> bool:
    """Whether a link is the doer, its organ, its country as a place, or a force of nobody's."""
    if any(actor.code == "UNK" for actor in link.actors):
        return True
    acting = {actor.id or actor.name for agent in agents for actor in agent.actors}
    if {actor.id or actor.name for actor in link.actors} <= acting:
        return True
    own = countries_of(agents)
    if is_protest:
        is_place = participants.preposition_of(link) in WHEREABOUTS
        is_nobody = all(a.country is None and a.sector == "CVL" for a in link.actors)  # "the town"
        at_home = all(a.country in own and a.sector is None for a in link.actors)
        return is_place and (at_home or is_nobody)
    if all(actor.country is None and actor.sector in OPPOSING_FORCES for actor in link.actors):
        return True
    organs = ORGANS if any(a.sector in ORGANS for agent in agents for a in agent.actors) else {None}
    return all(actor.country in own and actor.sector in organs for actor in link.actors)


def _tells(link: Link, participants: Participants) -> bool:
    tokens = participants.sentence.tokens
    head = tokens[link.mention.head]
    return head.dep == "nsubj" and tokens[head.head].lemma in TELLING


def _is_part_of(link: Link, other: Link) -> bool:
    inner, outer = link.mention.span, other.mention.span
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


def _rank(link: Link, predicate: int, participants: Participants) -> tuple[int, int]:
    tokens = participants.sentence.tokens
    head = tokens[link.mention.head]
    if is_told_against(link, participants):
        return -1, head.index
    if participants.preposition_of(link) in AGAINST:
        return 0, head.index
    clause = _clause_above(head, predicate, participants)
    if clause is None:
        return 2, head.index
    below = (tokens[i] for i in participants.sentence.children[clause.index])
    is_purpose = any(token.tag == "TO" for token in below)
    return (1 if is_purpose else 3), head.index


def _clause_above(token: Token, predicate: int, participants: Participants) -> Token | None:
    """The verb between a token and the predicate; ``None`` where there is none."""
    tokens = participants.sentence.tokens
    current = tokens[token.head]
    while current.index not in {predicate, current.head}:
        if current.pos in {"VERB", "AUX"}:
            return current
        current = tokens[current.head]
    return None


# --- Match -> who acts, also where only the rest of the sentence tells it.
CUSTODY = frozenset(
    {"arrest", "detain", "jail", "imprison", "sentence", "convict", "indict", "try", "deport",
     "execute", "expel", "free", "release", "pardon"}
)  # fmt: skip
MEASURES = frozenset({"AID", "COERCE", "CONCEDE", "MOBILIZE", "RETREAT", "SANCTION"})
OFFICIALS = frozenset({"GOV", "MIL", "COP"})
WILL = frozenset({"will", "would", "'ll", "’ll"})


def agents_of_match(match: Match, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Who does it, if only by what the rest of the sentence tells."""
    agents = participants.of_all(match.agents) or _forces(match, participants)
    agents = agents or _custodian(match, participants) or _denier(match, clauses, participants)
    if not any(actor.country for link in agents for actor in link.actors):
        agents = _announcer(match, clauses, participants) or agents
    return agents


def _custodian(match: Match, participants: Participants) -> tuple[Link, ...]:
    """Who holds people where only the state is told in which they are held: "jailed in *Sudria*".

    Only for what a state's organs alone do, and told by a passive.
    """
    tokens = participants.sentence.tokens
    if match.pattern.type not in {"COERCE", "RETREAT"} or not match.patients:
        return ()
    is_passive = tokens[match.predicate].tag == "VBN" and match.pattern.kind == "verb"
    if not is_passive or tokens[match.predicate].lemma not in CUSTODY:
        return ()
    for link in participants.within(match.predicate):
        head = tokens[link.mention.head]
        preposition = tokens[head.head]
        is_where = head.dep == "pobj" and preposition.text.lower() == "in"
        if is_where and preposition.head == match.predicate:
            return (link,) if all(a.country and not a.sector for a in link.actors) else ()
    return ()


def _denier(match: Match, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Who denies a deed that nobody else is told to have done: "*X* denied an attack on Y"."""
    verb = denying(clauses, match.predicate) if match.pattern.kind == "noun" else None
    return () if verb is None else participants.of_all(clauses.agents(verb))


def _announcer(match: Match, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Whose officials tell of a measure in the passive: "flights *would be halted*, X said".

    Of arrests a state's forces tell as their own. A measure that is said to bear on their own
    state may be somebody else's.
    """
    verb = clauses.token(match.predicate)
    if verb.dep != "ccomp" or not clauses.is_passive(verb.index):
        return ()
    speakers = participants.of_all(clauses.subjects(verb.head))
    speaking = [actor for link in speakers for actor in link.actors]
    own = {actor.country for actor in speaking}
    if match.pattern.mode in {"arrest", "seize"} and all(a.sector in FORCES for a in speaking):
        return speakers
    modals = clauses.helpers(verb.index)
    is_ahead = match.pattern.type in MEASURES and bool(modals & WILL)
    named = [actor for link in participants.within(verb.index) for actor in link.actors]
    states = {actor.country for actor in named if not actor.is_guessed} - {None}
    is_official = all(actor.sector in OFFICIALS for actor in speaking)
    is_others = bool(states) if match.pattern.type == "CONCEDE" else bool(states & own)
    return speakers if is_ahead and is_official and not is_others else ()


def _forces(match: Match, participants: Participants) -> tuple[Link, ...]:
    """Who moves where only the forces are told: "*Norland's troops* were withdrawn"."""
    pattern = match.pattern
    if pattern.type != "MOBILIZE" and pattern.mode != "withdraw":
        return ()
    found = participants.of_all(match.patients)
    return tuple(link for link in found if any(a.sector in FORCES for a in link.actors))


# --- Speech -> at whom it aims beyond its own clause: "warned that *X* was ...".
ABROAD = frozenset({"AGREE", "REJECT", "REQUEST", "THREATEN"})
PARTNER_PREPOSITIONS = frozenset({"to", "with", "from", "by", "between", "against", "alongside"})


def aimed_roles(
    type_: str, predicate: int, roles: Roles, clauses: Clauses, participants: Participants
) -> Roles:
    """Complete the roles by the first from abroad whom speech aims at: "to sell arms *to X*"."""
    if not roles.agents or type_ not in ABROAD or not _is_kept_at_home(roles):
        return roles
    own = countries_of(roles.agents)
    said = clauses.below(predicate, "xcomp", "ccomp", "dobj", "prep", "acl", "pcomp")
    for index in said:
        for link in participants.within(index):
            known = [a for a in link.actors if a.country not in own and not a.is_guessed]
            if known and participants.preposition_of(link) in PARTNER_PREPOSITIONS:
                return Roles(roles.agents, (link,))
    return roles


def _is_kept_at_home(roles: Roles) -> bool:
    """Whether a state's organ only acts on its own: "threatened to send *its army* to X"."""
    return are_organs_of((*roles.agents, *roles.recipients), countries_of(roles.agents))


# --- Joined verbs -> the other side that they share: "expelled *Sudria's* envoy and froze trade".
JOINED = frozenset({"conj", "dep"})
HARM = frozenset({"ACCUSE", "COERCE", "REJECT", "REQUEST", "SANCTION", "THREATEN"})
HELP = frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "REQUEST", "SUPPORT"})
AIMED_BY_BOTH = (HARM | HELP) - {"COERCE", "CONCEDE"}
_Told = Mapping[int, tuple[str, Roles]]


def shared_roles(index: int, type_: str, roles: Roles, told: _Told, clauses: Clauses) -> Roles:
    """Take the other side of a verb that this one is joined to, where it has none itself.

    ``told`` has the types and roles of the acts found so far, by predicate.
    """
    if type_ not in AIMED_BY_BOTH or not clauses.is_verb(index) or not roles.agents:
        return roles
    if not _is_open(type_, roles):
        return roles
    for other in _joined_with(index, clauses):
        its_type, its = told.get(other, ("", Roles((), ())))
        found = _others(type_, Roles(roles.agents, its.recipients))
        if found and any({type_, its_type} <= kind for kind in (HARM, HELP)):
            return Roles(roles.agents, found)
    return roles


def _is_open(type_: str, roles: Roles) -> bool:
    """Whether no other side is named.

    A sanction names none, either, with an organ of one's own ("its envoy") or one of no state.
    """
    countries = countries_of(roles.recipients)
    if countries <= {None}:
        return not countries or type_ == "SANCTION"
    return type_ == "SANCTION" and not _others(type_, roles)


def _others(type_: str, roles: Roles) -> tuple[Link, ...]:
    """The recipients that are neither a doer nor an organ of one."""
    found = without(roles.recipients, roles.agents)
    return tuple(link for link in found if not is_own_organ(link, roles.agents, type_))


def _joined_with(index: int, clauses: Clauses) -> Sequence[int]:
    """The verbs that tell what the same subject does: those before this one, then the others."""
    first = index
    while _goes_on(first, clauses):
        first = clauses.token(first).head
    waiting, found = [first], {first}
    while waiting:
        below = clauses.below(waiting.pop(), *JOINED, "advcl")
        fresh = [i for i in below if i not in found and _goes_on(i, clauses)]
        waiting.extend(fresh)
        found.update(fresh)
    return sorted(found - {index}, key=lambda i: (i > index, abs(i - index)))


def _goes_on(index: int, clauses: Clauses) -> bool:
    """Whether a verb takes over the subject above: "..., *accusing* X", "... and *froze* trade"."""
    token = clauses.token(index)
    is_joined = token.dep in JOINED or (token.dep == "advcl" and token.tag == "VBG")
    has_subject = bool(clauses.below(index, "nsubj", "nsubjpass"))
    is_below = token.head != index and clauses.is_verb(token.head)
    return is_joined and is_below and not has_subject and clauses.is_verb(index)

"""Role nouns whose owner no word tells -> whose they probably are: "police", "the government".

In:  a role noun in its sentence and the memory of the report.   Out: actors marked as guessed.
Does not: take any place or state that happens to be near; unknown stays unknown.
"""

from dataclasses import replace
from operator import itemgetter

from detente.actors.senses import NameKind
from detente.actors.titles import FORMER, RoleWords, find_role
from detente.actors.view import Said, View
from detente.codebook import ARMED, ORGANS
from detente.language.clauses import distance, main_subject
from detente.language.tree import PLURAL, UNDERGOING, first_of_row, prepositional
from detente.records import Actor

_ANY_BODY = frozenset(
    {"group", "organization", "organisation", "movement", "network", "agency", "council", "board",
     "authority", "commission", "committee", "bureau", "department", "office"}
)  # fmt: skip
_AT_HOME = frozenset(
    {"COP", "JUD", "CVL", "MED", "LAB", "AGR", "EDU", "REL", "CRM", "UAF", "REF", "REB", "OPP",
     "LEG"}
)  # fmt: skip
_LEAGUES = frozenset({"alliance", "bloc", "body", "force", "grouping", "mission", "organisation",
                      "organization"})  # fmt: skip
_STATES = frozenset(
    {"capital", "country", "donor", "government", "nation", "power", "signatory", "state"}
)
_SENDING = frozenset(
    {"deploy", "send", "dispatch", "withdraw", "move", "mobilize", "mobilise", "mass", "station",
     "redeploy", "recall", "pull", "have", "keep", "maintain", "lose", "launch", "fly"}
)  # fmt: skip
_COMING = frozenset({"arrive", "come", "cross", "fly", "take"})
_ADDRESSING = frozenset({"tell", "address", "promise", "assure", "reassure", "thank", "remind"})
_HOLDING = frozenset(
    {"arrest", "charge", "convict", "detain", "imprison", "jail", "sentence", "try"}
)
_JUDGED = frozenset(
    {"accuse", "arrest", "charge", "convict", "detain", "execute", "extradite", "hang", "imprison",
     "indict", "jail", "sentence"}
)  # fmt: skip
_KILLING = frozenset({"behead", "hijack", "kill", "murder", "rape", "rob", "shoot", "stab"})
_SUBJECTS_OF_A_STATE = frozenset({"REB", "UAF", "OPP", "PTY", "CVL", "JUD", "LEG", "COP", "REF"})
_IN_POLITICS = frozenset({"GOV", "ELI", "LEG", "JUD", "OPP", "PTY"})
_TRAVELLERS = frozenset({"BUS", "LAB", "AGR", "EDU", "JRN", "SOC", "REF"})  # often abroad
_OF_MANY = frozenset(
    {"international", "multinational", "foreign", "global", "regional", "western", "world"}
)
_CREEDS = frozenset(  # of no region: "*Islamist* rebels"
    {"Buddhist", "Catholic", "Christian", "Communist", "Conservative", "Democratic", "Hindu",
     "Islamic", "Islamist", "Jewish", "Kurdish", "Liberal", "Maoist", "Marxist", "Muslim", "Nazi",
     "Orthodox", "Protestant", "Republican", "Shi'ite", "Shia", "Shiite", "Sikh", "Socialist",
     "Sunni"}
)  # fmt: skip
_COMMANDED = frozenset({"MIL", "COP", "LEG"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_SOCIETIES = ("group", "groups", "agency", "agencies", "organization", "organizations",
              "organisation", "organisations", "charity", "charities", "ngo", "ngos")  # fmt: skip


def guessed_actors(view: View, role: RoleWords, actor: Actor) -> tuple[Actor, ...]:
    """Guess whose a bare role noun is, from what was said before or from where it happens."""
    before = _told_before(view, role, actor)
    if before is not None:
        return before.actors
    if role.row.kind in {"envoy", "expert"} or _are_states(view, role):
        return (actor,)  # who is received, or comments, is rarely of the country at hand
    if role.row.noun in _LEAGUES and _is_regional(view, role):
        return (replace(actor, country="IGO", sector=None),)
    sent_by = senders(view, role)
    if sent_by:
        return tuple(replace(actor, country=country) for country in sent_by)
    if _is_regional(view, role):
        is_europe = view.tokens[role.first - 1].text == "European"
        return (replace(actor, country="EUR" if is_europe else None),)
    return (replace(actor, country=_likely_country(view, role) or _in_topic(view, role)),)


def _in_topic(view: View, role: RoleWords) -> str | None:
    """Take a body of a state for one of the state that the report is about."""
    return view.memory.topic if role.row.sector in ORGANS else None


def _told_before(view: View, role: RoleWords, actor: Actor) -> Said | None:
    """Find whom the noun takes up: "the former president", "the ministry", "the embassy"."""
    former = _former(view, role) if actor.sector == FORMER else None
    if former is not None or not _is_definite(view, role):
        return former
    before = None
    if not _is_of_speaker(view, role):
        are_many = view.tokens[role.last].tag in PLURAL
        noun = view.words(role.first, role.last).lower() if are_many else role.row.noun
        before = view.memory.same_noun(noun, role.row.sector) or _same_body(view, role)
    return before or (view.memory.mission() if role.row.kind == "envoy" else None)


def _are_states(view: View, role: RoleWords) -> bool:
    """Whether the noun stands for several states: "Arab *states*", "world *powers*"."""
    return role.row.kind == "group" and view.tokens[role.last].lemma in _STATES


def _likely_country(view: View, role: RoleWords) -> str | None:
    """Guess by who sends them, by where it happens, or by whom the report is about.

    Ministers meet in foreign capitals: for governments the place counts last. Societies that
    nobody owns are of no state.
    """
    sent_by = role.row.country or _joined(view, role) or _placed(view, role) or None
    place = view.place_country(role.last)
    if role.row.sector == "SOC" and _is_society(role.row.noun):
        return sent_by or "NGO"
    if role.row.sector == "JRN":
        return sent_by or place or (None if _is_addressed(view, role) else at_large(view))
    at_hand = _at_hand(view, role)
    is_organ = role.row.kind == "organ" or role.row.noun == "authorities"
    before = view.memory.country_for(role.row, at_home=is_organ)
    if role.row.sector == "CVL":
        return (
            sent_by
            or place
            or captor(view, role.last)
            or view.memory.setting(view.sentence.index)
            or at_large(view)
        )
    if role.row.sector in _AT_HOME:
        setting = view.memory.setting(view.sentence.index)
        return sent_by or place or at_hand or setting or before or view.only_country()
    if role.row.kind == "organ" and not _is_of_speaker(view, role):
        sent_by = sent_by or view.memory.like(role.row.noun, view.sentence.index)
    if role.row.sector == "GOV" and role.row.kind in {"person", "relay"} and not sent_by:
        sent_by = view.memory.acting_state(view.sentence.index)
    alone = view.only_country() if role.row.kind in {"organ", "group"} else None
    return sent_by or at_hand or _of_held(view, role) or before or place or alone


def at_large(view: View) -> str | None:
    """Take somebody whom nothing nearer places for one of the state that is told of.

    It is the only one that the sentence names, else the report's topic, else the one told last.
    """
    states = view.memory.states
    told = (view.only_country(), view.memory.topic, *view.memory.last_countries())
    return next((code for code in told if code in states), None)


def _placed(view: View, role: RoleWords) -> str | None:
    """Find the country of a body told by its seat: "the government *in Lyon*", "*In Lyon*, the".

    People may be anywhere; a ministry is at home. What stands first counts for bodies of a state
    that the report has named.
    """
    if role.row.kind not in {"organ", "relay"}:
        return None
    after = view.tokens[role.last + 1 : role.last + 3]
    if role.row.kind == "organ" and len(after) > 1 and after[0].text.lower() == "in":
        return view.seat_at(after[1].index)
    country = seat_of_speech(view, role)
    return country if country in view.memory.countries else None


def seat_of_speech(view: View, role: RoleWords) -> str | None:
    """Find the state in whose capital an official speaks: "*In Lyon*, a spokesman said"."""
    subject = main_subject(view.sentence)
    if role.row.sector not in ORGANS or view.tokens[0].text != "In":
        return None
    if subject is None or role.last > subject:
        return None
    return view.seat_at(1)


def _is_of_speaker(view: View, role: RoleWords) -> bool:
    """Whether an official speaks of what his own organ does: "the minister said *the army*"."""
    token = view.tokens[role.last]
    clause = view.tokens[token.head]
    if role.row.sector not in _COMMANDED or token.dep != "nsubj" or clause.dep != "ccomp":
        return False
    speakers = (view.resolve(child) for child in view.children(clause.head, "nsubj"))
    return any(
        actor.sector in ORGANS and not actor.is_guessed
        for speaker in speakers
        if speaker is not None
        for actor in speaker.actors
    )


def _is_society(noun: str) -> bool:
    """Whether a noun says what sort of society: "aid agencies", not any "group"."""
    return noun.endswith(_SOCIETIES) and (" " in noun or noun not in _ANY_BODY)


def _at_hand(view: View, role: RoleWords) -> str | None:
    """Find the state of the subject: "the FARC offered *the government* talks".

    A government may be anybody's to another: there only those under it count.
    """
    if role.row.sector not in ORGANS:
        return None
    open_subjects = [
        (distance(view.sentence, role.last, said.place), said.actors[0])
        for said in view.memory.said_since(view.sentence.index)
        if said.is_subject and said.place is not None
    ]
    for (is_hidden, _), actor in sorted(open_subjects, key=itemgetter(0)):
        is_under = actor.sector not in _TRAVELLERS
        if role.row.sector == "GOV":
            is_under = actor.sector in _SUBJECTS_OF_A_STATE
        if actor.country in view.gazetteer.states and not actor.is_guessed and not is_hidden:
            return actor.country if is_under else None
    return None


def _of_held(view: View, role: RoleWords) -> str | None:
    """Find the state of the man whom its forces deal with: "soldiers arrested *President X*"."""
    token = view.tokens[role.last]
    if role.row.sector not in _COMMANDED or token.dep != "nsubj":
        return None
    held = (view.resolve(child) for child in view.children(token.head, "dobj"))
    persons = (one.actors[0] for one in held if one is not None and one.is_person)
    return next((one.country for one in persons if one.sector in _IN_POLITICS), None)


def _is_addressed(view: View, role: RoleWords) -> bool:
    token = view.tokens[role.last]
    return token.dep in {"dobj", "dative"} and view.tokens[token.head].lemma in _ADDRESSING


def _former(view: View, role: RoleWords) -> Said | None:
    """Find the person told last whose time in office is over: "the former president"."""
    if not any(token.text.lower() == "the" for token in view.tokens[role.first - 2 : role.first]):
        return None
    for said in reversed(view.memory.said):
        if said.is_person and said.actors[0].sector == FORMER and said.countries:
            return said
    return None


def _is_regional(view: View, role: RoleWords) -> bool:
    """Whether the noun is told to be of something larger than a state: "African leaders"."""
    for token in view.tokens[max(0, role.first - 2) : role.first]:
        if token.text.lower() in _OF_MANY and not _begins_body(view, token.index):
            return True
        hit = view.hit_at(token.index)
        is_none = hit is None or any(sense.kind is NameKind.DISCARD for sense in hit.senses)
        is_prefix = view.tokens[token.index + 1].text == "-" or token.text == "-"
        is_land = token.entity in {"NORP", "LOC"} and token.text not in _CREEDS
        if is_none and not is_prefix and is_land:
            return True
    return False


def captor(view: View, index: int) -> str | None:
    """Find the state whose police deal with somebody, or whose organs hold him.

    "Its police killed 300 *people*", "Norland jailed Bishop *X*".
    """
    token = view.tokens[index]
    subjects = view.clauses.subjects(token.head) if token.dep == "dobj" else ()
    doers = [doer for i in subjects if (doer := view.resolve(i)) is not None]
    holding = ORGANS | {None} if view.tokens[token.head].lemma in _HOLDING else {"COP"}
    holders = (a for doer in doers for a in doer.actors if a.sector in holding)
    return next((actor.country for actor in holders), None)


CRIMINAL = "CRM"


def is_accused(view: View, index: int) -> bool:
    """Whether the police or a court deals with somebody, or he kills: "jailed two *men*"."""
    token = view.tokens[index]
    verbs = _JUDGED if token.dep in UNDERGOING else _KILLING
    is_told = token.dep in UNDERGOING | {"nsubj"}
    return is_told and view.tokens[token.head].lemma in verbs


def _begins_body(view: View, index: int) -> bool:
    """Whether a word begins the name of a body: the "foreign" of "a foreign ministry spokesman"."""
    body = find_role(view, index + 1, index)
    return body is not None and body.first == index


def senders(view: View, role: RoleWords) -> tuple[str, ...]:
    """Find the subjects that send them: "Norland and Sudria deployed troops"."""
    for index in range(role.first, role.last + 1):
        token = view.tokens[first_of_row(view.sentence, index)]
        verb = view.tokens[token.head]
        if token.dep == "dobj" and verb.lemma in _SENDING:
            return _acting_in(view, verb.index)
        for clause in view.children(token.index, "relcl"):  # "drones that *Norland* launched"
            if view.tokens[clause].lemma in _SENDING and _acting_in(view, clause):
                return _acting_in(view, clause)
            for word, below in prepositional(view.sentence, clause):  # "that came from *Norland*"
                origin = view.resolve(below) if word == "from" else None
                if origin is not None and view.tokens[clause].lemma in _COMING:
                    return origin.countries
    return ()


def _joined(view: View, role: RoleWords) -> str | None:
    """Find the state of those in arms against it, told beside it: "*the government* and the Xs"."""
    token = view.tokens[role.last]
    beside = [*view.children(token.index, "conj"), *([token.head] if token.dep == "conj" else [])]
    if role.row.sector not in ORGANS:
        return None
    found = (view.resolve(index) for index in beside if index != role.last)
    actors = (actor for one in found if one is not None for actor in one.actors)
    return next((a.country for a in actors if a.sector in ARMED and not a.is_guessed), None)


def _acting_in(view: View, verb: int) -> tuple[str, ...]:
    """List the countries of a verb's subjects."""
    found = [resolved for i in view.clauses.subjects(verb) if (resolved := view.resolve(i))]
    return tuple(dict.fromkeys(code for one in found for code in one.countries))


def _same_body(view: View, role: RoleWords) -> Said | None:
    """Find the body that a bare noun takes up: "the newspaper", "the group", "the company"."""
    is_body = role.row.kind == "organ" or role.row.noun in _ANY_BODY
    is_body = is_body and not role.row.noun.endswith("government")
    if not is_body or view.tokens[role.last].tag in PLURAL:
        return None
    return view.memory.same_body(None if role.row.noun in _ANY_BODY else role.row.sector)


def _is_definite(view: View, role: RoleWords) -> bool:
    before = view.tokens[role.first - 1] if role.first else None
    return before is not None and before.dep == "det" and before.text.lower() in DEFINITE

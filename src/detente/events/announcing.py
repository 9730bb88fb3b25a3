"""Speech -> what the speaker announces: help ("said it would free X") or harm ("warned of ...").

In:  a verb of speech and one below it.   Out: whether the speaker promises, refuses or threatens.
Does not: decide roles, or read a forecast of what somebody else will do as a promise or threat.
"""

from detente.events.matching import Matcher
from detente.events.syntax import Clauses

__all__ = ["announces_deed", "announces_harm", "announces_help", "announces_refusal", "is_hearer"]

HELPFUL = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"})
HARMFUL = frozenset({"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
HARMS = frozenset({
    "punish", "retaliate", "respond", "reply", "strike", "hit", "cut", "sever", "suspend",
    "halt", "close", "shut", "block", "stop", "withhold", "destroy", "raze", "crush", "burn",
    "bomb", "fight", "sue", "prosecute", "jail", "fine", "expel", "avenge", "resume", "act",
    "use", "reimpose", "blacklist", "boycott", "seize", "withdraw", "break", "end", "tear",
    "wipe", "annihilate", "disrupt", "paralyse", "review", "reconsider", "sink", "target",
    "hunt", "march", "invade", "answer", "counter", "outlaw", "sanction",
})  # fmt: skip  # what a speaker threatens to do
SUFFERINGS = frozenset({
    "pay", "face", "suffer", "regret", "bear", "lose", "expect", "meet", "risk", "get", "burn",
    "die", "perish", "forfeit", "feel", "taste", "follow", "become",
})  # fmt: skip  # what the other side will do or undergo
BEFALLING = SUFFERINGS | {"near", "approach", "enter", "have", "need", "await", "endure", "reach"}
ENDINGS = frozenset({"stop", "close", "cease", "suffer", "shut"})  # "warned that aid would stop"
COSTS = frozenset({
    "consequence", "retaliation", "reprisal", "sanction", "punishment", "revenge", "price",
    "response", "retribution", "countermeasure", "force", "fire", "hell", "blow", "tariff",
    "penalty", "strike", "war", "target", "defeat", "arrest", "prosecution", "action",
    "measure", "isolation",
})  # fmt: skip
PRICES = frozenset({"consequence", "price", "punishment", "reprisal", "retaliation", "retribution"})
ACTS_OF_WAR = frozenset({"act", "cause", "declaration"})
COMING_HARMS = COSTS | {
    "fighting", "attack", "bombing", "offensive", "raid", "duty", "airstrike", "embargo",
    "blockade",
}  # fmt: skip
COMING = frozenset({
    "resume", "follow", "continue", "begin", "start", "return", "come", "rise", "double",
    "intensify", "break",
})  # fmt: skip
COMPELLING = frozenset({"force", "compel", "oblige", "have", "need"})
AVERTING = frozenset({"if", "unless", "any", "should"})
WILL = frozenset({"will", "'ll", "’ll", "would", "shall"})
MAY = WILL | {"may", "might", "could"}
OWN = frozenset({"it", "they", "he", "she", "we", "i"})
HEARERS = frozenset({
    "reporter", "journalist", "newspaper", "parliament", "agency", "radio", "television",
    "conference", "lawmaker", "crowd", "supporter", "rally", "audience", "briefing", "daily",
    "paper", "reuters", "afp", "cnn", "bbc", "magazine", "assembly", "congregation", "deputy",
    "cabinet", "diplomat",
})  # fmt: skip
ORGANS = frozenset({None, "GOV", "MIL", "SPY", "COP", "LEG", "ELI", "REB", "UAF"})
OWN_FORCES = frozenset({"troop", "force", "army", "military", "navy", "soldier", "jet"})
OWN_THINGS = frozenset({"its", "their", "his", "her", "our", "my"})
CONDITIONS = frozenset({"if", "unless", "should", "until", "after", "any", "anyone", "whoever"})


def announces_help(speech: int, verb: int, clauses: Clauses, matcher: Matcher) -> bool:
    """Whether the speaker says that it will itself do something for somebody."""
    match = matcher.match(verb)
    if match is None or match.pattern.type not in HELPFUL or clauses.below(verb, "neg"):
        return False
    if match.pattern.mode == "resign" or _is_unsaid(speech, verb, clauses):
        return False
    if match.pattern.mode == "withdraw" and _is_conditioned(verb, clauses):
        return False  # a withdrawal on a condition is an ultimatum
    if match.pattern.type == "CONSULT" and _is_dated(verb, clauses):
        return False  # a meeting with a date is planned, not promised
    modals = clauses.helpers(verb)
    if _is_named(verb, clauses) and (modals != {"would"} or verb < speech):
        return False  # "the navy *will* sail, officials said" tells of a plan
    return bool(modals & WILL) and _is_own(speech, verb, clauses, matcher)


def announces_refusal(speech: int, verb: int, clauses: Clauses, matcher: Matcher) -> bool:
    """Whether the speaker says what it will not do: "said it *would not lend* X money"."""
    refuses = bool(clauses.below(verb, "neg")) and bool(clauses.helpers(verb) & WILL)
    is_named = _is_named(verb, clauses) and verb < speech
    is_said = not is_named and not _is_unsaid(speech, verb, clauses)
    return refuses and is_said and _is_own(speech, verb, clauses, matcher)


def announces_harm(
    speech: int, verb: int, clauses: Clauses, matcher: Matcher, *, warns: bool
) -> bool:
    """Whether the speaker announces harm that it will do, or that the other side will suffer.

    ``warns``: the speech itself is a warning, so that less is asked of what is announced.
    """
    is_averted, is_denied = _is_averted(verb, clauses), bool(clauses.below(verb, "neg"))
    is_plan = verb < speech and _is_named(verb, clauses)  # "the navy *will* sail, it said"
    is_excused = not warns and (is_denied or (is_plan and not is_averted))
    if is_excused or _is_unsaid(speech, verb, clauses):
        return False
    if not clauses.helpers(verb) & (MAY if warns else WILL):
        return warns and is_averted and _is_suffered(verb, clauses, warns=False)
    is_meant = _is_conditioned(verb, clauses) or _is_addressed(speech, clauses)
    if _means_war(verb, clauses):
        return True
    is_own = _is_own(speech, verb, clauses, matcher)
    comes = is_averted and _is_harm_itself(verb, clauses)
    verb = _compelled(verb, clauses)
    is_price = warns and _is_told_price(verb, clauses)
    if comes or is_price or (is_meant and _is_suffered(verb, clauses, warns=warns)):
        return True
    match, lemma = matcher.match(verb), clauses.token(verb).lemma
    harms = lemma in HARMS if match is None else match.pattern.type in HARMFUL
    if is_own:
        return (harms and is_meant) or (warns and lemma not in SUFFERINGS)
    is_doer_left_out = clauses.is_passive(verb) and not clauses.agents(verb)
    return is_meant and (harms if is_doer_left_out else warns and _names_cost(verb, clauses))


def announces_deed(speech: int, verb: int, clauses: Clauses, matcher: Matcher) -> bool:
    """Whether a warning blames another side for what it is doing: "warned that X *was arming* Y".

    What befalls that side ("was facing famine") is no blame.
    """
    doers = clauses.subjects(verb)
    links = (link for index in doers for link in matcher.participants.at(index))
    is_somebody = any(actor.country and not actor.is_guessed for a in links for actor in a.actors)
    is_going_on = clauses.token(verb).tag == "VBG" and bool(clauses.below(verb, "aux"))
    is_deed = bool(clauses.below(verb, "dobj")) and clauses.token(verb).lemma not in BEFALLING
    is_own = _is_own(speech, verb, clauses, matcher)
    is_ahead = bool(clauses.helpers(verb) & MAY)
    return is_somebody and is_going_on and is_deed and not is_own and not is_ahead


def is_hearer(index: int, clauses: Clauses) -> bool:
    """Whether somebody is told only to carry it on: "told *parliament* that it would ..."."""
    return clauses.token(index).lemma in HEARERS


# Private functions


def _is_unsaid(speech: int, verb: int, clauses: Clauses) -> bool:
    """Whether it is just not said: "*declined to* say *whether* it would lend X money"."""
    above = clauses.token(clauses.token(speech).head)
    is_refused = clauses.token(speech).dep == "xcomp" and above.lemma in {"decline", "refuse"}
    marks = {clauses.token(i).text.lower() for i in clauses.below(verb, "mark")}
    return is_refused or bool(clauses.below(speech, "neg")) or bool(marks & {"whether", "if"})


def _is_suffered(verb: int, clauses: Clauses, *, warns: bool) -> bool:
    """Whether the other side is to pay for something, or to lose what it has."""
    lemma = clauses.token(verb).lemma
    return (warns and lemma in ENDINGS) or (lemma in SUFFERINGS and _names_cost(verb, clauses))


def _is_told_price(verb: int, clauses: Clauses) -> bool:
    """Whether somebody will pay for what he did: "warned that *Sudria would face consequences*"."""
    below = clauses.sentence.subtrees[verb]
    is_price = any(clauses.token(i).lemma in PRICES for i in below)
    return is_price and clauses.token(verb).lemma in SUFFERINGS and _is_named(verb, clauses)


def _is_averted(verb: int, clauses: Clauses) -> bool:
    """Whether it is said how the other side can avert it: "*if* X did not ...", "*any* attack"."""
    words = {clauses.token(i).text.lower() for i in clauses.sentence.subtrees[verb]}
    return bool(words & AVERTING)


def _is_harm_itself(verb: int, clauses: Clauses) -> bool:
    """Whether harm is told to come by itself: "the *war would resume* unless ..."."""
    subjects = clauses.subjects(verb)
    is_harm = any(clauses.token(i).lemma in COMING_HARMS for i in subjects)
    return is_harm and clauses.token(verb).lemma in COMING


def _means_war(verb: int, clauses: Clauses) -> bool:
    """Whether a deed is said to be one of war: "would be taken as *a declaration of war*"."""
    nouns = (clauses.token(i) for i in clauses.sentence.subtrees[verb])
    return any(
        noun.lemma in ACTS_OF_WAR and clauses.token(obj).lemma == "war"
        for noun in nouns
        for prep, obj in clauses.prepositions(noun.index)
        if prep in {"of", "for"}
    )


def _compelled(verb: int, clauses: Clauses) -> int:
    """What somebody says that it would have to do: "would be forced *to respond*"."""
    found = clauses.below(verb, "xcomp") if clauses.token(verb).lemma in COMPELLING else ()
    return found[0] if found else verb


def _is_named(verb: int, clauses: Clauses) -> bool:
    subjects = clauses.subjects(verb)
    return bool(subjects) and clauses.token(subjects[0]).text.lower() not in OWN


def _is_addressed(speech: int, clauses: Clauses) -> bool:
    """Whether it is told to somebody whom it may concern, not to those who carry it on."""
    return any(not is_hearer(i, clauses) for i in clauses.patients(speech))


def _is_own(speech: int, verb: int, clauses: Clauses, matcher: Matcher) -> bool:
    """Whether the speaker, or something of its own, is to do it."""
    speakers = clauses.agents(speech)
    subjects = clauses.subjects(verb)
    if not subjects or not speakers:
        return False
    if subjects == speakers or clauses.token(subjects[0]).text.lower() in OWN:
        return True
    owners = clauses.below(subjects[0], "poss")
    if any(clauses.token(i).text.lower() in OWN_THINGS for i in owners):
        return True
    named = _codes(subjects, matcher)
    if not named and clauses.token(subjects[0]).lemma in OWN_FORCES:
        return True  # a state's officials speak of its own "troops"
    return bool(named & _codes(speakers, matcher))


def _codes(indices: tuple[int, ...], matcher: Matcher) -> set[str]:
    """States for which somebody named speaks or acts."""
    links = (link for index in indices for link in matcher.participants.at(index))
    actors = (actor for link in links for actor in link.actors)
    return {actor.country for actor in actors if actor.country and actor.sector in ORGANS}


def _is_conditioned(verb: int, clauses: Clauses) -> bool:
    words = {clauses.token(i).text.lower() for i in clauses.sentence.subtrees[verb]}
    return bool(words & CONDITIONS)


def _is_dated(verb: int, clauses: Clauses) -> bool:
    below = clauses.sentence.subtrees[verb]
    return any(clauses.token(i).entity in {"DATE", "TIME"} for i in below)


def _names_cost(verb: int, clauses: Clauses) -> bool:
    """Whether a cost is named, or the verb needs none ("would *regret* it")."""
    if clauses.token(verb).lemma in {"regret", "burn", "die", "perish", "forfeit", "lose"}:
        return True
    return any(clauses.token(i).lemma in COSTS for i in clauses.sentence.subtrees[verb])

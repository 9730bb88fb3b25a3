"""Sentence with actors -> what happens in it, by rules that can be read.

In:  a parsed sentence and its links.   Out: ``Coding``s, one an act.
Does not: build claims (claims.py does), look beyond the sentence, or invent a default type.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.events.coding import Coding
from detente.events.matching import Match, Matcher
from detente.events.operators import (
    Takeover,
    consumed_by_operator,
    contents_of,
    find_takeover,
    mode_of,
    reasons_of,
    taken_in,
)
from detente.events.patterns import load_lexicon
from detente.events.roles.matched import aimed_roles, roles_of_match, roles_of_refusal, shared_roles
from detente.events.roles.taken import roles_of_takeover
from detente.events.setting import Setting
from detente.events.sides import Participants, Roles
from detente.events.status import StatusReading, denying, read_status
from detente.language.clauses import Clauses
from detente.records import Link, Sentence, Status

NEEDS_RECIPIENT = frozenset({"COOPERATE", "AID", "SANCTION"})
DOER_MAY_BE_UNKNOWN = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "ACCUSE"})
BACKGROUND = frozenset({"acl", "relcl", "amod"})
AT_HOME = frozenset({"curfew", "martial-law"})  # any government's own people are meant
VERBAL = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
OBSERVERS = frozenset({"EDU", "JRN"})
WILLING = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
REFUSALS = frozenset({"not", "n't", "never"})
REFUSED_MODES = {"CONSULT": "meet", "AID": "assist", "COOPERATE": "assist"}
SURE, LIKELY, POSSIBLE = 0.9, 0.75, 0.6  # a rule's word, not a probability; see docs/measuring.md


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A predicate with its meaning and roles, before anybody asks whether it is a claim."""

    predicate: int
    type: str
    mode: str | None
    roles: Roles
    n_conditions: int
    is_noun: bool
    is_never_alone: bool
    needs_recipient: bool
    why: str
    is_threat: bool = False


class RuleCoder:
    """The transparent coder: patterns over dependency parses. See events/data/."""

    def __init__(self) -> None:
        self.lexicon = load_lexicon()

    @property
    def version(self) -> str:
        """``rules-`` and the digest of the pattern files."""
        return f"rules-{self.lexicon.digest}"

    def code_report(self, setting: Setting) -> tuple[Coding, ...]:
        """Find the acts of a report, sentence by sentence."""
        sentences = ((one, setting.links_in(one)) for one in setting.sentences)
        return tuple(coding for one, links in sentences for coding in self.code(one, links))

    def proposals(self, setting: Setting) -> tuple[Coding, ...]:
        """Give the acts that are told: nothing is weighed beside them."""
        return self.code_report(setting)

    def code(self, sentence: Sentence, links: Sequence[Link]) -> tuple[Coding, ...]:
        """Find the acts of one sentence that name enough actors, in text order."""
        clauses, participants = Clauses(sentence), Participants(sentence, links)
        if not participants.links or not sentence.tells:
            return ()
        return self.told(self.find_acts(clauses, participants), clauses)

    def told(self, found: Sequence[Act], clauses: Clauses) -> tuple[Coding, ...]:
        """Give those of a sentence's acts that name enough actors, in text order."""
        codings = [_coding(act, clauses) for act in found if _is_claim(act, clauses)]
        codings = [coding for coding in codings if not _is_mere_prospect(coding, clauses)]
        return tuple(sorted(codings, key=lambda coding: coding.predicate))

    def find_acts(self, clauses: Clauses, participants: Participants) -> list[Act]:
        """Find every act, governors before what they govern; what an act takes in is left out."""
        matcher = Matcher(clauses, participants, self.lexicon)
        consumed: set[int] = set()
        acts: list[Act] = []
        for index in _from_root(clauses.sentence):
            if index in consumed:
                continue
            consumed.update(consumed_by_operator(index, clauses, self.lexicon))
            match = matcher.match(index)
            takeover = find_takeover(index, clauses, matcher, self.lexicon)
            if takeover and not (match and match.pattern.spells_out):
                consumed.update(taken_in(takeover, clauses, matcher))
                acts.append(_act_of_takeover(takeover, clauses, participants))
                continue
            if match:
                consumed.update(contents_of(match, clauses))
                consumed.update(() if match.means is None else (match.means,))
                consumed.update(reasons_of(match, clauses))
                consumed.update(takeover.taken[:1] if takeover else ())
                act = _act_of_match(match, clauses, participants, acts)
                acts.append(act)
                consumed.update(_told_by(act, match, matcher, clauses))
                is_told = act.roles.recipients or match.pattern.is_mutual
                consumed.update(matcher.results_of(match) if is_told else ())
        acts = [_with_shared_side(act, acts, clauses) for act in acts]
        acts = [_with_names(act, participants) for act in acts]
        return told_once(acts, clauses)

    def code_pair(
        self, sentence: Sentence, actor: Sequence[Link], recipient: Sequence[Link]
    ) -> Coding | None:
        """Take the act whose roles fit the two best; nearness to the root decides a tie."""
        clauses = Clauses(sentence)
        participants = Participants(sentence, [*actor, *recipient])
        acts = self.find_acts(clauses, participants)
        if not acts:
            return None
        ranked = [(_fit(act, actor, recipient, clauses), -rank) for rank, act in enumerate(acts)]
        best = acts[-max(ranked)[1]]
        return _coding(best, clauses)

    def read_status(self, sentence: Sentence, predicate: int) -> Status:
        """Read the status from syntax and cue words."""
        return read_status(Clauses(sentence), predicate).status


def _from_root(sentence: Sentence) -> list[int]:
    """Token indices, governors first, then in text order."""
    depth = {token.index: 0 for token in sentence.tokens}
    for token in sentence.tokens:
        for below in sentence.subtrees[token.index]:
            depth[below] += 1
    return sorted(depth, key=lambda index: (depth[index], index))


def _act_of_match(
    match: Match, clauses: Clauses, participants: Participants, above: Sequence[Act]
) -> Act:
    pattern = match.pattern
    roles = roles_of_match(match, clauses, participants)
    if pattern.kind == "noun" and pattern.type == "CONSULT" and not roles.agents:
        roles = _sides_of_occasion(match.predicate, clauses, above) or roles
    roles = aimed_roles(pattern.type, match.predicate, roles, clauses, participants)
    return Act(
        predicate=match.predicate,
        type=pattern.type,
        mode=pattern.mode,
        roles=roles,
        n_conditions=pattern.n_conditions,
        is_noun=pattern.kind == "noun",
        is_never_alone=pattern.is_never_alone,
        needs_recipient=pattern.type in NEEDS_RECIPIENT and not pattern.is_mutual,
        why=f"rule {pattern.place}",
    )


def _act_of_takeover(takeover: Takeover, clauses: Clauses, participants: Participants) -> Act:
    taken = " ".join(clauses.token(index).text for index in takeover.taken)
    roles = roles_of_takeover(takeover, clauses, participants)
    roles = aimed_roles(takeover.type, takeover.predicate, roles, clauses, participants)
    is_strike = takeover.match is not None and takeover.match.pattern.type == "ASSAULT"
    is_turned = takeover.type == takeover.operator.hostile == "THREATEN"
    if is_turned and not is_strike and not roles.recipients:
        takeover = replace(takeover, type="AGREE")  # nobody is threatened
    return Act(
        predicate=takeover.predicate,
        type=takeover.type,
        mode=mode_of(takeover, clauses),
        roles=roles,
        n_conditions=2,
        is_noun=clauses.token(takeover.predicate).pos == "NOUN"
        and not clauses.is_verb(takeover.predicate),
        is_never_alone=False,
        needs_recipient=takeover.operator.modal is not None,
        why=f"rule operators.toml {takeover.operator.lemma} over {taken}",
        is_threat=takeover.operator.is_denied,
    )


def _with_shared_side(act: Act, others: Sequence[Act], clauses: Clauses) -> Act:
    told = {other.predicate: (other.type, other.roles) for other in others}
    return replace(act, roles=shared_roles(act.predicate, act.type, act.roles, told, clauses))


def _with_names(act: Act, participants: Participants) -> Act:
    agents, recipients = map(participants.named, (act.roles.agents, act.roles.recipients))
    return replace(act, roles=Roles(agents, recipients))


def _coding(act: Act, clauses: Clauses) -> Coding:
    status = StatusReading(Status.ACTUAL) if act.is_threat else read_status(clauses, act.predicate)
    if act.type in WILLING and status.because in REFUSALS and _has_will(act.predicate, clauses):
        mode = "yield" if act.type in {"CONCEDE", "RETREAT"} else REFUSED_MODES.get(act.type)
        roles = roles_of_refusal(act.predicate, act.roles, clauses)
        act = replace(act, type="REJECT", mode=mode, roles=roles)
        status = StatusReading(Status.ACTUAL)
    both = bool(act.roles.agents) and (bool(act.roles.recipients) or len(act.roles.agents) > 1)
    sure = SURE if act.n_conditions >= 2 else LIKELY  # noqa: PLR2004  # one full condition
    reason = f"; {status.status} by {status.because!r}" if status.because else ""
    return Coding(
        sentence=clauses.sentence.index,
        predicate=act.predicate,
        type=act.type,
        mode=act.mode,
        status=status.status,
        agents=act.roles.agents,
        recipients=act.roles.recipients,
        score=sure if both else POSSIBLE,
        why=act.why + reason,
        cue=status.because,
    )


def _has_will(index: int, clauses: Clauses) -> bool:
    """Tell a refusal ("will not meet") from what merely did not happen ("did not meet")."""
    return bool(clauses.helpers(index) & {"will", "wo", "would", "'ll", "’ll"})


def _sides_of_occasion(noun: int, clauses: Clauses, above: Sequence[Act]) -> Roles | None:
    """Who met where a deed of several sides is placed: "agreed *at a summit*"."""
    prep = clauses.token(clauses.token(noun).head)
    if any(clauses.token(i).text.lower() == "the" for i in clauses.below(noun, "det")):
        return None  # "at the summit" speaks of one that was told before
    if prep.text.lower() not in {"at", "during", "in", "after", "following"}:
        return None
    deed = next((act for act in above if act.predicate == clauses.clause_of(prep.index)), None)
    is_other = deed is not None and deed.type != "CONSULT"  # who meets *in talks* meets once
    sides = deed.roles.agents if deed and is_other else ()
    return Roles(sides, ()) if len(sides) > 1 else None


def _told_by(act: Act, match: Match, matcher: Matcher, clauses: Clauses) -> tuple[int, ...]:
    """The objects that a verb's act takes in.

    Where the verb lacks somebody and its object says it all, the object tells: "*a donation of
    cars by Norland to Sudria* was handed over", "*X's call on Y* was ignored".
    """
    if act.type == "REJECT" and not act.roles.agents:
        return ()
    if _is_claim(act, clauses):
        brought = [obj for _, obj in clauses.prepositions(match.predicate)]
        near = brought if match.pattern.companion else []  # "are *in talks*" is told once
        return (*match.patients, *(i for i in near if _is_told(i, act, matcher)))
    return tuple(i for i in match.patients if not _is_told(i, act, matcher))


def _is_told(index: int, act: Act, matcher: Matcher) -> bool:
    match = matcher.match(index)
    return match is not None and match.pattern.type == act.type


def _is_mere_prospect(coding: Coding, clauses: Clauses) -> bool:
    """Whether this is no act of its own.

    A purpose ("sent troops *to protect* X", but not "is *to protect* X"), or a deed without a doer
    that has not happened ("hoped that he *would be indicted*").
    """
    token = clauses.token(coding.predicate)
    is_announced = token.dep not in BACKGROUND | {"advcl"} or clauses.is_headline_verb(token.index)
    is_purpose = coding.cue == "to" and not is_announced
    is_unmanned = not coding.agents and (token.tag == "VB" or coding.status is not Status.ACTUAL)
    return is_purpose or is_unmanned


def _is_observer(link: Link) -> bool:
    return all(actor.sector in OBSERVERS for actor in link.actors)


def _is_known(link: Link) -> bool:
    return any(actor.country and not actor.is_guessed for actor in link.actors)


def _is_identified(roles: Roles) -> bool:
    """Whether somebody is known, or two sides are told, by what they are: "police", "students"."""
    if any(map(_is_known, (*roles.agents, *roles.recipients))):
        return True
    sides = (roles.agents[:1], roles.recipients or roles.agents[1:])
    return all(any(a.sector or a.country for link in s for a in link.actors) for s in sides)


def _is_claim(act: Act, clauses: Clauses) -> bool:
    """Whether enough actors are named; a noun alone needs both sides to be an act.

    Somebody identified must take part, unless both sides are told by what they are; a
    scholar's or a paper's judgement on nobody in particular is a statement, and neither
    threatens; an act without a doer counts where a clause tells it.
    """
    agents, recipients = act.roles.agents, act.roles.recipients
    is_home = act.mode in AT_HOME and any(a.country for link in agents for a in link.actors)
    if act.is_never_alone or not (is_home or _is_identified(act.roles)):
        return False
    judges = act.type in VERBAL and agents and all(map(_is_observer, agents))
    if judges and (act.type == "THREATEN" or not recipients):
        return False
    if not agents and _is_background(act.predicate, clauses):
        return False
    if act.is_noun and denying(clauses, act.predicate) is None:
        return bool(agents and recipients) or sum(len(link.actors) for link in agents) > 1
    if act.needs_recipient and not recipients:
        return False
    return bool(agents) or (bool(recipients) and act.type in DOER_MAY_BE_UNKNOWN)


def _is_background(index: int, clauses: Clauses) -> bool:
    """Whether a word only describes somebody: "*accused* of fraud, X was jailed"."""
    token = clauses.token(index)
    is_participle = token.tag == "VBN" and not clauses.below(index, "aux", "auxpass", "mark")
    return token.dep in BACKGROUND or (token.dep == "advcl" and is_participle)


def _fit(
    act: Act, actor: Sequence[Link], recipient: Sequence[Link], clauses: Clauses
) -> tuple[int, int]:
    """How well an act's roles fit two given sides: right roles, then merely present."""
    wanted = {link.mention.span for link in actor}, {link.mention.span for link in recipient}
    agents = {link.mention.span for link in act.roles.agents}
    others = {link.mention.span for link in act.roles.recipients}
    roles = 2 * bool(wanted[0] & agents) + 2 * bool(wanted[1] & others)
    roles += bool(wanted[1] & agents and wanted[0] & agents)
    below = clauses.sentence.subtree_span(act.predicate)
    present = sum(any(span in below for span in side) for side in wanted)
    return roles, present


# --- A predicate with its meaning and sides, before anybody asks whether it is a claim.
def told_once(acts: Sequence[Act], clauses: Clauses) -> list[Act]:
    """Leave out an act that a word below it tells, too, and nearer to what happens.

    "*talks* with X are due to resume", "talks were *scheduled* to begin": the last verb tells.
    """
    return [act for act in acts if not any(_tells_it(other, act, clauses) for other in acts)]


def _tells_it(other: Act, act: Act, clauses: Clauses) -> bool:
    if other is act or other.type != act.type or _sides(other) != _sides(act):
        return False
    verb = clauses.token(other.predicate)
    if act.is_noun:
        return act.predicate in clauses.subjects(other.predicate)
    return verb.dep == "xcomp" and verb.head == act.predicate


def _sides(act: Act) -> set[tuple[int, int]]:
    """Where those who take part are named."""
    links = (*act.roles.agents, *act.roles.recipients)
    return {(link.mention.span.start, link.mention.span.end) for link in links}

"""Predicate -> what it means here. Compares a word's syntax with the patterns of its lemma.

In:  a sentence's clauses and participants, a token.   Out: the best ``Match`` or nothing.
Does not: follow operators ("agreed to ..."), nor decide whether the act happened.
"""

from collections.abc import Sequence
from typing import NamedTuple

from detente.events.conditions import OWNERS, Conditions
from detente.events.doers import Doers
from detente.events.match import Match
from detente.events.participants import Participants
from detente.events.patterns import Lexicon, Pattern
from detente.events.syntax import Clauses
from detente.events.wordclasses import CAPITALS

__all__ = ["GETTING", "Matcher"]

PREPOSITIONS = (
    "against", "on", "upon", "to", "with", "from", "at", "towards", "toward", "into", "onto",
    "over", "of", "for", "between", "about", "among", "by", "behind", "outside", "in",
)  # fmt: skip  # where a recipient may stand, likeliest first
SIDES = frozenset({"with", "between", "among", "alongside", "to"})
NO_PREDICATES = frozenset({"aux", "auxpass", "amod", "compound", "case", "prep"})
IRREGULAR = {"retook": "retake", "overran": "overrun", "retaken": "retake", "shot": "shoot"}
GIVING = frozenset({
    "address", "announce", "begin", "carry", "conduct", "consider", "continue", "deliver", "direct",
    "draft", "extend", "prepare", "propose",
    "file", "give", "have", "hold", "issue", "launch", "lead", "level", "lodge", "make", "mount",
    "offer", "open", "order", "organise", "organize", "plan", "plot", "press", "renew", "repeat",
    "resume", "send", "stage", "start", "step", "submit", "undertake", "unleash", "voice", "wage",
})  # fmt: skip
GETTING = frozenset({
    "attract", "draw", "earn", "encounter", "face", "get", "obtain", "prompt", "provoke",
    "receive", "suffer", "survive", "trigger", "weather", "win", "withstand",
})  # fmt: skip
OCCURRING = frozenset({
    "be", "begin", "break", "continue", "end", "erupt", "flare", "follow", "go", "happen", "hold",
    "intensify", "occur", "open", "rage", "report", "resume", "start", "take",
})  # fmt: skip


AIMING = frozenset({"against", "on", "at", "outside", "over"})


class _Frame(NamedTuple):
    """A verb's (preposition, object) pairs, logical subjects and logical objects."""

    pairs: tuple[tuple[str, int], ...]
    agents: tuple[int, ...]
    patients: tuple[int, ...]


class Matcher:
    """Matches the predicates of one sentence."""

    def __init__(self, clauses: Clauses, participants: Participants, lexicon: Lexicon) -> None:
        self.clauses = clauses
        self.participants = participants
        self.lexicon = lexicon
        self._frames: dict[int, _Frame] = {}
        self._found: dict[int, Match | None] = {}
        self.conditions = Conditions(clauses, participants)
        self.doers = Doers(clauses, participants, lexicon, (self._match_noun, self._match_verb))

    def match(self, index: int) -> Match | None:
        """Find the most demanding pattern that the token at ``index`` meets; looked for once."""
        if index not in self._found:
            self._found[index] = self._find(index)
        return self._found[index]

    def results_of(self, match: Match) -> tuple[int, ...]:
        """The harm that a harm did: "shelled the town, *killing* five" is one act."""
        if match.pattern.type != "ASSAULT":
            return ()
        below = self.clauses.below(match.predicate, "advcl")
        verbs = [verb for verb in below if self.clauses.token(verb).tag == "VBG"]
        verbs += [i for verb in verbs for i in self.clauses.below(verb, "conj")]
        harms = ((verb, self.match(verb)) for verb in verbs)
        return tuple(verb for verb, harm in harms if harm and harm.pattern.type == "ASSAULT")

    # Private functions

    def _find(self, index: int) -> Match | None:
        token = self.clauses.token(index)
        if self.clauses.is_verb(index) and token.dep not in NO_PREDICATES:
            return self._match_verb(index)
        if self.clauses.below(index, "aux", "auxpass") and token.dep not in NO_PREDICATES:
            return self._match_verb(index) or self._match_noun(index)  # "was *overrun*", as a noun
        if token.pos in {"NOUN", "PROPN"}:
            return self._match_noun(index)
        if token.pos == "ADJ" and token.dep in {"acomp", "ROOT", "conj", "oprd"}:
            return self._match_adjective(index)
        return None

    def _match_verb(self, index: int) -> Match | None:
        patterns = self.lexicon.patterns.get(("verb", self._verb_lemma(index)), ())
        return next((m for m in (self._try_verb(index, p) for p in patterns) if m), None)

    def _verb_lemma(self, index: int) -> str:
        """The lemma, or where the lexicon has none the base form that the spelling tells.

        A single consonant before "-ed" has lost an "e": "raped" is of "rape", not of "rap".
        """
        tokens, known = self.clauses.sentence.tokens, self.lexicon.patterns
        token, text = tokens[index], tokens[index].text.lower()
        if index > 1 and tokens[index - 1].text == "-":  # "baton-charged" is of "baton-charge"
            joined = f"{tokens[index - 2].text.lower()}-{token.lemma}"
            if ("verb", joined) in known:
                return joined
        if text in IRREGULAR:
            return IRREGULAR[text]
        is_single = len(text) > 4 and text.endswith("ed") and text[-4] in "aeiou"  # noqa: PLR2004
        if is_single and text[-3] not in "aeiouwxy" and ("verb", text[:-1]) in known:
            return text[:-1]
        stems = (token.lemma, *_stems(text))
        return next((stem for stem in stems if ("verb", stem) in known), token.lemma)

    def _frame_of(self, index: int) -> _Frame:
        """A verb's surroundings, worked out once for all its patterns."""
        if index not in self._frames:
            pairs = tuple(self.clauses.prepositions(index))
            agents = self.clauses.agents(index) or self.doers.told_by(index, pairs)
            agents = self.doers.authors(index, agents)
            counted = self.conditions.classes.counted
            patients = (
                joined for one in self.clauses.patients(index) for joined in (one, *counted(one))
            )
            self._frames[index] = _Frame(pairs, agents, tuple(patients))
        return self._frames[index]

    def _try_verb(self, index: int, pattern: Pattern) -> Match | None:
        pairs, agents, patients = self._frame_of(index)
        if pattern.is_intransitive and self.clauses.below(index, "dobj"):
            return None
        taken: tuple[int, ...] = ()
        if pattern.particle:
            found = self._particle(index, pattern.particle, pairs)
            if found is None:
                return None
            taken = tuple(i for one in found for i in (one, *self.conditions.classes.counted(one)))
            asked = [patient for patient in patients if self.participants.at(patient)]
            patients = (*asked, *taken, *patients) if taken else patients
        if not patients and self._is_done_to(agents, pattern):
            agents, patients = self._moved(index, pattern, agents)
        if not self.conditions.hold_for_verb(index, pattern, agents, patients):
            return None
        means = self.doers.means(pairs) if self.clauses.is_passive(index) and not agents else None
        means = means or self.doers.deed_named(index, pattern, agents)
        if means:
            agents, taken = means.agents, (*taken, means.predicate)
        elif self.clauses.is_passive(index) and not self.participants.of_all(agents):
            agents = self.doers.hidden(index, agents)
        agents = self.doers.of_harm(index, pattern, agents)
        rest = [(prep, obj) for prep, obj in pairs if obj not in {*taken, *agents}]
        brought = [obj for _, obj in rest] if pattern.companion else []  # "came for talks *with X*"
        below = [p for phrase in (*patients, *brought) for p in self.clauses.prepositions(phrase)]
        nested = [pair for pair in below if pair[1] not in patients]
        others = self._ordered(pattern, [*rest, *nested])
        others = (*others, *(means.others if means else ()))
        sides = tuple(obj for prep, obj in [*rest, *nested] if prep in SIDES)
        return Match(
            pattern=pattern,
            predicate=index,
            agents=agents,
            patients=patients,
            others=others,
            sides=sides,
            held=tuple(obj for prep, obj in [*rest, *nested] if prep in pattern.recipient),
            means=means.predicate if means else None,
        )

    def _moved(
        self, index: int, pattern: Pattern, subjects: tuple[int, ...]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Agents and patients where the subject is what others have as object.

        Talks that resumed are what is resumed; troops that moved did so themselves.
        """
        asked = pattern.object or frozenset()
        named = [subject for subject in subjects if self.conditions.classes.has((subject,), asked)]
        acts = any(self.participants.at(subject) for subject in named)
        if acts and (pattern.type == "MOBILIZE" or pattern.mode == "withdraw"):
            return subjects, subjects
        is_past = self.clauses.token(index).tag in {"VBN", "VBD"}
        has_clause = self.clauses.below(index, "ccomp", "xcomp")
        is_full = self.clauses.sentence.tokens[-1].text == "."
        if acts and (has_clause or is_full or not is_past):
            return subjects, ()
        return (), subjects

    def _is_done_to(self, subjects: tuple[int, ...], pattern: Pattern) -> bool:
        """Whether a verb without an object tells what its subject undergoes."""
        asked = pattern.object
        if asked is None or pattern.subject is not None or pattern.has_tool:
            return False
        if asked & CAPITALS and pattern.type == "ASSAULT":
            return False  # "troops fought": somebody can do without an object what a thing cannot
        is_led = bool(pattern.prep)  # "pushed *for* talks": nobody was pushed
        return self.conditions.classes.has(subjects, asked - CAPITALS if is_led else asked)

    def _particle(
        self, index: int, particle: str, pairs: Sequence[tuple[str, int]]
    ) -> tuple[int, ...] | None:
        """Objects of the particle, empty if it stands alone; ``None`` if it is not there."""
        parts = particle.split()
        ends = {parts[0], parts[-1]}
        objects = tuple(obj for prep, obj in pairs if prep in ends)
        if len(parts) > 1:
            return objects if particle in self._words_after(index, len(parts) + 2) else None
        words = {
            self.clauses.token(i).text.lower()
            for i in self.clauses.below(index)
            if not self.clauses.is_dating(i)
        }
        verb_parts = self.clauses.below(index, "prt")  # "handed *in weapons*", parsed as a phrase
        objects += tuple(obj for part in verb_parts for obj in self.clauses.below(part, "pobj"))
        led = [i for i in self.clauses.below(index, "ccomp", "xcomp") if i == index + 1]
        led = [i for i in led if self.clauses.token(i).text.lower() == particle]
        objects += tuple(obj for verb in led for obj in self.clauses.below(verb, "dobj"))
        return objects if particle in words or objects else None

    def _words_after(self, index: int, n: int) -> str:
        tokens = self.clauses.sentence.tokens[index + 1 : index + 1 + n]
        return " ".join(token.text.lower() for token in tokens)

    def _ordered(self, pattern: Pattern, pairs: list[tuple[str, int]]) -> tuple[int, ...]:
        order = (*pattern.recipient, *(p for p in PREPOSITIONS if p not in pattern.recipient))
        ranked = [
            (order.index(prep), position, obj)
            for position, (prep, obj) in enumerate(pairs)
            if prep in order
        ]
        return tuple(obj for _, _, obj in sorted(ranked))

    def _match_noun(self, index: int) -> Match | None:
        names = sorted(self.conditions.classes.names_of(index), key=lambda name: -name.count(" "))
        for lemma in names:  # "cyber attack" before "attack"
            for pattern in self.lexicon.patterns.get(("noun", lemma), ()):
                if self.conditions.hold_for_noun(index, pattern):
                    return self._noun_match(index, pattern)
        return None

    def _noun_match(self, index: int, pattern: Pattern) -> Match:
        pairs = list(self.clauses.prepositions(index))
        if self._is_told_to_occur(index) or self._has_got(index):
            pairs.extend(self.clauses.prepositions(self.clauses.token(index).head))
        doers = [obj for prep, obj in pairs if prep in {"by", "of"}]
        nested = [pair for doer in doers for pair in self.clauses.prepositions(doer)]
        pairs += [pair for pair in nested if pair[0] in {*AIMING, "by"}]
        owners = self.clauses.below(index, *OWNERS)
        by = tuple(obj for prep, obj in pairs if prep == "by")
        of = tuple(obj for prep, obj in pairs if prep == "of")
        agents = by or tuple(owner for owner in owners if self.participants.of(owner))
        if not agents and "of" not in pattern.recipient:
            agents = of
        if not self.participants.of_all(agents) and "from" not in pattern.recipient:
            agents = tuple(obj for prep, obj in pairs if prep == "from") or agents
        light = self._light_verb(index)
        if light is not None and not self.participants.of_all(agents):
            agents = self.clauses.agents(light)
            pairs.extend(self.clauses.prepositions(light))
        aimed = [obj for prep, obj in pairs if prep in AIMING and not self.participants.of(obj)]
        inner = [pair for obj in (*of, *aimed) for pair in self.clauses.prepositions(obj)]
        others = self._ordered(pattern, [pair for pair in (*pairs, *inner) if pair[0] != "by"])
        if self._has_got(index):
            others = (*self.clauses.subjects(self.clauses.token(index).head), *others)
        patients: tuple[int, ...] = ()
        is_suffered = bool(by) or pattern.type == "COERCE"  # "Norlandic *shelling*" is Norland's
        is_held = any(prep in pattern.recipient for prep, _ in pairs)
        if pattern.recipient[:1] == ("of",) and is_suffered and not is_held:
            agents, patients, others = by, owners, ()  # "*his* arrest by police"
        return Match(
            pattern=pattern,
            predicate=index,
            agents=agents,
            patients=patients,
            others=tuple(obj for obj in others if obj not in agents),
            sides=tuple(obj for prep, obj in pairs if prep in SIDES),
        )

    def _light_verb(self, noun: int) -> int | None:
        """The verb that only says that somebody does what the noun names: "*made* a request"."""
        token = self.clauses.token(noun)
        verb = self.clauses.token(token.head)
        is_object = token.dep in {"dobj", "nsubjpass"}
        return verb.index if is_object and verb.lemma in GIVING else None

    def _is_told_to_occur(self, noun: int) -> bool:
        """Whether a verb only says that it happens: "fighting *erupted* between X and Y"."""
        token = self.clauses.token(noun)
        verb = self.clauses.token(token.head)
        return token.dep in {"nsubj", "nsubjpass"} and verb.lemma in OCCURRING

    def _has_got(self, noun: int) -> bool:
        """Whether somebody is said to be at the noun's other end: "*received* an apology"."""
        token = self.clauses.token(noun)
        verb = self.clauses.token(token.head)
        return token.dep == "dobj" and verb.lemma in GETTING

    def _match_adjective(self, index: int) -> Match | None:
        for pattern in self.lexicon.patterns.get(
            ("adjective", self.clauses.token(index).lemma), ()
        ):
            pairs = list(self.clauses.prepositions(index))
            others = tuple(obj for prep, obj in pairs if prep in pattern.recipient)
            if not self.participants.of_all(others):
                continue
            agents = self.clauses.subjects(self.clauses.token(index).head)
            if not agents:
                continue
            return Match(
                pattern=pattern,
                predicate=index,
                agents=agents,
                patients=(),
                others=others,
                sides=(),
            )
        return None


def _stems(text: str) -> tuple[str, ...]:
    """What a verb's form may be of; "defund" is no form of "defy"."""
    if text.endswith(("ied", "ies")):
        return (f"{text[:-3]}y", text[:-1])
    if text.endswith("ing"):
        return (text[:-3], f"{text[:-3]}e")
    if text.endswith(("ed", "es")):
        return (text[:-1], text[:-2], text[:-3])
    return (text[:-1],) if text.endswith("s") else ()

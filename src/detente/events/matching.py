"""Predicate -> what it means here. Compares a word's syntax with the patterns of its lemma.

In:  a sentence's clauses and participants, a token.   Out: the best ``Match`` or nothing; its
doers.
Does not: follow operators ("agreed to ..."), decide whether the act happened, or hold actors: all
positions are token indices.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from detente.codebook import BODIES
from detente.events.patterns import Lexicon, Pattern
from detente.events.sides import Participants
from detente.language.clauses import Clauses
from detente.language.tree import UNDERGOING
from detente.records import Link, MentionKind

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


# --- A predicate under a pattern, before anybody asks who takes part.
@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A predicate under a pattern. All positions are token indices.

    ``agents`` and ``patients`` are logical subjects and objects, ``others`` the objects of
    prepositions in the order in which a recipient is looked for, ``held`` those of the pattern's
    own prepositions; ``means`` is a deed told as the way in which this one was done.
    """

    pattern: Pattern
    predicate: int
    agents: tuple[int, ...]
    patients: tuple[int, ...]
    others: tuple[int, ...]
    sides: tuple[int, ...]
    held: tuple[int, ...] = ()
    means: int | None = None


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

    def _find(self, index: int) -> Match | None:
        token = self.clauses.token(index)
        if self.clauses.is_verb(index) and token.dep not in NO_PREDICATES:
            return self._match_verb(index)
        if self.clauses.below(index, "aux", "auxpass") and token.dep not in NO_PREDICATES:
            return self._match_verb(index) or self._match_noun(index)  # "was *overrun*", as a noun
        if token.pos in {"NOUN", "PROPN"}:
            return self._match_noun(index)
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
            agents = self.clauses.agents(index)
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
        if acts and pattern.mode == "withdraw":
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
        if self._is_told_to_occur(index):
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
        is_object = token.dep in UNDERGOING
        return verb.index if is_object and verb.lemma in GIVING else None

    def _is_told_to_occur(self, noun: int) -> bool:
        """Whether a verb only says that it happens: "fighting *erupted* between X and Y"."""
        token = self.clauses.token(noun)
        verb = self.clauses.token(token.head)
        return token.dep in {"nsubj", "nsubjpass"} and verb.lemma in OCCURRING


def _stems(text: str) -> tuple[str, ...]:
    """What a verb's form may be of; "defund" is no form of "defy"."""
    if text.endswith(("ied", "ies")):
        return (f"{text[:-3]}y", text[:-1])
    if text.endswith("ing"):
        return (text[:-3], f"{text[:-3]}e")
    if text.endswith(("ed", "es")):
        return (text[:-1], text[:-2], text[:-3])
    return (text[:-1],) if text.endswith("s") else ()


# --- A predicate and a pattern -> whether the words that the pattern asks for are there.
OWNERS = ("poss", "compound", "amod", "nmod")
MODIFIERS = ("amod", "compound", "advmod", "nmod", "poss")
COMPLEMENTS = ("oprd", "ccomp", "xcomp", "attr", "acomp", "prep")
PURPOSES = ("advcl", "acl", "relcl")
_Checks = tuple[tuple[frozenset[str] | None, Callable[[frozenset[str]], bool]], ...]


class Conditions:
    """What patterns ask of the words around a predicate, in one sentence."""

    def __init__(self, clauses: Clauses, participants: Participants) -> None:
        self.clauses = clauses
        self.participants = participants
        self.classes = WordClasses(clauses, participants)

    def hold_for_verb(
        self, index: int, pattern: Pattern, agents: tuple[int, ...], patients: tuple[int, ...]
    ) -> bool:
        """Whether a verb with these logical subjects and objects has all that is asked."""
        has_clause = bool(self.clauses.below(index, "xcomp", "ccomp"))
        if (pattern.takes_clause and not has_clause) or (pattern.is_bare and has_clause):
            return False
        objects = chain(patients, self._beside_objects(index, patients))
        checks: _Checks = (
            (pattern.object, lambda words: self.classes.has(objects, words)),
            (pattern.subject, lambda words: self.classes.has(agents, words)),
            (pattern.modifier, lambda words: self._is_modified((index, *patients), words)),
            (pattern.prep, lambda words: self._takes_preposition((index, *patients), words)),
            (pattern.companion, lambda words: self._has_companion((index, *patients), words)),
            (pattern.complement, lambda words: self._has_complement(index, words)),
            (pattern.of, lambda words: self.classes.has(self._contents_of(patients), words)),
            (pattern.unless, lambda words: self._is_clear_of(index, agents, patients, words)),
        )
        return all(words is None or holds(words) for words, holds in checks)

    def hold_for_noun(self, index: int, pattern: Pattern) -> bool:
        """Whether a noun with its owners and phrases has all that is asked."""
        pairs = list(self.clauses.prepositions(index))
        owners = self.clauses.below(index, *OWNERS)
        of = [obj for prep, obj in pairs if prep == "of"]
        by = [obj for prep, obj in pairs if prep == "by"]
        held = [obj for prep, obj in pairs if prep in pattern.recipient]
        checks: _Checks = (
            (pattern.modifier, lambda words: self._is_modified((index,), words)),
            (pattern.prep, lambda words: any(prep in words for prep, _ in pairs)),
            (pattern.subject, lambda words: self.classes.has((*owners, *by, *of), words)),
            (pattern.object, lambda words: self.classes.has(held, words)),
            (pattern.of, lambda words: self.classes.has(of, words)),
            (pattern.unless, lambda words: not self._is_modified((index,), words)),
        )
        return all(words is None or holds(words) for words, holds in checks)

    def _beside_objects(self, index: int, patients: Iterable[int]) -> Iterator[int]:
        """What else an object is: "gave X *two days*", "freed Tom Ruel, a *pilot*"."""
        yield from self.clauses.below(index, "npadvmod")
        for one in patients:
            yield from self._named(one)

    def _named(self, index: int) -> tuple[int, ...]:
        """What stands beside a noun as another name for it: "called the raid *a crime*"."""
        return self.clauses.below(index, "appos")

    def _called(self, index: int) -> tuple[int, ...]:
        """What a noun is said to be, hung on it: "described the raid *as a crime*"."""
        preps = self.clauses.below(index, "prep")
        return tuple(i for i in preps if self.clauses.token(i).text.lower() == "as")

    def _contents_of(self, indices: Iterable[int]) -> tuple[int, ...]:
        """What nouns are "of": "a letter *of protest*"."""
        pairs = (pair for index in indices for pair in self.clauses.prepositions(index))
        return tuple(obj for prep, obj in pairs if prep == "of")

    def _is_clear_of(
        self, index: int, agents: tuple[int, ...], patients: tuple[int, ...], words: frozenset[str]
    ) -> bool:
        """Whether none of the words stands as subject, object, particle or behind a preposition."""
        below = (i for i in self.clauses.below(index) if not self.clauses.is_dating(i))
        particles = {self.clauses.token(i).text.lower() for i in below}
        named = self.classes.has((*agents, *patients), words) or self._has_companion(
            (index,), words
        )
        return not named and not particles & words

    def _takes_preposition(self, indices: Iterable[int], words: frozenset[str]) -> bool:
        below = (prep for index in indices for prep in self.clauses.below(index, "prep"))
        telling = (prep for prep in below if not self.clauses.is_dating(prep))
        led = any(self.clauses.token(prep).text.lower() in words for prep in telling)
        return led or any(
            prep in words for index in indices for prep, _ in self.clauses.prepositions(index)
        )

    def _is_modified(self, indices: Iterable[int], lemmas: frozenset[str]) -> bool:
        return any(
            self.clauses.token(child).lemma in lemmas
            for index in indices
            for child in self._modifiers(index, lemmas)
        )

    def _modifiers(self, index: int, lemmas: frozenset[str]) -> Iterator[int]:
        """Direct modifiers; "together" also where it is parsed into a phrase of the verb."""
        yield from self.clauses.below(index, *MODIFIERS)
        if "together" in lemmas:
            for child in self.clauses.below(index, "prep", "dobj", "npadvmod"):
                yield from self.clauses.below(child, "advmod")

    def _has_companion(self, indices: Iterable[int], lemmas: frozenset[str]) -> bool:
        """Whether some preposition brings a word: "hit *with sanctions*", "*by phone*".

        "with ACTOR" asks for a party behind it, also behind the object's: "drills *with Peru*".
        """
        return any(
            lemmas
            & {word for name in self.classes.names_of(obj) for word in (name, f"{prep} {name}")}
            or (f"{prep} ACTOR" in lemmas and self.participants.of(obj))
            for index in indices
            for prep, obj in self.clauses.prepositions(index)
        )

    def _has_complement(self, index: int, lemmas: frozenset[str]) -> bool:
        objects = self.clauses.below(index, "dobj")
        named = [i for obj in objects for i in (*self._named(obj), *self._called(obj))]
        below = (*self.clauses.below(index, *COMPLEMENTS), *self._purposes(index), *named)
        subtrees = self.clauses.sentence.subtrees
        return any(
            self.clauses.token(i).lemma in lemmas for child in below for i in subtrees[child]
        )

    def _purposes(self, index: int) -> tuple[int, ...]:
        """Infinitives that say what an act is for: "sent troops *to guard* the town"."""
        phrases = (index, *self.clauses.below(index, "dobj"))
        below = (i for phrase in phrases for i in self.clauses.below(phrase, *PURPOSES))
        return tuple(filter(self.clauses.is_infinitive, below))


# --- Who did it, where a verb's own subject does not tell.
OCCASIONS = frozenset({"when", "as", "after"})
WRITINGS = frozenset({
    "act", "bill", "communique", "decree", "law", "letter", "legislation", "measure", "motion",
    "note", "order", "ordinance", "paper", "report", "resolution", "ruling", "statement", "verdict",
})  # fmt: skip
ISSUING = frozenset({
    "add", "adopt", "approve", "carry", "declare", "deliver", "enact", "endorse", "issue", "pass",
    "publish", "release", "say", "send", "sign", "vote", "write",
})  # fmt: skip
PLACING = frozenset({"on", "in", "at", "of", "near", "outside", "against", "over"})
DeedOf = Callable[[int], Match | None]


class Doers:
    """Looks for doers in one sentence; ``noun`` and ``verb`` read a token as a deed."""

    def __init__(
        self,
        clauses: Clauses,
        participants: Participants,
        lexicon: Lexicon,
        deeds: tuple[DeedOf, DeedOf],
    ) -> None:
        self.clauses = clauses
        self.participants = participants
        self.lexicon = lexicon
        self.noun, self.verb = deeds

    def authors(self, index: int, agents: tuple[int, ...]) -> tuple[int, ...]:
        """Who does what a text of theirs does: "*X* passed a bill banning", "a note blaming"."""
        if not agents or self.clauses.token(agents[0]).lemma not in WRITINGS:
            return agents
        noun = agents[0]
        if self.participants.of_all(agents):
            return agents
        governor = self.clauses.clause_of(noun)
        if governor in {noun, index} or self.clauses.token(governor).lemma not in ISSUING:
            return agents
        return self.clauses.agents(governor)

    def of_harm(self, index: int, pattern: Pattern, agents: tuple[int, ...]) -> tuple[int, ...]:
        """Look for the doer of a harm where the verb's own subject is none.

        Behind a weapon ("a bomb *planted by rebels* killed"), in the clause of the occasion
        ("was killed when *rebels* attacked").
        """
        if pattern.type != "ASSAULT":
            return agents
        if not agents and self.clauses.is_passive(index):
            return self._of_occasion(index)
        if self.participants.of_all(agents):
            return agents
        behind = [
            doer
            for agent in agents
            for clause in self.clauses.below(agent, "acl", "relcl")
            for doer in self.clauses.agents(clause)
            if doer not in agents
        ]
        return tuple(behind) or agents

    def deed_named(self, index: int, pattern: Pattern, agents: tuple[int, ...]) -> Match | None:
        """Find the harm that is told as the doer of a harm: "*an air strike by X on Y* killed"."""
        if pattern.type != "ASSAULT":
            return None
        named = (self.noun(agent) for agent in (*agents, *self._above_place(index)))
        deeds = [deed for deed in named if deed and deed.pattern.type == "ASSAULT"]
        sided = (
            replace(d, agents=d.sides) if d.pattern.is_mutual and d.sides else d for d in deeds
        )
        return next(sided, None)

    def means(self, pairs: Sequence[tuple[str, int]]) -> Match | None:
        """Find the deed by which something was done: "were killed *in shelling by rebels*"."""
        occasions = [obj for prep, obj in pairs if prep in {"in", "during", "by"}]
        return next((deed for deed in map(self.noun, occasions) if deed and deed.agents), None)

    def _above_place(self, index: int) -> tuple[int, ...]:
        """The noun whose place a clause was hung on: "*a raid* on a market that killed ten"."""
        subjects = self.clauses.below(index, "nsubj")
        place = self.clauses.token(self.clauses.token(index).head)
        is_hung = self.clauses.token(index).dep == "relcl" and place.dep == "pobj"
        is_thing = any(self.clauses.token(i).text.lower() in {"that", "which"} for i in subjects)
        found: list[int] = []
        while is_hung and is_thing and place.dep == "pobj":
            preposition = self.clauses.token(place.head)
            if preposition.text.lower() not in PLACING:
                break
            place = self.clauses.token(preposition.head)
            found.append(place.index)
        return tuple(found)

    def _of_occasion(self, index: int) -> tuple[int, ...]:
        """Who attacked "when *rebels* attacked the bus"; nobody where the clause tells no harm."""
        for clause in self.clauses.below(index, "advcl"):
            marks = self.clauses.below(clause, "mark", "advmod")
            if {self.clauses.token(i).text.lower() for i in marks} & OCCASIONS:
                deed = self.verb(clause) if self.clauses.is_verb(clause) else None
                if deed and deed.pattern.type == "ASSAULT":
                    return deed.agents
        return ()


# --- Token -> whether a set of lemmas or kinds of actors takes it in: "@crowd", "ARMED", "THING".
SECTORS: dict[str, frozenset[str | None]] = {
    "REBEL": frozenset({"REB", "UAF", "CRM", "PRM"}),
    "ARMED": frozenset({"REB", "UAF", "CRM", "PRM", "MIL", "COP", "SPY"}),
    "POLICE": frozenset({"COP", "JUD"}),
    "FIRM": frozenset({"BUS"}),
    "CIVIL": frozenset(
        {"CVL", "LAB", "EDU", "AGR", "OPP", "PTY", "REL", "MED", "SOC", "BUS", "REF", "JRN", "NGO"}
    ),
}
CAPITALS = frozenset({"ACTOR", "PERSON", "PEOPLE", "STATE", "BODY", "SIDES", "THING", *SECTORS})
LIGHT_NOUN_HEADS = frozenset({  # what they count says more: "most of its *troops*"
    "round", "series", "number", "wave", "set", "package", "kind", "lot", "thousand", "hundred",
    "ten", "dozen", "score", "million", "billion", "part", "area", "company", "pair", "handful",
    "couple", "batch", "string", "spate", "crowd", "group", "column", "team", "unit", "majority",
    "half", "rest", "member", "fleet", "convoy", "most", "third", "quarter", "last", "first",
    "dozens", "hundreds", "thousands", "ton", "tonne", "load", "day", "hour", "week", "month",
    "platoon", "squad", "stream", "raft", "volume", "worth", "amount", "quantity",
})  # fmt: skip
BRANCHES = frozenset({"branch", "wing", "cell", "arm", "affiliate", "offshoot", "faction", "man"})


class WordClasses:
    """The words of one sentence as members of the sets that patterns name."""

    def __init__(self, clauses: Clauses, participants: Participants) -> None:
        self.clauses = clauses
        self.participants = participants
        self._names: dict[int, tuple[str, ...]] = {}

    def has(self, indices: Iterable[int], lemmas: frozenset[str]) -> bool:
        """Whether one of the tokens is in the set, by its lemma or by whom it names."""
        indices = tuple(indices)
        named = any(not lemmas.isdisjoint(self.names_of(index)) for index in indices)
        return named or (bool(lemmas & CAPITALS) and self._is_actor(indices, lemmas))

    def names_of(self, index: int) -> tuple[str, ...]:
        """Lemmas that may list a noun: its own, with its compound, a title, and what it counts."""
        if index not in self._names:
            self._names[index] = tuple(self._listing(index))
        return self._names[index]

    def _listing(self, index: int) -> Iterator[str]:
        token = self.clauses.token(index)
        yield token.lemma
        if token.tag == "VBG":
            yield token.text.lower()  # "*fighting* between X and Y", read as a verb
        compounds = self.clauses.below(index, "compound", "amod")
        for child in compounds:
            yield f"{self.clauses.token(child).lemma} {token.lemma}"
            if token.pos == "PROPN" and self.clauses.token(child).pos == "NOUN":
                yield self.clauses.token(child).lemma  # "the captured *pilot* Tom Ruel"
        for obj in self.counted(index):
            yield from self.names_of(obj)

    def counted(self, index: int) -> tuple[int, ...]:
        """What a light head counts: "the last of its *troops*"."""
        token = self.clauses.token(index)
        if token.lemma not in LIGHT_NOUN_HEADS and token.pos not in {"NUM", "DET", "PRON"}:
            return ()
        return tuple(obj for prep, obj in self.clauses.prepositions(index) if prep == "of")

    def _is_actor(self, indices: Sequence[int], lemmas: frozenset[str]) -> bool:
        if "SIDES" in lemmas and self._are_sides(indices):
            return True
        for index in indices:
            links = self.participants.at(index)
            if not links and self.clauses.token(index).lemma in BRANCHES:
                links = self.participants.of(index)
            is_it = self.clauses.token(index).text.lower() == "it"  # "accepted *it*", the plan
            if "THING" in lemmas and (is_it or not links):
                return True
            if any(_is_kind(link, lemmas) for link in links):
                return True
        return False

    def _are_sides(self, indices: Sequence[int]) -> bool:
        """Whether several parties are named together: "Peru *and* Chile", "the two armies"."""
        links = self.participants.of_all(indices)
        several = {actor.id or actor.code for link in links for actor in link.actors}
        return len(several) > 1 or any(link.mention.kind is MentionKind.GROUP for link in links)


def _is_kind(link: Link, lemmas: frozenset[str]) -> bool:
    """Whether a link is one of the kinds that the capitals in a set ask for."""
    sectors = {actor.sector for actor in link.actors}
    if any(sectors & SECTORS[capital] for capital in lemmas & SECTORS.keys()):
        return True
    if "PERSON" in lemmas and any(actor.office for actor in link.actors):
        return True
    if "BODY" in lemmas and any(actor.country in BODIES for actor in link.actors):
        return True
    return "ACTOR" in lemmas or ("STATE" if _is_state(link) else "PEOPLE") in lemmas


def _is_state(link: Link) -> bool:
    """Whether a name stands for a state or its government, not for people."""
    return link.mention.kind is MentionKind.NAME and any(
        actor.country and actor.country not in BODIES and actor.sector in {None, "GOV"}
        for actor in link.actors
    )

"""Predicate -> what it means here. Compares a word's syntax with the patterns of its lemma.

In:  a sentence's clauses and participants, a token.   Out: the best ``Match`` or nothing.
Does not: follow operators ("agreed to ..."), nor decide whether the act happened.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from detente.events.participants import Participants
from detente.events.patterns import Lexicon, Pattern
from detente.events.syntax import Clauses
from detente.records import Link, MentionKind

__all__ = ["Match", "Matcher"]

PREPOSITIONS = (
    "against", "on", "upon", "to", "with", "from", "at", "towards", "toward", "into", "onto",
    "over", "of", "for", "between", "about", "among", "by", "in",
)  # fmt: skip  # where a recipient may stand, likeliest first
SIDES = frozenset({"with", "between", "among", "alongside", "to"})
NO_PREDICATES = frozenset({"aux", "auxpass", "amod", "compound", "case", "prep"})
CAPITALS = frozenset({"ACTOR", "PERSON", "PEOPLE", "STATE", "THING"})
LIGHT_NOUN_HEADS = frozenset({"round", "series", "number", "wave", "set", "package", "kind", "lot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A predicate under a pattern. All positions are token indices.

    ``agents`` and ``patients`` are logical subjects and objects, ``others`` the objects of
    prepositions in the order in which a recipient is looked for; ``means`` is a deed told as the
    way in which this one was done.
    """

    pattern: Pattern
    predicate: int
    agents: tuple[int, ...]
    patients: tuple[int, ...]
    others: tuple[int, ...]
    sides: tuple[int, ...]
    means: int | None = None


class Matcher:
    """Matches the predicates of one sentence."""

    def __init__(self, clauses: Clauses, participants: Participants, lexicon: Lexicon) -> None:
        self.clauses = clauses
        self.participants = participants
        self.lexicon = lexicon

    def match(self, index: int) -> Match | None:
        """Find the most demanding pattern that the token at ``index`` meets."""
        token = self.clauses.token(index)
        if token.pos in {"VERB", "AUX"} and token.dep not in NO_PREDICATES:
            return self._match_verb(index)
        if token.pos in {"NOUN", "PROPN"}:
            return self._match_noun(index)
        if token.pos == "ADJ" and token.dep in {"acomp", "ROOT", "conj", "oprd"}:
            return self._match_adjective(index)
        return None

    # Private functions

    def _match_verb(self, index: int) -> Match | None:
        patterns = self.lexicon.patterns.get(("verb", self.clauses.token(index).lemma), ())
        return next((m for m in (self._try_verb(index, p) for p in patterns) if m), None)

    def _try_verb(self, index: int, pattern: Pattern) -> Match | None:
        agents, patients = self.clauses.agents(index), self.clauses.patients(index)
        pairs = list(self.clauses.prepositions(index))
        if pattern.is_intransitive and self.clauses.below(index, "dobj"):
            return None
        taken: tuple[int, ...] = ()
        if pattern.particle:
            found = self._particle(index, pattern.particle, pairs)
            if found is None:
                return None
            taken = found
            patients = (*taken, *patients) if taken else patients
        if not patients and pattern.object is not None and self._has_lemma(agents, pattern.object):
            agents, patients = (), agents  # "talks resumed": what resumes is the object
        if not self._conditions_hold(index, pattern, agents, patients):
            return None
        means = self._means(pairs) if self.clauses.is_passive(index) and not agents else None
        if means:
            agents, taken = means.agents, (*taken, means.predicate)
        rest = [(prep, obj) for prep, obj in pairs if obj not in taken]
        nested = [pair for patient in patients for pair in self.clauses.prepositions(patient)]
        others = self._ordered(pattern, [*rest, *nested])
        sides = tuple(obj for prep, obj in [*rest, *nested] if prep in SIDES)
        return Match(
            pattern=pattern,
            predicate=index,
            agents=agents,
            patients=patients,
            others=others,
            sides=sides,
            means=means.predicate if means else None,
        )

    def _means(self, pairs: list[tuple[str, int]]) -> Match | None:
        """Find the deed by which something was done: "were killed *in shelling by rebels*"."""
        occasions = [obj for prep, obj in pairs if prep in {"in", "during", "by"}]
        deeds = (self._match_noun(obj) or self._deed_behind(obj) for obj in occasions)
        return next((deed for deed in deeds if deed and deed.agents), None)

    def _deed_behind(self, index: int) -> Match | None:
        """Read "in tank *shelling*", which is parsed as a verb, as the noun it is."""
        tokens = self.clauses.sentence.tokens
        behind = tokens[index + 1] if index + 1 < len(tokens) else None
        patterns = self.lexicon.patterns.get(("noun", behind.text.lower()), ()) if behind else ()
        if behind is None or behind.tag != "VBG" or not patterns:
            return None
        return Match(
            pattern=patterns[0],
            predicate=behind.index,
            agents=(index,),
            patients=(),
            others=(),
            sides=(),
        )

    def _particle(
        self, index: int, particle: str, pairs: list[tuple[str, int]]
    ) -> tuple[int, ...] | None:
        """Objects of the particle, empty if it stands alone; ``None`` if it is not there."""
        parts = particle.split()
        objects = tuple(obj for prep, obj in pairs if prep == parts[-1])
        if len(parts) > 1:
            return objects if particle in self._words_after(index, len(parts) + 2) else None
        words = {self.clauses.token(i).text.lower() for i in self.clauses.below(index)}
        return objects if particle in words or objects else None

    def _words_after(self, index: int, n: int) -> str:
        tokens = self.clauses.sentence.tokens[index + 1 : index + 1 + n]
        return " ".join(token.text.lower() for token in tokens)

    def _conditions_hold(
        self, index: int, pattern: Pattern, agents: tuple[int, ...], patients: tuple[int, ...]
    ) -> bool:
        checks: tuple[tuple[frozenset[str] | None, Callable[[frozenset[str]], bool]], ...] = (
            (pattern.object, lambda words: self._has_lemma(patients, words)),
            (pattern.subject, lambda words: self._has_lemma(agents, words)),
            (pattern.modifier, lambda words: self._is_modified((index, *patients), words)),
            (pattern.prep, lambda words: self._takes_preposition((index, *patients), words)),
            (pattern.companion, lambda words: self._has_companion(index, words)),
            (pattern.complement, lambda words: self._has_complement(index, words)),
        )
        has_clause = bool(self.clauses.below(index, "xcomp", "ccomp"))
        if (pattern.takes_clause and not has_clause) or (pattern.is_bare and has_clause):
            return False
        return all(words is None or holds(words) for words, holds in checks)

    def _takes_preposition(self, indices: Iterable[int], words: frozenset[str]) -> bool:
        return any(
            prep in words for index in indices for prep, _ in self.clauses.prepositions(index)
        )

    def _has_lemma(self, indices: Iterable[int], lemmas: frozenset[str]) -> bool:
        named = any(lemma in lemmas for index in indices for lemma in self._names_of(index))
        return named or (bool(lemmas & CAPITALS) and self._is_actor(indices, lemmas))

    def _names_of(self, index: int) -> Iterator[str]:
        """Lemmas that may list a noun: its own, with its compound, and what it counts."""
        token = self.clauses.token(index)
        yield token.lemma
        compounds = self.clauses.below(index, "compound", "amod")
        for child in compounds:
            yield f"{self.clauses.token(child).lemma} {token.lemma}"
        if token.lemma in LIGHT_NOUN_HEADS or token.pos in {"NUM", "DET", "PRON"}:
            for prep, obj in self.clauses.prepositions(index):
                if prep == "of":
                    yield from self._names_of(obj)

    def _is_actor(self, indices: Iterable[int], lemmas: frozenset[str]) -> bool:
        for index in indices:
            if "THING" in lemmas and not self.participants.at(index):
                return True
            for link in self.participants.at(index):
                if "ACTOR" in lemmas or (
                    "PERSON" in lemmas and any(actor.office for actor in link.actors)
                ):
                    return True
                if "PEOPLE" in lemmas and not _is_state(link):
                    return True
                if "STATE" in lemmas and _is_state(link):
                    return True
        return False

    def _is_modified(self, indices: Iterable[int], lemmas: frozenset[str]) -> bool:
        return any(
            self.clauses.token(child).lemma in lemmas
            for index in indices
            for child in self.clauses.below(index, "amod", "compound", "advmod", "nmod", "poss")
        )

    def _has_companion(self, index: int, lemmas: frozenset[str]) -> bool:
        """Whether some preposition brings a word: "hit *with sanctions*", "*by phone*"."""
        return any(
            self.clauses.token(obj).lemma in lemmas
            or f"{prep} {self.clauses.token(obj).lemma}" in lemmas
            for prep, obj in self.clauses.prepositions(index)
        )

    def _has_complement(self, index: int, lemmas: frozenset[str]) -> bool:
        for child in self.clauses.below(index, "oprd", "ccomp", "xcomp", "attr", "acomp", "prep"):
            for below in self.clauses.sentence.subtrees[child]:
                if self.clauses.token(below).lemma in lemmas:
                    return True
        return False

    def _ordered(self, pattern: Pattern, pairs: list[tuple[str, int]]) -> tuple[int, ...]:
        order = (*pattern.recipient, *(p for p in PREPOSITIONS if p not in pattern.recipient))
        ranked = [
            (order.index(prep), position, obj)
            for position, (prep, obj) in enumerate(pairs)
            if prep in order
        ]
        return tuple(obj for _, _, obj in sorted(ranked))

    def _match_noun(self, index: int) -> Match | None:
        for lemma in self._names_of(index):
            for pattern in self.lexicon.patterns.get(("noun", lemma), ()):
                if self._noun_conditions_hold(index, pattern):
                    return self._noun_match(index, pattern)
        return None

    def _noun_conditions_hold(self, index: int, pattern: Pattern) -> bool:
        if pattern.modifier is not None and not self._is_modified((index,), pattern.modifier):
            return False
        pairs = list(self.clauses.prepositions(index))
        if pattern.prep is not None and not {prep for prep, _ in pairs} & pattern.prep:
            return False
        if pattern.of is not None:
            return self._has_lemma([obj for prep, obj in pairs if prep == "of"], pattern.of)
        return True

    def _noun_match(self, index: int, pattern: Pattern) -> Match:
        pairs = list(self.clauses.prepositions(index))
        owners = self.clauses.below(index, "poss", "compound", "amod", "nmod")
        by = tuple(obj for prep, obj in pairs if prep == "by")
        of = tuple(obj for prep, obj in pairs if prep == "of")
        agents = by or owners
        if not agents and "of" not in pattern.recipient:
            agents = of
        others = self._ordered(pattern, [pair for pair in pairs if pair[0] != "by"])
        return Match(
            pattern=pattern,
            predicate=index,
            agents=agents,
            patients=(),
            others=tuple(obj for obj in others if obj not in agents),
            sides=tuple(obj for prep, obj in pairs if prep in SIDES),
        )

    def _match_adjective(self, index: int) -> Match | None:
        for pattern in self.lexicon.patterns.get(
            ("adjective", self.clauses.token(index).lemma), ()
        ):
            pairs = list(self.clauses.prepositions(index))
            others = tuple(obj for prep, obj in pairs if prep in pattern.recipient)
            if not self.participants.of_all(others):
                continue
            head = self.clauses.token(index).head
            return Match(
                pattern=pattern,
                predicate=index,
                agents=self.clauses.subjects(head),
                patients=(),
                others=others,
                sides=(),
            )
        return None


def _is_state(link: Link) -> bool:
    """Whether a name stands for a state or its government, not for people."""
    return link.mention.kind is MentionKind.NAME and any(
        actor.country and actor.sector in {None, "GOV"} for actor in link.actors
    )

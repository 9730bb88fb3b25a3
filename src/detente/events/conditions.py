"""A predicate and a pattern -> whether the words that the pattern asks for are there.

In:  one sentence's clauses and participants.   Out: yes or no for a verb or a noun.
Does not: find patterns or doers (matching.py, doers.py).
"""

from collections.abc import Callable, Iterable, Iterator

from detente.events.participants import Participants
from detente.events.patterns import Pattern
from detente.events.syntax import Clauses
from detente.events.wordclasses import WordClasses

__all__ = ["OWNERS", "Conditions"]

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
        beside = self._beside_objects(index, patients)
        checks: _Checks = (
            (pattern.object, lambda words: self.classes.has((*patients, *beside), words)),
            (pattern.subject, lambda words: self.classes.has(agents, words)),
            (pattern.modifier, lambda words: self._is_modified((index, *patients), words)),
            (pattern.prep, lambda words: self._takes_preposition((index, *patients), words)),
            (pattern.companion, lambda words: self._has_companion((index, *patients), words)),
            (pattern.complement, lambda words: self._has_complement(index, words)),
            (pattern.of, lambda words: self.classes.has(self._contents_of(patients), words)),
            (pattern.unless, lambda words: self._is_clear_of(index, agents, patients, words)),
        )
        has_clause = bool(self.clauses.below(index, "xcomp", "ccomp"))
        if (pattern.takes_clause and not has_clause) or (pattern.is_bare and has_clause):
            return False
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

    # Private functions

    def _beside_objects(self, index: int, patients: Iterable[int]) -> tuple[int, ...]:
        """What else an object is: "gave X *two days*", "freed Tom Ruel, a *pilot*"."""
        named = (i for one in patients for i in self._named(one))
        return (*self.clauses.below(index, "npadvmod"), *named)

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

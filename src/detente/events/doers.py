"""Who did it, where a verb's own subject does not tell.

In:  one sentence, and how to read its nouns and verbs as deeds.   Out: token indices.
Does not: decide what a verb means (matching.py), or who the tokens name.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from detente.events.match import Match
from detente.events.participants import Participants
from detente.events.patterns import Lexicon, Pattern
from detente.events.syntax import Clauses

__all__ = ["Doers"]

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

    def told_by(self, index: int, pairs: Sequence[tuple[str, int]]) -> tuple[int, ...]:
        """Find a passive's doer whose "by" the parse hangs elsewhere: "put on alert *by X*"."""
        if not self.clauses.is_passive(index):
            return ()
        nested = [
            pair
            for prep in self.clauses.below(index, "prep")
            for obj in self.clauses.below(prep, "pobj")
            if ("noun", self.clauses.token(obj).lemma) not in self.lexicon.patterns
            for pair in self.clauses.prepositions(obj)
        ]
        found = [obj for prep, obj in [*pairs, *nested] if prep == "by"]
        return tuple(obj for obj in found if self.participants.at(obj))

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
        return self.clauses.agents(governor) or agents

    def hidden(self, index: int, agents: tuple[int, ...]) -> tuple[int, ...]:
        """Who did a passive's act by something: "killed by a bomb *that rebels had laid*"."""
        late = agents or self.clauses.late_agents(index)
        if self.participants.of_all(late):
            return late
        for thing in late:
            for clause in self.clauses.below(thing, "relcl", "acl"):
                found = self.clauses.agents(clause)
                if self.participants.of_all(found):
                    return found
        return agents

    def of_harm(self, index: int, pattern: Pattern, agents: tuple[int, ...]) -> tuple[int, ...]:
        """Look for the doer of a harm where the verb's own subject is none.

        Behind a weapon ("a bomb *planted by rebels* killed"), in the clause of the occasion
        ("was killed when *rebels* attacked"), above a result ("was bombed by *rebels*, killing").
        """
        if pattern.type != "ASSAULT":
            return agents
        token = self.clauses.token(index)
        if token.tag == "VBG" and token.dep == "advcl" and self.clauses.is_passive(token.head):
            agents = self.clauses.agents(token.head)
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
        deeds = (self.noun(obj) or self._deed_behind(obj) for obj in occasions)
        return next((deed for deed in deeds if deed and deed.agents), None)

    # Private functions

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

"""Sentence -> its words as the parser joined them: what hangs on what, which word is a verb.

In:  a parsed sentence.   Out: for tokens, what their tags and labels tell.
Does not: say who does what; syntax.py builds clauses on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.records import Sentence, Token

__all__ = ["Words"]

TWO_OBJECTS = frozenset({  # passive with an object: "officials *given* money"
    "allow", "appoint", "ask", "award", "call", "charge", "consider", "declare", "deny", "dub",
    "elect", "fine", "give", "grant", "hand", "label", "lend", "make", "name", "offer", "owe",
    "pay", "promise", "refuse", "send", "show", "teach", "tell", "term",
})  # fmt: skip
SPOKEN = frozenset({  # "denied that it had struck first and *accused* X"
    "accuse", "appeal", "ask", "blame", "call", "condemn", "criticise", "criticize", "demand",
    "denounce", "deny", "dismiss", "express", "invite", "offer", "pledge", "praise", "promise",
    "propose", "protest", "reject", "speak", "thank", "threaten", "urge", "vow", "warn", "welcome",
})  # fmt: skip


@dataclass
class Words:
    """The words of one sentence. All answers are token indices, in sentence order."""

    sentence: Sentence

    def token(self, index: int) -> Token:
        """Return the token at ``index``."""
        return self.sentence.tokens[index]

    def below(self, index: int, *deps: str) -> tuple[int, ...]:
        """List direct dependents with one of the labels ``deps`` (all without labels)."""
        children = self.sentence.children[index]
        return tuple(i for i in children if not deps or self.token(i).dep in deps)

    def is_verb(self, index: int) -> bool:
        """Whether a token is a verb form; what has an object is one, however it was tagged.

        A state's name that was tagged as a verb is none.
        """
        token = self.token(index)
        is_name = token.entity in {"GPE", "NORP"}
        return (token.pos in {"VERB", "AUX"} and not is_name) or bool(self.below(index, "dobj"))

    def is_time(self, index: int) -> bool:
        """Whether a token only dates; a name read as an hour ("at *Kyiv* overnight") does not."""
        token = self.token(index)
        return token.entity == "DATE" or (token.entity == "TIME" and token.tag != "NNP")

    def is_dating(self, prep: int) -> bool:
        """Whether a preposition only brings a date: "turned down *on Friday*"."""
        objects = self.below(prep, "pobj")
        return bool(objects) and all(map(self.is_time, objects))

    def is_infinitive(self, index: int) -> bool:
        """Whether a verb stands with "to"."""
        return any(self.token(i).tag == "TO" for i in self.below(index, "aux"))

    def obliged(self, verb: int) -> int:
        """What somebody *has to* do, where a verb says so; else the verb itself."""
        below = self.below(verb, "xcomp") if self.token(verb).lemma == "have" else ()
        return next(filter(self.is_infinitive, below), verb)

    def helpers(self, index: int) -> frozenset[str]:
        """The auxiliaries of a verb, in small letters; not those of the passive."""
        return frozenset(self.token(i).text.lower() for i in self.below(index, "aux"))

    def clause_of(self, index: int) -> int:
        """Climb from any token to the verb that governs it (itself if it is one)."""
        current = index
        for _ in range(len(self.sentence.tokens)):
            token = self.token(current)
            if token.pos in {"VERB", "AUX"} and token.dep not in {"aux", "auxpass"}:
                return current
            if token.head == current:
                return current
            current = token.head
        return current

    def is_headline_verb(self, index: int) -> bool:
        """Whether an infinitive is all that a headline says: "Aldane *to visit* Sudria"."""
        token = self.token(index)
        above = self.token(token.head)
        return token.dep in {"acl", "relcl"} and above.dep == "ROOT" and not self.is_full()

    def states_of(self, verbs: Iterable[int]) -> tuple[int, ...]:
        """What verbs say that something is, or keep it: "kept the border *open*"."""
        return tuple(i for verb in verbs for i in self.below(verb, "acomp", "oprd"))

    def goes_on_from_speech(self, index: int) -> bool:
        """Whether a past tense goes on from speech: "X said men were held, and *blamed* Y".

        Who speaks goes on speaking; a thing that something was done to does nothing.
        """
        token, head = self.token(index), self.token(self.token(index).head)
        is_past = token.tag == "VBD" and token.dep == "conj"
        if not is_past or head.dep != "ccomp" or not head.head < head.index < index:
            return False
        is_passive = bool(self.below(head.index, "nsubjpass") and self.below(index, "dobj"))
        is_apart = any(self.token(i).text == "," for i in self.below(head.index, "punct"))
        helpers = self.helpers(head.index)
        is_later = "had" in helpers and self.token(index - 1).dep == "cc"
        is_spoken = bool(helpers) and token.lemma in SPOKEN
        return (is_apart and (is_passive or is_later)) or is_spoken

    def is_misread_main_verb(self, index: int) -> bool:
        """Whether a past tense was taken for a participle: "the senate *approved* the pact"."""
        if self.below(index, "agent"):
            return False
        is_only_verb = self.token(self.token(index).head).dep == "ROOT" and self.is_full()
        takes_two = self.token(index).lemma in TWO_OBJECTS
        return is_only_verb or (bool(self.below(index, "dobj")) and not takes_two)

    def has_plain_object(self, index: int) -> bool:
        """Whether a participle has an object that no passive takes: "was freed and *accused* X"."""
        return self.token(index).lemma not in TWO_OBJECTS and bool(self.below(index, "dobj"))

    def is_misread_past(self, index: int) -> bool:
        """Whether "protested" in a full sentence is a past tense; headlines leave out "was"."""
        is_clause = self.token(index).dep in {"relcl", "ROOT"}
        return is_clause and self.is_full() and bool(self.below(index, "nsubj"))

    def is_full(self) -> bool:
        """Whether it is a full sentence, not a headline."""
        return self.sentence.tokens[-1].text == "."

    def is_perfect(self, index: int) -> bool:
        """Whether a verb has "have" before it."""
        return any(self.token(i).lemma == "have" for i in self.below(index, "aux"))

    def first_word(self, index: int) -> Token:
        """The word of a verb that agrees with its subject: "*has* gone", "*went*"."""
        below = self.below(index, "aux", "auxpass")
        return self.token(below[0] if below else index)

    def are_many(self, indices: Sequence[int]) -> bool:
        """Whether words take a plural verb."""
        words = [self.token(index) for index in indices]
        return len(words) > 1 or any(t.tag == "NNS" or t.text.lower() == "they" for t in words)

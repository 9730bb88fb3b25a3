"""Sentence -> who governs what. Reads a dependency parse as clauses, undoing passives and gaps.

In:  a parsed sentence.   Out: for any verb its logical subjects, objects and prepositions.
Does not: know words, types or actors; it only follows CLEAR dependency labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.events.words import Words

__all__ = ["Clauses"]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
OBJECT_CONTROL = frozenset({  # verbs whose object does what the infinitive says
    "accuse", "advise", "allow", "appeal", "ask", "authorise", "authorize", "beg", "call", "cause",
    "command", "compel", "convince", "enable", "encourage", "expect", "force", "help", "instruct",
    "invite", "lead", "let", "make", "order", "permit", "persuade", "press", "pressure", "prompt",
    "push", "request", "require", "tell", "urge", "want", "warn",
})  # fmt: skip
NAMING = frozenset({"call", "describe", "term", "consider", "see", "regard", "view"})
SINGULAR = frozenset({"has", "is", "was", "does"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
INSIDE = ("prep", "agent", "pobj", "dobj", "oprd", "acomp", "advmod", "dative", "attr", "xcomp")
PREPOSITIONAL = ("prep", "dative", "agent")
ADJECTIVAL = frozenset({"engage", "lock"})  # "were *engaged* in fighting" is what they did
MAX_DEPTH = 12  # clauses climbed for an inherited subject; longer chains are parser noise


@dataclass
class Clauses(Words):
    """The clauses of one sentence. All answers are token indices, in sentence order."""

    _subjects: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def with_conjuncts(self, index: int) -> tuple[int, ...]:
        """List a token and what is joined to it ("China *and* Japan"), not across verbs."""
        joined = [*self._joined_before(index), index]
        for child in self.below(index, "conj"):
            if self.goes_on_from_speech(child):
                continue
            if (self.token(child).pos in {"VERB", "AUX"}) == (self.is_verb(index)):
                joined.extend(self.with_conjuncts(child))
        return tuple(joined)

    def is_passive(self, index: int) -> bool:
        """Whether a verb stands in the passive ("was arrested", "officials arrested by")."""
        token = self.token(index)
        if token.lemma in ADJECTIVAL and any(prep == "in" for prep, _ in self.prepositions(index)):
            return False
        if self.below(index, "nsubjpass", "auxpass", "csubjpass"):
            return True
        if token.dep == "acl" and token.tag == "VBN":
            return not self.is_misread_main_verb(index)
        if token.dep == "conj" and token.tag == "VBN" and not self._own_subjects(index):
            helped = self.below(index, "aux") or self.has_plain_object(index)
            return not helped and self.is_verb(token.head) and self.is_passive(token.head)
        if token.dep in {"advcl", "relcl", "ROOT", "dep"} and token.tag == "VBN":
            return not self.below(index, "aux", "dobj") and not self.is_misread_past(index)
        is_active = self.below(index, "dobj", "xcomp") or self.is_perfect(index)
        return bool(self.below(index, "agent")) and token.tag == "VBN" and not is_active

    def agents(self, index: int) -> tuple[int, ...]:
        """Find who does the verb at ``index``: its logical subjects."""
        if self.is_passive(index):
            named = (obj for i in self.below(index, "agent") for obj in self.below(i, "pobj"))
            doers = tuple(joined for obj in named for joined in self.with_conjuncts(obj))
            return doers or self.late_agents(index)
        return self.subjects(index)

    def late_agents(self, index: int) -> tuple[int, ...]:
        """Find a passive's doer that hangs on a word behind it: "hit with fines *by* X"."""
        waiting = [i for i in self.below(index, *INSIDE) if i > index]
        while waiting:
            current = waiting.pop(0)
            token = self.token(current)
            if token.text.lower() == "by" and token.dep in {"prep", "agent"}:
                return tuple(j for i in self.below(current, "pobj") for j in self.with_conjuncts(i))
            waiting.extend(self.below(current, *INSIDE))
        return ()

    def patients(self, index: int) -> tuple[int, ...]:
        """Find whom or what the verb at ``index`` is done to: its logical objects."""
        own = [
            joined
            for child in self.below(index, "dobj", "dative", "attr", "oprd")
            if self.token(child).dep != "dative" or self.token(child).pos != "ADP"
            for joined in self.with_conjuncts(child)
        ]
        if self.is_passive(index):
            return (*self.subjects(index), *own)
        own = list(self._antecedents(index, tuple(own))) if own else self._clause_objects(index)
        if not own and self.token(index).dep == "relcl" and self._own_subjects(index):
            return self.with_conjuncts(self.token(index).head)
        return tuple(own) or self._shared_objects(index)

    def subjects(self, index: int) -> tuple[int, ...]:
        """Find the surface subjects of a verb, its own or inherited."""
        if index not in self._subjects:
            self._subjects[index] = ()  # a parse with a loop ends here
            self._subjects[index] = self._find_subjects(index)
        return self._subjects[index]

    def prepositions(self, index: int) -> Iterator[tuple[str, int]]:
        """Yield each (preposition, object) of a verb or noun, joined ones included, dates not."""
        through = [i for i in self.below(index, "advmod", "prt") if i > index]  # "went back *to* X"
        preps = [i for above in (index, *through) for i in self.below(above, *PREPOSITIONAL)]
        for prep in preps:
            word = self.token(prep).text.lower()
            if self.token(prep).pos not in {"ADP", "SCONJ", "ADV", "PART", "VERB"}:
                continue
            for inner in (prep, *self.below(prep, "prep")):
                if word == "from" and self.token(inner).text.lower() == "to":
                    word = "to"  # "a letter from X to Y"
                for pobj in self.below(inner, "pobj"):
                    if self.is_time(pobj):
                        continue
                    for joined in self._meant(index, pobj):
                        yield word, joined
        yield from (("with", companion) for companion in self._misread_companions(index))

    # Private functions

    def _joined_before(self, index: int) -> tuple[int, ...]:
        """A name in front that the parse takes for part of this one: "*President A* and B met"."""
        inside = self.sentence.subtrees[index] if self.token(index).pos == "PROPN" else ()
        return tuple(
            i
            for i in sorted(inside)
            if i < index
            and self.token(i).dep == "appos"
            and any(index > joined > i for joined in self.below(i, "conj"))
        )

    def _misread_companions(self, index: int) -> Iterator[int]:
        """Who is met "with *X* to settle Y", parsed as the subject of the purpose."""
        for clause in self.below(index, "advcl"):
            marks = {self.token(i).text.lower() for i in self.below(clause, "mark", "aux")}
            if {"with", "to"} <= marks:
                for subject in self.below(clause, "nsubj"):
                    yield from self.with_conjuncts(subject)

    def _meant(self, index: int, pobj: int) -> tuple[int, ...]:
        """The objects of a preposition; for "to *which*" the noun it stands for."""
        stands_for = self._antecedents(index, (pobj,))
        return stands_for if stands_for != (pobj,) else self.with_conjuncts(pobj)

    def _own_subjects(self, index: int) -> tuple[int, ...]:
        return tuple(
            joined
            for child in self.below(index, *SUBJECTS) or self._misread_subjects(index)
            if self.token(child).dep != "expl"
            for joined in self.with_conjuncts(child)
        )

    def _misread_subjects(self, index: int) -> tuple[int, ...]:
        """A name right before a finite verb, read as a measure or date: "*Mali* massed troops"."""
        left = self.token(index - 1) if index else None
        if left is None or self.token(index).tag not in {"VBD", "VBZ", "VBP"}:
            return ()
        is_name = left.pos in {"PROPN", "NOUN"} and left.entity not in {"DATE", "TIME"}
        is_measure = left.dep == "npadvmod" and left.head == index
        is_dated = left.dep == "conj" and self.token(left.head).entity in {"DATE", "TIME"}
        return (left.index,) if is_name and (is_measure or is_dated) else ()

    def _find_subjects(self, index: int) -> tuple[int, ...]:
        token = self.token(index)
        own = self._own_subjects(index)
        if not own or all(self.token(i).tag == "VBG" for i in own):
            is_finite = token.dep == "ROOT" or (token.dep == "ccomp" and token.tag in FINITE)
            own = (is_finite and self._detached_subject(index)) or own
        if own:
            return self._antecedents(index, own)
        head = token.head
        if head == index:
            return ()
        if token.dep in {"relcl", "acl"}:
            return self._noun_as_subject(index)
        if token.dep == "pcomp":
            return self._subject_through_preposition(index)
        return self._subjects_from_head(index)

    def _detached_subject(self, index: int) -> tuple[int, ...]:
        """Find a subject run into an opening phrase: "Speaking in X, *the minister* praised"."""
        tokens, subtrees = self.sentence.tokens, self.sentence.subtrees
        before = self.token(index - 1) if index else self.token(index)
        if before.dep in {"compound", "nmod"} and before.head == index:
            return (before.index,)  # "Norland *sanctions* X", half read as a noun
        for opening in reversed(self.below(index, "prep", "advcl", "csubj")):
            inside = sorted(subtrees[opening]) if opening < index else []
            for i in inside:
                is_last = self.token(i).dep in {"appos", "conj"} and max(subtrees[i]) == inside[-1]
                if is_last and tokens[min(subtrees[i]) - 1].text == ",":
                    return self.with_conjuncts(i)
                is_dated = any(self.token(j).entity == "DATE" for j in self.below(i, "compound"))
                if is_dated and i == index - 1 and self.token(i).entity != "DATE":
                    return (i,)  # "On Friday *Riyadh* banned"
        return ()

    def _clause_objects(self, index: int) -> list[int]:
        """Find objects parsed into a clause: "let *X* go", "denounced what it called *a coup*"."""
        if not self.subjects(index):
            return []  # "let me be clear"
        for child in self.below(index, "ccomp"):
            token = self.token(child)
            is_bare = token.tag == "VB" and not self.below(child, "mark")
            if is_bare and not any(self.token(i).tag == "MD" for i in self.below(child, "aux")):
                return list(self._own_subjects(child))
            starts_with = self.token(min(self.sentence.subtrees[child])).text.lower()
            if starts_with == "what" and token.lemma in NAMING:
                return list(self.below(child, "oprd", "ccomp"))
        return []

    def _subjects_from_head(self, index: int) -> tuple[int, ...]:
        token, head = self.token(index), self.token(index).head
        if token.dep in {"xcomp", "ccomp"} and self._is_object_controlled(index):
            return self._logical_objects(head)
        if self.goes_on_from_speech(index):
            return self.subjects(self.token(head).head)
        if token.dep == "conj":
            head = self._joined_to(index)
        if token.dep in {"xcomp", "ccomp", "advcl", "conj", "dep", "parataxis"}:
            return self.subjects(head) if self.is_verb(head) else self._adjective_subject(head)
        return ()

    def _joined_to(self, index: int) -> int:
        """The verb whose subject a joined verb shares: one that its form and number fit.

        "*ordered* the envoy to leave and closed", "*says* they fled and has protested".
        """
        head, first = self.token(index).head, self.first_word(index)
        for _ in range(MAX_DEPTH):
            token = self.token(head)
            is_unlike = self.is_infinitive(head) and first.tag in FINITE
            if token.dep == "ccomp" and first.text.lower() in SINGULAR:
                is_unlike = is_unlike or self.are_many(self.subjects(head))
            if not is_unlike or token.dep == "ROOT" or not self.is_verb(token.head):
                break
            head = token.head
        return head

    def _antecedents(self, index: int, own: tuple[int, ...]) -> tuple[int, ...]:
        """Replace "who", "which", "that" by the noun they stand for."""
        if self.token(own[0]).text.lower() not in RELATIVES or len(own) > 1:
            return own
        current = index
        for _ in range(MAX_DEPTH):
            token = self.token(current)
            if token.dep == "relcl":
                return self.with_conjuncts(token.head)
            if token.head == current:
                return own
            current = token.head
        return own

    def _noun_as_subject(self, index: int) -> tuple[int, ...]:
        """A clause on a noun: "forces *shelling* the town", "China's decision *to halt*"."""
        token = self.token(index)
        noun = token.head
        if token.tag in {"VBG", "VBN"} and token.dep == "acl":
            return self.with_conjuncts(noun)
        if token.dep == "relcl" and not self.is_infinitive(index):
            return self.with_conjuncts(noun)
        root = next((t for t in self.sentence.tokens if t.head == t.index), token)
        is_verb_lost = token.dep == "acl" and token.tag in FINITE and not self.is_verb(root.index)
        if is_verb_lost or self.is_headline_verb(index):
            beside = [i for i in self.below(root.index, "appos") if self.token(i).pos == "PROPN"]
            return (*self.with_conjuncts(root.index), *beside)  # "*Norland, Sudria* to meet"
        owners = [
            *self.below(noun, "poss"),
            *(obj for prep, obj in self.prepositions(noun) if prep in {"by", "of", "for"}),
        ]
        if owners:
            return tuple(joined for owner in owners for joined in self.with_conjuncts(owner))
        governor = self.clause_of(noun)
        return self.subjects(governor) if governor != index else ()

    def _subject_through_preposition(self, index: int) -> tuple[int, ...]:
        """A gerund after a preposition: "accused X *of violating*", "after *meeting* Y"."""
        prep = self.token(index).head
        governor = self.token(prep).head
        if not self.is_verb(governor):
            return self._noun_as_subject_of(governor)
        controls = self.token(prep).text.lower() in {"of", "for", "from", "into", "with"}
        objects = self._logical_objects(governor)
        return objects if controls and objects else self.subjects(governor)

    def _noun_as_subject_of(self, noun: int) -> tuple[int, ...]:
        owners = self.below(noun, "poss")
        return owners or self.subjects(self.clause_of(noun))

    def _logical_objects(self, verb: int) -> tuple[int, ...]:
        if self.is_passive(verb):
            return self.subjects(verb)
        objects = [j for i in self.below(verb, "dobj", "dative") for j in self.with_conjuncts(i)]
        if objects:
            return tuple(objects)
        wanted = {"on", "upon", "to", "with", "against"}
        return tuple(obj for prep, obj in self.prepositions(verb) if prep in wanted)

    def _is_object_controlled(self, index: int) -> bool:
        head = self.token(self.token(index).head)
        return head.lemma in OBJECT_CONTROL and bool(self._logical_objects(head.index))

    def _adjective_subject(self, head: int) -> tuple[int, ...]:
        """Find the subject of an adjective: that of its verb ("X is *ready* to ...")."""
        token = self.token(head)
        if token.dep in {"acomp", "attr", "oprd"} and token.head != head:
            return self.subjects(token.head)
        return self._own_subjects(head)

    def _shared_objects(self, index: int) -> tuple[int, ...]:
        """Borrow the object of a joined verb: "*arrested* and jailed three men"."""
        for child in self.below(index, "conj"):
            if self.is_verb(child) and not self._own_subjects(child):
                return tuple(
                    joined
                    for obj in self.below(child, "dobj")
                    for joined in self.with_conjuncts(obj)
                    if not any(i > index for i in self.below(index, "prep", "xcomp", "ccomp"))
                )
        return ()

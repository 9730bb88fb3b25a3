"""Clauses of a parsed sentence: what governs a word, what is joined to it, how far it reaches.

In:  one parsed sentence.   Out: heads, subjects, objects, conjuncts and the words below a token.
Does not: know actors, acts or patterns.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from detente.records import Sentence, Span, Token

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
HARMS = frozenset({"die", "hurt", "injure", "kill", "wound"})
WHERE = frozenset({"after", "at", "during", "in", "inside", "near", "on", "outside"})
APART_DEEDS = frozenset({"elsewhere", "later", "second", "separate"})
MAX_DEPTH = 12  # clauses climbed for an inherited subject; longer chains are parser noise


@dataclass
class Words:
    """The words of one sentence. All answers are token indices, in sentence order."""

    sentence: Sentence

    def token(self, index: int) -> Token:
        """Return the token at ``index``."""
        return self.sentence.tokens[index]

    def below(self, index: int, *deps: str) -> tuple[int, ...]:
        """List direct dependents with one of the labels ``deps`` (all without labels)."""
        children, tokens = self.sentence.children[index], self.sentence.tokens
        return tuple([i for i in children if tokens[i].dep in deps]) if deps else children

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

    def more_harm(self, verb: int) -> tuple[int, ...]:
        """The harm that the same deed did besides: "killed five and *wounded* ten in Veld".

        What was done in a place or a deed told before "and" stands alone, and so does a second one.
        """
        if self.token(verb).lemma not in HARMS:
            return ()
        joined = [i for i in self.below(verb, "conj") if i > verb]
        hurt = [next(iter(self.below(i, "acl")), i) for i in joined]  # "and ten *injured*"
        return tuple(i for i in hurt if self._is_more_harm(verb, i))

    def _is_more_harm(self, verb: int, other: int) -> bool:
        between = self.sentence.tokens[verb + 1 : other]
        is_told = any(one.dep == "prep" and one.lemma in WHERE for one in between)
        below = {self.token(i).lemma for i in self.sentence.subtrees[other]}
        return self.token(other).lemma in HARMS and not is_told and not below & APART_DEEDS

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


@dataclass
class Clauses(Words):
    """The clauses of one sentence. All answers are token indices, in sentence order."""

    _subjects: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def with_conjuncts(self, index: int) -> tuple[int, ...]:
        """List a token and what is joined to it ("China *and* Japan"), not across verbs."""
        joined = [index]
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
            for child in self.below(index, *SUBJECTS)
            if self.token(child).dep != "expl"
            for joined in self.with_conjuncts(child)
        )

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
        root = self.sentence.root or token
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


# --- Sentence -> its words as the parser joined them: what hangs on what, which word is a verb.
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


# --- Predicate -> the clause that tells it, as a span of the report.
APART = frozenset({"punct", "cc", "mark", "parataxis", "dep", "intj"})
HYPHENS = frozenset({"-", "\u2010", "\u2011"})
PAUSES = frozenset({",", ";", ":", "-", "--", "\u2013", "\u2014"})
STOPS = frozenset({".", ",", "!", "?"})
OF_DEEDS = frozenset({"about", "from", "in", "of", "to"})  # "*from* signing", not "after signing"
MAKING = frozenset({  # what has a deed for its object and no more of its own
    "achieve", "conduct", "give", "have", "hold", "launch", "make", "reach", "sign", "win",
})  # fmt: skip
LENGTHS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
OPENING = frozenset({"after", "as", "before", "because", "since", "until"})
QUOTES = frozenset({'"', "\u201c", "\u201d", "``", "''"})


def clause_span(clauses: Clauses, predicate: int) -> Span:
    """Range of the predicate with its own subject and arguments.

    Left out are joined verbs (but not more harm of the same deed), the conjunction and the marker
    before the clause, clauses with a subject of their own beside it, and speech that merely stands
    around it; for a noun the range is its phrase.
    """
    head = clauses.token(predicate).head  # "killed five and *wounded* ten" is one clause
    indices = _own(clauses, head if predicate in clauses.more_harm(head) else predicate)
    tokens = clauses.sentence.tokens
    return Span(tokens[min(indices)].span.start, tokens[max(indices)].span.end)


def cited_span(clauses: Clauses, predicate: int) -> Span:
    """Range by which an act is cited: its clause, without a cut word or quotation mark.

    A word alone is cited with the phrase or clause that it stands in: "a *convicted* spy".
    """
    word = _word_parts(clauses.sentence, predicate)
    indices = _own(clauses, predicate).union(word, *(_own(clauses, part) for part in word))
    if all(index in word or clauses.token(index).pos == "DET" for index in indices):
        indices |= _around(clauses, predicate)
    indices |= _denial(clauses, predicate) | _borrowed(clauses, predicate)
    first, last = _with_whole_phrases(clauses.sentence, min(indices), max(indices))
    first, last = _with_marks(clauses.sentence, first, last)
    return Span(clauses.token(first).span.start, clauses.token(last).span.end)


def whole_word(sentence: Sentence, index: int) -> Span:
    """Range of the word that a token is a part of: "cease-*fire*", "*counter*-attacked"."""
    parts = _word_parts(sentence, index)
    return Span(sentence.tokens[parts[0]].span.start, sentence.tokens[parts[-1]].span.end)


def _word_parts(sentence: Sentence, index: int) -> range:
    """Tokens that hyphens join to one, which most parsers take apart."""
    first = last = index
    while first > 1 and _is_joint(sentence.tokens[first - 2 : first + 1]):
        first -= 2
    while _is_joint(sentence.tokens[last : last + 3]):
        last += 2
    return range(first, last + 1)


def _is_joint(tokens: Sequence[Token]) -> bool:
    """Whether three tokens are two words and the hyphen between, without blanks."""
    if len(tokens) < 3 or tokens[1].text not in HYPHENS:  # noqa: PLR2004
        return False
    before, hyphen, after = (token.span for token in tokens)
    return before.end == hyphen.start and hyphen.end == after.start


def _around(clauses: Clauses, index: int) -> set[int]:
    """The words of the phrase or clause that a bare word stands in."""
    above = clauses.token(index).head
    while clauses.token(above).pos == "ADP" and clauses.token(above).head != above:
        above = clauses.token(above).head
    return _own(clauses, above)


def _denial(clauses: Clauses, predicate: int) -> set[int]:
    """The "not" or "no" that an act hangs on: "is *not* ready to sign", "has *no* plans to go"."""
    index = predicate
    for _ in range(MAX_DEPTH):
        if not _is_governed(clauses, index):
            break
        index = clauses.token(index).head
        determiners = [i for i in clauses.below(index, "det") if clauses.token(i).lemma == "no"]
        if denials := [*clauses.below(index, "neg"), *determiners]:
            words = (*denials, *clauses.below(index, "aux"), index)
            return {i for i in words if i < predicate}
    return set()


def _is_governed(clauses: Clauses, index: int) -> bool:
    """Whether what is said of the word above holds of a word: "*stopped* short of *signing*"."""
    token = clauses.token(index)
    above = clauses.token(token.head)
    match token.dep:
        case "xcomp" | "acomp" | "oprd" | "pcomp":
            return True
        case "prep":
            return token.text.lower() in OF_DEEDS
        case "dobj":
            return above.lemma in MAKING
        case "acl":
            return clauses.is_infinitive(index)
        case "conj":
            return token.tag == "VB" == above.tag and not clauses.below(index, "aux", "neg")
        case _:
            return False


def _borrowed(clauses: Clauses, predicate: int) -> set[int]:
    """The object that the next of joined verbs has for both: "*arrested* and jailed two men"."""
    below = clauses.below(predicate)
    joined = next((i for i in below if clauses.token(i).dep == "conj"), predicate)
    between = clauses.sentence.tokens[predicate + 1 : joined]
    is_next = bool(between) and all(one.dep in {"cc", "punct", "advmod"} for one in between)
    objects = clauses.patients(predicate) if is_next and not clauses.is_passive(predicate) else ()
    behind = [index for index in objects if index > joined]
    return set().union(*(clauses.sentence.subtrees[index] for index in behind))


def _with_whole_phrases(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Take in the rest of what the ends cut: a name, a word with hyphens, "X's" of its noun."""
    tokens = sentence.tokens
    while first and _is_cut(tokens[first - 1], tokens[first]):
        first -= 1
    while last + 1 < len(tokens) and _is_cut(tokens[last], tokens[last + 1]):
        last += 1
        if tokens[last].tag == "POS":
            last = max(last, tokens[tokens[last].head].head)
    return first, last


def _is_cut(before: Token, after: Token) -> bool:
    """Whether two neighbours belong together as parts of a name or word, or as owner and "'s"."""
    if after.entity and after.entity == before.entity and not after.entity_start:
        return before.text not in PAUSES or after.pos != "DET"  # "May 5, | a day after"
    if {before.pos, after.pos} <= {"PROPN", "NOUN", "ADP"} and "ADP" in {before.pos, after.pos}:
        return before.index > 0 and before.text.istitle() and after.text.istitle()
    is_first_name = before.pos == "PROPN" and (before.dep == "compound" or before.entity == "NORP")
    is_joint = before.text in HYPHENS or after.text in HYPHENS
    is_word = is_joint and before.span.end == after.span.start
    return after.tag == "POS" or is_word or (is_first_name and after.pos == "PROPN")


def _with_marks(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Leave out commas at the ends, and take in the other quotation mark where it is next."""
    tokens = sentence.tokens
    while first < last and tokens[last].text in PAUSES:
        last -= 1
    while first < last and tokens[first].text in PAUSES:
        first += 1
    marks = [token.text in QUOTES or token.tag in QUOTES for token in tokens]
    if sum(marks[first : last + 1]) % 2 == 0:
        return first, last
    if sum(marks[:first]) % 2:
        return (first - 1 if marks[first - 1] else first), last
    ends = (
        (last + 1, last + 2)
        if tokens[min(last + 1, len(tokens) - 1)].text in STOPS
        else (last + 1,)
    )
    return first, next((end for end in ends if marks[end : end + 1] == [True]), last)


def _own(clauses: Clauses, predicate: int) -> set[int]:
    indices, shared = {predicate}, clauses.more_harm(predicate)
    others = [i for i in clauses.below(predicate, "advcl") if _has_subject(clauses.sentence, i)]
    for child in clauses.below(predicate):
        token = clauses.token(child)
        joined_verb = token.dep == "conj" and clauses.is_verb(child)
        fronted_speech = token.dep == "ccomp" and child < predicate
        is_apart = joined_verb and child not in shared
        if token.dep in APART or is_apart or fronted_speech or child in others:
            continue
        if any(_leads_to(clauses, child, other) for other in others):
            continue
        indices |= _own(clauses, child) if joined_verb else clauses.sentence.subtrees[child]
    return indices


def _leads_to(clauses: Clauses, child: int, other: int) -> bool:
    """Whether words only lead to a clause: "left *two hours* before they came".

    So does a preposition that took the clause's subject: "left *after Berg*, the envoy, came".
    """
    token, subtrees = clauses.token(child), clauses.sentence.subtrees
    between = clauses.sentence.tokens[max(subtrees[child]) + 1 : min(subtrees[other])]
    if child > other or any(one.text != "," for one in between):
        return False
    if token.dep == "npadvmod":
        return token.lemma in LENGTHS and not between and not clauses.below(child, "amod")
    is_marked = clauses.below(other, "mark", "advmod")
    return token.dep == "prep" and token.text.lower() in OPENING and not is_marked


# --- Where a mention stands in its clause: whose subject or object it is, and with whom joined.
SUBJECT, OBJECT, LOOSE = 0, 1, 2
_OPEN, _ASIDE, _HIDDEN = 0, 1, 2  # how a mention lies to a later word
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative"})
_TOWARD = frozenset({"with", "against", "between", "to", "at", "by"})
_VERBS = frozenset({"VERB", "AUX"})
_DEEP = 24  # verbs climbed; longer chains are lists and parser noise


@dataclass(frozen=True, slots=True)
class Place:
    """``joined``: the first of a row "X and Y"; ``is_between``: the row after "between".

    ``clause``: the first of the verbs that share its verb's subject ("*came* and saw").

    ``rank``: SUBJECT, OBJECT (also after "with", "against", "to") or LOOSE.
    """

    verb: int
    rank: int
    joined: int
    clause: int
    is_main: bool
    is_between: bool = False


def place_of(sentence: Sentence, head: int) -> Place:
    """Find out where the phrase at ``head`` stands."""
    tokens = sentence.tokens
    joined = head
    while tokens[joined].dep == "conj" and tokens[tokens[joined].head].pos not in _VERBS:
        joined = tokens[joined].head
    token = tokens[joined]
    above = tokens[token.head]
    rank, word = LOOSE, above.text.lower() if token.dep == "pobj" else ""
    if token.dep in _SUBJECTS:
        rank = SUBJECT
    elif token.dep in _OBJECTS or (word in _TOWARD and tokens[above.head].pos in _VERBS):
        rank = OBJECT
    verb = _verb_above(sentence, joined)
    clause = verb
    while tokens[clause].dep == "conj" and not _has_subject(sentence, clause):
        clause = tokens[clause].head
    is_main = tokens[verb].dep == "ROOT"
    return Place(verb, rank, joined, clause, is_main, word == "between")


def reach(sentence: Sentence, index: int, place: Place) -> tuple[int, int]:
    """Tell how far the word at ``index`` reaches for a mention of its sentence; near is small.

    Subjects and objects of the clauses on the way up to the main one come first, the nearest
    clause before others; then what only stands there ("through *Norland*"); and whoever is hidden
    in another of their clauses ("said *Y did*, and he") comes last. Who is told to do it goes
    before who tells him ("X urged *Y* to free its hostages").
    """
    above = _clauses_above(sentence, index)
    for far, verbs in enumerate(above):
        if place.verb in verbs:
            if _is_told(sentence, index, place):
                return _OPEN, 2 * far - 1
            return (_ASIDE if place.rank == LOOSE else _OPEN), 2 * far
    inner = _clauses_above(sentence, place.verb)
    met = (i for i, verbs in enumerate(inner) for v in above if verbs & v)
    return _HIDDEN, 2 * next(met, len(inner))


def distance(sentence: Sentence, index: int, place: Place) -> tuple[bool, int]:
    """Tell how many clauses lie between a word and a phrase; farthest those in another branch."""
    lie, far = reach(sentence, index, place)
    return lie == _HIDDEN, far


def main_subject(sentence: Sentence) -> int | None:
    """Find the head of the main clause's subject."""
    root = next((token.index for token in sentence.tokens if token.dep == "ROOT"), None)
    if root is None:
        return None
    subjects = [i for i in sentence.children[root] if sentence.tokens[i].dep in _SUBJECTS]
    return subjects[0] if subjects else None


def _has_subject(sentence: Sentence, verb: int) -> bool:
    return any(sentence.tokens[i].dep in _SUBJECTS for i in sentence.children[verb])


def _is_told(sentence: Sentence, index: int, place: Place) -> bool:
    """Whether a mention is the object of a verb whose infinitive holds the word at ``index``."""
    tokens = sentence.tokens
    mention = tokens[place.joined]
    is_object = mention.dep in _OBJECTS
    is_called_on = mention.dep == "pobj" and tokens[mention.head].text.lower() in {"on", "upon"}
    if not (is_object or is_called_on):
        return False
    return any(
        tokens[verb].dep in ({"xcomp"} if is_object else {"xcomp", "advcl"})
        and index in sentence.subtrees[verb]
        and verb > mention.index
        for verb in sentence.children[place.verb]
        if any(tokens[child].tag == "TO" for child in sentence.children[verb])
    )


def _clauses_above(sentence: Sentence, index: int) -> list[set[int]]:
    """List the clauses from a word up to the main one, each by its verbs.

    Verbs that share a subject ("X *came*, *saw* and *left*") are one clause.
    """
    tokens = sentence.tokens
    verb = _verb_above(sentence, index)
    clauses = [{verb}]
    for _ in range(_DEEP):
        above = _verb_above(sentence, tokens[verb].head)
        if any(above in clause for clause in clauses):
            break
        if _has_subject(sentence, verb):
            clauses.extend({before} for before in _told_before(sentence, verb))
            clauses.append({above})
        else:
            clauses[-1].add(above)
        verb = above
    return clauses


def _told_before(sentence: Sentence, verb: int) -> list[int]:
    """List clauses that are told beside a clause by one verb: "*X did* and Y did, Z said"."""
    tokens = sentence.tokens
    if tokens[verb].dep != "ccomp":
        return []
    return [
        before
        for before in sentence.children[tokens[verb].head]
        if before < verb and tokens[before].dep == "ccomp"
        if any(tokens[child].dep == "cc" for child in sentence.children[before])
    ]


def _verb_above(sentence: Sentence, index: int) -> int:
    tokens = sentence.tokens
    while tokens[index].pos not in _VERBS and tokens[index].head != index:
        index = tokens[index].head
    return index

"""Words that may attribute speech, opinion or intention, and the kind of what they attribute.

In:  one parsed sentence and the lexicon; speech that was found.   Out: cues with their word group
("has also said"); a ``SpeechKind``: position, assessment, warning, demand, denial or plan.
Does not: decide whether a cue has content (most "calls" and "plans" have none), or whether what is
said is true.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from detente.language.tree import child, children, first_of
from detente.reading.speech.lexicon import (
    Act,
    CueWord,
    Frame,
    Part,
    SpeechLexicon,
    load_speech_lexicon,
    read_data,
)
from detente.records import Sentence, Span, Speech, SpeechKind, Token

_ATTRIBUTIVE = frozenset({"amod", "compound", "nmod"})
_PARTICIPIAL = frozenset({"acl", "advcl", "prep", "pcomp"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A cue word in its sentence. ``first`` to ``last`` are the tokens of its group."""

    sentence: Sentence
    head: int
    word: CueWord
    first: int
    last: int

    @property
    def token(self) -> Token:
        """The cue word itself."""
        return self.sentence.tokens[self.head]

    @property
    def next_token(self) -> Token | None:
        """The token after the group."""
        after = self.last + 1
        return self.sentence.tokens[after] if after < len(self.sentence.tokens) else None

    @property
    def span(self) -> Span:
        """Range of the group, with the preposition of a phrase that is content ("called for")."""
        after = self.next_token
        has_preposition = after is not None and after.pos == "ADP" and after.head == self.head
        takes_it = after is not None and after.lemma in self.word.prepositions
        last = self.last + 1 if has_preposition and takes_it else self.last
        tokens = self.sentence.tokens
        return Span(tokens[self.first].span.start, tokens[last].span.end)

    @property
    def indices(self) -> frozenset[int]:
        """Token indices of the group."""
        return frozenset(range(self.first, self.last + 1))

    @property
    def is_passive(self) -> bool:
        """Whether the cue is a passive verb ("was quoted", "demanded by")."""
        if self.word.part != Part.VERB:
            return False  # "was opposed to" is a state
        if child(self.sentence, self.head, "auxpass", "nsubjpass"):
            return True
        is_participle = self.token.tag == "VBN" and self.token.dep in _PARTICIPIAL
        return is_participle and not child(self.sentence, self.head, "aux", "nsubj")


def find_cues(sentence: Sentence, lexicon: SpeechLexicon) -> Iterator[Cue]:
    """Yield the cues of ``sentence`` in order."""
    for token in sentence.tokens:
        word = _cue_word(sentence, token, lexicon)
        if word and not _is_quoted_as(sentence, token):
            first, last = _group(sentence, token)
            yield Cue(sentence=sentence, head=token.index, word=word, first=first, last=last)


def goes_on_telling(sentence: Sentence, token: Token) -> bool:
    """Whether a verb inside a clause rather goes on with the telling.

    "..., adding that ..." and "... and warned that ..." are the same speaker's next words;
    "..., and the ministry warned that ..." is somebody else's.
    """
    word = load_speech_lexicon().verb(token.lemma)
    if word is None or token.pos != "VERB":
        return False
    if is_of_other_form(sentence, token):
        return True
    if word.act != Act.SAY or not word.takes(Frame.CLAUSE):
        return False
    first = first_of(sentence, token.index).index
    before = sentence.tokens[first - 1].text if first else ""
    if token.tag == "VBG" and token.dep in {"advcl", "acl", "conj"}:
        return before == ","
    if token.dep != "conj" or not child(sentence, token.index, "ccomp"):
        return False
    has_subject = child(sentence, token.index, "nsubj") is not None
    after_comma = first > 1 and sentence.tokens[first - 2].text == ","
    return token.tag in {"VBD", "VBZ", "VBP"} and (after_comma or not has_subject)


def passing_on(cue: Cue) -> int | None:
    """Find the verb that only passes a speaker on: "the agency *quoted* Berg as saying"."""
    preposition = cue.sentence.tokens[cue.token.head]
    is_passed = cue.token.dep == "pcomp" and preposition.lemma == "as"
    return preposition.head if is_passed else None


def is_of_other_form(sentence: Sentence, token: Token) -> bool:
    """Whether a verb cannot share the auxiliary of the one it is joined to.

    In "denied that it *had struck* first and *accused* Sudria" the accusing goes with the denying.
    """
    if token.dep != "conj" or token.tag not in {"VBD", "VBZ", "VBP"}:
        return False
    if child(sentence, token.index, "nsubj", "nsubjpass", "aux"):
        return False
    partner = sentence.tokens[token.head]
    has_auxiliary = child(sentence, partner.index, "aux", "auxpass") is not None
    return has_auxiliary and partner.tag in {"VB", "VBN"} and partner.index < token.index


def _cue_word(sentence: Sentence, token: Token, lexicon: SpeechLexicon) -> CueWord | None:
    if token.dep in _ATTRIBUTIVE:
        return None
    is_state = token.dep == "acomp" or child(sentence, token.index, "auxpass") is not None
    if is_state and token.text.lower() in lexicon.adjectives:  # "worried" may be tagged a verb
        return lexicon.adjectives[token.text.lower()]
    if token.pos in {"VERB", "AUX"}:
        particle = child(sentence, token.index, "prt")
        return lexicon.verb(token.lemma, particle.lemma if particle else None)
    if token.pos == "NOUN":
        return lexicon.nouns.get(lexicon.repaired(token.lemma))
    return None


def _is_quoted_as(sentence: Sentence, token: Token) -> bool:
    """Whether a verb only passes on another: "was quoted (by the agency) as saying"."""
    if token.tag != "VBN" or child(sentence, token.index, "auxpass") is None:
        return False
    after = children(sentence, token.index, "prep", "agent", "mark")
    return any(
        part.lemma == "as" and child(sentence, part.index, "pcomp") is not None for part in after
    )


def _group(sentence: Sentence, token: Token) -> tuple[int, int]:
    """Auxiliaries, negation and adverbs before the word, its particle after it."""
    if token.pos == "NOUN":
        return token.index, token.index
    near = set(sentence.children[token.index])
    if token.dep == "acomp":
        near |= {token.head, *sentence.children[token.head]}
    first = last = token.index
    while first - 1 in near and _is_grouped(sentence.tokens[first - 1], token):
        first -= 1
    while last + 1 in near and sentence.tokens[last + 1].dep in {"prt", "neg"}:
        last += 1
    while first < token.index and _is_bare_adverb(sentence.tokens[first]):
        first += 1
    return first, last


def _is_grouped(before: Token, token: Token) -> bool:
    return before.dep in _GROUP or (token.dep == "acomp" and before.index == token.head)


def _is_bare_adverb(token: Token) -> bool:
    return token.tag in {"WRB", "RB"} and token.dep != "neg"


# --- Speech -> its kind: position, assessment, warning, demand, denial or plan.
class _Experts(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    titles: frozenset[str]
    houses: frozenset[str]
    studies: frozenset[str]


class _Modals(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    demand: frozenset[str]
    assessment: frozenset[str]
    plan: frozenset[str]


class _Adverbs(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    assessment: frozenset[str]


class _Denials(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    subjects: frozenset[str]
    auxiliaries: frozenset[str]


class _Kinds(msgspec.Struct, forbid_unknown_fields=True):
    experts: _Experts
    modals: _Modals
    adverbs: _Adverbs
    denials: _Denials


def kind_of(
    speech: Speech, sentences: Sequence[Sentence], *, is_scholar: bool = False
) -> SpeechKind:
    """Tell what the speaker does with the words.

    ``is_scholar``: who speaks is known for an expert, whatever the words call them here.

    An expert's warning or forecast is an assessment; else the cue decides ("vowed", "denied"),
    then the main verb of the content ("must", "may", "will"), then who speaks.
    """
    kinds = _load_kinds()
    word = _kind_word(speech, sentences)
    is_expert = is_scholar or _is_expert(speech, sentences, kinds)
    if word and word.kind and not _is_negated(speech, sentences):
        softened = is_expert and word.kind == SpeechKind.WARNING
        return SpeechKind.ASSESSMENT if softened else word.kind
    told = _kind_of_content(speech, sentences, kinds)
    if is_expert and told in {None, SpeechKind.PLAN}:
        return SpeechKind.ASSESSMENT
    return told or SpeechKind.POSITION


def is_uttered(speech: Speech) -> bool:
    """Whether the words were said or written, rather than thought, wanted or shown by an act."""
    word = _kind_word(speech)
    return word is None or word.act in {Act.SAY, Act.SHOW}


@cache
def _load_kinds() -> _Kinds:
    return read_data("speech_kinds.toml", _Kinds)


def _kind_word(speech: Speech, sentences: Sequence[Sentence] = ()) -> CueWord | None:
    """Look the cue up, with its preposition where that makes another word of it ("call for")."""
    lexicon, lemma = load_speech_lexicon(), speech.cue_lemma or ""
    last = _tokens_in(speech.cue, sentences)[-1:] if speech.cue else ()
    particle = last[0].lemma if last and last[0].pos == "ADP" else None
    verb = lexicon.verb(lemma, particle) or lexicon.verb(lemma)
    return verb or lexicon.nouns.get(lemma) or lexicon.adjectives.get(lemma)


def _is_expert(speech: Speech, sentences: Sequence[Sentence], kinds: _Kinds) -> bool:
    tokens = _tokens_in(speech.speaker, sentences) if speech.speaker else ()
    if any(token.text in kinds.experts.houses for token in tokens):
        return True
    return any(token.lemma in kinds.experts.titles | kinds.experts.studies for token in tokens)


def _is_negated(speech: Speech, sentences: Sequence[Sentence]) -> bool:
    tokens = _tokens_in(speech.cue, sentences) if speech.cue else ()
    return any(token.dep == "neg" for token in tokens)


def _kind_of_content(
    speech: Speech, sentences: Sequence[Sentence], kinds: _Kinds
) -> SpeechKind | None:
    lexicon = load_speech_lexicon()
    if _is_negated(speech, sentences):
        return None  # "has not confirmed such a plan"
    sentence = _sentence_at(speech.content[0], sentences)
    head = _main_word(sentence, speech.content[0]) if sentence else None
    if sentence is None or head is None:
        return None
    noun = lexicon.nouns.get(head.lemma) if head.pos == "NOUN" else None
    intention = lexicon.verb(head.lemma) if head.pos == "VERB" else None
    if noun and noun.kind:
        return noun.kind  # "indicated plans for a call"
    if intention and intention.kind in {SpeechKind.PLAN, SpeechKind.DENIAL}:
        return intention.kind  # "said it plans to ..."
    return _mood(sentence, head, kinds)


def _main_word(sentence: Sentence, span: Span) -> Token | None:
    """Find the word of ``span`` on which the rest hangs; a verb rather than a mark before it."""
    inside = [token for token in sentence.tokens_in(span) if token.pos != "PUNCT"]
    indices = {token.index for token in inside}
    tops = [token for token in inside if token.head not in indices or token.head == token.index]
    verbs = [token for token in tops if token.pos in {"VERB", "AUX"}]
    return next(iter((*verbs, *tops)), None)


def _mood(sentence: Sentence, head: Token, kinds: _Kinds) -> SpeechKind | None:
    """Read the main verb's modal, adverbs and negation."""
    auxiliaries = children(sentence, head.index, "aux", "auxpass")
    modals = {token.text.lower() for token in auxiliaries}
    adverbs = children(sentence, head.index, "advmod", "acomp")
    nearby = {token.text.lower() for token in adverbs}
    if modals & kinds.modals.demand:
        return SpeechKind.DEMAND
    if modals & kinds.modals.assessment or nearby & kinds.adverbs.assessment:
        return SpeechKind.ASSESSMENT
    if _is_denial(sentence, head, auxiliaries, kinds):
        return SpeechKind.DENIAL
    is_negated = bool(children(sentence, head.index, "neg"))  # "will not tolerate" is no plan
    return SpeechKind.PLAN if modals & kinds.modals.plan and not is_negated else None


def _is_denial(
    sentence: Sentence, head: Token, auxiliaries: Sequence[Token], kinds: _Kinds
) -> bool:
    """Whether speakers deny a deed of their own: "said it had not fired"."""
    subjects = children(sentence, head.index, "nsubj", "nsubjpass")
    is_own = any(token.text.lower() in kinds.denials.subjects for token in subjects)
    is_past = any(token.text.lower() in kinds.denials.auxiliaries for token in auxiliaries)
    return is_own and is_past and bool(children(sentence, head.index, "neg"))


def _sentence_at(span: Span, sentences: Sequence[Sentence]) -> Sentence | None:
    number = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.start)
    return sentences[number - 1] if number else None


def _tokens_in(span: Span, sentences: Sequence[Sentence]) -> tuple[Token, ...]:
    sentence = _sentence_at(span, sentences)
    return sentence.tokens_in(span) if sentence else ()

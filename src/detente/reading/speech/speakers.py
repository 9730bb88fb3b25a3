"""Who speaks: the phrase that names him, the label of a turn, or a medium that is still retold.

In:  a cue in its sentence; a report's sentences and paragraphs.   Out: token indices of the
speaker's whole phrase; whose turn each paragraph is; further speech of the same medium.
Does not: resolve names or pronouns; only a relative pronoun is followed to its noun.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from detente.language.tree import FINITE, NOMINAL, child, children, noun_phrase
from detente.reading.speech.content import (
    AUTHORIAL,
    is_charge_denied,
    preposition_of,
)
from detente.reading.speech.cues import Cue, goes_on_telling, is_uttered, passing_on
from detente.reading.speech.lexicon import Frame, Part, load_speech_lexicon
from detente.records import Sentence, Span, Speech, Token

_RELATIVE = frozenset({"WP", "WDT", "WP$"})
_INVERTED = ("dobj", "attr", "npadvmod", "oprd", "appos", "dep", "nsubjpass", "conj")
_CAUSING = frozenset({"allow", "cause", "compel", "force", "help", "lead", "let", "make", "permit"})
_SEEMING = frozenset({"be", "become", "remain", "seem", "take"})
_ISSUING = frozenset({
    "circulate", "deliver", "give", "issue", "make", "post", "present", "publish", "read",
    "release", "send", "submit", "write",
})  # fmt: skip
_MAX_CLIMB = 6  # verbs from a cue to its subject; longer chains are parse errors


def speaker_of(cue: Cue) -> frozenset[int]:
    """Find who speaks; empty where the sentence does not tell."""
    if is_charge_denied(cue):
        return frozenset()
    head = _head_of_speaker(cue)
    if head is None:
        return frozenset()
    topic = preposition_of(cue) if cue.word.part == Part.NOUN else None
    return noun_phrase(cue.sentence, head.index, topic.index if topic else cue.head)


def _head_of_speaker(cue: Cue) -> Token | None:
    if cue.word.part == Part.NOUN:
        return _of_noun(cue)
    if cue.word.part == Part.ADJECTIVE:
        return _of_state(cue)
    if cue.is_passive:
        return _agent(cue.sentence, cue.head)
    passing = passing_on(cue)
    passed_on = None if passing is None else child(cue.sentence, passing, "dobj")
    named = passed_on or _of_verb(cue.sentence, cue.head) or _inverted(cue)
    return named or _left(cue)


def _of_verb(sentence: Sentence, verb: int) -> Token | None:
    """Climb from a verb to whatever word is its subject, shared or understood."""
    start = verb
    if goes_on_telling(sentence, sentence.tokens[verb]):
        verb = _matrix(sentence, verb)
    for _ in range(_MAX_CLIMB):
        subject = _subject(sentence, verb)
        if subject:
            is_thing = sentence.tokens[verb].lemma in _SEEMING  # "it is worth noting that"
            is_nobody = subject.lemma == "it" and verb != start and is_thing
            return None if is_nobody else _antecedent(sentence, subject, verb)
        token = sentence.tokens[verb]
        if child(sentence, verb, "expl", "csubj") or token.head == verb:
            return None
        understood = _understood(sentence, token)
        if understood:
            return understood
        governor = sentence.tokens[token.head]
        if governor.pos == "ADP" and sentence.tokens[governor.head].pos in NOMINAL:
            return None
        verb = governor.index
    return None


def _understood(sentence: Sentence, token: Token) -> Token | None:
    """Find the noun that is the subject of a participle or of a controlled infinitive."""
    governor = sentence.tokens[token.head]
    if governor.lemma == "order" and sentence.tokens[governor.head].lemma == "in":
        return None  # "in *order* to protest"
    if governor.pos in NOMINAL and token.dep in {"acl", "relcl", "advcl", "conj", "appos"}:
        return _issuer(sentence, governor) or governor
    word = load_speech_lexicon().verb(governor.lemma)
    is_told = word is not None and (word.hearer or word.takes(Frame.CAUSATIVE))
    if token.dep == "xcomp" and (is_told or governor.lemma in _CAUSING):
        return child(sentence, governor.index, "dobj", "dative")
    return None


def _issuer(sentence: Sentence, text: Token) -> Token | None:
    """Find who puts a text out, whose words it holds: "*Norland* issued a statement saying"."""
    lexicon, verb = load_speech_lexicon(), sentence.tokens[text.head]
    is_text = text.lemma in lexicon.media.reports or lexicon.nouns.get(text.lemma) is not None
    if text.dep != "dobj" or not is_text or verb.lemma not in _ISSUING:
        return None
    subject = _subject(sentence, verb.index)
    return subject and _antecedent(sentence, subject, verb.index)


def _subject(sentence: Sentence, verb: int) -> Token | None:
    """Take the subject nearest to the verb: the parser may give it the quotation's, too.

    Behind a comma the one that follows goes first: "The bridge, said *the army*, is down".
    """
    subjects = children(sentence, verb, "nsubj", "nsubjpass")
    if verb and sentence.tokens[verb - 1].text == ",":
        subjects = [token for token in subjects if token.index > verb] or subjects
    return min(subjects, key=lambda token: abs(token.index - verb), default=None)


def _matrix(sentence: Sentence, verb: int) -> int:
    """Climb out of the content clause on which the parser hung ", adding that ..."."""
    above = sentence.tokens[verb].head
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[above]
        if token.dep == "ccomp" and token.head < above:
            return token.head
        if token.head == above:
            break
        above = token.head
    return verb


def _antecedent(sentence: Sentence, subject: Token, verb: int) -> Token | None:
    """Follow "who" and "which" to their noun."""
    if subject.tag not in _RELATIVE:
        return subject if subject.lemma != "there" else None
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[verb]
        governor = sentence.tokens[token.head]
        if token.dep == "relcl" and governor.pos in NOMINAL:
            return governor
        if governor.index == verb:
            return None
        verb = governor.index
    return None


def _agent(sentence: Sentence, verb: int) -> Token | None:
    agent = child(sentence, verb, "agent")
    return child(sentence, agent.index, "pobj") if agent else None


def _inverted(cue: Cue) -> Token | None:
    """Take the noun right after "said" where the parser saw no subject."""
    if not cue.word.takes(Frame.QUOTE):
        return None
    for token in children(cue.sentence, cue.head, *_INVERTED):
        if token.index > cue.head and token.pos in {"PROPN", "NOUN", "PRON"}:
            return token if token.entity not in {"DATE", "TIME"} else None
    return None


def _left(cue: Cue) -> Token | None:
    """Take the noun phrase right before "said" where the parser saw no subject.

    Without a comma before "said" it begins behind the last one, whatever noun the parser hung
    it on: "killed near Veld, *the ministry in Aldane* said".
    """
    tokens = cue.sentence.tokens
    index = cue.first - 1
    while index > 0 and tokens[index].pos in {"PUNCT", "ADV"}:
        index -= 1
    if index < 0 or tokens[index].pos not in NOMINAL or not cue.word.takes(Frame.QUOTE):
        return None
    commas = [token.index for token in tokens[:index] if token.text == ","]
    is_open = all(token.pos != "PUNCT" for token in tokens[index : cue.first])
    start = commas[-1] if commas and is_open else -1
    for _ in range(_MAX_CLIMB):
        governor = tokens[tokens[index].head]
        if governor.pos not in NOMINAL | {"ADP"} or not start < governor.index < cue.first:
            break
        index = governor.index
    is_speaker = tokens[index].pos in NOMINAL and tokens[index].dep != "dobj"
    return tokens[index] if is_speaker else None


def _of_state(cue: Cue) -> Token | None:
    """`the union is critical`: the subject may hang on the adjective or on its "is"."""
    copula = child(cue.sentence, cue.head, "auxpass")
    holders = (cue.head, copula.index if copula else cue.token.head)
    return next(filter(None, (_of_verb(cue.sentence, holder) for holder in holders)), None)


def _of_noun(cue: Cue) -> Token | None:
    """`Norland's claim`, `warnings by the FBI`, `the envoy issued a warning`."""
    sentence, after = cue.sentence, cue.next_token
    owner = child(sentence, cue.head, "poss")
    if owner:
        return owner
    if after and after.lemma in AUTHORIAL:
        return child(sentence, after.index, "pobj")
    for token in children(sentence, cue.head, "prep", "agent"):
        if token.lemma in AUTHORIAL | {"of"} and not cue.word.takes(token.lemma):
            return child(sentence, token.index, "pobj")
    governor = sentence.tokens[cue.token.head]
    is_object = cue.token.dep == "dobj" and governor.pos == "VERB"
    if is_object and not child(sentence, governor.index, "nsubjpass"):
        return _of_verb(sentence, governor.index)
    return None


# --- Labels -> whose turn each paragraph is: "Q: ...", "MR. BERG: ...", "Reuters: ...".
_BESIDE = frozenset({"(", "[", ":"})  # what a name's label goes on with: "Berg (Harbour Wire):"


@dataclass(frozen=True, slots=True)
class Turn:
    """Words of one paragraph and the label above them. ``sentence`` is the label's."""

    sentence: Sentence
    label: tuple[Token, ...]
    mark: Span
    words: tuple[Token, ...]


def find_turns(paragraphs: Sequence[Sequence[Sentence]]) -> list[Turn]:
    """Find all turns of a transcript; nothing where the report is none.

    Paragraphs between two labels belong to the first; those after the last one's own may be the
    report's.
    """
    turns: list[Turn] = []
    numbers = [number for number, one in enumerate(paragraphs) if one[0].is_label]
    for place, number in enumerate(numbers):
        sentence = paragraphs[number][0]
        named = takewhile(lambda token: token.text not in _BESIDE, sentence.tokens)
        label = tuple(token for token in named if token.pos != "PUNCT" and token.text.strip("*_"))
        mark = Span(sentence.span.end - 1, sentence.span.end)
        end = numbers[place + 1] if place + 1 < len(numbers) else number + 2
        for paragraph in paragraphs[number + 1 : end] if label else ():
            words = tuple(token for sentence in paragraph for token in sentence.tokens)
            turns.append(Turn(sentence, label, mark, words))
    return turns


# --- A retold medium -> the sentences in which the report goes on retelling it.
_TITLE_MARKS = frozenset({":", "\u2014"})  # "Norland and Sudria to meet: Report"
_LEAD = 4  # paragraphs; a headline's caption and a byline may stand above the one that credits


def carried_on(sentences: Sequence[Sentence], speeches: Sequence[Speech]) -> tuple[Speech, ...]:
    """Find the sentences after a retelling that are still on the medium's word.

    "The paper reported that ..." opens a retelling, which runs to the end of its paragraph. The
    lead's credit ("..., the paper reported.") runs on through the next paragraph, which tells in
    full what the lead sums up; a later credit only closes what it stands with. All end where
    anybody else is heard, and where the report turns to what was so before.
    """
    page = _Heard(sentences, speeches)
    return tuple(found for speech in page.retellings for found in page.carried(speech))


class _Heard:
    """Who is heard in which sentence."""

    def __init__(self, sentences: Sequence[Sentence], speeches: Sequence[Speech]) -> None:
        self.sentences = sentences
        self.voices = {
            sentence
            for speech in speeches
            if is_uttered(speech) and self._tells(speech)
            for sentence in self._held(speech)
        }
        self.retellings = [
            speech
            for speech in speeches
            if speech.is_retelling and speech.cue_lemma not in _TITLE_MARKS
        ]

    def carried(self, speech: Speech) -> Iterator[Speech]:
        last = max(self._held(speech))
        reach = self._reach(speech)
        for sentence in self.sentences[last + 1 :]:
            if sentence.paragraph > reach or sentence.index in self.voices:
                return
            if _is_background(sentence):
                return
            yield replace(speech, sentence=sentence.index, content=(sentence.span,))

    def _tells(self, speech: Speech) -> bool:
        """Whether somebody tells something: a subject alone ("addressed the war") tells nothing."""
        sentence = self.sentences[speech.sentence]
        words = (token for span in speech.content for token in sentence.tokens_in(span))
        return speech.is_quoted or any(token.tag in FINITE for token in words)

    def _reach(self, speech: Speech) -> int:
        """Last paragraph to which a retelling runs; -1 for none after its own sentence."""
        paragraph = self.sentences[max(self._held(speech))].paragraph
        if speech is self.retellings[0] and self._is_lead(paragraph):
            return paragraph + 1
        is_opening = speech.cue is not None and speech.cue.start < speech.content[0].start
        return paragraph if is_opening else -1

    def _is_lead(self, paragraph: int) -> bool:
        body = [one for one in self.sentences if not (one.is_headline or one.is_dateline)]
        return paragraph - body[0].paragraph < _LEAD

    def _held(self, speech: Speech) -> range:
        """Indices of the sentences that hold cue and content."""
        spans = [*speech.content, *((speech.cue,) if speech.cue else ())]
        start, end = min(spans).start, max(span.end for span in spans)
        inside = [
            one.index for one in self.sentences if one.span.start < end and one.span.end > start
        ]
        return range(inside[0], inside[-1] + 1)


_LONG_BEFORE = frozenset({"month", "year", "decade"})  # "last *month*", behind what is news


def _is_background(sentence: Sentence) -> bool:
    """Whether a sentence tells what was so before: "Norland *has fought* rebels for years"."""
    main = sentence.root
    if main is None:
        return False
    helpers = children(sentence, main.index, "aux", "auxpass")
    is_perfect = any(one.lemma == "have" and one.tag in {"VBZ", "VBP"} for one in helpers)
    is_standing = main.tag in {"VBZ", "VBP"} and main.pos == "VERB"
    pairs = zip(sentence.tokens, sentence.tokens[1:], strict=False)
    is_before = any(one.lemma == "last" and two.lemma in _LONG_BEFORE for one, two in pairs)
    return is_perfect or is_standing or is_before

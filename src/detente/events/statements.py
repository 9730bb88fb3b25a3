"""Speech -> statements: who said what about which issue and which sides.

In:  a report's setting and the kind of each stretch of speech.   Out: statements in text order.
Does not: find speech (reading/speech/attribution.py does), or turn a retelling medium into a
speaker.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente.events.claims import speaker_of
from detente.events.contexts import Topics
from detente.events.setting import Setting, without_tail
from detente.language.clauses import RELATIVES
from detente.records import Report, Sentence, Span, Speech, SpeechKind, Statement, Token

SCHOLARS = "EDU"  # the sector of universities, institutes and think tanks
MIN_WORDS = 5  # shorter content is a phrase ("mutual respect"), not something said
MIN_WORDS_OF_CLAUSE = 3  # with a subject: "We want peace"
DENY = "deny"
TURN = ":"  # the cue of a transcript's turn
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})  # "*there* was a ban"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
WILL = frozenset({"will", "shall", "'ll"})
AHEAD = frozenset({  # "is due to rule": nothing is said as yet
    "be", "due", "expect", "intend", "plan", "prepare", "ready", "schedule", "set", "slate",
})  # fmt: skip
MIN_WORDS_DENIED = 2  # a deed denied: "denied arming rebels", but not "denied it"
MIN_WORDS_OF_PHRASE = 7  # without a verb of its own: "the importance of returning to the talks ..."


def statements_from_speech(
    speeches: Iterable[tuple[Speech, SpeechKind]], setting: Setting, topics: Topics
) -> tuple[Statement, ...]:
    """Build one statement a stretch of speech, one more where a new sentence follows "he said".

    Left out: what a medium retells (it is on the medium's word, no statement of its own), mere
    intentions ("agreed *to lift* ..."), phrases too short to state anything, and unquoted words
    of nobody known.
    """
    told = [
        (part, kind)
        for speech, kind in speeches
        for part in _parts(speech, setting)
        if _states_something(part, setting) and not is_deed(part, kind, setting.sentences)
    ]
    statements = [_statement(speech, kind, setting, topics) for speech, kind in told]
    return tuple(one for one in statements if one.is_quoted or _has_known_speaker(one))


def is_scholar(speech: Speech, setting: Setting) -> bool:
    """Whether a scholar speaks, as identified: "she" and a bare surname included."""
    if speech.is_retelling:
        return False
    speaker = speaker_of(speech, setting)
    actor = speaker.value.actor if speaker else None
    return actor is not None and actor.sector == SCHOLARS


def _parts(speech: Speech, setting: Setting) -> Iterator[Speech]:
    """Part what stands before an attribution from the new sentence that follows it."""
    begun: list[Span] = []
    for span in speech.content:
        if begun and _is_apart(begun[-1], span, setting):
            yield _part(speech, begun, setting)
            begun = []
        begun.append(span)
    yield _part(speech, begun, setting)


def _is_apart(earlier: Span, later: Span, setting: Setting) -> bool:
    """Whether words of the report's own stand between two ranges, and a sentence begins there."""
    between = setting.report.text[earlier.end : later.start]
    is_told = any(sign.isalnum() for sign in between)
    return is_told and _sentence_of(earlier, setting) != _sentence_of(later, setting)


def _part(speech: Speech, content: list[Span], setting: Setting) -> Speech:
    words = setting.report.text[content[0].start : content[0].end].lower()
    if len(content) > 1 and words in RELATIVES:
        content = content[1:]  # "which" in "which the ministry said killed ten"
    return replace(speech, content=tuple(content), sentence=_sentence_of(content[0], setting))


def _sentence_of(span: Span, setting: Setting) -> int:
    """Index of the sentence in which a range begins."""
    starts = bisect_right(setting.sentences, span.start, key=lambda one: one.span.start)
    return setting.sentences[max(0, starts - 1)].index


def _states_something(speech: Speech, setting: Setting) -> bool:
    if speech.is_retelling or speech.speaker is None or _is_yet_to_come(speech, setting):
        return False
    if is_unsaid(speech, setting.sentences):
        return False
    sentence = setting.sentences[speech.sentence]
    is_one = speech.content[-1].end <= sentence.span.end
    if speech.cue_lemma == TURN and is_one and not sentence.tells:
        return False  # "Q: Will the truce hold?"
    tokens = [token for span in speech.content for token in sentence.tokens_in(span)]
    words = [token for token in tokens if token.pos not in {"PUNCT", "SPACE"}]
    if words and words[0].tag == "TO":
        return False
    return len(words) >= _least_words(speech, words) or len(speech.content) > 1


def _least_words(speech: Speech, words: Sequence[Token]) -> int:
    if words and speech.cue_lemma == DENY:
        return MIN_WORDS_DENIED if words[0].tag == "VBG" else MIN_WORDS_OF_CLAUSE
    is_clause = bool(words) and words[0].tag in FINITE  # "which they said *killed* ten"
    if is_clause or any(token.dep in SUBJECTS for token in words):
        return MIN_WORDS_OF_CLAUSE
    has_infinitive = any(token.tag == "TO" for token in words)
    return MIN_WORDS if has_infinitive or speech.is_quoted else MIN_WORDS_OF_PHRASE


def _is_yet_to_come(speech: Speech, setting: Setting) -> bool:
    """Whether it is to be said only later: "is due to rule on whether", "will say"."""
    if speech.cue is None or speech.is_quoted:
        return False
    sentence = setting.sentences[_sentence_of(speech.cue, setting)]
    cue = sentence.tokens_in(speech.cue)
    if any(token.tag == "MD" and token.lemma in WILL for token in cue):
        return True
    verb = next((token for token in cue if token.tag == "VB"), None)
    has_to = any(token.tag == "TO" for token in cue)
    return verb is not None and has_to and sentence.tokens[verb.head].lemma in AHEAD


def _has_known_speaker(statement: Statement) -> bool:
    """Whether the speaker has a side: "officials" of nobody knows which state have none."""
    actor = statement.speaker.value.actor if statement.speaker else None
    return actor is not None and (actor.country is not None or actor.id is not None)


def _statement(speech: Speech, kind: SpeechKind, setting: Setting, topics: Topics) -> Statement:
    report = setting.report
    span = _said(speech, setting)
    return Statement(
        report_id=report.id,
        sentence=speech.sentence,
        speaker=speaker_of(speech, setting),
        is_quoted=speech.is_quoted,
        kind=kind,
        issues=topics.issues_in(span),
        about=_about(span, setting),
        citation=report.cite(span),
        cue=report.cite(speech.cue) if speech.cue else None,
    )


def _said(speech: Speech, setting: Setting) -> Span:
    """Range of the words from first to last, without what the report adds of its own."""
    span = _trimmed(setting.report, speech.content[0].start, speech.content[-1].end)
    sentence = setting.sentences[_sentence_of(span, setting)]
    is_whole = len(speech.content) == 1 and span in sentence.span
    return without_tail(sentence, span) if is_whole and not speech.is_quoted else span


def _trimmed(report: Report, start: int, end: int) -> Span:
    text = report.text[start:end]
    lead = len(text) - len(text.lstrip())
    return Span(start + lead, start + len(text.rstrip()))


def _about(span: Span, setting: Setting) -> tuple[str, ...]:
    countries = {
        actor.country
        for link in setting.links
        if link.mention.span in span
        for actor in link.actors
        if actor.country
    }
    return tuple(sorted(countries))


# --- Speech -> whether nothing is said by it: a deed done with words, or words not said.
DEEDS = frozenset({"accept", "agree", "command", "decree", "instruct", "order", "sentence"})
CLAIMING = frozenset({  # of whose object something is said: "accused Norland of spying"
    "accuse", "blame", "charge", "complain", "dismiss", "fault", "predict", "report", "suspect",
})  # fmt: skip
SAYING = frozenset({
    "add", "announce", "clarify", "comment", "confirm", "disclose", "elaborate", "explain",
    "indicate", "mention", "reveal", "say", "signal", "specify", "state", "tell",
})  # fmt: skip
LOOSE = frozenset({SpeechKind.POSITION, SpeechKind.ASSESSMENT})  # kinds that no word tells
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
PREDICATES = frozenset({"acomp", "advcl", "amod", "oprd", "xcomp"})


def is_deed(speech: Speech, kind: SpeechKind, sentences: Sequence[Sentence]) -> bool:
    """Whether the verb does what it says: "accepted the plan", "ordered the envoy to leave".

    Of a noun phrase alone something is said only by a claim, a demand, a denial and the like:
    not by "condemned the raid" or "wants a truce".
    """
    if speech.is_quoted or speech.cue is None:
        return False
    if speech.cue_lemma in DEEDS and not _has_subject(speech.content[0], sentences):
        return True
    return (
        kind in LOOSE
        and len(speech.content) == 1  # "*what* they said were *camps*"
        and speech.cue_lemma not in CLAIMING
        and _is_noun_phrase(speech.content[0], sentences)
    )


def is_unsaid(speech: Speech, sentences: Sequence[Sentence]) -> bool:
    """Whether it is told that somebody does not say: "has not said whether it will go"."""
    if speech.is_quoted or speech.cue is None or speech.cue_lemma not in SAYING:
        return False
    return any(token.dep == "neg" for token in _tokens(speech.cue, sentences))


def _is_noun_phrase(span: Span, sentences: Sequence[Sentence]) -> bool:
    """Whether a range is a noun with what belongs to it, without a verb or a predicate."""
    inside = [token for token in _tokens(span, sentences) if token.pos != "PUNCT"]
    places = {token.index for token in inside}
    tops = [token for token in inside if token.head not in places or token.head == token.index]
    return bool(tops) and all(token.pos in NOUNS for token in tops) and not _judges(tops, inside)


def _judges(tops: Sequence[Token], inside: Sequence[Token]) -> bool:
    """Whether something is said of the noun: "the plan *hypocritical*"."""
    heads = {token.index for token in tops}
    return any(
        token.head in heads and token.dep in PREDICATES and token.index > token.head
        for token in inside
    )


def _has_subject(span: Span, sentences: Sequence[Sentence]) -> bool:
    return any(token.dep in {"nsubj", "nsubjpass"} for token in _tokens(span, sentences))


def _tokens(span: Span, sentences: Sequence[Sentence]) -> tuple[Token, ...]:
    around = (sentence for sentence in sentences if sentence.span.overlap(span))
    return next((sentence.tokens_in(span) for sentence in around), ())

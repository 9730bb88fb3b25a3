"""Sentences -> reported speech: what was said, by what cue, by whom.

In:  a report and its sentences.   Out: ``Speech`` in text order, its speaker as words only; of
speech within speech the outermost, and what media retell or a transcript holds.
Does not: identify speakers, weigh what they say, or take a scare quote for speech.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.reading.speech.content import content_of
from detente.reading.speech.cues import find_cues, is_uttered
from detente.reading.speech.labels import Label, find_labels
from detente.reading.speech.lexicon import SpeechLexicon, is_medium, load_speech_lexicon
from detente.reading.speech.quotes import (
    Heard,
    Page,
    Quoted,
    find_quotes,
    fit_to_quotes,
    quoted_by,
    share_quoted,
    spans_of,
    without,
)
from detente.reading.speech.speakers import speaker_of
from detente.records import Report, Sentence, Span, Speech, Token

MOSTLY = 0.5  # of the content's code points in quotation marks make it quoted


def find_speech(report: Report, sentences: Sequence[Sentence]) -> tuple[Speech, ...]:
    """Find direct and indirect speech, opinions and intentions.

    A medium that retells somebody gives two records, the outer one marked ``is_retelling``;
    otherwise what stands inside somebody's words is theirs and has no record of its own.
    """
    if not sentences:
        return ()
    lexicon = load_speech_lexicon()
    page = Page(report=report, sentences=sentences, quotes=find_quotes(report.text))
    heard = _hear(page, lexicon)
    quoted = quoted_by(page, heard)
    told = [_told(page, one, quoted.get(one.key, Quoted()), lexicon) for one in heard]
    labels = list(find_labels(page, lexicon))
    named = {label.speaker.start for label in labels}  # in "...: Report", "Report" is no verb
    found = [speech for speech in told if speech and speech.cue and speech.cue.start not in named]
    found += [_labelled(page, label, lexicon) for label in labels]
    return tuple(disentangled(page, sourced(page, found)))


def _hear(page: Page, lexicon: SpeechLexicon) -> list[Heard]:
    """Pair cues with their speakers; what is inside quotation marks is the quoted one's."""
    cues = (cue for sentence in page.sentences for cue in find_cues(sentence, lexicon))
    return [Heard(cue, speaker_of(cue)) for cue in cues if not page.quotes_near(cue.span)]


def _told(page: Page, one: Heard, quoted: Quoted, lexicon: SpeechLexicon) -> Speech | None:
    """Make the record of what a cue word attributes."""
    cue, sentence = one.cue, one.cue.sentence
    named = spans_of(sentence, one.speaker)
    content = quoted.introduced
    if not content:
        governed = spans_of(sentence, content_of(cue, one.speaker))
        content = fit_to_quotes(governed, page, apart=[cue.span, *named])
    content = without([*content, *quoted.continued], cue.span, page)
    if page.dateline:
        content = without(content, page.dateline, page)
    if not content:
        return None
    return Speech(
        sentence=page.sentence_at(content[0].start).index,
        content=tuple(content),
        cue=cue.span,
        cue_lemma=cue.word.lemma,
        speaker=named[0] if named else None,
        is_quoted=share_quoted(content, page) > MOSTLY,
        is_retelling=cue.word.retells and is_medium(sentence, one.speaker, lexicon),
    )


def _labelled(page: Page, label: Label, lexicon: SpeechLexicon) -> Speech:
    """Make the record of what a phrase or a mark attributes."""
    speaker = label.speaker
    content = tuple(fit_to_quotes(label.content, page, apart=[label.cue, speaker]))
    words = [token.index for token in label.sentence.tokens_in(speaker)]
    return Speech(
        sentence=page.sentence_at(content[0].start).index,
        content=content,
        cue=label.cue,
        cue_lemma=label.lemma,
        speaker=speaker,
        is_quoted=share_quoted(content, page) > MOSTLY,
        is_retelling=is_medium(label.sentence, words, lexicon),
    )


# --- Speech within speech: whose record stays.
_CITING = frozenset({"cite", "quote"})
_NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_SAYERS = frozenset({
    "account", "adviser", "agency", "aide", "analyst", "army", "authority", "cable", "commander",
    "correspondent", "data", "diplomat", "document", "executive", "expert", "figure", "government",
    "group", "insider", "interview", "lawmaker", "lawyer", "leader", "letter", "memo", "military",
    "minister", "ministry", "note", "office", "officer", "official", "paper", "people", "person",
    "police", "prosecutor", "record", "report", "resident", "sailor", "soldier", "source",
    "spokesman", "spokesperson", "spokeswoman", "statement", "state", "trader", "transcript",
    "witness", "worker",
})  # fmt: skip
_OWN = frozenset({"i", "we"})
_TURNING = frozenset({"but", "and", "while", "whereas", "which"})  # to another's words
_ACCORDING = "according to"
_TURN = ":"  # "Berg: ...", which may hold a whole speech, and in it what others said


def sourced(page: Page, found: Sequence[Speech]) -> list[Speech]:
    """Let those speak whom a medium cites: "..., the paper said, *citing* officials".

    What the medium tells is on their word; the record that has them for its content is theirs now.
    """
    return [_on_their_word(page, speech, found) for speech in found]


def _on_their_word(page: Page, speech: Speech, found: Sequence[Speech]) -> Speech:
    if speech.cue_lemma not in _CITING or speech.cue is None or len(speech.content) != 1:
        return speech
    sentence = page.sentence_at(speech.cue.start)
    cue = sentence.tokens_in(speech.cue)[-1]
    head = sentence.head_of(speech.content[0])
    names_sayers = (
        head is not None and head.dep == "dobj" and head.head == cue.index and _may_say(head)
    )
    retold = next((one for one in found if _tells_citing(page, one, cue, sentence)), None)
    if cue.tag != "VBG" or not names_sayers or retold is None:
        return speech
    content = tuple(span for span in retold.content if cue.span not in span)
    return replace(
        retold,
        content=content or retold.content,
        cue=speech.cue,
        cue_lemma="say",
        speaker=speech.content[0],
        is_retelling=False,
    )


def _may_say(head: Token) -> bool:
    """Whether somebody is cited, or a paper: not "citing *the lack* of money"."""
    return head.entity in _NAMED or head.lemma.lower() in _SAYERS


def _tells_citing(page: Page, retold: Speech, citing: Token, sentence: Sentence) -> bool:
    """Whether ``citing`` is what the medium does as it tells ``retold``."""
    if not retold.is_retelling or retold.cue is None:
        return False
    if page.sentence_at(retold.cue.start) is not sentence:
        return False
    tellers = {token.index for token in sentence.tokens_in(retold.cue)}
    between = sentence.tokens[max(tellers) + 1 : citing.index]
    is_next = bool(between) and all(token.pos not in {"VERB", "AUX"} for token in between)
    return citing.head in tellers or (is_next and between[-1].text == ",")


def disentangled(page: Page, found: Sequence[Speech]) -> list[Speech]:
    """Leave out speech within speech, but for what is retold or told in a turn; in text order."""
    apart = _without_retellers(page, [_until_others(page, speech, found) for speech in found])
    return sorted(_outermost(page, apart), key=_place)


def _until_others(page: Page, speech: Speech, found: Sequence[Speech]) -> Speech:
    """Cut out of somebody's words where others are heard: "..., but Sudria said ...".

    The parser hangs the other clause inside the first one's content.
    """
    if speech.is_retelling or speech.cue_lemma == _TURN:
        return speech
    content = list(speech.content)
    for other in found:
        hole = None if other is speech else _own_clause(page, other, speech)
        content = without(content, hole, page) if hole else content
    return replace(speech, content=tuple(content)) if content else speech


def _own_clause(page: Page, other: Speech, speech: Speech) -> Span | None:
    """Range in the words of ``speech`` of the clause in which ``other`` speak of their own.

    A relative clause ("..., which Sudria said was true, ...") ends at its comma, any other clause
    with the words in which it stands.
    """
    if other.cue is None or other.speaker is None or other.is_retelling or not is_uttered(other):
        return None
    cue, named = other.cue, other.speaker
    around = next((one for one in speech.content if cue in one and named in one), None)
    if around is not None and other.cue_lemma == _ACCORDING:
        return Span(cue.start, around.end) if _is_last(page, named, around) else None
    if around is None or any(quote.span.overlap(cue) for quote in page.quotes_near(cue)):
        return None
    if speech.cue is not None and speech.cue.start >= around.end:
        return None  # "..., and Berg asked for aid, *the minister said*": he tells of both
    hole = _from_turning(page.sentence_at(cue.start), around, cue, named)
    is_piece = hole is not None and hole == around
    return None if is_piece and len(speech.content) == 1 else hole


def _is_last(page: Page, named: Span, around: Span) -> bool:
    """Whether nothing but who is named stands behind his name: ", according to officials who"."""
    return "," not in page.report.text[named.end : around.end]


def _from_turning(sentence: Sentence, around: Span, cue: Span, named: Span) -> Span | None:
    """Range from the word that turns to the one ``named`` to the end of his clause."""
    inside = [token for token in sentence.tokens_in(around) if token.span.start < named.start]
    is_pronoun = sentence.tokens_in(named)[0].pos == "PRON"
    if is_pronoun or not inside or inside[-1].text.lower() not in _TURNING:
        return None
    if len(inside) == 1:
        return around  # "..., police said, *but residents said ...*"
    if inside[-2].text not in {",", ";"}:
        return None
    after = [t for t in sentence.tokens_in(around) if t.span.start > cue.end and t.text == ","]
    is_closed = inside[-1].tag == "WDT" and bool(after)
    return Span(inside[-2].span.start, after[0].span.end if is_closed else around.end)


def _without_retellers(page: Page, found: Sequence[Speech]) -> Iterator[Speech]:
    """Take ", the paper reported" out of the words of those whom the paper retells."""
    tellings: dict[int, list[Span]] = {}
    for speech in found:
        if speech.is_retelling and speech.cue and speech.speaker:
            start = min(speech.cue.start, speech.speaker.start)
            telling = Span(start, max(speech.cue.end, speech.speaker.end))
            tellings.setdefault(page.sentence_at(speech.cue.start).index, []).append(telling)
    for speech in found:
        content = list(speech.content)
        for index in _sentences_of(page, speech):
            for telling in tellings.get(index, ()):
                content = without(content, telling, page)
        if content:
            yield replace(speech, content=tuple(content))


def _outermost(page: Page, found: Iterator[Speech]) -> Iterator[Speech]:
    kept: dict[int, list[Speech]] = {}
    for speech in sorted(found, key=_length, reverse=True):
        place = (speech.cue or speech.content[0]).start
        around = kept.get(page.sentence_at(place).index, ())
        holding = (other for other in around if any(place in span for span in other.content))
        if all(_lets_speak(other, speech, page) for other in holding):
            yield speech
            for index in _sentences_of(page, speech):
                kept.setdefault(index, []).append(speech)


def _lets_speak(outer: Speech, inner: Speech, page: Page) -> bool:
    """Whether a record holds others' words: a retelling does, a turn but for the speaker's own.

    So does what all of it is about: "*Norland said* that it was ready, according to officials".
    """
    if outer.is_retelling:
        return True
    if outer.cue_lemma == _ACCORDING and inner.speaker is not None:
        return inner.speaker.start == outer.content[0].start
    if outer.cue_lemma != _TURN or inner.speaker is None:
        return False
    return page.report.cite(inner.speaker).quote.lower() not in _OWN


def _sentences_of(page: Page, speech: Speech) -> set[int]:
    """Indices of the sentences that hold some of the content."""
    return {
        index
        for span in speech.content
        for index in range(
            page.sentence_at(span.start).index, page.sentence_at(span.end - 1).index + 1
        )
    }


def _length(speech: Speech) -> int:
    return sum(len(span) for span in speech.content)


def _place(speech: Speech) -> tuple[int, int]:
    return speech.content[0].start, -speech.content[-1].end

"""Speech within speech: whose record stays.

In:  all speech that was found.   Out: the outermost, and what media retell or a transcript holds.
Does not: change who speaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.reading.speech_page import Page
from detente.reading.speech_spans import without
from detente.records import Sentence, Span, Speech, Token

__all__ = ["disentangled", "sourced"]

_CITING = frozenset({"cite", "quote"})
_OWN = frozenset({"i", "we"})

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
    names_sayers = head is not None and head.dep == "dobj" and head.head == cue.index
    retold = next((one for one in found if _tells_citing(page, one, cue, sentence)), None)
    if cue.tag != "VBG" or not names_sayers or retold is None:
        return speech
    return replace(
        retold, cue=speech.cue, cue_lemma="say", speaker=speech.content[0], is_retelling=False
    )


def _tells_citing(page: Page, retold: Speech, citing: Token, sentence: Sentence) -> bool:
    """Whether ``citing`` is what the medium does as it tells ``retold``."""
    if not retold.is_retelling or retold.cue is None:
        return False
    if page.sentence_at(retold.cue.start) is not sentence:
        return False
    tellers = {token.index for token in sentence.tokens_in(retold.cue)}
    return citing.head in tellers


def disentangled(page: Page, found: Sequence[Speech]) -> list[Speech]:
    """Leave out speech within speech, but for what is retold or told in a turn; in text order."""
    apart = _without_retellers(page, found)
    return sorted(_outermost(page, apart), key=_place)


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
    """Whether a record holds others' words: a retelling does, a turn but for the speaker's own."""
    if outer.is_retelling:
        return True
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

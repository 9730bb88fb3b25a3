"""Words beside a text that say whose it is: "according to X", "X: ...", "... — X".

In:  a report with its sentences and quotations.   Out: attributions that hang on no verb.
Does not: read verbs (content.py does).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.language.tree import FINITE, noun_phrase
from detente.reading.speech.content import around
from detente.reading.speech.lexicon import SpeechLexicon
from detente.reading.speech.quotes import Page, Quote, spans_of
from detente.reading.speech.speakers import Turn, find_turns
from detente.records import Sentence, Span, Token

_NAMING = frozenset(
    {"NOUN", "PROPN", "ADJ", "ADP", "DET", "NUM", "PUNCT", "PART", "CCONJ", "PRON", "X"}
)
_MOST_LABEL_TOKENS = 6  # "Pat Caddell:", "UN nuclear watchdog chief:"; a longer lead-in is a clause
_MOST_TAIL_TOKENS = 5  # "...: Report", "...: New York Times report"
_YEAR = 4  # digits
_LEAST_CONTENT_TOKENS = 3  # "Update: yes" says nothing
_NOUNS = frozenset({"PROPN", "NOUN"})
_SAYERS = frozenset({"PERSON", "ORG", "GPE"})
_SIGNATURE = re.compile(
    r"\s*(?P<dash>[―—–]|--)[^\S\n]*(?P<name>[^\W\d_][^\n“”\"]{1,60}?)\.?[^\S\n]*(?=[\n\r]|$)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """An attribution without a verb. ``sentence`` is the one that holds the speaker."""

    sentence: Sentence
    cue: Span
    lemma: str
    speaker: Span
    content: tuple[Span, ...]


def find_labels(page: Page, lexicon: SpeechLexicon) -> Iterator[Label]:
    """Yield the labels of a report: phrases, then headings, then signatures."""
    for sentence in page.sentences:
        yield from _phrases(sentence, lexicon)
    by_paragraph = groupby(page.sentences, key=lambda sentence: sentence.paragraph)
    paragraphs = [list(paragraph) for _, paragraph in by_paragraph]
    turns = find_turns(paragraphs)
    for paragraph in paragraphs:
        if not paragraph[0].is_label:
            yield from _heading(paragraph, lexicon)
    yield from map(_turn, turns)
    for quote in page.quotes:
        yield from _signature(page, quote)


def _phrases(sentence: Sentence, lexicon: SpeechLexicon) -> Iterator[Label]:
    words = tuple(token.text.lower() for token in sentence.tokens)
    for phrase in lexicon.phrases:
        for first in range(len(words) - len(phrase)):
            if words[first : first + len(phrase)] == phrase:
                yield from _phrase(sentence, first, first + len(phrase))


def _phrase(sentence: Sentence, first: int, after: int) -> Iterator[Label]:
    """`according to the police`: the phrase's noun speaks, the rest of the sentence is content."""
    head = _governed(sentence, after)
    if head is None:
        return
    named = frozenset(i for i in noun_phrase(sentence, head, after - 1) if i >= after)
    if not named:
        return
    phrase = range(first, max(named) + 1)
    content = around(sentence, phrase, frozenset())
    if not content and first == 0:
        content = frozenset(range(max(named) + 1, len(sentence.tokens)))
    said, names = spans_of(sentence, content), spans_of(sentence, named)
    if said and names:
        cue = _range(sentence.tokens[first:after])
        lemma = " ".join(token.text.lower() for token in sentence.tokens[first:after])
        yield Label(sentence, cue, lemma, names[0], tuple(said))


def _governed(sentence: Sentence, after: int) -> int | None:
    """Find the noun that the words before ``after`` govern."""
    nouns = [t for t in sentence.tokens[after:] if t.pos in {"NOUN", "PROPN", "PRON", "NUM"}]
    governed = [t for t in nouns if t.dep == "pobj" and t.head == after - 1]
    return next((token.index for token in (*governed, *nouns)), None)


def _heading(paragraph: Sequence[Sentence], lexicon: SpeechLexicon) -> Iterator[Label]:
    """`Premier: We shall talk` and `We shall talk: Report`."""
    pairs = [(sentence, token) for sentence in paragraph for token in sentence.tokens]
    colon = next((n for n, (_, token) in enumerate(pairs) if token.text == ":"), None)
    if not colon or colon == len(pairs) - 1:
        return
    sentence, mark = pairs[colon]
    lead = _words([token for _, token in pairs[:colon]])
    rest = [token for _, token in pairs[colon + 1 :]]
    is_title = paragraph[0].is_headline or paragraph[0].index == 0
    is_clause = any(token.tag in FINITE for token in rest)  # "Timeline: the war" has no verb
    is_speaker = _is_name(lead) or (len(lead) == 1 and (is_clause or _is_teller(lead, lexicon)))
    if not lead or _is_topic(lead, rest, lexicon):
        return
    if is_speaker and (is_title or _is_transcript(lead)):
        if len(rest) >= _LEAST_CONTENT_TOKENS:
            yield Label(sentence, mark.span, ":", _range(lead), (_trimmed(rest),))
    elif is_title and len(rest) <= _MOST_TAIL_TOKENS and _is_tail(pairs[:colon], rest, lexicon):
        yield Label(sentence, mark.span, ":", _range(_words(rest)), (_range(lead),))


def _turn(turn: Turn) -> Label:
    speaker = _range(turn.label)
    return Label(turn.sentence, turn.mark, ":", speaker, (_trimmed(turn.words),))


def _is_tail(
    lead: Sequence[tuple[Sentence, Token]], rest: Sequence[Token], lexicon: SpeechLexicon
) -> bool:
    """Whether a title ends with who says it: a medium, or a name after a clause with a verb.

    "Norland broke the truce: Berg", but not "Timeline: the war" or "Fight for Veld: Day 100".
    """
    if _is_teller(rest, lexicon):
        return True
    has_verb = any(token.tag in FINITE or token.tag == "TO" for _, token in lead)
    words = _words(rest)
    named = [token.entity in _SAYERS for token in words]
    is_naming = all(token.pos in _NOUNS or name for token, name in zip(words, named, strict=True))
    return has_verb and any(named) and is_naming


def _words(tokens: Sequence[Token]) -> list[Token]:
    """Drop punctuation at both ends."""
    inner = list(tokens)
    while inner and inner[0].pos == "PUNCT":
        inner.pop(0)
    while inner and inner[-1].pos == "PUNCT":
        inner.pop()
    return inner


def _is_name(lead: Sequence[Token]) -> bool:
    if len(lead) > _MOST_LABEL_TOKENS or any(token.pos not in _NAMING for token in lead):
        return False
    return any(token.pos == "PROPN" or token.entity for token in lead)


def _is_topic(lead: Sequence[Token], rest: Sequence[Token], lexicon: SpeechLexicon) -> bool:
    """Whether a lead says what is told of: an event, a year; a name over a full sentence.

    "Norland: Rebels kidnap two envoys."; "Harbour Authority: The port is shut." In a headline,
    which has no stop, they speak: "Norland: Sudria must leave".
    """
    inside = {token.index for token in lead}
    head = next((one for one in lead if one.head not in inside or one.head == one.index), lead[-1])
    is_event = head.lemma.lower() in lexicon.headings
    is_dated = any(len(one.text) == _YEAR and one.text.isdecimal() for one in lead)
    if is_event or is_dated:
        return True
    is_person = head.entity == "PERSON" or _is_teller([head], lexicon) or _is_transcript(lead)
    return rest[-1].text == "." and not is_person


def _is_transcript(lead: Sequence[Token]) -> bool:
    return all(token.text.isupper() or not token.text.isalpha() for token in lead)


def _is_teller(rest: Sequence[Token], lexicon: SpeechLexicon) -> bool:
    words = {word for token in rest for word in (token.lemma, token.text.lower().removesuffix("s"))}
    is_outlet = any(token.text in lexicon.media.names for token in rest)
    known = lexicon.media.tellers | lexicon.media.nouns | lexicon.media.reports
    return is_outlet or not words.isdisjoint(known)


def _signature(page: Page, quote: Quote) -> Iterator[Label]:
    """`"..." — Anna Berg`, on the same line or on the next."""
    match = _SIGNATURE.match(page.report.text, quote.span.end)
    if not match:
        return
    name = Span(*match.span("name"))
    sentence = page.sentence_at(name.start)
    words = sentence.tokens_in(name)
    if words and all(token.pos in _NAMING for token in words):
        yield Label(sentence, Span(*match.span("dash")), "—", name, (quote.span,))


def _range(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _trimmed(tokens: Sequence[Token]) -> Span:
    """Drop the full stop of a heading, and the closing mark of a transcript's paragraph."""
    kept = list(tokens)
    while len(kept) > 1 and kept[-1].text in {".", '"', "”"}:
        kept.pop()
    return _range(kept)

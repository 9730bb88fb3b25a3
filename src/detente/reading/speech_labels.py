"""Words beside a text that say whose it is: "according to X", "X: ...", "... — X".

In:  sentences and quotations.   Out: attributions that hang on a phrase or a mark, not on a verb.
Does not: read verbs (speech_clauses.py does).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.reading.quotes import Quote
from detente.reading.speech_clauses import around
from detente.reading.speech_lexicon import SpeechLexicon
from detente.reading.speech_spans import spans_of
from detente.records import Report, Sentence, Span, Token

__all__ = ["Label", "find_labels"]

_SIGNATURE = re.compile(
    r"\s*(?P<dash>[―—–]|--)[^\S\n]*(?P<name>[^\W\d_][^\n“”\"]{1,60}?)\.?[^\S\n]*(?=[\n\r]|$)"
)
_NAMING = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "NUM", "PUNCT", "PART", "CCONJ", "PRON", "X"})
_LABEL_TOKENS = 6  # "Pat Caddell:", "UN nuclear watchdog chief:"; a longer lead-in is a clause
_TAIL_TOKENS = 4  # "...: Report", "...: New York Times"


@dataclass(frozen=True, slots=True)
class Label:
    """An attribution without a verb."""

    sentence: Sentence
    cue: Span
    lemma: str
    speaker: Span | None
    content: tuple[Span, ...]


def find_labels(
    report: Report, sentences: Sequence[Sentence], quotes: Sequence[Quote], lexicon: SpeechLexicon
) -> Iterator[Label]:
    """Yield the labels of ``report`` in order of their sentences."""
    paragraphs = _paragraphs(sentences)
    for sentence in sentences:
        yield from _phrases(sentence, lexicon)
    for paragraph in paragraphs:
        yield from _heading(report, paragraph, lexicon)
    for quote in quotes:
        yield from _signature(report, sentences, quote)


def _phrases(sentence: Sentence, lexicon: SpeechLexicon) -> Iterator[Label]:
    words = [token.text.lower() for token in sentence.tokens]
    for phrase in lexicon.phrases:
        for first in range(len(words) - len(phrase)):
            if tuple(words[first : first + len(phrase)]) == phrase:
                label = _phrase(sentence, first, first + len(phrase))
                if label:
                    yield label


def _phrase(sentence: Sentence, first: int, after: int) -> Label | None:
    """`according to the police`: the phrase's noun speaks, the rest of the sentence is content."""
    head = _object_of(sentence, after)
    if head is None:
        return None
    named = [index for index in sorted(sentence.subtrees[head]) if index >= after]
    speaker = _contiguous(sentence, named, after)
    content = around(sentence, range(first, speaker[-1] + 1), frozenset())
    if not content and first == 0:
        content = frozenset(range(speaker[-1] + 1, len(sentence.tokens)))
    spans = spans_of(sentence, content)
    names = spans_of(sentence, speaker)
    if not spans or not names:
        return None
    tokens = sentence.tokens
    cue = Span(tokens[first].span.start, tokens[after - 1].span.end)
    lemma = " ".join(token.text.lower() for token in tokens[first:after])
    return Label(sentence, cue, lemma, names[0], tuple(spans))


def _object_of(sentence: Sentence, after: int) -> int | None:
    """Find the noun that the words before ``after`` govern."""
    for token in sentence.tokens[after:]:
        if token.dep == "pobj" and token.head == after - 1:
            return token.index
    noun = next((t for t in sentence.tokens[after:] if t.pos in {"NOUN", "PROPN", "PRON"}), None)
    return noun.index if noun else None


def _contiguous(sentence: Sentence, indices: Sequence[int], start: int) -> list[int]:
    run = [start]
    for index in indices:
        if index == run[-1] + 1:
            run.append(index)
    while len(run) > 1 and sentence.tokens[run[-1]].pos == "PUNCT":
        run.pop()
    return run


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    paragraphs: list[list[Sentence]] = []
    for sentence in sentences:
        if paragraphs and paragraphs[-1][0].paragraph == sentence.paragraph:
            paragraphs[-1].append(sentence)
        else:
            paragraphs.append([sentence])
    return paragraphs


def _heading(
    report: Report, paragraph: Sequence[Sentence], lexicon: SpeechLexicon
) -> Iterator[Label]:
    """`Premier: We shall talk` and `We shall talk: Report`."""
    tokens = [(sentence, token) for sentence in paragraph for token in sentence.tokens]
    colon = next((n for n, (_, token) in enumerate(tokens) if token.text == ":"), None)
    if colon is None or not 0 < colon < len(tokens) - 1:
        return
    lead = [token for _, token in tokens[:colon] if token.text not in {'"', "“"}]
    rest = [token for _, token in tokens[colon + 1 :]]
    sentence, mark = tokens[colon]
    is_title = paragraph[0].is_headline or paragraph[0].index == 0
    if lead and _is_name(lead) and (is_title or _is_transcript(lead)):
        content = _range(rest)
        if len(rest) > 2:  # noqa: PLR2004  # "Update: yes" says nothing
            yield Label(sentence, mark.span, ":", _range(lead), tuple(_trim(report, content)))
    elif is_title and len(rest) <= _TAIL_TOKENS + 1 and _is_teller(rest, lexicon):
        named = [token for token in rest if token.pos != "PUNCT"]
        yield Label(paragraph[0], mark.span, ":", _range(named), (_range(lead),))


def _is_name(lead: Sequence[Token]) -> bool:
    if len(lead) > _LABEL_TOKENS or any(token.pos not in _NAMING for token in lead):
        return False
    return any(token.pos == "PROPN" or token.entity for token in lead) or len(lead) == 1


def _is_transcript(lead: Sequence[Token]) -> bool:
    return all(token.text.isupper() or not token.text.isalpha() for token in lead)


def _is_teller(rest: Sequence[Token], lexicon: SpeechLexicon) -> bool:
    words = {token.lemma for token in rest} | {token.text.lower() for token in rest}
    singular = {word.removesuffix("s") for word in words}
    known = lexicon.media_nouns | lexicon.media_reports | lexicon.tellers
    named = any(token.text in lexicon.media_names for token in rest)
    return named or not known.isdisjoint(words | singular)


def _signature(report: Report, sentences: Sequence[Sentence], quote: Quote) -> Iterator[Label]:
    """`"..." — Anna Berg`, on the same line or on the next."""
    match = _SIGNATURE.match(report.text, quote.span.end)
    if not match:
        return
    name = Span(*match.span("name"))
    sentence = next((s for s in sentences if s.span.overlap(quote.span)), None)
    words = [token for s in sentences if s.span.overlap(name) for token in s.tokens_in(name)]
    if sentence and words and all(token.pos in _NAMING for token in words):
        yield Label(sentence, Span(*match.span("dash")), "—", name, (quote.span,))


def _range(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _trim(report: Report, span: Span) -> list[Span]:
    text = report.text[span.start : span.end].rstrip('." ”')
    return [Span(span.start, span.start + len(text))] if text else []

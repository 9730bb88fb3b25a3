"""A report in a language that detente does not parse -> a page for the model alone.

In:  the report and its language.   Out: a page: sentences by their marks, words by their blanks.
Does not: link, date or place anything; what the model says of such a report is its word.
"""

import re
from collections.abc import Iterator

from detente.events.contexts import TopicIndex, Topics
from detente.events.setting import Setting
from detente.llm.request import Page
from detente.reading.parse import paragraph_spans
from detente.records import Report, Sentence, Span, Token

_END = re.compile(  # Latin, Arabic, Urdu and Hindi stops before a blank; Chinese ones anywhere
    "[.!?\u2026\u061f\u06d4\u0964]+[\"'\u00bb\u201d\u2019)\\]]*\\s+"
    "|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d\u2019\uff09]*\\s*"
)
_WORD = re.compile(r"\w+|[^\w\s]")


def foreign_page(report: Report, language: str, index: TopicIndex) -> Page:
    """Cut a report into sentences and words; nothing in it is linked."""
    sentences = tuple(_sentences(report))
    return Page(
        setting=Setting(report=report, sentences=sentences, links=()),
        topics=Topics(report, sentences, (), index),
        language=language,
    )


def _sentences(report: Report) -> Iterator[Sentence]:
    index = 0
    for paragraph, span in enumerate(paragraph_spans(report.text)):
        for whole in _cut(report.text, span):
            tokens = tuple(_tokens(report.text, whole))
            if tokens:
                yield Sentence(
                    index=index,
                    paragraph=paragraph,
                    span=whole,
                    tokens=tokens,
                    is_headline=whole.end <= report.body_start,
                )
                index += 1


def _cut(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for mark in _END.finditer(text, span.start, span.end):
        yield Span(start, start + len(text[start : mark.end()].rstrip()))
        start = mark.end()
    if text[start : span.end].strip():
        yield Span(start, span.end)


def _tokens(text: str, span: Span) -> Iterator[Token]:
    """Words without grammar: each hangs on the first."""
    for index, word in enumerate(_WORD.finditer(text, span.start, span.end)):
        is_sign = not word[0][0].isalnum()
        yield Token(
            index=index,
            span=Span(word.start(), word.end()),
            text=word[0],
            lemma=word[0].lower(),
            pos="PUNCT" if is_sign else "X",
            tag="",
            dep="ROOT" if index == 0 else "dep",
            head=0,
        )

"""A report as it is put before a model: numbered sentences, linked mentions, the guidelines.

In:  a page: a report with what the other rooms found in it.   Out: requests, with their digests.
Does not: send anything. The guidelines are the file prompt.md, versioned by its digest.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.resources import files
from typing import Any

from detente.events.contexts import TopicIndex, Topics
from detente.events.setting import Setting
from detente.reading.parse import paragraph_spans
from detente.records import Link, Report, Sentence, Span, Token, digest

SENTENCES = 80  # asked for at once; the answer to more would be cut by most models
BEFORE = 15  # sentences shown before those that are asked for
HEAD = 3  # sentences from the top that each request shows


@dataclass(frozen=True, kw_only=True)
class Page:
    """One report, ready to be asked about. ``language`` by ISO 639-1.

    ``asked``: paragraphs whose acts are asked for, ``None`` for all. ``heard``: words at which our
    own reader hears an act, however faintly; ``None`` where nothing of ours has listened.
    """

    setting: Setting
    topics: Topics
    language: str
    asked: frozenset[int] | None = None
    heard: frozenset[Span] | None = None

    @property
    def report(self) -> Report:
        """The report."""
        return self.setting.report

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Its sentences; the model counts from 1."""
        return self.setting.sentences

    @cached_property
    def mentions(self) -> dict[str, Link]:
        """Links by the ids under which the model may name them: ``m1``, ``m2`` ..."""
        return {f"m{number}": link for number, link in enumerate(self.setting.links, 1)}

    def is_asked(self, sentence: Sentence) -> bool:
        """Whether the acts of a sentence are asked for."""
        return self.asked is None or sentence.paragraph in self.asked

    def is_heard(self, word: Span) -> bool:
        """Whether our own reader hears an act at a word, or has not listened."""
        return self.heard is None or any(map(word.overlap, self.heard))


@dataclass(frozen=True, slots=True)
class Request:
    """Words for a model: ``messages`` are pairs of role and content."""

    messages: tuple[tuple[str, str], ...]

    def digest_for(self, model: str, parameters: dict[str, Any]) -> str:
        """Digest of the words, the model and its parameters: the same question, the same digest."""
        asked = json.dumps(parameters, sort_keys=True)
        return digest("llm", model, asked, *(part for said in self.messages for part in said))

    def then(self, *said: tuple[str, str]) -> "Request":
        """The same conversation, carried on."""
        return Request((*self.messages, *said))

    @property
    def n_characters(self) -> int:
        """How long it is."""
        return sum(len(content) for _, content in self.messages)


@cache
def prompt(name: str) -> str:
    """Read what a request begins with: ``prompt``, the guidelines, or ``verdict``."""
    return (files("detente.llm") / f"{name}.md").read_text(encoding="utf-8")


guidelines = partial(prompt, "prompt")


def guidelines_digest() -> str:
    """Version of the guidelines."""
    return digest("guidelines", guidelines())


def requests_for(page: Page) -> list[Request]:
    """Ask about a page: once, or of a long report stretch by stretch. None where nothing is asked.

    Each stretch comes with the top of the report and with what stands before it.
    """
    asked = [place for place, one in enumerate(page.sentences) if page.is_asked(one)]
    return [
        Request((("system", guidelines()), ("user", _question(page, asked[at : at + SENTENCES]))))
        for at in range(0, len(asked), SENTENCES)
    ]


def _question(page: Page, asked: Sequence[int]) -> str:
    near = {place for at in asked for place in range(at - BEFORE, at + 2)} | set(range(HEAD))
    shown = sorted(place for place in near if 0 <= place < len(page.sentences))
    parts = [_heading(page)]
    if len(asked) < len(page.sentences):
        parts.append(f"Write down what is told in the sentences {_ranges(asked)}; the others are")
        parts[-1] += " shown so that you know who is meant."
    return "\n".join([*parts, "", *_lines(page, shown)])


def _heading(page: Page) -> str:
    report = page.report
    day = report.published
    told = [f"Published: {day:%A} {day.isoformat()}" if day else "Published: unknown"]
    told.append(f"Outlet: {_one_line(report.outlet or 'unknown')}")
    told.append(f"Language: {page.language}")
    return "\n".join(told)


def _lines(page: Page, shown: Sequence[int]) -> Iterator[str]:
    ids: dict[int, list[str]] = {}
    for name, link in page.mentions.items():
        codes = "+".join(actor.code for actor in link.actors)
        words = _one_line(page.report.cite(link.mention.span).quote)
        ids.setdefault(link.mention.sentence, []).append(f"{name} {words} = {codes}")
    last = None
    for place in shown:
        sentence = page.sentences[place]
        if last is not None and place > last + 1:
            yield "[...]"
        last = place
        mark = " (headline)" if sentence.is_headline else ""
        yield f"[{place + 1}]{mark} {_one_line(page.report.cite(sentence.span).quote)}"
        if sentence.index in ids:
            yield f"    mentions: {' | '.join(ids[sentence.index])}"


def _one_line(text: str) -> str:
    """Put a text on one line: a sentence of the report cannot pretend to be another."""
    return " ".join(text.split())


def _ranges(places: Sequence[int]) -> str:
    """Write places as the model counts them: "3-7, 12"."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(f"{run[0] + 1}-{run[-1] + 1}" if run[1:] else f"{run[0] + 1}" for run in runs)


# --- A report in a language that detente does not parse -> a page: sentences by their marks, words
# by their blanks. Nothing is linked, dated or placed; what the model says of it is its word.
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

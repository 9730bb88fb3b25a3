"""Plain text -> report. The text is kept to the last character; only a headline is noticed.

In:  a decoded file.   Out: a ``Report`` whose ``text`` is the file's own.
Does not: trim or join lines, so that spans count in the file as it is (but for characters that
nobody sees: letters.py).
"""

import re
from dataclasses import dataclass

from detente.records import Report

__all__ = ["Headline", "find_headline", "report_from_text", "report_with_title"]

MAX_HEADLINE = 200  # characters; longer first lines are paragraphs
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAKS = re.compile(r"(?:\r\n|[\r\n\u2028\u2029])")
_CLOSING = r"[\"'\u201d\u2019\u00bb)\]]*"  # quotes and brackets that end after a stop
_BYLINE = re.compile(r"By [A-Z][\w.'\u2019-]* [A-Z]")
_FULL_STOP = re.compile(rf"[.\u3002]{_CLOSING}$")
_SENTENCE_END = re.compile(rf"[.!?:\u3002]{_CLOSING}$")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline at the top of a text, and where the text goes on after it."""

    title: str
    body_start: int


def find_headline(text: str) -> Headline | None:
    """Find a first line that is a headline: short, without a full stop, and more text follows.

    It stands alone before a blank line, or before a line that is a paragraph of its own: one
    that begins with no small letter and ends a sentence, so that hard-wrapped prose has none. The
    name of an author is no headline.
    """
    lines = _first_lines(text)
    if lines is None:
        return None
    first, second = lines
    title, follows = first.group().strip(), second.group().strip()
    if len(title) >= MAX_HEADLINE or _FULL_STOP.search(title) or _BYLINE.match(title):
        return None
    is_alone = len(_BREAKS.findall(text, first.end(), second.start())) > 1
    is_wrapped = follows[0].islower() or not _SENTENCE_END.search(follows)
    if not is_alone and is_wrapped:
        return None
    return Headline(title, second.start() + _indent(second.group()))


def report_from_text(key: str, text: str) -> Report:
    """Make the report of a plain text; its first line may be its title."""
    headline = find_headline(text)
    if headline is None:
        return Report(key=key, text=text)
    return Report(key=key, text=text, title=headline.title, body_start=headline.body_start)


def report_with_title(key: str, text: str, title: str | None) -> Report:
    """Make the report of a text whose title is known; it is a headline only if it stands there."""
    lines = _first_lines(text)
    body_start = 0
    if title is not None and lines is not None and lines[0].group().split() == title.split():
        body_start = lines[1].start() + _indent(lines[1].group())
    return Report(key=key, text=text, title=title, body_start=body_start)


def _first_lines(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """Find the first two lines that have words; ``None`` if there are fewer."""
    lines = (match for match in _LINE.finditer(text) if match.group().strip())
    first, second = next(lines, None), next(lines, None)
    return (first, second) if first is not None and second is not None else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

"""Plain text -> report. The text is kept to the last character; only a headline is noticed.

In:  a decoded file, or a text and its title.   Out: a ``Report`` whose ``text`` is the file's own,
below the title if that is known and does not stand at the top.
Does not: trim or join lines, so that spans count in the file as it is (but for characters that
nobody sees, and words that a line's end cuts: options.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.records import Report

if TYPE_CHECKING:
    from markdown_it.token import Token

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
    """Make the report of a text whose title is known, put above the text unless it stands there.

    A page's title may go on behind the headline ("... | Harbour Wire"), and a text may begin with
    its title in the same line.
    """
    if not title or not title.strip():
        return Report(key=key, text=text)
    lines = _first_lines(text)
    wanted, begun = _plain(title), _plain(text[: 2 * len(title) + MAX_HEADLINE])
    first = _plain(lines[0].group()) if lines else ""
    if lines and (first == wanted or (" " in first and wanted.startswith(f"{first} "))):
        body_start = lines[1].start() + _indent(lines[1].group())
        return Report(key=key, text=text, title=title, body_start=body_start)
    if not text.strip() or begun.startswith(wanted):
        return Report(key=key, text=text, title=title)
    head = f"{' '.join(title.split())}\n\n"
    return Report(key=key, text=head + text, title=title, body_start=len(head))


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _first_lines(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """Find the first two lines that have words; ``None`` if there are fewer."""
    lines = (match for match in _LINE.finditer(text) if match.group().strip())
    first, second = next(lines, None), next(lines, None)
    return (first, second) if first is not None and second is not None else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


# --- Markdown -> report. The words without the marks; spans count in the extracted text.
FrontMatter = Mapping[str, str]
_FRONT = re.compile(r"---[ \t]*\r?\n(?P<lines>(?:[^\r\n]*\r?\n)*?)---[ \t]*(?:\r?\n|$)")
_FIELD = re.compile(r"(?P<key>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>[^\r\n]*)")


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Part the fields at the top of a Markdown file from its text; fields are often absent."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    fields = (_FIELD.match(line) for line in match["lines"].splitlines())
    pairs = {field["key"].lower(): field["value"].strip(" \t'\"") for field in fields if field}
    return {key: value for key, value in pairs.items() if value}, text[match.end() :]


def report_from_markdown(key: str, text: str, title: str | None = None) -> Report:
    """Make the report of a Markdown text; a heading at its top is its title."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  # only Markdown pays for it

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    blocks = [block for block in _blocks(tokens) if block]
    plain = "\n\n".join(blocks)
    is_headed = len(blocks) > 1 and bool(tokens) and tokens[0].type == "heading_open"
    if is_headed:
        body_start = len(blocks[0]) + 2
        return Report(key=key, text=plain, title=title or blocks[0], body_start=body_start)
    return report_with_title(key, plain, title) if title else report_from_text(key, plain)


def _blocks(tokens: Sequence["Token"]) -> Iterator[str]:
    """Yield the words of each paragraph, heading, list entry and table cell."""
    for token in tokens:
        if token.type == "inline":
            yield " ".join("".join(_words(token.children or ())).split())


def _words(tokens: Sequence["Token"]) -> Iterator[str]:
    """Yield the words of a block; breaks of lines within it are blanks."""
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "
        elif token.type == "image":
            yield from _words(token.children or ())

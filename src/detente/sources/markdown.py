"""Markdown -> report. The words without the marks; spans count in the extracted text.

In:  a decoded Markdown file.   Out: a ``Report``: blocks parted by a blank line, one line each.
Does not: keep code blocks, raw HTML or the addresses of links and images. Simple ``key: value``
lines between ``---`` at the top give title, date, outlet and url.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from detente.records import Report
from detente.sources.text import find_headline

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["FrontMatter", "report_from_markdown", "split_front_matter"]

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
    headline = find_headline(plain)
    if headline is None:
        return Report(key=key, text=plain, title=title)
    return Report(
        key=key, text=plain, title=title or headline.title, body_start=headline.body_start
    )


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

"""A brief -> one HTML file: no script, no address that is loaded, light and dark, printable.

In:  a ``Brief``.   Out: HTML, ended by a line feed.
Does not: work anything out (page.py does), or let a report's words be markup: all text is escaped.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from detente.relations.brief import Brief
from detente.relations.page import Block, Page, page_of
from detente.relations.page_lines import Line
from detente.relations.render import other_marks, rest_of, shown_quotes
from detente.relations.wording import printable

__all__ = ["brief_html"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MARK = re.compile(r"\[(\d+):(\d+)\]")


def brief_html(brief: Brief) -> str:
    """Write a brief as an HTML page that needs nothing beside it."""
    page = page_of(brief)
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_safe(page.title)}</title>",
            f"<style>\n{_style()}</style>",
            "</head>",
            "<body>",
            *_header(page),
            "<main>",
            *(part for block in page.blocks for part in _section(block)),
            "</main>",
            *_footer(page),
            "</body>",
            "</html>",
            "",
        )
    )


# Private functions


def _header(page: Page) -> Iterator[str]:
    yield "<header>"
    yield f"<h1>{_safe(page.title)}</h1>"
    yield from (f"<p>{_safe(line)}</p>" for line in page.basis)
    yield "</header>"


def _section(block: Block) -> Iterator[str]:
    is_short = all(line.is_short and line.state is None for line in block.lines)
    yield "<section>"
    yield f"<h2>{_safe(block.name)}</h2>"
    yield '<ul class="short">' if is_short and len(block.lines) > 1 else "<ul>"
    yield from (_item(line) for line in block.lines)
    yield "</ul>"
    if rest := rest_of(block):
        yield f'<p class="more">{_safe(rest)}</p>'
    yield "</section>"


def _item(line: Line) -> str:
    state = ""
    if line.state:
        name = re.sub(r"[^a-z]+", "-", line.state)
        state = f'<span class="state {name}">{_safe(line.state)}</span> '
    facts = "; ".join(map(_safe, line.facts))
    told = f' <span class="facts">{facts}</span>' if facts else ""
    marks = other_marks(line)
    quotes = "".join(
        f"<blockquote>{_safe(words)} {_links(found)}</blockquote>"
        for words, found in shown_quotes(line)
    )
    return f"<li>{state}{_safe(line.head)}{told}{f' {_links(marks)}' if marks else ''}{quotes}</li>"


def _links(marks: str) -> str:
    """Marks as links to the list of reports."""
    return _MARK.sub(r'<a class="mark" href="#report-\1">[\1:\2]</a>', marks)


def _footer(page: Page) -> Iterator[str]:
    yield "<footer>"
    yield "<section><h2>What this cannot see</h2><ul>"
    yield from (f"<li>{_safe(line)}</li>" for line in page.cannot_see)
    yield "</ul></section>"
    if page.reports:
        yield "<section><h2>Reports</h2>"
        yield '<p class="more">A mark [2:5] is sentence 5 of report 2, counted from 0.</p><ol>'
        for number, told, url in page.reports:
            words = _safe(told)
            link = f'<a href="{escape(url)}" rel="noreferrer">{words}</a>' if url else words
            yield f'<li id="report-{number}">[{number}] {link}</li>'
        yield "</ol></section>"
    yield "</footer>"


def _safe(text: str) -> str:
    return escape(printable(text))


@cache
def _style() -> str:
    return files("detente.relations").joinpath("data/brief.css").read_text(encoding="utf-8")

"""A brief -> text for a terminal, Markdown, HTML, or JSON. The same lines in each.

In:  a ``Brief``.   Out: text, ended by a line feed; HTML without script or an address that is
loaded.
Does not: work anything out (page.py chooses the words), let a report's words be markup, or cut what
a machine reads: JSON has all.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from textwrap import wrap

import msgspec

from detente.actors import load_gazetteer
from detente.codebook import load_codebook
from detente.relations.brief.affairs import Affair
from detente.relations.brief.brief import Brief
from detente.relations.brief.page import Block, Line, Page, act_line, affair_line, page_of, title_of
from detente.relations.evidence import Quote
from detente.relations.naming import Names
from detente.relations.wording import STATUS_WORDS, printable, shorten

WIDTH = 100  # columns of the plain text
QUOTE_WIDTH = 170  # characters of a quote: two lines of the plain text
INDENT = "  "
BY_OPTION = " (--all shows them)"  # what a shell's brief leaves out
MOST_MARKS, FEW_MARKS = 12, 4  # of a line; so many at least are left out, or none
MOST_ISSUES = 4  # on an affair's line
MOST_PARTS = 10  # acts below it: a war has hundreds


def brief_json(brief: Brief) -> str:
    """Write a brief as one JSON object, indented; keys in the order of the record's fields."""
    return msgspec.json.format(msgspec.json.encode(brief), indent=2).decode() + "\n"


def affairs_json(brief: Brief, most: int | None = None) -> str:
    """Write the affairs of a brief as a JSON list, the weightiest first; at most ``most``."""
    shown = brief.affairs[:most] if most else brief.affairs
    return msgspec.json.format(msgspec.json.encode(shown), indent=2).decode() + "\n"


def affairs_text(brief: Brief, most: int | None = None) -> str:
    """Write the affairs as plain text: a line for each, its acts below it.

    At most ``most`` of them, each with its ``MOST_PARTS`` weightiest acts; without, all of all.
    """
    shown = brief.affairs[:most] if most else brief.affairs
    names = _names(brief)
    n_parts = MOST_PARTS if most else None
    lines = [part for one in shown for part in _affair_text(one, names, n_parts)]
    if left := len(brief.affairs) - len(shown):
        lines.append(f"... and {left} more{BY_OPTION}")
    return (
        "\n".join((title_of(brief.scope), "", *(lines or ["No act of these sides is told."])))
        + "\n"
    )


def _affair_text(affair: Affair, names: Names, n_parts: int | None) -> Iterator[str]:
    line = affair_line(affair)
    state = f"[{line.state}] " if line.state else ""
    where = f"; in {affair.place}" if affair.place else ""
    issues = ", ".join(map(names.issue, affair.issues[:MOST_ISSUES]))
    about = f"; on {issues}" if issues else ""
    marks = marks_of(affair.lead.quotes)
    yield from _wrapped(f"{state}{line.head}{printable(where + about)} {marks}", "")
    known = {affair.lead.words}
    for act in affair.parts[:n_parts]:
        told = act_line(act)
        words = (
            f"[{STATUS_WORDS[act.status]}] {'; '.join(map(names.line, (told.head, *told.facts)))}"
        )
        yield from _wrapped(f"{words} {marks_of(told.quotes)}", INDENT)
        if act.words not in known:
            yield from _wrapped(f'"{shorten(printable(act.words), QUOTE_WIDTH)}"', INDENT * 2)
        known.add(act.words)
    if left := len(affair.parts[n_parts:]) if n_parts else 0:
        yield f"{INDENT}... and {left} more acts{BY_OPTION}"


def brief_text(brief: Brief, most: int | None = None) -> str:
    """Write a brief as plain text of 100 columns; ``most`` as in ``page_of``."""
    page = _named(brief, most)
    blocks = [[page.title]]
    blocks += [[block.name.upper(), *_text_lines(block)] for block in page.blocks]
    blocks.append(["WHAT THIS RESTS ON", *_indented(page.basis)])
    blocks.append(["WHAT THIS CANNOT SEE", *_indented(page.cannot_see)])
    if page.reports:
        reports = [f"[{number}] {told}" for number, told, _ in page.reports]
        blocks.append(["REPORTS", *_indented(reports)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def brief_markdown(brief: Brief, most: int | None = None) -> str:
    """Write a brief as Markdown; the reports' own words are escaped. ``most`` as in ``page_of``."""
    return page_markdown(_named(brief, most))


def page_markdown(page: Page) -> str:
    """Write a brief in words as Markdown."""
    blocks = [f"# {escape_markdown(page.title)}"]
    for block in page.blocks:
        blocks.append(f"## {block.name}")
        blocks.append("\n".join(_md_lines(block)))
    for name, lines in (("rests on", page.basis), ("cannot see", page.cannot_see)):
        blocks.append(f"## What this {name}")
        blocks.append("\n".join(f"- {escape_markdown(line)}" for line in lines))
    if page.reports:
        blocks.append("## Reports")
        blocks.append("\n".join(f"- [{n}] {escape_markdown(told)}" for n, told, _ in page.reports))
    return "\n\n".join(blocks) + "\n"


def escape_markdown(text: str) -> str:
    """Escape text so that Markdown shows it as it is."""
    marked = "".join(f"\\{char}" if char in r"\`*_[]<>#|~!" else char for char in printable(text))
    return f"\\{marked}" if marked[:1] in "-+=" and marked else marked


# What all forms share


def _named(brief: Brief, most: int | None) -> Page:
    """The page of a brief, with names for its codes."""
    return _names(brief).brief(page_of(brief, most))


def _names(brief: Brief) -> Names:
    return Names(load_gazetteer(), load_codebook(), brief.scope.names)


def shown_quotes(line: Line) -> list[tuple[str, str]]:
    """Words to show under a line, with their marks; words told twice once, under all marks."""
    marks: dict[str, list[Quote]] = {}
    for quote in line.shown:
        marks.setdefault(shown_words(quote), []).append(quote)
    return [(words, marks_of(quotes)) for words, quotes in marks.items()]


def marks_of(quotes: Sequence[Quote]) -> str:
    """Marks of quotes, ``[report:sentence]``, each once."""
    return " ".join(dict.fromkeys(f"[{one.report}:{one.sentence}]" for one in quotes))


def shown_words(quote: Quote) -> str:
    """The words, shortened around the word that matters."""
    before = printable(quote.words[: quote.focus])
    return shorten(printable(quote.words), QUOTE_WIDTH, around=len(before))


def other_marks(line: Line) -> str:
    """Marks of a line whose words do not stand under it; of many the first."""
    others = [one for one in line.quotes if one not in line.shown]
    marks = marks_of(others).split()
    if len(marks) <= MOST_MARKS:
        return " ".join(marks)
    n_shown = MOST_MARKS - FEW_MARKS
    return f"{' '.join(marks[:n_shown])} and {len(marks) - n_shown} more"


def _told(line: Line) -> str:
    more = other_marks(line)
    return "; ".join((line.head, *line.facts)) + (f" {more}" if more else "")


def rest_of(block: Block, how: str = "") -> str:
    """Count what a block leaves out, and say ``how`` to see it; "" for nothing."""
    more = [f"{block.n_more} more{how}"] if block.n_more else []
    above = [f"{block.n_above} told above"] if block.n_above else []
    return f"and {', and '.join((*more, *above))}" if more or above else ""


# Plain text


def _text_lines(block: Block) -> Iterator[str]:
    if block.is_row:
        yield from _wrapped(", ".join(_told(line) for line in block.lines), INDENT)
    else:
        for line in block.lines:
            yield from _text_line(line)
    if rest := rest_of(block, BY_OPTION):
        yield f"{INDENT}... {rest}"


def _text_line(line: Line) -> Iterator[str]:
    state = f"[{line.state}] " if line.state else ""
    yield from _wrapped(f"{state}{_told(line)}", INDENT)
    for words, marks in shown_quotes(line):
        yield from _wrapped(f'"{words}" {marks}', INDENT * 2)


def _indented(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield from _wrapped(line, INDENT)


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(
        text.rstrip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent and indent + INDENT,
        break_on_hyphens=False,
    )


# Markdown


def _md_lines(block: Block) -> Iterator[str]:
    for line in block.lines:
        state = f"**{escape_markdown(line.state)}** " if line.state else ""
        yield f"- {state}{escape_markdown(_told(line))}"
        for words, marks in shown_quotes(line):
            yield f"\n  > {escape_markdown(words)} {escape_markdown(marks)}\n"
    if rest := rest_of(block):
        yield f"- {rest}"


# --- A brief -> one HTML file: no script, no address that is loaded, light and dark, printable.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MARK = re.compile(r"\[(\d+):(\d+)\]")


def brief_html(brief: Brief, most: int | None = None) -> str:
    """Write a brief as an HTML page that needs nothing beside it; ``most`` as in ``page_of``."""
    page = _named(brief, most)
    style = files("detente.relations").joinpath("data/brief.css").read_text(encoding="utf-8")
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_safe(page.title)}</title>",
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            "<header>",
            f"<h1>{_safe(page.title)}</h1>",
            "</header>",
            "<main>",
            *(part for block in page.blocks for part in _section(block)),
            "</main>",
            *_footer(page),
            "</body>",
            "</html>",
            "",
        )
    )


def _section(block: Block) -> Iterator[str]:
    yield "<section>"
    yield f"<h2>{_safe(block.name)}</h2>"
    yield '<ul class="short">' if block.is_row else "<ul>"
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
    for name, lines in (("rests on", page.basis), ("cannot see", page.cannot_see)):
        yield f"<section><h2>What this {name}</h2><ul>"
        yield from (f"<li>{_safe(line)}</li>" for line in lines)
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

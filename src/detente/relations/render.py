"""A brief -> text for a terminal, Markdown, or JSON. The same lines in each.

In:  a ``Brief``.   Out: text, ended by a line feed.
Does not: work anything out (page.py chooses the words), or cut what a machine reads: JSON has all.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap

import msgspec

from detente.relations.acts import Quote
from detente.relations.brief import Brief
from detente.relations.page import Block, page_of
from detente.relations.page_lines import Line
from detente.relations.wording import printable, shorten

__all__ = [
    "brief_json",
    "brief_markdown",
    "brief_text",
    "marks_of",
    "other_marks",
    "rest_of",
    "shown_quotes",
    "shown_words",
]

WIDTH = 100  # columns of the plain text
QUOTE_WIDTH = 170  # characters of a quote: two lines of the plain text
INDENT = "  "


def brief_json(brief: Brief) -> str:
    """Write a brief as one JSON object, indented; keys in the order of the record's fields."""
    return msgspec.json.format(msgspec.json.encode(brief), indent=2).decode() + "\n"


def brief_text(brief: Brief) -> str:
    """Write a brief as plain text of 100 columns."""
    page = page_of(brief)
    blocks = [[page.title], [part for line in page.basis for part in _wrapped(line, "")]]
    blocks += [[block.name.upper(), *_text_lines(block)] for block in page.blocks]
    blocks.append(["WHAT THIS CANNOT SEE", *_indented(page.cannot_see)])
    if page.reports:
        reports = [f"[{number}] {told}" for number, told, _ in page.reports]
        blocks.append(["REPORTS", *_indented(reports)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def brief_markdown(brief: Brief) -> str:
    """Write a brief as Markdown; the reports' own words are escaped."""
    page = page_of(brief)
    blocks = [f"# {escape(page.title)}", "\n".join(escape(line) for line in page.basis)]
    for block in page.blocks:
        blocks.append(f"## {block.name}")
        blocks.append("\n".join(_md_lines(block)))
    blocks.append("## What this cannot see")
    blocks.append("\n".join(f"- {escape(line)}" for line in page.cannot_see))
    if page.reports:
        blocks.append("## Reports")
        blocks.append("\n".join(f"- [{n}] {escape(told)}" for n, told, _ in page.reports))
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """Escape text so that Markdown shows it as it is."""
    marked = "".join(f"\\{char}" if char in r"\`*_[]<>#|~!" else char for char in printable(text))
    return f"\\{marked}" if marked[:1] in "-+=" and marked else marked


# What all forms share


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
    """Marks of a line whose words do not stand under it."""
    return marks_of([one for one in line.quotes if one not in line.shown])


def _told(line: Line) -> str:
    more = other_marks(line)
    return "; ".join((line.head, *line.facts)) + (f" {more}" if more else "")


def rest_of(block: Block) -> str:
    """Count what a block leaves out; "" for nothing."""
    more = [f"{block.n_more} more (--format json has all)"] if block.n_more else []
    above = [f"{block.n_above} told above"] if block.n_above else []
    return f"and {', and '.join((*more, *above))}" if more or above else ""


# Plain text


def _text_lines(block: Block) -> Iterator[str]:
    if all(line.is_short and not line.facts and line.state is None for line in block.lines):
        told = [_told(line) for line in block.lines]
        yield from _indented(told) if block.name == "Linked" else _wrapped(", ".join(told), INDENT)
    else:
        for line in block.lines:
            yield from _text_line(line)
    if rest := rest_of(block):
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
        state = f"**{escape(line.state)}** " if line.state else ""
        yield f"- {state}{escape(_told(line))}"
        for words, marks in shown_quotes(line):
            yield f"\n  > {escape(words)} {escape(marks)}\n"
    if rest := rest_of(block):
        yield f"- {rest}"

"""Coded reports -> tables for a terminal: each act with the words it rests on.

In:  coded reports, one by one.   Out: text on a stream, coloured where a terminal takes it.
Does not: know options, or shorten what machines read (ledger/ writes that).
"""

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from detente.records import Actor, Cited, Claim, Coded, Report, Statement, Status
from detente.relations.wording import (
    STATUS_WORDS,
    act_words,
    date_words,
    day_words,
    printable,
    shorten,
    speaker_words,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

__all__ = ["STATUS_STYLES", "open_console", "write_tables"]

WIDTH = 100  # columns where no terminal says how many it has
QUOTE_WIDTH = 240  # characters of a quote; the predicate stays in
STATUS_STYLES = {
    Status.ACTUAL: "green",
    Status.FUTURE: "cyan",
    Status.HYPOTHETICAL: "yellow",
    Status.NEGATED: "red",
}


def write_tables(coded: Iterable[Coded], stream: BinaryIO) -> int:
    """Write the tables of each report as it comes; count their rows."""
    console, count = open_console(stream), 0
    for one in coded:
        with console.capture() as captured:
            for table in _tables(one):
                console.print(table)
        stream.write(captured.get().encode())
        count += len(one.claims) + len(one.statements)
    return count


def open_console(stream: BinaryIO) -> "Console":
    """Make a console of the width of the terminal, or of `WIDTH` columns for other streams."""
    from rich.console import Console

    on_terminal = stream is getattr(sys.stdout, "buffer", None) and sys.stdout.isatty()
    return Console(
        file=None if on_terminal else io.StringIO(),
        width=None if on_terminal else WIDTH,
        highlight=False,
        emoji=False,
        markup=False,
    )


def _tables(coded: Coded) -> "Iterator[RenderableType]":
    from rich.text import Text

    yield Text(_headline(coded.report), style="bold")
    if coded.claims:
        yield _claims_table(coded.claims)
    if coded.statements:
        yield _statements_table(coded.statements)
    yield Text()


def _headline(report: Report) -> str:
    told = [report.outlet or report.key]
    if report.credited:
        told.append(f"retelling {report.credited}")
    told.append(day_words(report.published) if report.published else "undated")
    title = f"{report.title} - " if report.title else ""
    return printable(f"{title}{', '.join(told)}")


def _claims_table(claims: Sequence[Claim]) -> "Table":
    table = _table("claims", ("act", 1), ("who, when, where, about what", 2), ("words", 3))
    for claim in claims:
        table.add_row(str(claim.sentence), _act_cell(claim), _who_cell(claim), _words_cell(claim))
    return table


def _statements_table(statements: Sequence[Statement]) -> "Table":
    from rich.text import Text

    table = _table("statements", ("speaker", 1), ("kind, about", 2), ("words", 3))
    for statement in statements:
        named = statement.speaker.value if statement.speaker else None
        speaker = f"{named.code}\n{printable(named.name)}" if named else "not named"
        about = ", ".join((*statement.about, *statement.issues))
        kind = f"{statement.kind}{', quoted' if statement.is_quoted else ''}"
        words = Text(shorten(printable(statement.citation.quote), QUOTE_WIDTH))
        table.add_row(str(statement.sentence), speaker, f"{kind}\n{about}".strip(), words)
    return table


def _table(title: str, *columns: tuple[str, int]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False)
    table.add_column("no.", justify="right", no_wrap=True)
    for number, (name, ratio) in enumerate(columns):
        table.add_column(f"{title}: {name}" if number == 0 else name, ratio=ratio)
    return table


def _act_cell(claim: Claim) -> "Text":
    from rich.text import Text

    mode = f" {claim.mode}" if claim.mode else ""
    cell = Text(f"{claim.type}{mode}\n", style="bold")
    cell.append(f"{act_words(claim.type, claim.mode)}, ", style="not bold")
    cell.append(STATUS_WORDS[claim.status], style=f"not bold {STATUS_STYLES[claim.status]}")
    if claim.is_historical:
        cell.append(", background", style="not bold dim")
    return cell


def _who_cell(claim: Claim) -> str:
    lines = [who_to_whom(claim)]
    if claim.date:
        lines.append(date_words(claim.date.value))
    if claim.place:
        lines.append(f"in {printable(claim.place.value.name)}")
    if claim.issues:
        lines.append(f"about {printable(', '.join(claim.issues))}")
    if claim.speaker:
        lines.append(speaker_words(claim.speaker.value))
    return "\n".join(lines)


def who_to_whom(claim: Claim) -> str:
    """Write ``NRL-GOV + SDR-GOV``, or ``NRL-GOV -> SDR-GOV``."""
    actors, recipients = _codes(claim.actors), _codes(claim.recipients)
    return f"{actors or 'somebody'} -> {recipients}" if recipients else actors


def _codes(sides: Iterable[Cited[Actor]]) -> str:
    return " + ".join(dict.fromkeys(side.value.code for side in sides))


def _words_cell(claim: Claim) -> "Text":
    from rich.text import Text

    quote, word = claim.citation, claim.predicate
    at = max(0, word.span.start - quote.span.start)
    cell = Text(shorten(printable(quote.quote), QUOTE_WIDTH, around=at))
    cell.highlight_words([printable(word.quote)], style="bold underline")
    return cell

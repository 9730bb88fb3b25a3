"""Coded reports, and answers of a ledger -> tables for a terminal.

In:  coded reports one by one, events, flat rows.   Out: text, coloured where a terminal takes it.
Does not: know options, ask the ledger, or shorten what machines read (ledger/ writes that).
"""

import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from detente.codebook import LABELS
from detente.ledger.ask import Flat
from detente.ledger.columns import standing_of
from detente.ledger.regroup import Difference
from detente.records import (
    Actor,
    Claim,
    Coded,
    DateBasis,
    Event,
    Report,
    Standing,
    Statement,
    Status,
)
from detente.relations.wording import (
    STATUS_WORDS,
    act_words,
    count_words,
    date_words,
    day_words,
    printable,
    shorten,
    sides_words,
    speaker_words,
)

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
    count = 0
    for one in coded:
        show(stream, *_tables(one))
        count += len(one.claims) + len(one.statements)
    return count


def show(stream: BinaryIO, *shown: RenderableType, is_wrapped: bool = True) -> None:
    """Write what rich can show."""
    console = open_console(stream)
    with console.capture() as captured:
        for one in shown:
            console.print(one, soft_wrap=not is_wrapped)
    stream.write(captured.get().encode())


def open_console(stream: BinaryIO) -> Console:
    """Make a console of the width of the terminal, or of `WIDTH` columns for other streams."""
    on_terminal = stream is getattr(sys.stdout, "buffer", None) and sys.stdout.isatty()
    return Console(
        file=None if on_terminal else io.StringIO(),
        width=None if on_terminal else WIDTH,
        highlight=False,
        emoji=False,
        markup=False,
    )


def _tables(coded: Coded) -> Iterator[RenderableType]:
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


def _claims_table(claims: Sequence[Claim]) -> Table:
    table = _table("claims", ("act", 1), ("who, when, where, about what", 2), ("words", 3))
    for claim in claims:
        table.add_row(str(claim.sentence), _act_cell(claim), _who_cell(claim), _words_cell(claim))
    return table


def _statements_table(statements: Sequence[Statement]) -> Table:
    table = _table("statements", ("speaker", 1), ("kind, about", 2), ("words", 3))
    for statement in statements:
        named = statement.speaker.value if statement.speaker else None
        speaker = f"{named.code}\n{printable(named.name)}" if named else "not named"
        about = ", ".join((*statement.about, *statement.issues))
        kind = f"{statement.kind}{', quoted' if statement.is_quoted else ''}"
        words = Text(shorten(printable(statement.citation.quote), QUOTE_WIDTH))
        table.add_row(str(statement.sentence), speaker, f"{kind}\n{about}".strip(), words)
    return table


def _table(title: str, *columns: tuple[str, int]) -> Table:
    (first, ratio), *others = columns
    table = _record_table(("no.", None), (f"{title}: {first}", ratio), *others)
    table.columns[0].justify = "right"
    return table


def code_words(one: Claim | Event) -> str:
    """Write an act as the codebook does: ``SANCTION/expel``."""
    return f"{one.type}/{one.mode}" if one.mode else one.type


def told_words(one: Claim | Event) -> str:
    """Name an act in words that nobody can take for the contrary."""
    return LABELS.get((one.type, one.mode)) or act_words(one.type, one.mode)


def _act_cell(claim: Claim) -> Text:
    cell = Text(f"{code_words(claim)}:\n", style="bold")
    cell.append(f"{told_words(claim)}, ", style="not bold")
    cell.append(STATUS_WORDS[claim.status], style=f"not bold {STATUS_STYLES[claim.status]}")
    if claim.is_historical:
        cell.append(", background", style="not bold dim")
    return cell


def _who_cell(claim: Claim) -> str:
    lines = [who_to_whom(*claim_sides(claim))]
    if claim.date:
        lines.append(date_words(claim.date.value))
    if claim.place:
        lines.append(f"in {printable(claim.place.value.name)}")
    if claim.issues:
        lines.append(f"about {printable(', '.join(claim.issues))}")
    if claim.speaker:
        lines.append(speaker_words(claim.speaker.value))
    return "\n".join(lines)


def who_to_whom(actors: Iterable[Actor], recipients: Iterable[Actor]) -> str:
    """Write ``NRL-GOV + SDR-GOV``, or ``NRL-GOV -> SDR-GOV``."""
    return sides_words(*([one.code for one in side] for side in (actors, recipients)))


def claim_sides(claim: Claim) -> tuple[list[Actor], list[Actor]]:
    """Who acts in a claim, and to whom."""
    return [one.value for one in claim.actors], [one.value for one in claim.recipients]


def _words_cell(claim: Claim) -> Text:
    quote, word = claim.citation, claim.predicate
    at = max(0, word.span.start - quote.span.start)
    cell = Text(shorten(printable(quote.quote), QUOTE_WIDTH, around=at))
    cell.highlight_words([printable(word.quote)], style="bold underline")
    return cell


# --- Answers of a ledger -> tables for a terminal.
AT_ONCE = 200  # rows to a table: the first ones appear at once
CELL_WIDTH = 60
WIDTHS = {"id": None, "number": None, "published": None, "key": 3, "title": 4, "detail": 4}
SHORT_ID = 10  # characters of an id; two of 100,000 begin alike in 1 case of 200


def write_event_table(events: Iterable[Event], stream: BinaryIO) -> int:
    """Write events, one row each; count them."""
    count, waiting = 0, iter(events)
    while some := list(islice(waiting, AT_ONCE)):
        table = _record_table(("id", None), ("when", 2), ("who", 3), ("act", 3), ("standing", 3))
        for event in some:
            table.add_row(
                event.id[:SHORT_ID],
                _when(event),
                printable(who_to_whom(event.actors, event.recipients)),
                _act(event),
                printable(_standing(event)),
            )
        show(stream, table)
        count += len(some)
    return count


def write_flat_table(flat: Flat, columns: Sequence[str], stream: BinaryIO) -> int:
    """Write some columns of flat rows; count the rows."""
    table = _record_table(*((name.replace("_", " "), WIDTHS.get(name, 2)) for name in columns))
    for row in flat.dicts():
        table.add_row(*(_flat_cell(name, row[name]) for name in columns))
    show(stream, table)
    return len(table.rows)


def write_difference(found: Difference, stream: BinaryIO) -> int:
    """Write what two runs tell apart, and the counts; count the rows."""
    table = _record_table(("report", 2), ("words", 3), ("in A", 3), ("in B", 3))
    for row in found.rows.dicts():
        table.add_row(
            _cell(row["report_key"]), _cell(row["quote"]), _told(row, "a"), _told(row, "b")
        )
    reports = count_words(found.n_both, "report")
    told = (
        f"A is run {found.run_a}, B is run {found.run_b}.\n"
        f"{reports} coded by both ({found.n_only_a:,} by A alone, {found.n_only_b:,} by B "
        f"alone): {count_words(found.n_same, 'claim')} in both, "
        f"{count_words(len(table.rows), 'difference')}."
    )
    show(stream, *((table,) if table.rows else ()), told)
    return len(table.rows)


def _record_table(*columns: tuple[str, int | None]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False)
    for name, ratio in columns:
        table.add_column(name, ratio=ratio, no_wrap=ratio is None)
    return table


def _when(event: Event) -> str:
    """Write the day; where no report tells it, that of the first report, marked as such."""
    if event.date is None:
        return "undated"
    told = "told " if event.date.basis is DateBasis.PUBLICATION else ""
    return f"{told}{date_words(event.date)}"


def _act(event: Event) -> Text:
    cell = Text(f"{told_words(event)}, ")
    cell.append(STATUS_WORDS[event.status], style=STATUS_STYLES[event.status])
    about = f"; {', '.join(event.issues)}" if event.issues else ""
    place = f"; in {printable(event.place.name)}" if event.place else ""
    cell.append(f"{about}{place}")
    return cell


def _standing(event: Event) -> str:
    outlets = count_words(event.standing.n_outlets, "outlet")
    told = [standing_of(event.standing), *parties(event.standing)]
    return f"{'; '.join(told)}; {outlets}, {count_words(len(event.claim_ids), 'claim')}"


def parties(standing: Standing) -> Iterator[str]:
    """Say who affirms it, who denies it, who has not confirmed it."""
    for words, codes in (
        ("affirmed by", standing.affirmed_by),
        ("denied by", standing.denied_by),
        ("not confirmed by", standing.unconfirmed_by),
        ("ruled negated by", standing.ruled_out),
    ):
        if codes:
            yield f"{words} {', '.join(codes)}"


def _told(row: Mapping[str, Any], run: str) -> str:
    """Write a claim of one run: who, act, status, and what else differs."""
    if row[f"id_{run}"] is None:
        return "nothing"
    actors, recipients = (" + ".join(row[f"{side}_{run}"]) for side in ("actors", "recipients"))
    who = f"{actors or 'somebody'} -> {recipients}" if recipients else actors
    mode = f"/{row[f'mode_{run}']}" if row[f"mode_{run}"] else ""
    act = f"{row[f'type_{run}']}{mode}, {STATUS_WORDS[Status(row[f'status_{run}'])]}"
    lines = [printable(who), act, *_details(row, run)]
    return "\n".join(lines)


def _details(row: Mapping[str, Any], run: str) -> Iterator[str]:
    for name in row["changed"]:
        if name == "date":
            first, last = row[f"date_start_{run}"], row[f"date_end_{run}"]
            yield _days(first, last)
        elif name in {"issues", "contexts"}:
            yield f"{name}: {', '.join(row[f'{name}_{run}']) or 'none'}"
        elif name in {"place", "speaker"}:
            yield f"{name}: {printable(row[f'{name}_{run}'] or 'none')}"


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "undated"
    return str(first) if first == last else f"{first} to {last}"


def _flat_cell(name: str, value: object) -> str:
    """Write a cell; what went wrong is told to the end, over several lines."""
    if name == "id":
        return str(value)[:SHORT_ID]
    return printable(str(value)) if name == "detail" else _cell(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return shorten(printable(str(value)), CELL_WIDTH)

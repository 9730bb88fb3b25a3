"""A brief -> one page: a title, what it rests on, blocks of lines, each line with its quotes.

In:  a ``Brief``.   Out: a ``Page`` of plain words, the same for text, Markdown and HTML.
Does not: know a format. A block shows as many lines as a page has room for and counts the rest;
JSON has them all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from detente.records import Status
from detente.relations.acts import Act, Quote
from detente.relations.basis import ReportLine
from detente.relations.brief import Brief
from detente.relations.commitments import Commitment, CommitmentState
from detente.relations.disputed import Dispute, DisputeKind
from detente.relations.page_lines import (
    Line,
    act_line,
    assessment_line,
    channel_line,
    commitment_line,
    dispute_line,
    limit_line,
    linkage_line,
    said_line,
    watched_line,
)
from detente.relations.sections import Said
from detente.relations.sides import Scope
from detente.relations.wording import count_words, day_words, printable

__all__ = ["Block", "Page", "page_of"]

T = TypeVar("T")
MOST = 8  # lines of a block
FEW = 5
MOST_ISSUES = 12
OF_THE_REST = frozenset({"Done", "Possible", "Denied", "Background", "Said"})
MOST_QUOTES = 2  # whose words a line shows; its marks lead to all


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines under a heading; ``n_more`` have no room, ``n_above`` are told by blocks above."""

    name: str
    lines: tuple[Line, ...]
    n_more: int = 0
    n_above: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A brief in words. ``reports`` are those that it cites, by number, words and address."""

    title: str
    basis: tuple[str, ...]
    blocks: tuple[Block, ...]
    cannot_see: tuple[str, ...]
    reports: tuple[tuple[int, str, str | None], ...]


def page_of(brief: Brief) -> Page:
    """Lay a brief out on a page."""
    done = [*_acts(brief, Status.ACTUAL)]
    fresh = [act for act in done if not act.is_historical]
    old = [act for act in done if act.is_historical]
    blocks = (
        (_block("Channels", brief.channels, channel_line), MOST),
        (_block("Agreed, promised, threatened", _urgent(brief.commitments), commitment_line), MOST),
        (_block("Linked", _newest(brief.linkages), linkage_line), FEW),
        (_block("Disputed", _framing_first(brief.disputed), dispute_line), FEW),
        (_block("Limits", brief.limits, limit_line), MOST),
        (_frictions(brief), MOST_ISSUES),
        (_block("Assessments", brief.assessments, assessment_line), FEW),
        (_block("To watch", brief.watch, watched_line), MOST),
        (_block("Done", _newest(fresh), act_line), MOST),
        (_block("Possible", _newest([*_acts(brief, Status.HYPOTHETICAL)]), act_line), FEW),
        (_block("Denied", _newest([*_acts(brief, Status.NEGATED)]), act_line), FEW),
        (_block("Background", _newest(old), act_line), FEW),
        (_block("Said", _other_statements(brief), said_line), FEW),
    )
    shown = tuple(
        block
        for block in _told_once([block for block, _ in blocks], [most for _, most in blocks])
        if block.lines
    )
    marked = {quote.report for block in shown for line in block.lines for quote in line.quotes}
    return Page(
        title=title_of(brief.scope),
        basis=tuple(basis_of(brief)),
        blocks=shown,
        cannot_see=brief.cannot_see,
        reports=tuple(
            (one.number, _report(one), _safe(one.url))
            for one in brief.reports
            if one.number in marked
        ),
    )


def title_of(scope: Scope) -> str:
    """Name the sides and the days covered."""
    covered = f" since {day_words(scope.since)}" if scope.since else ""
    known = f", as of {day_words(scope.as_of)}" if scope.as_of else ""
    names = ((scope.name_a, scope.side_a), (scope.name_b, scope.side_b))
    sides = " and ".join(f"{name} ({code})" if name else code for name, code in names)
    return printable(f"{sides}{covered}{known}")


def basis_of(brief: Brief) -> list[str]:
    """Say what the brief rests on, how cooperative the done acts are, who else is named."""
    told = brief.provenance
    if not told.n_cited:
        read = f"None of {count_words(told.n_read, 'report')} speaks of both sides"
        return [f"{read if told.n_read else 'No report was read'}; there is nothing to say."]
    when = " to ".join(dict.fromkeys(day_words(day) for day in (told.first, told.last) if day))
    outlets = _listed(told.outlets) or "no named outlet"
    if told.n_independent < len(told.outlets):
        outlets += f" ({count_words(told.n_independent, 'independent outlet')})"
    retelling = f", retelling {_listed(told.credited)}" if told.credited else ""
    others = f" (of {told.n_read} read)" if told.n_read > told.n_cited else ""
    tongue = f", in {' and '.join(told.languages)}"
    rests = (
        f"Rests on {count_words(told.n_cited, 'report')}{others} by {outlets}{retelling}{tongue}"
    )
    lines = [f"{rests}; {when}." if when else f"{rests}."]
    if told.n_cooperative or told.n_conflictual:
        lines.append(
            f"Done between the sides, background apart: {told.n_cooperative} cooperative, "
            f"{told.n_conflictual} conflictual."
        )
    if brief.third_parties:
        named = _listed([one.name or one.country for one in brief.third_parties])
        lines.append(f"Third parties named: {named}.")
    return lines


# Private functions


def _block(name: str, found: Sequence[T], line: Callable[[T], Line]) -> Block:
    return Block(name=name, lines=tuple(line(one) for one in found))


def _told_once(blocks: Sequence[Block], most: Sequence[int]) -> Iterator[Block]:
    """Show words once, where they come first; later lines have only the marks of them.

    Blocks of acts and statements leave out, and count, what is told whole by blocks above. Each
    block keeps as many lines as there is room for.
    """
    known: list[Quote] = []
    for block, room in zip(blocks, most, strict=True):
        is_rest = block.name in OF_THE_REST
        told = [line for line in block.lines if not is_rest or _fresh(line, known)]
        lines = []
        for line in told[:room]:
            worded = [quote for quote in _fresh(line, known) if quote.words.strip()]
            shown = () if line.is_short else tuple(worded[:MOST_QUOTES])
            known.extend(shown)
            lines.append(replace(line, shown=shown))
        yield replace(
            block,
            lines=tuple(lines),
            n_more=len(told) - len(lines),
            n_above=len(block.lines) - len(told),
        )


def _fresh(line: Line, known: Sequence[Quote]) -> list[Quote]:
    """The quotes of a line whose words have not been shown yet, for the most part."""
    return [quote for quote in line.quotes if not any(_is_within(quote, one) for one in known)]


def _is_within(quote: Quote, shown: Quote) -> bool:
    if quote.report != shown.report:
        return False
    overlap = min(quote.end, shown.end) - max(quote.start, shown.start)
    return 2 * overlap > quote.end - quote.start


def _other_statements(brief: Brief) -> list[Said]:
    """Statements that no other block is made of: those of a side on both first, then the latest."""
    judged = {quote for one in brief.assessments for quote in one.quotes}
    others = [one for one in brief.statements if one.quote not in judged]
    both = set(brief.scope.sides)
    return sorted(
        _newest(others), key=lambda one: (_is_press(one), not both <= {one.side, *one.about})
    )


def _is_press(said: Said) -> bool:
    return said.speaker is not None and said.speaker.code.endswith("-JRN")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST
    return printable(", ".join(names[:MOST]) + (f" and {more} more" if more > 0 else ""))


def _acts(brief: Brief, status: Status) -> Iterable[Act]:
    for section in brief.sections:
        if section.status is status:
            for group in section.groups:
                yield from group.acts


def _newest(found: Sequence[T]) -> list[T]:
    """The latest told first; what one report tells stays in its order."""
    return sorted(found, key=_telling, reverse=True)


def _telling(one: object) -> int:
    quotes: tuple[Quote, ...] = getattr(one, "quotes", None) or (one.quote,)  # type: ignore[attr-defined]  # one of both
    return quotes[-1].report


def _urgent(commitments: Sequence[Commitment]) -> list[Commitment]:
    """Broken, reversed and overdue ones first, then the latest told; delivered ones last."""
    order = (
        CommitmentState.BROKEN,
        CommitmentState.REVERSED,
        CommitmentState.OVERDUE,
        CommitmentState.PENDING,
        CommitmentState.DELIVERED,
    )
    newest = sorted(commitments, key=lambda one: _telling(one.act), reverse=True)
    return sorted(newest, key=lambda one: order.index(one.state))


def _framing_first(disputes: Sequence[Dispute]) -> list[Dispute]:
    """The framing first, what only one side tells last, in between the latest told first."""
    newest = sorted(
        disputes, key=lambda one: _telling(one.act) if one.act is not None else 0, reverse=True
    )
    return sorted(newest, key=lambda one: (one.kind is DisputeKind.ONE_SIDED, one.act is not None))


def _frictions(brief: Brief) -> Block:
    lines = (
        Line(head=printable(one.issue), quotes=one.quotes[:1], is_short=True)
        for one in brief.frictions
    )
    return Block(name="Frictions", lines=tuple(lines))


def _report(line: ReportLine) -> str:
    told = [line.outlet or "no named outlet"]
    told += [f"retelling {line.credited}"] if line.credited else []
    told += [day_words(line.published) if line.published else "undated"]
    title = f"{line.title}. " if line.title else ""
    return printable(f"{title}{', '.join(told)} ({line.url or line.key})")


def _safe(url: str | None) -> str | None:
    """An address that a page may lead to."""
    return url if url and url.startswith(("https://", "http://")) else None

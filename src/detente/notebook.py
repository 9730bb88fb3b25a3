"""Claims, events, answers, ledgers, briefs, series -> what a notebook shows of them.

In:  one of them.   Out: HTML that needs nothing beside it; all words of reports are escaped.
Does not: compute, or write briefs and pictures itself (``relations`` does).
"""

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from itertools import islice

from detente.actors import load_gazetteer
from detente.errors import MissingExtra
from detente.ledger import Ledger
from detente.ledger.ask import Answer
from detente.records import Actor, Citation, Claim, Coded, Event, EventDate, Place
from detente.relations.brief.brief import Brief
from detente.relations.brief.render import brief_html
from detente.relations.choices import Medium
from detente.relations.measures.series import Series
from detente.relations.measures.turns import Turns
from detente.relations.wording import act_words, count_words, date_words, printable, speaker_words

MOST_ROWS = 20
CELL_WIDTH = 120
# Of the flat columns of an answer those that are shown, as far as it has them.
COLUMNS = (
    *("number", "key", "title", "outlet", "published", "room", "kind", "detail"),
    *("type", "mode", "actors", "recipients", "status", "date_start", "place_name"),
    *("speaker", "quote"),
)
FRAME = (
    '<iframe title="{title}" srcdoc="{page}" sandbox width="100%" height="560" '
    'style="border:1px solid #8884"></iframe>'
)


@singledispatch
def html_of(shown: object) -> str | None:
    """Write a value as HTML; ``None`` where plain words have to do."""
    del shown
    return None


@html_of.register
def _(shown: Claim) -> str:
    sides = ([one.value for one in side] for side in (shown.actors, shown.recipients))
    day = shown.date.value if shown.date else None
    place = shown.place.value if shown.place else None
    rows = [
        *_told(shown, sides, day, place),
        ("on the word of", speaker_words(shown.speaker.value) if shown.speaker else "the outlet"),
        ("score", f"{shown.score:.2f}"),
    ]
    return _facts(rows) + _words(shown.citation, shown.predicate)


@html_of.register
def _(shown: Event) -> str:
    standing = shown.standing
    told = [f"{count_words(len(shown.claim_ids), 'claim')}"]
    told.append(f"{count_words(standing.n_outlets, 'independent outlet')}")
    if standing.is_disputed:
        told.append(f"disputed by {', '.join(standing.denied_by)}")
    sides = (shown.actors, shown.recipients)
    by = ("told by", ", ".join(told))
    return _facts([*_told(shown, sides, shown.date, shown.place), by])


@html_of.register
def _(shown: Coded) -> str:
    head = [("report", shown.report.title or shown.report.key)]
    if shown.report.published:
        head.append(("published", shown.report.published.isoformat()))
    head.append(("found", f"{len(shown.claims)} claims, {len(shown.statements)} statements"))
    return _facts(head) + "".join(map(str, map(html_of, shown.claims[:MOST_ROWS])))


@html_of.register
def _(shown: Answer) -> str:  # type: ignore[type-arg]  # of whatever it is
    flat = shown.flat()
    names = [name for name in COLUMNS if name in flat.names]
    rows = [[row[name] for name in names] for row in islice(flat.dicts(), MOST_ROWS)]
    left = shown.count() - len(rows)
    return _table(names, rows) + (f"<p>and {left:,} more</p>" if left > 0 else "")


@html_of.register
def _(shown: Ledger) -> str:
    asked = {
        "reports": shown.reports(),
        "claims": shown.claims(),
        "statements": shown.statements(),
        "events": shown.events(),
        "problems": shown.problems(),
    }
    rows = [(name, f"{answer.count():,}") for name, answer in asked.items()]
    return _facts([("ledger", str(shown.path)), *rows])


@html_of.register
def _(shown: Brief) -> str:
    a, b = shown.scope.side_a, shown.scope.side_b
    return FRAME.format(title=escape(f"{a} and {b}"), page=escape(brief_html(shown)))


@html_of.register
def _(shown: Series) -> str | None:
    try:
        from detente.relations.charts.look import chart_bytes  # noqa: PLC0415  # an extra, heavy
        from detente.relations.charts.temperature import temperature_chart  # noqa: PLC0415
    except MissingExtra:
        return None
    if not shown.points:
        return None
    a, b = (load_gazetteer().entry(code).name for code in (shown.side_a, shown.side_b))
    turns = Turns(side_a=shown.side_a, side_b=shown.side_b, turns=())
    return chart_bytes(temperature_chart(shown, turns, (), (a, b)), Medium.SVG).decode()


def _told(
    shown: Claim | Event,
    sides: Iterable[Iterable[Actor]],
    day: EventDate | None,
    place: Place | None,
) -> Iterable[tuple[str, str]]:
    mode = f" {shown.mode}" if shown.mode else ""
    yield "act", f"{shown.type}{mode}: {act_words(shown.type, shown.mode)}"
    yield "status", shown.status
    if shown.issues:
        yield "about", ", ".join(shown.issues)
    for name, side in zip(("who", "to whom"), sides, strict=True):
        if told := "; ".join(f"{one.name} ({one.code})" for one in side):
            yield name, told
    if day:
        yield "when", date_words(day)
    if place:
        yield "where", place.name


def _words(clause: Citation, word: Citation) -> str:
    """Write a clause, the word that names the act marked in it."""
    start = word.span.start - clause.span.start
    if not 0 <= start < len(clause.quote):
        return f"<blockquote>{_safe(clause.quote)}</blockquote>"
    before, after = clause.quote[:start], clause.quote[start + len(word.quote) :]
    marked = f"{_safe(before)}<mark>{_safe(word.quote)}</mark>{_safe(after)}"
    return f"<blockquote>{marked}</blockquote>"


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    lines = (f"<tr><th>{_safe(name)}</th><td>{_safe(told)}</td></tr>" for name, told in rows)
    return f"<table>{''.join(lines)}</table>"


def _table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{_safe(name.replace('_', ' '))}</th>" for name in names)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    told = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    cut = f"{told[:CELL_WIDTH]}…" if len(told) > CELL_WIDTH else told
    return f"<td>{_safe(cut)}</td>"


def _safe(words: str) -> str:
    return escape(printable(words))

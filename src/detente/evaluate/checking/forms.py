"""A sample of a ledger -> a form for whoever checks it: CSV, or a page that needs no server.

In:  a ``Sample``.   Out: rows with the words, the coding, and empty cells for what is right.
Does not: say what is right. Both forms have the same rows; the page saves them as CSV.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import groupby

from detente.errors import VERSION
from detente.ledger import Drawn, Filter, Sample
from detente.ledger.contract import csv_cell, csv_line
from detente.records import Claim, EventDate, Place, Report
from detente.records.text import digest
from detente.relations.explain import Excerpt, Part, Role, excerpts_of
from detente.relations.wording import (
    STATUS_WORDS,
    act_words,
    day_words,
    printable,
    printable_part,
    title_of,
)

FIELDS = ("type", "mode", "actors", "recipients", "status", "date", "place", "speaker")
CHECKS = ("check_act", *(f"check_{name}" for name in FIELDS))
COLUMNS = (
    *("row", "id", "weight", "report", "outlet", "published", "title", "words"),
    *FIELDS,
    *CHECKS,
    *("checker", "note"),
)
N_MISSED = 3  # empty rows behind a report, for acts that no claim tells
HELP = (
    "Into each check_ cell: y (right), n (wrong), ? (cannot tell), or what would be right (none "
    "where there is nothing). check_act: the words tell this act at all. Of a report: y into "
    "check_act once it is read in full, and a row missed for each act that no claim tells."
)


class RowKind:
    """What a row of a form is about."""

    SAMPLE = "sample"
    CLAIM = "claim"
    REPORT = "report"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form: the sample, what it was asked for, and its rows, cell by column.

    ``plan`` says in words how it was drawn; it stands in the first row.
    """

    sample: Sample
    plan: str
    rows: tuple[Mapping[str, str], ...]

    def csv(self) -> bytes:
        """Write it as UTF-8 CSV with a mark in front, so that spreadsheets read its letters."""
        lines = [csv_line(COLUMNS)]
        lines += [csv_line(csv_cell(row.get(name, "")) for name in COLUMNS) for row in self.rows]
        return b"\xef\xbb\xbf" + b"".join(lines)

    def html(self) -> bytes:
        """Write it as one page with its script inside; it loads nothing and sends nothing."""
        return _page(self).encode()


def form_of(sample: Sample, asked: Filter, *, runs: Sequence[str], is_as_read: bool) -> Form:
    """Lay a sample out as a form.

    ``asked`` is what claims had to have, ``runs`` name the versions behind them; ``is_as_read``:
    rulings were not heeded.
    """
    plan = plan_of(sample, asked, runs, is_as_read=is_as_read)
    first = {"row": RowKind.SAMPLE, "id": digest("form", plan), "title": HELP, "words": plan}
    in_reports = {claim.id for _, claims in sample.reports for claim in claims}
    weights = {drawn.claim.id: drawn.weight for drawn in sample.claims}
    rows = [first]
    rows += [_claim_row(one, sample) for one in sample.claims if one.claim.id not in in_reports]
    for report, claims in sample.reports:
        rows.append(_of_report(report, RowKind.REPORT, report.text))
        rows += [_claim_row(Drawn(one, weights.get(one.id, 0.0)), sample) for one in claims]
        rows += [_of_report(report, RowKind.MISSED, "") for _ in range(N_MISSED)]
    return Form(sample=sample, plan=plan, rows=tuple(rows))


def plan_of(sample: Sample, asked: Filter, runs: Sequence[str], *, is_as_read: bool) -> str:
    """Say how a sample was drawn: ``seed: 7; claims: 100 of 2606; reports: 50 of 300; ...``."""
    which = ", ".join(f"{name} {_asked(value)}" for name, value in asked.items())
    told = {
        "seed": sample.seed,
        "claims": f"{len(sample.claims)} of {sample.n_claims}",
        "reports": f"{len(sample.reports)} of {sample.n_reports}",
        "which": (which or "all") + (", reports that name both sides" if sample.is_named else ""),
        "coding": "as read" if is_as_read else "as ruled",
        "types": sample.by_type,
        "detente": VERSION,
        "runs": " ".join(runs),
    }
    return "; ".join(f"{name}: {str(value).replace(';', ',')}" for name, value in told.items())


def _asked(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _of_report(report: Report, kind: str, words: str) -> dict[str, str]:
    return {
        "row": kind,
        "id": report.id if kind == RowKind.REPORT else "",
        "report": report.id,
        "outlet": report.outlet or "",
        "published": report.published.isoformat() if report.published else "",
        "title": title_of(report) or report.key,
        "words": words,
    }


def _claim_row(drawn: Drawn, sample: Sample) -> dict[str, str]:
    claim = drawn.claim
    report = sample.sources[claim.report_id]
    words = " / ".join(_bracketed(one) for one in excerpts_of(claim, report))
    return {
        **_of_report(report, RowKind.CLAIM, words),
        "id": claim.id,
        "weight": f"{drawn.weight:.6g}" if drawn.weight else "",
        **_coding(claim),
    }


def _coding(claim: Claim) -> dict[str, str]:
    """Write the values of a claim as rulings write them."""
    return {
        "type": claim.type,
        "mode": claim.mode or "",
        "actors": _codes(claim, "actors"),
        "recipients": _codes(claim, "recipients"),
        "status": claim.status.value,
        "date": _date(claim.date.value) if claim.date else "",
        "place": _place(claim.place.value) if claim.place else "",
        "speaker": claim.speaker.value.code if claim.speaker else "",
    }


def _codes(claim: Claim, side: str) -> str:
    actors = [one.value for one in getattr(claim, side)]
    return " ".join(dict.fromkeys(one.code if one.country else f"-{one.sector}" for one in actors))


def _date(when: EventDate) -> str:
    first, last = when.earliest.isoformat(), when.latest.isoformat()
    return first if first == last else f"{first}/{last}"


def _place(place: Place) -> str:
    return f"{place.name}, {place.country}" if place.country else place.name


def _bracketed(excerpt: Excerpt) -> str:
    told = "".join(
        f"[{one.role.value}: {one.words}]" if one.role else one.words for one in excerpt.parts
    )
    again = "told again: " if excerpt.is_echo else ""
    return f"{again}{printable(told)}"


# --- A form -> one page. The rows stand in it as JSON, and a script puts the answers into them.
_ANSWERS = (("", ""), ("y", "right"), ("n", "wrong"), ("?", "cannot tell"))
_WORDS = {"act": "the words tell this act", "actors": "who acts", "recipients": "to whom"}


_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"


def _page(form: Form) -> str:
    rows = [{name: csv_cell(row.get(name, "")) for name in COLUMNS} for row in form.rows]
    data = json.dumps({"columns": COLUMNS, "rows": rows}, ensure_ascii=False)
    folder = files("detente.evaluate").joinpath("data")
    style, script = (
        folder.joinpath(f"form.{end}").read_text(encoding="utf-8") for end in ("css", "js")
    )
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="content-security-policy" content="{_POLICY}">',
        f"<title>A sample to check</title>\n<style>\n{style}</style>\n</head>\n<body>",
        _head(form),
        *_sections(form),
        '<script type="application/json" id="form">' + data.replace("<", "\\u003c") + "</script>",
        f"<script>\n{script}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _head(form: Form) -> str:
    return (
        "<header><h1>A sample to check</h1>\n"
        f"<p>{escape(printable(form.plan))}</p>\n"
        "<p>Judge each value by the words alone: right, wrong, or cannot tell; write what would be "
        "right beside it where you know (<kbd>none</kbd> where there is nothing). What you answer "
        "stays in this browser until you save it.</p>\n"
        '<p class="bar"><label>Your name <input id="checker" autocomplete="name"></label> '
        '<button id="save">Save as CSV</button> <output id="done"></output></p></header>'
    )


def _sections(form: Form) -> Iterator[str]:
    sources = form.sample.sources
    claims = {
        claim.id: claim
        for claim in (
            *(drawn.claim for drawn in form.sample.claims),
            *(claim for _, of_report in form.sample.reports for claim in of_report),
        )
    }
    yield "<main>"
    for index, row in enumerate(form.rows):
        match row["row"]:
            case RowKind.CLAIM:
                yield _claim_part(index, claims[row["id"]], row, sources)
            case RowKind.REPORT:
                of_report = [one for one in claims.values() if one.report_id == row["id"]]
                yield _report_part(index, sources[row["id"]], row, of_report)
            case RowKind.MISSED:
                yield _missed_part(index, form.rows)
    yield "</main>"


def _claim_part(
    index: int, claim: Claim, row: Mapping[str, str], sources: Mapping[str, Report]
) -> str:
    report = sources[claim.report_id]
    excerpts = "".join(
        f"<blockquote>{_marked(one)}</blockquote>" for one in excerpts_of(claim, report)
    )
    act = f"{act_words(claim.type, claim.mode)}, {STATUS_WORDS[claim.status]}"
    head = f'<article id="row{index}" data-row="{index}"><h2>{index}. {escape(act)}</h2>'
    fields = "".join(_field(name, row.get(name, "")) for name in ("act", *FIELDS))
    return (
        f'{head}<p class="source">{escape(_source(report))}</p>{excerpts}'
        f"<table><thead><tr><th>Field</th><th>Coded</th><th>Is it right?</th>"
        f"<th>What would be right</th></tr></thead><tbody>{fields}</tbody></table>"
        '<p><button class="all">All of it is right</button> '
        '<label>Note <input class="note" data-column="note"></label></p></article>'
    )


def _field(name: str, coded: str) -> str:
    label = escape(_WORDS.get(name, name))
    choices = "".join(f'<option value="{code}">{words}</option>' for code, words in _ANSWERS)
    value = (
        f'<input data-value="check_{name}" aria-label="{label}: what would be right">'
        if name != "act"
        else ""
    )
    return (
        f'<tr><th scope="row">{label}</th><td>{escape(printable(coded)) or "-"}</td>'
        f'<td><select data-column="check_{name}" aria-label="{label}: is it right?">{choices}'
        f"</select></td><td>{value}</td></tr>"
    )


def _report_part(
    index: int, report: Report, row: Mapping[str, str], claims: Sequence[Claim]
) -> str:
    text = "".join(f"<p>{words}</p>" for words in _paragraphs(report, claims))
    return (
        f'<article class="report" data-row="{index}"><h2>{index}. A report to read in full</h2>'
        f'<p class="source">{escape(_source(report))}</p>'
        f'<p><strong>{escape(printable(row["title"]))}</strong></p><div class="text">{text}</div>'
        '<p><label><input type="checkbox" data-column="check_act" value="y"> I have read it in '
        "full</label>. Its claims follow; then write down each act that none of them tells. "
        f'<label>Note <input class="note" data-column="note"></label></p></article>'
    )


def _paragraphs(report: Report, claims: Sequence[Claim]) -> Iterator[str]:
    """Yield the paragraphs of a report, the words that name an act of a claim marked."""
    marked = {
        at for one in claims for at in range(one.predicate.span.start, one.predicate.span.end)
    }
    at = 0
    for line in report.text.splitlines(keepends=True):
        span = range(at, at + len(line))
        runs = groupby(span, key=lambda place: place in marked)
        words = [(is_act, _stretch(report.text, list(run))) for is_act, run in runs]
        at += len(line)
        if line.strip():
            yield "".join(f"<mark>{told}</mark>" if is_act else told for is_act, told in words)


def _stretch(text: str, places: Sequence[int]) -> str:
    return _words(text[places[0] : places[-1] + 1])


def _missed_part(index: int, rows: Sequence[Mapping[str, str]]) -> str:
    """Lay out a missed act; those of one report stand together, with a button for more."""
    is_first = rows[index - 1]["row"] != RowKind.MISSED
    is_last = [one["row"] for one in rows[index + 1 : index + 2]] != [RowKind.MISSED]
    fields = "".join(
        f'<label>{_WORDS.get(name, name)} <input data-column="check_{name}"></label> '
        for name in FIELDS
    )
    return (
        ("<section>" if is_first else "")
        + f'<fieldset class="missed" data-row="{index}"><legend>An act that no claim tells</legend>'
        f'{fields}<label>its words <input class="note" data-column="note"></label></fieldset>'
        + ('<button class="another">Another act</button></section>' if is_last else "")
    )


def _marked(excerpt: Excerpt) -> str:
    told = "".join(map(_marked_part, excerpt.parts))
    again = "<em>told again: </em>" if excerpt.is_echo else ""
    before, after = ("…" if cut else "" for cut in (excerpt.is_cut_before, excerpt.is_cut_after))
    return f"{again}{before}{told}{after}"


def _marked_part(part: Part) -> str:
    words = _words(part.words)
    if part.role is None:
        return words
    kind = "act" if part.role is Role.ACT else "cited"
    return f'<mark class="{kind}" title="{part.role.value}">{words}</mark>'


def _words(words: str) -> str:
    return escape(printable_part(words))


def _source(report: Report) -> str:
    day = day_words(report.published) if report.published else "undated"
    retold = f", retelling {report.credited}" if report.credited else ""
    return printable(f"{report.outlet or report.key}{retold}, {day}")

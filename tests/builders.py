"""Records for tests: every builder defaults what is not under test.

In:  the few values a test is about.   Out: whole records whose citations are true.
Does not: leave the tests; the wheel has none of it. Norland (NRL), Sudria (SDR) and Vostia (VST)
are invented. Citations are found by their words: ``words(report, "a trawler")``.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from detente.records import (
    Actor,
    Citation,
    Cited,
    Claim,
    Coded,
    EventDate,
    Granularity,
    Place,
    Precision,
    Problem,
    Report,
    Run,
    Span,
    Speaker,
    SpeechKind,
    Statement,
)

T = TypeVar("T")

TEXT = (
    "Norland's president met Sudria's foreign minister in Vostia City on Monday.\n"
    "Sudria said the talks on fishing were useful."
)
NAMES = {"NRL": "Norland", "SDR": "Sudria", "VST": "Vostia"}


def a_report(text: str = TEXT, **changes: Any) -> Report:
    """A report of the *Harbour Wire* of 2 February 2024, named ``norland``."""
    defaults = {"key": "norland", "outlet": "Harbour Wire", "published": date(2024, 2, 2)}
    return Report(text=text, **{**defaults, **changes})


def span_of(report: Report, quote: str, *, nth: int = 0) -> Span:
    """The place of the ``nth`` occurrence of ``quote``; a test error where it is not."""
    start = -1
    for _ in range(nth + 1):
        start = report.text.index(quote, start + 1)
    return Span(start, start + len(quote))


def words(report: Report, quote: str, *, nth: int = 0) -> Citation:
    """The citation of the ``nth`` occurrence of ``quote``."""
    return report.cite(span_of(report, quote, nth=nth))


def cited(value: T, report: Report, quote: str, *, nth: int = 0) -> Cited[T]:
    """``value`` resting on the ``nth`` occurrence of ``quote``."""
    return Cited(value, words(report, quote, nth=nth))


def an_actor(code: str = "NRL-GOV", **changes: Any) -> Actor:
    """An actor by its code: ``NRL``, ``NRL-GOV``, ``-GOV`` (no country)."""
    country, _, sector = code.partition("-")
    name = NAMES.get(country, country or sector)
    defaults = {"country": country or None, "sector": sector or None, "name": name}
    return Actor(**{**defaults, **changes})


def a_date(earliest: str = "2024-01-29", latest: str | None = None, **changes: Any) -> EventDate:
    """A date by its first and last day (the same day by default), told as a day."""
    defaults = {"granularity": Granularity.DAY}
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest or earliest)
    return EventDate(earliest=first, latest=last, **{**defaults, **changes})


def a_place(name: str = "Vostia City", **changes: Any) -> Place:
    """A city of Vostia."""
    defaults = {"country": "VST", "lat": 10.5, "lon": 20.25, "precision": Precision.CITY}
    return Place(name=name, **{**defaults, **changes})


def a_speaker(code: str = "SDR-GOV", **changes: Any) -> Speaker:
    """A speaker by its actor code."""
    defaults = {"name": NAMES.get(code.partition("-")[0], code)}
    return Speaker(code=code, **{**defaults, **changes})


def a_claim(report: Report | None = None, **changes: Any) -> Claim:
    """A claim that Norland's and Sudria's governments met, citing the report's first line.

    ``actors`` and ``recipients`` may be codes; ``quote`` and ``predicate`` words of the report;
    ``date``, ``place`` and ``speaker`` bare records. What has no words of its own cites ``quote``.
    """
    report = report or a_report()
    citation = _citation(report, changes.pop("quote", None))
    predicate = changes.pop("predicate", None)
    for side in ("actors", "recipients"):
        if side in changes:
            changes[side] = _actors(changes[side], citation)
    for name in ("date", "place", "speaker"):
        value = changes.get(name)
        if value is not None and not isinstance(value, Cited):
            changes[name] = Cited(value, citation)
    defaults = {
        "report_id": report.id,
        "sentence": report.text[: citation.span.start].count("\n"),
        "type": "CONSULT",
        "actors": _actors(("NRL-GOV", "SDR-GOV"), citation),
        "citation": citation,
        "predicate": words(report, predicate) if predicate else citation,
        "score": 0.5,
        "coder": "test",
    }
    return Claim(**{**defaults, **changes})


def a_statement(report: Report | None = None, **changes: Any) -> Statement:
    """An unquoted position of Sudria's government, citing the report's first line."""
    report = report or a_report()
    citation = _citation(report, changes.pop("quote", None))
    speaker = changes.get("speaker", a_speaker())
    if isinstance(speaker, Speaker):
        changes["speaker"] = Cited(speaker, citation)
    defaults = {
        "report_id": report.id,
        "sentence": report.text[: citation.span.start].count("\n"),
        "is_quoted": False,
        "kind": SpeechKind.POSITION,
        "citation": citation,
    }
    return Statement(**{**defaults, **changes})


def a_coding(report: Report | None = None, **changes: Any) -> Coded:
    """A coded report with one claim, unless ``claims`` says otherwise."""
    report = report or a_report()
    return Coded(report=report, **{"claims": (a_claim(report),), **changes})


def a_problem(**changes: Any) -> Problem:
    """An empty file."""
    defaults = {"key": "empty.txt", "room": "sources", "kind": "empty", "detail": "has no text"}
    return Problem(**{**defaults, **changes})


def a_run(**changes: Any) -> Run:
    """A run of made-up versions."""
    defaults = {"version": "0", "codebook": "c", "gazetteer": "g", "parser": "p", "coder": "test"}
    return Run(**{**defaults, **changes})


def _citation(report: Report, quote: str | None) -> Citation:
    return words(report, quote if quote is not None else report.text.splitlines()[0])


def _actors(given: Iterable[Any], citation: Citation) -> tuple[Cited[Actor], ...]:
    actors = (an_actor(one) if isinstance(one, str) else one for one in given)
    return tuple(one if isinstance(one, Cited) else Cited(one, citation) for one in actors)

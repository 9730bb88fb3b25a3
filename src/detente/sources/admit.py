"""A report as it was read -> the report as it is coded, or why it is not.

In:  reports and problems of all readers.   Out: the same, checked, in plain letters; outlet, whom
it retells and day of publication filled in where they are known.
Does not: change the words of a text (letters.py says which characters go), or drop a report
without a problem that says why.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.credits import find_agency, find_retold
from detente.sources.datelines import find_filing
from detente.sources.letters import with_plain_letters
from detente.sources.options import ReadOptions
from detente.sources.outlets import Outlets, load_outlets
from detente.sources.problems import ProblemKind, problem_from_error, warning

__all__ = ["admit", "with_outlets"]

_NO_DATE = "times that need the day of publication stay unresolved; give --published"


def admit(report: Report, options: ReadOptions) -> Iterator[Report | Problem]:
    """Yield the report after its warnings, or the problem for which it is refused."""
    report = with_plain_letters(report)
    try:
        _check(report, options)
    except BadReport as err:
        yield problem_from_error(err)
        return
    known = with_outlets(report, options.outlet, load_outlets())
    published = report.published or options.published
    if published is None:
        published = find_filing(report.text).day
        if published is None:
            yield warning(report.key, ProblemKind.NO_DATE, _NO_DATE)
        else:
            detail = f"bears no day but its dateline's; {published} stands for its publication"
            yield warning(report.key, ProblemKind.DATELINE_DATE, detail)
    yield replace(known, published=published)


def with_outlets(report: Report, fallback: str | None, outlets: Outlets) -> Report:
    """Fill in who published the report, and whom it retells.

    Its own outlet counts before ``fallback``, this before the address, that before the agency
    that signs, and last comes the name in brackets in the dateline. An agency's report in another
    outlet retells the agency, unless it says itself whom it retells. A government's own text
    retells nobody: in its transcripts the press asks about what the press reported.
    """
    agency = find_agency(report, outlets)
    host = _host(report.url)
    publisher = outlets.of_host(host) if host else None
    found = publisher or agency
    known = report.outlet or fallback or (found.name if found else None)
    outlet = known or outlets.name_of(find_filing(report.text).outlet)
    own = outlets.named(outlet) if outlet else None
    is_press = own is None or own.is_press
    retold = (*find_retold(report, outlets), *filter(None, (agency,))) if is_press else ()
    credited = next((other.name for other in retold if other is not own), None)
    return replace(report, outlet=outlet, credited=credited)


def _check(report: Report, options: ReadOptions) -> None:
    """Refuse a text that cannot be read.

    Raises:
        BadReport: it is empty, binary or too long.
    """
    key, text = report.key, report.text
    if not text.strip():
        raise BadReport(key, ProblemKind.EMPTY, "there is no text in it")
    if "\0" in text:
        raise BadReport(key, ProblemKind.BINARY, "has NUL characters: it is no text")
    if len(text) > options.max_chars:
        detail = f"has {len(text):,} characters, more than {options.max_chars:,}; cut it in parts"
        raise BadReport(key, ProblemKind.TOO_LONG, detail)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:  # "http://[x": not an address; only its outlet stays unknown
        return None

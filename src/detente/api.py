"""The journey for Python: the verbs of the command line as functions.

In:  text, paths or addresses.   Out: coded reports and briefs, as records.
Does not: print, or keep anything between calls but loaded models.
"""

import logging
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar, Unpack

from detente.codebook import load_codebook
from detente.config import Config, paths_in
from detente.errors import BadConfig, BadInput, BadReport, MissingExtra, ModelRefusal
from detente.events.merging.merge import merge
from detente.ledger import Filter, Ledger
from detente.llm.reader import ModelReader
from detente.pipeline import Journey, Parsed, facts_of
from detente.records import Coded, Event, Problem, Report, day_of
from detente.relations import (
    Affair,
    Brief,
    Scope,
    brief_from_claims,
    brief_from_evidence,
    evidence_in,
)
from detente.sources import ReadOptions, read_reports
from detente.sources.options import plain_letters

DEFAULT = Config()
MOST_REPORTS, MOST_LETTERS = 64, 50_000  # that are parsed at once, and lie in memory parsed
Paths = str | Path | Sequence[str | Path]
T = TypeVar("T")
logger = logging.getLogger(__name__)


def code(
    paths: Paths, reading: ReadOptions | None = None, config: Config = DEFAULT
) -> Iterator[Coded | Problem]:
    """Code all reports at ``paths`` (a file, folder or address, or several), one by one.

    What cannot be read comes as a ``Problem`` in its place; the rest goes on.

    Raises:
        BadInput: ``paths`` are none.
    """
    return code_reports(reports_at(paths, reading), _journey(config))


def reports_at(paths: Paths, reading: ReadOptions | None) -> Iterator[Report | Problem]:
    """Read the reports of a path or several.

    Raises:
        BadInput: ``paths`` are none.
    """
    return read_reports([str(one) for one in paths_in(paths)], reading or ReadOptions())


def code_text(
    text: str,
    published: date | str | None = None,
    outlet: str | None = None,
    config: Config = DEFAULT,
) -> Coded:
    """Code one text; ``published`` may be "2024-02-02".

    Spans count in the text of the report that comes back: that given, in Unicode NFC, without
    characters that nobody sees.

    Raises:
        BadInput: the text is none, or the day is not written as "2024-02-02".
    """
    if not isinstance(text, str):
        raise BadInput(f"code_text reads a text, not {text!r}; code(paths) reads files")
    day = day_of(published)
    report = Report(key="text", text=plain_letters(text), published=day, outlet=outlet)
    return _journey(config).code(report)


def brief(
    paths: Paths, scope: Scope, reading: ReadOptions | None = None, config: Config = DEFAULT
) -> Brief:
    """Tell from reports how two sides deal with each other; ``scope`` names sides and days."""
    coded = (found for found in code(paths, reading, config) if isinstance(found, Coded))
    return brief_from_claims(coded, scope, load_codebook(config.issues), facts_of)


def brief_from_ledger(
    ledger: Ledger, scope: Scope, config: Config = DEFAULT, **fitting: Unpack[Filter]
) -> Brief:
    """Tell from a ledger's record how two sides deal with each other.

    Only claims that are ``fitting`` count: ``min_score=0.6``.
    """
    found = evidence_in(ledger, scope, fitting=fitting)
    return brief_from_evidence(found, load_codebook(config.issues))


def affairs_from_ledger(
    ledger: Ledger, scope: Scope, config: Config = DEFAULT, **fitting: Unpack[Filter]
) -> tuple[Affair, ...]:
    """List what happened between two sides, the weightiest first; acts of one affair together."""
    return brief_from_ledger(ledger, scope, config, **fitting).affairs


def events_from(coded: Iterable[Coded | Problem]) -> list[Event]:
    """Merge the claims of coded reports into events; copies of a report count once.

    What could not be coded is a warning.

    Raises:
        BadInput: something is no coded report.
    """
    items = list(coded)
    wrong = next((one for one in items if not isinstance(one, Coded | Problem)), None)
    if wrong is not None:
        raise BadInput(f"events_from takes what code gives, not {wrong!r:.80}")
    lost = [one for one in items if isinstance(one, Problem) and not one.is_warning]
    if lost:
        told = f"{len(lost)} not coded, first {lost[0].key}: {lost[0].detail}"
        warnings.warn(told, stacklevel=2)
    known = {one.report.id: one for one in items if isinstance(one, Coded)}
    facts = facts_of(one.report for one in known.values())
    return merge((claim for one in known.values() for claim in one.claims), facts)


def code_reports(
    reports: Iterable[Report | Problem], journey: Journey, at_once: int = MOST_REPORTS
) -> Iterator[Coded | Problem]:
    """Code each report; one that cannot be coded becomes a problem, and the rest goes on.

    So many ``at_once`` are read and parsed before the first of them is coded, fewer of long ones.
    """
    if journey.second is not None:
        yield from _coded_ahead(reports, journey, journey.second)
        return
    for batch in _batches(reports, at_once):
        parsed = iter(_parsed([one for one in batch if isinstance(one, Report)], journey))
        for report in batch:
            if isinstance(report, Problem):
                yield report
            else:
                yield _guarded(report, partial(journey.code, report, next(parsed)))


def _batches(items: Iterable[Report | Problem], at_once: int) -> Iterator[list[Report | Problem]]:
    batch: list[Report | Problem] = []
    n_letters = 0
    for item in items:
        length = len(item.text) if isinstance(item, Report) else 0
        if batch and length >= MOST_LETTERS:  # what is told of it before is not to wait for it
            yield batch
            batch, n_letters = [], 0
        batch.append(item)
        n_letters += length
        if len(batch) >= at_once or n_letters >= MOST_LETTERS:
            yield batch
            batch, n_letters = [], 0
    if batch:
        yield batch


def _parsed(reports: Sequence[Report], journey: Journey) -> Sequence[Parsed | None]:
    """Parse reports at once; none of them where one fails, so that it fails alone."""
    try:
        return journey.parse_all(reports)
    except Exception:  # whatever it is, it comes again where its report is coded
        logger.debug("reports are parsed one by one", exc_info=True)
        return [None] * len(reports)


def _coded_ahead(
    reports: Iterable[Report | Problem], journey: Journey, second: ModelReader
) -> Iterator[Coded | Problem]:
    """Code reports in order, while a model is asked about the next ones already."""
    waiting: deque[Callable[[], Coded | Problem]] = deque()
    for report in reports:
        waiting.append(_begun(report, journey, second))
        if len(waiting) > second.at_once:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def _begun(
    report: Report | Problem, journey: Journey, second: ModelReader
) -> Callable[[], Coded | Problem]:
    """Ask about a report; what is given back waits for the answer."""
    if isinstance(report, Problem):
        return lambda: report
    begun = _guarded(report, lambda: journey.begin(report, second))
    if isinstance(begun, Problem):
        return lambda: begun
    return lambda: _guarded(report, lambda: second.finish(begun))


def _guarded(report: Report, work: Callable[[], T]) -> T | Problem:
    try:
        return work()
    except (BadConfig, ModelRefusal, MissingExtra):
        raise  # no report can be coded with it
    except BadReport as err:
        return Problem(key=err.key, room="pipeline", kind=err.kind, detail=err.detail)
    except Exception as err:  # one bad report never stops a thousand, and never vanishes
        logger.exception("report could not be coded key=%r", report.key)
        detail = f"coding failed ({type(err).__name__}: {err}); please report it with the text"
        return Problem(key=report.key, room="pipeline", kind="failed", detail=detail)


@lru_cache(maxsize=4)
def _journey(config: Config) -> Journey:
    return Journey.from_config(config)

"""The document suite: whole reports, their events and statements.

In:  gold documents; a system.   Out: F1 of events and statements; over the matched events the
share whose status, speaker, date, place and sectors are right.
Does not: count optional gold rows, neither as missed nor, where they are told, as invented.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.evaluate.agreement import FIELDS
from detente.evaluate.arithmetic import Share, Tally, share
from detente.evaluate.document_gold import GoldDocument
from detente.evaluate.document_matching import Answered, match_document
from detente.evaluate.document_misses import document_misses
from detente.evaluate.figures import DocumentScores, Figures, Suite
from detente.evaluate.problems import problem_notes
from detente.evaluate.system import Progress, System, no_progress
from detente.records import Report
from detente.sources.text import report_from_text

__all__ = ["score_documents"]


def score_documents(
    documents: Sequence[GoldDocument], system: System, progress: Progress = no_progress
) -> Figures:
    """Code each document and compare its claims and statements with the gold."""
    answered: list[Answered] = []
    for document in documents:
        coded = system.code(_report(document))
        answered.append(match_document(document, coded, system.codebook))
        progress(len(answered))
    return Figures(
        suite=Suite.DOCUMENTS,
        scores=_scores(answered),
        misses=tuple(miss for one in answered for miss in document_misses(one)),
        notes=(*_notes(answered), *problem_notes(one.coded for one in answered)),
    )


def _report(document: GoldDocument) -> Report:
    report = report_from_text(document.id, document.text)
    return replace(report, outlet=document.outlet, published=document.published)


def _scores(answered: Sequence[Answered]) -> DocumentScores:
    events = sum((one.tally_events() for one in answered), Tally())
    quads = sum((one.tally_quads() for one in answered), Tally())
    statements = sum((one.tally_statements() for one in answered), Tally())
    fields = _field_shares(answered)
    return DocumentScores(
        n=len(answered),
        precision=events.precision,
        recall=events.recall,
        f1=events.f1,
        quad_f1=quads.f1,
        status=fields["status"],
        speaker=fields["speaker"],
        date=fields["date"],
        place=fields["place"],
        sector=fields["sector"],
        statements_f1=statements.f1,
    )


def _field_shares(answered: Sequence[Answered]) -> dict[str, Share]:
    pairs = [pair for one in answered for pair in one.pairs()]
    shares: dict[str, Share] = {}
    for field in FIELDS:
        judged = [field.agrees(*pair) for pair in pairs]
        shares[field.name] = share(judged.count(True), len(judged) - judged.count(None))
    return shares


def _notes(answered: Sequence[Answered]) -> tuple[str, ...]:
    events = sum((one.tally_events() for one in answered), Tally())
    statements = sum((one.tally_statements() for one in answered), Tally())
    n_optional = sum(event.optional for one in answered for event in one.gold.events)
    return (
        f"events: {_write(events)}",
        f"statements: {_write(statements)}",
        f"optional events in gold, neither missed nor invented: {n_optional}",
    )


def _write(tally: Tally) -> str:
    return f"{tally.wanted} in gold, {tally.predicted} found, {tally.right} matched"

"""Coded reports -> rows of one transaction: what is new, and nothing twice.

In:  an open transaction, coded reports and problems, their run.   Out: how many rows are new.
Does not: let in a report whose quotes are not at their spans; a problem takes its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from detente.errors import BadReport, CitationMismatch, UnknownCode
from detente.ledger.columns import (
    Row,
    claim_columns,
    problem_columns,
    remark_columns,
    report_columns,
    run_columns,
    statement_columns,
    storable,
)
from detente.ledger.tables import insert, insert_coded, number
from detente.records import Citation, Coded, Problem, Report, Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Added", "check", "next_batch", "write_batch"]

ROOM = "ledger"
# A report's own problem is once for each run; that of an input is once as long as it is open.
_NEW_PROBLEMS = """WHERE CASE WHEN report_id IS NOT NULL
    THEN NOT EXISTS (FROM problems AS p WHERE p.id = fresh_rows.id AND p.run_id = fresh_rows.run_id)
    ELSE NOT EXISTS (FROM current_problems AS p WHERE p.id = fresh_rows.id) END"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many rows are new. ``refused`` are the problems that stand for refused reports."""

    n_reports: int = 0
    n_claims: int = 0
    n_statements: int = 0
    n_problems: int = 0
    refused: tuple[Problem, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Rows:
    """Rows to be written, by their keys, so that twice is once within a batch, too."""

    run_id: str
    batch: int
    is_imported: bool
    reports: dict[str, Row] = field(default_factory=dict)
    codings: dict[str, Row] = field(default_factory=dict)
    claims: dict[str, Row] = field(default_factory=dict)
    statements: dict[str, Row] = field(default_factory=dict)
    remarks: dict[str, Row] = field(default_factory=dict)
    problems: dict[object, Row] = field(default_factory=dict)

    def take(self, coded: Coded) -> None:
        """Take in a report with all that was found in it, or raise and take nothing."""
        check(coded, is_imported=self.is_imported)
        report = coded.report
        row = report_columns(report, is_imported=self.is_imported)
        claims = {c.id: claim_columns(c, self.run_id) for c in coded.claims}
        said = {s.id: statement_columns(s, self.run_id) for s in coded.statements}
        self.reports.setdefault(report.id, row)
        self.codings.setdefault(report.id, self._coding(report))
        self.claims |= claims
        self.statements |= said
        self.remarks |= {r.id: remark_columns(r, self.run_id) for r in coded.remarks}
        for problem in coded.problems:
            self.take_problem(problem, report.id)

    def take_problem(self, problem: Problem, report_id: str | None) -> None:
        """Take in a problem."""
        row = problem_columns(problem, self.run_id, self.batch, report_id)
        self.problems.setdefault(row["id"], row)

    def _coding(self, report: Report) -> Row:
        return {
            "report_id": report.id,
            "run_id": self.run_id,
            "key": storable(report.key),
            "batch": self.batch,
        }


def write_batch(
    connection: "DuckDBPyConnection",
    items: Iterable[Coded | Problem],
    run: Run,
    *,
    is_imported: bool,
) -> Added:
    """Write items within a transaction."""
    rows, refused = _rows(connection, items, run, is_imported=is_imported)
    _write_run(connection, run)
    n_problems = insert(connection, "problems", list(rows.problems.values()), _NEW_PROBLEMS)
    n_codings = insert(connection, "codings", list(rows.codings.values()))
    n_reports = insert_coded(connection, "reports", list(rows.reports.values()))
    found = partial(insert_coded, connection, may_be_there=n_codings < len(rows.codings))
    found("remarks", list(rows.remarks.values()))
    return Added(
        n_reports=n_reports,
        n_claims=found("claims", list(rows.claims.values())),
        n_statements=found("statements", list(rows.statements.values())),
        n_problems=n_problems,
        refused=tuple(refused),
    )


def check(coded: Coded, *, is_imported: bool = False) -> None:
    """Refuse what may not be kept.

    Raises:
        BadReport: it has no text and is not imported, or letters that cannot be written.
        CitationMismatch: a quote is not at its span, or belongs to another report.
    """
    report = coded.report
    if not report.text:
        if is_imported:
            return
        raise BadReport(report.key, "empty", "there is no text in it")
    try:
        for words in (report.text, report.title, report.url, report.outlet, report.credited):
            if words and not words.isascii():
                words.encode()
    except UnicodeEncodeError as err:
        detail = f"has half a letter at character {err.start} ({err.reason}); save it as UTF-8"
        raise BadReport(report.key, "encoding", detail) from err
    for found in (coded.claims, coded.statements, coded.remarks):
        for one in found:
            _check_citations(report, one.citations)


def next_batch(connection: "DuckDBPyConnection") -> int:
    """Number the transaction that is open."""
    sql = "SELECT greatest((SELECT max(batch) FROM codings), (SELECT max(batch) FROM problems))"
    return number(connection, sql) + 1


# Private functions


def _check_citations(report: Report, citations: Iterable[Citation]) -> None:
    text, report_id = report.text, report.id
    for cited in citations:  # half a million rows come at once: one slice each
        if text[cited.span.start : cited.span.end] != cited.quote or cited.report_id != report_id:
            report.check(cited)


def _rows(
    connection: "DuckDBPyConnection",
    items: Iterable[Coded | Problem],
    run: Run,
    *,
    is_imported: bool,
) -> tuple[_Rows, list[Problem]]:
    rows = _Rows(
        run_id=run.id,
        batch=next_batch(connection),
        is_imported=is_imported,
    )
    refused = []
    for item in items:
        problem = item if isinstance(item, Problem) else _taken(rows, item)
        if problem is not None:
            rows.take_problem(problem, None)
            if problem is not item:
                refused.append(problem)
    return rows, refused


def _taken(rows: _Rows, coded: Coded) -> Problem | None:
    """Take in a report, or say why not."""
    key = coded.report.key
    try:
        rows.take(coded)
    except BadReport as err:
        return Problem(key=key, room=ROOM, kind=err.kind, detail=err.detail)
    except CitationMismatch as err:
        return Problem(key=key, room=ROOM, kind="citation-mismatch", detail=str(err))
    except UnknownCode as err:
        return Problem(key=key, room=ROOM, kind="unknown-code", detail=str(err))
    return None


def _write_run(connection: "DuckDBPyConnection", run: Run) -> None:
    following = number(connection, "SELECT max(number) FROM runs") + 1
    insert(connection, "runs", [run_columns(run, following)])

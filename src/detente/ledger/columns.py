"""Records -> the columns of their tables, and back: the flat part for asking, the record whole.

In:  records.   Out: one mapping a row, its keys the table's columns; records from ``record``.
Does not: run SQL. ``record`` is JSON by msgspec: what went in comes out equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

from detente.codebook import load_codebook
from detente.errors import BadReport, CitationMismatch, UnknownCode
from detente.records import (
    Actor,
    Citation,
    Claim,
    Coded,
    Event,
    EventDate,
    Place,
    Problem,
    Remark,
    Report,
    Ruling,
    Run,
    Span,
    Standing,
    Statement,
    Status,
    digest,
    values_alike,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from duckdb import DuckDBPyConnection

Row = Mapping[str, "str | int | float | bool | date | datetime | list[str | None] | None"]
T = TypeVar("T")
_encoder = msgspec.json.Encoder()
_decoders: dict[type, msgspec.json.Decoder[object]] = {}


def decode(kind: type[T], record: str) -> T:
    """Turn the JSON of a record back into the record."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    decoder: msgspec.json.Decoder[T] = _decoders[kind]  # type: ignore[assignment]  # by its key
    return decoder.decode(record)


def storable(words: str) -> str:
    """Write out what is no letter: half of a surrogate pair, as in a file's broken name."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def run_columns(run: Run, number: int) -> Row:
    """Columns of ``runs``."""
    return {"id": run.id, "number": number, **values_alike(Run, run)}


def report_columns(report: Report, *, is_imported: bool) -> Row:
    """Columns of ``reports``."""
    own = {"id": report.id, "key": storable(report.key), "is_imported": is_imported}
    return values_alike(Report, report) | own


def claim_columns(claim: Claim, run_id: str) -> Row:
    """Columns of ``claims``."""
    return {**claim_cells(claim), "run_id": run_id, "record": record_of(claim)}


def claim_cells(claim: Claim) -> Row:
    """What of a claim is flat: for the ledger's table, and for files."""
    speaker = claim.speaker.value if claim.speaker else None
    return {
        "id": claim.id,
        "report_id": claim.report_id,
        "sentence": claim.sentence,
        **_act_columns(claim),
        **_side_columns("actor", [cited.value for cited in claim.actors]),
        **_side_columns("recipient", [cited.value for cited in claim.recipients]),
        "is_historical": claim.is_historical,
        **_date_columns(claim.date.value if claim.date else None),
        **_place_columns(claim.place.value if claim.place else None),
        "speaker": speaker.code if speaker else None,
        "speaker_name": speaker.name if speaker else None,
        **_span_columns("span", claim.citation.span),
        "quote": claim.citation.quote,
        **_span_columns("predicate", claim.predicate.span),
        "predicate": claim.predicate.quote,
        "score": float(claim.score),
        "coder": claim.coder,
        "why": claim.why,
    }


def statement_columns(statement: Statement, run_id: str) -> Row:
    """Columns of ``statements``."""
    return {**statement_cells(statement), "run_id": run_id, "record": record_of(statement)}


def statement_cells(statement: Statement) -> Row:
    """What of a statement is flat: for the ledger's table, and for files."""
    speaker = statement.speaker.value if statement.speaker else None
    actor = speaker.actor if speaker else None
    return {
        "id": statement.id,
        "report_id": statement.report_id,
        "sentence": statement.sentence,
        "speaker": speaker.code if speaker else None,
        "speaker_name": speaker.name if speaker else None,
        "speaker_country": actor.country if actor else None,
        "speaker_id": actor.id if actor else None,
        "is_quoted": statement.is_quoted,
        "kind": statement.kind.value,
        "issues": list(statement.issues),
        "about": list(statement.about),
        **_span_columns("span", statement.citation.span),
        "quote": statement.citation.quote,
    }


def remark_columns(remark: Remark, run_id: str) -> Row:
    """Columns of ``remarks``."""
    return {
        **{name: getattr(remark, name) for name in ("id", "report_id", "sentence", "side")},
        "run_id": run_id,
        "kind": remark.kind.value,
        "about": list(remark.about),
        "issues": list(remark.issues),
        **_span_columns("span", remark.citation.span),
        "quote": remark.citation.quote,
        "record": record_of(remark),
    }


def problem_columns(problem: Problem, run_id: str, batch: int, report_id: str | None) -> Row:
    """Columns of ``problems``; ``report_id`` where the report was coded all the same."""
    key, detail = storable(problem.key), storable(problem.detail)
    return {
        **values_alike(Problem, problem),
        "id": digest("problem", key, problem.room, problem.kind, detail),
        "run_id": run_id,
        "batch": batch,
        "report_id": report_id,
        "key": key,
        "detail": detail,
    }


def ruling_columns(ruling: Ruling) -> Row:
    """Columns of ``rulings``; the record is the ruling as it was made."""
    return {
        "id": ruling.id,
        **values_alike(Ruling, ruling, "by", "withdrawn_at"),
        "kind": ruling.kind.value,
        "decided_by": ruling.by,
        "made_at": ruling.made_at.astimezone(UTC).replace(tzinfo=None),
        "record": record_of(replace(ruling, withdrawn_at=None)),
    }


def event_columns(event: Event) -> Row:
    """Columns of ``events``."""
    standing = event.standing
    return {
        "id": event.id,
        **_act_columns(event),
        **_side_columns("actor", event.actors),
        **_side_columns("recipient", event.recipients),
        **_date_columns(event.date),
        **_place_columns(event.place),
        "standing": standing_of(standing),
        "affirmed_by": list(standing.affirmed_by),
        "denied_by": list(standing.denied_by),
        "unconfirmed_by": list(standing.unconfirmed_by),
        "n_outlets": standing.n_outlets,
        "n_own_voice": standing.n_own_voice,
        "n_claims": len(event.claim_ids),
        "record": record_of(event),
    }


def standing_of(standing: Standing) -> str:
    """Name a standing in a word, the gravest first."""
    if standing.is_disputed:
        return "disputed"
    if standing.denied_by:
        return "denied"
    if standing.unconfirmed_by:
        return "unconfirmed"
    return "affirmed" if standing.affirmed_by else "reported"


def record_of(record: object) -> str:
    """Write a whole record as JSON."""
    return _encoder.encode(record).decode()


@cache
def _by_codebook(type_name: str, mode: str | None, status: Status) -> tuple[str, int, float]:
    """Look up PLOVER's type, the quad class and the intensity, each act once."""
    codebook = load_codebook()
    return (
        codebook.plover_type(type_name, status),
        int(codebook.quad(type_name)),
        codebook.intensity(type_name, mode),
    )


def _act_columns(act: Claim | Event) -> Row:
    plover_type, quad, intensity = _by_codebook(act.type, act.mode, act.status)
    return {
        "type": act.type,
        "plover_type": plover_type,
        "mode": act.mode,
        "quad": quad,
        "intensity": intensity,
        "contexts": list(act.contexts),
        "issues": list(act.issues),
        "status": act.status.value,
    }


def _side_columns(side: str, actors: Iterable[Actor]) -> Row:
    actors = list(actors)
    fields = {"s": "code", "_countries": "country", "_ids": "id", "_names": "name"}
    return {f"{side}{end}": [getattr(one, of) for one in actors] for end, of in fields.items()}


def _span_columns(name: str, span: Span) -> Row:
    return {f"{name}_start": span.start, f"{name}_end": span.end}


def _date_columns(when: EventDate | None) -> Row:
    return {
        "date_start": when.earliest if when else None,
        "date_end": when.latest if when else None,
        "granularity": when.granularity.value if when else None,
        "date_basis": when.basis.value if when else None,
    }


def _place_columns(place: Place | None) -> Row:
    return {
        f"place_{name}": getattr(place, name, None) for name in ("country", "name", "lat", "lon")
    }


# --- Coded reports -> rows of one transaction: what is new, and nothing twice.
ROOM = "ledger"
REFUSALS = (BadReport, CitationMismatch, UnknownCode)  # why a report is not kept
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

    def take(self, item: Coded | Problem) -> Problem | None:
        """Take in a report or a problem; a report that is refused gives the problem of that."""
        if isinstance(item, Problem):
            self._take_problem(item, None)
            return None
        try:
            self._take_report(item)
        except REFUSALS as err:
            refused = refusal(item.report, err)
            self._take_problem(refused, None)
            return refused
        return None

    def _take_report(self, coded: Coded) -> None:
        """Take in a report with all that was found in it, or raise and take nothing."""
        check(coded, is_imported=self.is_imported)
        report = coded.report
        row = report_columns(report, is_imported=self.is_imported)
        claims = {c.id: claim_columns(c, self.run_id) for c in coded.claims}
        said = {s.id: statement_columns(s, self.run_id) for s in coded.statements}
        self.reports.setdefault(report.id, row)
        own: Row = {"report_id": report.id, "run_id": self.run_id, "key": row["key"]}
        self.codings.setdefault(report.id, {**own, "batch": self.batch})
        self.claims |= claims
        self.statements |= said
        self.remarks |= {r.id: remark_columns(r, self.run_id) for r in coded.remarks}
        for problem in coded.problems:
            self._take_problem(problem, report.id)

    def _take_problem(self, problem: Problem, report_id: str | None) -> None:
        row = problem_columns(problem, self.run_id, self.batch, report_id)
        self.problems.setdefault(row["id"], row)


def write_batch(
    connection: "DuckDBPyConnection",
    items: Iterable[Coded | Problem],
    run: Run,
    *,
    is_imported: bool,
) -> Added:
    """Write items within a transaction."""
    rows = _Rows(run_id=run.id, batch=next_batch(connection), is_imported=is_imported)
    refused = tuple(filter(None, map(rows.take, items)))
    following = number_from(connection, "SELECT max(number) FROM runs") + 1
    insert(connection, "runs", [run_columns(run, following)])
    n_problems = insert(connection, "problems", list(rows.problems.values()), _NEW_PROBLEMS)
    n_codings = insert(connection, "codings", list(rows.codings.values()))
    n_reports = insert(connection, "reports", list(rows.reports.values()))
    # whether a row is there is asked only where a report has been coded under this run before
    found = partial(insert, connection, where=None if n_codings < len(rows.codings) else "")
    found("remarks", list(rows.remarks.values()))
    return Added(
        n_reports=n_reports,
        n_claims=found("claims", list(rows.claims.values())),
        n_statements=found("statements", list(rows.statements.values())),
        n_problems=n_problems,
        refused=refused,
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


def refusal(report: Report, error: Exception) -> Problem:
    """Say why a report is not kept; ``error`` is one of ``REFUSALS``."""
    kind = "citation-mismatch" if isinstance(error, CitationMismatch) else "unknown-code"
    if isinstance(error, BadReport):
        return Problem(key=report.key, room=ROOM, kind=error.kind, detail=error.detail)
    return Problem(key=report.key, room=ROOM, kind=kind, detail=str(error))


def next_batch(connection: "DuckDBPyConnection") -> int:
    """Number the transaction that is open."""
    sql = "SELECT greatest((SELECT max(batch) FROM codings), (SELECT max(batch) FROM problems))"
    return number_from(connection, sql) + 1


def _check_citations(report: Report, citations: Iterable[Citation]) -> None:
    text, report_id = report.text, report.id
    for cited in citations:  # half a million rows come at once: one slice each
        if text[cited.span.start : cited.span.end] != cited.quote or cited.report_id != report_id:
            report.check(cited)


# --- Rows -> a table of the ledger, many at once; rows that are there already are left out.
_ALIKE = {  # in what rows of testimony are the same, whether or not their table has a key
    "reports": ("id",),
    "claims": ("id", "run_id"),
    "statements": ("id", "run_id"),
    "remarks": ("id", "run_id"),
    "codings": ("report_id", "run_id"),
    "replies": ("asked",),
    "rulings": ("id",),
    "runs": ("id",),
    "withdrawals": ("ruling_id",),
}
AT_ONCE = 20_000  # rows to a statement, all its values in memory at once
_ROWS = "fresh_rows"  # under which rows are seen by SQL while they are written


def insert(
    connection: "DuckDBPyConnection", table: str, rows: Sequence[Row], where: str | None = None
) -> int:
    """Insert rows, no two of them alike, that are not there yet; counts the new ones.

    ``where`` says otherwise which ones are new; "": all are, as in tables of what is computed.
    """
    if not rows:
        return 0
    if where is None:
        where = f"WHERE {no_twin(table, _ROWS)}" if table in _ALIKE else ""
    types = types_of(connection.execute(f"FROM {table} LIMIT 0"), rows[0])
    sql = f"INSERT INTO {table} BY NAME FROM ({unnested(types)}) AS {_ROWS} {where}"
    return sum(
        number_from(connection, sql, {name: [row[name] for row in some] for name in types})
        for some in (rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE))
    )


def no_twin(table: str, rows: str) -> str:
    """Say in SQL that a table has no row like this one."""
    alike = " AND ".join(f"there.{name} = {rows}.{name}" for name in _ALIKE[table])
    return f"NOT EXISTS (FROM {table} AS there WHERE {alike})"


def number_from(
    connection: "DuckDBPyConnection", sql: str, values: Sequence[object] | Mapping[str, object] = ()
) -> int:
    """Run SQL that gives one number, such as how many rows it changed.

    Of values by name it gets those that it names.
    """
    if isinstance(values, Mapping):
        values = {name: value for name, value in values.items() if f"${name}" in sql}
    row = connection.execute(sql, values).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def types_of(answer: "DuckDBPyConnection", names: Iterable[str] = ()) -> dict[str, str]:
    """Name the SQL type of each column of an answer; of some ``names`` only, in their order."""
    types = {column[0]: str(column[1]) for column in answer.description or ()}
    return {name: types[name] for name in names or types}


def unnested(types: Mapping[str, str]) -> str:
    """Say in SQL the rows whose columns are given as lists, each under its name."""
    return "SELECT " + ", ".join(
        f"unnest(${name}::{kind}[]) AS {name}" for name, kind in types.items()
    )

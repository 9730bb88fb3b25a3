"""What a person asks for -> the conditions of a query, with named parameters.

In:  a ``Filter`` and the table that is asked.   Out: SQL conditions and their values.
Does not: run SQL, or guess: a filter that a table cannot answer is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypedDict, TypeVar

from detente.errors import BadInput, needing
from detente.language.months import stretch_of
from detente.ledger.address import LedgerName, id_list
from detente.ledger.columns import decode
from detente.ledger.opening import clear_errors
from detente.records import (
    Claim,
    Event,
    Problem,
    Remark,
    Report,
    Run,
    Shown,
    Statement,
    Status,
    day_of,
    names_of,
    record_from,
)

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

Value = str | int | float | date | list[str]


class Filter(TypedDict, total=False):
    """What rows must have; what is left out does not matter.

    ``id`` is an id or how it begins, ``ids`` whole ones. ``dyad`` are two countries, whoever
    acts, together or one on the other; ``actor`` and ``recipient`` a code (``USA``, ``USA-GOV``)
    or a gazetteer id, where ``USA`` holds all of its organs; ``place`` a country's code or a name.
    ``since`` and ``until``
    are days of acts; for reports and statements, of publication. An act whose day is a range fits
    where any day of it does, so that it may fit two years. ``report`` is an id or a key.
    ``min_score`` is the least score, how often such claims are right, 0..1, on reports of the kind
    that it was learned from; of an event's claims the surest counts.
    ``claim`` is a whole id of a claim that events rest on, ``linked_to`` that of an event on which
    they bear. ``run`` asks for one run's rows instead of those that count.
    """

    id: str
    ids: list[str]
    dyad: tuple[str, str]
    actor: str
    recipient: str
    type: str
    mode: str
    issue: str
    status: str
    standing: str
    since: date
    until: date
    place: str
    outlet: str
    speaker: str
    min_score: float
    report: str
    claim: str
    linked_to: str
    run: str
    limit: int


_ACTOR = (
    "(list_contains({side}s, ${name}) OR list_contains({side}_countries, ${name})"
    " OR list_contains({side}_ids, ${name}))"
)
_ACT = {
    "id": "starts_with(t.id, $id)",
    "actor": _ACTOR.format(side="t.actor", name="actor"),
    "recipient": _ACTOR.format(side="t.recipient", name="recipient"),
    "type": "t.type = $type",
    "mode": "(t.mode = $mode OR starts_with(t.mode, $mode || '/'))",  # a mode of one's own type
    "issue": "list_contains(t.issues, $issue)",
    "status": "t.status = $status",
    "place": "(t.place_country = $place OR lower(t.place_name) = lower($place))",
}
_REPORT = {
    "outlet": "lower(r.outlet) = lower($outlet)",
    "report": "(r.id = $report OR r.key = $report)",
}
_SAID = {
    **_REPORT,
    "id": "starts_with(t.id, $id)",
    "type": "t.kind = $type",
    "issue": "list_contains(t.issues, $issue)",
    "since": "r.published >= $since",
    "until": "r.published <= $until",
}
_SPEAKER = (
    "(t.speaker = $speaker OR starts_with(t.speaker, $speaker || '-') OR ({is_id} AND"
    " json_extract_string(t.record, '$.speaker.value.actor.id') = $speaker))"
).format(is_id="upper($speaker) != $speaker")  # codes are of capitals, and need no look into JSON
_BETWEEN = (
    "((list_contains(t.actor_countries, $one) AND list_contains(t.actor_countries, $other))"
    " OR (list_contains(t.actor_countries, $one) AND list_contains(t.recipient_countries, $other))"
    " OR (list_contains(t.actor_countries, $other) AND list_contains(t.recipient_countries, $one)))"
)
_TESTIFIED = (
    "t.id IN (SELECT event_id FROM event_claims JOIN current_claims AS c ON c.id = claim_id"
    " JOIN reports AS r ON r.id = c.report_id WHERE {condition})"
)
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "claims": {
        **_ACT,
        **_REPORT,
        "dyad": _BETWEEN,
        "min_score": "t.score >= $min_score",
        "since": "coalesce(t.date_end, r.published) >= $since",
        "until": "coalesce(t.date_start, r.published) <= $until",
        "speaker": _SPEAKER,
    },
    "events": {
        **_ACT,
        "dyad": (
            "t.id IN (SELECT event_id FROM event_dyads"
            " WHERE one = least($one, $other) AND event_dyads.other = greatest($one, $other))"
        ),
        "since": "t.date_end >= $since",
        "until": "t.date_start <= $until",
        **{name: _TESTIFIED.format(condition=words) for name, words in _REPORT.items()},
        "speaker": _TESTIFIED.format(condition=_SPEAKER.replace("t.", "c.")),
        "min_score": _TESTIFIED.format(condition="c.score >= $min_score"),
        "claim": "t.id IN (SELECT event_id FROM event_claims WHERE claim_id = $claim)",
        "linked_to": "t.id IN (SELECT event_id FROM event_links WHERE other_id = $linked_to)",
    },
    "statements": {
        **_SAID,
        "actor": "(t.speaker = $actor OR t.speaker_country = $actor OR t.speaker_id = $actor)",
        "speaker": _SPEAKER,
        "dyad": (
            "list_contains(list_append(t.about, t.speaker_country), $one)"
            " AND list_contains(list_append(t.about, t.speaker_country), $other)"
        ),
    },
    "remarks": {
        **_SAID,
        "dyad": (
            "list_contains(list_append(t.about, t.side), $one)"
            " AND list_contains(list_append(t.about, t.side), $other)"
        ),
    },
    "reports": {
        **{name: words.replace("r.", "t.") for name, words in _REPORT.items()},
        "id": "starts_with(t.id, $id)",
        "since": "t.published >= $since",
        "until": "t.published <= $until",
    },
    "problems": {
        "id": "starts_with(t.id, $id)",
        "type": "t.kind = $type",
        "report": "(t.report_id = $report OR t.key = $report)",
    },
    "runs": {"id": "starts_with(t.id, $id)"},
}
STANDINGS = {
    "affirmed": "len(t.affirmed_by) > 0",
    "denied": "len(t.denied_by) > 0",
    "unconfirmed": "len(t.unconfirmed_by) > 0",
    "disputed": "t.standing = 'disputed'",
    "reported": "t.standing = 'reported'",
}


def conditions(table: str, wanted: Filter) -> tuple[list[str], dict[str, Value]]:
    """Write the conditions for one table, and the values of their parameters.

    Raises:
        BadInput: the table has nothing that the filter asks for, there is no such status or
            standing, or its days run backwards.
    """
    wanted = checked(wanted)
    known, words, values = CONDITIONS[table], list[str](), dict[str, Value]()
    for name, value in wanted.items():
        if value is None or name in {"limit", "run"}:
            continue
        if name == "standing" and table == "events":
            if value not in STANDINGS:
                raise BadInput(f"{value!r} is no standing; choose one of: {', '.join(STANDINGS)}")
            words.append(STANDINGS[str(value)])
        elif name == "ids" and isinstance(value, list):
            words.append("t.id IN (SELECT unnest(string_split($ids, ',')))")
            values["ids"] = id_list(value)
        elif name not in known:
            raise BadInput(f"{table} cannot be asked by {name}; {_able(table, name)}")
        elif isinstance(value, tuple):
            words.append(known[name])
            values["one"], values["other"] = value
        elif isinstance(value, str | int | float | date):
            words.append(known[name])
            values[name] = value
    return words, values


def _able(table: str, name: str) -> str:
    able = {other for other in CONDITIONS if name in CONDITIONS[other]}
    able |= {"events"} if name == "standing" else set()
    if able:
        return f"{', '.join(sorted(able))} can"
    return f"ask by one of: {', '.join(sorted({*CONDITIONS[table], 'ids', 'limit'}))}"


def checked(wanted: Filter) -> Filter:
    """Take days as days, and refuse what no filter can be, before a database does.

    Raises:
        BadInput: a value is of another kind than its filter, or days run backwards.
    """
    given: dict[str, Any] = {name: one for name, one in wanted.items() if one is not None}
    for end, name in enumerate(("since", "until")):
        if name in given:
            given[name] = _day_at(given[name], end)
    known: Filter = Filter(**given)  # type: ignore[typeddict-item]  # names of a filter, it is hoped
    check_days(known.get("since"), known.get("until"))
    check_status(known.get("status"))
    if "dyad" in known and (isinstance(known["dyad"], str) or len(known["dyad"]) != len("AB")):
        raise BadInput(f"dyad takes two sides, as ('CHN', 'USA'), not {known['dyad']!r}")
    limit, score = known.get("limit", 0), known.get("min_score", 0)
    if not isinstance(limit, int) or limit < 0:
        raise BadInput(f"limit is a number of rows, not {limit!r}")
    if not isinstance(score, int | float) or not 0 <= score <= 1:
        raise BadInput(f"min_score is a share, from 0 to 1, not {score!r}")
    for name in set(given) & Filter.__annotations__.keys() - _NO_WORDS:
        if not isinstance(given[name], str):
            raise BadInput(f"{name} takes one word or id, not {given[name]!r}; ask once for each")
    return known


def _day_at(given: object, end: int) -> date | None:
    """Take a day; of a month or a year that is written the first (``end`` 0) or the last (1)."""
    if not isinstance(given, str):
        return day_of(given)
    try:
        first, last, _ = stretch_of(given)
    except ValueError as err:
        raise BadInput(f"{given!r} is not a day; write it as 2024-02-02, or 2024-02") from err
    return last if end else first


_NO_WORDS = frozenset({"since", "until", "dyad", "limit", "min_score", "ids"})


def check_days(since: date | None, until: date | None) -> None:
    """Refuse days between which there is none.

    Raises:
        BadInput: the first is after the last.
    """
    if since is not None and until is not None and since > until:
        raise BadInput(f"since {since} is after until {until}: no day is between them")


def check_status(written: str | None) -> None:
    """Refuse what is no status.

    Raises:
        BadInput: it is none.
    """
    if written and written not in set(Status):
        raise BadInput(f"{written!r} is not a status; choose one of: {', '.join(Status)}")


# --- Questions to an open ledger -> answers: records one by one, or a table for data frames.
T_co = TypeVar("T_co", covariant=True)
AT_ONCE = 2_000  # rows held as records at once


class Flat(NamedTuple):
    """Rows of flat columns."""

    names: Sequence[str]
    rows: Iterable[tuple[Any, ...]]

    def dicts(self) -> Iterator[dict[str, Any]]:
        """Yield each row, its cells by name."""
        return (dict(zip(self.names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[T_co]):
    """One thing that can be asked: its rows, their order, and how a row becomes a record.

    ``rows`` yields all rows of the current view, ``rows_of_run`` those of the run ``$run``.
    ``record`` are the columns that ``decode`` takes, ``known`` the values that ``rows`` and
    ``where`` name; ``where`` says which rows are asked for, ``limit`` how many at most.
    """

    rows: str
    rows_of_run: str | None
    columns: str
    order: str
    record: str
    decode: Callable[..., T_co]
    known: Mapping[str, Value] = field(default_factory=dict)
    where: str = ""
    limit: int | None = None

    def sql(self, columns: str, order: str) -> str:
        """Write the query for some columns."""
        by = f" ORDER BY {order}" if order else ""
        at_most = f" LIMIT {self.limit:d}" if self.limit is not None else ""
        return f"SELECT {columns} FROM {self.rows}{self.where}{by}{at_most}"  # noqa: S608  # ours


class Answer(Shown, Generic[T_co]):
    """Rows that fit a filter. Iterate for records; ``arrow``, ``polars``, ``pandas`` for tables.

    The ledger must stay open while it is asked. Each use runs the query anew.
    """

    def __init__(
        self, connection: "DuckDBPyConnection", path: LedgerName, table: Table[T_co]
    ) -> None:
        self._connection = connection
        self._path = path
        self._table = table

    def __iter__(self) -> Iterator[T_co]:
        """Yield records, in order."""
        for row in _fetched(self._run(self._table.record)):
            yield self._table.decode(*row)

    def by_report(self) -> "Answer[T_co]":
        """Order claims or statements by their reports, and within by the text."""
        table = replace(self._table, order=_BY_REPORT)
        return Answer(self._connection, self._path, table)

    def flat(self) -> "Flat":
        """All flat columns, row by row."""
        found = self._run(self._table.columns)
        return Flat([column[0] for column in found.description or ()], _fetched(found))

    def arrow(self) -> "pa.Table":
        """All flat columns as an Arrow table.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        with needing("parquet", "an Arrow table"):
            import pyarrow  # noqa: F401, ICN001, PLC0415
        return self._run(self._table.columns).to_arrow_table()

    def rows(self, columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield some columns, written as SQL over ``t`` and its report ``r``, row by row."""
        yield from _fetched(self._run(columns))

    def batches(self, columns: str, at_once: int) -> "Iterator[pa.RecordBatch]":
        """Yield such columns in batches of Arrow."""
        yield from self._run(columns).to_arrow_reader(at_once)

    def polars(self) -> "pl.DataFrame":
        """All flat columns as a Polars data frame.

        Raises:
            MissingExtra: Polars is not installed.
        """
        with needing("polars", "a Polars data frame"):
            import polars as pl  # noqa: F401, PLC0415  # DuckDB itself tells no command
        return self._run(self._table.columns).pl()

    def pandas(self) -> "pd.DataFrame":
        """All flat columns as a pandas data frame; lists become arrays.

        Raises:
            MissingExtra: pandas is not installed.
        """
        with needing("pandas", "a pandas data frame"):
            import pandas  # noqa: F401, ICN001, PLC0415
        return self._run(self._table.columns).df()

    def count(self) -> int:
        """Count the rows."""
        row = self._run("1", is_counted=True).fetchone()
        return int(row[0]) if row else 0

    def first(self) -> T_co | None:
        """The first record, ``None`` without any."""
        return next(iter(self), None)

    def _run(self, columns: str, *, is_counted: bool = False) -> "DuckDBPyConnection":
        sql = self._table.sql(columns, self._table.order)
        if is_counted:
            sql = f"SELECT count(*) FROM ({self._table.sql(columns, '')})"  # noqa: S608  # ours
        with clear_errors(self._path):
            return self._connection.cursor().execute(sql, self._table.known)


def ask(
    connection: "DuckDBPyConnection",
    path: LedgerName,
    name: str,
    wanted: Filter,
    table: Table[Any] | None = None,
) -> Answer[Any]:
    """Ask one of ``TABLES``, or ``table`` in its place.

    Raises:
        BadInput: the table has nothing that the filter asks for.
    """
    table = table or TABLES[name]
    words, values = conditions(name, wanted)
    values |= table.known
    rows, run = table.rows, wanted.get("run")
    if run is not None and table.rows_of_run is not None:
        rows, values["run"] = table.rows_of_run, run_id_of(connection, run)
    where = f" WHERE {' AND '.join(words)}" if words else ""
    asked = replace(table, rows=rows, known=values, where=where, limit=wanted.get("limit"))
    return Answer(connection, path, asked)


def run_id_of(connection: "DuckDBPyConnection", given: str) -> str:
    """Find a run by its number, its id or how the id begins.

    Raises:
        BadInput: none is so named, or several are.
    """
    runs = connection.cursor().execute("SELECT number, id FROM runs ORDER BY number").fetchall()
    exact = [run_id for number, run_id in runs if given in {str(number), run_id}]
    found = exact or [run_id for _, run_id in runs if run_id.startswith(given)]
    if len(found) == 1:
        return str(found[0])
    known = ", ".join(f"{number} ({run_id})" for number, run_id in runs) or "none"
    raise BadInput(f"{given!r} names {len(found) or 'no'} run; the runs are: {known}")


def _fetched(cursor: "DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(AT_ONCE):
        yield from rows


def _flat(kind: type[Any]) -> dict[str, Any]:
    """Of a table the columns that are a record's fields, and how they become the record."""
    columns = ", ".join(f"t.{name}" for name in names_of(kind))
    return {"record": columns, "decode": lambda *row: record_from(kind, row)}


def _whole(kind: type[Any]) -> dict[str, Any]:
    """The same where the record stands whole in one column."""
    return {"record": "t.record", "decode": lambda record: decode(kind, record)}


def _told(name: str, kind: type[Any], order: str) -> Table[Any]:
    """What reports tell: each row with its report, and its record as JSON."""
    return Table(
        rows=f"current_{name} AS t JOIN reports AS r ON r.id = t.report_id",
        rows_of_run=(
            f"(FROM {name} WHERE run_id = $run) AS t JOIN reports AS r ON r.id = t.report_id"
        ),
        columns=f"t.* EXCLUDE (record), {_OF_REPORT}",
        order=order,
        **_whole(kind),
    )


_OF_REPORT = "r.key AS report_key, r.outlet, r.credited, r.url, r.published, r.is_imported"
_BY_REPORT = "r.published NULLS LAST, r.key, r.id, t.sentence, t.id, t.run_id"
TABLES: dict[str, Table[Any]] = {
    "events": Table(
        rows="events AS t",
        rows_of_run=None,
        columns="t.* EXCLUDE (record)",
        order="t.date_start NULLS LAST, t.date_end, t.id",
        **_whole(Event),
    ),
    "claims": _told(
        "claims", Claim, "t.date_start NULLS LAST, t.report_id, t.sentence, t.id, t.run_id"
    ),
    "statements": _told("statements", Statement, _BY_REPORT),
    "remarks": _told("remarks", Remark, _BY_REPORT),
    "reports": Table(
        rows="reports AS t",
        rows_of_run=(
            "(FROM reports WHERE id IN (SELECT report_id FROM codings WHERE run_id = $run)) AS t"
        ),
        columns="t.* EXCLUDE (text, body_start), length(t.text) AS n_characters",
        order="t.published NULLS LAST, t.key, t.id",
        **_flat(Report),
    ),
    "problems": Table(
        rows="current_problems AS t",
        rows_of_run="(FROM problems WHERE run_id = $run) AS t",
        columns="t.*",
        order="t.batch, t.key, t.id",
        **_flat(Problem),
    ),
    "runs": Table(
        rows="runs AS t",
        rows_of_run=None,
        columns=(
            "t.*, (SELECT count(*) FROM codings WHERE codings.run_id = t.id) AS n_reports,"
            " (SELECT count(*) FROM claims WHERE claims.run_id = t.id) AS n_claims,"
            " (SELECT sum(tokens_in + tokens_out)::BIGINT FROM replies"
            " WHERE contains(t.coder, replies.settings)) AS n_tokens"
        ),
        order="t.number",
        **_flat(Run),
    ),
}

"""Claims and statements of a ledger -> detente's own Parquet, as SQL over whole tables.

In:  answers of an open ledger.   Out: the file that ledger/parquet.py writes of the same rows.
Does not: check quotes again, which the ledger has done; ledger/parquet_import.py does.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from detente.ledger.flat import ROW_GROUP, schema_of
from detente.ledger.parquet import RUNS, WholeRow
from detente.ledger.read import Answer
from detente.records import Run

__all__ = ["write_answers"]

if TYPE_CHECKING:
    import pyarrow as pa

_SHARED = {
    "report_id": "r.id",
    "report_key": "r.key",
    "outlet": "r.outlet",
    "credited": "r.credited",
    "url": "r.url",
    "published": "r.published",
    "report_title": "r.title",
    "report_text": "r.text",
    "report_body_start": "r.body_start",
    "report_is_imported": "r.is_imported",
}
_SPANS = (
    "list_transform(json_extract(t.record, '$.{side}s[*].citation.span'),"
    " lambda span: concat(span->>'start', ':', span->>'end'))"
)
_CLAIM = _SHARED | {
    "kind": "'claim'",
    "historical": "t.is_historical",
    "actor_spans": _SPANS.format(side="actor"),
    "recipient_spans": _SPANS.format(side="recipient"),
    "why": "nullif(t.why, '')",
    "quoted": "NULL",
    "speech_kind": "NULL",
    "about": "[]",
}
_STATEMENT = _SHARED | {
    "kind": "'statement'",
    "quoted": "t.is_quoted",
    "speech_kind": "t.kind",
}
_OF_STATEMENTS = frozenset(
    {"id", "sentence", "issues", "speaker", "speaker_name", "about", "span_start", "span_end"}
) | {"quote", "run_id", "record"}  # fmt: skip
_LISTS = frozenset(
    {"contexts", "actors", "actor_names", "actor_spans", "recipients", "recipient_names"}
) | {"recipient_spans"}  # fmt: skip


def write_answers(
    answers: Iterable[tuple[str, Answer[Any]]], runs: Sequence[Run], stream: BinaryIO
) -> int:
    """Write answers, each with its kind (claim or statement); count the rows."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

    words = {RUNS: msgspec.json.encode(list(runs)).decode()}
    schema, count = schema_of(WholeRow).with_metadata(words), 0
    with pq.ParquetWriter(stream, schema, compression="zstd", version="2.6") as writer:
        for kind, answer in answers:
            for batch in answer.by_report().batches(_columns(kind, schema), ROW_GROUP):
                writer.write_table(_table(batch, schema))
                count += batch.num_rows
    return count


# Private functions


def _columns(kind: str, schema: "pa.Schema") -> str:
    """Write the columns of a file for one kind of row."""
    known = _CLAIM if kind == "claim" else _STATEMENT
    return ", ".join(f"{_column(kind, name, known)} AS {name}" for name in schema.names)


def _column(kind: str, name: str, known: dict[str, str]) -> str:
    if name in known:
        return known[name]
    if kind == "claim" or name in _OF_STATEMENTS:
        return f"t.{name}"
    return "[]" if name in _LISTS else "NULL"


def _table(batch: "pa.RecordBatch", schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    return pa.Table.from_batches([batch]).cast(schema)

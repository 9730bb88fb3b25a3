"""Rows for other programs: the JSON contract, flat tables, PLOVER interchange, POLECAT."""

from detente.ledger.exchange import Format, write_coded, write_jsonl
from detente.ledger.rows import (
    ClaimRow,
    Row,
    StatementRow,
    claim_row,
    encode,
    rows_of,
    statement_row,
)

__all__ = [
    "ClaimRow",
    "Format",
    "Row",
    "StatementRow",
    "claim_row",
    "encode",
    "rows_of",
    "statement_row",
    "write_coded",
    "write_jsonl",
]

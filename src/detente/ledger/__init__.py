"""All rows: the ledger that keeps them, and the formats that other programs read.

In:  coded reports, rulings, computed events.   Out: records, tables, files.
Does not: find claims, or say what they mean. The only room that imports duckdb.
"""

from detente.ledger.batch import Added
from detente.ledger.computed import Changes, Computed
from detente.ledger.exchange import Format, write_coded, write_jsonl
from detente.ledger.filters import Filter
from detente.ledger.read import Answer
from detente.ledger.rows import (
    ClaimRow,
    Row,
    StatementRow,
    claim_row,
    encode,
    rows_of,
    statement_row,
)
from detente.ledger.store import Ledger

__all__ = [
    "Added",
    "Answer",
    "Changes",
    "ClaimRow",
    "Computed",
    "Filter",
    "Format",
    "Ledger",
    "Row",
    "StatementRow",
    "claim_row",
    "encode",
    "rows_of",
    "statement_row",
    "write_coded",
    "write_jsonl",
]

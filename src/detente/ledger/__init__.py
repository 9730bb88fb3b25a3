"""All rows: the ledger that keeps them, and the formats that other programs read.

In:  coded reports, rulings, computed events.   Out: records, tables, files.
Does not: find claims, or say what they mean. The only room that imports duckdb.
"""

from detente.ledger.ask import Answer, Filter
from detente.ledger.columns import Added
from detente.ledger.contract import (
    ClaimRow,
    Row,
    StatementRow,
    claim_row,
    encode,
    rows_of,
    statement_row,
)
from detente.ledger.formats.exporting import Format, write_coded, write_jsonl
from detente.ledger.store import Changes, Computed, Ledger

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

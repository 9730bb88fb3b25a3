"""A shared ledger of many small files -> one of few, without the states nobody looks at any more.

In:  a shared ledger's name, and how long its former states are kept.   Out: what changed.
Does not: change a row. Others read meanwhile; who writes waits.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.ledger.address import Lake
from detente.ledger.lake.connection import Work, clear_lake_errors, open_lake

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from detente.ledger.lake.connection import LakeConnection

KEPT_H = 24.0  # whoever opened the ledger earlier to read is done by now
# In this order: what is in PostgreSQL into files; small files into large ones; files full of rows
# that are gone anew; states that nobody sees; files of no state; files of writers that were killed.
_GATHER = (
    "CALL ducklake_flush_inlined_data('{lake}')",
    "CALL ducklake_merge_adjacent_files('{lake}')",
    "CALL ducklake_rewrite_data_files('{lake}')",
)
_FORGET = (
    "CALL ducklake_expire_snapshots('{lake}', older_than => {until})",
    "CALL ducklake_cleanup_old_files('{lake}', older_than => {until})",
    "CALL ducklake_delete_orphaned_files('{lake}', older_than => {until})",
)
_FILES = (
    "SELECT coalesce(sum(file_count), 0)::BIGINT, coalesce(sum(file_size_bytes), 0)::BIGINT"
    " FROM ducklake_table_info('{lake}')"
)
_STATES = "SELECT count(*) FROM ducklake_snapshots('{lake}')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """How many files of data and states there were, and are. ``n_bytes`` is all data now."""

    n_files_before: int
    n_files: int
    n_bytes: int
    n_states_before: int
    n_states: int


def tidy_lake(lake: Lake, *, kept_h: float = KEPT_H, wait_s: float = 0.0) -> Tidied:
    """Gather small files, and forget states older than ``kept_h`` hours.

    Killed at any point it has done a part, and the next one does the rest.

    Raises:
        BadInput: there is no such ledger.
        LedgerBusy: others write, still after ``wait_s`` seconds.
        LedgerUnusable: PostgreSQL or the data cannot be reached.
    """
    opened = open_lake(lake, wait_s=wait_s)
    try:
        with clear_lake_errors(lake), ExitStack() as turns:
            computing = opened.lent(Work.EVENTS)
            turns.callback(computing.close)
            for one in (opened, computing):
                turns.enter_context(one.in_turn())
            return _tidy(opened, f"now() - to_seconds({kept_h * 3600:f})")
    finally:
        opened.close()


def _tidy(opened: "LakeConnection", until: str) -> Tidied:
    connection, name = opened.connection, opened.alias
    n_files_before, _ = _numbers(connection, _FILES, name)
    (n_states_before,) = _numbers(connection, _STATES, name)
    for sql in (*_GATHER, *_FORGET):
        connection.execute(sql.format(lake=name, until=until)).fetchall()
    n_files, n_bytes = _numbers(connection, _FILES, name)
    (n_states,) = _numbers(connection, _STATES, name)
    return Tidied(
        n_files_before=n_files_before,
        n_files=n_files,
        n_bytes=n_bytes,
        n_states_before=n_states_before,
        n_states=n_states,
    )


def _numbers(connection: "DuckDBPyConnection", sql: str, name: str) -> tuple[int, ...]:
    row: tuple[int, ...] = connection.execute(sql.format(lake=name)).fetchone() or ()
    return row

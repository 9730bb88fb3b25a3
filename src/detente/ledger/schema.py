"""Numbered SQL files -> the tables of a ledger, from empty or from any earlier version.

In:  an open connection.   Out: the same, at the newest version; ``schema_version`` has one row.
Does not: open files, or go back: a ledger of a newer version is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.errors import BadInput, LedgerVersion
from detente.versions import VERSION

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Migration", "is_current", "migrate", "migrations", "version_of"]

_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_FIRST = "CREATE TABLE schema_version (version INTEGER NOT NULL, written_by VARCHAR NOT NULL)"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: from version ``number - 1`` to ``number``."""

    number: int
    name: str
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """Read all steps, in order."""
    found = []
    for file in (files("detente.ledger") / "sql").iterdir():
        named = _NAME.fullmatch(file.name)
        if named:
            found.append(Migration(int(named[1]), named[2], file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda step: step.number))


def version_of(connection: "DuckDBPyConnection", name: str) -> int:
    """Read the version of a ledger; 0 for an empty file. ``name`` is the file's, for messages.

    Raises:
        BadInput: the file holds other tables, but is no ledger.
    """
    tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    if "schema_version" in tables:
        row = connection.execute("SELECT version FROM schema_version").fetchone()
        return int(row[0]) if row else 0
    if tables:
        some = ", ".join(sorted(tables)[:3])
        raise BadInput(
            f"{name} is there, but no ledger of detente (it holds {some}); "
            "name another file with --ledger"
        )
    return 0


def is_current(connection: "DuckDBPyConnection", name: str) -> bool:
    """Whether a ledger is at the newest version.

    Raises:
        LedgerVersion: a newer detente has written it.
    """
    found, newest = version_of(connection, name), len(migrations())
    if found > newest:
        row = connection.execute("SELECT written_by FROM schema_version").fetchone()
        raise LedgerVersion(
            f"{name} has schema {found}, written by detente {row[0] if row else '?'}; detente "
            f"{VERSION} knows schemas up to {newest}: upgrade with pip install -U detente"
        )
    return found == newest


def migrate(
    connection: "DuckDBPyConnection", name: str, steps: Sequence[Migration] | None = None
) -> None:
    """Apply the steps that a ledger lacks, each in a transaction with its number."""
    if is_current(connection, name):
        return
    done = version_of(connection, name)
    for step in migrations() if steps is None else steps:
        if step.number > done:
            _apply(connection, step)


def _apply(connection: "DuckDBPyConnection", step: Migration) -> None:
    connection.execute("BEGIN")
    try:
        if step.number == 1:
            connection.execute(_FIRST)
            connection.execute("INSERT INTO schema_version VALUES (0, '')")
        connection.execute(step.sql)
        connection.execute(
            "UPDATE schema_version SET version = ?, written_by = ?", [step.number, VERSION]
        )
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")

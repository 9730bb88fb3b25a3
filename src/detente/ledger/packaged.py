"""Names -> the SQL that the package carries under ``ledger/sql``.

In:  a file's name without its ending.   Out: its text, read once a process.
Does not: run it, or fill anything in.
"""

from functools import cache
from importlib.resources import files

__all__ = ["packaged_sql"]


@cache
def packaged_sql(name: str) -> str:
    """Read ``ledger/sql/NAME.sql``."""
    return (files("detente.ledger") / "sql" / f"{name}.sql").read_text(encoding="utf-8")

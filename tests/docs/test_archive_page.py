"""The page on archives names every file and column that comes out."""

from pathlib import Path

import pytest

from detente.ledger.contract import OF_CLAIMS, OF_STATEMENTS
from detente.ledger.formats.parquet import TABLES, shard_schemas

PAGE = (Path(__file__).parents[2] / "docs" / "archive.md").read_text(encoding="utf-8")
ELSEWHERE = {"claims": OF_CLAIMS, "statements": OF_STATEMENTS}  # explained on the page on exchange


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_on_the_page(table: str) -> None:
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{table}` |"))

    names = set(shard_schemas()[table].names) - set(ELSEWHERE.get(table, ()))
    assert [name for name in sorted(names) if f"`{name}`" not in line] == []

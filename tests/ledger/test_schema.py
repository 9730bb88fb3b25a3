"""From empty and from every earlier version to the newest."""

from pathlib import Path

import duckdb
import pytest

from builders import a_claim, a_coding, a_report, a_run
from detente.errors import BadInput, LedgerVersion
from detente.ledger import Ledger
from detente.ledger.schema import Migration, migrate, migrations

NEWEST = len(migrations())


def _tables(path: Path) -> set[str]:
    with duckdb.connect(path, read_only=True) as connection:
        return {name for (name,) in connection.execute("SHOW TABLES").fetchall()}


def _at_version(path: Path, version: int) -> Path:
    with duckdb.connect(path) as connection:
        migrate(connection, str(path), migrations()[:version])
    return path


def test_steps_are_numbered_without_a_gap() -> None:
    assert [step.number for step in migrations()] == list(range(1, NEWEST + 1))


def test_new_file_gets_all_tables_and_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    Ledger.open(path).close()

    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [(NEWEST,)]
    assert {"reports", "claims", "rulings", "events"} <= _tables(path)


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_ledger_of_an_earlier_version_keeps_its_rows(version: int, tmp_path: Path) -> None:
    path = _at_version(tmp_path / "old.duckdb", version)
    report = a_report()
    with duckdb.connect(path) as connection:
        connection.execute(
            "INSERT INTO reports BY NAME SELECT $id AS id, $key AS key, $text AS text,"
            " $outlet AS outlet, DATE '2024-02-02' AS published, 0 AS body_start,"
            " false AS is_imported",
            {"id": report.id, "key": report.key, "text": report.text, "outlet": report.outlet},
        )

    with Ledger.open(path) as ledger:
        ledger.add([a_coding(report)], a_run())

        assert list(ledger.reports()) == [report]
        assert list(ledger.claims()) == [a_claim(report)]
        assert ledger.rulings() == []
        assert list(ledger.events()) == []


def test_earlier_version_is_brought_up_to_date_even_to_be_read(tmp_path: Path) -> None:
    path = _at_version(tmp_path / "old.duckdb", 1)

    with Ledger.open(path, read_only=True) as ledger:
        assert list(ledger.events()) == []


def test_step_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    path = _at_version(tmp_path / "old.duckdb", NEWEST)
    broken = Migration(NEWEST + 1, "broken", "CREATE TABLE half (id INTEGER); SELECT no_such()")
    with duckdb.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version = ?", [NEWEST - 1])
        with pytest.raises(duckdb.Error):
            migrate(connection, str(path), [broken])

    with duckdb.connect(path) as connection:
        found = connection.execute("SELECT version FROM schema_version").fetchone()
    assert found == (NEWEST - 1,)
    assert "half" not in _tables(path)


def test_ledger_of_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = _at_version(tmp_path / "newer.duckdb", NEWEST)
    with duckdb.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version = 99, written_by = '7.0'")

    with pytest.raises(LedgerVersion, match=r"schema 99, written by detente 7\.0.*pip install -U"):
        Ledger.open(path)


def test_another_programs_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")

    with pytest.raises(BadInput, match=r"no ledger of detente .it holds orders.*--ledger"):
        Ledger.open(path)
    assert _tables(path) == {"orders"}

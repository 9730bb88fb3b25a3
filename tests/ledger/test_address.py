"""What people call a ledger, and what is shown of it."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_coding, a_report, a_run
from detente.errors import BadInput, LedgerVersion
from detente.ledger import Ledger
from detente.ledger.address import (
    Lake,
    Migration,
    beside,
    default_path,
    hushed,
    ledger_name,
    migrate,
    migrations,
)


def _lake(given: str) -> Lake:
    found = ledger_name(given)
    assert isinstance(found, Lake)
    return found


@pytest.mark.parametrize("name", ["detente.duckdb", "my/duck lake.duckdb", "postgres:x"])
def test_any_other_name_is_a_file(name: str) -> None:
    assert ledger_name(name) == ledger_name(Path(name)) == Path(name)


@pytest.mark.parametrize(
    ("name", "catalog", "data"),
    [
        ("postgres:dbname=record host=db", "postgres:dbname=record host=db", None),
        ("postgres:dbname=record data_path=/srv/a", "postgres:dbname=record", "/srv/a/"),
        ("postgres: data_path='/srv/a b' dbname=x", "postgres:dbname=x", "/srv/a b/"),
        ("postgres:postgresql://ann@db/record", "postgres:postgresql://ann@db/record", None),
        ("postgres://ann@db/record", "postgres:postgres://ann@db/record", None),
        ("/srv/record.ducklake", "/srv/record.ducklake", "/srv/record.ducklake.files/"),
    ],
)
def test_shared_ledger_has_a_catalog_and_a_folder_of_data(
    name: str, catalog: str, data: str | None
) -> None:
    assert _lake(f"ducklake:{name}") == Lake(catalog, data)


def test_folder_of_data_is_named_by_the_environment_unless_the_name_has_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DETENTE_LAKE_DATA", "/srv/elsewhere")

    assert _lake("ducklake:postgres:dbname=a").data == "/srv/elsewhere/"
    assert _lake("ducklake:postgres:postgres://db/a").data == "/srv/elsewhere/"
    assert _lake("ducklake:postgres:dbname=a data_path=/srv/here").data == "/srv/here/"


def test_relative_folder_is_written_in_full(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _lake("ducklake:postgres:dbname=a data_path=b/c").data == f"{tmp_path}/b/c/"


def test_ledger_of_the_environment_may_be_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_LEDGER", "ducklake:postgres:dbname=a")
    assert default_path() == Lake("postgres:dbname=a")

    monkeypatch.delenv("DETENTE_LEDGER")
    assert default_path() == Path("detente.duckdb")


@pytest.mark.parametrize("name", ["", "mysql:db", "postgres:just words", "postgres:a='b'c=d"])
def test_name_that_begins_like_a_shared_ledger_and_is_none_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="dbname=record host=db"):
        ledger_name(f"ducklake:{name}")


def test_object_store_is_refused_for_no_extension_reads_it() -> None:
    with pytest.raises(BadInput, match="'s3://bucket/x' is no folder"):
        ledger_name("ducklake:postgres:dbname=a data_path=s3://bucket/x")


@pytest.mark.parametrize(
    "name",
    [
        "postgres:dbname=a password=hush",
        "postgres:dbname=a PASSWORD = 'hush me' host=b",
        r"postgres:dbname=a password='hu\'sh'",
        "postgres:dbname=a password='hush",
        "postgres:sslpassword=hush dbname=a",
        "postgres:postgresql://ann:hush@db/a",
        "postgres:postgresql://ann:hu/sh@db:5432/a",
        "postgresql://db/a?user=ann&password=hush&host=c",
        "nonsense://ann:hush@db",
        "postgres:password=hush just words",
    ],
)
def test_password_is_never_shown(name: str) -> None:
    try:
        shown = f"{ledger_name(f'ducklake:{name}')} {ledger_name(f'ducklake:{name}')!r}"
    except BadInput as err:
        shown = str(err)

    assert "hu" not in shown
    assert "***" in shown


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="'\\")))
def test_no_letter_of_a_quoted_password_is_shown(secret: str) -> None:
    lake = _lake(f"ducklake:postgres:dbname=a password='<{secret}>' host=b")

    assert str(lake) == "ducklake:postgres:dbname=a password=*** host=b"
    assert f"<{secret}>" in lake.catalog


def test_rest_of_a_text_is_left_as_it_is() -> None:
    told = "cannot reach host=db user=ann (password=x) at 3:15@noon"

    assert hushed(told) == "cannot reach host=db user=ann (password=*** at 3:15@noon"


def test_files_that_belong_to_a_ledger_lie_beside_it_or_in_the_working_folder() -> None:
    assert beside(Path("/srv/a.duckdb"), ".tokens") == Path("/srv/a.duckdb.tokens")
    assert beside(Lake("postgres:host=db dbname=rec"), ".tokens") == Path("detente-rec.tokens")
    assert beside(Lake("postgres:postgres://db/rec"), ".x") == Path("detente-rec.x")
    assert beside(Lake("/srv/rec.ducklake"), ".x") == Path("detente-rec.x")


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

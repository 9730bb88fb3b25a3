"""Who may open a shared ledger, and what those are told who may not."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import pytest

from builders import a_coding, a_run
from detente.errors import BadInput, LedgerUnusable, LedgerVersion, MissingExtra
from detente.ledger import Ledger
from detente.ledger.address import Lake, ledger_name, migrate, migrations
from detente.ledger.lake import clear_lake_errors, extension_file, open_lake
from lakes import Lakes
from postgres import PASSWORD

NEWEST = len(migrations())


@pytest.fixture
def lake(lakes: Lakes, tmp_path: Path) -> Lake:
    return lakes.made(tmp_path / "data")


def test_database_in_which_nothing_is_becomes_a_ledger(lakes: Lakes, tmp_path: Path) -> None:
    lake = lakes.empty(tmp_path / "new folder")
    with pytest.raises(BadInput, match=r"there is no ledger at .*; make one with detente add"):
        Ledger.open(lake, read_only=True)

    with Ledger.open(lake) as ledger:
        ledger.add([a_coding()], a_run())
    with Ledger.open(lakes.name_of(lake.short_name), read_only=True) as ledger:
        assert ledger.claims().count() == 1, "its data is found without the name of the folder"


def test_new_ledger_needs_a_folder_for_its_data(lakes: Lakes, tmp_path: Path) -> None:
    database = lakes.empty(tmp_path).short_name

    with pytest.raises(BadInput, match=r"data_path=FOLDER in its name, or \$DETENTE_LAKE_DATA"):
        Ledger.open(lakes.name_of(database))


def test_other_folder_than_the_ledgers_is_told(lake: Lake, lakes: Lakes, tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="has its data in another folder than you name"):
        Ledger.open(lakes.name_of(lake.short_name, tmp_path / "elsewhere"))


def _open(name: Lake, told: Connection) -> None:
    with Ledger.open(name, wait_s=300) as ledger:
        told.send(ledger.reports().count())


def test_of_several_who_make_a_ledger_at_once_one_does(lakes: Lakes, tmp_path: Path) -> None:
    lake, context = lakes.empty(tmp_path), multiprocessing.get_context("forkserver")
    ends = [context.Pipe(duplex=False) for _ in range(3)]
    workers = [context.Process(target=_open, args=(lake, telling)) for _, telling in ends]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [told.recv() for told, _ in ends] == [0, 0, 0]
    with Ledger.open(lake) as ledger, ledger.query() as connection:
        assert connection.execute("FROM schema_version").fetchall()[0][0] == NEWEST
        assert connection.execute("SELECT count(*) FROM schema_version").fetchone() == (1,)


@pytest.mark.parametrize("read_only", [True, False])
def test_ledger_of_an_earlier_version_is_brought_up_to_date(
    lakes: Lakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, read_only: bool
) -> None:
    lake = lakes.empty(tmp_path)
    with monkeypatch.context() as earlier:
        earlier.setattr(
            "detente.ledger.lake.migrate",
            lambda connection, name: migrate(connection, name, migrations()[:1]),
        )
        open_lake(lake).close()

    with Ledger.open(lake, read_only=read_only) as ledger:
        assert list(ledger.events()) == []


def test_ledger_of_a_newer_version_is_refused(lake: Lake) -> None:
    with Ledger.open(lake) as ledger, ledger.query() as connection:
        connection.execute("UPDATE schema_version SET version = 99, written_by = '7.0'")

    with pytest.raises(LedgerVersion, match=r"schema 99, written by detente 7\.0.*pip install -U"):
        Ledger.open(lake)


def test_another_programs_lake_is_refused_and_left_alone(lakes: Lakes, tmp_path: Path) -> None:
    lake = lakes.empty(tmp_path)
    opened = open_lake(lake)
    opened.connection.execute("DROP TABLE schema_version; CREATE TABLE orders (id INTEGER)")
    opened.close()

    with pytest.raises(BadInput, match=r"no ledger of detente .it holds"):
        Ledger.open(lake)


def test_who_may_only_read_reads_and_is_told_when_writing(lake: Lake, lakes: Lakes) -> None:
    with Ledger.open(lake) as ledger:
        ledger.add([a_coding()], a_run())
    as_reader = lakes.name_of(lake.short_name, user="reader")

    with Ledger.open(as_reader, read_only=True) as ledger:
        assert ledger.claims().count() == 1
    with (
        pytest.raises(LedgerUnusable, match="does not let you do this"),
        Ledger.open(as_reader) as ledger,
    ):
        ledger.add([a_coding()], a_run(version="1"))


# Passwords


def _wrong_password(lakes: Lakes, database: str) -> Lake:
    words = lakes.server.words(database, "guarded")
    return _lake(f"ducklake:postgres:{words} password='wr0ng {PASSWORD}'")


def _no_server(lakes: Lakes, database: str) -> Lake:
    words = lakes.server.words(database, "guarded").replace(str(lakes.server.port), "1")
    return _lake(f"ducklake:postgres:{words} password={PASSWORD}")


def _no_database(lakes: Lakes, database: str) -> Lake:
    there = f"guarded:{PASSWORD}@127.0.0.1:{lakes.server.port}"
    return _lake(f"ducklake:postgresql://{there}/not_{database}")


def _lake(name: str) -> Lake:
    found = ledger_name(name)
    assert isinstance(found, Lake)
    return found


@pytest.mark.parametrize(
    ("named", "advice"),
    [
        (_wrong_password, "does not let you in: the name or the password is wrong"),
        (_no_server, "cannot be reached: see that PostgreSQL runs"),
        (_no_database, "does not exist"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_failure_to_reach_it_says_what_to_do_and_no_password(
    named: Callable[[Lakes, str], Lake], advice: str, lake: Lake, lakes: Lakes
) -> None:
    name = named(lakes, lake.short_name)
    with pytest.raises(LedgerUnusable, match=advice) as caught:
        Ledger.open(name, read_only=True)

    told = caught.value
    assert told.__cause__ is None
    assert told.__suppress_context__, "a traceback shows nothing of what DuckDB said"
    assert PASSWORD not in str(told)
    assert "***" in str(told)


def test_password_may_come_from_the_environment_or_from_a_file(
    lake: Lake, lakes: Lakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = lakes.name_of(lake.short_name, user="guarded")
    passes = tmp_path / "pgpass"
    passes.write_text(f"127.0.0.1:*:*:guarded:{PASSWORD}\n")
    passes.chmod(0o600)

    for variable, value in (("PGPASSWORD", PASSWORD), ("PGPASSFILE", str(passes))):
        with monkeypatch.context() as there:
            there.setenv(variable, value)
            Ledger.open(guarded, read_only=True).close()
    with pytest.raises(LedgerUnusable, match=r"asks for a password; put it into ~/\.pgpass"):
        Ledger.open(guarded, read_only=True)


# Extensions


def test_missing_extension_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(MissingExtra, match=r"-m pip install duckdb-extension-no-such==1\.5\.5"):
        extension_file("no_such", "1.5.5")


def test_extension_of_another_duckdb_is_refused() -> None:
    with pytest.raises(MissingExtra, match=r"does not fit DuckDB 9\.9\.9; install the one that"):
        extension_file("ducklake", "9.9.9")


def test_engine_may_download_nothing(lake: Lake) -> None:
    with Ledger.open(lake, read_only=True) as ledger, ledger.query() as connection:
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert connection.execute(f"SELECT current_setting('{name}')").fetchone() == (False,)
        with pytest.raises(duckdb.Error):
            connection.execute("SELECT * FROM read_parquet('https://example.org/a.parquet')")


# A catalog in a file


def test_catalog_in_a_file_makes_a_ledger_for_one(tmp_path: Path) -> None:
    lake = _lake(f"ducklake:{tmp_path}/record.ducklake")
    with Ledger.open(lake) as ledger:
        ledger.add([a_coding()], a_run())

    with Ledger.open(lake, read_only=True) as ledger:
        assert ledger.claims().count() == 1
    assert (tmp_path / "record.ducklake").is_file()
    with pytest.raises(BadInput, match="there is no ledger at"):
        Ledger.open(_lake(f"ducklake:{tmp_path}/none.ducklake"), read_only=True)


@pytest.mark.parametrize(
    ("told", "clear"),
    [
        ("could not serialize access due to concurrent update", "at the same time"),
        ('duplicate key value violates unique constraint "ducklake_snapshot"', "at the same time"),
        ("Could not write: No space left on device", "the disk of its data is full"),
        ("Cannot open file '/srv/x.parquet': No such file or directory", "lacks a file"),
        ("something never seen", "cannot be used: something never seen"),
    ],
)
def test_what_duckdb_says_becomes_what_a_person_can_do(told: str, clear: str) -> None:
    lake = Lake("postgres:dbname=a password=hush")
    with pytest.raises(Exception, match=clear) as caught, clear_lake_errors(lake):
        raise duckdb.IOException(f"{told} (dbname=a password=hush)")
    assert "hush" not in str(caught.value)

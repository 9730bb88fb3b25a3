"""Who may open a ledger, and what those are told who may not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from builders import a_coding, a_run
from detente.errors import BadInput, LedgerBusy, LedgerUnusable, LedgerVersion
from detente.ledger import Ledger
from detente.ledger.opening import clear_errors

HOLD = """import sys
from detente.ledger import Ledger
ledger = Ledger.open(sys.argv[1], read_only={})
print("open", flush=True)
sys.stdin.read()"""


@contextmanager
def _held(path: Path, *, read_only: bool = False) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the ledger open until its standard input ends."""
    holder = subprocess.Popen(  # noqa: S603  # our own interpreter and our own words
        [sys.executable, "-c", HOLD.format(read_only), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    try:
        yield holder
    finally:
        holder.communicate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "ledger.duckdb") as ledger:
        ledger.add([a_coding()], a_run())
    return tmp_path / "ledger.duckdb"


def test_second_process_is_told_who_holds_the_ledger_and_what_to_do(path: Path) -> None:
    with _held(path) as holder, pytest.raises(LedgerBusy) as caught:
        Ledger.open(path)

    told = str(caught.value)
    assert f"process {holder.pid} ({sys.executable} -c import sys" in told
    assert "--wait SECONDS" in told


def test_reader_is_refused_while_another_process_writes(path: Path) -> None:
    with _held(path), pytest.raises(LedgerBusy):
        Ledger.open(path, read_only=True)


def test_several_processes_may_read_at_once(path: Path) -> None:
    with _held(path, read_only=True), Ledger.open(path, read_only=True) as ledger:
        assert ledger.claims().count() == 1


def test_whoever_waits_gets_the_ledger_once_it_is_free(path: Path) -> None:
    with _held(path) as holder:
        assert holder.stdin is not None
        holder.stdin.close()
        holder.stdin = None

        with Ledger.open(path, wait_s=60) as ledger:
            assert ledger.claims().count() == 1


def test_reader_of_a_missing_ledger_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no ledger at .*none\.duckdb; make one with detente add"):
        Ledger.open(tmp_path / "none.duckdb", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_ledger_is_named_by_the_environment_or_lies_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Ledger.open().close()
    monkeypatch.setenv("DETENTE_LEDGER", str(tmp_path / "mine.duckdb"))
    Ledger.open().close()

    assert sorted(p.name for p in tmp_path.iterdir()) == ["detente.duckdb", "mine.duckdb"]


def _damaged(path: Path, how: str) -> None:
    whole = path.read_bytes()
    match how:
        case "overwritten":
            path.write_bytes(b"this is no database\n" * 1000)
        case "cut short":
            path.write_bytes(whole[:5000])
        case "one block changed":
            path.write_bytes(whole[:4096] + bytes(4096) + whole[8192:])
        case "empty":
            path.write_bytes(b"")


@pytest.mark.parametrize("how", ["overwritten", "cut short", "one block changed", "empty"])
@pytest.mark.parametrize("read_only", [True, False])
def test_damaged_file_is_refused_and_named(path: Path, how: str, *, read_only: bool) -> None:
    _damaged(path, how)
    damaged = path.read_bytes()

    with pytest.raises(LedgerUnusable, match=r"ledger\.duckdb is damaged, or no ledger; restore"):
        Ledger.open(path, read_only=read_only)
    assert path.read_bytes() == damaged


def test_missing_folder_and_a_folder_in_the_files_place_are_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="there is no such folder; make it first"):
        Ledger.open(tmp_path / "none" / "ledger.duckdb")
    with pytest.raises(LedgerUnusable, match="is a folder; name a file"):
        Ledger.open(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_the_right_to_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)

    with pytest.raises(LedgerUnusable, match="you have no right to"):
        Ledger.open(tmp_path / "ledger.duckdb")


@pytest.mark.parametrize(
    ("told", "kind", "clear"),
    [
        ("IO Error: Could not write file: No space left on device", LedgerUnusable, "disk is full"),
        ("IO Error: Cannot open file: Permission denied", LedgerUnusable, "no right to"),
        ("IO Error: Cannot open file: Read-only file system", LedgerUnusable, "another file"),
        (
            (
                "IO Error: Trying to read a database file with version number 99, written with a "
                "newer version of DuckDB"
            ),
            LedgerVersion,
            "newer DuckDB",
        ),
        ("IO Error: Could not set lock on file: Conflicting lock", LedgerBusy, "another process"),
        ("IO Error: something never seen", LedgerUnusable, "something never seen"),
    ],
)
def test_what_duckdb_says_becomes_what_a_person_can_do(
    told: str, kind: type[Exception], clear: str
) -> None:
    with pytest.raises(kind, match=f"l.duckdb .*{clear}"), clear_errors(Path("l.duckdb")):
        raise duckdb.IOException(told)


def test_opening_it_to_read_beside_a_writer_of_the_same_process_is_told(path: Path) -> None:
    with Ledger.open(path), pytest.raises(LedgerBusy, match="this very process"):
        Ledger.open(path, read_only=True)


def test_records_of_a_new_ledger_are_packed_as_a_whole(path: Path) -> None:
    with duckdb.connect(path, read_only=True) as connection:
        packed = connection.execute(
            "SELECT DISTINCT compression FROM pragma_storage_info('claims')"
            " WHERE column_name = 'record' AND segment_type = 'VARCHAR'"
        ).fetchall()
    assert packed == [("ZSTD",)]


def test_in_bulk_the_log_is_brought_into_its_place_at_the_end(tmp_path: Path) -> None:
    path, sql = tmp_path / "l.duckdb", "SELECT current_setting('checkpoint_threshold')"
    with Ledger.open(path) as ledger, ledger.query() as query:
        usual = query.execute(sql).fetchone()
        with ledger.in_bulk():
            assert query.execute(sql).fetchone() == ("953.6 MiB",)
            ledger.add([a_coding()], a_run())
        assert query.execute(sql).fetchone() == usual
        assert path.with_name("l.duckdb.wal").exists()

    assert not path.with_name("l.duckdb.wal").exists()

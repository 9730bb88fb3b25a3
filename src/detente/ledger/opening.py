"""A ledger's name -> an open DuckDB connection, or a clear word on why not.

In:  a name, whether only to read, how long to wait.   Out: a connection at the newest schema.
Does not: know rows, or how shared ledgers are opened (ledger/lake.py does). What DuckDB
raises becomes an error that says what to do.
"""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import LedgerBusy, LedgerUnusable, LedgerVersion
from detente.ledger.address import OFFLINE, Lake, LedgerName, is_current, migrate, refuse_missing
from detente.ledger.lake import clear_lake_errors, open_lake

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PAUSE_S = 0.1  # between two tries for a busy file
_HOLDER = re.compile(r"held in (.+?) \(PID (\d+)\)")
_SETTINGS = {
    **OFFLINE,
    "storage_compatibility_version": "v1.2.0",  # of new files; zstd comes with it
}


def open_connection(
    path: LedgerName, *, read_only: bool = False, wait_s: float = 0.0
) -> "DuckDBPyConnection":
    """Open a ledger at the newest schema; make it if it is to be written and missing.

    Raises:
        BadInput: there is no such ledger to read, or the file is another program's.
        LedgerBusy: another process holds the file, still after ``wait_s`` seconds.
        LedgerUnusable: the file is damaged, or cannot be opened.
        LedgerVersion: a newer detente has written it.
    """
    if isinstance(path, Lake):
        return open_lake(path, read_only=read_only, wait_s=wait_s).as_duckdb()
    if read_only and not path.exists():
        refuse_missing(path)
    connection = _waited(path, read_only=read_only, wait_s=wait_s)
    try:
        with clear_errors(path):
            if not read_only:
                migrate(connection, str(path))
            elif not is_current(connection, str(path)):
                connection.close()
                open_connection(path, wait_s=wait_s).close()
                connection = _waited(path, read_only=True, wait_s=wait_s)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def clear_errors(path: LedgerName) -> Iterator[None]:
    """Turn what DuckDB raises about a ledger into errors for people.

    Raises:
        LedgerBusy: another process holds the file, or changes the same rows.
        LedgerUnusable: the file is damaged, or cannot be read or written.
        LedgerVersion: a newer DuckDB has written it.
    """
    if isinstance(path, Lake):
        with clear_lake_errors(path):
            yield
        return
    import duckdb  # noqa: PLC0415  # heavy, and only here

    try:
        yield
    except (
        duckdb.TransactionException,
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.InternalException,
        duckdb.SerializationException,
        duckdb.PermissionException,
    ) as err:
        clear = _clear(path, str(err))
        raise clear from err
    except duckdb.ConnectionException as err:
        raise LedgerBusy(
            f"{path} is open in this very process in another way; close that ledger first"
        ) from err


def _waited(path: Path, *, read_only: bool, wait_s: float) -> "DuckDBPyConnection":
    """Connect; a busy file is tried again for ``wait_s`` seconds."""
    import duckdb  # noqa: PLC0415  # heavy, and only here

    last = time.monotonic() + wait_s
    while True:
        try:
            with clear_errors(path):
                return duckdb.connect(path, read_only=read_only, config=dict(_SETTINGS))
        except LedgerBusy:
            if time.monotonic() >= last:
                raise
            time.sleep(_PAUSE_S)


def _clear(path: Path, told: str) -> LedgerBusy | LedgerUnusable | LedgerVersion:
    """Say in plain words what DuckDB says about a file."""
    holder = _HOLDER.search(told)
    if holder or "lock on file" in told:
        return LedgerBusy(_busy_words(path, holder))
    if "conflict" in told.lower():
        return LedgerBusy(f"{path} was changed at the same time; try again ({_first_line(told)})")
    if "newer version" in told or "storage version" in told:
        return LedgerVersion(
            f"{path} was written by a newer DuckDB; upgrade with pip install -U detente"
        )
    for words, advice in _ADVICE.items():
        if words.lower() in told.lower():
            return LedgerUnusable(f"{path} {advice} (DuckDB: {_first_line(told)})")
    return LedgerUnusable(f"{path} cannot be used: {_first_line(told)}")


_DAMAGED = "is damaged, or no ledger; restore it from a copy, or name another file with --ledger"
_ADVICE = {
    "not a valid DuckDB": _DAMAGED,
    "corrupt": _DAMAGED,
    "read enough bytes": _DAMAGED,
    "checksum": _DAMAGED,
    "deserializ": _DAMAGED,
    "No space left": "cannot grow: the disk is full; make room and run it again",
    "File too large": "cannot grow: its size is limited; raise the limit (ulimit -f)",
    "Disk quota": "cannot grow: your quota is used up; make room and run it again",
    "Permission denied": "cannot be opened: you have no right to; name another with --ledger",
    "Read-only file system": "cannot be written there; name another file with --ledger",
    "No such file or directory": "cannot be made: there is no such folder; make it first",
    "Is a directory": "is a folder; name a file with --ledger",
}


def _busy_words(path: Path, holder: re.Match[str] | None) -> str:
    if holder is None:
        return f"{path} is open in another process; stop it or wait (--wait SECONDS)"
    pid = int(holder[2])
    command = _command_of(pid) or holder[1]
    if " serve" in f" {command} ":
        return (
            f"{path} is held by the desk in process {pid} ({command}); send it reports and rulings "
            "over HTTP (docs/http.md), or stop it; a desk with --read-only holds nothing"
        )
    return (
        f"{path} is open in process {pid} ({command}); wait until it is done "
        f"(--wait SECONDS), or stop it"
    )


def _command_of(pid: int) -> str | None:
    """Find the command line of a process, as far as the system tells."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        told = b" ".join(words).decode(errors="replace")
    except OSError:
        try:
            done = subprocess.run(  # noqa: S603  # fixed words and a number
                ["ps", "-o", "args=", "-p", str(pid)],  # noqa: S607  # where ps is differs
                capture_output=True,
                text=True,
                check=False,
                timeout=5,
            )
            told = done.stdout
        except (OSError, subprocess.TimeoutExpired):
            return None
    return " ".join(told.split())[:200] or None


def _first_line(told: str) -> str:
    return told.strip().splitlines()[0] if told.strip() else "no reason given"

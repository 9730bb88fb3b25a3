"""A PostgreSQL of the tests' own, on loopback, in a folder that goes with it.

In:  Debian's packages.   Out: a server, and databases in it that cost no time to make.
Does not: touch a server that runs on the machine. Where PostgreSQL is missing, tests are skipped
with a reason; under CI they fail, for .ci/run installs it.
"""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSWORD = "open-sesame-9217"  # noqa: S105  # of a server that lives for some tests
# Who is "guarded" needs the password, "reader" may only read; the others are let in.
_RULES = """host all guarded 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""
_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=16MB",
    "max_connections=200",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that runs."""

    port: int
    folder: Path
    programs: Path

    def words(self, database: str, user: str = "owner") -> str:
        """How it is reached, in libpq's words."""
        return f"dbname={database} host=127.0.0.1 port={self.port} user={user}"

    def run(self, sql: str, database: str = "postgres") -> str:
        """Run SQL, and give its rows as text."""
        done = subprocess.run(  # noqa: S603  # our own words
            [
                *(self.programs / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"),
                *("-d", self.words(database), "-c", sql),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def start(self) -> None:
        """Start it."""
        settings = [word for one in _SETTINGS for word in ("-c", one)]
        _run_as_owner(
            [
                *(self.programs / "pg_ctl", "-D", self.folder / "data", "-w", "-t", "120"),
                *("-l", self.folder / "log", "-o", " ".join(["-p", str(self.port), *settings])),
                "start",
            ]
        )

    def stop(self) -> None:
        """Stop it at once, as a power cut does."""
        _run_as_owner(
            [self.programs / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"]
        )


@contextmanager
def running_server() -> Iterator[Server]:
    """Make a server, and remove it at the end."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="detente-postgres-"))
    server = Server(port=_free_port(), folder=folder, programs=programs)
    try:
        shutil.chown(folder, _owner())
        _run_as_owner(
            [
                *(programs / "initdb", "-D", folder / "data", "-U", "owner", "-A", "trust"),
                *("-E", "UTF8", "--locale=C", "--no-sync"),
            ]
        )
        (folder / "data" / "pg_hba.conf").write_text(_RULES)
        server.start()
        server.run(f"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        server.run("CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader")
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Private functions


def _programs() -> Path:
    """Find where PostgreSQL's programs are, or do without these tests."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in reversed(folders):
        if (folder / "initdb").exists():
            return folder
    reason = "PostgreSQL is not installed: apt-get install postgresql"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _owner() -> str:
    """Name who the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run_as_owner(command: list[str | Path]) -> None:
    """Run a program as the server's owner; a failure shows what it said."""
    before = ["runuser", "-u", _owner(), "--"] if os.geteuid() == 0 else []
    words = [*before, *map(str, command)]
    with tempfile.TemporaryFile("w+") as told:  # pg_ctl's server would keep a pipe open
        done = subprocess.run(  # noqa: S603  # our own words
            words, stdout=told, stderr=told, check=False, cwd="/", env={**os.environ, "LC_ALL": "C"}
        )
        told.seek(0)
        assert done.returncode == 0, told.read()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as ear:
        port: int = ear.getsockname()[1]
    return port

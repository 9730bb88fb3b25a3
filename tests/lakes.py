"""Shared ledgers for tests: a database each in the tests' own PostgreSQL, made from a template.

In:  a server and a folder.   Out: names of shared ledgers, with nothing in them.
Does not: make the schema again for each; that is tested in ledger/test_lake_opening.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from detente.ledger import Ledger
from detente.ledger.address import Lake, ledger_name
from postgres import Server, running_server

_TEMPLATE = "template_of_ledgers"


@dataclass(slots=True)
class Lakes:
    """Makes shared ledgers."""

    server: Server
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def empty(self, folder: Path) -> Lake:
        """A database in which nothing is yet; the data is to lie in ``folder``."""
        database = f"record_{next(self._numbers)}"
        self.server.run(f"CREATE DATABASE {database}")
        return self.name_of(database, folder)

    def made(self, folder: Path) -> Lake:
        """A shared ledger without rows."""
        database = f"record_{next(self._numbers)}"
        self.server.run(f"CREATE DATABASE {database} TEMPLATE {_TEMPLATE}")
        lake = self.name_of(database, folder)
        moved = f"UPDATE ducklake_metadata SET value = '{lake.data}' WHERE key = 'data_path'"  # noqa: S608  # ours
        self.server.run(moved, database)
        return lake

    def name_of(self, database: str, folder: Path | None = None, user: str = "owner") -> Lake:
        """Name a shared ledger of this server."""
        where = f" data_path='{folder}'" if folder else ""
        named = ledger_name(f"ducklake:postgres:{self.server.words(database, user)}{where}")
        assert isinstance(named, Lake)
        return named

    def cut(self, database: str) -> None:
        """Cut all connections to a database."""
        self.server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608  # ours
            f" WHERE datname = '{database}'"
        )


@contextmanager
def running_lakes(folder: Path) -> Iterator[Lakes]:
    """Start PostgreSQL, and make the template."""
    with running_server() as server:
        lakes = Lakes(server)
        server.run(f"CREATE DATABASE {_TEMPLATE}")
        Ledger.open(lakes.name_of(_TEMPLATE, folder / "none")).close()
        lakes.cut(_TEMPLATE)
        yield lakes

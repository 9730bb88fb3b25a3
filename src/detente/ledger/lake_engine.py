"""The installed packages -> a DuckDB in memory that knows DuckLake and PostgreSQL.

In:  nothing; the extensions come with their packages.   Out: connections of one engine a process.
Does not: download anything, or attach ledgers.
"""

import os
import sys
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from detente.errors import MissingExtra

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["engine_cursor", "extension_file"]

_EXTENSIONS = ("postgres_scanner", "ducklake")  # in the order in which they are loaded
_lock = Lock()


def engine_cursor() -> "DuckDBPyConnection":
    """Give a connection of its own to this process's engine.

    Raises:
        MissingExtra: an extension is not installed, or is another DuckDB's.
    """
    with _lock:
        return _engine(os.getpid()).cursor()


def extension_file(name: str, duckdb_version: str) -> Path:
    """Find an extension in its package.

    Raises:
        MissingExtra: it is not installed, or is another DuckDB's.
    """
    package = f"duckdb-extension-{name.replace('_', '-')}"
    install = f"{sys.executable} -m pip install {package}=={duckdb_version}"
    found = find_spec(package.replace("-", "_"))
    if found is None or not found.submodule_search_locations:
        raise MissingExtra(f"a shared ledger needs {package}, which is not installed: {install}")
    folder = Path(found.submodule_search_locations[0]) / "extensions"
    file = folder / f"v{duckdb_version}" / f"{name}.duckdb_extension"
    if not file.is_file():
        try:
            has = version(package)
        except PackageNotFoundError:
            has = "?"
        raise MissingExtra(
            f"{package} {has} does not fit DuckDB {duckdb_version}; install the one that does: "
            f"{install}"
        )
    return file


# Private functions


@cache  # loading takes a second; a forked child makes its own
def _engine(_process: int) -> "DuckDBPyConnection":
    import duckdb  # noqa: PLC0415  # heavy, and only here

    files = [extension_file(name, duckdb.__version__) for name in _EXTENSIONS]
    engine = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(Path(tempfile.gettempdir()) / f"detente-{_process}.tmp"),
        },
    )
    for file in files:
        engine.execute(f"LOAD '{str(file).replace(chr(39), chr(39) * 2)}'")
    return engine

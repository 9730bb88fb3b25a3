"""What a person calls a ledger -> where it is: a file, or a shared ledger in DuckLake.

In:  the words after ``--ledger`` or in ``$DETENTE_LEDGER``.   Out: a path, or a ``Lake``.
Does not: open anything. What it shows of a shared ledger has no password in it.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from detente.errors import VERSION, BadInput, LedgerVersion

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LEDGER_VARIABLE = "DETENTE_LEDGER"
DATA_VARIABLE = "DETENTE_LAKE_DATA"
DEFAULT_NAME = "detente.duckdb"
OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_LAKE, _POSTGRES = "ducklake:", "postgres:"
_URI = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
# libpq's keywords: name = value, the value bare or in quotes with \' and \\ within.
_PAIR = re.compile(r"\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)")
# Passwords as they stand in keywords, and in addresses (user:password@host, ?password=).
_SECRETS = (
    re.compile(
        r"((?:pass(?:word|file)?|sslpassword)\s*=\s*)('(?:[^'\\]|\\.)*'?|[^\s&'\"]+)", re.IGNORECASE
    ),
    re.compile(r"(//[^\s/:@]*:)(\S*)(?=@)"),
)


@dataclass(frozen=True, slots=True)
class Lake:
    """A shared ledger: catalog in PostgreSQL, or in a file of DuckDB, and data in Parquet.

    ``catalog`` is what DuckLake attaches: ``postgres:dbname=record host=db`` or a path. It may
    hold a password; show ``str(lake)`` instead. ``data`` is the folder of the Parquet files,
    needed when the ledger is made: from then on the catalog knows it.
    """

    catalog: str = field(repr=False)
    data: str | None = None

    def __str__(self) -> str:
        return hushed(_LAKE + self.catalog)

    @property
    def connection_words(self) -> str | None:
        """How PostgreSQL is reached, in libpq's words; ``None`` where the catalog is a file."""
        if not self.catalog.startswith(_POSTGRES):
            return None
        return self.catalog.removeprefix(_POSTGRES)

    @property
    def short_name(self) -> str:
        """A name for files beside a shared ledger, of letters that any disk takes."""
        words = self.connection_words
        if words is None:
            return Path(self.catalog).stem
        found = re.search(r"dbname\s*=\s*'?([\w.-]+)|://[^/]*/([\w.-]+)", words)
        named = next((one for one in found.groups() if one), "") if found else ""
        return named or os.environ.get("PGDATABASE") or "postgres"


LedgerName: TypeAlias = Path | Lake


def ledger_name(given: str | Path | Lake) -> LedgerName:
    """Read the name of a ledger.

    Raises:
        BadInput: it begins like a shared ledger's, but is none.
    """
    if isinstance(given, Lake) or not str(given).startswith(_LAKE):
        return given if isinstance(given, Path | Lake) else Path(given)
    return _lake(str(given).removeprefix(_LAKE).strip(), os.environ)


def default_path() -> LedgerName:
    """Name the ledger where nobody names one: ``$DETENTE_LEDGER``, else ``./detente.duckdb``."""
    return ledger_name(os.environ.get(LEDGER_VARIABLE) or DEFAULT_NAME)


def beside(name: LedgerName, suffix: str) -> Path:
    """Name a file that belongs to a ledger: beside its file, else in the working folder."""
    if isinstance(name, Lake):
        return Path(f"detente-{name.short_name}{suffix}")
    return name.with_name(name.name + suffix)


def hushed(told: str) -> str:
    """Put ``***`` in the place of each password."""
    for secret in _SECRETS:
        told = secret.sub(r"\1***", told)
    return told


def _lake(words: str, environment: Mapping[str, str]) -> Lake:
    """Read what follows ``ducklake:``."""
    given = environment.get(DATA_VARIABLE)
    uri = words.removeprefix(_POSTGRES)
    if _URI.match(words) or _URI.match(uri):
        return Lake(f"{_POSTGRES}{words if _URI.match(words) else uri}", _folder(given))
    if words.startswith(_POSTGRES):
        kept, data = _without_data(uri)
        return Lake(f"{_POSTGRES}{kept}", _folder(data or given))
    if not words or re.match(r"\w{2,}:", words):
        raise BadInput(
            f"{hushed(_LAKE + words)!r} names no shared ledger; write "
            "ducklake:postgres:dbname=record host=db data_path=/srv/record, or ducklake:FILE"
        )
    catalog = str(Path(words).absolute())
    return Lake(catalog, _folder(given or f"{catalog}.files"))


def _without_data(words: str) -> tuple[str, str | None]:
    """Take ``data_path`` out of libpq's words."""
    kept, data, at = list[str](), None, 0
    words = words.strip()
    while at < len(words):
        found = _PAIR.match(words, at)
        if found is None or (found.end() < len(words) and not words[found.end()].isspace()):
            raise BadInput(
                f"{hushed(words)!r} is not how PostgreSQL is reached; write name=value, with "
                "values that hold spaces in single quotes: dbname=record host=db port=5432"
            )
        if found[1] == "data_path":
            data = re.sub(r"\\(.)", r"\1", found[2].removeprefix("'").removesuffix("'"))
        else:
            kept.append(found[0].strip())
        at = found.end()
    return " ".join(kept), data


def _folder(given: str | None) -> str | None:
    """Write a folder in full, as DuckLake keeps it."""
    if not given:
        return None
    if "://" in given:
        raise BadInput(
            f"{given!r} is no folder; the data of a shared ledger lies in a folder that all who "
            "use it see under the same name"
        )
    return f"{os.path.abspath(given).rstrip('/')}/"  # noqa: PTH100  # resolve() follows links


def refuse_missing(name: LedgerName) -> NoReturn:
    """Say that there is no ledger to read, and what to do.

    Raises:
        BadInput: always.
    """
    raise BadInput(
        f"there is no ledger at {name}; make one with detente add, or name yours with "
        f"--ledger or ${LEDGER_VARIABLE}"
    )


# --- Many ids -> one value of a query.
def id_list(ids: Iterable[str]) -> str:
    """Write ids, which hold no comma, as one value for ``string_split``.

    Of a list DuckDB looks twice for pandas for each item: a thousand ids take 25 ms.
    """
    return ",".join(ids)


# --- Names -> the SQL that the package carries in the folders `sql` of its rooms.
@cache
def packaged_sql(name: str, room: str = "ledger") -> str:
    """Read ``ledger/sql/NAME.sql``, or that of another room."""
    return (files(f"detente.{room}") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


# --- Numbered SQL files -> the tables of a ledger, from empty or from any earlier version.
_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_FIRST = "CREATE TABLE schema_version (version INTEGER NOT NULL, written_by VARCHAR NOT NULL)"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: from version ``number - 1`` to ``number``."""

    number: int
    name: str
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """Read all steps, in order."""
    found = []
    for file in (files("detente.ledger") / "sql").iterdir():
        named = _NAME.fullmatch(file.name)
        if named:
            found.append(Migration(int(named[1]), named[2], file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda step: step.number))


def version_of(connection: "DuckDBPyConnection", name: str) -> int:
    """Read the version of a ledger; 0 for an empty file. ``name`` is the file's, for messages.

    Raises:
        BadInput: the file holds other tables, but is no ledger.
    """
    tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    if "schema_version" in tables:
        row = connection.execute("SELECT version FROM schema_version").fetchone()
        return int(row[0]) if row else 0
    if tables:
        some = ", ".join(sorted(tables)[:3])
        raise BadInput(
            f"{name} is there, but no ledger of detente (it holds {some}); "
            "name another file with --ledger"
        )
    return 0


def is_current(connection: "DuckDBPyConnection", name: str) -> bool:
    """Whether a ledger is at the newest version.

    Raises:
        LedgerVersion: a newer detente has written it.
    """
    found, newest = version_of(connection, name), len(migrations())
    if found > newest:
        row = connection.execute("SELECT written_by FROM schema_version").fetchone()
        raise LedgerVersion(
            f"{name} has schema {found}, written by detente {row[0] if row else '?'}; detente "
            f"{VERSION} knows schemas up to {newest}: upgrade with pip install -U detente"
        )
    return found == newest


def migrate(
    connection: "DuckDBPyConnection", name: str, steps: Sequence[Migration] | None = None
) -> None:
    """Apply the steps that a ledger lacks, each in a transaction with its number."""
    if is_current(connection, name):
        return
    done = version_of(connection, name)
    for step in migrations() if steps is None else steps:
        if step.number > done:
            _apply(connection, step)


def _apply(connection: "DuckDBPyConnection", step: Migration) -> None:
    connection.execute("BEGIN")
    try:
        if step.number == 1:
            connection.execute(_FIRST)
            connection.execute("INSERT INTO schema_version VALUES (0, '')")
        connection.execute(step.sql)
        connection.execute(
            "UPDATE schema_version SET version = ?, written_by = ?", [step.number, VERSION]
        )
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")

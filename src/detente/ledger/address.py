"""What a person calls a ledger -> where it is: a file, or a shared ledger in DuckLake.

In:  the words after ``--ledger`` or in ``$DETENTE_LEDGER``.   Out: a path, or a ``Lake``.
Does not: open anything. What it shows of a shared ledger has no password in it.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from detente.errors import BadInput

__all__ = [
    "DATA_VARIABLE",
    "DEFAULT_NAME",
    "LEDGER_VARIABLE",
    "Lake",
    "LedgerName",
    "beside",
    "default_path",
    "hushed",
    "ledger_name",
]

LEDGER_VARIABLE = "DETENTE_LEDGER"
DATA_VARIABLE = "DETENTE_LAKE_DATA"
DEFAULT_NAME = "detente.duckdb"
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


# Private functions


def _lake(words: str, environment: Mapping[str, str]) -> Lake:
    """Read what follows ``ducklake:``.

    Raises:
        BadInput: it names no catalog, or one that detente cannot use.
    """
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
    """Take ``data_path`` out of libpq's words.

    Raises:
        BadInput: they are no list of name=value.
    """
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
    """Write a folder in full, as DuckLake keeps it.

    Raises:
        BadInput: it is an address of an object store, for which no extension is installed.
    """
    if not given:
        return None
    if "://" in given:
        raise BadInput(
            f"{given!r} is no folder; the data of a shared ledger lies in a folder that all who "
            "use it see under the same name"
        )
    return f"{os.path.abspath(given).rstrip('/')}/"  # noqa: PTH100  # resolve() follows links

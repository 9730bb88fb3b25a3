"""What DuckDB says about a shared ledger -> what a person can do.

In:  the words of an error.   Out: the error for people, without a password in it.
Does not: pass on the first error: its words hold how PostgreSQL is reached.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from detente.errors import BadInput, DetenteError, LedgerBusy, LedgerUnusable, LedgerVersion
from detente.ledger.address import DATA_VARIABLE, Lake, hushed

__all__ = ["clear_lake_errors"]

_CONFLICT = ("conflict", "could not serialize", "duplicate key value")
_OF_POSTGRES = "Failed to prepare query"  # how DuckDB says that PostgreSQL did not answer
_GONE = "cannot be reached: see that PostgreSQL runs and lets you in"
_CUT = (
    "was lost while it was asked: see that PostgreSQL runs, and run it again; what is kept already "
    "is not written twice"
)
_ADVICE = {
    "does not match existing data path": (
        f"has its data in another folder than you name; leave data_path and ${DATA_VARIABLE} out"
    ),
    "DATA_PATH": (
        f"is not there yet; say where its data is to lie: data_path=FOLDER or ${DATA_VARIABLE}"
    ),
    "password authentication failed": "does not let you in: the name or the password is wrong",
    "no password supplied": (
        "asks for a password; put it into ~/.pgpass, or name the file in $PGPASSFILE"
    ),
    "permission denied": "does not let you do this: ask its keeper for the right",
    "Permission denied": "has data in a folder that you have no right to",
    "No space left": "cannot grow: the disk of its data is full; make room and run it again",
    "No such file": "lacks a file of its data; is its folder there, under the name it was made?",
    "Unable to connect": _GONE,
    "could not connect": _GONE,
    "server closed the connection": _CUT,
    "terminating connection": _CUT,
    "no connection to the server": _CUT,
    "SSL connection has been closed": _CUT,
    "Connection refused": _GONE,
    "the database system is": _GONE,
}


@contextmanager
def clear_lake_errors(lake: Lake) -> Iterator[None]:
    """Turn what DuckDB raises about a shared ledger into errors for people.

    Raises:
        BadInput: it is not there yet, and its name does not say where its data is to lie.
        LedgerBusy: another changed the same rows.
        LedgerUnusable: PostgreSQL or the folder of the data cannot be reached or used.
        LedgerVersion: a newer DuckLake has made it.
        Error: the question is wrong in itself, not the ledger: what DuckDB says of it.
    """
    import duckdb  # noqa: PLC0415  # heavy, and only here

    try:
        yield
    except duckdb.Error as err:
        told = str(err)
        wrong = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)
        if isinstance(err, (*wrong, duckdb.DataError)) and _OF_POSTGRES not in told:
            raise
        clear = _clear(lake, told)
    else:
        return
    raise clear from None


# Private functions


def _clear(lake: Lake, told: str) -> DetenteError:
    words = hushed(_first_lines(told))
    if any(one in told.lower() for one in _CONFLICT):
        return LedgerBusy(
            f"{lake} was changed at the same time; nothing of this was kept: run it again ({words})"
        )
    if "DuckLake catalog version" in told or "DuckLake version" in told:
        return LedgerVersion(
            f"{lake} was made by another DuckLake; pip install -U detente ({words})"
        )
    for sign, advice in _ADVICE.items():
        if sign in told:
            kind = BadInput if sign == "DATA_PATH" else LedgerUnusable
            return kind(f"{lake} {advice} ({words})")
    return LedgerUnusable(f"{lake} cannot be used: {words}")


def _first_lines(told: str) -> str:
    """Shorten: DuckDB repeats the question, which says nothing to a person."""
    return " ".join(told.split("\nLINE ", maxsplit=1)[0].split())[:400] or "no reason given"

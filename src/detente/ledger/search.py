"""Words -> the claims, statements and reports that hold them, the best first (BM25).

In:  an open ledger, once; then words.   Out: ids with their scores; by what they can be narrowed.
Does not: write to the ledger. The index is a database of its own, in memory or in a file that goes
when the index does.

DuckDB's full-text extension comes as a wheel; nothing is downloaded.
"""

import re
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from detente.errors import LedgerUnusable
from detente.ledger.address import OFFLINE, packaged_sql
from detente.ledger.columns import types_of, unnested
from detente.ledger.store import Ledger, Ruled

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ACTOR_BONUS = 8.0  # above what two ordinary words score, so that whom a name names comes first
LONG = 6  # letters of a word of which two may be wrong
AT_ONCE = 50_000  # rows on their way at once
_IGNORED = r"[^\p{L}\p{N}]+"
_FOLDED = (
    "CREATE MACRO folded(words) AS ' ' || trim(regexp_replace(lower(strip_accents(words)), "
    f"'{_IGNORED}', ' ', 'g')) || ' '"
)
_SETTINGS = {**OFFLINE, "threads": "1"}  # pages go on meanwhile
NARROWED_BY = ("kind", "since", "until", "outlet", "side", "type", "status", "min_score")
_PHRASE = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is sought. ``rest`` are the words beside those that name one of ``actors``.

    ``words`` may hold phrases in double quotes. ``kind`` is ``claim``, ``statement`` or
    ``report``; days are of publication; ``side`` is a country's code. Claims alone have ``type``,
    ``status`` and a score. ``is_by_day``: the latest first. ``skipped`` hits of each kind are left
    out.
    """

    words: str
    actors: tuple[str, ...] = ()
    rest: str = ""
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    outlet: str | None = None
    side: str | None = None
    type: str | None = None
    status: str | None = None
    min_score: float | None = None
    is_by_day: bool = False
    skipped: int = 0
    n_rows: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; ``n_of_kind`` are all of its kind that were found."""

    kind: str
    id: str
    score: float
    n_of_kind: int


@dataclass(frozen=True, slots=True)
class Facet:
    """Of what was found, ``n_found`` have ``value`` as their side, type, status, outlet or year."""

    facet: str
    value: str
    n_found: int


def phrases_in(words: str) -> list[str]:
    """List the phrases in double quotes."""
    return _PHRASE.findall(words)


class SearchIndex:
    """The index of one state of a ledger. Many threads may ask it at once."""

    def __init__(
        self, connection: "DuckDBPyConnection", n_documents: int, folder: Path | None = None
    ) -> None:
        self._connection = connection
        self.n_documents = n_documents
        if folder is not None:  # it goes with the index
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @classmethod
    def of(cls, ledger: Ledger, ruled: Ruled | None = None) -> Self:
        """Index all that counts in a ledger, in memory; ``ruled`` are claims as people ruled.

        Raises:
            LedgerUnusable: the full-text extension is not there.
        """
        return cls.copied(ledger, ruled).indexed()

    @classmethod
    def copied(cls, ledger: Ledger, ruled: Ruled | None = None, *, in_memory: bool = True) -> Self:
        """Copy what can be found out of a ledger, which may be closed then; not to be asked yet.

        Many documents are better not ``in_memory``: some 200 bytes each.

        Raises:
            LedgerUnusable: the full-text extension is not there.
        """
        folder = None if in_memory else Path(tempfile.mkdtemp(prefix="detente-search-"))
        connection = _connected(folder / "search.duckdb" if folder else None)
        return cls(connection, _copy(ledger, connection, ruled or {}), folder)

    def indexed(self) -> Self:
        """Make the index of what was copied."""
        self._connection.execute(
            "PRAGMA create_fts_index('documents', 'key', 'words', 'names', stemmer = 'porter',"
            f" stopwords = 'none', ignore = '{_IGNORED}', strip_accents = 1, lower = 1)"
        )
        return self

    def find(self, sought: Sought, *, all_words: bool = True) -> list[Hit]:
        """Find documents, by kind and then best first.

        ``all_words``: each must hold all words, in any form of them (``sanctioned`` finds
        ``sanctions``); else one is enough. Accents do not matter, nor upper and lower case.
        """
        own = {"by_day": sought.is_by_day, "skipped": sought.skipped, "n_rows": sought.n_rows}
        rows = self._asked("search_hits", sought, own, all_words=all_words)
        return [Hit(kind, one, score, n_all) for kind, one, score, n_all, _ in rows]

    def facets(self, sought: Sought, most: int, *, all_words: bool = True) -> list[Facet]:
        """Count by what ``find`` can be narrowed; the ``most`` frequent values of each facet."""
        rows = self._asked("search_facets", sought, {"most": most}, all_words=all_words)
        return [Facet(*row) for row in rows]

    def near(self, word: str, n_rows: int) -> list[str]:
        """Words of quotes and names that are written much like one that none of them has."""
        (folded,) = (one.strip() for one in self._folded([word]))
        most_apart = 1 if len(folded) < LONG else 2
        values = {"word": folded, "most_apart": most_apart, "n_rows": n_rows}
        return [word for (word,) in self._rows(packaged_sql("search_near"), values)]

    def _asked(
        self, query: str, sought: Sought, own: Mapping[str, object], *, all_words: bool
    ) -> list[tuple[Any, ...]]:
        """Ask one of the queries that go on from what is found; without a word there is nothing."""
        words, rest, *phrases = self._folded([sought.words, sought.rest, *phrases_in(sought.words)])
        if not words.strip():
            return []
        values = {
            **own,
            "sought": words.strip(),
            "rest": rest.strip(),
            "actors": list(sought.actors),
            "bonus": ACTOR_BONUS,
            "phrases": phrases,
            **{name: getattr(sought, name) for name in NARROWED_BY},
        }
        found = packaged_sql("search_find").replace("{strict}", str(int(all_words)))
        return self._rows(found + packaged_sql(query), values)

    def forms(self, words: Iterable[str], sought: str) -> frozenset[str]:
        """Which of some words are forms of one that is sought; for marking them."""
        sql = (
            "SELECT word FROM (SELECT unnest($words::VARCHAR[]) AS word)"
            " WHERE stem(trim(folded(word)), 'porter') IN"
            " (SELECT stem(unnest(string_split(trim(folded($sought)), ' ')), 'porter'))"
        )
        values = {"words": sorted(set(words)), "sought": sought}
        return frozenset(word for (word,) in self._rows(sql, values))

    def _folded(self, phrases: Sequence[str]) -> list[str]:
        """Write words without accents, capitals and marks, a blank at both ends."""
        sql = "SELECT list_transform($phrases::VARCHAR[], lambda phrase: folded(phrase))"
        ((folded,),) = self._rows(sql, {"phrases": list(phrases)})
        return list(folded)

    def _rows(self, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        return self._connection.cursor().execute(sql, values).fetchall()


def _connected(path: Path | None) -> "DuckDBPyConnection":
    import duckdb  # noqa: PLC0415  # heavy, and only this room

    connection = duckdb.connect(path or ":memory:", config=dict(_SETTINGS))
    try:
        connection.execute(f"LOAD '{_extension()}'")
    except duckdb.Error as err:
        connection.close()
        told = str(err).splitlines()[0]
        raise LedgerUnusable(
            f"the full-text index cannot be made ({told}); install duckdb-extension-fts of the "
            "same version as duckdb"
        ) from err
    connection.execute(_FOLDED)
    return connection


def _extension() -> str:
    spec = find_spec("duckdb_extension_fts")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder).rglob("fts.duckdb_extension")):
            return str(path).replace("'", "''")
    raise LedgerUnusable("the full-text index cannot be made: install duckdb-extension-fts")


def _copy(ledger: Ledger, connection: "DuckDBPyConnection", ruled: Ruled) -> int:
    """Copy what can be found into the index; count it."""
    rows_of = ledger.rows_as_ruled(ruled)
    with ledger.query() as cursor:
        sql = packaged_sql("search_documents").replace("{claims}", rows_of.sql)
        found = cursor.execute(sql, rows_of.values)
        types = types_of(found)
        columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
        connection.execute(f"CREATE TABLE documents (key INTEGER, {columns})")
        first = 1
        while rows := found.fetchmany(AT_ONCE):
            keys = range(first, first + len(rows))
            connection.execute(
                f"INSERT INTO documents {unnested({'key': 'INTEGER', **types})}",  # ours
                {"key": list(keys), **dict(zip(types, zip(*rows, strict=True), strict=True))},
            )
            first = keys.stop
    row = connection.execute("SELECT count(*) FROM documents").fetchone()
    return int(row[0]) if row else 0

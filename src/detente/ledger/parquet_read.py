"""detente's own Parquet, a file or an archive's folder -> stretches for the ledger.

In:  a path.   Out: ``Whole``s: Arrow tables of so many rows, and the runs that made them.
Does not: check rows (parquet_import.py does), or hold more than a stretch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from detente.ledger.parquet import runs_in
from detente.ledger.parquet_shard import shard_schemas
from detente.ledger.sheets import complaint
from detente.records import Problem, Run

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Whole", "is_archive", "read_archive", "read_parquet"]

AT_ONCE = 245_760  # rows to a transaction: DuckDB writes groups of 122,880 without a detour
MAX_BYTES = 512 * 2**20  # of rows to a transaction, where texts are long
SLICE = 20_480  # rows to an Arrow batch, of which six make a group, no fewer and no more
MANIFEST, DONE, SHARDS = "manifest.json", "done.json", "shards"  # of an archive's folder
ROWS = ("kind", "id", "report_id", "run_id", "record")  # that claims and statements have alike
_COLUMNS = (
    *ROWS, "report_key", "outlet", "credited", "url", "published", "report_title", "report_text",
    "report_body_start", "report_is_imported",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A stretch of a file, or some shards of an archive, and the runs that made its rows.

    ``rows`` are claims and statements, numbered by their column ``row``; those of a file have
    their reports' columns, too. Of shards ``reports``, ``remarks`` and ``told``, which are
    problems, come apart. ``places`` names the file in which the rows from a number on stand.
    ``problems`` are those of reading.
    """

    places: tuple[tuple[int, str], ...]
    rows: "pa.Table | None" = None
    reports: "pa.Table | None" = None
    remarks: "pa.Table | None" = None
    told: "pa.Table | None" = None
    runs: tuple[Run, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many claims and statements it has."""
        return int(self.rows.num_rows) if self.rows is not None else 0

    def place(self, row: int) -> str:
        """Say where a row stands: its file and its number there, from 1."""
        first, name = [place for place in self.places if place[0] <= row][-1]
        return f"{name}, row {row - first + 1}"


def is_archive(path: Path) -> bool:
    """Whether a folder is what ``detente archive`` makes."""
    return (path / MANIFEST).is_file()


def read_parquet(path: Path) -> Iterator[Whole]:
    """Yield a file in stretches; what cannot be read is told as a problem."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    n_read = 0
    places = ((1, path.name),)
    try:
        with pq.ParquetFile(path) as file:
            missing = [name for name in _COLUMNS if name not in file.schema_arrow.names]
            if missing:
                detail = f"lacks {', '.join(missing)}; detente export parquet writes whole files"
                yield _unreadable(path.name, "missing-column", detail)
                return
            runs = tuple(runs_in(file.schema_arrow.metadata))
            for table in _gathered(file.iter_batches(SLICE, columns=list(_COLUMNS))):
                rows = _numbered(table, n_read + 1)
                n_read += rows.num_rows
                yield Whole(places=places, rows=rows, runs=runs)
    except FileNotFoundError:
        yield _unreadable(path.name, "missing-file", "there is no such file")
    except (OSError, pa.ArrowException) as err:
        detail = f"is no whole Parquet file, from row {n_read + 1} on: {err}"
        yield _unreadable(path.name, "damaged", detail)
    except (ValueError, msgspec.DecodeError) as err:
        yield _unreadable(path.name, "missing-column", f"does not name its runs: {err}")


def read_archive(path: Path) -> Iterator[Whole]:
    """Yield some shards of an archive at a time; what cannot be read is told as a problem."""
    if not (path / DONE).is_file():
        detail = f"{path} is not done yet; what is there is taken; call detente archive again"
        told = complaint(path.name, "unfinished", detail, is_warning=True)
        yield Whole(places=(), problems=(told,))
    shards = _Shards()
    for folder in sorted(path.glob(f"{SHARDS}/*/")):
        problem = shards.take(folder)
        if problem is not None:
            yield Whole(places=(), problems=(problem,))
        if shards.is_full:
            yield shards.together()
            shards = _Shards()
    if shards.places:
        yield shards.together()


# Private functions


@dataclass(slots=True)
class _Shards:
    """Shards that come in together."""

    tables: dict[str, "list[pa.Table]"] = field(default_factory=dict)
    places: list[tuple[int, str]] = field(default_factory=list)
    runs: dict[str, Run] = field(default_factory=dict)
    n_rows: int = 0
    n_bytes: int = 0

    @property
    def is_full(self) -> bool:
        """Whether they are enough for a transaction."""
        return self.n_rows >= AT_ONCE or self.n_bytes >= MAX_BYTES

    def take(self, folder: Path) -> Problem | None:
        """Read a shard whole, or say why not."""
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it
        import pyarrow.parquet as pq  # noqa: PLC0415

        name = f"{SHARDS}/{folder.name}"
        try:
            read = {
                table: _read(folder / f"{table}.parquet", schema)
                for table, schema in shard_schemas().items()
            }
            runs = runs_in(pq.read_schema(folder / "reports.parquet").metadata)
        except (OSError, KeyError, pa.ArrowException) as err:
            return complaint(name, "damaged", f"{name} is no whole shard: {err}")
        except (ValueError, msgspec.DecodeError) as err:
            return complaint(name, "missing-column", f"{name} does not name its runs: {err}")
        self.runs |= {run.id: run for run in runs}
        for table in ("claims", "statements"):
            rows = read.pop(table).select(list(ROWS))
            self.places.append((self.n_rows + 1, f"{name}/{table}.parquet"))
            self.tables.setdefault("rows", []).append(rows)
            self.n_rows += rows.num_rows
            self.n_bytes += rows.nbytes
        for table, rows in read.items():
            self.tables.setdefault(table, []).append(rows)
            self.n_bytes += rows.nbytes
        return None

    def together(self) -> Whole:
        """Give all shards as one stretch."""
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

        tables = {
            name: _numbered(_sliced(pa.concat_tables(parts)), 1)
            for name, parts in self.tables.items()
        }
        return Whole(
            places=tuple(self.places),
            rows=tables["rows"],
            reports=tables["reports"],
            remarks=tables["remarks"],
            told=tables["problems"],
            runs=tuple(self.runs.values()),
        )


def _gathered(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.Table]":
    """Put batches together until they are enough for a transaction."""
    some: list[pa.RecordBatch] = []
    for batch in batches:
        some.append(batch)
        is_full = sum(one.num_rows for one in some) >= AT_ONCE
        if is_full or sum(one.nbytes for one in some) >= MAX_BYTES:
            yield _table(some)
            some = []
    if some:
        yield _table(some)


def _read(path: Path, schema: "pa.Schema") -> "pa.Table":
    """Read a table of a shard; one that has not its columns is refused by a ``KeyError``."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

    with pq.ParquetFile(path) as file:
        return file.read().select(schema.names).cast(schema)


def _table(batches: "Sequence[pa.RecordBatch]") -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    return pa.Table.from_batches(batches)


def _sliced(table: "pa.Table") -> "pa.Table":
    """Cut a table into batches, each of which one thread takes."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    batches = table.combine_chunks().to_batches(max_chunksize=SLICE)
    return pa.Table.from_batches(batches, schema=table.schema)


def _numbered(table: "pa.Table", first: int) -> "pa.Table":
    """Number rows, batch by batch: a column of another cut would cut the table anew."""
    import numpy as np  # noqa: PLC0415  # heavy, and only this format needs it
    import pyarrow as pa  # noqa: PLC0415

    sizes = [batch.num_rows for batch in table.to_batches()]
    starts = [first + sum(sizes[:at]) for at in range(len(sizes))]
    numbers = [
        pa.array(np.arange(start, start + size, dtype=np.int64))
        for start, size in zip(starts, sizes, strict=True)
    ]
    return table.append_column("row", pa.chunked_array(numbers, pa.int64()))


def _unreadable(name: str, kind: str, detail: str) -> Whole:
    return Whole(places=(), problems=(complaint(name, kind, detail),))

"""CSV and Parquet -> rows, line by line and batch by batch.

In:  an open stream.   Out: ``Row`` for each line of the table, ``Problem`` for each broken one.
Does not: hold a whole table, or guess columns: without its text column a table is refused.
"""

import csv
import gzip
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from detente.errors import BadReport
from detente.records import Problem
from detente.sources.decode import decode
from detente.sources.inputs import Input
from detente.sources.lines import Line, find_encoding, read_lines
from detente.sources.options import ReadOptions
from detente.sources.problems import ProblemKind, problem, warning
from detente.sources.rows import Row, missing_columns

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

__all__ = ["read_csv", "read_parquet"]

_MARKS = (",", ";", "\t", "|")  # between fields, in order of preference
_BATCH = 64  # rows of a Parquet file held at once
_CHUNK = 1 << 20
_MAX_SPOOLED = 1 << 33  # bytes of a zipped or piped Parquet file that are put on disk


def read_csv(given: Input, options: ReadOptions) -> Iterator[Row | Problem]:
    """Yield a row for each record under the header; a record may go over several lines.

    Raises:
        BadReport: the header lacks the text column, or names a column twice.
    """
    encoding = find_encoding(given.head, given.charset)
    if encoding.is_guess:
        detail = f"is no UTF-8; read as {encoding.name}; save it as UTF-8 if words look wrong"
        yield warning(given.key, ProblemKind.ENCODING, detail)
    limit = options.max_line_chars
    # The module's only bound on a field is global; it is raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    lines = _Lines(
        read_lines(given.stream, encoding.name, max_chars=limit, newline="", first=given.first)
    )
    first = next(lines, "")
    mark = next((mark for mark in _MARKS if options.text_column in _split(first, mark)), ",")
    header = _split(first, mark)
    _require_columns(given.key, header, options)
    yield from missing_columns(given.key, header, options)
    yield from _records(given.key, header, lines, mark)


def read_parquet(given: Input, options: ReadOptions) -> Iterator[Row | Problem]:
    """Yield the rows of a Parquet file; only the columns that are needed are read.

    Raises:
        BadReport: it is no whole Parquet file, or lacks the text column.
    """
    import pyarrow as pa  # noqa: PLC0415  # a third of a second that only Parquet pays for
    from pyarrow import parquet  # noqa: PLC0415

    with _seekable(given) as file:
        try:
            table = parquet.ParquetFile(file)
            names = table.schema_arrow.names
            _require_columns(given.key, names, options)
            yield from missing_columns(given.key, names, options)
            wanted = [name for name in options.columns if name in names]
            number, last = given.first, given.first + given.count if given.count else None
            for batch in _batches_from(table, given.first - 1, wanted):
                for fields in _plain(batch, options.date_names):
                    if number == last:
                        return
                    yield _decoded(number, fields)
                    number += 1
        except (pa.ArrowException, OSError) as err:
            detail = f"cannot be read as Parquet: {err}"
            raise BadReport(given.key, ProblemKind.BROKEN_PARQUET, detail) from err


class _Lines:
    """Lines as ``csv`` wants them; remembers which ones a record took, and what they lost."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self.begin()

    def begin(self) -> None:
        """Begin a new record."""
        self.first: int | None = None
        self.is_cut = False
        self.guess: str | None = None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.first = self.first or line.number
        self.last = line.number
        self.is_cut |= line.is_cut
        self.guess = self.guess or line.guess
        return line.text


def _records(key: str, header: Sequence[str], lines: _Lines, mark: str) -> Iterator[Row | Problem]:
    """Yield a row for each record; one that does not fit under the header is a problem."""
    reader = csv.reader(lines, delimiter=mark, strict=True)
    while True:
        lines.begin()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as err:
            detail = f"lines {lines.first} to {lines.last} are no CSV: {err}; check the quotes"
            yield problem(f"{key}:{lines.first}", ProblemKind.BROKEN_ROW, detail)
            continue
        place = f"{key}:{lines.first}"
        if lines.is_cut:
            detail = "the row has a line that is too long; it was passed over"
            yield problem(place, ProblemKind.TOO_LONG, detail)
        elif fields and len(fields) != len(header):
            detail = f"the row has {len(fields)} fields under a header of {len(header)}"
            yield problem(place, ProblemKind.BROKEN_ROW, detail)
        elif fields:
            named = dict(zip(header, fields, strict=True))
            yield Row(number=lines.first or 0, fields=named, guess=lines.guess)


def _split(line: str, mark: str) -> list[str]:
    """Split the header line; names are trimmed."""
    return [name.strip() for name in next(csv.reader([line], delimiter=mark), [])]


def _require_columns(key: str, names: Sequence[str], options: ReadOptions) -> None:
    """Refuse a table without its text column, or with a column that is there twice.

    Raises:
        BadReport: the table is such a one.
    """
    if options.text_column not in names:
        has = ", ".join(name for name in names if name) or "none"
        detail = f"has no column {options.text_column!r}; it has: {has}; name the one with the text"
        raise BadReport(key, ProblemKind.MISSING_COLUMN, detail)
    for name in options.columns:
        if names.count(name) > 1:
            detail = f"has two columns {name!r}; rename one of them"
            raise BadReport(key, ProblemKind.DUPLICATE_COLUMN, detail)


def _batches_from(
    table: "ParquetFile", skipped: int, columns: Sequence[str]
) -> "Iterator[RecordBatch]":
    """Yield batches without the first rows; groups of rows before them are not read."""
    groups = list(range(table.num_row_groups))
    while groups and table.metadata.row_group(groups[0]).num_rows <= skipped:
        skipped -= table.metadata.row_group(groups.pop(0)).num_rows
    for batch in table.iter_batches(batch_size=_BATCH, row_groups=groups, columns=list(columns)):
        yield batch.slice(min(skipped, batch.num_rows))
        skipped -= min(skipped, batch.num_rows)


def _plain(batch: "RecordBatch", date_names: Sequence[str]) -> list[dict[str, Any]]:
    """Turn a batch into Python values; instants become days, which loses no nanoseconds."""
    import pyarrow as pa  # noqa: PLC0415  # loaded by the caller already

    for at, field in enumerate(batch.schema):
        if field.name in date_names and pa.types.is_timestamp(field.type):
            days = batch.column(at).cast(pa.date32(), safe=False)
            batch = batch.set_column(at, field.name, days)
    return batch.to_pylist()


def _decoded(number: int, fields: Mapping[str, object]) -> Row:
    """Make a row; bytes, which some writers use for text, are decoded."""
    texts = {name: decode(value) for name, value in fields.items() if isinstance(value, bytes)}
    guess = next((text.encoding for text in texts.values() if text.is_guess), None)
    plain = {**fields, **{name: decoded.text for name, decoded in texts.items()}}
    return Row(number=number, fields=plain, guess=guess)


@contextmanager
def _seekable(given: Input) -> Iterator[IO[bytes]]:
    """Give the file itself, or a copy on disk where it is zipped or piped.

    Raises:
        BadReport: it unzips to more than the disk is asked to hold.
    """
    if given.stream.seekable() and not isinstance(given.stream.raw, gzip.GzipFile):
        yield given.stream
        return
    with tempfile.TemporaryFile() as copy:
        while chunk := given.stream.read(_CHUNK):
            if copy.tell() > _MAX_SPOOLED:
                detail = "unzips to more than 8 GiB; unzip it and name the file itself"
                raise BadReport(given.key, ProblemKind.TOO_LONG, detail)
            copy.write(chunk)
        copy.seek(0)
        yield copy

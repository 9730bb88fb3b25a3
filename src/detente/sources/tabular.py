"""JSON lines, CSV and Parquet -> reports, by the columns that were named.

In:  an open stream, read line by line or batch by batch.   Out: reports in file order, ``Problem``
for each broken row.
Does not: hold a whole table or more than a bounded line, guess columns, or change a text but for
putting its title above it.
"""

import csv
import gzip
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, TYPE_CHECKING, Any

import msgspec

from detente.errors import BadReport, needing
from detente.records import Problem, Report
from detente.sources.days import TableDays, day_from
from detente.sources.inputs import Input, bom_encoding, decode
from detente.sources.options import ProblemKind, ReadOptions, problem, problem_from_error, warning
from detente.sources.text import report_with_title

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its place in the file (counted from 1) and its values by column.

    ``guess`` is the encoding by which it was decoded, where its bytes were not the file's.
    """

    number: int
    fields: Mapping[str, object]
    guess: str | None = None


HELD = 2_000  # rows that wait at most for one that shows how their dates are written


class SeenKeys:
    """The keys that callers gave, to notice one that comes twice; made-up keys are left out."""

    def __init__(self) -> None:
        self._keys: set[str] = set()

    def repeated(self, key: str, place: str) -> Problem | None:
        """Note ``key``; the warning if it came before."""
        if key not in self._keys:
            self._keys.add(key)
            return None
        detail = f"{place} has a key that an earlier report has; both are coded under this key"
        return warning(key, ProblemKind.DUPLICATE_KEY, detail)


def reports_from_rows(
    rows: Iterable[Row | Problem], name: str, options: ReadOptions, seen: SeenKeys
) -> Iterator[Report | Problem]:
    """Yield the report of each row, after its warnings, or its problem.

    A row whose date can be read in two ways waits for one that shows which is meant.

    Raises:
        BadReport: there are dates, and none of them can be read; no report is yielded then.
    """
    days, held = TableDays(options.date_format), list[Row | Problem]()
    for row in rows:
        held.append(row)
        if isinstance(row, Row) and (value := _date_in(row, options)[1]) is not None:
            days.see(value)
        if days.waits and len(held) < HELD:
            continue
        yield from _settled(held, name, options, (days, seen))
        held.clear()
    yield from _settled(held, name, options, (days, seen))


def _settled(
    rows: Iterable[Row | Problem],
    name: str,
    options: ReadOptions,
    known: tuple[TableDays, SeenKeys],
) -> Iterator[Report | Problem]:
    """Yield what rows give; nothing is known of their dates but what the table has shown."""
    days, seen = known
    if days.tells_none and options.published is None:
        detail = (
            f"none of its dates can be read in one way, such as {days.example!r}; say how they "
            "are written: --date-format DMY, MDY, or as in %d.%m.%Y"
        )
        raise BadReport(name, ProblemKind.BAD_DATE, detail)
    if days.waits:
        days.give_up()
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        try:
            yield from _Reading(row, name, options, days.how).items(seen)
        except BadReport as err:
            yield problem_from_error(err)


def _date_in(row: Row, options: ReadOptions) -> tuple[str, object]:
    """Find the first date column with a value; "" and ``None`` without one."""
    for column in options.date_names:
        value = row.fields.get(column)
        if value is not None and str(value).strip():
            return column, value
    return "", None


def missing_columns(key: str, present: Iterable[str], options: ReadOptions) -> Iterator[Problem]:
    """Warn of each optional column that was asked for, but is not among those present."""
    names = sorted(present)
    for column in options.missed(names):
        detail = f"no row has the column {column!r}; the columns are: {', '.join(names)}"
        yield warning(key, ProblemKind.MISSING_COLUMN, detail)


# Names of columns that often hold what a column of ours is asked for, in lower case. One of
# several words ("date_published", "publishedOn") holds a day if one of its words says so.
OFFERED: Mapping[str, frozenset[str]] = {
    column: frozenset(names.split())
    for column, names in {
        "text_column": "text body content article full_text fulltext",
        "title_column": "title headline headlines heading head",
        "date_column": "date published pubdate day datum fecha timestamp datetime",
        "outlet_column": "outlet source publisher newspaper publication paper medium source_name",
        "url_column": "url link web_url address",
    }.items()
}


def unread_columns(key: str, present: Iterable[str], options: ReadOptions) -> Iterator[Problem]:
    """Warn of columns that are not read, by the option that would read them."""
    names = list(present)
    for wanted in OFFERED:
        named = options.date_names if wanted == "date_column" else (getattr(options, wanted),)
        if offer := _offer(wanted, names) if not set(named) & set(names) else None:
            flag = f"--{wanted.replace('_', '-')}"
            detail = f"its column {offer!r} is not read; {flag} {offer!r} reads it"
            yield warning(key, ProblemKind.UNREAD_COLUMN, detail)


def _offer(wanted: str, names: Iterable[str]) -> str | None:
    """Find the first of the names that is offered; a whole name before one with such a word."""
    offered, given = OFFERED[wanted], list(names)
    whole = [one for one in given if _plain_name(one) in offered]
    parts = [one for one in given if offered & set(_plain_name(one).split("_"))]
    return next(iter(whole + parts if wanted == "date_column" else whole), None)


def _lacks_text(names: Sequence[str], column: str) -> str:
    """Say that the text is in none of the columns by name, and what to do."""
    told = f"has no column {column!r}; it has: {', '.join(names) or 'none'}"
    offer = _offer("text_column", names) or "NAME"
    return f"{told}; name the one with the text: --text-column {offer}"


def _plain_name(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[ -]", "_", name.strip())
    return words.lower()


class _Reading:
    """One row on its way to a report; collects what is lost on it."""

    def __init__(self, row: Row, name: str, options: ReadOptions, how: str | None) -> None:
        self.row = row
        self.options = options
        self.how = how  # days are written
        self.place = f"{name}:{row.number}"
        self.key = self.place
        self.warnings: list[Problem] = []

    def items(self, seen: SeenKeys) -> Iterator[Report | Problem]:
        own_key = self._word(self.options.id_column)
        self.key = own_key or self.place
        report = self._report()
        twice = seen.repeated(own_key, self.place) if own_key else None
        if twice:
            yield twice
        yield from self.warnings
        yield report

    def _report(self) -> Report:
        if self.row.guess:
            self._warn(ProblemKind.ENCODING, f"is no UTF-8; read as {self.row.guess}")
        text = self._text()
        titled = report_with_title(self.key, text, self._word(self.options.title_column))
        return replace(
            titled,
            outlet=self._word(self.options.outlet_column),
            url=self._word(self.options.url_column),
            published=self._day(),
        )

    def _text(self) -> str:
        column = self.options.text_column
        if column not in self.row.fields:
            detail = f"{self._of_row}{_lacks_text(sorted(self.row.fields), column)}"
            raise BadReport(self.key, ProblemKind.MISSING_COLUMN, detail)
        text = self.row.fields[column]
        if not isinstance(text, str):
            what = "empty" if text is None else f"of type {type(text).__name__}, not text"
            detail = f"{self._of_row}column {column!r} is {what}"
            raise BadReport(self.key, ProblemKind.NO_TEXT, detail)
        return text

    def _word(self, column: str) -> str | None:
        """Read a short value; blanks are absent, lists and objects are told and left out."""
        value = self.row.fields.get(column)
        if value is None or value != value:  # noqa: PLR0124  # NaN, an empty cell of a float column
            return None
        if isinstance(value, dict | list | bytes):
            detail = f"{self._of_row}column {column!r} is of type {type(value).__name__}; left out"
            self._warn(ProblemKind.BAD_VALUE, detail)
            return None
        return str(value).strip() or None

    def _day(self) -> date | None:
        """Read the day of publication from the first date column that has a value."""
        column, value = _date_in(self.row, self.options)
        if value is None:
            return None
        try:
            return day_from(value, self.how)
        except ValueError as err:
            detail = f"{self._of_row}column {column!r}: {err}; give --date-format, or YYYY-MM-DD"
            self._warn(ProblemKind.BAD_DATE, detail)
            return None

    @property
    def _of_row(self) -> str:
        """Where the row stands, unless the report's key says so."""
        return "" if self.key == self.place else f"{self.place}: "

    def _warn(self, kind: ProblemKind, detail: str) -> None:
        self.warnings.append(warning(self.key, kind, detail))


# --- JSON lines -> rows: one object a line, read one by one.
_SHOWN = 60  # characters of a broken line that its problem shows


def read_jsonl(given: Input, options: ReadOptions) -> Iterator[Row | Problem]:
    """Yield a row for each object; blank lines count, but are passed over."""
    encoding = bom_encoding(given.head) or "utf-8"  # JSON is UTF-8; other bytes are told by line
    limit = options.max_line_chars
    present: set[str] = set()
    lines = read_lines(given.stream, encoding, max_chars=limit, newline="\n", first=given.first)
    for line in lines:
        key = f"{given.key}:{line.number}"
        if line.is_cut:
            detail = f"the line is longer than {limit:,} characters and was passed over"
            yield problem(key, ProblemKind.TOO_LONG, detail)
        elif line.text.strip():
            row = _row(key, line)
            if isinstance(row, Row):
                if not present and given.first == 1:
                    yield from unread_columns(given.key, row.fields, options)
                present.update(row.fields)
            yield row
    if present:
        yield from missing_columns(given.key, present, options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with its end, counted from 1.

    ``is_cut``: it was too long and ``text`` is only a line's end. ``guess``: the encoding by
    which it was decoded, where its bytes are not UTF-8 in a file that is.
    """

    number: int
    text: str
    is_cut: bool = False
    guess: str | None = None


def _row(key: str, line: Line) -> Row | Problem:
    try:
        fields = msgspec.json.decode(line.text, type=dict[str, object])
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as err:
        shown = line.text.strip()[:_SHOWN]
        detail = f"the line is no JSON object: {err}; it begins {shown!r}"
        return problem(key, ProblemKind.BROKEN_JSON, detail)
    return Row(number=line.number, fields=fields, guess=line.guess)


# --- A byte stream -> lines of text, each bounded, however long the line in the file is.
_HIGH = bytes(range(0x80, 0x100))  # bytes of characters that are not ASCII


@dataclass(frozen=True, slots=True)
class StreamEncoding:
    """How a stream is decoded, and whether that was guessed from its beginning."""

    name: str
    is_guess: bool = False


def find_encoding(head: bytes, declared: str | None = None) -> StreamEncoding:
    """Tell the encoding of a stream by its first bytes, which may end within a character."""
    announced = bom_encoding(head)
    if announced:
        return StreamEncoding(announced)
    decoded = decode(head[: head.rfind(b"\n") + 1] or head.rstrip(_HIGH), declared)
    is_guess = decoded.is_guess and decoded.encoding != "utf-8"  # lines mend damaged UTF-8
    return StreamEncoding(decoded.encoding, is_guess=is_guess)


def read_lines(
    stream: io.BufferedReader, encoding: str, *, max_chars: int, newline: str, first: int = 1
) -> Iterator[Line]:
    """Yield the lines of ``stream``, line ends kept; ``newline`` is as in ``open``.

    ``first`` is the number of the stream's first line, where it begins within a file.
    """
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    wrapped = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    try:
        number = first - 1
        while text := wrapped.readline(max_chars):
            number += 1
            if _is_whole(text, max_chars):
                yield _line(number, text)
            else:
                while not _is_whole(wrapped.readline(max_chars), max_chars):
                    pass
                yield Line(number=number, text="\n", is_cut=True)
    finally:
        if not stream.closed:
            wrapped.detach()  # the stream is the caller's: standard input stays open


def _is_whole(text: str, max_chars: int) -> bool:
    """Whether ``text`` reaches to the end of its line."""
    return len(text) < max_chars or text.endswith(("\n", "\r"))


def _line(number: int, text: str) -> Line:
    """Decode anew a line whose bytes were no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:  # surrogates stand for the bytes that were none
        decoded = decode(text.encode("utf-8", "surrogateescape"))
        return Line(number=number, text=decoded.text, guess=decoded.encoding)
    return Line(number=number, text=text)


# --- CSV and Parquet -> rows, line by line and batch by batch.
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
    named = (mark for mark in _MARKS if options.text_column in _split(first, mark))
    mark = next(named, None) or max(_MARKS, key=lambda one: len(_split(first, one)))
    header = _split(first, mark)
    yield from _checked_columns(given, header, options)
    yield from _records(given.key, header, lines, mark)


def read_parquet(given: Input, options: ReadOptions) -> Iterator[Row | Problem]:
    """Yield the rows of a Parquet file; only the columns that are needed are read.

    Raises:
        BadReport: it is no whole Parquet file, or lacks the text column.
    """
    with needing("parquet", "Parquet"):
        import pyarrow as pa  # noqa: PLC0415  # a third of a second that only Parquet pays for
        from pyarrow import parquet  # noqa: PLC0415

    with _seekable(given) as file:
        try:
            table = parquet.ParquetFile(file)
            names = table.schema_arrow.names
            yield from _checked_columns(given, names, options)
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


def _checked_columns(given: Input, names: Sequence[str], options: ReadOptions) -> Iterator[Problem]:
    """Warn of columns that are missing or not read.

    Raises:
        BadReport: the table lacks its text column, or has a column twice.
    """
    if options.text_column not in names:
        detail = _lacks_text([name for name in names if name], options.text_column)
        raise BadReport(given.key, ProblemKind.MISSING_COLUMN, detail)
    for name in options.columns:
        if names.count(name) > 1:
            detail = f"has two columns {name!r}; rename one of them"
            raise BadReport(given.key, ProblemKind.DUPLICATE_COLUMN, detail)
    yield from missing_columns(given.key, names, options)
    if given.first == 1:  # of a table read in stretches it is told once
        yield from unread_columns(given.key, names, options)


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
    """Give the file itself, or a copy on disk where it is zipped or piped."""
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

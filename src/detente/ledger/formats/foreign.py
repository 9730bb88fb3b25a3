"""Rows of other programs -> columns by the batch: what each row tells, and where in the row.

In:  one call a row, by the readers of GDELT, ICEWS and POLECAT.   Out: ``Told``, as Arrow tables.
Does not: write (ledger/formats/foreign.py does), or read files. The report of such a claim is the
row itself: its text is the line, and every value cites its cell.
"""

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar, NamedTuple, get_args

import msgspec

from detente.codebook import CameoCode, load_codebook
from detente.errors import needing
from detente.ledger.address import packaged_sql
from detente.ledger.columns import Added, next_batch, number_from, write_batch
from detente.records import Actor, DateBasis, Place, Problem, Run, SpeechKind, Status

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection


class Cell(NamedTuple):
    """Where a cell stands in its line, in code points; ``length`` is 0 for none."""

    start: int
    length: int


NO_CELL = Cell(0, 0)
Seats = tuple[int | None, int, int, int | None, int, int, int | None, int, int]
Side = tuple[int | None, Cell]  # an actor's number, and where the row names it
_NOBODY = (None, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a code of another program is here.

    ``type`` is ``None`` for mere words, which become a statement of kind ``speech``.
    ``is_mutual``: both sides are actors. ``is_turned``: the row's target is the actor.
    """

    type: str | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: Status = Status.ACTUAL
    is_mutual: bool = False
    is_turned: bool = False
    speech: SpeechKind = SpeechKind.POSITION


class TellsWhat(NamedTuple):
    """One row. ``act``, ``one``, ``second``, ``other`` and ``place`` are numbers of ``Told``.

    ``one`` acts, ``second`` with it, ``other`` is acted upon (``Told.seats`` tells). Of mere words
    ``one`` is the speaker.
    """

    key: str
    text: str
    credited: str | None
    url: str | None
    published: date | None
    act: int
    act_at: int
    act_length: int
    one: int | None
    one_at: int
    one_length: int
    second: int | None
    second_at: int
    second_length: int
    other: int | None
    other_at: int
    other_length: int
    first: date | None
    last: date | None
    date_at: int
    date_length: int
    place: int | None
    place_at: int
    place_length: int
    is_historical: bool


@dataclass(slots=True)
class Told:
    """A batch of rows, and all acts, actors and places that any batch has named.

    ``outlet`` is whose rows they are (GDELT), ``scheme`` whose codes (CAMEO);
    ``basis`` is what its dates rest on.
    """

    outlet: str
    scheme: str
    basis: DateBasis = DateBasis.EXPRESSION
    rows: list[TellsWhat] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _acts: dict[Act, int] = field(default_factory=dict)
    _kinds: list[Act] = field(default_factory=list)
    _actors: dict[Actor, int] = field(default_factory=dict)
    _places: dict[Place, int] = field(default_factory=dict)

    def act(self, act: Act) -> int:
        """Number an act."""
        if act not in self._acts:
            self._acts[act] = len(self._acts)
            self._kinds.append(act)
        return self._acts[act]

    def actor(self, actor: Actor) -> int:
        """Number an actor."""
        return self._actors.setdefault(actor, len(self._actors))

    def place(self, place: Place) -> int:
        """Number a place."""
        return self._places.setdefault(place, len(self._places))

    def complain(self, problem: Problem) -> None:
        """Take in a problem with a file or a row."""
        self.problems.append(problem)

    def empty(self) -> None:
        """Begin the next batch."""
        self.rows, self.problems = [], []

    def seats(self, act: int, one: Side, other: Side) -> Seats:
        """Say who acts, who acts with it and who is acted upon, each with its cell."""
        kind = self._kinds[act]
        if kind.is_turned:
            one, other = other, one
        if not kind.is_mutual or other[0] is None:
            return (one[0], *one[1], *_NOBODY, other[0], *other[1])
        if one[0] is None:
            return (other[0], *other[1], *_NOBODY, *_NOBODY)
        return (one[0], *one[1], other[0], *other[1], *_NOBODY)

    def tables(self) -> "dict[str, pa.Table]":
        """Rows and what they point to, as Arrow tables by the names that SQL knows them by."""
        with needing("parquet", "importing rows of other programs"):
            import pyarrow as pa  # noqa: PLC0415  # heavy, and only here

        return {
            "told": _table(_ROW, self.rows, pa),
            "told_acts": _table(_ACT, [_act_row(no, one) for one, no in self._acts.items()], pa),
            "told_actors": _table(
                _ACTOR, [_actor_row(no, one) for one, no in self._actors.items()], pa
            ),
            "told_places": _table(
                _PLACE, [_place_row(no, one) for one, no in self._places.items()], pa
            ),
        }


_ARROW = {str: "string", int: "int32", date: "date32", bool: "bool_"}
_ROW = {
    name: _ARROW[next(one for one in get_args(kind) or (kind,) if one in _ARROW)]
    for name, kind in TellsWhat.__annotations__.items()
}
_ACT = {
    "no": "int32", "type": "string", "mode": "string", "plover_type": "string", "quad": "int8",
    "intensity": "float64", "contexts": "", "status": "string", "speech": "string",
}  # fmt: skip
_ACTOR = {"no": "int32"} | dict.fromkeys(("code", "country", "id", "name", "json"), "string")
_PLACE = {
    "no": "int32", "country": "string", "name": "string", "lat": "float64", "lon": "float64",
    "json": "string",
}  # fmt: skip


def _table(types: Mapping[str, str], rows: Sequence[tuple[object, ...]], pa: Any) -> "pa.Table":
    """Make a table; ``types`` names Arrow's types, "" for a list of words."""
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    kinds = [getattr(pa, name)() if name else pa.list_(pa.string()) for name in types.values()]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.Table.from_arrays(arrays, names=list(types))  # type: ignore[no-any-return]  # pa is Any


def _act_row(number: int, act: Act) -> tuple[object, ...]:
    codebook = load_codebook()
    return (
        number,
        act.type,
        act.mode,
        codebook.plover_type(act.type, act.status) if act.type else None,
        int(codebook.quad(act.type)) if act.type else None,
        codebook.intensity(act.type, act.mode) if act.type else None,
        list(act.contexts),
        act.status.value,
        act.speech.value,
    )


def _actor_row(number: int, actor: Actor) -> tuple[object, ...]:
    return (number, actor.code, actor.country, actor.id, actor.name, _json(actor))


def _place_row(number: int, place: Place) -> tuple[object, ...]:
    return (number, place.country, place.name, place.lat, place.lon, _json(place))


def _json(record: Actor | Place) -> str:
    return msgspec.json.encode(record).decode()


# --- Rows of other programs -> the ledger, many at once, as SQL over Arrow tables.
UNKNOWN_SCORE = 0.5  # other programs do not tell how sure they are
_MACROS = (
    """CREATE OR REPLACE TEMP MACRO cite(report_id, text, start, length) AS concat(
        '{"report_id":"', report_id, '","span":{"start":', start, ',"end":', start + length,
        '},"quote":', to_json(substring(text, start + 1, length)), '}')""",
    """CREATE OR REPLACE TEMP MACRO cited(value, report_id, text, start, length) AS concat(
        '{"value":', value, ',"citation":', cite(report_id, text, start, length), '}')""",
    """CREATE OR REPLACE TEMP MACRO listed(one, value, second, other_value) AS CASE
        WHEN one IS NULL THEN []::VARCHAR[]
        WHEN second IS NULL THEN [value::VARCHAR]
        ELSE [value::VARCHAR, other_value::VARCHAR] END""",
)


def write_told(connection: "DuckDBPyConnection", told: Told, run: Run) -> Added:
    """Write a batch within a transaction; rows that are there already stay once."""
    batch = next_batch(connection)
    added = write_batch(connection, told.problems, run, is_imported=True)
    if not told.rows:
        return added
    values: dict[str, object] = {
        "outlet": told.outlet,
        "run": run.id,
        "batch": batch,
        "score": UNKNOWN_SCORE,
        "coder": run.coder,
        "scheme": told.scheme,
        "basis": told.basis.value,
    }
    tables = told.tables()
    for macro in _MACROS:
        connection.execute(macro)
    for name, table in tables.items():
        connection.register(name, table)
    try:
        run_sql(connection, "told_claims", values)
        run_sql(connection, "told_once", values)
        n_reports = run_sql(connection, "told_into_reports", values)
        run_sql(connection, "told_into_codings", values)
        n_claims = run_sql(connection, "told_into_claims", values)
        n_statements = run_sql(connection, "told_into_statements", values)
        connection.execute("DROP TABLE told_claims")
    finally:
        for name in tables:
            connection.unregister(name)
    return Added(
        n_reports=n_reports,
        n_claims=n_claims,
        n_statements=n_statements,
        n_problems=added.n_problems,
    )


def run_sql(connection: "DuckDBPyConnection", name: str, values: dict[str, object]) -> int:
    """Run a packaged SQL file with those of the values that it names; the rows it changed."""
    return number_from(connection, packaged_sql(name), values)


# --- What importers must know of names and acts beyond their file.
HOSTING = "043"  # CAMEO's host acts; here the visitor does, to the host
SIGNING = "057"  # whoever signs acts, and nobody is signed at
_SPEECH = {
    "011": SpeechKind.DENIAL,
    "012": SpeechKind.ASSESSMENT,
    "013": SpeechKind.ASSESSMENT,
    "014": SpeechKind.PLAN,
    "016": SpeechKind.DENIAL,
}


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a name means on a day; ``is_lasting`` if it means the same on every other day."""

    actor: Actor
    is_lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Countries by GDELT's code and by ICEWS's name; actors by name; sectors by role.

    ``actor`` tells whom a name means as of a day, ``sector`` what a role noun is ("soldier":
    MIL); both give ``None`` for what they do not know.
    """

    gdelt: Mapping[str, str]
    icews: Mapping[str, str]
    actor: Callable[[str, date | None], Known | None]
    sector: Callable[[str], str | None]


def act_of_cameo(code: CameoCode) -> Act:
    """Turn a CAMEO code into an act; who meets, talks or signs together acts together."""
    if code.type is None:
        return Act(type=None, speech=_SPEECH.get(code.base, SpeechKind.POSITION))
    if code.code == HOSTING:
        return Act(type=code.type, mode="visit", is_turned=True)
    return Act(
        type=code.type,
        mode=code.mode,
        contexts=_contexts(code.type, code.mode),
        is_mutual=code.code == SIGNING or _is_mutual(code.type, code.mode),
    )


def act_of_plover(
    type_name: str, mode: str | None, contexts: tuple[str, ...], status: Status
) -> Act:
    """Turn PLOVER's own type and mode into an act.

    Raises:
        UnknownCode: the codebook has no such type, mode or context.
    """
    codebook = load_codebook()
    codebook.intensity(type_name, mode)
    for context in contexts:
        codebook.context(context)
    return Act(
        type=type_name,
        mode=mode,
        contexts=contexts,
        status=status,
        is_mutual=_is_mutual(type_name, mode),
    )


def _is_mutual(type_name: str, mode: str | None) -> bool:
    return load_codebook().type(type_name).is_mutual and mode != "visit"


def _contexts(type_name: str, mode: str | None) -> tuple[str, ...]:
    """Add the context that a mode brings by itself."""
    context = load_codebook().mode(type_name, mode).context if mode else None
    return (context,) if context else ()


# --- A file of another program, line by line -> batches to import; a bad line becomes a problem.
BATCH = 100_000  # rows to a transaction: the fewer, the less often indexes are written
DAY = 8  # digits of a day such as 20151027


class RowError(Exception):
    """Why a row cannot be imported. ``key`` is the row's own id, where it has one."""

    def __init__(self, kind: str, detail: str, key: str | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.key = key


# --- A file of other event data -> its lines, cut into cells; zipped or not, in any encoding.
Complain = Callable[[Problem], None]


class Line(NamedTuple):
    """One line of a file. ``number`` counts from 1; ``file`` names the file, in a zip its part."""

    file: str
    number: int
    cells: list[str]


@dataclass(slots=True)
class Warnings:
    """Tells each loss once a file, at the first line that has it."""

    complain: Complain
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    def tell(self, line: Line, kind: str, detail: str) -> None:
        """Warn, unless this file has been warned of the same."""
        if (line.file, kind, detail) not in self._told:
            self._told.add((line.file, kind, detail))
            where = f"{line.file}, line {line.number}: {detail}"
            self.complain(complaint(f"{line.file}:{line.number}", kind, where, is_warning=True))


class Row(NamedTuple):
    """A line and where its columns are; a cell that holds one of ``missing`` says nothing."""

    line: Line
    columns: Mapping[str, int]
    missing: frozenset[str]

    def cell(self, name: str) -> str:
        """Read a cell of a column that the file has."""
        return self.line.cells[self.columns[name]]

    def get(self, name: str) -> str | None:
        """Read a cell; ``None`` where it says nothing, or the file has no such column."""
        index, cells = self.columns.get(name), self.line.cells
        text = cells[index].strip() if index is not None and index < len(cells) else ""
        return None if text in self.missing else text

    def at(self, name: str) -> Cell:
        """Find a cell in the line that its cells make, joined by tabs."""
        cells, index = self.line.cells, self.columns[name]
        return Cell(sum(map(len, cells[:index])) + index, len(cells[index]))

    def degrees(self, lat: str, lon: str) -> tuple[float | None, float | None]:
        """Read where on the globe: both, or neither."""
        at = _degrees(self.get(lat) or "", 90), _degrees(self.get(lon) or "", 180)
        return (None, None) if None in at else at


@dataclass(slots=True, kw_only=True)
class TableReader:
    """Reads the rows of one file. A reader for each program says what its columns mean.

    ``widths`` are its columns by the number of cells, where a file has no header.
    """

    told: Told
    naming: Naming
    warnings: Warnings
    fallback: str = "cp1252"
    _columns: Mapping[str, int] | None = None
    _width: int = 0

    outlet: ClassVar[str]
    id_column: ClassVar[str]
    needed: ClassVar[Collection[str]]
    widths: ClassVar[Mapping[int, Mapping[str, int]]]
    told_widths: ClassVar[str]
    missing: ClassVar[frozenset[str]] = frozenset({""})

    def takes_header(self, line: Line) -> bool:
        """Learn the columns from a file's first line, if it is a header.

        Raises nothing: a header that lacks a column makes every row a problem.
        """
        names = self.header(line.cells)
        if names is None:
            return False
        self._columns = {name: names.index(name) for name in names}
        self._width = len(line.cells)
        return True

    def row(self, line: Line) -> TellsWhat:
        """Read a row.

        Raises:
            RowError: its columns, its day or its act are not those of its program.
        """
        row = Row(line, self.layout(line.cells), self.missing)
        event = row.get(self.id_column)
        key = f"{self.outlet.lower()}:{event}" if event else f"{line.file}:{line.number}"
        try:
            return self.read(row, key)
        except RowError as err:
            raise RowError(err.kind, err.detail, key) from err

    def header(self, cells: list[str]) -> list[str] | None:
        """Name the columns by a file's first line; ``None`` where it is no header."""
        raise NotImplementedError

    def read(self, row: Row, key: str) -> TellsWhat:
        """Read what a row tells, or raise ``RowError``."""
        raise NotImplementedError

    def actor(self, row: Row, side: str) -> Side:
        """Read who stands on one side of a row."""
        raise NotImplementedError

    def sides(self, row: Row, one: str, other: str) -> tuple[Side, Side]:
        """Read both sides.

        Raises:
            RowError: neither is named.
        """
        sides = self.actor(row, one), self.actor(row, other)
        if sides[0][0] is None and sides[1][0] is None:
            raise RowError("no-actor", "names no actor")
        return sides

    def layout(self, cells: list[str]) -> Mapping[str, int]:
        """Find the columns of a row.

        Raises:
            RowError: it has not as many cells, or the header lacks a column.
        """
        width = len(cells)
        if self._columns is None:
            if width not in self.widths:
                told = f"{self.outlet}'s rows have {self.told_widths}"
                raise RowError("broken-row", f"{width} cells; {told}")
            return self.widths[width]
        if width != self._width:
            raise RowError("broken-row", f"{width} cells under {self._width} column names")
        return self.with_needed(self._columns)

    def with_needed(self, columns: Mapping[str, int]) -> Mapping[str, int]:
        """Make sure that columns are there without which no row can be read.

        Raises:
            RowError: one is not.
        """
        lacking = [name for name in self.needed if name not in columns]
        if lacking:
            raise RowError("missing-column", f"the header has no {', '.join(lacking)}")
        return columns


def read_batches(
    paths: Iterable[Path], told: Told, make_reader: Callable[..., TableReader]
) -> Iterator[Told]:
    """Read files into ``told``; yield it whenever it is full, and at the end."""
    for path in paths:
        warnings = Warnings(told.complain)
        reader = make_reader(warnings=warnings)
        file = None
        for line in read_lines(path, Reading(complain=warnings.complain, fallback=reader.fallback)):
            is_first, file = line.file != file, line.file
            if is_first:
                reader = make_reader(warnings=warnings)
                if reader.takes_header(line):
                    continue
            try:
                told.rows.append(reader.row(line))
            except RowError as err:
                told.complain(_problem_of(line, err))
            if len(told.rows) >= BATCH or len(told.problems) >= BATCH:
                yield told
                told.empty()
    if told.rows or told.problems:
        yield told
        told.empty()


@lru_cache(maxsize=20_000)  # half a million rows have some thousand days
def day_of(text: str) -> date:
    """Read a day: 20151027 or 2015-10-27.

    Raises:
        RowError: it is none.
    """
    digits = text.removesuffix(".0")
    try:
        if len(digits) == DAY and digits.isdecimal():
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return date.fromisoformat(digits[:10])
    except ValueError:
        raise RowError("bad-date", f"{text!r} is no day") from None


def _degrees(text: str, limit: float) -> float | None:
    """Read degrees; ``None`` where they are missing, or off the globe."""
    try:
        degrees = float(text)
    except ValueError:
        return None
    return degrees if -limit <= degrees <= limit else None


def _problem_of(line: Line, err: RowError) -> Problem:
    key = err.key or f"{line.file}:{line.number}"
    return complaint(key, err.kind, f"{line.file}, line {line.number}: {err.detail}")


ROOM = "ledger"
MAX_LINE = 1_000_000  # bytes; the longest row of GDELT has some 5,000
MAX_SWELL = 200  # times the size on the disk; event files zip to a tenth
ALWAYS_ALLOWED = 64_000_000  # bytes, however small the file is on the disk
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
HEAD = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # no letters: a stray byte in a name
_DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, NotImplementedError)
Text = tuple[str, int, str]  # file, number from 1, the line without its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read: whom to tell of problems, and what bytes are that are not UTF-8."""

    complain: Complain
    fallback: str = "cp1252"


def complaint(key: str, kind: str, detail: str, *, is_warning: bool = False) -> Problem:
    """Make a problem of this room."""
    return Problem(key=key, room=ROOM, kind=kind, detail=detail, is_warning=is_warning)


def read_lines(path: Path, reading: Reading) -> Iterator[Line]:
    """Yield the lines that are not blank, those of all files in a zip one after the other."""
    current, delimiter = None, ""
    for file, number, text in read_texts(path, reading):
        if file != current:
            current, delimiter = file, _delimiter(text)
        yield Line(file, number, _cells(text, delimiter))


def read_texts(path: Path, reading: Reading) -> Iterator[Text]:
    """Yield file, number and text of the lines that are not blank."""
    try:
        with path.open("rb") as stream:
            head = stream.read(len(ZIP))
            stream.seek(0)
            yield from _lines_of(path, stream, head, reading)
    except FileNotFoundError:
        reading.complain(complaint(str(path), "missing-file", "there is no such file"))
    except OSError as err:
        reading.complain(complaint(str(path), "unreadable", f"cannot be read: {err}"))
    except _DAMAGE as err:
        detail = f"is damaged ({err}); its rows before that are kept; fetch it again"
        reading.complain(complaint(str(path), "damaged", detail))


def _lines_of(path: Path, stream: IO[bytes], head: bytes, reading: Reading) -> Iterator[Text]:
    size = path.stat().st_size
    if head.startswith(GZIP):
        unzipped = io.BufferedReader(gzip.GzipFile(fileobj=stream), HEAD * 16)
        yield from _lines(path.name, unzipped, size, reading)
    elif head.startswith(ZIP):
        yield from _zipped(path, stream, reading)
    else:
        yield from _lines(path.name, stream, size, reading)


def _zipped(path: Path, stream: IO[bytes], reading: Reading) -> Iterator[Text]:
    with zipfile.ZipFile(stream) as archive:
        parts = [part for part in archive.infolist() if not part.is_dir()]
        if any(part.filename == "[Content_Types].xml" for part in parts):
            detail = "is a spreadsheet; save its sheet as CSV"
            reading.complain(complaint(path.name, "binary", detail))
            return
        for part in parts:
            name = f"{path.name}/{part.filename}"
            if part.flag_bits & 1:
                detail = "is locked by a password; unzip it first"
                reading.complain(complaint(name, "locked", detail))
                continue
            with archive.open(part) as opened:
                yield from _lines(name, opened, part.compress_size, reading)


def _lines(name: str, stream: IO[bytes], size: int, reading: Reading) -> Iterator[Text]:
    """Cut one file into lines."""
    lines = _decoded(
        name, _bytes(name, stream, max(ALWAYS_ALLOWED, MAX_SWELL * size), reading), reading
    )
    for number, text in lines:
        words = text.rstrip("\r\n")
        if not words.strip():
            continue
        if not words.isprintable() and _CONTROL.search(words):
            words = _CONTROL.sub(" ", words)
        yield name, number, words


def _bytes(
    name: str, stream: IO[bytes], limit: int, reading: Reading
) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines; stop at a file that is none of text, or that grows without end."""
    number, total = 0, 0
    while line := stream.readline(MAX_LINE):
        number, total = number + 1, total + len(line)
        if number == 1 and (wrong := _no_rows(line)):
            reading.complain(complaint(name, *wrong))
            return
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            total += _skip(stream)
            detail = f"{name}, line {number}: is longer than {MAX_LINE:,} bytes"
            reading.complain(complaint(f"{name}:{number}", "too-long", detail))
            continue
        if total > limit:
            detail = f"unzips to more than {limit:,} bytes; read up to line {number}"
            reading.complain(complaint(name, "too-big", detail))
            return
        yield number, line


def _no_rows(line: bytes) -> tuple[str, str] | None:
    """Say why a file that begins like this holds no rows of text."""
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "encoding", "is UTF-16; save it as UTF-8"
    if line.startswith(PARQUET) or b"\x00" in line:
        return "binary", "is no text; give the file of rows as it was published"
    return None


def _skip(stream: IO[bytes]) -> int:
    """Skip the rest of a line; the number of bytes."""
    total = 0
    while line := stream.readline(MAX_LINE):
        total += len(line)
        if line.endswith(b"\n") or total > ALWAYS_ALLOWED:
            break
    return total


def _decoded(
    name: str, lines: Iterator[tuple[int, bytes]], reading: Reading
) -> Iterator[tuple[int, str]]:
    """Decode line by line: UTF-8, else the encoding that such files have; tell it once."""
    n_others = 0
    for number, line in lines:
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            n_others += 1
            if n_others == 1:
                detail = f"from line {number} on is not all UTF-8; such lines are read as "
                reading.complain(
                    complaint(name, "encoding", detail + reading.fallback, is_warning=True)
                )
            yield number, line.decode(reading.fallback, "replace")


def _delimiter(line: str) -> str:
    """Tell by the first line what stands between cells."""
    if "\t" in line:
        return "\t"
    return ";" if line.count(";") > line.count(",") else ","


def _cells(line: str, delimiter: str) -> list[str]:
    """Cut a line; only tables by comma or semicolon have quotes around cells."""
    if delimiter == "\t" or '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return [line]

"""Rows of other programs -> coded reports: what each row tells, and where in the row.

In:  files, and a reader for each of GDELT, ICEWS and POLECAT.   Out: ``Coded``, or a ``Problem``.
Does not: write. The report of such a claim is the row itself: its text is the line, and every
value cites its cell.
"""

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import IO, ClassVar, NamedTuple, TypeVar

from detente.codebook import CameoCode, load_codebook
from detente.records import (
    Actor,
    Citation,
    Cited,
    Claim,
    Coded,
    DateBasis,
    EventDate,
    Granularity,
    Place,
    Precision,
    Problem,
    Report,
    Span,
    Speaker,
    SpeechKind,
    Statement,
    Status,
)

V = TypeVar("V")
Named = tuple[V, str]  # a value, and the column that tells it
UNKNOWN_SCORE = 0.5  # other programs do not tell how sure they are


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTells:
    """What a row tells: the first of ``sides`` acts on the other, or says mere words."""

    act: Act
    sides: tuple[Named[Actor] | None, Named[Actor] | None]
    day: date | None
    place: Named[Place] | None
    credited: str | None
    url: str | None = None
    published: date | None
    is_historical: bool = False


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


PRECISIONS = {  # of the columns in which ICEWS and POLECAT tell places, the smallest first
    "City": Precision.CITY, "District": Precision.REGION, "Province": Precision.REGION,
    "Country": Precision.COUNTRY,
}  # fmt: skip


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

    @property
    def text(self) -> str:
        """The line that its cells make, joined by tabs."""
        return "\t".join(self.line.cells)

    def cite(self, report: Report, name: str) -> Citation:
        """Cite a cell of the line, which is the report's text."""
        cells, index = self.line.cells, self.columns[name]
        start = sum(map(len, cells[:index])) + index
        return report.cite(Span(start, start + len(cells[index])))

    def cited(self, report: Report, named: Named[V] | None) -> Cited[V] | None:
        """Cite the cell that tells a value, if there is one."""
        return Cited(named[0], self.cite(report, named[1])) if named else None

    def smallest_place(self) -> str | None:
        """Name the column of the smallest place that is told."""
        return next((name for name in PRECISIONS if self.get(name)), None)

    def degrees(self, lat: str, lon: str) -> tuple[float | None, float | None]:
        """Read where on the globe: both, or neither."""
        at = _degrees(self.get(lat) or "", 90), _degrees(self.get(lon) or "", 180)
        return (None, None) if None in at else at


@dataclass(slots=True, kw_only=True)
class TableReader:
    """Reads the rows of one file. A reader for each program says what its columns mean.

    ``widths`` are its columns by the number of cells, where a file has no header; ``scheme`` is
    whose codes they are if not its outlet's, ``basis`` what its dates rest on. ``side_columns``
    are how the names of the columns begin that tell the sides.
    """

    coder: str
    naming: Naming
    warnings: Warnings
    fallback: str = "cp1252"
    _columns: Mapping[str, int] | None = None
    _width: int = 0

    outlet: ClassVar[str]
    scheme: ClassVar[str | None] = None
    basis: ClassVar[DateBasis] = DateBasis.EXPRESSION
    id_column: ClassVar[str]
    act_column: ClassVar[str]
    day_column: ClassVar[str]
    side_columns: ClassVar[tuple[str, str]]
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

    def coded(self, line: Line) -> Coded:
        """Read a row as a report with one claim, or with one statement.

        Raises:
            RowError: its columns, its day or its act are not those of its program, or a cell
                that is to be cited is empty.
        """
        row = Row(line, self.layout(line.cells), self.missing)
        event = row.get(self.id_column)
        key = f"{self.outlet.lower()}:{event}" if event else f"{line.file}:{line.number}"
        try:
            tells = self.read(row)
            report = Report(
                key=key,
                text=row.text,
                outlet=self.outlet,
                credited=tells.credited,
                url=tells.url,
                published=tells.published,
            )
            if tells.act.type is None:
                return Coded(report=report, statements=(self._statement(row, report, tells),))
            return Coded(report=report, claims=(self._claim(row, report, tells, tells.act.type),))
        except RowError as err:
            raise RowError(err.kind, err.detail, key) from err
        except ValueError as err:
            raise RowError("broken-row", str(err), key) from err

    def header(self, cells: list[str]) -> list[str] | None:
        """Name the columns by a file's first line; ``None`` where it is no header."""
        raise NotImplementedError

    def read(self, row: Row) -> RowTells:
        """Read what a row tells, or raise ``RowError``."""
        raise NotImplementedError

    def actor(self, row: Row, side: str) -> Named[Actor] | None:
        """Read who stands on one side of a row."""
        raise NotImplementedError

    def sides(self, row: Row) -> tuple[Named[Actor] | None, Named[Actor] | None]:
        """Read both sides.

        Raises:
            RowError: neither is named.
        """
        one, other = (self.actor(row, side) for side in self.side_columns)
        sides = one, other
        if sides == (None, None):
            raise RowError("no-actor", "names no actor")
        return sides

    def _claim(self, row: Row, report: Report, tells: RowTells, type_name: str) -> Claim:
        act, predicate = tells.act, row.cite(report, self.act_column)
        actors, recipients = _claim_sides(row, report, tells)
        return Claim(
            report_id=report.id,
            sentence=0,
            type=type_name,
            mode=act.mode,
            contexts=act.contexts,
            actors=actors,
            recipients=recipients,
            status=act.status,
            is_historical=tells.is_historical,
            date=self._date(row, report, tells.day),
            place=row.cited(report, tells.place),
            citation=report.cite(Span(0, len(report.text))),
            predicate=predicate,
            score=UNKNOWN_SCORE,
            coder=self.coder,
            why=f"{self.scheme or self.outlet} {predicate.quote}",
        )

    def _date(self, row: Row, report: Report, day: date | None) -> Cited[EventDate] | None:
        if day is None:
            return None
        when = EventDate(earliest=day, latest=day, granularity=Granularity.DAY, basis=self.basis)
        return row.cited(report, (when, self.day_column))

    def _statement(self, row: Row, report: Report, tells: RowTells) -> Statement:
        one, other = tells.sides
        speaker = Speaker(code=one[0].code, name=one[0].name, actor=one[0]) if one else None
        country = other[0].country if other else None
        return Statement(
            report_id=report.id,
            sentence=0,
            speaker=row.cited(report, (speaker, one[1]) if speaker and one else None),
            is_quoted=False,
            kind=tells.act.speech,
            about=(country,) if country else (),
            citation=report.cite(Span(0, len(report.text))),
            cue=row.cite(report, self.act_column),
        )

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


def _claim_sides(
    row: Row, report: Report, tells: RowTells
) -> tuple[tuple[Cited[Actor], ...], tuple[Cited[Actor], ...]]:
    sides = tells.sides[::-1] if tells.act.is_turned else tells.sides
    ones, others = (tuple(filter(None, (row.cited(report, side),))) for side in sides)
    return (ones + others, ()) if tells.act.is_mutual else (ones, others)


def read_tables(
    paths: Iterable[Path], make_reader: Callable[..., TableReader]
) -> Iterator[Coded | Problem]:
    """Yield what the rows of some files tell, and what is wrong with them."""
    for path in paths:
        problems: list[Problem] = []
        warnings = Warnings(problems.append)
        reader = make_reader(warnings=warnings)
        file = None
        for line in read_lines(path, Reading(complain=problems.append, fallback=reader.fallback)):
            is_first, file = line.file != file, line.file
            if is_first:
                reader = make_reader(warnings=warnings)
                if reader.takes_header(line):
                    continue
            try:
                coded = [reader.coded(line)]
            except RowError as err:
                coded = []
                problems.append(_problem_of(line, err))
            yield from taken(problems)
            yield from coded
        yield from taken(problems)


def taken(problems: list[Problem]) -> list[Problem]:
    """Take problems out of a list."""
    there = problems[:]
    problems.clear()
    return there


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

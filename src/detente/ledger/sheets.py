"""A file of other event data -> its lines, cut into cells; zipped or not, in any encoding.

In:  a path.   Out: ``Line`` for each line; what cannot be read is told as a problem.
Does not: know columns. A damaged file gives its lines up to the damage; one that swells beyond
all reason when unzipped is left where it does.
"""

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from detente.records import Problem

__all__ = ["ROOM", "Complain", "Line", "Reading", "complaint", "read_lines", "read_texts"]

ROOM = "ledger"
MAX_LINE = 1_000_000  # bytes; the longest row of GDELT has some 5,000
MAX_SWELL = 200  # times the size on the disk; event files zip to a tenth
ALWAYS_ALLOWED = 64_000_000  # bytes, however small the file is on the disk
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
HEAD = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # no letters: a stray byte in a name
_DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, NotImplementedError)

Text = tuple[str, int, str]  # file, number from 1, the line without its end
Complain = Callable[[Problem], None]


class Line(NamedTuple):
    """One line of a file. ``number`` counts from 1; ``file`` names the file, in a zip its part."""

    file: str
    number: int
    cells: list[str]


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


# Private functions


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

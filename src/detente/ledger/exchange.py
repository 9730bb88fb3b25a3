"""Coded reports -> the formats that other programs read.

In:  coded reports, one by one, however many.   Out: bytes on a stream, and the number of rows.
The same reports give the same bytes. If the reports end early, the file is whole up to there.
Does not: open files, or render for people (cli/tables.py does).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

from detente.ledger.flat import write_csv, write_parquet
from detente.ledger.parquet import Provenance, write_whole_parquet
from detente.ledger.plover import write_plover
from detente.ledger.polecat import PolecatWriter
from detente.ledger.rows import encode, rows_of
from detente.records import Coded

if TYPE_CHECKING:
    from detente.codebook import Codebook

__all__ = ["Format", "write_coded", "write_jsonl"]


class Format(StrEnum):
    """A format for other programs."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    PLOVER = "plover"
    POLECAT = "polecat"


def write_coded(
    coded: Iterable[Coded],
    stream: BinaryIO,
    form: Format,
    codebook: "Codebook",
    origin: Provenance | None = None,
) -> int:
    """Write coded reports in a format; count the rows, which POLECAT has more of than claims.

    With ``origin`` Parquet has all that a ledger needs to take the rows back.
    """
    match form:
        case Format.JSONL:
            return write_jsonl(coded, stream, codebook)
        case Format.CSV:
            return write_csv((row for one in coded for row in rows_of(one, codebook)), stream)
        case Format.PARQUET if origin is not None:
            return write_whole_parquet(coded, stream, codebook, origin)
        case Format.PARQUET:
            return write_parquet((row for one in coded for row in rows_of(one, codebook)), stream)
        case Format.PLOVER:
            return write_plover(coded, stream, codebook)
        case Format.POLECAT:
            return PolecatWriter(codebook=codebook).write(coded, stream)


def write_jsonl(coded: Iterable[Coded], stream: BinaryIO, codebook: "Codebook") -> int:
    """Write one line a claim or statement, in the contract of ledger/rows.py; count them."""
    count = 0
    for one in coded:
        for row in rows_of(one, codebook):
            stream.write(encode(row) + b"\n")
            count += 1
        stream.flush()  # a pipe sees each report as it is coded
    return count

"""Coded reports -> detente's own Parquet: the flat columns, and all that makes the rows whole.

In:  coded reports and the runs behind them.   Out: one file that ``detente import parquet`` takes
back without a loss: each row has its record, its report's text and its run.
Does not: write reports in which nothing was found, or remarks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from detente.ledger.columns import record_of
from detente.ledger.flat import FlatRow, flat_row, write_flat_parquet
from detente.ledger.rows import claim_row, statement_row
from detente.records import Claim, Coded, Report, Run, Statement

if TYPE_CHECKING:
    from detente.codebook import Codebook

__all__ = ["RUNS", "Provenance", "WholeRow", "runs_in", "write_whole_parquet"]

RUNS = "detente_runs"  # the key of the file's metadata under which its runs stand, as JSON
FLAT = tuple(field.name for field in fields(FlatRow))


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRow(FlatRow):
    """A flat row with its report, its record and its run."""

    report_title: str | None
    report_text: str
    report_body_start: int
    report_is_imported: bool
    run_id: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Under which run each report was coded, by its id, and which reports other programs made."""

    runs: Sequence[Run]
    run_of: Mapping[str, str]
    imported: frozenset[str] = frozenset()

    def run_id(self, report: Report) -> str:
        """Find a report's run; the only one where all have the same."""
        return self.run_of.get(report.id) or self.runs[0].id


def write_whole_parquet(
    coded: Iterable[Coded], stream: BinaryIO, codebook: "Codebook", origin: Provenance
) -> int:
    """Write claims and statements; count them."""
    rows = (row for one in coded for row in _rows(one, codebook, origin))
    runs = msgspec.json.encode(list(origin.runs)).decode()
    return write_flat_parquet(rows, WholeRow, stream, {RUNS: runs})


def runs_in(metadata: Mapping[bytes, bytes] | None) -> list[Run]:
    """Read the runs that a file names.

    Raises:
        ValueError: it names none, or not as detente does.
    """
    return msgspec.json.decode((metadata or {}).get(RUNS.encode(), b""), type=list[Run])


# Private functions


def _rows(one: Coded, codebook: "Codebook", origin: Provenance) -> Iterator[WholeRow]:
    for claim in one.claims:
        yield _whole(flat_row(claim_row(one.report, claim, codebook)), one.report, claim, origin)
    for said in one.statements:
        yield _whole(flat_row(statement_row(one.report, said)), one.report, said, origin)


def _whole(
    flat: FlatRow, report: Report, record: Claim | Statement, origin: Provenance
) -> WholeRow:
    return WholeRow(
        **{name: getattr(flat, name) for name in FLAT},
        report_title=report.title,
        report_text=report.text,
        report_body_start=report.body_start,
        report_is_imported=report.id in origin.imported,
        run_id=origin.run_id(report),
        record=record_of(record),
    )

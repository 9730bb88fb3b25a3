"""The record -> a file in the format of other programs, and what they must know about it.

In:  an open ledger, a format and a filter.   Out: bytes on a stream; ``Exported``; the words of
the file beside it: runs, filter, counts, the meaning of each field, what was dropped.
Does not: open files, or compute events.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from detente.ledger.dictionary import DROPPED, fields_of
from detente.ledger.filters import CONDITIONS, Filter
from detente.ledger.flat import write_csv
from detente.ledger.geojson import write_geojson
from detente.ledger.graphml import write_graphml
from detente.ledger.icews_rows import IcewsWriter
from detente.ledger.parquet import Provenance, write_whole_parquet
from detente.ledger.plover import write_plover
from detente.ledger.polecat import write_polecat
from detente.ledger.regroup import claims_by_report, statements_by_report
from detente.ledger.rows import rows_of
from detente.records import Coded, Run
from detente.versions import VERSION

if TYPE_CHECKING:
    from detente.codebook import Codebook
    from detente.ledger.store import Ledger

__all__ = ["ExportFormat", "Exported", "Exporter", "about"]


class ExportFormat(StrEnum):
    """A format for other programs. Networks and maps hold events, the others claims."""

    POLECAT = "polecat"
    ICEWS = "icews"
    PLOVER = "plover"
    CSV = "csv"
    PARQUET = "parquet"
    GRAPHML = "graphml"
    GEOJSON = "geojson"

    @property
    def is_of_events(self) -> bool:
        """Whether events are written, not claims."""
        return self in {ExportFormat.GRAPHML, ExportFormat.GEOJSON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote. ``n_expanded`` claims or events made several rows each."""

    n_rows: int
    n_written: int
    n_expanded: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Exporter:
    """Writes exports. ``countries`` are ICEWS's names by country code."""

    ledger: "Ledger"
    codebook: "Codebook"
    countries: Mapping[str, str]

    def export(self, form: ExportFormat, wanted: Filter, stream: BinaryIO) -> Exported:
        """Write what fits a filter.

        Raises:
            BadInput: the format has nothing that the filter asks for.
        """
        return (
            self._events(form, wanted, stream)
            if form.is_of_events
            else self._claims(form, wanted, stream)
        )

    def _events(self, form: ExportFormat, wanted: Filter, stream: BinaryIO) -> Exported:
        events = self.ledger.events(**wanted)
        n_events, runs = events.count(), tuple(self.ledger.runs())
        if form is ExportFormat.GRAPHML:
            n_rows = write_graphml(events, stream, self.codebook)
            return Exported(n_rows=n_rows, n_written=n_events, runs=runs)
        n_rows, n_without = write_geojson(events, stream, self.codebook)
        left_out = {"no report told where": n_without} if n_without else {}
        return Exported(n_rows=n_rows, n_written=n_rows, left_out=left_out, runs=runs)

    def _claims(self, form: ExportFormat, wanted: Filter, stream: BinaryIO) -> Exported:
        counts = Counter[str]()
        coded = _counted(claims_by_report(self.ledger, wanted), counts)
        if form in _WITH_STATEMENTS and _fits_statements(wanted):
            coded = chain(coded, statements_by_report(self.ledger, wanted))
        origin, left_out, n_expanded = self._origin(wanted), Counter[str](), 0
        match form:
            case ExportFormat.CSV:
                rows = (row for one in coded for row in rows_of(one, self.codebook))
                n_rows = write_csv(rows, stream)
            case ExportFormat.PARQUET:
                n_rows = write_whole_parquet(coded, stream, self.codebook, origin)
            case ExportFormat.PLOVER:
                n_rows = write_plover(coded, stream, self.codebook)
            case ExportFormat.POLECAT:
                n_rows = write_polecat(coded, stream, self.codebook)
            case _:
                writer = IcewsWriter(codebook=self.codebook, countries=self.countries)
                n_rows = writer.write(coded, stream)
                left_out, n_expanded = writer.left_out, writer.n_expanded
        return Exported(
            n_rows=n_rows,
            n_written=counts["claims"] - left_out.total(),
            n_expanded=n_expanded,
            left_out=dict(sorted(left_out.items())),
            runs=tuple(origin.runs),
        )

    def _origin(self, wanted: Filter) -> Provenance:
        """Tell under which run each report was coded; those of ``wanted`` where it names one."""
        given = wanted.get("run")
        with self.ledger.query() as query:
            of_run = query.execute("SELECT report_id, run_id FROM current_codings").fetchall()
            imported = query.execute("SELECT id FROM reports WHERE is_imported").fetchall()
        runs = list(self.ledger.runs())
        chosen = [run for run in runs if given and run.id.startswith(given)]
        return Provenance(
            runs=chosen or runs,
            run_of={} if chosen else dict(of_run),
            imported=frozenset(one for (one,) in imported),
        )


def about(form: ExportFormat, name: str, wanted: Filter, done: Exported) -> bytes:
    """Write the words of the file that stands beside the export ``name``, as JSON."""
    words = {
        "file": name,
        "format": form.value,
        "holds": "events" if form.is_of_events else "claims",
        "written_by": f"detente {VERSION}",
        "filter": {key: _plain(value) for key, value in sorted(wanted.items())},
        "runs": [{"id": run.id, **msgspec.to_builtins(run)} for run in done.runs],
        "rows": done.n_rows,
        "written": done.n_written,
        "expanded": done.n_expanded,
        "left_out": dict(done.left_out),
        "has_no_field_for": list(DROPPED[form.value]),
        "fields": [{"name": one.name, "meaning": one.meaning} for one in fields_of(form.value)],
    }
    return msgspec.json.format(msgspec.json.encode(words), indent=2) + b"\n"


# Private functions

# ICEWS has statements of its own (CAMEO 01), which go out as they came in.
_WITH_STATEMENTS = frozenset({ExportFormat.CSV, ExportFormat.PARQUET, ExportFormat.ICEWS})


def _counted(coded: Iterator[Coded], counts: Counter[str]) -> Iterator[Coded]:
    for one in coded:
        counts["claims"] += len(one.claims)
        yield one


def _fits_statements(wanted: Filter) -> bool:
    """Whether statements can be asked by all that is wanted."""
    return set(wanted) <= {*CONDITIONS["statements"], "limit", "run"}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value

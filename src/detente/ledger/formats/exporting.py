"""The record -> a file in the format of other programs, and what they must know about it.

In:  an open ledger, a format and a filter.   Out: bytes on a stream; ``Exported``; the words of
the file beside it: runs, filter, counts, the meaning of each field, what was dropped.
Does not: open files, or compute events.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

import msgspec

from detente.codebook import Codebook
from detente.errors import VERSION
from detente.ledger.ask import CONDITIONS, Answer, Filter, run_id_of
from detente.ledger.contract import encode, rows_of, write_csv
from detente.ledger.formats import ExportFormat
from detente.ledger.formats.graphs import write_geojson, write_graphml
from detente.ledger.formats.icews import IcewsWriter
from detente.ledger.formats.parquet import write_answers
from detente.ledger.formats.plover import write_plover
from detente.ledger.formats.polecat import PolecatWriter, Reference
from detente.ledger.regroup import claims_by_report, counted, statements_by_report
from detente.ledger.store import Ledger, Ruled, among, n_rejected
from detente.records import Coded, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote. ``n_expanded`` claims or events made several rows each.

    ``n_changed`` claims stand as rulings set them; ``n_as_read`` of those that fit the filter
    stand as they were read though rulings reject or change them.
    """

    n_rows: int
    n_written: int
    n_expanded: int = 0
    n_changed: int = 0
    n_as_read: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Exporter:
    """Writes exports.

    ``countries`` are ICEWS's names by country code, ``reference`` what POLECAT and PLOVER have
    beside. ``ruled`` are the claims that rulings change (record.py finds them). All formats heed
    them but Parquet, which carries testimony to another ledger.
    """

    ledger: Ledger
    codebook: Codebook
    countries: Mapping[str, str]
    ruled: Ruled
    reference: Reference = field(default_factory=Reference)

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
        if form is ExportFormat.PARQUET:
            return self._testimony(wanted, stream)
        ledger, ruled = self.ledger, self.ruled
        left_out = +Counter({_REJECTED: n_rejected(ledger, wanted, ruled)})
        n_claims, n_expanded = ledger.claims_as_ruled(ruled, **wanted).count(), 0
        counts = Counter[str]()
        coded = counted(claims_by_report(ledger, wanted, ruled), ruled, counts)
        if form in _WITH_STATEMENTS and _fits_statements(wanted):
            coded = chain(coded, statements_by_report(ledger, wanted))
        match form:
            case ExportFormat.CSV:
                n_rows = write_csv(coded, stream)
            case ExportFormat.PLOVER:
                n_rows = write_plover(coded, stream, self.codebook, self.reference.wikidata)
            case ExportFormat.POLECAT:
                polecat = PolecatWriter(codebook=self.codebook, reference=self.reference)
                n_rows, n_expanded = polecat.write(coded, stream), polecat.n_expanded
            case _:
                icews = IcewsWriter(codebook=self.codebook, countries=self.countries)
                n_rows, n_expanded = icews.write(coded, stream), icews.n_expanded
                n_claims -= icews.left_out.total()
                left_out += icews.left_out
        return Exported(
            n_rows=n_rows,
            n_written=n_claims,
            n_expanded=n_expanded,
            n_changed=counts["changed"],
            left_out=dict(sorted(left_out.items())),
            runs=tuple(self._runs(wanted)),
        )

    def _testimony(self, wanted: Filter, stream: BinaryIO) -> Exported:
        """Write claims and statements as they were read, for another ledger to take in."""
        claims, runs = self.ledger.claims(**wanted), self._runs(wanted)
        answers: list[tuple[str, Answer[Any]]] = [("claim", claims)]
        if _fits_statements(wanted):
            answers.append(("statement", self.ledger.statements(**wanted)))
        return Exported(
            n_rows=write_answers(answers, runs, stream),
            n_written=claims.count(),
            n_as_read=self.ledger.claims(**among(wanted, self.ruled)).count(),
            runs=tuple(runs),
        )

    def _runs(self, wanted: Filter) -> list[Run]:
        """List the runs of what is written: all, or the one that is asked for."""
        runs = list(self.ledger.runs())
        if "run" not in wanted:
            return runs
        with self.ledger.query() as query:
            chosen = run_id_of(query, wanted["run"])
        return [run for run in runs if run.id == chosen]


def about(form: ExportFormat, name: str, wanted: Filter, done: Exported) -> bytes:
    """Write the words of the file that stands beside the export ``name``, as JSON."""
    words = {
        "file": name,
        "format": form.value,
        "holds": "events" if form.is_of_events else "claims",
        "written_by": f"detente {VERSION}",
        "filter": dict(sorted(wanted.items())),
        "runs": [{"id": run.id, **msgspec.to_builtins(run)} for run in done.runs],
        "rows": done.n_rows,
        "written": done.n_written,
        "expanded": done.n_expanded,
        "left_out": dict(done.left_out),
        "rulings": _rulings(form, done),
        "has_no_field_for": list(DROPPED[form.value]),
        "fields": [{"name": one.name, "meaning": one.meaning} for one in fields_of(form.value)],
    }
    return msgspec.json.format(msgspec.json.encode(words), indent=2) + b"\n"


# ICEWS has statements of its own (CAMEO 01), which go out as they came in.
_WITH_STATEMENTS = frozenset({ExportFormat.CSV, ExportFormat.ICEWS})
_REJECTED = "rejected by a ruling"


def _rulings(form: ExportFormat, done: Exported) -> dict[str, object]:
    """Say whether the file heeds rulings, and on how many of its claims there are some."""
    if form is ExportFormat.PARQUET:
        return {"heeded": False, "claims_as_read": done.n_as_read}
    return {"heeded": True} if form.is_of_events else {"heeded": True, "changed": done.n_changed}


def _fits_statements(wanted: Filter) -> bool:
    """Whether statements can be asked by all that is wanted."""
    return set(wanted) <= {*CONDITIONS["statements"], "limit", "run"}


# --- What the fields of each export mean, and what each format has no field for.
DROPPED = {
    "csv": ("the texts of reports, and the citations of date, place and speaker",),
    "parquet": (
        "reports in which nothing was found, remarks, problems",
        "rulings: claims are as they were read",
    ),
    "polecat": (
        "issues, the speaker, the sentence and its words, the score, the last day of a range",
        "statements and remarks",
        "the type, mode and day of a planned act, which POLECAT has as AGREE or CONCEDE",
    ),
    "icews": (
        "contexts, issues, the speaker, the words, the score, the last day of a range",
        "statements and remarks",
        "acts that are denied or only possible, and planned ones that CAMEO has no intent for",
        "acts of one side alone",
        "PLOVER's mode where CAMEO's code is more general",
    ),
    "plover": (
        "issues, the speaker, the score, statements and remarks, where the names stand",
        "the day of publication, and whether a day is the act's own or the report's",
        "the type, mode and day of a planned act, which PLOVER folds into another type",
    ),
    "graphml": ("places, claims and their words, links between events",),
    "geojson": ("events of which no report told where",),
}
_FLAT = frozenset({"csv", "parquet"})  # they share most of their fields


class Field(NamedTuple):
    """One field of a format."""

    name: str
    meaning: str


def fields_of(form: str) -> list[Field]:
    """List the fields of a format, in its order."""
    return [
        Field(name, meaning)
        for kind, name, meaning in _rows()
        if kind == form or (kind == "flat" and form in _FLAT)
    ]


@cache
def _rows() -> list[tuple[str, str, str]]:
    text = (files("detente.ledger") / "data" / "dictionary.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    return [(kind, name, meaning) for kind, name, meaning in rows]


def write_jsonl(coded: Iterable[Coded], stream: BinaryIO, codebook: Codebook) -> int:
    """Write one line a claim or statement, in the contract of ledger/contract.py; count them."""
    count = 0
    for one in coded:
        for row in rows_of(one, codebook):
            stream.write(encode(row) + b"\n")
            count += 1
        stream.flush()  # a pipe sees each report as it is coded
    return count

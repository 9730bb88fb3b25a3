"""Exports and lists show claims as people ruled on them; testimony stays as it was read."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from builders import a_claim, a_coding, a_report, a_run
from detente.codebook import load_codebook
from detente.ledger import Filter, Ledger
from detente.ledger.formats import ExportFormat
from detente.ledger.formats.exporting import Exported, Exporter, about
from detente.record import ruled_claims
from detente.records import Claim, Ruling, RulingKind
from ledger.foreign_rows import icews_header, icews_row, imported

STATES = {"NRL": "Norland", "SDR": "Sudria", "VST": "Vostia"}
CLAIM_FORMATS = [ExportFormat.POLECAT, ExportFormat.ICEWS, ExportFormat.PLOVER, ExportFormat.CSV]
REPORT = a_report("Norland met Sudria on Monday.\nSudria accused Norland.\nSudria jailed a man.")
MET = a_claim(REPORT, quote="Norland met Sudria on Monday", predicate="met")
ACCUSED = a_claim(
    REPORT,
    quote="Sudria accused Norland",
    predicate="accused",
    type="ACCUSE",
    actors=("SDR-GOV",),
    recipients=("NRL-GOV",),
)
JAILED = a_claim(
    REPORT,
    quote="Sudria jailed a man",
    predicate="jailed",
    type="COERCE",
    actors=("SDR-GOV",),
    recipients=("SDR-CVL",),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Three claims: one untouched, one of which actor and day are set, one rejected."""
    with Ledger.open(tmp_path / "l.duckdb") as opened:
        opened.add([a_coding(REPORT, claims=(MET, ACCUSED, JAILED))], a_run())
        opened.rule([*setting(ACCUSED, actors="VST-GOV", date="2023-05"), rejecting(JAILED)])
        yield opened


def setting(claim: Claim, **values: str) -> Iterator[Ruling]:
    for number, (field, value) in enumerate(values.items()):
        yield ruling(RulingKind.SET, claim, number, field=field, value=value)


def rejecting(claim: Claim) -> Ruling:
    return ruling(RulingKind.REJECT, claim, 0)


def ruling(
    kind: RulingKind, claim: Claim, number: int, field: str | None = None, value: str | None = None
) -> Ruling:
    return Ruling(
        kind=kind,
        target=claim.id,
        field=field,
        value=value,
        because="misread",
        by="ann",
        made_at=datetime(2024, 2, 3, tzinfo=UTC) + timedelta(minutes=number),
    )


def sent(ledger: Ledger, form: ExportFormat, wanted: Filter) -> tuple[bytes, Exported]:
    exporter = Exporter(
        ledger=ledger, codebook=load_codebook(), countries=STATES, ruled=ruled_claims(ledger)
    )
    stream = io.BytesIO()
    done = exporter.export(form, wanted, stream)
    return stream.getvalue(), done


@pytest.mark.parametrize("form", CLAIM_FORMATS)
def test_an_export_has_what_was_set_and_counts_what_was_rejected(
    ledger: Ledger, form: ExportFormat
) -> None:
    content, done = sent(ledger, form, {})
    words = json.loads(about(form, "out", {}, done))
    assert b"VST" in content or b"Vostia" in content
    assert ACCUSED.id.encode() in content
    assert JAILED.id.encode() not in content
    assert (words["written"], words["left_out"]) == (2, {"rejected by a ruling": 1})
    assert words["rulings"] == {"heeded": True, "changed": 1}


def test_a_claim_is_found_by_what_was_set_and_no_more_by_what_was_read(ledger: Ledger) -> None:
    ruled = ruled_claims(ledger)
    by_new = ledger.claims_as_ruled(ruled, actor="VST-GOV", until=date(2023, 6, 1))
    by_old = ledger.claims_as_ruled(ruled, actor="SDR-GOV", recipient="NRL-GOV")
    (found,) = by_new
    assert (found.id, [one.value.code for one in found.actors]) == (ACCUSED.id, ["VST-GOV"])
    assert by_new.polars()["actors"].to_list() == [["VST-GOV"]]
    assert list(by_old) == []


def test_claims_of_a_run_are_ruled_too(ledger: Ledger) -> None:
    ruled = ruled_claims(ledger, "1")
    found = ledger.claims_as_ruled(ruled, run="1")
    assert [one.id for one in found.by_report()] == [MET.id, ACCUSED.id]
    assert found.count() == 2


def test_testimony_is_never_changed(ledger: Ledger) -> None:
    assert set(ledger.claims()) == {MET, ACCUSED, JAILED}


def test_parquet_carries_testimony_and_says_so(ledger: Ledger) -> None:
    content, done = sent(ledger, ExportFormat.PARQUET, {})
    words = json.loads(about(ExportFormat.PARQUET, "out", {}, done))
    ids = pq.read_table(io.BytesIO(content))["id"].to_pylist()
    assert set(ids) == {MET.id, ACCUSED.id, JAILED.id}
    assert words["rulings"] == {"heeded": False, "claims_as_read": 2}


def test_a_rejected_claim_that_the_filter_leaves_out_is_not_counted(ledger: Ledger) -> None:
    _, done = sent(ledger, ExportFormat.CSV, {"type": "CONSULT"})
    assert (done.n_written, done.left_out, done.n_changed) == (1, {}, 0)


def test_a_withdrawn_ruling_changes_nothing(ledger: Ledger) -> None:
    for one in ledger.rulings():
        ledger.withdraw(one.id, datetime(2024, 3, 1, tzinfo=UTC))
    assert ruled_claims(ledger) == {}


def test_a_row_of_icews_that_somebody_corrected_goes_out_corrected(tmp_path: Path) -> None:
    content = icews_header() + icews_row() + icews_row(Event_ID="2")
    with imported(tmp_path / "e.tab", "ICEWS", content) as outcome:
        first, second = outcome.ledger.claims()
        outcome.ledger.rule(setting(first, recipients="VST-GOV"))
        written, _ = sent(outcome.ledger, ExportFormat.ICEWS, {})
    rows = list(csv.DictReader(io.StringIO(written.decode()), delimiter="\t"))
    assert {row["Target Country"] for row in rows if row["Event ID"] == first.id} == {"Vostia"}
    assert len(rows) == 2
    assert second.id not in {row["Event ID"] for row in rows}  # it goes out as it came in

"""What a form shows: the words, the coding, and cells to fill in; the same in both forms."""

import csv
import io
import json
import re
from pathlib import Path

from builders import a_claim, a_coding, a_report, a_run
from detente.evaluate import form_of
from detente.evaluate.checking.forms import CHECKS, COLUMNS
from detente.ledger import Ledger
from evaluate.checking.samples import form_in


def test_a_form_has_words_coding_and_empty_checks(tmp_path: Path) -> None:
    form = form_in(tmp_path / "record.duckdb", n_reports=0)

    first, *rows = csv.DictReader(io.StringIO(form.csv().decode("utf-8-sig")))
    by_type = {row["type"]: row for row in rows}

    assert first["words"].startswith("seed: 1; claims: 3 of 3; reports: 0 of 2; which: all; ")
    assert by_type["CONSULT"]["words"] == "Norland [act: met] Sudria on Monday."
    assert by_type["ACCUSE"]["recipients"] == "'-REB"  # no spreadsheet takes it for a formula
    assert by_type["CONSULT"]["title"] == "'=A meeting"
    assert {row[name] for row in rows for name in CHECKS} == {""}


def test_a_report_comes_whole_with_its_claims_and_rows_for_what_they_miss(tmp_path: Path) -> None:
    form = form_in(tmp_path / "record.duckdb", n_claims=0, n_reports=2)

    kinds = [row["row"] for row in form.rows]

    assert sorted(kinds) == ["claim"] * 3 + ["missed"] * 6 + ["report"] * 2 + ["sample"]
    assert "Sudria praised the envoy." in next(
        row["words"] for row in form.rows if row["row"] == "report" and row["outlet"] == "Bay Post"
    )


def test_a_claim_of_a_drawn_report_stands_once_and_keeps_its_weight(tmp_path: Path) -> None:
    form = form_in(tmp_path / "record.duckdb", n_claims=3, n_reports=2)

    claims = [row for row in form.rows if row["row"] == "claim"]

    assert len(claims) == 3
    assert {row["weight"] for row in claims} == {"1"}


def test_the_page_holds_the_rows_of_the_table_and_loads_nothing(tmp_path: Path) -> None:
    form = form_in(tmp_path / "record.duckdb")

    page = form.html().decode()
    held = re.search(r'<script type="application/json" id="form">(.*?)</script>', page, re.DOTALL)
    table = csv.DictReader(io.StringIO(form.csv().decode("utf-8-sig")))

    assert held
    data = json.loads(held[1])
    assert data["columns"] == list(COLUMNS)
    assert data["rows"] == list(table)
    assert not re.search(r"https?://|src=|@import", page)


def test_words_of_a_report_are_no_markup(tmp_path: Path) -> None:
    report = a_report("Norland met </script><script>alert(1)</script> Sudria.")
    with Ledger.open(tmp_path / "record.duckdb") as ledger:
        ledger.add([a_coding(report, claims=(a_claim(report, predicate="met"),))], a_run())
        form = form_of(ledger.sample(1, 1), {}, runs=["r"], is_as_read=True)

    assert "<script>alert" not in form.html().decode()

"""detente's own Parquet brings rows back as they were, and forged rows not at all."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from builders import a_claim, a_coding, a_report, a_run
from detente.codebook import Codebook
from detente.ledger import Added, Ledger
from detente.ledger.parquet import Provenance, write_whole_parquet
from detente.ledger.parquet_read import read_parquet
from detente.records import Coded

IMPORT = a_run(coder="import-parquet")


def written(path: Path, codebook: Codebook, *coded: Coded) -> Path:
    """Write coded reports as Parquet, under one run."""
    with path.open("wb") as stream:
        write_whole_parquet(coded, stream, codebook, Provenance(runs=[a_run()], run_of={}))
    return path


def brought_in(path: Path, ledger: Ledger) -> Added:
    """Import a file that is one stretch."""
    (whole,) = read_parquet(path)
    return ledger.add_whole(whole, IMPORT)


def tables(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of testimony."""
    with ledger.query() as query:
        return {
            name: query.execute(f"FROM {name} ORDER BY ALL").fetchall()  # ours
            for name in ("reports", "claims", "statements", "runs")
        }


def test_a_ledger_comes_back_as_it_was(tmp_path: Path, codebook: Codebook, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", codebook, full)
    with (
        Ledger.open(tmp_path / "one.duckdb") as one,
        Ledger.open(tmp_path / "two.duckdb") as two,
    ):
        one.add([full], a_run())
        added = brought_in(path, two)
        assert (added.n_reports, added.n_claims, added.n_statements) == (1, 2, 1)
        assert added.refused == ()
        assert tables(one) == tables(two)


def test_twice_is_once(tmp_path: Path, codebook: Codebook, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", codebook, full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        brought_in(path, ledger)
        again = brought_in(path, ledger)
        assert (again.n_reports, again.n_claims, again.n_statements) == (0, 0, 0)


def test_a_report_that_no_one_imported_stays_a_report(
    tmp_path: Path, codebook: Codebook, full: Coded
) -> None:
    path = written(tmp_path / "w.parquet", codebook, full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        brought_in(path, ledger)
        assert ledger.ids_with_text() == [full.report.id]


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: row.update(report_text="Other words."), "report's id is not the digest"),
        (lambda row: row.update(record="{}"), "its record is not a claim"),
        (lambda row: row.update(record="no JSON"), "its record is not a claim"),
        (lambda row: row.update(id="0" * 20), "its id is not the digest of its record"),
        (lambda row: row.update(run_id="elsewhere"), "does not name its run"),
        (lambda row: row.update(kind="rumour"), "neither a claim nor a statement"),
        (
            lambda row: row.update(record=row["record"].replace('"CONSULT"', '"BEWITCH"')),
            "the codebook has no such type",
        ),
        (
            lambda row: row.update(
                record=row["record"].replace('"quote":"Norland', '"quote":"Sudrian')
            ),
            "a quote is not at its span",
        ),
        (
            lambda row: row.update(record=row["record"].replace('"score":0.5', '"score":7')),
            "its score is not within 0..1",
        ),
    ],
    ids=["text", "empty", "no json", "id", "run", "kind", "type", "quote", "score"],
)
def test_a_forged_row_is_refused_and_the_rest_comes_in(
    tmp_path: Path, codebook: Codebook, change: Change, reason: str
) -> None:
    good = a_report(key="good", outlet="Other Wire")
    bad = a_report()
    path = written(
        tmp_path / "w.parquet",
        codebook,
        a_coding(good, claims=(a_claim(good),)),
        a_coding(bad, claims=(a_claim(bad),)),
    )
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows[1])
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        added = brought_in(path, ledger)
        assert (added.n_claims, added.n_reports) == (1, 1)
        (problem,) = ledger.problems()
    assert problem.detail.startswith("w.parquet, row 2: ")
    assert reason in problem.detail


def changed(path: Path, *changes: tuple[int, dict[str, Any]]) -> None:
    """Change some rows of a file, by number."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    for number, change in changes:
        rows[number].update(change)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def test_of_rows_that_come_twice_the_first_right_one_is_kept(
    tmp_path: Path, codebook: Codebook, full: Coded
) -> None:
    path = written(tmp_path / "w.parquet", codebook, full, full)
    changed(path, (0, {"record": "{}"}))
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        added = brought_in(path, ledger)
        told = [problem.detail for problem in ledger.problems()]
    assert (added.n_reports, added.n_claims, added.n_statements) == (1, 2, 1)
    assert told == ["w.parquet, row 1: its record is not a claim"]


def test_a_report_none_of_whose_rows_is_right_does_not_come_in(
    tmp_path: Path, codebook: Codebook, full: Coded
) -> None:
    bad = a_report(key="bad", outlet="Other Wire")
    path = written(tmp_path / "w.parquet", codebook, a_coding(bad, claims=(a_claim(bad),)), full)
    changed(path, (0, {"id": "0" * 20}))
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        added = brought_in(path, ledger)
        assert ledger.ids_with_text() == [full.report.id]
        assert added.n_claims + added.n_statements + len(added.refused) == 4


def test_what_is_coded_under_another_run_keeps_its_report(
    tmp_path: Path, codebook: Codebook, full: Coded
) -> None:
    path = written(tmp_path / "w.parquet", codebook, full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([full], a_run(version="other"))
        added = brought_in(path, ledger)
        assert (added.n_reports, added.n_claims, added.n_statements) == (0, 2, 1)


def test_a_users_own_mode_is_worth_what_its_type_is(tmp_path: Path, codebook: Codebook) -> None:
    report = a_report()
    own = a_claim(report, type="ACCUSE", mode="own:scolding")
    path = written(tmp_path / "w.parquet", codebook, a_coding(report, claims=(own,)))
    with Ledger.open(tmp_path / "l.duckdb") as ledger, ledger.query() as query:
        assert brought_in(path, ledger).n_claims == 1
        sql = "SELECT mode, intensity FROM claims"
        assert query.execute(sql).fetchall() == [
            ("own:scolding", codebook.intensity("ACCUSE", None))
        ]


def test_a_stretch_leaves_the_connection_as_it_was(
    tmp_path: Path, codebook: Codebook, full: Coded
) -> None:
    path = written(tmp_path / "w.parquet", codebook, full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger, ledger.query() as query:
        brought_in(path, ledger)
        optimizers = query.execute("SELECT current_setting('disabled_optimizers')").fetchall()
        left = query.execute(
            "SELECT table_name FROM duckdb_tables() WHERE temporary"
            " UNION ALL SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal"
        ).fetchall()
    assert (optimizers, left) == ([("",)], [])


@pytest.mark.parametrize("cut", [4, 200, -8], ids=["head", "middle", "tail"])
def test_a_truncated_file_is_a_problem(
    tmp_path: Path, codebook: Codebook, full: Coded, cut: int
) -> None:
    path = written(tmp_path / "w.parquet", codebook, full)
    path.write_bytes(path.read_bytes()[:cut])
    (whole,) = read_parquet(path)
    assert whole.rows is None
    assert [problem.kind for problem in whole.problems] == ["damaged"]


def test_another_programs_parquet_is_told_from_ours(tmp_path: Path) -> None:
    stream = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}), stream)
    (tmp_path / "o.parquet").write_bytes(stream.getvalue())
    (whole,) = read_parquet(tmp_path / "o.parquet")
    assert [problem.kind for problem in whole.problems] == ["missing-column"]

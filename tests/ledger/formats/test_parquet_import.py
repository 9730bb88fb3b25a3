"""What detente archive makes comes into a ledger as if it had been coded there."""

import io
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from builders import a_claim, a_coding, a_problem, a_report, a_run, words
from detente.codebook import Codebook
from detente.importing import import_files
from detente.ledger import Added, Ledger
from detente.ledger.formats import ImportFormat, parquet_import
from detente.ledger.formats.parquet import ShardWriter, write_parquet
from detente.ledger.formats.parquet_import import is_archive, read_archive, read_parquet
from detente.records import Coded, Problem, Remark, RemarkKind

IMPORT = a_run(coder="import-parquet")
Shards = Callable[..., Path]


@pytest.fixture
def shards(tmp_path: Path) -> Shards:
    """Write an archive; each list of items is a shard."""

    def write(*shards: list[Coded | Problem], is_done: bool = True) -> Path:
        out = tmp_path / "out"
        for number, items in enumerate(shards):
            folder = out / "shards" / f"{number:05d}"
            folder.mkdir(parents=True)
            with ShardWriter(folder, a_run()) as writer:
                for item in items:
                    writer.take(item)
        (out / "manifest.json").write_text("{}")
        if is_done:
            (out / "done.json").write_text("[]")
        return out

    return write


@pytest.fixture
def rich(full: Coded) -> list[Coded | Problem]:
    """A report in which all was found, one in which nothing was, an input that is no report."""
    report = full.report
    remark = Remark(
        report_id=report.id,
        sentence=0,
        kind=RemarkKind.FRAME,
        side="SDR",
        about=("NRL",),
        issues=("fishing",),
        citation=words(report, "We want peace on fishing"),
        cue=words(report, "peace"),
        parts=(words(report, "fishing"),),
    )
    warning = a_problem(key="dull", kind="no-claims", detail="none", is_warning=True)
    dull = a_report("It rains in Vostia.", key="dull")
    return [
        a_coding(report, claims=full.claims, statements=full.statements, remarks=(remark,)),
        a_coding(dull, claims=(), problems=(warning,)),
        a_problem(),
    ]


def brought_in(out: Path, path: Path) -> list[Problem]:
    """Import an archive into a ledger; the problems that were told."""
    batches = import_files([out], ImportFormat.PARQUET, path)
    return [problem for batch in batches for problem in batch.problems]


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of testimony."""
    names = ("reports", "codings", "claims", "statements", "remarks", "problems", "runs")
    with Ledger.open(path) as ledger, ledger.query() as query:
        return {name: query.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in names}


def test_an_archive_comes_in_as_if_it_were_coded_here(
    tmp_path: Path, shards: Shards, rich: list[Coded | Problem]
) -> None:
    with Ledger.open(tmp_path / "coded.duckdb") as ledger:
        ledger.add(rich, a_run())

    told = brought_in(shards(rich), tmp_path / "imported.duckdb")

    assert told == []
    assert tables(tmp_path / "imported.duckdb") == tables(tmp_path / "coded.duckdb")


def test_an_archive_that_comes_twice_is_there_once(
    tmp_path: Path, shards: Shards, rich: list[Coded | Problem]
) -> None:
    out, path = shards(rich, rich), tmp_path / "l.duckdb"
    brought_in(out, path)
    once = tables(path)

    brought_in(out, path)

    assert tables(path) == once
    assert [len(once[name]) for name in ("reports", "claims", "remarks")] == [2, 2, 1]


def test_what_a_ledger_has_of_a_report_is_completed(
    tmp_path: Path, shards: Shards, full: Coded
) -> None:
    path = tmp_path / "l.duckdb"
    with Ledger.open(path) as ledger:
        ledger.add([a_coding(full.report, claims=full.claims[:1])], a_run())

    brought_in(shards([full]), path)

    with Ledger.open(path) as ledger:
        assert {claim.id for claim in ledger.claims()} == {claim.id for claim in full.claims}
        assert len(list(ledger.statements())) == 1


def test_shards_come_in_together_up_to_a_limit(
    tmp_path: Path, shards: Shards, monkeypatch: pytest.MonkeyPatch
) -> None:
    coded = [a_coding(a_report(key=f"r{n}", url=f"https://example.org/{n}")) for n in range(5)]
    out = shards(*([one] for one in coded))
    monkeypatch.setattr(parquet_import, "AT_ONCE", 2)

    assert [whole.n_rows for whole in read_archive(out)] == [2, 2, 1]
    brought_in(out, tmp_path / "l.duckdb")
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        assert len(list(ledger.reports())) == 5


KILLED = """import os, signal, sys
from pathlib import Path
from detente.importing import import_files
from detente.ledger.formats import ImportFormat
from detente.ledger.formats import parquet_import
parquet_import.AT_ONCE = 2
batches = import_files([Path(sys.argv[1])], ImportFormat.PARQUET, Path(sys.argv[2]))
next(batches), next(batches)
os.kill(os.getpid(), signal.SIGKILL)"""


def test_killed_between_two_stretches_it_has_those_before_and_goes_on_from_there(
    tmp_path: Path, shards: Shards
) -> None:
    coded = [a_coding(a_report(key=f"r{n}", url=f"https://example.org/{n}")) for n in range(5)]
    out, path = shards(*([one] for one in coded)), tmp_path / "l.duckdb"

    killed = subprocess.run(  # noqa: S603  # our own interpreter and our own words
        [sys.executable, "-c", KILLED, str(out), str(path)], check=False
    )
    there = tables(path)
    brought_in(out, path)

    assert killed.returncode == -signal.SIGKILL
    assert len(there["reports"]) == len(there["claims"]) == len(there["codings"]) == 4
    assert len(tables(path)["reports"]) == len(tables(path)["claims"]) == 5


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        ("claims", lambda row: row.update(id="0" * 20), "claims.parquet, row 1: its id is not the"),
        ("claims", lambda row: row.update(report_id="x"), "its shard has no such report"),
        ("claims", lambda row: row.update(run_id="x"), "its report is of another run"),
        ("claims", lambda row: row.update(record="{}"), "its record is not a claim"),
        ("statements", lambda row: row.update(record="{}"), "its record is not a statement"),
        ("reports", lambda row: row.update(text="Other words."), "report's id is not the digest"),
        ("remarks", lambda row: row.update(id="0" * 20), "its id is not the digest of its record"),
        (
            "remarks",
            lambda row: row.update(record=row["record"].replace('"peace"', '"paece"')),
            "a quote is not at its span",
        ),
    ],
)
def test_a_forged_row_is_refused(
    shards: Shards, rich: list[Coded | Problem], table: str, change: Change, reason: str
) -> None:
    out = shards(rich)
    ledger = out.parent / "l.duckdb"
    path = out / "shards" / "00000" / f"{table}.parquet"
    given = pq.read_table(path)
    rows = given.to_pylist()
    change(rows[0])
    pq.write_table(pa.Table.from_pylist(rows, schema=given.schema), path)

    told = brought_in(out, ledger)

    assert told != []
    assert reason in told[0].detail
    assert len(tables(ledger)["reports"]) == (1 if table == "reports" else 2)


def test_a_forged_problem_is_left_out(
    tmp_path: Path, shards: Shards, rich: list[Coded | Problem]
) -> None:
    out = shards(rich)
    path = out / "shards" / "00000" / "problems.parquet"
    given = pq.read_table(path)
    rows = [row | {"detail": "other words"} for row in given.to_pylist()]
    pq.write_table(pa.Table.from_pylist(rows, schema=given.schema), path)

    brought_in(out, tmp_path / "l.duckdb")

    assert tables(tmp_path / "l.duckdb")["problems"] == []


def test_a_damaged_shard_is_told_and_the_others_come_in(
    tmp_path: Path, shards: Shards, rich: list[Coded | Problem], full: Coded
) -> None:
    out = shards([full], rich)
    (out / "shards" / "00000" / "claims.parquet").write_bytes(b"PAR1")

    (problem,) = brought_in(out, tmp_path / "l.duckdb")

    assert (problem.key, problem.kind) == ("shards/00000", "damaged")
    assert len(tables(tmp_path / "l.duckdb")["claims"]) == 2


def test_an_archive_that_is_not_done_comes_in_with_a_warning(
    tmp_path: Path, shards: Shards, full: Coded
) -> None:
    (problem,) = brought_in(shards([full], is_done=False), tmp_path / "l.duckdb")

    assert (problem.kind, problem.is_warning) == ("unfinished", True)
    assert len(tables(tmp_path / "l.duckdb")["claims"]) == 2


def test_a_quote_that_is_not_in_its_report_does_not_come_out(
    shards: Shards, tmp_path: Path
) -> None:
    other = a_report("Something else.", key="other")
    out = shards([a_coding(other, claims=(a_claim(a_report()),))])

    brought_in(out, tmp_path / "l.duckdb")

    assert [row[6] for row in tables(tmp_path / "l.duckdb")["problems"]] == ["citation-mismatch"]


def test_a_folder_of_files_is_no_archive(tmp_path: Path) -> None:
    assert not is_archive(tmp_path)


def written(path: Path, *coded: Coded) -> Path:
    """Write coded reports as Parquet, under one run."""
    with path.open("wb") as stream:
        write_parquet(coded, stream, a_run())
    return path


def imported(path: Path, ledger: Ledger) -> Added:
    """Import a file that is one stretch."""
    (whole,) = read_parquet(path)
    return ledger.add_whole(whole, IMPORT)


def files_of(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of testimony."""
    with ledger.query() as query:
        return {
            name: query.execute(f"FROM {name} ORDER BY ALL").fetchall()  # ours
            for name in ("reports", "claims", "statements", "runs")
        }


def test_a_ledger_comes_back_as_it_was(tmp_path: Path, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", full)
    with Ledger.open(tmp_path / "one.duckdb") as one, Ledger.open(tmp_path / "two.duckdb") as two:
        one.add([full], a_run())
        added = imported(path, two)
        assert (added.n_reports, added.n_claims, added.n_statements) == (1, 2, 1)
        assert added.refused == ()
        assert files_of(one) == files_of(two)


def test_twice_is_once(tmp_path: Path, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        imported(path, ledger)
        again = imported(path, ledger)
        assert (again.n_reports, again.n_claims, again.n_statements) == (0, 0, 0)


def test_a_report_that_no_one_imported_stays_a_report(tmp_path: Path, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        imported(path, ledger)
        assert ledger.ids_with_text() == [full.report.id]


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
    tmp_path: Path, change: Change, reason: str
) -> None:
    good = a_report(key="good", outlet="Other Wire")
    bad = a_report()
    path = written(
        tmp_path / "w.parquet",
        a_coding(good, claims=(a_claim(good),)),
        a_coding(bad, claims=(a_claim(bad),)),
    )
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows[1])
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        added = imported(path, ledger)
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


def test_of_rows_that_come_twice_the_first_right_one_is_kept(tmp_path: Path, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", full, full)
    changed(path, (0, {"record": "{}"}))
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        added = imported(path, ledger)
        told = [problem.detail for problem in ledger.problems()]
    assert (added.n_reports, added.n_claims, added.n_statements) == (1, 2, 1)
    assert told == ["w.parquet, row 1: its record is not a claim"]


def test_a_report_none_of_whose_rows_is_right_does_not_come_in(tmp_path: Path, full: Coded) -> None:
    bad = a_report(key="bad", outlet="Other Wire")
    path = written(tmp_path / "w.parquet", a_coding(bad, claims=(a_claim(bad),)), full)
    changed(path, (0, {"id": "0" * 20}))
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        added = imported(path, ledger)
        assert ledger.ids_with_text() == [full.report.id]
        assert added.n_claims + added.n_statements + len(added.refused) == 4


def test_what_is_coded_under_another_run_keeps_its_report(tmp_path: Path, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([full], a_run(version="other"))
        added = imported(path, ledger)
        assert (added.n_reports, added.n_claims, added.n_statements) == (0, 2, 1)


def test_a_users_own_mode_is_worth_what_its_type_is(tmp_path: Path, codebook: Codebook) -> None:
    report = a_report()
    own = a_claim(report, type="ACCUSE", mode="own:scolding")
    path = written(tmp_path / "w.parquet", a_coding(report, claims=(own,)))
    with Ledger.open(tmp_path / "l.duckdb") as ledger, ledger.query() as query:
        assert imported(path, ledger).n_claims == 1
        sql = "SELECT mode, intensity FROM claims"
        assert query.execute(sql).fetchall() == [
            ("own:scolding", codebook.intensity("ACCUSE", None))
        ]


def test_a_stretch_leaves_the_connection_as_it_was(tmp_path: Path, full: Coded) -> None:
    path = written(tmp_path / "w.parquet", full)
    with Ledger.open(tmp_path / "l.duckdb") as ledger, ledger.query() as query:
        imported(path, ledger)
        optimizers = query.execute("SELECT current_setting('disabled_optimizers')").fetchall()
        left = query.execute(
            "SELECT table_name FROM duckdb_tables() WHERE temporary"
            " UNION ALL SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal"
        ).fetchall()
    assert (optimizers, left) == ([("",)], [])


@pytest.mark.parametrize("cut", [4, 200, -8], ids=["head", "middle", "tail"])
def test_a_truncated_file_is_a_problem(tmp_path: Path, full: Coded, cut: int) -> None:
    path = written(tmp_path / "w.parquet", full)
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

"""``detente import`` and ``detente export``: what they say, and how they end."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from detente.ledger import Ledger
from ledger.foreign_rows import gdelt_v2, icews_header, icews_row

Run = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two rows of GDELT in the working folder, whose ledger is there, too."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "events.csv"
    path.write_text(gdelt_v2() + gdelt_v2(id="902", event="111", root="11"))
    return path


def test_an_import_counts_what_is_new(run: Run, file: Path, norland: tuple[str, str]) -> None:
    first = run("import", "gdelt", file, *norland)
    second = run("import", "gdelt", file, *norland)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2 rows; new are 2 claims and 0 statements; 0 problems" in first.stderr
    assert "2 rows; 2 known already; new are 0 claims" in second.stderr


def test_imported_rows_can_be_asked_and_merged(
    run: Run, file: Path, norland: tuple[str, str]
) -> None:
    run("import", "gdelt", file, *norland)
    claims = run("claims", "--outlet", "gdelt", "--format", "jsonl").stdout.splitlines()
    events = run("events", "--dyad", "NRL", "SDR", "--format", "jsonl").stdout.splitlines()
    assert {json.loads(line)["report"]["outlet"] for line in claims} == {"GDELT"}
    assert {json.loads(line)["type"] for line in events} == {"CONSULT", "ACCUSE"}


def test_a_bad_row_ends_with_exit_code_1_and_names_its_line(run: Run, file: Path) -> None:
    with file.open("a") as stream:
        stream.write(gdelt_v2(id="903", day="never"))
    result = run("import", "gdelt", file)
    assert result.exit_code == 1
    assert "events.csv, line 3: 'never' is no day" in result.stderr
    assert "1 problem" in result.stderr


def test_only_some_problems_of_a_kind_are_shown(run: Run, file: Path) -> None:
    file.write_text("".join(gdelt_v2(id=str(n), day="never") for n in range(9)))
    result = run("import", "gdelt", file)
    assert result.stderr.count("is no day") == 5
    assert "more of them: detente problems --kind bad-date" in result.stderr
    with Ledger.open(file.parent / "detente.duckdb") as ledger:
        assert ledger.problems().count() == 9


def test_a_folder_stands_for_its_files(run: Run, file: Path) -> None:
    folder = file.parent / "days"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text(gdelt_v2(id=name))
    assert "2 rows" in run("import", "gdelt", folder).stderr


def test_nothing_there_is_exit_code_2(run: Run, file: Path) -> None:
    result = run("import", "icews", file.parent / "nowhere.tab")
    assert result.exit_code == 2
    assert "there is no such file" in result.stderr


def test_an_export_has_its_words_beside_it(run: Run, file: Path, norland: tuple[str, str]) -> None:
    run("import", "gdelt", file, *norland)
    result = run("export", "polecat", "-o", "out.tsv", "--type", "ACCUSE")
    words = json.loads(Path("out.tsv.about.json").read_text())
    assert result.exit_code == 0
    assert "1 row of 1 claim" in result.stderr
    assert len(Path("out.tsv").read_text().splitlines()) == 2
    assert (words["format"], words["filter"]) == ("polecat", {"type": "ACCUSE"})


@pytest.mark.parametrize("form", ["icews", "plover", "csv", "parquet", "graphml", "geojson"])
def test_every_format_can_be_written(run: Run, file: Path, form: str) -> None:
    run("import", "gdelt", file)
    result = run("export", form, "-o", f"out.{form}")
    assert result.exit_code == 0, result.stderr
    assert Path(f"out.{form}").stat().st_size > 0


def test_an_export_cannot_do_without_a_file(run: Run, file: Path) -> None:
    run("import", "gdelt", file)
    assert run("export", "csv").exit_code == 2


def test_parquet_carries_a_ledger_to_another(run: Run, file: Path) -> None:
    run("import", "gdelt", file)
    run("export", "parquet", "-o", "out.parquet")
    result = run("import", "parquet", "out.parquet", "--ledger", "other.duckdb")
    assert "2 rows; new are 2 claims" in result.stderr
    again = run("claims", "--ledger", "other.duckdb", "--format", "jsonl").stdout
    assert again == run("claims", "--format", "jsonl").stdout


def test_icews_goes_through_unchanged(run: Run, file: Path) -> None:
    content = icews_header() + icews_row() + icews_row(Event_ID="2")
    Path("in.tab").write_text(content)
    run("import", "icews", "in.tab", "--ledger", "icews.duckdb")
    run("export", "icews", "-o", "out.tab", "--ledger", "icews.duckdb")
    assert sorted(Path("out.tab").read_text().splitlines()) == sorted(content.splitlines())
    assert file.exists()


@pytest.mark.usefixtures("fake_journey")
def test_what_code_writes_as_parquet_can_be_imported(run: Run, stories: Path) -> None:
    run("code", stories, "--format", "parquet", "-o", "coded.parquet")
    result = run("import", "parquet", "coded.parquet")
    assert result.exit_code == 0
    assert "0 problems" in result.stderr
    assert "new are 0 claims" not in result.stderr


def test_the_licence_of_rows_stands_beside_them(run: Run, file: Path) -> None:
    run("import", "gdelt", file)
    licence = ("--licence", "cc-by-sa-4.0")
    assert run("export", "csv", "-o", "rows.csv", *licence).exit_code == 0
    refused = run("export", "graphml", "-o", "net.graphml", *licence)

    told = json.loads((file.parent / "rows.csv.croissant.json").read_text())
    assert told["license"] == "https://spdx.org/licenses/CC-BY-SA-4.0"
    assert "graphml has no place for a licence" in refused.stderr
    assert not (file.parent / "net.graphml").exists()


@pytest.mark.parametrize("name", ["no such", "", "MIT OR Apache-2.0"])
def test_a_licence_that_has_no_page_is_refused(run: Run, file: Path, name: str) -> None:
    run("import", "gdelt", file)
    refused = run("export", "csv", "-o", "rows.csv", "--licence", name)

    assert refused.exit_code == 2
    assert "no licence of spdx.org is named" in refused.stderr
    assert not (file.parent / "rows.csv").exists()

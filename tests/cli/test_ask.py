"""``detente events|claims|statements|reports|problems|runs``: what the record answers."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import Result

from builders import a_claim, a_coding, a_date, a_problem, a_report, a_run, a_statement
from detente.cli.ask import OPTIONS
from detente.ledger import Filter, Ledger
from detente.records import Status
from detente.web.api.records import FILTERS

Run = Callable[..., Result]
Golden = Callable[[str | bytes, str], None]
LISTS = ("events", "claims", "statements", "reports", "problems", "runs")


@pytest.mark.parametrize(
    ("since", "until", "n_found"),
    [
        ("January 2024", "2024-02", 2),
        ("2024", "2 Feb 2024", 1),
        ("2024-02-05", "Feb 2024", 1),
        ("2024-03", "2025", 0),
    ],
)
def test_a_month_or_a_year_is_taken_for_its_first_or_last_day(
    run: Run, ledger: Path, since: str, until: str, n_found: int
) -> None:
    found = run("claims", "--since", since, "--until", until, "--format", "jsonl")

    assert len(found.stdout.splitlines()) == n_found, found.stderr
    with Ledger.open(ledger, read_only=True) as opened:
        wanted = Filter(since=since, until=until)  # type: ignore[typeddict-item]  # as people write
        assert opened.claims(**wanted).count() == n_found


@pytest.mark.usefixtures("ledger")
def test_who_asks_for_json_is_told_which_json_there_is(run: Run) -> None:
    assert "rows are JSON lines: jsonl" in run("events", "--format", "json").stderr
    assert "it is one object: json" in run("explain", "abcd", "--format", "jsonl").stderr


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with two reports under two runs, in ``$DETENTE_LEDGER``."""
    path = tmp_path / "ledger.duckdb"
    met = a_report("Norland's premier met Sudria's premier in Vostia City.", key="met")
    plan = a_report("Norland may recall its envoy to Vostia, Vostia said.", key="plan")
    talks = a_claim(met, predicate="met", date=a_date(), issues=("fishing",))
    recall = a_claim(
        plan,
        type="PROTEST",
        predicate="recall",
        actors=("NRL-GOV",),
        recipients=("VST-GOV",),
        status=Status.HYPOTHETICAL,
        date=a_date("2024-02-05", "2024-02-11"),
    )
    with Ledger.open(path) as opened:
        opened.add([a_coding(met, claims=(a_claim(met, type="AGREE", predicate="met"),))], a_run())
        opened.add([a_problem(key="=x.txt")], a_run())
        said = a_statement(plan, quote="Norland may recall its envoy to Vostia", about=("NRL",))
        opened.add(
            [a_coding(met, claims=(talks,)), a_coding(plan, claims=(recall,), statements=(said,))],
            a_run(version="1"),
        )
    monkeypatch.setenv("DETENTE_LEDGER", str(path))
    return path


def _rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_what_one_can_be_asked_by_all_can() -> None:
    of_ids = {"ids", "claim", "linked_to"}  # ids that a program has, no words of a person

    assert set(OPTIONS) == set(Filter.__annotations__) - of_ids
    assert set(FILTERS) == set(OPTIONS) - {"id", "run", "limit"}  # the desk has other words there


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("command", LISTS)
def test_table_of_each_list_reads_like_this(command: str, run: Run, golden: Golden) -> None:
    golden(run(command, "--format", "table").stdout, f"ask-{command}.txt")


@pytest.mark.usefixtures("ledger")
def test_difference_of_two_runs_reads_like_this(run: Run, golden: Golden) -> None:
    golden(run("runs", "diff", "1", "2", "--format", "table").stdout, "ask-runs-diff.txt")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("command", LISTS)
def test_every_list_is_json_lines_csv_and_parquet(command: str, run: Run, tmp_path: Path) -> None:
    rows = _rows(run(command))
    table = list(csv.reader(io.StringIO(run(command, "--format", "csv").stdout)))
    file = tmp_path / f"{command}.parquet"
    assert run(command, "-o", file).exit_code == 0

    assert len(rows) == len(table) - 1 == pq.read_table(file).num_rows >= 1


@pytest.mark.usefixtures("ledger")
def test_event_is_told_with_standing_and_claims(run: Run) -> None:
    (event,) = _rows(run("events", "--dyad", "SDR", "NRL"))

    assert (event["kind"], event["type"], event["status"]) == ("event", "CONSULT", "actual")
    assert event["standing"] == {
        "affirmed_by": [],
        "denied_by": [],
        "unconfirmed_by": [],
        "outlets": 1,
        "disputed": False,
    }
    assert event["claims"] == [row["id"] for row in _rows(run("claims", "--type", "consult"))]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("words", "n_rows"),
    [
        (["--actor", "NRL-GOV"], 2),
        (["--recipient", "VST"], 1),
        (["--type", "protest"], 1),
        (["--status", "hypothetical"], 1),
        (["--issue", "fishing"], 1),
        (["--since", "2024-02-01"], 1),
        (["--until", "2024-01-31"], 1),
        (["--outlet", "Harbour Wire", "--limit", "1"], 1),
        (["--report", "plan"], 1),
        (["--place", "VST"], 0),
    ],
    ids=str,
)
def test_claims_and_events_are_asked_by_the_same_options(
    words: list[str], n_rows: int, run: Run
) -> None:
    assert len(_rows(run("claims", *words))) == n_rows
    assert len(_rows(run("events", *words))) == n_rows


@pytest.mark.usefixtures("ledger")
def test_claims_of_an_older_run_are_there_on_demand(run: Run) -> None:
    assert [row["type"] for row in _rows(run("claims", "--run", "1"))] == ["AGREE"]


@pytest.mark.usefixtures("ledger")
def test_claims_leave_in_the_formats_of_detente_code(run: Run) -> None:
    assert _rows(run("claims", "--format", "plover", "--report", "plan"))[0]["event"] == ["PROTEST"]
    assert run("claims", "--format", "polecat").stdout.startswith("Event ID\tEvent Date\t")


@pytest.mark.usefixtures("ledger")
def test_cell_that_a_spreadsheet_would_run_is_disarmed(run: Run) -> None:
    assert "'=x.txt" in run("problems", "--format", "csv").stdout


@pytest.mark.usefixtures("ledger")
def test_unknown_type_is_refused_with_the_nearest(run: Run) -> None:
    result = run("events", "--type", "CONSULTS")

    assert result.exit_code == 2
    assert "CONSULT" in result.stderr


def test_missing_ledger_is_told_with_what_to_do(run: Run, tmp_path: Path) -> None:
    result = run("events", "--ledger", tmp_path / "none.duckdb")

    assert result.exit_code == 2
    assert "make one with detente add, or name yours with --ledger" in result.stderr


@pytest.mark.usefixtures("ledger")
def test_difference_of_two_runs_is_json_lines_in_a_pipe(run: Run) -> None:
    (row,) = _rows(run("runs", "diff", "1", "2"))

    assert (row["difference"], row["changed"]) == ("changed", ["type", "date", "issues"])
    assert (row["type_a"], row["type_b"]) == ("AGREE", "CONSULT")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("events", "--dyad", "NRL", "QQQ"), "no state is known as 'QQQ'"),
        (("events", "--dyad", "NRL", "Grece"), "did you mean GRC (Greece)"),
        (("events", "--actor", "Grece"), "did you mean GRC (Greece)"),
        (("claims", "--recipient", "GRC-GVO"), "no sector 'GVO' in the codebook; it has: AGR, "),
        (("statements", "--speaker", "QQQ-GOV"), "no state is known as 'QQQ'"),
        (("claims", "--actor", "Greek foreign minister"), "names several; give the id of one"),
        (("events", "--issue", "tawain"), "no issue 'tawain' in the codebook; nearest: taiwan"),
        (("events", "--mode", "phones"), "no mode 'phones' in the codebook; nearest: phone"),
        (("claims", "--mode", "phone", "--type", "AGREE"), "no mode of AGREE 'phone'"),
        (("statements", "--kind", "demands"), "demand"),
        (
            ("reports", "--since", "2024-02-02", "--until", "2024-02-01"),
            "since 2024-02-02 is after until 2024-02-01",
        ),
    ],
)
def test_what_nobody_knows_is_refused(words: tuple[str, ...], told: str, run: Run) -> None:
    result = run(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "words",
    [
        ("--actor", "Greece"),
        ("--actor", "Erdogan"),
        ("--actor", "GRC-MIL"),
        ("--recipient", "-REB"),
        ("--dyad", "Greece", "TUR"),
        ("--mode", "phone"),
        ("--mode", "own:border-fence"),
        ("--issue", "taiwan"),
    ],
)
def test_what_is_known_and_not_told_of_is_an_empty_list(words: tuple[str, ...], run: Run) -> None:
    result = run("events", *words, "--format", "jsonl")

    assert (result.exit_code, result.stdout, result.output) == (0, "", result.stderr)
    assert "nearest" not in result.stderr


def test_a_state_is_asked_for_by_name(run: Run, ledger: Path) -> None:
    report = a_report("Greece accused Turkey.", key="aegean")
    claim = a_claim(report, type="ACCUSE", actors=("GRC-GOV",), recipients=("TUR-GOV",))
    with Ledger.open(ledger) as opened:
        opened.add([a_coding(report, claims=(claim,))], a_run(version="1"))

    by_name = _rows(run("claims", "--actor", "Greece", "--recipient", "Turkey"))

    assert [row["id"] for row in by_name] == [claim.id]


@pytest.mark.usefixtures("ledger")
def test_codes_that_only_the_ledger_has_are_known(run: Run) -> None:
    assert len(_rows(run("claims", "--recipient", "VST"))) == 1
    assert len(_rows(run("claims", "--issue", "fishing"))) == 1


@pytest.mark.usefixtures("ledger")
def test_an_outlet_that_the_ledger_lacks_is_told(run: Run) -> None:
    result = run("events", "--outlet", "Harbor Wire", "--report", "nowhere")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "no report of the outlet 'Harbor Wire'; nearest: Harbour Wire" in result.stderr
    assert "the ledger holds no report 'nowhere'" in result.stderr


def test_a_day_of_publication_is_marked_in_the_table_of_events(run: Run, ledger: Path) -> None:
    report = a_report("Norland sued Sudria.", key="undated")
    claim = a_claim(report, type="ACCUSE", actors=("NRL-GOV",), recipients=("SDR-GOV",))
    with Ledger.open(ledger) as opened:
        opened.add([a_coding(report, claims=(claim,))], a_run(version="1"))

    table = run("events", "--type", "ACCUSE", "--format", "table").stdout
    (row,) = _rows(run("events", "--type", "ACCUSE"))

    assert "told" in table.splitlines()[2]
    assert row["date"]["basis"] == "publication"  # type: ignore[index]  # it is an object
    assert "told" not in run("events", "--type", "CONSULT", "--format", "table").stdout


def test_a_problem_is_told_to_its_end(run: Run, ledger: Path) -> None:
    detail = f"line 3 is no JSON: {'unexpected words ' * 12}at column 40"
    with Ledger.open(ledger) as opened:
        opened.add([a_problem(key="bad.jsonl", detail=detail)], a_run(version="1"))

    table = run("problems", "--format", "table").stdout

    assert "column 40" in " ".join(table.split())
    assert "…" not in table


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("command", ["events", "reports", "claims"])
def test_a_file_whose_ending_is_of_no_format_is_refused(command: str, run: Run) -> None:
    result = run(command, "-o", "e.xlsx")

    assert (result.exit_code, Path("e.xlsx").exists()) == (2, False)
    assert "'e.xlsx' tells no format; end it in .jsonl, .json, .csv, .parquet" in result.stderr


@pytest.mark.usefixtures("ledger")
def test_a_file_of_any_name_is_written_in_the_format_asked_for(run: Run, tmp_path: Path) -> None:
    assert run("events", "-o", tmp_path / "e.dat", "--format", "csv").exit_code == 0
    assert run("events", "-o", tmp_path / "e").exit_code == 0
    assert (tmp_path / "e.dat").read_text().startswith("id,")
    assert (tmp_path / "e").read_text().startswith("{")

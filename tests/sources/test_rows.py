"""Rows to reports, by columns."""

from datetime import date

from detente.records import Problem, Report
from detente.sources.options import ReadOptions
from detente.sources.rows import Row, SeenKeys, missing_columns, reports_from_rows

TEXT = "Norland recalled its ambassador from Sudria on Monday."


def rows(*fields: dict[str, object], **wishes: str) -> list[Report | Problem]:
    numbered = (Row(number=at, fields=row) for at, row in enumerate(fields, start=1))
    return list(reports_from_rows(numbered, "a.jsonl", ReadOptions(**wishes), SeenKeys()))  # type: ignore[arg-type]  # only names of columns are wished for


def test_all_columns_find_their_place() -> None:
    row: dict[str, object] = {
        "id": 7,
        "text": TEXT,
        "title": " Recalled ",
        "outlet": "Harbour Wire",
        "url": "https://hw.example/1",
        "date": "2024-02-02",
        "colour": "red",
    }

    assert rows(row) == [
        Report(
            key="7",
            text=TEXT,
            title="Recalled",
            outlet="Harbour Wire",
            url="https://hw.example/1",
            published=date(2024, 2, 2),
        )
    ]


def test_without_id_the_key_is_file_and_line() -> None:
    assert rows({"text": TEXT}, {"text": TEXT, "id": None}, {"text": TEXT, "id": " "}) == [
        Report(key="a.jsonl:1", text=TEXT),
        Report(key="a.jsonl:2", text=TEXT),
        Report(key="a.jsonl:3", text=TEXT),
    ]


def test_blanks_and_not_a_number_are_absent() -> None:
    assert rows({"text": TEXT, "title": " ", "outlet": float("nan"), "date": ""}) == [
        Report(key="a.jsonl:1", text=TEXT)
    ]


def test_published_is_read_where_there_is_no_date() -> None:
    (report,) = rows({"text": TEXT, "date": None, "published": "2024-02-02"})

    assert isinstance(report, Report)
    assert report.published == date(2024, 2, 2)


def test_only_the_named_date_column_is_read() -> None:
    (report,) = rows({"text": TEXT, "published": "2024-02-02"}, date_column="day")

    assert isinstance(report, Report)
    assert report.published is None


def test_title_at_the_top_of_the_text_is_its_headline() -> None:
    (report,) = rows({"text": f"Recalled\n\n{TEXT}", "title": "Recalled"})

    assert isinstance(report, Report)
    assert report.text[report.body_start :] == TEXT


def test_a_first_line_that_is_not_the_title_is_no_headline() -> None:
    (report,) = rows({"text": f"Recalled\n\n{TEXT}"})

    assert isinstance(report, Report)
    assert (report.title, report.body_start) == (None, 0)


def test_a_date_that_is_none_is_a_warning_and_the_report_goes_on() -> None:
    warning, report = rows({"id": "x", "text": TEXT, "date": "2024-13-45"})

    assert isinstance(warning, Problem)
    assert (warning.key, warning.kind, warning.is_warning) == ("x", "bad-date", True)
    assert "column 'date' of a.jsonl:1: '2024-13-45' is no date" in warning.detail
    assert report == Report(key="x", text=TEXT)


def test_a_list_for_an_outlet_is_a_warning() -> None:
    warning, report = rows({"text": TEXT, "outlet": ["a", "b"]})

    assert isinstance(warning, Problem)
    assert (warning.kind, warning.is_warning) == ("bad-value", True)
    assert report == Report(key="a.jsonl:1", text=TEXT)


def test_a_row_without_the_text_column_names_the_columns_there_are() -> None:
    problem, report = rows({"body": TEXT, "id": "x"}, {"text": TEXT})

    assert isinstance(problem, Problem)
    assert (problem.key, problem.kind, problem.is_warning) == ("x", "missing-column", False)
    assert "no column 'text'; it has: body, id" in problem.detail
    assert isinstance(report, Report)


def test_a_text_that_is_no_text_is_a_problem() -> None:
    empty, number = rows({"text": None}, {"text": 7})

    assert isinstance(empty, Problem)
    assert isinstance(number, Problem)
    assert (empty.kind, number.kind) == ("no-text", "no-text")
    assert number.detail == "column 'text' of a.jsonl:2 is of type int, not text"


def test_a_key_that_comes_twice_is_a_warning_and_both_are_coded() -> None:
    first, warning, second = rows({"id": "x", "text": TEXT}, {"id": "x", "text": "Other."})

    assert isinstance(warning, Problem)
    assert (warning.key, warning.kind, warning.is_warning) == ("x", "duplicate-key", True)
    assert isinstance(first, Report)
    assert isinstance(second, Report)


def test_only_columns_that_were_named_otherwise_are_missed() -> None:
    options = ReadOptions(title_column="headline", date_column="day")

    missed = list(missing_columns("a.csv", ["text", "day"], options))

    assert [problem.kind for problem in missed] == ["missing-column"]
    assert "the column 'headline'; the columns are: day, text" in missed[0].detail

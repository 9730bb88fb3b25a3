"""Lines of a stream: counted, bounded, decoded one by one."""

import gzip
import tracemalloc
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.options import ReadOptions
from detente.sources.tabular import (
    Line,
    Row,
    SeenKeys,
    StreamEncoding,
    find_encoding,
    missing_columns,
    read_lines,
    reports_from_rows,
    unread_columns,
)
from sources.readings import PATIENT, read, stream_of


def lines_of(data: bytes, encoding: str = "utf-8", max_chars: int = 10) -> list[Line]:
    return list(read_lines(stream_of(data), encoding, max_chars=max_chars, newline="\n"))


def test_lines_keep_their_ends_and_are_counted_from_one() -> None:
    assert lines_of(b"one\ntwo\r\nthree") == [
        Line(number=1, text="one\n"),
        Line(number=2, text="two\r\n"),
        Line(number=3, text="three"),
    ]


def test_a_line_that_is_too_long_is_passed_over_and_the_rest_goes_on() -> None:
    assert lines_of(b"one\n" + b"x" * 95 + b"\nthree\n") == [
        Line(number=1, text="one\n"),
        Line(number=2, text="\n", is_cut=True),
        Line(number=3, text="three\n"),
    ]


def test_a_line_of_just_the_bound_is_whole() -> None:
    assert lines_of(b"123456789\nx", max_chars=10) == [
        Line(number=1, text="123456789\n"),
        Line(number=2, text="x"),
    ]


def test_a_line_that_is_no_utf8_is_decoded_by_itself() -> None:
    data = "señor\n".encode() + "señor\n".encode("cp1252")

    assert lines_of(data) == [
        Line(number=1, text="señor\n"),
        Line(number=2, text="señor\n", guess="cp1252"),
    ]


def test_the_stream_stays_open() -> None:
    stream = stream_of(b"one\n")

    list(read_lines(stream, "utf-8", max_chars=10, newline="\n"))

    assert not stream.closed


def test_encoding_is_told_by_the_mark() -> None:
    assert find_encoding("x".encode("utf-16")) == StreamEncoding("utf-16")


def test_a_character_cut_at_the_end_of_the_sample_is_no_other_encoding() -> None:
    assert find_encoding(b"x" + "’".encode()[:2]) == StreamEncoding("utf-8")


def test_encoding_of_western_bytes_is_a_guess() -> None:
    assert find_encoding("señor\n".encode("cp1252")) == StreamEncoding("cp1252", is_guess=True)


def test_declared_encoding_is_no_guess() -> None:
    assert find_encoding("señor\n".encode("cp1252"), "cp1252") == StreamEncoding("cp1252")


TEXT = "Norland recalled its ambassador from Sudria on Monday."


def rows(*fields: dict[str, object], **wishes: str) -> list[Report | Problem]:
    return rows_as(ReadOptions(**wishes), *fields)  # type: ignore[arg-type]  # only words are wished for


def dated(*days: str) -> list[Report | Problem]:
    table: list[dict[str, object]] = [{"text": TEXT, "date": day} for day in days]
    return rows_as(ReadOptions(), *table)


def rows_as(options: ReadOptions, *fields: dict[str, object]) -> list[Report | Problem]:
    numbered = (Row(number=at, fields=row) for at, row in enumerate(fields, start=1))
    return list(reports_from_rows(numbered, "a.jsonl", options, SeenKeys()))


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
            text=f"Recalled\n\n{TEXT}",
            title="Recalled",
            body_start=len("Recalled\n\n"),
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
    warning, report, _ = rows(
        {"id": "x", "text": TEXT, "date": "2024-13-45"}, {"text": TEXT, "date": "2024-02-02"}
    )

    assert isinstance(warning, Problem)
    assert (warning.key, warning.kind, warning.is_warning) == ("x", "bad-date", True)
    assert "column 'date': '2024-13-45' is no date" in warning.detail
    assert report == Report(key="x", text=TEXT)


def test_rows_that_can_be_read_in_two_ways_are_settled_by_one_that_cannot() -> None:
    found = dated("02/03/2024", "03/04/2024", "31/3/2024")

    days = [one.published for one in found if isinstance(one, Report)]
    assert days == [date(2024, 3, 2), date(2024, 4, 3), date(2024, 3, 31)]


def test_a_row_that_contradicts_the_others_is_a_warning() -> None:
    found = dated("31/3/2024", "3/31/2024")

    assert [getattr(one, "kind", "report") for one in found] == ["report", "bad-date", "report"]


@pytest.mark.parametrize("days", [("soon",), ("02/03/2024", "03/04/2024"), (None, "02/03/2024")])
def test_dates_of_which_none_can_be_read_stop_the_table(days: tuple[str | None, ...]) -> None:
    table: list[dict[str, object]] = [{"text": TEXT, "date": day} for day in days]
    filled = ReadOptions(published=date(2024, 5, 1))

    with pytest.raises(BadReport, match=r"none of its dates can be read .* --date-format DMY"):
        rows(*table)
    assert len(rows_as(filled, *table)) > len(table)  # each is warned of
    if days[-1] != "soon":
        assert len(rows(*table, date_format="DMY")) == len(table)


def test_ambiguous_rows_among_others_are_warnings_that_name_the_option() -> None:
    found = rows({"text": TEXT, "date": "2024-02-02"}, {"text": TEXT, "date": "02/03/2024"})

    (warning,) = [one for one in found if isinstance(one, Problem)]
    assert warning.is_warning
    assert "give --date-format" in warning.detail


@pytest.mark.parametrize(
    ("column", "option"),
    [
        ("headline", "--title-column 'headline'"),
        ("Title", "--title-column 'Title'"),
        ("Publication Date", "--date-column 'Publication Date'"),
        ("published_on", "--date-column 'published_on'"),
        ("date_published", "--date-column 'date_published'"),
        ("datePublished", "--date-column 'datePublished'"),
        ("pub-date", "--date-column 'pub-date'"),
        ("datum", "--date-column 'datum'"),
        ("source", "--outlet-column 'source'"),
        ("paper", "--outlet-column 'paper'"),
    ],
)
def test_a_column_that_is_not_read_is_offered_by_its_option(column: str, option: str) -> None:
    (offer,) = unread_columns("a.csv", ["text", column], ReadOptions())

    assert (offer.kind, offer.is_warning) == ("unread-column", True)
    assert offer.detail == f"its column {column!r} is not read; {option} reads it"


def test_nothing_is_offered_where_the_column_is_there() -> None:
    options = ReadOptions(title_column="headline")

    assert (
        list(unread_columns("a.csv", ["text", "title", "headline", "pubdate", "date"], options))
        == []
    )


def test_a_list_for_an_outlet_is_a_warning() -> None:
    warning, report = rows({"text": TEXT, "outlet": ["a", "b"]})

    assert isinstance(warning, Problem)
    assert (warning.kind, warning.is_warning) == ("bad-value", True)
    assert report == Report(key="a.jsonl:1", text=TEXT)


def test_a_row_without_the_text_column_names_the_columns_there_are() -> None:
    problem, report = rows({"body": TEXT, "id": "x"}, {"text": TEXT})

    assert isinstance(problem, Problem)
    assert (problem.key, problem.kind, problem.is_warning) == ("x", "missing-column", False)
    assert problem.detail.startswith("a.jsonl:1: has no column 'text'; it has: body, id")
    assert isinstance(report, Report)


def test_a_text_that_is_no_text_is_a_problem() -> None:
    empty, number = rows({"text": None}, {"text": 7})

    assert isinstance(empty, Problem)
    assert isinstance(number, Problem)
    assert (empty.kind, number.kind) == ("no-text", "no-text")
    assert number.detail == "column 'text' is of type int, not text"


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


DAY = date(2024, 2, 2)
CELL = "Norland recalled its ambassador."


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


@pytest.fixture
def jsonl_file(tmp_path: Path) -> Path:
    return tmp_path / "a.jsonl"


@pytest.fixture
def parquet_file(tmp_path: Path) -> Path:
    return tmp_path / "a.parquet"


def test_jsonl_is_one_report_a_line_and_blank_lines_count(jsonl_file: Path) -> None:
    jsonl_file.write_text('{"text": "One."}\n\n{"text": "Three."}\n')

    keys = [(report.key, report.text) for report in read(jsonl_file, published=DAY).reports]

    assert keys == [(f"{jsonl_file}:1", "One."), (f"{jsonl_file}:3", "Three.")]


@pytest.mark.parametrize(
    "line",
    ['{"text": "One."', "[1, 2]", '"text"', "{'text': 'One.'}", '{"text": NaN}', "[" * 100_000],
    ids=["cut", "list", "string", "quotes", "NaN", "deep"],
)
def test_a_broken_json_line_is_a_problem_and_the_rest_goes_on(jsonl_file: Path, line: str) -> None:
    jsonl_file.write_text(f'{line}\n{{"text": "Two."}}\n')

    reading = read(jsonl_file, published=DAY)

    assert (reading.problem.key, reading.problem.kind) == (f"{jsonl_file}:1", "broken-json")
    assert reading.report.text == "Two."


def test_a_jsonl_line_that_is_no_utf8_is_read_with_a_warning(jsonl_file: Path) -> None:
    jsonl_file.write_bytes('{"text": "Señor Núñez went."}\n'.encode("cp1252"))

    reading = read(jsonl_file, published=DAY)

    assert (reading.problem.kind, reading.problem.is_warning) == ("encoding", True)
    assert reading.report.text == "Señor Núñez went."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_jsonl_with_a_byte_order_mark_is_read(jsonl_file: Path, encoding: str) -> None:
    jsonl_file.write_bytes('{"text": "Señor Núñez went."}\n'.encode(encoding))

    reading = read(jsonl_file, published=DAY)

    assert reading.report.text == "Señor Núñez went."
    assert reading.problems == []


def test_a_line_of_50_megabytes_is_passed_over_and_never_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "Two."}\n')

    tracemalloc.start()
    reading = read(path, published=DAY, max_chars=100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (reading.problem.key, reading.problem.kind) == (f"{path}:1", "too-long")
    assert reading.report.text == "Two."
    assert peak < 10_000_000


def test_a_text_over_the_bound_is_a_problem_of_its_row(jsonl_file: Path) -> None:
    jsonl_file.write_text('{"id": "x", "text": "One and more."}\n{"text": "Two."}\n')

    reading = read(jsonl_file, published=DAY, max_chars=10)

    assert (reading.problem.key, reading.problem.kind) == ("x", "too-long")
    assert reading.report.text == "Two."


def test_a_column_that_no_line_has_is_missed_once(jsonl_file: Path) -> None:
    jsonl_file.write_text('{"text": "One."}\n{"text": "Two."}\n')

    reading = read(jsonl_file, published=DAY, title_column="headline")

    assert len(reading.reports) == 2
    assert (reading.problem.kind, reading.problem.is_warning) == ("missing-column", True)


def test_csv_fields_may_hold_marks_quotes_and_lines(csv_file: Path) -> None:
    csv_file.write_bytes(b'id,text\r\nx,"One, ""two""\r\nand three."\r\ny,Four.\r\n')

    reports = read(csv_file, published=DAY).reports

    assert [(r.key, r.text) for r in reports] == [("x", 'One, "two"\r\nand three.'), ("y", "Four.")]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_fields_is_found_in_the_header(csv_file: Path, mark: str) -> None:
    csv_file.write_text(f"date{mark}text\n2024-02-02{mark}Norland left.\n")

    report = read(csv_file).report

    assert (report.text, report.published) == ("Norland left.", DAY)


def test_csv_keys_are_the_lines_where_rows_begin(csv_file: Path) -> None:
    csv_file.write_text('text\n"One\ntwo."\n\nThree.\n')

    reports = read(csv_file, published=DAY).reports

    assert [report.key for report in reports] == [f"{csv_file}:2", f"{csv_file}:5"]


def test_csv_without_the_text_column_names_those_it_has(csv_file: Path) -> None:
    csv_file.write_text("id,body\nx,One.\n")

    problem = read(csv_file).problem

    assert (problem.key, problem.kind, problem.is_warning) == (
        *(str(csv_file), "missing-column"),
        False,
    )
    assert "no column 'text'; it has: id, body" in problem.detail


def test_csv_with_the_text_column_twice_is_refused(csv_file: Path) -> None:
    csv_file.write_text("text,text\nOne.,Two.\n")

    assert read(csv_file).problem.kind == "duplicate-column"


@pytest.mark.parametrize("row", ["x", "x,One.,more", '"x"y,One.'])
def test_a_csv_row_that_does_not_fit_is_a_problem_and_the_rest_goes_on(
    csv_file: Path, row: str
) -> None:
    csv_file.write_text(f"id,text\n{row}\ny,Two.\n")

    reading = read(csv_file, published=DAY)

    assert (reading.problem.key, reading.problem.kind) == (f"{csv_file}:2", "broken-row")
    assert reading.report.text == "Two."


def test_a_quote_that_is_never_closed_is_told_with_the_lines_it_took(csv_file: Path) -> None:
    csv_file.write_text('id,text\nx,"One.\ny,Two.\nz,Three.\n')

    problem = read(csv_file).problem

    assert problem.kind == "broken-row"
    assert problem.detail.startswith("lines 2 to 4 are no CSV")


def test_csv_that_is_no_utf8_has_one_warning_for_the_file(csv_file: Path) -> None:
    csv_file.write_bytes("text\nSeñor Núñez went.\nSeñora Peña stayed.\n".encode("cp1252"))

    reading = read(csv_file, published=DAY)

    assert [report.text for report in reading.reports] == [
        "Señor Núñez went.",
        "Señora Peña stayed.",
    ]
    assert (reading.problem.key, reading.problem.kind) == (str(csv_file), "encoding")


def test_a_csv_line_over_the_bound_is_passed_over(csv_file: Path) -> None:
    csv_file.write_text(f"id,text\nx,{'One. ' * 10_000}\ny,Two.\n")

    reading = read(csv_file, published=DAY, max_chars=10)

    assert (reading.problem.key, reading.problem.kind) == (f"{csv_file}:2", "too-long")
    assert reading.report.text == "Two."


def test_a_table_without_rows_is_empty(csv_file: Path, jsonl_file: Path) -> None:
    csv_file.write_text("id,text\n")
    jsonl_file.write_text("\n\n")

    assert read(csv_file).problem.kind == "empty"
    assert read(jsonl_file).problem.kind == "empty"


def test_parquet_rows_are_read_with_their_types(parquet_file: Path) -> None:
    late = datetime(2024, 2, 2, 23, 30, 0, 123456, tzinfo=UTC)
    table = pa.table(
        {
            "text": pa.array([CELL, "Sudria left."], pa.large_string()),
            "id": [1, 2],
            "date": pa.array([late, None], pa.timestamp("ns", tz="UTC")),
            "vector": [[0.1], [0.2]],
        }
    )
    parquet.write_table(table, parquet_file)

    reports = read(parquet_file).reports

    assert [(r.key, r.text, r.published) for r in reports] == [
        ("1", CELL, DAY),
        ("2", "Sudria left.", None),
    ]


def test_parquet_texts_written_as_bytes_are_decoded(parquet_file: Path) -> None:
    table = pa.table({"text": pa.array([b"Se\xc3\xb1or went.", b"Se\xf1or left."], pa.binary())})
    parquet.write_table(table, parquet_file)

    reading = read(parquet_file, published=DAY)

    assert [report.text for report in reading.reports] == ["Señor went.", "Señor left."]
    assert (reading.problem.key, reading.problem.kind) == (f"{parquet_file}:2", "encoding")


@pytest.mark.parametrize("way", ["file", "gz", "stdin"])
def test_parquet_is_read_from_a_file_zipped_or_piped(parquet_file: Path, way: str) -> None:
    parquet.write_table(pa.table({"text": [CELL] * 200}), parquet_file)
    data = parquet_file.read_bytes()
    zipped = parquet_file.with_suffix(".parquet.gz")
    zipped.write_bytes(gzip.compress(data))
    path = {"file": parquet_file, "gz": zipped, "stdin": "-"}[way]

    reading = read(path, stdin=data, published=DAY)

    assert [report.key for report in reading.reports] == [f"{path}:{row}" for row in range(1, 201)]


def test_parquet_without_the_text_column_names_those_it_has(parquet_file: Path) -> None:
    parquet.write_table(pa.table({"body": [CELL], "id": [1]}), parquet_file)

    assert "it has: body, id" in read(parquet_file).problem.detail


def test_broken_parquet_is_a_problem(parquet_file: Path) -> None:
    buffer = BytesIO()
    parquet.write_table(pa.table({"text": [CELL]}), buffer)
    parquet_file.write_bytes(buffer.getvalue()[:-20])

    assert read(parquet_file).problem.kind == "broken-parquet"


@settings(PATIENT, max_examples=30)
@given(st.lists(st.text(alphabet='ab ,;"\n\r\t’', min_size=1), min_size=1, max_size=5))
def test_any_texts_come_back_from_csv_as_they_are(texts: list[str]) -> None:
    fields = "text,id\n"
    rows = "".join(
        f'"{text.replace(chr(34), chr(34) * 2)}",{at}\n' for at, text in enumerate(texts)
    )

    reading = read("-", stdin=(fields + rows).encode(), published=DAY)

    expected = [text for text in texts if text.strip()]
    assert [report.text for report in reading.reports] == expected
    assert reading.losses == ["empty"] * (len(texts) - len(expected))

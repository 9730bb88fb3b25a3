"""Flat tables: what spreadsheets and data frames read."""

import csv
import io
from collections.abc import Iterable
from datetime import date

import pyarrow.parquet as pq
import pytest

from builders import a_coding, a_report, a_statement
from detente.codebook import Codebook
from detente.ledger.flat import COLUMNS, flat_row, write_csv, write_parquet
from detente.ledger.rows import Row, rows_of
from detente.records import Coded


@pytest.fixture
def rows(full: Coded, codebook: Codebook) -> list[Row]:
    return list(rows_of(full, codebook))


def csv_of(rows: Iterable[Row]) -> bytes:
    stream = io.BytesIO()
    write_csv(rows, stream)
    return stream.getvalue()


def parquet_of(rows: Iterable[Row]) -> bytes:
    stream = io.BytesIO()
    write_parquet(rows, stream)
    return stream.getvalue()


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_claims_and_statements_share_one_table(rows: list[Row]) -> None:
    read = read_csv(csv_of(rows))

    assert tuple(read[0]) == COLUMNS
    assert [row["kind"] for row in read] == ["claim", "claim", "statement"]


def test_lists_are_joined_by_a_bar_in_csv(rows: list[Row]) -> None:
    call = read_csv(csv_of(rows))[0]

    assert call["actors"] == "NRL-GOV|SDR-GOV"
    assert call["actor_spans"] == "0:19|34:50"
    assert call["recipients"] == ""


def test_csv_cells_keep_the_values_of_the_contract(rows: list[Row]) -> None:
    call, arrest, statement = read_csv(csv_of(rows))

    assert (call["date_start"], call["date_end"]) == ("2024-03-01", "2024-05-31")
    assert (call["historical"], arrest["historical"]) == ("false", "true")
    assert (call["quad"], call["intensity"]) == ("1", "1.5")
    assert (arrest["date_start"], arrest["place_lat"]) == ("", "")
    assert (statement["quoted"], statement["type"]) == ("true", "")
    assert statement["about"] == "NRL|SDR"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_words_that_a_spreadsheet_would_run_are_disarmed_in_csv_alone(
    start: str, codebook: Codebook
) -> None:
    report = a_report(f"{start}2+3 said Sudria")
    coded = a_coding(report, claims=(), statements=(a_statement(report),))
    rows = list(rows_of(coded, codebook))

    assert read_csv(csv_of(rows))[0]["quote"] == f"'{start}2+3 said Sudria"
    assert pq.read_table(io.BytesIO(parquet_of(rows)))["quote"].to_pylist() == [report.text]


def test_negative_numbers_stay_numbers_in_csv(full: Coded, codebook: Codebook) -> None:
    arrest = read_csv(csv_of(rows_of(full, codebook)))[1]

    assert float(arrest["intensity"]) == -7.0


def test_quotes_commas_and_line_ends_in_words_survive_csv(codebook: Codebook) -> None:
    report = a_report('Sudria: "yes, \t but"')
    coded = a_coding(report, claims=(), statements=(a_statement(report),))

    assert read_csv(csv_of(rows_of(coded, codebook)))[0]["quote"] == report.text


def test_parquet_has_typed_columns(rows: list[Row]) -> None:
    table = pq.read_table(io.BytesIO(parquet_of(rows)))

    assert tuple(table.column_names) == COLUMNS
    assert table["actors"].to_pylist() == [["NRL-GOV", "SDR-GOV"], ["NRL"], []]
    assert table["date_start"].to_pylist() == [date(2024, 3, 1), None, None]
    assert table["published"].to_pylist() == [date(2024, 2, 2)] * 3
    assert table["intensity"].to_pylist() == [1.5, -7.0, None]
    assert table["sentence"].to_pylist() == [0, 1, 1]


def test_parquet_of_nothing_still_has_its_columns() -> None:
    table = pq.read_table(io.BytesIO(parquet_of([])))

    assert (table.num_rows, tuple(table.column_names)) == (0, COLUMNS)


def test_same_rows_give_the_same_bytes(rows: list[Row]) -> None:
    assert csv_of(rows) == csv_of(rows)
    assert parquet_of(rows) == parquet_of(iter(rows))


def test_statement_leaves_the_columns_of_claims_empty(rows: list[Row]) -> None:
    flat = flat_row(rows[-1])

    assert (flat.type, flat.status, flat.score, flat.actors) == (None, None, None, ())
    assert (flat.speech_kind, flat.speaker) == ("position", "SDR-GOV")

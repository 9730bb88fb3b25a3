"""Flat tables: what spreadsheets and data frames read."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_coding, a_report, a_statement, an_actor, cited, words
from detente.codebook import Codebook
from detente.errors import CitationMismatch
from detente.ledger.contract import (
    COLUMNS,
    claim_row,
    encode,
    flat_row,
    rows_of,
    statement_row,
    write_csv,
)
from detente.ledger.formats.parquet import write_parquet
from detente.records import Citation, Coded, Span


def csv_of(coded: Iterable[Coded]) -> bytes:
    stream = io.BytesIO()
    write_csv(coded, stream)
    return stream.getvalue()


def parquet_of(coded: Iterable[Coded]) -> bytes:
    stream = io.BytesIO()
    write_parquet(coded, stream)
    return stream.getvalue()


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_claims_and_statements_share_one_table(full: Coded) -> None:
    read = read_csv(csv_of([full]))

    assert tuple(read[0]) == COLUMNS
    assert [row["kind"] for row in read] == ["claim", "claim", "statement"]


def test_lists_are_joined_by_a_bar_in_csv(full: Coded) -> None:
    call = read_csv(csv_of([full]))[0]

    assert call["actors"] == "NRL-GOV|SDR-GOV"
    assert call["actor_spans"] == "0:19|34:50"
    assert call["recipients"] == ""


def test_csv_cells_keep_the_values_of_the_contract(full: Coded) -> None:
    call, arrest, statement = read_csv(csv_of([full]))

    assert (call["date_start"], call["date_end"]) == ("2024-03-01", "2024-05-31")
    assert (call["historical"], arrest["historical"]) == ("false", "true")
    assert (call["quad"], call["intensity"]) == ("1", "1.5")
    assert (arrest["date_start"], arrest["place_lat"]) == ("", "")
    assert (statement["quoted"], statement["type"]) == ("true", "")
    assert statement["about"] == "NRL|SDR"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_words_that_a_spreadsheet_would_run_are_disarmed_in_csv_alone(start: str) -> None:
    report = a_report(f"{start}2+3 said Sudria")
    coded = a_coding(report, claims=(), statements=(a_statement(report),))

    assert read_csv(csv_of([coded]))[0]["quote"] == f"'{start}2+3 said Sudria"
    assert pq.read_table(io.BytesIO(parquet_of([coded])))["quote"].to_pylist() == [report.text]


def test_negative_numbers_stay_numbers_in_csv(full: Coded) -> None:
    arrest = read_csv(csv_of([full]))[1]

    assert float(arrest["intensity"]) == -7.0


def test_quotes_commas_and_line_ends_in_words_survive_csv() -> None:
    report = a_report('Sudria: "yes, \t but"')
    coded = a_coding(report, claims=(), statements=(a_statement(report),))

    assert read_csv(csv_of([coded]))[0]["quote"] == report.text


def test_parquet_has_typed_columns(full: Coded) -> None:
    table = pq.read_table(io.BytesIO(parquet_of([full])))

    assert tuple(table.column_names) == COLUMNS
    assert table["actors"].to_pylist() == [["NRL-GOV", "SDR-GOV"], ["NRL"], []]
    assert table["date_start"].to_pylist() == [date(2024, 3, 1), None, None]
    assert table["published"].to_pylist() == [date(2024, 2, 2)] * 3
    assert table["intensity"].to_pylist() == [1.5, -7.0, None]
    assert table["sentence"].to_pylist() == [0, 1, 1]


def test_parquet_of_nothing_still_has_its_columns() -> None:
    table = pq.read_table(io.BytesIO(parquet_of([])))

    assert (table.num_rows, tuple(table.column_names)) == (0, COLUMNS)


def test_same_rows_give_the_same_bytes(full: Coded) -> None:
    assert csv_of([full]) == csv_of([full])
    assert parquet_of([full]) == parquet_of(iter([full]))


def test_statement_leaves_the_columns_of_claims_empty(full: Coded) -> None:
    flat = flat_row(full.report, full.statements[-1])

    assert [flat[name] for name in ("type", "status", "score", "actors")] == [None, None, None, ()]
    assert (flat["speech_kind"], flat["speaker"]) == ("position", "SDR-GOV")


# Written by hand from the design, not from the code.
CLAIM_KEYS = [
    "kind",
    "id",
    "report",
    "sentence",
    "type",
    "plover_type",
    "mode",
    "contexts",
    "issues",
    "actors",
    "recipients",
    "status",
    "historical",
    "date",
    "place",
    "speaker",
    "span",
    "quote",
    "predicate",
    "quad",
    "intensity",
    "score",
    "coder",
]
CLAIM_KEYS_ADDED = ["why", "echoes"]
STATEMENT_KEYS = [
    "kind",
    "id",
    "report",
    "speaker",
    "quoted",
    "speech_kind",
    "issues",
    "about",
    "span",
    "quote",
]
STATEMENT_KEYS_ADDED = ["sentence"]
REPORT_KEYS = ["id", "key", "outlet", "credited", "url", "published"]
ACTOR_KEYS = ["code", "country", "sector", "id", "name", "office", "span"]


def lines(coded: Coded, codebook: Codebook) -> list[dict[str, Any]]:
    return [json.loads(encode(row)) for row in rows_of(coded, codebook)]


def test_claim_has_the_keys_of_the_contract_in_order(full: Coded, codebook: Codebook) -> None:
    claim = lines(full, codebook)[0]

    assert list(claim) == CLAIM_KEYS + CLAIM_KEYS_ADDED
    assert list(claim["report"]) == REPORT_KEYS
    assert list(claim["actors"][0]) == ACTOR_KEYS
    assert list(claim["date"]) == ["start", "end", "basis", "span"]
    assert list(claim["place"]) == ["country", "name", "lat", "lon", "span"]
    assert list(claim["speaker"]) == ["code", "name", "span"]
    assert list(claim["predicate"]) == ["span"]


def test_statement_has_the_keys_of_the_contract_in_order(full: Coded, codebook: Codebook) -> None:
    statement = lines(full, codebook)[-1]

    assert list(statement) == STATEMENT_KEYS + STATEMENT_KEYS_ADDED
    assert list(statement["report"]) == REPORT_KEYS
    assert list(statement["speaker"]) == ["code", "name", "span"]


def test_planned_call_is_written_value_by_value(full: Coded, codebook: Codebook) -> None:
    claim = lines(full, codebook)[0]

    assert claim == {
        "kind": "claim",
        "id": full.claims[0].id,
        "report": {
            "id": full.report.id,
            "key": "norland",
            "outlet": "Harbour Wire",
            "credited": "The Vostia Times",
            "url": "https://example.org/call",
            "published": "2024-02-02",
        },
        "sentence": 0,
        "type": "CONSULT",
        "plover_type": "AGREE",  # PLOVER folds a planned meeting
        "mode": "phone",
        "contexts": ["diplomatic"],
        "issues": ["fishing"],
        "actors": [
            {
                "code": "NRL-GOV",
                "country": "NRL",
                "sector": "GOV",
                "id": "nrl-president",
                "name": "Ann Nor",
                "office": "President",
                "span": [0, 19],
            },
            {
                "code": "SDR-GOV",
                "country": "SDR",
                "sector": "GOV",
                "id": None,
                "name": "Sudria",
                "office": None,
                "span": [34, 50],
            },
        ],
        "recipients": [],
        "status": "future",
        "historical": False,
        "date": {
            "start": "2024-03-01",
            "end": "2024-05-31",
            "basis": "expression",
            "span": [71, 77],
        },
        "place": {
            "country": "VST",
            "name": "Vostia City",
            "lat": 10.5,
            "lon": 20.25,
            "span": [56, 67],
        },
        "speaker": {"code": "SDR-GOV", "name": "Sudria", "span": [79, 107]},
        "span": [0, 77],
        "quote": "Norland's president plans to call Sudria's premier from Vostia City in spring",
        "predicate": {"span": [29, 33]},
        "quad": 1,
        "intensity": 1.5,
        "score": 0.75,
        "coder": "test",
        "why": "verb call",
        "echoes": [[123, 139]],
    }


def test_what_is_unknown_is_null_and_never_an_empty_string(codebook: Codebook) -> None:
    report = a_report(outlet=None, published=None)
    nobody = cited(an_actor("", name="officials"), report, "Norland's president")
    statement = replace(a_statement(report), speaker=None)
    claim, said = lines(
        a_coding(report, claims=(a_claim(report, actors=(nobody,)),), statements=(statement,)),
        codebook,
    )

    assert [claim["report"][key] for key in REPORT_KEYS[2:]] == [None] * 4
    assert [claim[key] for key in ("mode", "date", "place", "speaker", "why")] == [None] * 5
    actor = claim["actors"][0]
    assert [actor[key] for key in ("country", "sector", "id", "office")] == [None] * 4
    assert said["speaker"] is None
    assert '""' not in json.dumps([claim, said])


def test_every_span_holds_the_words_it_is_given_for(full: Coded, codebook: Codebook) -> None:
    claim, arrest, statement = lines(full, codebook)
    text = full.report.text

    for row in (claim, arrest, statement):
        assert text[slice(*row["span"])] == row["quote"]
    assert text[slice(*claim["predicate"]["span"])] == "call"
    assert text[slice(*claim["date"]["span"])] == "spring"
    assert text[slice(*claim["place"]["span"])] == "Vostia City"
    assert text[slice(*claim["speaker"]["span"])] == "the Sudrian foreign ministry"
    assert text[slice(*arrest["recipients"][0]["span"])] == "a Sudrian sailor"
    assert [text[slice(*span)] for span in claim["echoes"]] == ["peace on fishing"]


def test_quote_that_is_not_at_its_span_is_refused(codebook: Codebook) -> None:
    report = a_report()
    false = Citation(report.id, Span(0, 7), "Sudrian")
    claim = replace(a_claim(report), predicate=false)
    statement = replace(a_statement(report), citation=false)

    with pytest.raises(CitationMismatch, match="Norland"):
        claim_row(report, claim, codebook)
    with pytest.raises(CitationMismatch, match="Norland"):
        statement_row(report, statement)


def test_claim_of_another_report_is_refused(codebook: Codebook) -> None:
    claim = a_claim(a_report(outlet="The Vostia Times"))

    with pytest.raises(CitationMismatch):
        claim_row(a_report(), claim, codebook)


def test_claims_come_before_statements(full: Coded, codebook: Codebook) -> None:
    kinds = [row["kind"] for row in lines(full, codebook)]

    assert kinds == ["claim", "claim", "statement"]


@given(before=st.text(max_size=20), quote=st.text(min_size=1, max_size=20))
def test_any_words_survive_as_one_line_of_json(before: str, quote: str) -> None:
    report = a_report(f"{before}\n{quote}")
    span = Span(len(before) + 1, len(report.text))
    statement = replace(a_statement(report, quote=quote), citation=report.cite(span))
    line = encode(statement_row(report, statement))

    assert b"\n" not in line
    assert json.loads(line)["quote"] == quote


def test_echo_of_the_act_is_cited_too(codebook: Codebook) -> None:
    report = a_report("They met. Norland met Sudria.")
    claim = a_claim(report, quote="Norland met Sudria", echoes=(words(report, "They met"),))

    assert claim_row(report, claim, codebook).echoes == ((0, 8),)

"""The JSON contract, key by key, and that no span lies."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_coding, a_report, a_statement, an_actor, cited, words
from detente.codebook import Codebook
from detente.errors import CitationMismatch
from detente.ledger.rows import claim_row, encode, rows_of, statement_row
from detente.records import Citation, Coded, Span

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

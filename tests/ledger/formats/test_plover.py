"""PLOVER interchange, by the field names of the manual's chapter "Data Fields"."""

import io
import json
from typing import Any

from builders import a_claim, a_coding, a_date, a_report, an_actor, cited
from detente import __version__
from detente.codebook import Codebook
from detente.ledger.formats.plover import write_plover
from detente.records import Coded, Status

REQUIRED = {"id", "date", "actor", "event"}


def events(coded: Coded, codebook: Codebook) -> list[dict[str, Any]]:
    stream = io.BytesIO()
    count = write_plover([coded], stream, codebook)
    lines = stream.getvalue().splitlines()
    assert count == len(lines)
    return [json.loads(line) for line in lines]


def test_planned_call_is_agreed_on_the_day_it_is_reported(full: Coded, codebook: Codebook) -> None:
    call = events(full, codebook)[0]

    assert call == {
        "id": full.claims[0].id,
        "has_event": True,
        "date": "2024-02-02",
        "actor": [
            {
                "code": "NRL",
                "sector": "GOV",
                "entity_text": "Norland's president",
                "identifier_text": "Ann Nor",
                "office": "President",
            },
            {
                "code": "SDR",
                "sector": "GOV",
                "entity_text": "Sudria's premier",
                "identifier_text": "Sudria",
            },
        ],
        "event": ["AGREE"],
        "event_loc": {
            "extracted_place": "Vostia City",
            "resolved_place": "Vostia City",
            "lat": 10.5,
            "lon": 20.25,
            "city": "Vostia City",
            "country_code": "VST",
            "resolution": 4,
        },
        "event_text": ["call"],
        "quad_code": 1,
        "event_scale": 2.5,  # AGREE has no modes, so the call's own 1.5 does not hold
        "context": ["diplomatic", "future"],
        "link": "https://example.org/call",
        "text": "Norland's president plans to call Sudria's premier from Vostia City in spring",
        "text_info": {"sequence": 0, "start": 0, "end": 77},
        "cite_info": {
            "citation": "norland",
            "url": "https://example.org/call",
            "title": "A call",
            "publication": "Harbour Wire",
            "codebook": "PLOVER 2.0",
            "version": f"detente {__version__}",
        },
        "coder": "test",
        "comment": (
            "on the word of SDR-GOV; planned: CONSULT-phone; planned for 2024-03-01 to 2024-05-31"
        ),
    }


def test_done_act_keeps_its_type_mode_and_recipient(full: Coded, codebook: Codebook) -> None:
    arrest = events(full, codebook)[1]

    assert arrest["event"] == ["COERCE"]
    assert arrest["mode"] == ["arrest"]
    assert arrest["recipient"] == [
        {
            "code": "SDR",
            "sector": "CVL",
            "entity_text": "a Sudrian sailor",
            "identifier_text": "Sudria",
        }
    ]
    assert arrest["context"] == ["historical"]


def test_done_act_bears_the_days_it_is_told_to_fall_on(codebook: Codebook) -> None:
    report = a_report()
    claim = a_claim(report, date=a_date("2024-01-28", "2024-01-30"))
    event = events(a_coding(report, claims=(claim,)), codebook)[0]

    assert (event["date"], event["enddate"]) == ("2024-01-28", "2024-01-30")
    assert "comment" not in event


def test_act_without_a_day_says_that_the_day_is_the_reports(codebook: Codebook) -> None:
    event = events(a_coding(), codebook)[0]

    assert event["date"] == "2024-02-02"
    assert event["comment"] == "date is that of the report"


def test_required_keys_are_there_even_when_nothing_is_known(codebook: Codebook) -> None:
    report = a_report(published=None)
    claim = a_claim(report, actors=(), recipients=("SDR",), status=Status.NEGATED)
    event = events(a_coding(report, claims=(claim,)), codebook)[0]

    assert event.keys() >= REQUIRED
    assert (event["date"], event["actor"]) == (None, [])
    assert event["context"] == ["negation"]


def test_statements_are_left_out(full: Coded, codebook: Codebook) -> None:
    assert len(events(full, codebook)) == len(full.claims)


def test_an_actor_has_the_item_of_wikidata_that_a_list_gives(codebook: Codebook) -> None:
    report, stream = a_report(), io.BytesIO()
    sides = [an_actor("NRL", id="NRL"), an_actor("SDR", id="SDR")]
    claim = a_claim(report, actors=tuple(cited(one, report, report.text) for one in sides))

    write_plover([a_coding(report, claims=(claim,))], stream, codebook, {"NRL": "Q9"})

    told = json.loads(stream.getvalue())["actor"]
    assert [one.get("identifier_id") for one in told] == ["Q9", None]

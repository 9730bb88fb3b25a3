"""Sides that grammar surely has: whom a deed is blamed on, whom harm befalls, who is received."""

from datetime import date

import pytest

from builders import a_report
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Claim

JOURNEY = Journey.from_config(Config())


def _told(text: str) -> dict[str, tuple[list[str], list[str]]]:
    claims = JOURNEY.code(a_report(text, published=date(2024, 2, 2))).claims
    return {claim.type: (_codes(claim, "actors"), _codes(claim, "recipients")) for claim in claims}


def _codes(claim: Claim, role: str) -> list[str]:
    return [one.value.code for one in getattr(claim, role)]


@pytest.mark.parametrize(
    ("text", "type_", "doer"),
    [
        ("Peru's president blamed an assassination attempt on Ecuador.", "ASSAULT", "ECU-GOV"),
        ("Chile blamed the cyber attack on Bolivia.", "COERCE", "BOL-GOV"),
        ("Kenya blamed al-Shabab for an attack on a bus in Lamu.", "ASSAULT", "SOM-REB"),
    ],
)
def test_on_whom_a_deed_is_blamed_did_it(text: str, type_: str, doer: str) -> None:
    actors, recipients = _told(text)[type_]

    assert actors == [doer]
    assert doer not in recipients


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Brazil called for an end to attacks on Ukraine.", []),
        ("France urged Russia to stop attacks on Ukraine.", ["RUS-GOV"]),
        ("Kenya called on Israel to end its war on Gaza.", ["ISR-GOV"]),
    ],
)
def test_nothing_is_asked_of_whom_harm_befalls(text: str, asked: list[str]) -> None:
    assert _told(text)["REQUEST"][1] == asked


def test_a_guest_goes_to_his_host() -> None:
    text = "French President Emmanuel Macron welcomed Chancellor Olaf Scholz in Paris."

    assert _told(text)["CONSULT"] == (["DEU-GOV"], ["FRA-GOV"])

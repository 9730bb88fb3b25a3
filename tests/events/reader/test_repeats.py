"""Which acts of a report only tell an earlier one again, on short texts of its own."""

from datetime import date

import pytest

from detente.config import Config
from detente.pipeline import Journey
from detente.records import Report


@pytest.fixture(scope="module")
def journey() -> Journey:
    return Journey.from_config(Config())


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        # each acts on the other, as states or within one
        ("Bolivia seized a Chilean truck, and Chile seized a Bolivian one.", ["seized", "seized"]),
        ("Israel bombed Gaza after Hamas fired rockets at Israel.", ["bombed", "fired"]),
        # two persons known by name
        ("A Moscow court jailed Alexei Navalny and fined Ilya Yashin.", ["jailed", "fined"]),
        # a word and what it takes with it are one act
        ("Egypt offered its support to Sudan.", ["offered"]),
        ("Police in Kenya raided a camp. The raid killed nine.", ["raided"]),
    ],
)
def test_acts_in_which_sides_change_are_told_apart(
    journey: Journey, text: str, predicates: list[str]
) -> None:
    coded = journey.code(Report(key="r", text=text, published=date(2024, 2, 2)))

    assert [claim.predicate.quote for claim in coded.claims] == predicates

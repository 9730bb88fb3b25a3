"""Whom the words of a search name, and what is left of them."""

import pytest

from detente.actors import Gazetteer, load_gazetteer
from detente.web.named_in_query import naming_in


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("query", "who", "name", "rest"),
    [
        ("Wang Yi", "wang-yi", "Wang Yi", ""),
        ("Chinese foreign minister", "wang-yi", "Chinese foreign minister", ""),
        ("fentanyl Chinese foreign minister", "wang-yi", "Chinese foreign minister", "fentanyl"),
        ('"Wang Yi" visits Bangkok', "wang-yi", "Wang Yi", "visits Bangkok"),
        ("Biden", "joe-biden", "Biden", ""),
    ],
)
def test_a_name_or_an_office_is_found_in_a_query(
    gazetteer: Gazetteer, query: str, who: str, name: str, rest: str
) -> None:
    naming = naming_in(gazetteer, query)

    assert who in naming.ids
    assert (naming.name, naming.rest) == (name, rest)


@pytest.mark.parametrize(
    "query", ["China", "Chinese Taiwan", "taiwan sanctions", "", "a b c d e f g h i Wang Yi"]
)
def test_states_and_plain_words_name_nobody(gazetteer: Gazetteer, query: str) -> None:
    naming = naming_in(gazetteer, query)

    assert (naming.ids, naming.rest) == ((), query)

"""Codes as names: sides with their organs, issues with their proper nouns in capitals."""

import pytest

from detente.actors import load_gazetteer
from detente.codebook import load_codebook
from detente.web.naming import Names


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load_gazetteer(), load_codebook())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CHN-GOV", "China"),
        ("CHN", "China"),
        ("USA-MIL", "United States, military"),
        ("-REB", "rebels"),
        ("XXX-GOV", "XXX"),
        ("XXX-QQQ", "XXX-QQQ"),
    ],
)
def test_a_code_is_named_by_its_side_and_organ(names: Names, code: str, name: str) -> None:
    assert names.party(code) == name


@pytest.mark.parametrize(
    ("code", "name"), [("USA", "the United States"), ("CHN", "China"), ("PHL", "the Philippines")]
)
def test_a_side_has_its_article_within_a_sentence(names: Names, code: str, name: str) -> None:
    assert names.told(code) == name


@pytest.mark.parametrize(
    ("issue", "written"),
    [
        ("taiwan", "Taiwan"),
        ("south china sea", "South China Sea"),
        ("us-mexico border", "US-Mexico border"),
        ("north korean missiles", "North Korean missiles"),
        ("eu enlargement", "EU enlargement"),
        ("trade war", "trade war"),
        ("fentanyl", "fentanyl"),
        ("somebody's own: x", "somebody's own: x"),
    ],
)
def test_proper_nouns_of_an_issue_are_in_capitals(names: Names, issue: str, written: str) -> None:
    assert names.issue(issue) == written

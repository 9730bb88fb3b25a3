"""Words are only words: what stands for anything in SQL is looked for as it is."""

import pytest
from starlette.testclient import TestClient

from detente.web.search import likeness


@pytest.mark.parametrize(
    ("words", "count"),
    [("matter 7", 1), ("MATTER 7", 1), ("matter", 30), ("%", 0), ("ma_ter", 0), ("'; DROP", 0)],
)
def test_claims_are_found_by_their_quotes(desk: TestClient, words: str, count: int) -> None:
    found = desk.get("/search.json", params={"q": words}).json()

    assert len(found["claims"]) == count


def test_reports_are_found_by_headline_and_statements_by_quote(desk: TestClient) -> None:
    by_headline = desk.get("/search.json", params={"q": "Meeting 12"}).json()
    by_quote = desk.get("/search.json", params={"q": "went well"}).json()

    assert [one["title"] for one in by_headline["reports"]] == ["Meeting 12"]
    assert len(by_quote["statements"]) == 30


def test_actors_are_found_by_name_and_code(desk: TestClient) -> None:
    names = {
        words: [one["code"] for one in desk.get(f"/search.json?q={words}").json()["actors"]]
        for words in ("norland", "SDR-")
    }

    assert names == {"norland": ["NRL-GOV"], "SDR-": ["SDR-GOV", "SDR-CVL"]}


@pytest.mark.parametrize("words", ["", " ", "x", " x "])
def test_one_letter_is_too_short(desk: TestClient, words: str) -> None:
    assert desk.get("/search.json", params={"q": words}).json()["is_too_short"]


def test_what_stands_for_anything_is_escaped() -> None:
    assert likeness(r"50%_\x") == r"%50\%\_\\x%"

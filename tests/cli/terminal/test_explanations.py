"""Why a claim's words name the actors they name, and who was passed over."""

from datetime import date

import pytest

from builders import a_claim, a_report
from detente.actors.gazetteer import Gazetteer, load_gazetteer
from detente.cli.terminal.explanations import ELSEWHERE, name_lines
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Report


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def journey() -> Journey:
    return Journey.from_config(Config(coder="rules"))


def explained(
    journey: Journey, gazetteer: Gazetteer, text: str, day: date, url: str | None = None
) -> list[str]:
    report = Report(key="test", text=text, published=day, url=url)
    claims = journey.code(report).claims
    return [line for claim in claims for line in name_lines(claim, report, gazetteer)]


def test_a_surname_is_explained_by_the_office_of_the_day(
    journey: Journey, gazetteer: Gazetteer
) -> None:
    lines = explained(journey, gazetteer, "President Bush praised Japan.", date(1990, 6, 1))
    bush = next(line for line in lines if "Bush" in line)
    assert "George H. W. Bush" in bush
    assert "President of USA (1989-01-20 to 1993-01-20)" in bush
    assert "passed over: USA George W. Bush" in bush


def test_words_that_only_the_report_explains_say_so(journey: Journey, gazetteer: Gazetteer) -> None:
    text = "President Macron came to Berlin on Monday. He praised Germany."
    lines = explained(journey, gazetteer, text, date(2023, 6, 1))
    assert any(line.startswith("He is FRA-GOV") and ELSEWHERE in line for line in lines)


def test_a_state_s_own_document_is_named_as_such(journey: Journey, gazetteer: Gazetteer) -> None:
    text = "President Macron came to Berlin on Monday. He praised Germany."
    own, foreign = (
        explained(journey, gazetteer, text, date(2023, 6, 1), f"https://www.{site}/x")
        for site in ("diplomatie.gouv.fr", "auswaertiges-amt.de")
    )
    assert any(line.startswith("He is") and "a document of FRA's own" in line for line in own)
    assert not any(line.startswith("He is") and "'s own" in line for line in foreign)


def test_whoever_has_no_country_is_of_nobody_s_document(gazetteer: Gazetteer) -> None:
    report = a_report("Somebody accused Sudria.")
    claim = a_claim(report, actors=["-REB"], recipients=["SDR"], quote="Somebody accused Sudria")
    assert not any("document of" in line for line in name_lines(claim, report, gazetteer))

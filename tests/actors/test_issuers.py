"""Whose document a report is."""

from pathlib import Path

import pytest

from builders import a_report
from detente.actors.gazetteer import load_gazetteer
from detente.actors.issuers import issuer_of

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://www.mfa.gov.cn/eng/xw/fyrbt/", "CHN"),
        ("https://www.gov.uk/government/speeches/x", "GBR"),
        ("https://history.state.gov/a", "USA"),
        ("https://www.centcom.mil/a", "USA"),
        ("https://www.mofa.go.jp/press/", "JPN"),
        ("https://www.diplomatie.gouv.fr/fr/", "FRA"),
        ("http://en.kremlin.ru/events/", "RUS"),
        ("https://www.auswaertiges-amt.de/en", "DEU"),
        ("https://www.bbc.co.uk/news", None),
        ("https://govnews.cn/a", None),
        ("https://gov.example.com/a", None),
        ("a file.txt", None),
        ("https://[broken", None),
    ],
)
def test_an_address_tells_the_state(url: str, state: str | None) -> None:
    assert issuer_of(a_report(url=url), GAZETTEER) == state


@pytest.mark.parametrize(
    ("outlet", "state"),
    [
        ("The White House", "USA"),
        ("Kremlin", "RUS"),
        ("Ministry of Foreign Affairs of Japan", "JPN"),
        ("Foreign Ministry", None),
        ("Reuters", None),
        ("Norland Daily", None),
    ],
)
def test_an_outlets_name_tells_the_state(outlet: str, state: str | None) -> None:
    assert issuer_of(a_report(outlet=outlet, url=None), GAZETTEER) == state


def test_a_file_of_ones_own_adds_addresses(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[address]]\ndomain = "eda.example.ch"\ncountry = "CHE"\n', encoding="utf-8")
    report = a_report(url="https://www.eda.example.ch/speech")

    assert issuer_of(report, load_gazetteer((own,))) == "CHE"
    assert issuer_of(report, GAZETTEER) is None

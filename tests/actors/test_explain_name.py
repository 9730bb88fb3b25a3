from datetime import date
from pathlib import Path

import pytest

from detente.actors.explain import NameMeaning, explain_name
from detente.actors.gazetteer import Gazetteer
from norland import a_gazetteer


@pytest.fixture
def norland(tmp_path: Path) -> Gazetteer:
    return a_gazetteer(tmp_path)


def test_a_capital_tells_whom_it_stands_for_and_when(norland: Gazetteer) -> None:
    then, now = explain_name(norland, "Sudville", date(1985, 1, 1))

    assert (then.code, then.is_current) == ("OSU-GOV", True)
    assert then.why == "capital of Old Sudria (open to 1991)"
    assert (now.code, now.is_current) == ("SDR-GOV", False)


def test_a_surname_names_the_office_of_the_day(norland: Gazetteer) -> None:
    meanings = explain_name(norland, "Holm", date(1992, 1, 1))

    assert meanings[0] == NameMeaning(
        name="Holm",
        code="NRL-GOV",
        id="ada-holm",
        actor="Ada Holm",
        kind="surname",
        office="President",
        is_current=True,
        why="surname of Ada Holm, President of NRL (1990-03 to 1994-06-30)",
        source="invented",
    )
    assert [meaning.id for meaning in meanings] == ["ada-holm", "ben-holm"]


def test_a_person_after_his_time_is_elite(norland: Gazetteer) -> None:
    (meaning,) = explain_name(norland, "Ada Holm", date(2020, 1, 1))

    assert meaning.code == "NRL-ELI"
    assert meaning.why == "full of Ada Holm, once President (1990-03 to 1994-06-30)"


def test_a_name_in_small_letters_is_found(norland: Gazetteer) -> None:
    assert [meaning.code for meaning in explain_name(norland, "norland")] == ["NRL"]


def test_a_region_means_its_country_without_a_sector(norland: Gazetteer) -> None:
    (meaning,) = explain_name(norland, "Fjordland")

    assert (meaning.code, meaning.kind) == ("NRL", "place")


def test_a_phrase_that_names_nobody_says_so(norland: Gazetteer) -> None:
    (meaning,) = explain_name(norland, "Norland Sea")

    assert (meaning.code, meaning.why) == ("UNK", "a phrase that names no actor")


def test_a_role_noun_is_a_meaning(norland: Gazetteer) -> None:
    (meaning,) = explain_name(norland, "Official")

    assert (meaning.code, meaning.kind) == ("GOV", "role")


def test_an_unknown_name_has_no_meaning(norland: Gazetteer) -> None:
    assert explain_name(norland, "Atlantis") == []

from pathlib import Path

import pytest

from detente.actors.gazetteer import Gazetteer, load_gazetteer
from detente.actors.senses import UNDATED, EntryKind, NameKind
from norland import a_gazetteer


@pytest.fixture
def norland(tmp_path: Path) -> Gazetteer:
    return a_gazetteer(tmp_path)


def test_a_name_has_a_sense_for_each_bearer(norland: Gazetteer) -> None:
    senses = norland.senses("Holm")

    assert [(sense.actor, sense.kind) for sense in senses] == [
        ("ada-holm", NameKind.SURNAME),
        ("ben-holm", NameKind.SURNAME),
    ]


def test_an_unknown_name_has_no_sense(norland: Gazetteer) -> None:
    assert norland.senses("Atlantis") == ()


def test_accents_may_be_left_out(norland: Gazetteer) -> None:
    assert norland.senses("Jon Arnason")[0].actor == "jón-árnason"


def test_entries_tell_what_they_are(norland: Gazetteer) -> None:
    kinds = {actor: norland.entry(actor).kind for actor in ("NRL", "nrl-navy", "ada-holm")}

    assert kinds == {
        "NRL": EntryKind.STATE,
        "nrl-navy": EntryKind.ORGANISATION,
        "ada-holm": EntryKind.PERSON,
    }


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        ("1990-02-28", None),
        ("1990-03-01", "ada-holm"),
        ("1994-06-30", "ada-holm"),
        ("1994-07-01", None),
        ("2010-05-01", "ben-holm"),
        ("2024-01-01", "ben-holm"),
    ],
)
def test_an_office_has_its_holder_by_the_day(
    norland: Gazetteer, day: str, holder: str | None
) -> None:
    held = norland.holder("NRL", "president", day)

    assert (held.person if held else None) == holder


@pytest.mark.parametrize("phrase", ["president", "head of state", "norlandic leader", "ruler"])
def test_an_office_has_several_words(norland: Gazetteer, phrase: str) -> None:
    held = norland.holder("NRL", phrase, "2020-01-01")

    assert held is not None
    assert held.office == "nrl-president"


def test_words_for_an_office_may_hold_for_one_country_only(norland: Gazetteer) -> None:
    assert norland.holder("SDR", "ruler", "2020-01-01") is None


def test_the_highest_office_counts(norland: Gazetteer) -> None:
    held = norland.holding("ben-holm", "2020-01-01")

    assert held is not None
    assert held.title == "President"


def test_the_office_in_the_title_counts_before_the_highest(norland: Gazetteer) -> None:
    held = norland.holding("ben-holm", "2020-01-01", "navy chief")

    assert held is not None
    assert held.title == "Navy Chief"


def test_a_short_title_means_the_longer_one(norland: Gazetteer) -> None:
    held = norland.holding("ben-holm", "2006-01-01", "minister")

    assert held is not None
    assert held.title == "Foreign Minister"


def test_without_a_day_somebody_is_what_he_was_at_his_highest(norland: Gazetteer) -> None:
    held = norland.holding("ada-holm", UNDATED)

    assert held is not None
    assert held.title == "President"


def test_on_a_day_after_his_time_somebody_holds_nothing(norland: Gazetteer) -> None:
    assert norland.holding("ada-holm", "2024-01-01") is None
    assert norland.ever_held("ada-holm", "president") is not None


def test_a_surname_alone_means_leaders_and_ministers_only(norland: Gazetteer) -> None:
    assert norland.is_prominent("ben-holm", "2006-01-01")
    assert not norland.is_prominent("ben-holm", "2003-01-01")


def test_all_office_holders_of_a_country_are_listed_with_their_names(norland: Gazetteer) -> None:
    assert list(norland.holders_in("NRL", "2020-01-01")) == [("ben-holm", ("Ben Holm",))]


def test_the_digest_changes_with_the_data(tmp_path: Path) -> None:
    one = a_gazetteer(tmp_path / "one")
    (tmp_path / "two").mkdir()
    two = a_gazetteer(tmp_path / "two")

    assert one.digest == two.digest
    assert one.digest != load_gazetteer().digest


def test_the_packaged_gazetteer_is_loaded_once() -> None:
    assert load_gazetteer() is load_gazetteer([])

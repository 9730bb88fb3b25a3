from pathlib import Path

import pytest

from detente.actors.gazetteer import Gazetteer, gazetteer_from_tables
from detente.actors.spelling import most_similar
from detente.actors.tables import read_packaged
from norland import a_gazetteer, write_folder

DAY = "2012-01-01"


@pytest.fixture
def norland(tmp_path: Path) -> Gazetteer:
    return a_gazetteer(tmp_path)


def test_another_spelling_finds_the_holder_with_the_full_margin(norland: Gazetteer) -> None:
    similar = most_similar(norland, "NRL", "Ben Hólm", DAY)

    assert similar is not None
    assert (similar.person, similar.margin) == ("ben-holm", 1.0)


@pytest.mark.parametrize("name", ["Pieter Vandermeer", "Holm", "Ada Holm"])
def test_other_names_surnames_and_former_holders_are_not_taken(
    norland: Gazetteer, name: str
) -> None:
    assert most_similar(norland, "NRL", name, DAY) is None


def test_a_country_without_holders_has_nobody_similar(norland: Gazetteer) -> None:
    assert most_similar(norland, "SDR", "Ben Holm", DAY) is None


def test_two_holders_who_are_equally_close_are_nobody(tmp_path: Path) -> None:
    persons = "id,name,country,source\nx,Tom Berg,NRL,invented\ny,Tim Berg,NRL,invented\n"
    holders = (
        "office,person,start,end,source\n"
        "nrl-president,x,2000,,invented\nnrl-foreign-minister,y,2000,,invented\n"
    )
    folder = write_folder(
        tmp_path,
        persons=persons,
        holders=holders,
        names_persons="person,name,kind,source\n",
    )
    gazetteer = gazetteer_from_tables([read_packaged(folder)])

    assert most_similar(gazetteer, "NRL", "Tem Berg", DAY) is None

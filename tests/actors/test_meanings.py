from datetime import date
from pathlib import Path

import pytest

from detente.actors.gazetteer import Gazetteer, gazetteer_from_tables, load_gazetteer
from detente.actors.gazetteer_files import read_own, read_packaged
from detente.actors.meanings import NameMeaning, explain_name, most_similar
from norland import a_gazetteer, write_folder


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


def test_a_title_before_a_surname_chooses_its_bearer_and_shows_the_rival(
    norland: Gazetteer,
) -> None:
    first, *rivals = explain_name(norland, "President Holm", date(1992, 1, 1))

    assert (first.id, first.is_current) == ("ada-holm", True)
    assert first.why == "surname of Ada Holm, President of NRL (1990-03 to 1994-06-30)"
    assert [(rival.id, rival.is_current) for rival in rivals] == [("ben-holm", False)]


def test_an_owner_and_his_people_are_taken_apart(norland: Gazetteer) -> None:
    (meaning,) = explain_name(norland, "Norlandic officials")

    assert (meaning.code, meaning.kind) == ("NRL-GOV", "role")
    assert meaning.why == ("'official' is a role noun (GOV); 'Norlandic' is adjective of Norland")


PACKAGED = load_gazetteer()


@pytest.mark.parametrize(
    ("words", "day", "code", "actor"),
    [
        ("Foreign Minister Qin", date(2023, 3, 1), "CHN-GOV", "Qin Gang"),
        ("President Bush", date(1990, 6, 1), "USA-GOV", "George H. W. Bush"),
        ("President Bush", date(2005, 6, 1), "USA-GOV", "George W. Bush"),
        ("China's top diplomat", date(2024, 2, 2), "CHN-GOV", "Wang Yi"),
        ("foreign minister of China", date(2023, 3, 1), "CHN-GOV", "Qin Gang"),
        ("the White House", None, "USA-GOV", "United States"),
        ("Chinese hackers", None, "CHN-UAF", "hackers"),
        ("Georgian officials", None, "GEO-GOV", "official"),
        ("Pentagon spokesman", None, "USA-MIL", "spokesman"),
        ("the Pope", None, "VAT-REL", "pope"),
        ("King", None, "GOV", "king"),
        ("Chinese food", None, "UNK", "nobody"),
        ("China Lake", None, "UNK", "nobody"),
        ("South China Sea", None, "UNK", "nobody"),
    ],
)
def test_what_people_ask_for_explains_itself(
    words: str, day: date | None, code: str, actor: str
) -> None:
    best = explain_name(PACKAGED, words, day)[0]

    assert (best.code, best.actor) == (code, actor)


def test_a_state_tells_in_which_names_it_is_none() -> None:
    why = explain_name(PACKAGED, "Georgia")[0].why

    assert "not meant in 'Georgia Bulldogs'" in why
    assert "'Miss Georgia'" in why


def test_a_meaning_is_told_once_however_the_name_is_spelt() -> None:
    (only,) = explain_name(PACKAGED, "Erdogan")

    assert only.actor == "Recep Tayyip Erdoğan"


def test_an_office_still_to_come_is_no_past_one() -> None:
    before, after = (explain_name(PACKAGED, "Obama", date(year, 6, 1))[0] for year in (1990, 2020))

    assert ", later President (2009-01-20 to 2017-01-20)" in before.why
    assert ", once President (2009-01-20 to 2017-01-20)" in after.why


def test_a_title_that_a_namesake_bore_at_another_time_is_shown_as_a_rival() -> None:
    first, second = explain_name(PACKAGED, "President Bush", date(2005, 6, 1))[:2]

    assert (first.actor, first.is_current) == ("George W. Bush", True)
    assert (second.actor, second.is_current) == ("George H. W. Bush", False)


DAY = "2012-01-01"


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
        tmp_path, persons=persons, holders=holders, names_persons="person,name,kind,source\n"
    )
    gazetteer = gazetteer_from_tables([read_packaged(folder)])

    assert most_similar(gazetteer, "NRL", "Tem Berg", DAY) is None


def test_a_known_actor_has_the_title_of_its_article_where_a_source_tells_it() -> None:
    titles = {name: explain_name(load_gazetteer(), name)[0].wikipedia for name in ("Iran", "Hamas")}

    assert titles == {"Iran": "Iran", "Hamas": "Hamas"}
    assert explain_name(load_gazetteer(), "Chinese hackers")[0].wikipedia is None


def test_the_item_of_wikidata_is_told_where_a_source_tells_it() -> None:
    names = ("Iran", "Xi Jinping")
    items = {name: explain_name(load_gazetteer(), name)[0].wikidata for name in names}

    assert items == {"Iran": "Q794", "Xi Jinping": "Q15031"}
    assert explain_name(load_gazetteer(), "Chinese hackers")[0].wikidata is None


OWN = """
[[actor]]
id = "nrl-choir"
name = "Norland Choir"
country = "NRL"
sector = "CVL"
kind = "choir"

[[name]]
actor = "nrl-choir"
name = "NN"
kind = "acronym"
start = "2000"
"""


def test_ones_own_actor_goes_before_a_packaged_one_and_says_so(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    gazetteer = gazetteer_from_tables([read_packaged(write_folder(tmp_path / "d")), read_own(own)])

    choir, navy = explain_name(gazetteer, "NN", date(2024, 1, 1))
    before = explain_name(gazetteer, "NN", date(1990, 1, 1))

    assert (choir.id, navy.id) == ("nrl-choir", "nrl-navy")
    assert choir.why.endswith("; your own list goes before the packaged one")
    assert before[0].id == "nrl-navy"  # in its time only

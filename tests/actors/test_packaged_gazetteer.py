"""The packaged data as a whole: size, coverage, and agreement of its parts."""

import re
from collections import Counter
from typing import get_args

import pytest

from detente.actors.gazetteer_files import Sector, read_packaged
from detente.actors.senses import NameKind

TABLES = read_packaged()
SECURITY_POSTS = (
    "security advis|intelligence advis|security council|security and defen[cs]e council|"
    "security bureau|security affairs|adviser on .*security|for national security|"
    "national security department|policy advis|diplomatic advis|central foreign affairs"
)
NON_PERSON = {NameKind.NAME, NameKind.SHORT, NameKind.ACRONYM}


def test_every_sector_has_role_nouns() -> None:
    sectors = Counter(row.sector for row in TABLES.roles)

    # PLOVER's OPP is a second sector: the opposition is PTY, a dissident SOC.
    assert set(get_args(Sector)) - set(sectors) == {"OPP", "PRE", "UNK"}
    assert len(TABLES.roles) >= 500


def test_every_living_state_has_an_adjective_or_a_demonym() -> None:
    told = {row.actor for row in TABLES.state_names if row.kind in {"adjective", "demonym"}}
    states = {row.id for row in TABLES.states if row.kind == "state"}

    assert states - told <= {"DMA", "KIR", "LIE"}


def test_every_state_has_its_own_name_among_its_names() -> None:
    named = {(row.actor, row.name) for row in TABLES.state_names}

    assert [row.id for row in TABLES.states if (row.id, row.name) not in named] == []


def test_states_since_1945_are_there() -> None:
    states = [row for row in TABLES.states if row.kind == "state"]
    former = {row.id for row in TABLES.states if row.kind == "former"}

    assert len(states) >= 195
    assert former >= {"SUN", "YUG", "CSK", "DDR", "VDR", "YMD", "SCG"}


@pytest.mark.parametrize("code", ["KOS", "PSE", "TWN", "HKG", "VAT"])
def test_entities_that_some_states_do_not_recognise_are_there(code: str) -> None:
    assert code in {row.id for row in TABLES.states}


def test_cow_numbers_are_given_once_except_to_successors() -> None:
    numbers = Counter(row.cow for row in TABLES.states if row.cow)

    assert {number for number, n in numbers.items() if n > 1} == {"345", "365"}


def test_there_are_organisations_of_all_sorts() -> None:
    countries = Counter(row.country for row in TABLES.organisations)

    assert len(TABLES.organisations) >= 1500
    assert all(countries[code] for code in ("UNO", "EUR", "IGO", "NGO", "IMG", "USA", "CHN"))


@pytest.mark.parametrize(
    ("sorts", "states"),
    [
        ({"ministry"}, 50),
        ({"parliament"}, 60),
        ({"court"}, 35),
        ({"armed forces", "command"}, 60),
        ({"intelligence", "police"}, 45),
        ({"party"}, 90),
        ({"armed group", "militia", "gang"}, 45),
        ({"media"}, 55),
        ({"think tank", "university"}, 35),
        ({"firm"}, 50),
    ],
)
def test_bodies_of_each_sort_are_told_of_many_states(sorts: set[str], states: int) -> None:
    told = {row.country for row in TABLES.organisations if row.kind in sorts}

    assert len(told & {row.id for row in TABLES.states}) >= states


def test_a_body_begins_no_later_than_its_parent_ends() -> None:
    bodies = {row.id: row for row in TABLES.organisations}
    pairs = [(row, bodies[row.parent]) for row in TABLES.organisations if row.parent in bodies]

    assert len(pairs) >= 250
    assert [row.id for row, above in pairs if above.end and row.start > above.end] == []


def test_no_name_has_blanks_at_its_edges_or_an_article() -> None:
    names = [row.name for row in (*TABLES.state_names, *TABLES.organisation_names)]
    names += [row.name for row in TABLES.organisations]

    assert [name for name in names if name != name.strip() or "  " in name] == []
    assert [name for name in names if re.match(r"The (?!Hague)", name)] == []


def test_role_nouns_are_lower_case() -> None:
    assert [row.noun for row in TABLES.roles if row.noun != row.noun.lower()] == []


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ("foreign|external|secretary of state", 175),
        ("defen[cs]e minist|defen[cs]e secretary", 90),
        ("financ|treasur|chancellor of the exchequer", 105),
        ("interior|home |internal|public safety|public security|police minister|justice and", 65),
        ("trade|commerce|economy minister|economic affairs|enterprise", 95),
        (SECURITY_POSTS, 70),
        ("chief of|army chief|commander|chief of defence|joint chiefs", 60),
    ],
)
def test_each_kind_of_office_has_holders_in_many_states(words: str, states: int) -> None:
    held = {row.office for row in TABLES.holders}
    told = {
        row.country
        for row in TABLES.offices
        if row.id in held and re.search(words, row.title.lower())
    }

    assert len(told & {row.id for row in TABLES.states}) >= states, sorted(told)

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.actors.gazetteer import gazetteer_from_tables
from detente.actors.gazetteer_files import Tables, read_own, read_packaged
from detente.actors.senses import holds
from detente.errors import BadConfig, UnknownCode
from norland import FILES, write_folder


def load(folder: Path, **changes: str) -> None:
    gazetteer_from_tables([read_packaged(write_folder(folder, **changes))])


def with_line(stem: str, line: str) -> dict[str, str]:
    return {stem: FILES[f"{stem}.csv"] + line + "\n"}


def test_the_tiny_gazetteer_is_sound(tmp_path: Path) -> None:
    load(tmp_path)


@pytest.mark.parametrize(
    ("stem", "line", "complaint"),
    [
        ("names_states", "XXX,Nowhere,name,,,,invented", "unknown actor 'XXX'"),
        ("organisations", "a,A,QQQ,GOV,body,,,,invented", "unknown country 'QQQ'; use a state's"),
        ("organisations", "a,A,NRL,GOV,body,zzz,,,invented", "unknown parent 'zzz'"),
        ("names_persons", "nobody,Nobody,surname,invented", "unknown person 'nobody'"),
        ("offices", "o,NRL,GOV,Boss,,no-body,leader,invented", "unknown organisation 'no-body'"),
        ("holders", "no-office,ada-holm,,,invented", "unknown office 'no-office'"),
        ("holders", "nrl-president,no-one,,,invented", "unknown person 'no-one'"),
        ("places", "Elsewhere,QQQ,city,invented", "unknown country 'QQQ'"),
    ],
)
def test_a_row_that_points_nowhere_is_refused_with_file_and_line(
    tmp_path: Path, stem: str, line: str, complaint: str
) -> None:
    number = FILES[f"{stem}.csv"].count("\n") + 1

    with pytest.raises(UnknownCode, match=re.escape(f"{stem}.csv:{number}: {complaint}")):
        load(tmp_path, **with_line(stem, line))


@pytest.mark.parametrize(
    ("stem", "line", "complaint"),
    [
        ("states", "NRL,North,state,,,NRL,1,NRL,North,N,invented", "'NRL' is already at"),
        ("persons", "ada-holm,Ada Holm,NRL,1950,invented", "'ada-holm' is already at"),
        ("persons", "nrl-navy,Navy,NRL,1950,invented", "'nrl-navy' is already at"),
        ("roles", "official,GOV,relay,,invented", "'official' is already at"),
        ("discards", "soup,thing,,invented", "is already at"),
        ("holders", "nrl-president,ada-holm,2003-02-30,,invented", "'2003-02-30' is no date"),
        ("holders", "nrl-president,ada-holm,2003-13,,invented", "'2003-13' is no date"),
        ("holders", "nrl-president,ada-holm,2003,2001,invented", "ends 2001 before it starts 2003"),
    ],
)
def test_clashes_and_impossible_dates_are_refused(
    tmp_path: Path, stem: str, line: str, complaint: str
) -> None:
    with pytest.raises(BadConfig, match=re.escape(complaint)):
        load(tmp_path, **with_line(stem, line))


@pytest.mark.parametrize(
    ("stem", "line", "complaint"),
    [
        ("names_states", "NRL,Norway,nickname,,,,invented", "nickname"),
        ("states", "nrl,Norland,state,,,,,,,,invented", "[A-Z]{3}"),
        ("roles", "boss,XYZ,person,,invented", "XYZ"),
        ("holders", "nrl-president,ada-holm,March,,invented", "March"),
        ("roles", "boss,GOV,person,,", "length >= 1"),
        ("roles", "boss,GOV", "2 fields where the header has 5"),
    ],
)
def test_a_wrong_value_is_refused_with_file_and_line(
    tmp_path: Path, stem: str, line: str, complaint: str
) -> None:
    number = FILES[f"{stem}.csv"].count("\n") + 1
    where = f"{stem}.csv:{number}: "

    with pytest.raises(BadConfig, match=re.escape(where) + ".*" + re.escape(complaint)):
        load(tmp_path, **with_line(stem, line))


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    text = "noun,sector,kind,source,mood\nboss,GOV,person,invented,bad\n"

    with pytest.raises(BadConfig, match="mood"):
        load(tmp_path, roles=text)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="first line must name the columns"):
        load(tmp_path, roles="")


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "roles.csv").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadConfig, match=r"roles\.csv: cannot be read as UTF-8 CSV"):
        read_packaged(tmp_path)


def test_states_must_be_there_and_other_files_may_be_missing(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "persons.csv").unlink()
    (tmp_path / "states.csv").rename(tmp_path / "gone.csv")

    with pytest.raises(BadConfig, match=r"states\.csv"):
        read_packaged(tmp_path)
    (tmp_path / "gone.csv").rename(tmp_path / "states.csv")
    assert read_packaged(tmp_path).persons == []


def test_a_sector_that_is_none_is_refused_with_all_there_are(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[office]]\nid = "x"\ncountry = "NRL"\nsector = "KGB"\ntitle = "Chief"\n')

    with pytest.raises(BadConfig, match=r"'KGB'.*\$\.sector.*one of AGR, BUS, COP, .*, UNK"):
        read_own(own)


OWN = """
[[actor]]
id = "nrl-harbour-union"
name = "Harbour Union"
country = "NRL"
sector = "LAB"
kind = "union"

[[name]]
actor = "nrl-harbour-union"
name = "HU"
kind = "acronym"

[[person]]
id = "eva-lind"
name = "Eva Lind"
country = "NRL"

[[holder]]
office = "nrl-foreign-minister"
person = "eva-lind"
start = 2012-01-31
"""


def own(tmp_path: Path, text: str) -> list[Tables]:
    path = tmp_path / "my.toml"
    path.write_text(text, encoding="utf-8")
    return [read_packaged(write_folder(tmp_path / "packaged")), read_own(path)]


def test_users_add_their_own_actors(tmp_path: Path) -> None:
    gazetteer = gazetteer_from_tables(own(tmp_path, OWN))
    minister = gazetteer.holder("NRL", "foreign minister", "2012-02-01")

    assert gazetteer.entry("nrl-harbour-union").sector == "LAB"
    assert gazetteer.senses("HU")[0].source == "my.toml"
    assert minister is not None
    assert minister.person == "eva-lind"


def test_own_actors_change_the_digest(tmp_path: Path) -> None:
    packaged, mine = own(tmp_path, OWN)

    assert gazetteer_from_tables([packaged, mine]).digest != packaged.digest


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[actr]]\nid = 'a'\n", "unknown section 'actr'; write one of [[state]], [[actor]]"),
        ("[actor]\nid = 'a'\n", "unknown section 'actor'"),
        ("[[actor]]\nid = 'a'\nname = 'A'\n", "[[actor]] number 1: Object missing required field"),
        ("[[holder]]\noffise = 'a'\n", "[[holder]] number 1: Object contains unknown field"),
        ("[[holder]]\noffice = 'zz'\nperson = 'ada-holm'\n", "unknown office 'zz'"),
        (
            "[[actor]]\nid = 'a'\nname = 'A'\ncountry = 'ZZZ'\nkind = 'x'\n",
            "[[actor]] number 1: unknown country 'ZZZ'",
        ),
        (
            "[[actor]]\nid = 'nrl-navy'\nname = 'A'\ncountry = 'NRL'\nkind = 'x'\n",
            "organisations.csv:2",
        ),
        (
            "[[holder]]\noffice = 'nrl-president'\nperson = 'ada-holm'\nstart = 1999\nend = 1998\n",
            "[[holder]] number 1: ends 1998 before it starts 1999",
        ),
        ("[[actor\n", "cannot be read as TOML"),
    ],
)
def test_a_mistake_in_own_actors_is_told_with_its_entry(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises((BadConfig, UnknownCode), match=re.escape(complaint)) as caught:
        gazetteer_from_tables(own(tmp_path, text))

    assert "my.toml" in str(caught.value)


def test_a_missing_file_of_own_actors_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"gone\.toml: cannot be read"):
        read_own(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    ("start", "end", "day", "expected"),
    [
        ("", "", "1950-01-01", True),
        ("2023-10", "", "2023-10-01", True),
        ("2023-10", "", "2023-09-30", False),
        ("", "2023-10", "2023-10-31", True),
        ("", "2023-10", "2023-11-01", False),
        ("", "2023", "2023-12-31", True),
        ("2023", "2023", "2023-06-15", True),
        ("2023-10-25", "2023-10-25", "2023-10-25", True),
    ],
)
def test_a_partial_date_stands_for_all_its_days(
    start: str, end: str, day: str, *, expected: bool
) -> None:
    assert holds(start, end, day) is expected


@given(day=st.dates(), other=st.dates())
def test_full_dates_compare_as_days_do(day: object, other: object) -> None:
    assert holds(str(day), "", str(other)) is (str(day) <= str(other))
    assert holds("", str(day), str(other)) is (str(other) <= str(day))

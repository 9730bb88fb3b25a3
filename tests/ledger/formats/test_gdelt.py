"""GDELT's rows come in as claims that cite the row, whatever was done to the file."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest

from detente.records import Claim, SpeechKind
from ledger.foreign_rows import gdelt_v1, gdelt_v2, imported


def claim_of(tmp_path: Path, row: str, name: str = "events.csv") -> Claim:
    """Import one row, and read its claim."""
    with imported(tmp_path / name, "GDELT", row) as outcome:
        assert outcome.refused == []
        (claim,) = outcome.ledger.claims()
        return claim


def test_a_row_becomes_a_claim_with_its_words(tmp_path: Path) -> None:
    with imported(tmp_path / "events.csv", "GDELT", gdelt_v2()) as outcome:
        (claim,) = outcome.ledger.claims()
        (report,) = outcome.ledger.reports()
    assert (claim.type, claim.mode) == ("CONSULT", "visit")
    assert [cited.value.code for cited in claim.actors] == ["NRL-GOV"]
    assert [cited.value.code for cited in claim.recipients] == ["SDR"]
    assert [cited.citation.quote for cited in claim.actors] == ["ANN NOR"]
    assert claim.predicate.quote == "042"
    assert claim.date is not None
    assert claim.date.value.earliest == claim.date.value.latest == date(2024, 1, 29)
    assert (report.outlet, report.credited) == ("GDELT", "example.org")
    assert (report.key, report.published) == ("gdelt:901", date(2024, 2, 2))
    assert report.text == gdelt_v2().rstrip("\n")


def test_a_bare_state_is_the_gazetteers(tmp_path: Path) -> None:
    (recipient,) = claim_of(tmp_path, gdelt_v2()).recipients
    assert (recipient.value.id, recipient.value.sector) == ("SDR", None)


@pytest.mark.parametrize("row", [gdelt_v1(), gdelt_v1(57), gdelt_v2()], ids=["58", "57", "61"])
def test_every_width_of_gdelt_is_known(tmp_path: Path, row: str) -> None:
    claim = claim_of(tmp_path, row)
    assert claim.place is not None
    assert (claim.place.value.name, claim.place.value.lat) == ("Vostia City, Vostia", 10.5)


def test_who_hosts_a_visit_is_its_recipient(tmp_path: Path) -> None:
    claim = claim_of(tmp_path, gdelt_v2(event="043", root="04"))
    assert (claim.type, claim.mode) == ("CONSULT", "visit")
    assert [cited.value.code for cited in claim.actors] == ["SDR"]
    assert [cited.value.code for cited in claim.recipients] == ["NRL-GOV"]


def test_who_meets_acts_together(tmp_path: Path) -> None:
    claim = claim_of(tmp_path, gdelt_v2(event="046", root="04"))
    assert [cited.value.code for cited in claim.actors] == ["NRL-GOV", "SDR"]
    assert claim.recipients == ()


def test_mere_words_become_a_statement(tmp_path: Path) -> None:
    row = gdelt_v2(event="016", root="01")
    with imported(tmp_path / "events.csv", "GDELT", row) as outcome:
        (said,) = outcome.ledger.statements()
        assert outcome.ledger.claims().count() == 0
    assert said.kind is SpeechKind.DENIAL
    assert said.speaker is not None
    assert said.speaker.value.code == "NRL-GOV"
    assert said.about == ("SDR",)


@pytest.mark.parametrize(
    ("code", "root", "meant"),
    [("42", "4", "042"), ("42", "4.0", "042"), ("141", "14", "141"), ("871", "8", "0871")],
)
def test_a_zero_that_a_spreadsheet_took_is_put_back(
    tmp_path: Path, code: str, root: str, meant: str
) -> None:
    claim = claim_of(tmp_path, gdelt_v2(event=code, root=root))
    whole = claim_of(tmp_path, gdelt_v2(event=meant, root=meant[:2]), "whole.csv")
    assert (claim.type, claim.mode) == (whole.type, whole.mode)


def test_europe_is_not_the_european_union(tmp_path: Path) -> None:
    europe = claim_of(tmp_path, gdelt_v2(country1="EUR", role1=""))
    union = claim_of(tmp_path, gdelt_v2(country1="", group1="EEC", role1=""), "union.csv")
    assert europe.actors[0].value.country is None
    assert union.actors[0].value.country == "EUR"


def test_gdelts_media_are_no_medicine(tmp_path: Path) -> None:
    assert claim_of(tmp_path, gdelt_v2(role1="MED")).actors[0].value.sector == "JRN"


def test_a_header_with_semicolons_and_other_names_is_understood(tmp_path: Path) -> None:
    names = {
        0: "Global_Event_ID", 1: "Day", 5: "Actor_1_Country_Code", 6: "Actor_1_Name",
        7: "Actor_1_Country_ABBR", 12: "Actor_1_Role", 15: "Actor_2_Country_Code",
        16: "Actor_2_Name", 17: "Actor_2_Country_ABBR", 26: "Event_Code", 28: "Event_Root_Code",
        51: "Mention_Type", 52: "ST_PR_CNTRY", 53: "Country", 56: "Lat_Extra", 57: "Long_Extra",
        59: "Date_Added", 60: "Source_URL",
    }  # fmt: skip
    header = ";".join(names.get(index, "") for index in range(61))
    row = gdelt_v2().replace("\t", ";")
    claim = claim_of(tmp_path, f"{header}\r\n{row}")
    assert claim.actors[0].value.code == "NRL-GOV"
    assert claim.place is not None
    assert claim.place.value.country == "FRA"  # FIPS has FR, too


def test_a_lost_day_of_finding_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    row = gdelt_v2(added="2.02E+13")
    with imported(tmp_path / "events.csv", "GDELT", row) as outcome:
        (report,) = outcome.ledger.reports()
        assert outcome.ledger.claims().count() == 1
    assert report.published is None
    (warning,) = outcome.warned
    assert warning.startswith("events.csv, line 1: the day on which GDELT found the article")


def test_what_gdelt_took_from_archives_is_not_told_as_background(tmp_path: Path) -> None:
    claim = claim_of(tmp_path, gdelt_v2(day="19790101", added="20130203"))
    late = claim_of(tmp_path, gdelt_v2(day="20200101"), "late.csv")
    assert not claim.is_historical
    assert late.is_historical


def test_bad_rows_become_problems_with_file_and_line(tmp_path: Path) -> None:
    lines = [
        gdelt_v2(),
        gdelt_v2(id="902", day="20241340"),
        gdelt_v2(id="903", event="999", root="99"),
        "904\t20240129\n",
        gdelt_v2(id="905", code1="", name1="", country1="", name2="", country2="").replace(
            "SDR", ""
        ),
    ]
    with imported(tmp_path / "events.csv", "GDELT", "".join(lines)) as outcome:
        assert outcome.ledger.claims().count() == 1
        kept = list(outcome.ledger.problems())
    assert [detail.partition(": ")[0] for detail in outcome.refused] == [
        f"events.csv, line {number}" for number in (2, 3, 4, 5)
    ]
    assert "'20241340' is no day" in outcome.refused[0]
    assert "no CAMEO code '999'" in outcome.refused[1]
    assert "2 cells; GDELT's rows have" in outcome.refused[2]
    assert len(kept) == 4
    assert {problem.key for problem in kept} >= {"gdelt:902", "events.csv:4"}


def test_a_corrected_row_ends_its_problem(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    with imported(path, "GDELT", gdelt_v2(day="2024")):
        pass
    with imported(path, "GDELT", gdelt_v2()) as outcome:
        assert outcome.ledger.problems().count() == 0


def test_twice_is_once(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    for _ in range(2):
        with imported(path, "GDELT", gdelt_v2() + gdelt_v2(id="902")) as outcome:
            assert outcome.ledger.claims().count() == 2
            assert outcome.ledger.reports().count() == 2


def test_zipped_files_are_read_as_they_are(tmp_path: Path) -> None:
    row = gdelt_v2().encode()
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.writestr("20240202.export.CSV", row)
    (tmp_path / "day.gz").write_bytes(gzip.compress(row))
    for name in ("day.zip", "day.gz"):
        with imported(tmp_path / name, "GDELT") as outcome:
            assert outcome.ledger.claims().count() == 1, name

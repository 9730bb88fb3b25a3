"""ICEWS's rows come in, raw or in four columns, in the bytes that ICEWS writes."""

from datetime import date
from pathlib import Path

import pytest

from detente.records import Claim, DateBasis
from ledger.foreign_rows import icews_header, icews_row, imported


def claim_of(tmp_path: Path, content: str | bytes, name: str = "events.tab") -> Claim:
    """Import one row, and read its claim."""
    with imported(tmp_path / name, "ICEWS", content) as outcome:
        assert outcome.refused == []
        (claim,) = outcome.ledger.claims()
        return claim


def test_a_raw_row_becomes_a_claim_of_its_publisher(tmp_path: Path) -> None:
    with imported(tmp_path / "e.tab", "ICEWS", icews_header() + icews_row()) as outcome:
        (claim,) = outcome.ledger.claims()
        (report,) = outcome.ledger.reports()
    assert (claim.type, claim.mode) == ("ACCUSE", "disapprove")
    assert claim.predicate.quote == "Criticize or denounce"
    assert [cited.value.code for cited in claim.recipients] == ["SDR-COP"]
    assert claim.place is not None
    assert (claim.place.value.name, claim.place.value.country) == ("Vostia City", "VST")
    assert (report.outlet, report.credited) == ("ICEWS", "Harbour Wire")
    assert (report.key, report.published) == ("icews:4711", date(2024, 2, 2))


def test_a_ministers_party_does_not_make_him_a_party(tmp_path: Path) -> None:
    row = icews_row(Source_Name="Bo Nor", Source_Sectors="Parties,Elite,Cabinet")
    assert claim_of(tmp_path, icews_header() + row).actors[0].value.code == "NRL-GOV"


@pytest.mark.parametrize(("day", "code"), [("2019-05-01", "NRL-LEG"), ("2021-05-01", "NRL-GOV")])
def test_a_person_is_what_she_is_on_the_day(tmp_path: Path, day: str, code: str) -> None:
    rows = "".join(
        f"Ann Nor\tCriticize or denounce\tSudria\t{one}\n" for one in ("2019-05-01", "2021-05-01")
    )
    with imported(tmp_path / "names.txt", "ICEWS", rows) as outcome:
        codes = {
            claim.date.value.earliest.isoformat(): claim.actors[0].value.code
            for claim in outcome.ledger.claims()
            if claim.date
        }
    assert codes[day] == code


def test_four_columns_are_enough(tmp_path: Path) -> None:
    claim = claim_of(tmp_path, "Soldier (Norland)\tMake a visit\tSudria\t2024-02-02\n")
    assert (claim.type, claim.mode) == ("CONSULT", "visit")
    assert [cited.value.code for cited in claim.actors] == ["NRL-MIL"]
    assert [cited.value.code for cited in claim.recipients] == ["SDR"]


def test_an_unknown_name_is_kept_as_it_is(tmp_path: Path) -> None:
    claim = claim_of(tmp_path, "Zed Unheard\tAccuse\tSudria\t2024-02-02\n")
    assert (claim.actors[0].value.name, claim.actors[0].value.code) == ("Zed Unheard", "UNK")


def test_names_in_cp437_are_read_and_told(tmp_path: Path) -> None:
    content = (icews_header() + icews_row(Source_Name="Jürgen Nör")).encode("cp437")
    with imported(tmp_path / "e.tab", "ICEWS", content) as outcome:
        (claim,) = outcome.ledger.claims()
    assert claim.actors[0].value.name == "Jürgen Nör"
    assert outcome.warned == ["from line 2 on is not all UTF-8; such lines are read as cp437"]


def test_na_is_nothing(tmp_path: Path) -> None:
    row = icews_row(City="NA", Country="NA", Target_Name="NA", Publisher="NA")
    claim = claim_of(tmp_path, icews_header() + row)
    assert claim.place is None
    assert claim.recipients == ()


def test_the_text_wins_where_a_spreadsheet_took_the_codes_zero(tmp_path: Path) -> None:
    row = icews_row(Event_Text="Consult", CAMEO_Code="40")
    assert claim_of(tmp_path, icews_header() + row).type == "CONSULT"


def test_a_date_of_icews_is_that_of_the_story(tmp_path: Path) -> None:
    path = tmp_path / "e.tab"
    with imported(path, "ICEWS", icews_header() + icews_row()) as outcome:
        (claim,) = outcome.ledger.claims()
    assert claim.date is not None
    assert claim.date.value.basis is DateBasis.PUBLICATION


def test_an_unknown_sector_or_country_is_told_once_a_file(tmp_path: Path) -> None:
    odd = icews_row(Source_Sectors="Wizards,Government", Target_Country="Atlantis")
    again = icews_row(Event_ID="4712", Source_Sectors="Wizards", Target_Country="Atlantis")
    content = icews_header() + odd + again
    with imported(tmp_path / "e.tab", "ICEWS", content) as outcome:
        assert outcome.ledger.claims().count() == 2
    assert outcome.warned == [
        "e.tab, line 2: no sector is named 'Wizards'",
        "e.tab, line 2: no country is named 'Atlantis'",
    ]


def test_bad_rows_become_problems_with_file_and_line(tmp_path: Path) -> None:
    rows = (
        "Norland\tAccuse\tSudria\t2024-02-02\n"
        "Norland\tAccuse\tSudria\tyesterday\n"
        "Norland\tBewitch\tSudria\t2024-02-02\n"
        "Norland\tAccuse\tSudria\n"
        "NA\tAccuse\tNA\t2024-02-02\n"
    )
    with imported(tmp_path / "names.txt", "ICEWS", rows) as outcome:
        assert outcome.ledger.claims().count() == 1
    assert [detail.partition(": ")[0] for detail in outcome.refused] == [
        f"names.txt, line {number}" for number in (2, 3, 4, 5)
    ]


def test_a_header_without_a_needed_column_is_told(tmp_path: Path) -> None:
    content = "Event ID\tEvent Text\tEvent Date\n1\tAccuse\t2024-02-02\n"
    with imported(tmp_path / "e.tab", "ICEWS", content) as outcome:
        assert outcome.ledger.claims().count() == 0
    assert "the header has no Source Name, Target Name" in outcome.refused[0]


def test_a_row_without_the_words_of_its_act_is_refused(tmp_path: Path) -> None:
    rows = icews_header() + icews_row(Event_Text="") + icews_row(Event_ID="2")
    with imported(tmp_path / "events.tab", "ICEWS", rows) as outcome:
        assert len(outcome.refused) == 1
        assert outcome.ledger.claims().count() == 1

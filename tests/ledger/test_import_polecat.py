"""POLECAT's rows come in with PLOVER's own types, and go out as they came."""

from pathlib import Path

from detente.records import Claim, Status
from ledger.foreign_rows import imported, polecat_header, polecat_row


def claim_of(tmp_path: Path, content: str) -> Claim:
    """Import one row, and read its claim."""
    with imported(tmp_path / "p.tsv", "POLECAT", content) as outcome:
        assert outcome.refused == []
        (claim,) = outcome.ledger.claims()
        return claim


def test_a_row_becomes_a_claim(tmp_path: Path) -> None:
    claim = claim_of(tmp_path, polecat_header() + polecat_row())
    assert (claim.type, claim.mode, claim.contexts) == ("SANCTION", "discontinue", ("economic",))
    assert claim.status is Status.FUTURE
    assert [cited.value.code for cited in claim.actors] == ["NRL-GOV"]
    assert claim.actors[0].citation.quote == "Nor's cabinet"
    assert claim.place is not None
    assert (claim.place.value.geonames_id, claim.place.value.country) == (12, "VST")


def test_a_row_without_a_day_keeps_its_act(tmp_path: Path) -> None:
    assert claim_of(tmp_path, polecat_header() + polecat_row(Event_Date="")).date is None


def test_excess_names_and_tabs_are_borne(tmp_path: Path) -> None:
    content = polecat_header().rstrip("\n") + "\tHeadline\n" + polecat_row()
    content += polecat_row(Event_ID="P2").rstrip("\n") + "\t\t\t\n"
    with imported(tmp_path / "p.tsv", "POLECAT", content) as outcome:
        assert outcome.refused == []
        assert outcome.ledger.claims().count() == 2


def test_words_beyond_the_last_column_are_a_problem(tmp_path: Path) -> None:
    content = polecat_header() + polecat_row().rstrip("\n") + "\tnoise\n"
    with imported(tmp_path / "p.tsv", "POLECAT", content) as outcome:
        assert "41 cells under 40 column names" in outcome.refused[0]


def test_a_mode_that_plover_lacks_is_left_out_and_told(tmp_path: Path) -> None:
    content = polecat_header() + polecat_row(Event_Mode="bewitch", Contexts="magic;legal")
    with imported(tmp_path / "p.tsv", "POLECAT", content) as outcome:
        (claim,) = outcome.ledger.claims()
    assert (claim.mode, claim.contexts) == (None, ("legal",))
    assert [detail.partition(": ")[2] for detail in outcome.warned] == [
        "SANCTION has no mode 'bewitch'; left out",
        "there is no context 'magic'; left out",
    ]


def test_an_unknown_type_is_a_problem(tmp_path: Path) -> None:
    content = polecat_header() + polecat_row(Event_Type="BEWITCH")
    with imported(tmp_path / "p.tsv", "POLECAT", content) as outcome:
        assert "p.tsv, line 2: no event type 'BEWITCH'" in outcome.refused[0]

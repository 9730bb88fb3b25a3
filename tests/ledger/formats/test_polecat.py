"""POLECAT's table: 40 columns, one header, one actor and one recipient a row."""

import csv
import io
from pathlib import Path

import pytest

from builders import a_claim, a_coding, a_report, an_actor, cited
from detente import __version__
from detente.codebook import Codebook
from detente.ledger.formats.polecat import PolecatWriter, Reference, table_line
from detente.records import Claim, Coded, Status
from ledger.foreign_rows import imported, polecat_header, polecat_row

# Written by hand from POLECAT's header, not from the code.
HEADER = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
]


def table(coded: Coded, codebook: Codebook) -> tuple[list[str], list[dict[str, str]]]:
    stream = io.BytesIO()
    count = PolecatWriter(codebook=codebook).write([coded], stream)
    lines = [line.split("\t") for line in stream.getvalue().decode().split("\n")]
    header, *rows, after = lines
    assert (after, count) == ([""], len(rows))
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def test_header_has_the_forty_columns_in_order(full: Coded, codebook: Codebook) -> None:
    header, _ = table(full, codebook)

    assert len(header) == 40
    assert header == HEADER


def test_meeting_of_two_makes_a_row_each_way(full: Coded, codebook: Codebook) -> None:
    _, rows = table(full, codebook)
    there, back, _ = rows

    assert (there["Actor Country"], there["Recipient Country"]) == ("NRL", "SDR")
    assert (back["Actor Country"], back["Recipient Country"]) == ("SDR", "NRL")
    assert (there["Event ID"], back["Event ID"]) == (
        f"{full.claims[0].id}-1",
        f"{full.claims[0].id}-2",
    )


def test_row_is_written_cell_by_cell(full: Coded, codebook: Codebook) -> None:
    _, rows = table(full, codebook)

    assert {name: cell for name, cell in rows[0].items() if cell} == {
        "Event ID": f"{full.claims[0].id}-1",
        "Event Date": "2024-02-02",
        "Event Type": "AGREE",
        "Intensity": "2.5",
        "Quad Code": "1",
        "Contexts": "diplomatic;future",
        "Actor Name": "Ann Nor",
        "Actor Country": "NRL",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV",
        "Actor Title": "President",
        "Actor Name Raw": "Norland's president",
        "Recipient Name": "Sudria",
        "Recipient Country": "SDR",
        "Primary Recipient Sector": "GOV",
        "Recipient Sectors": "GOV",
        "Recipient Name Raw": "Sudria's premier",
        "Placename": "Vostia City",
        "City": "Vostia City",
        "Country": "VST",
        "Latitude": "10.5",
        "Longitude": "20.25",
        "Raw Placename": "Vostia City",
        "Source": "Harbour Wire",
        "Publication Date": "2024-02-02",
        "Language": "English",
        "Version": f"detente {__version__}",
    }


def test_other_lists_numbers_and_titles_stand_beside_both_sides(codebook: Codebook) -> None:
    sides = [an_actor("NRL-GOV", id="nrl-president"), an_actor("SDR", id="SDR"), an_actor("-REB")]
    report = a_report()
    actors = tuple(cited(one, report, report.text) for one in sides)
    coded = a_coding(report, claims=(a_claim(report, actors=actors),))
    reference = Reference(
        cow={"NRL": "385", "SDR": "2"}, wikipedia={"nrl-president": "Ann Nor", "SDR": "Sudria"}
    )
    stream = io.BytesIO()

    PolecatWriter(codebook=codebook, reference=reference).write([coded], stream)

    first, *_, last = csv.DictReader(io.StringIO(stream.getvalue().decode()), delimiter="\t")
    assert [first[f"{side} COW"] for side in ("Actor", "Recipient")] == ["385", "2"]
    assert [first[f"Wikipedia {side} ID"] for side in ("Actor", "Recipient")] == [
        "Ann Nor",
        "Sudria",
    ]
    assert (last["Actor COW"], last["Wikipedia Actor ID"]) == ("", "")


@pytest.mark.parametrize(
    ("coder", "language"), [("detente/reader", "English"), ("llm some-model", "Spanish")]
)
def test_the_language_is_asked_for_where_a_coder_reads_more_than_one(
    coder: str, language: str, codebook: Codebook
) -> None:
    report = a_report()
    coded = a_coding(report, claims=(a_claim(report, coder=coder),))
    reference, stream = Reference(language_of=lambda _: "Spanish"), io.BytesIO()

    PolecatWriter(codebook=codebook, reference=reference).write([coded], stream)

    first, *_ = csv.DictReader(io.StringIO(stream.getvalue().decode()), delimiter="\t")
    assert first["Language"] == language


def test_directed_act_is_one_row_under_the_claims_own_id(full: Coded, codebook: Codebook) -> None:
    _, rows = table(full, codebook)

    assert rows[2]["Event ID"] == full.claims[1].id
    assert (rows[2]["Event Mode"], rows[2]["Recipient Country"]) == ("arrest", "SDR")


def test_three_who_meet_make_six_rows_with_ids_of_their_own(codebook: Codebook) -> None:
    coded = a_coding(claims=(a_claim(actors=("NRL", "SDR", "VST")),))
    _, rows = table(coded, codebook)

    assert len({row["Event ID"] for row in rows}) == 6
    assert {(row["Actor Country"], row["Recipient Country"]) for row in rows} == {
        ("NRL", "SDR"),
        ("NRL", "VST"),
        ("SDR", "NRL"),
        ("SDR", "VST"),
        ("VST", "NRL"),
        ("VST", "SDR"),
    }


def test_two_who_act_on_two_make_four_rows(codebook: Codebook) -> None:
    claim = a_claim(type="ACCUSE", actors=("NRL", "SDR"), recipients=("VST", "VST-MIL"))
    _, rows = table(a_coding(claims=(claim,)), codebook)

    assert len(rows) == 4


def test_actor_alone_and_recipient_alone_keep_their_row(codebook: Codebook) -> None:
    alone = a_claim(type="MOBILIZE", actors=("NRL-MIL",))
    victim = a_claim(type="ASSAULT", actors=(), recipients=("SDR-CVL",))
    _, rows = table(a_coding(claims=(alone, victim)), codebook)

    assert [(row["Actor Country"], row["Recipient Country"]) for row in rows] == [
        ("NRL", ""),
        ("", "SDR"),
    ]


def test_no_word_of_a_report_can_break_a_row(codebook: Codebook) -> None:
    report = a_report("Nor\tland\r\n\x85\u2028the \x0b\x1dnavy", outlet="The\tWire\n")
    navy = cited(an_actor("NRL-MIL", name="the\nnavy"), report, report.text)
    coded = a_coding(report, claims=(a_claim(report, actors=(navy,), quote=report.text),))
    _, rows = table(coded, codebook)

    assert rows[0]["Actor Name Raw"] == "Nor land the navy"
    assert rows[0]["Actor Name"] == "the navy"
    assert rows[0]["Source"] == "The Wire"


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


def test_mark_without_its_other_swallows_no_line() -> None:
    rows = [["1", '"Harbour militant', "x"], ["2", 'the "Sea" party', "y"], ["3", '12" guns', "z"]]
    text = b"".join(map(table_line, rows)).decode()

    read = list(csv.reader(io.StringIO(text), delimiter="\t"))
    assert [(row[0], row[2]) for row in read] == [("1", "x"), ("2", "y"), ("3", "z")]
    assert [row[1] for row in read] == ["'Harbour militant", 'the "Sea" party', "12' guns"]

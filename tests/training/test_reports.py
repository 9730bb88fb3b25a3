"""Reports in which every act is marked: their format."""

from pathlib import Path

import pytest

from detente.errors import BadConfig
from detente.records import Span, Status
from training.reports import Told, main, read_reports

RAID = """\
# Norland and Sudria
H Norland breaks ties with Sudria
E breaks | Norland | Sudria | SANCTION | actual
S Police stormed its embassy, and police may arrest more, and it had warned police.
E stormed | Police | its embassy | COERCE | actual
?E arrest | Police | - | COERCE | hypothetical
E warned | it | police~2 | THREATEN | actual

S Vostia condemned the raid.
E condemned | Vostia | ^Sudria | ACCUSE | actual
"""


def read(tmp_path: Path, text: str = RAID) -> list[list[Told]]:
    (tmp_path / "raid.txt").write_text(text, encoding="utf-8")
    return read_reports(tmp_path)


def words(told: Told, *spans: Span) -> list[str]:
    return [told.text[span.start : span.end] for span in spans]


def test_a_blank_line_ends_a_report(tmp_path: Path) -> None:
    reports = read(tmp_path)
    assert [len(report) for report in reports] == [2, 1]
    assert [told.is_headline for told in reports[0]] == [True, False]


def test_sides_are_found_as_whole_words_and_by_their_number(tmp_path: Path) -> None:
    (_, told), _ = read(tmp_path)
    stormed, arrest, warned = told.acts
    assert words(told, stormed.predicate, *stormed.actors, *stormed.recipients) == [
        "stormed",
        "Police",
        "its embassy",
    ]
    assert told.text[: warned.actors[0].start].endswith("more, and ")
    assert told.text[: warned.recipients[0].start].endswith("had warned ")
    assert (arrest.is_doubtful, arrest.status) == (True, Status.HYPOTHETICAL)


def test_a_side_that_the_sentence_does_not_name_is_left_out(tmp_path: Path) -> None:
    _, ((told),) = read(tmp_path)
    assert told.acts[0].recipients == ()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("E condemned | Vostia | - | ACCUSE", "4 fields"),
        ("E condemned | Vostia | - | ACCUSES | actual", "ACCUSES"),
        ("E condemned | Vostia | - | ACCUSE | done", "no status 'done'"),
        ("E condemned | Westmark | - | ACCUSE | actual", "'Westmark' does not stand"),
        ("E demned | Vostia | - | ACCUSE | actual", "'demned' does not stand"),
        ("E condemned | Vostia~2 | - | ACCUSE | actual", "'Vostia~2' does not stand"),
        ("E Vostia condemned the raid | Vostia | - | ACCUSE | actual", "more than 3 words"),
        ("Vostia condemned the raid.", "begins with S, H, E"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(BadConfig, match=r"raid\.txt line 2: ") as caught:
        read(tmp_path, f"S Vostia condemned the raid.\n{line}\n")
    assert fault in str(caught.value)


def test_a_folder_without_reports_and_a_file_in_another_encoding_are_faults(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="no \\*\\.txt file"):
        read_reports(tmp_path)
    (tmp_path / "raid.txt").write_bytes("S Norland condemned the café raid.".encode("latin-1"))
    with pytest.raises(BadConfig, match=r"raid\.txt: not UTF-8"):
        read_reports(tmp_path)


def test_an_act_needs_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="before any sentence"):
        read(tmp_path, "E condemned | Vostia | - | ACCUSE | actual\n")


def test_counts_are_printed_and_faults_end_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read(tmp_path)
    assert main([str(tmp_path)]) == 0
    assert "5 acts, 1 of them doubtful" in capsys.readouterr().out
    (tmp_path / "bad.txt").write_text("nothing", encoding="utf-8")
    assert main([str(tmp_path)]) == 2


CORPUS = Path(__file__).parents[2] / "corpus" / "reports"


def test_the_repositorys_reports_keep_to_the_format() -> None:
    taught, kept = read_reports(CORPUS / "taught"), read_reports(CORPUS / "kept")
    learned = {told.text for report in taught for told in report}
    assert not learned & {told.text for report in kept for told in report}

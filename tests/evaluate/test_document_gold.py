import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.errors import BadInput
from detente.evaluate.document_gold import GoldDocument, read_documents
from detente.records import Status
from evaluate.gold_rows import TEXT, a_document_row, an_event_row


def _read(folder: Path, row: dict[str, Any], name: str = "gold.jsonl") -> GoldDocument:
    path = folder / name
    path.write_text(json.dumps(row, indent=None if name.endswith("jsonl") else 1), "utf-8")
    (document,) = read_documents(path)
    return document


def test_a_document_a_line(tmp_path: Path) -> None:
    document = _read(tmp_path, a_document_row())

    assert (document.id, document.published, document.text) == ("d1", date(2024, 2, 2), TEXT)
    assert document.events[0].types == {"CONSULT"}
    assert document.statements[0].speaker == "NRL-GOV"


def test_a_json_file_is_one_document_over_many_lines(tmp_path: Path) -> None:
    assert _read(tmp_path, a_document_row(), "key.json").id == "d1"


def test_the_text_may_lie_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    row = a_document_row(text_file="report.txt")
    del row["text"]

    assert _read(tmp_path, row, "key.json").text == TEXT
    assert _read(tmp_path, row).text == TEXT


def test_no_newline_of_the_text_is_mended(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"Norland met.\r\nSudria left.\r")
    row = a_document_row(text_file="report.txt", events=[an_event_row(span=[14, 27])])
    del row["text"]

    assert _read(tmp_path, {**row, "statements": []}).text == "Norland met.\r\nSudria left.\r"


@pytest.mark.parametrize("name", ["../report.txt", "folder/report.txt", "..", "."])
def test_the_text_file_lies_beside_and_nowhere_else(tmp_path: Path, name: str) -> None:
    row = a_document_row(text_file=name)
    del row["text"]

    with pytest.raises(BadInput):
        _read(tmp_path, row)


def test_a_missing_text_file_is_named(tmp_path: Path) -> None:
    row = a_document_row(text_file="report.txt")
    del row["text"]

    with pytest.raises(BadInput, match=r"cannot read gold file .*report\.txt"):
        _read(tmp_path, row)


def test_a_text_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes("Überfall".encode("latin-1"))
    row = a_document_row(text_file="report.txt")
    del row["text"]

    with pytest.raises(BadInput, match=r"report\.txt"):
        _read(tmp_path, row)


def test_a_span_past_the_end_of_a_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Short.", "utf-8")
    row = a_document_row(text_file="report.txt")
    del row["text"]

    with pytest.raises(BadInput, match=r"span \[0, 18\] is no range of a text of 6"):
        _read(tmp_path, row)


@pytest.mark.parametrize("row", [{"text": ""}, {"text_file": "report.txt"}], ids=["none", "both"])
def test_a_document_has_its_text_once(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="either text or text_file"):
        _read(tmp_path, a_document_row(**row))


def test_a_brief_is_allowed_and_not_read(tmp_path: Path) -> None:
    assert _read(tmp_path, a_document_row(brief={"dyad": ["NRL", "SDR"]})).id == "d1"


def test_any_of_several_types_and_statuses_is_right(tmp_path: Path) -> None:
    event = an_event_row(type_either=["AGREE", "SUPPORT"], status_either=["future"])

    document = _read(tmp_path, a_document_row(events=[event]))

    assert document.events[0].types == {"CONSULT", "AGREE", "SUPPORT"}
    assert document.events[0].statuses == {Status.ACTUAL, Status.FUTURE}


def test_an_act_may_be_told_in_several_places(tmp_path: Path) -> None:
    document = _read(tmp_path, a_document_row(events=[an_event_row(also=[[20, 30]])]))

    assert document.events[0].ranges == ((0, 18), (20, 30))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"type": "YIELD"}, "type 'YIELD'", id="the pairs suite's fold"),
        pytest.param({"type_either": ["MEET"]}, "type 'MEET'", id="unknown other type"),
        pytest.param({"status": "uncertain"}, "uncertain", id="unknown status"),
        pytest.param({"status_either": ["maybe"]}, "maybe", id="unknown other status"),
        pytest.param({"actors": []}, "an actor or a recipient", id="nobody"),
        pytest.param({"date": ["2024-02-02", "2024-02-01"]}, "backwards", id="backward date"),
        pytest.param({"date": "2024-02-02"}, "Expected `array", id="a lone day"),
        pytest.param({"also": [[0, 99]]}, r"span \[0, 99\]", id="other span past the end"),
        pytest.param({"colour": "red"}, "unknown field `colour`", id="unknown key"),
    ],
)
def test_a_wrong_event_is_refused(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        _read(tmp_path, a_document_row(events=[an_event_row(**change)]))


@pytest.mark.parametrize("key", ["date", "place", "speaker", "status", "span", "recipients"])
def test_what_is_scored_must_be_told_even_if_null(tmp_path: Path, key: str) -> None:
    event = an_event_row()
    del event[key]

    with pytest.raises(BadInput, match=f"missing required field `{key}`"):
        _read(tmp_path, a_document_row(events=[event]))

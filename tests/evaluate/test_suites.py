import json
from pathlib import Path
from typing import Any

import pytest

from detente.errors import BadInput
from detente.evaluate import Suite, evaluate
from evaluate.fakes import FakeSystem
from evaluate.gold_rows import a_document_row

TEXT = "Norland met Sudria."
SPAN = [[0, 7]]
CLASS_KEYS = {"precision", "recall", "f1", "n"}
# Each suite with a row of its format and the keys that its format promises, in order.
FORMATS: dict[str, tuple[Suite, dict[str, Any], str]] = {
    "pairs": (
        Suite.PAIRS,
        {"text": TEXT, "actor": SPAN, "recipient": SPAN, "type": "CONSULT"},
        "n accuracy macro_f1 weighted_f1 quad_macro_f1 per_type",
    ),
    "sentences": (
        Suite.SENTENCES,
        {"text": TEXT, "type": "CONSULT", "actors": [], "recipients": []},
        "n type_any type_first type_and_countries country sector claims_per_sentence",
    ),
    "triples": (
        Suite.SENTENCES,
        {"text": TEXT, "date": "20240202", "gold": [["040", "NRL", "SDR"]]},
        "n precision recall f1",
    ),
    "documents": (
        Suite.DOCUMENTS,
        a_document_row(),
        "n precision recall f1 quad_f1 status speaker date place sector side mode statements_f1",
    ),
    "speech": (
        Suite.SPEECH,
        {"published": "2024-02-02", "text": TEXT, "attributions": []},
        "n content_precision content_recall content_f1 source",
    ),
    "dates": (
        Suite.DATES,
        {"anchor": "2024-02-02", "text": "today", "timex_type": "DATE", "value": "2024-02-02"},
        "n exact",
    ),
    "status": (
        Suite.STATUS,
        {"text": TEXT, "targets": [{"span": [8, 11], "factuality": 3.0, "class": "actual"}]},
        "n targets macro_f1 per_class",
    ),
    "links": (
        Suite.LINKS,
        {
            "date": "2020-08-01",
            "text": TEXT,
            "links": [{"span": [0, 7], "text": "Norland", "wiki": "France"}],
        },
        "n found country sector identity right "
        + " ".join(
            f"{half}_{family}"
            for half in ("develop", "aside")
            for family in ("states", "groups", "offices", "persons")
        ),
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_suite_gives_the_keys_of_its_format(name: str, tmp_path: Path) -> None:
    suite, row, keys = FORMATS[name]
    path = tmp_path / f"{name}.jsonl"
    path.write_text(json.dumps({"id": "r1", **row}), encoding="utf-8")

    figures = evaluate(suite, path, FakeSystem())

    assert list(figures.as_json()) == keys.split()
    assert figures.as_json()["n"] == 1
    assert all(set(_keys(one)) == CLASS_KEYS for one in figures.classes().values())
    assert json.loads(json.dumps(figures.as_json())) == figures.as_json()


def _keys(scores: Any) -> tuple[str, ...]:
    fields: tuple[str, ...] = scores.__struct_fields__
    return fields


def test_a_suite_is_named_as_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "r1", **FORMATS["pairs"][1]}), encoding="utf-8")

    assert list(evaluate("pairs", path, FakeSystem()).as_json()) == FORMATS["pairs"][2].split()


def test_an_unknown_suite_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="'places'; there are pairs, sentences, speech"):
        evaluate("places", tmp_path / "gold.jsonl", FakeSystem())


@pytest.mark.parametrize("suite", list(Suite))
def test_an_empty_file_is_refused_by_every_suite(suite: Suite, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.touch()

    with pytest.raises(BadInput, match="has no rows"):
        evaluate(suite, path, FakeSystem())


def test_a_wrong_line_stops_the_suite_before_it_starts(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = json.dumps({"id": "r1", **FORMATS["sentences"][1]})
    path.write_text(f"{row}\nnonsense\n", encoding="utf-8")
    system = FakeSystem()

    with pytest.raises(BadInput, match=r"gold\.jsonl:2"):
        evaluate("sentences", path, system)
    assert system.reports == []


def test_progress_is_told_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [json.dumps({"id": id_, **FORMATS["speech"][1]}) for id_ in "abc"]
    path.write_text("\n".join(rows), encoding="utf-8")
    seen: list[int] = []

    evaluate("speech", path, FakeSystem(), seen.append)

    assert seen == [1, 2, 3]

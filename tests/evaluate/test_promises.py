"""Pairs of a promise and a deed, judged from claims."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import a_claim
from detente.errors import BadInput
from detente.evaluate import evaluate
from detente.evaluate.figures import PromiseScores
from detente.records import Claim, Report
from evaluate.fakes import FakeSystem

PROMISE = "Norland pledged the release of 40 trawlers."
DEED = "Norland released the trawlers."
OTHER = "Norland released its grain reserves."
TEXTS = {
    "p": ("2024-02-01", PROMISE),
    "d": ("2024-03-01", DEED),
    "o": ("2024-05-01", OTHER),  # within a month any release would do
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    rows = [{"id": key, "date": day, "text": text} for key, (day, text) in TEXTS.items()]
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def a_key(folder: Path, **halves: list[tuple[str, str]]) -> Path:
    """Halves of pairs, each the promise with a deed's text and a label."""
    folder.mkdir()
    for half in ("read", "kept"):
        rows = [
            {
                "dyad": ["NRL", "SDR"],
                "promise": {"report": "p", "span": [0, len(PROMISE)]},
                "deed": {"report": deed, "span": [0, len(TEXTS[deed][1])]},
                "label": label,
                "why": "",
            }
            for deed, label in halves.get(half, [])
        ]
        (folder / f"{half}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def told(key: str, type_: str) -> Claim:
    day, text = TEXTS[key]
    report = Report(key=key, text=text, published=date.fromisoformat(day))
    given: dict[str, Any] = {
        "actors": ("NRL",),
        "recipients": ("SDR",),
        "predicate": text.split()[1],
    }
    return a_claim(report, type=type_, quote=text.removeprefix("Norland ").rstrip("."), **given)


def test_verdicts_are_right_wrong_or_missed(tmp_path: Path, texts: Path) -> None:
    key = a_key(tmp_path / "key", read=[("d", "kept"), ("o", "none")], kept=[("o", "kept")])
    system = FakeSystem(
        claims={"p": [told("p", "AGREE")], "d": [told("d", "RETREAT")], "o": [told("o", "RETREAT")]}
    )
    figures = evaluate("promises", key, system, texts=texts)
    scores = figures.scores

    assert isinstance(scores, PromiseScores)
    assert (scores.n, scores.precision, scores.recall, scores.recall_heard) == (3, 1.0, 0.5, 0.5)
    assert scores.per_half["kept"].recall == 0.0
    assert figures.misses == ()  # the half that is kept is measured in total only


def test_pair_that_is_not_coded_costs_recall_and_not_that_of_the_heard(
    tmp_path: Path, texts: Path
) -> None:
    key = a_key(tmp_path / "key", read=[("d", "kept")])
    figures = evaluate("promises", key, FakeSystem(), texts=texts)

    assert figures.as_json()["recall"] == 0.0
    assert figures.as_json()["recall_heard"] is None
    assert [(miss.expected, miss.got) for miss in figures.misses] == [("kept", "not heard")]


def test_key_without_texts_or_with_others_is_refused(tmp_path: Path, texts: Path) -> None:
    key = a_key(tmp_path / "key", read=[("d", "kept")])

    with pytest.raises(BadInput, match="--texts"):
        evaluate("promises", key, FakeSystem())
    (texts / "all.jsonl").write_text(json.dumps({"id": "p", "text": "short"}), encoding="utf-8")
    with pytest.raises(BadInput, match=r"holds no text|another edition"):
        evaluate("promises", key, FakeSystem(), texts=texts)

"""First screens of briefs, held against keys."""

import json
from datetime import date
from pathlib import Path

import pytest

from builders import a_claim
from detente.errors import BadInput
from detente.evaluate import evaluate
from detente.evaluate.figures import BriefScores
from detente.records import Claim, Report
from evaluate.fakes import FakeSystem

TEXTS = {
    "war": ("2024-02-01", "Sweden attacks Norway near the border."),
    "ban": ("2024-09-01", "Norway bans imports from Sweden."),
    "alone": ("2024-09-01", "Norway holds an election."),
}


def told(key: str, type_: str, actor: str, recipient: str) -> Claim:
    day, text = TEXTS[key]
    report = Report(key=key, text=text, published=date.fromisoformat(day))
    return a_claim(
        report, type=type_, quote=text.rstrip("."), actors=(actor,), recipients=(recipient,)
    )


def a_key(folder: Path, facts: list[str]) -> Path:
    key = {
        "dyad": ["NOR", "SWE"],
        "since": "2024-01-01",
        "until": "2024-12-31",
        "verdict": "colder",
        "main_facts": [
            {
                "fact": name,
                "type": "ASSAULT",
                "date": ["2024-02-01", "2024-02-01"],
                "reports": [name],
            }
            for name in facts
        ],
        "turns": [],
        "channels": [],
        "promises": [],
        "disputes": [],
    }
    (folder / "read").mkdir(parents=True)
    (folder / "read" / "NOR-SWE.json").write_text(json.dumps(key), encoding="utf-8")
    return folder


def texts_in(folder: Path) -> Path:
    folder.mkdir()
    rows = [{"id": key, "date": day, "text": text} for key, (day, text) in TEXTS.items()]
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_facts_lines_and_verdict_are_measured(tmp_path: Path) -> None:
    claims = {
        "war": [told("war", "ASSAULT", "SWE-GOV", "NOR-GOV")],
        "ban": [told("ban", "SANCTION", "NOR-GOV", "SWE-GOV")],
    }
    system = FakeSystem(claims=claims)
    key = a_key(tmp_path / "key", ["war", "alone"])
    figures = evaluate("briefs", key, system, texts=texts_in(tmp_path / "texts"))
    scores = figures.scores

    assert isinstance(scores, BriefScores)
    assert (scores.recall, scores.recall_coded, scores.verdict) == (0.5, 1.0, 1.0)
    assert scores.off_key == 0.25  # the line on the ban; the two of the story cite the war, too
    assert {report.key for report in system.reports} == {"war", "ban"}  # one names both sides
    assert [(miss.text, miss.got) for miss in figures.misses] == [("alone", "not coded")]


def test_folder_without_keys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no rows"):
        evaluate("briefs", tmp_path, FakeSystem())

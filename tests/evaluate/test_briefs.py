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
    assert scores.off_key == 0.333333  # the line on the ban; the story cites the war, too
    assert {report.key for report in system.reports} == {"war", "ban"}  # one names both sides
    assert figures.misses[0].got == "not coded"
    assert (scores.judged_lines, scores.false_lines) == (0.0, None)


def test_lines_are_false_where_a_person_found_that_their_words_do_not_tell_them(
    tmp_path: Path,
) -> None:
    claims = {
        "war": [told("war", "ASSAULT", "SWE-GOV", "NOR-GOV")],
        "ban": [told("ban", "SANCTION", "NOR-GOV", "SWE-GOV")],
    }
    key, texts = a_key(tmp_path / "key", ["war"]), texts_in(tmp_path / "texts")
    misses = evaluate("briefs", key, FakeSystem(claims=claims), texts=texts).misses
    judged = []
    for act, at in {(miss.got, miss.why) for miss in misses if miss.expected == "a judgement"}:
        report, _, span = at.partition(" ")
        is_told = act == "ASSAULT actual SWE > NOR"
        row = {"report": report, "span": list(map(int, span.split(":")))}
        judged.append(json.dumps({**row, "act": act, "is_told": is_told}))
    (key / "judged.jsonl").write_text("\n".join(judged), encoding="utf-8")
    scores = evaluate("briefs", key, FakeSystem(claims=claims), texts=texts).scores

    assert isinstance(scores, BriefScores)
    assert scores.judged_lines == 1.0
    assert scores.false_lines == 0.666667  # only the war's line is true


def test_folder_without_keys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no rows"):
        evaluate("briefs", tmp_path, FakeSystem())

"""Replies of careful readers, replayed: a good answer comes through prompt and check."""

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.config import ModelChoice
from detente.evaluate.documents import read_documents, score_documents
from detente.evaluate.figures import DocumentScores
from detente.llm.reader import ModelReader
from detente.llm.replies import ReplyFolder
from detente.pipeline import Journey
from detente.records import Coded, Report
from llm.anchored import read_anchored, restore

REPLIES = Path(__file__).parent / "replies"
CORPUS = Path(__file__).parents[2] / "corpus"
SHARED = Path(__file__).parents[3] / "shared"  # others' texts; absent from a clone alone
FLOORS = {  # replies -> key, least F1 of events and of statements; a key of marks has none of these
    "kept_plain": (CORPUS / "documents" / "kept_plain.jsonl", 0.96, 0.92),
    "seed": (SHARED / "seed" / "key.json", 0.90, 0.74),
    "real": (CORPUS / "real" / "measure.txt", 0.80, None),
}


class Replayed:
    """The journey with replies; keeps what it has coded."""

    def __init__(self, journey: Journey, answers: Path, choice: ModelChoice) -> None:
        self.journey, self.codebook, self.choice = journey, journey.codebook, choice
        self.answers = read_anchored(answers)
        self.coded: list[Coded] = []

    def code(self, report: Report) -> Coded:
        restore(
            self.journey.page(report),
            self.answers[report.id],
            self.choice,
            ReplyFolder(self.choice.replies),
        )
        self.coded.append(self.journey.code(report))
        return self.coded[-1]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_good_answers_come_through_and_no_act_without_its_words(
    name: str,
    choice: ModelChoice,
    reader: Callable[..., ModelReader],
    asking: Callable[[ModelReader], Journey],
) -> None:
    key, least_events, least_statements = FLOORS[name]
    if not key.is_relative_to(CORPUS / "documents") and not SHARED.exists():
        pytest.skip(f"the texts of {key.name} are not at hand")
    system = Replayed(asking(reader(None)), REPLIES / f"{name}.jsonl", choice)
    answered = {answer["key"] for answer in system.answers.values()}
    documents = [one for one in read_documents(key) if one.id in answered]
    figures = score_documents(documents, system)  # type: ignore[arg-type]  # it codes, no more
    scores = figures.scores
    assert isinstance(scores, DocumentScores)
    assert len(documents) == len(answered) > 0
    assert (scores.f1 or 0) >= least_events
    assert least_statements is None or (scores.statements_f1 or 0) >= least_statements
    for coded in system.coded:
        assert not [one for one in coded.problems if one.kind == "llm-unfounded"]
        for claim in coded.claims:
            for citation in claim.citations:
                coded.report.check(citation)

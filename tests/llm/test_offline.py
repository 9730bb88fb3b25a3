"""Prompts as files, replies written by others, and replies without a word of the text."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import a_report
from detente.config import ModelChoice
from detente.errors import BadInput
from detente.llm.offline import keep_replies, write_prompts
from detente.llm.reader import ModelReader
from detente.llm.replies import ReplyFolder
from detente.llm.request import Page, guidelines
from detente.pipeline import Journey
from llm.anchored import anchor, read_anchored, restore
from llm.answers import a_side, a_statement, act, answer
from llm.conftest import TRUCE

REPLY = answer(
    act(actors=[{"mention": "m3"}, a_side("his Chilean counterpart", "CHL-GOV")]),
    act(
        n=2,
        sentence=3,
        predicate="killed",
        clause="A bomb killed six Peruvian soldiers near Tacna on Sunday",
        type="ASSAULT",
        mode="explosives",
        actors=[a_side(None, "PER-UAF")],
        recipients=[a_side("six Peruvian soldiers", "PER-MIL")],
        when={"words": "on Sunday"},
        where={"words": "Tacna", "country": "PER"},
        speaker=a_side("police", "PER-COP"),
        doubtful=True,
    ),
    statements=(a_statement(),),
)


@pytest.fixture
def page(journey: Journey) -> Page:
    return journey.page(a_report(TRUCE, key="truce", body_start=25))


def test_replies_beside_prompts_are_read_as_if_the_model_had_been_asked(
    page: Page,
    tmp_path: Path,
    choice: ModelChoice,
    reader: Callable[..., ModelReader],
    asking: Callable[[ModelReader], Journey],
) -> None:
    folder = tmp_path / "prompts"
    assert write_prompts([page], folder) == 1
    assert (folder / "guidelines.md").read_text() == guidelines()
    assert (folder / "truce.md").read_text().startswith("Published: Friday 2024-02-02")
    assert keep_replies(folder, choice, ReplyFolder(choice.replies)) == (0, 1)
    (folder / "truce.json").write_text(REPLY)
    assert keep_replies(folder, choice, ReplyFolder(choice.replies)) == (1, 0)
    coded = asking(reader(None)).code(page.report)
    assert [claim.type for claim in coded.claims] == ["CONSULT", "ASSAULT"]


def test_an_anchored_reply_has_no_word_of_the_text_and_gives_the_same_claims(
    page: Page,
    tmp_path: Path,
    choice: ModelChoice,
    reader: Callable[..., ModelReader],
    asking: Callable[[ModelReader], Journey],
) -> None:
    anchored, n_lost = anchor(page, REPLY)
    assert n_lost == 0
    path = tmp_path / "replies.jsonl"
    path.write_text(f"{json.dumps(anchored)}\n")
    for word in ("Peru's", "Chilean", "bomb", "soldiers", "Tacna", "police", "Monday"):
        assert word not in path.read_text()
    restore(page, read_anchored(path)[page.report.id], choice, ReplyFolder(choice.replies))
    restored = asking(reader(None)).code(page.report)
    write_prompts([page], tmp_path / "prompts")
    (tmp_path / "prompts/truce.json").write_text(REPLY)
    other = ReplyFolder(tmp_path / "other")
    keep_replies(tmp_path / "prompts", choice, other)
    direct = asking(reader(None, replies=other.path)).code(page.report)
    assert restored.claims == direct.claims
    assert restored.statements == direct.statements


def test_what_stands_nowhere_cannot_be_anchored_and_is_counted(page: Page) -> None:
    bad = answer(act(predicate="hugged"), act(n=2), act(n=3, actors=[a_side("Bolivia", "BOL")]))
    anchored, n_lost = anchor(page, bad)
    assert [one["n"] for one in anchored["acts"]] == [2]
    assert n_lost == 2


def test_the_second_of_two_like_words_is_put_together_again_as_the_second(
    journey: Journey, choice: ModelChoice
) -> None:
    page = journey.page(a_report("Peru met Chile in Lima, and Chile met Brazil in Santiago."))
    told = act(
        sentence=1,
        predicate="met~2",
        clause="Peru met Chile in Lima, and Chile met Brazil in Santiago",
        actors=[a_side("Chile~2", "CHL-GOV")],
        when=None,
        where=None,
    )
    anchored, _ = anchor(page, answer(told))
    store = ReplyFolder(choice.replies)
    restore(page, anchored, choice, store)
    (kept,) = choice.replies.rglob("*.json")
    (restored,) = json.loads(json.loads(kept.read_text())["text"])["acts"]
    assert (restored["predicate"], restored["actors"][0]["words"]) == ("met~2", "Chile~2")


def test_keys_that_are_no_file_names_get_some(journey: Journey, tmp_path: Path) -> None:
    keys = ["../../etc/passwd", "a/b", "a b", "..", "Ä-1"]
    pages = [journey.page(a_report("Peru met Chile.", key=key, url=key)) for key in keys]
    assert write_prompts(pages, tmp_path / "prompts") == len(keys)
    files = {path.name for path in (tmp_path / "prompts").iterdir()}
    assert len(files) == len(keys) + 2


def test_a_folder_without_prompts_is_refused(tmp_path: Path, choice: ModelChoice) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        keep_replies(tmp_path, choice, ReplyFolder(choice.replies))

"""A model's verdict in a brief: at most five sentences, each with acts that the brief has."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from builders import a_claim, a_coding, a_date, a_report
from detente.codebook import load_codebook
from detente.errors import ModelRefusal
from detente.llm.reader import ModelReader
from detente.llm.verdict import with_verdict
from detente.relations import (
    Brief,
    Scope,
    brief_from_claims,
    brief_html,
    brief_json,
    brief_markdown,
    brief_text,
)
from llm.conftest import Scripted

MakeReader = Callable[..., ModelReader]


@pytest.fixture(scope="module")
def brief() -> Brief:
    report = a_report()
    coded = a_coding(report, claims=(a_claim(report, predicate="met", date=a_date()),))
    scope = Scope(side_a="NRL", side_b="SDR", name_a="Norland", name_b="Sudria")
    return brief_from_claims([coded], scope, load_codebook())


def says(*sentences: tuple[str, list[str]]) -> str:
    return json.dumps({"sentences": [{"text": text, "acts": acts} for text, acts in sentences]})


def test_a_sentence_stands_with_its_event_and_the_words_behind_it(
    brief: Brief, reader: MakeReader
) -> None:
    verdict = with_verdict(brief, reader(Scripted(says(("They met.", ["e1"])))))
    (judged,) = verdict.judged
    (act,) = judged.acts
    text = brief_text(verdict)
    assert "IN THE WORDS OF SCRIPTED" in text
    assert "They met." in text
    assert act.event_id in text
    for write in (brief_markdown, brief_html, brief_json):
        assert "They met." in write(verdict)


@pytest.mark.parametrize("acts", [[], ["e99"], ["E1"], ["", "act 1"]])
def test_a_sentence_without_an_act_of_the_list_is_dropped_and_counted(
    brief: Brief, reader: MakeReader, acts: list[str]
) -> None:
    invented = ("Sudria will attack Norland.", acts)
    verdict = with_verdict(brief, reader(Scripted(says(("They met.", ["e1"]), invented))))
    assert [one.text for one in verdict.judged] == ["They met."]
    assert verdict.n_dropped == 1
    assert "Sudria will attack" not in brief_text(verdict)
    assert "1 sentence dropped: no act named" in brief_text(verdict)


def test_five_sentences_are_the_most_and_none_is_endless(brief: Brief, reader: MakeReader) -> None:
    many = says(*[(f"They met {n}.", ["e1"]) for n in range(9)], ("x" * 10_000, ["e1"]))
    verdict = with_verdict(brief, reader(Scripted(many)))
    assert len(verdict.judged) == 5
    assert verdict.n_dropped == 5


def test_the_brief_beside_it_is_as_it_was(brief: Brief, reader: MakeReader) -> None:
    verdict = with_verdict(brief, reader(Scripted(says())))
    before, after = json.loads(brief_json(brief)), json.loads(brief_json(verdict))
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"model", "judged", "n_given", "n_dropped"}


def test_markup_in_a_sentence_is_shown_and_never_run(brief: Brief, reader: MakeReader) -> None:
    hostile = says(("<script>alert(1)</script>", ["e1"]))
    html = brief_html(with_verdict(brief, reader(Scripted(hostile))))
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "reply", ["", "They get on well.", "[]", '{"sentences": [1]}', "{" * 9_000]
)
def test_what_is_no_answer_is_told_in_one_line(
    brief: Brief, reader: MakeReader, reply: str
) -> None:
    with pytest.raises(ModelRefusal, match="the model gives no verdict"):
        with_verdict(brief, reader(Scripted(reply)))


def test_the_model_is_given_ids_status_and_words_and_nothing_else(
    brief: Brief, reader: MakeReader
) -> None:
    asker = Scripted(says())
    with_verdict(brief, reader(asker))
    heading, *lines = asker.asked[0].messages[1][1].splitlines()
    assert heading.startswith("NRL and SDR, as of ")
    acts: list[Any] = [line for line in lines if line]
    assert len(acts) == 1
    assert acts[0].startswith("e1: NRL-GOV+SDR-GOV -> - | CONSULT | actual | ")

"""Contexts of an act: what cue words name, and what the model hears in the whole sentence."""

import pytest

from detente.codebook import load_codebook
from detente.events.contexts import TopicIndex, Topics, joint_contexts
from detente.reading.parse import SpacyParser
from detente.records import Report

INDEX = TopicIndex(load_codebook())

SHARES = {"military": 0.97, "economic": 0.02, "diplomatic": 0.3, "election": 0.49}


def test_without_a_model_cues_stand_alone_and_neighbours_only_where_there_are_none() -> None:
    assert joint_contexts(["economic", "military"], ["election"], None) == ("economic", "military")
    assert joint_contexts([], ["election"], None) == ("election",)


def test_a_context_is_told_that_is_likelier_than_not() -> None:
    assert joint_contexts([], [], SHARES) == ("military",)


def test_a_cue_tips_what_the_model_half_hears_and_no_more() -> None:
    assert joint_contexts(["economic", "diplomatic"], [], SHARES) == ("military", "diplomatic")


def test_a_neighbours_cue_weighs_less_than_one_of_the_sentence() -> None:
    shares = {"military": 0.2}
    assert joint_contexts(["military"], [], shares) == ("military",)
    assert joint_contexts([], ["military"], shares) == ()
    assert joint_contexts([], ["military"], {"military": 0.25}) == ("military",)


def test_shares_of_nought_and_one_are_weighed_like_others() -> None:
    assert joint_contexts(["economic"], [], {"economic": 0.0, "military": 1.0}) == ("military",)


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("Norland blamed cyber attackers.", ["cyber"]),
        ("Norland blamed cyber attacks.", ["cyber"]),
        ("Norland will not change its policy on arming Ukraine.", ["military aid to ukraine"]),
        ("Arming Ukraine is costly.", ["military aid to ukraine"]),
    ],
)
def test_an_issue_is_found_by_its_longest_whole_name(text: str, issues: list[str]) -> None:
    assert [issue for _, issue in INDEX.issues(text)] == issues


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("The Federal Election Commission fined the party.", ()),
        ("Human Rights Watch criticised Norland.", ()),
        ("The International Security Assistance Force left Norland.", ()),
        ("Norland criticised human rights in Sudria.", ("human rights",)),
        ("The army crossed the southern border of Norland.", ()),
    ],
)
def test_a_bodys_name_tells_no_issue(text: str, issues: tuple[str, ...]) -> None:
    report = Report(key="case", text=text)
    sentences = SpacyParser().parse(report)
    topics = Topics(report, sentences, (), INDEX)

    assert topics.issues_in(sentences[0].span) == issues

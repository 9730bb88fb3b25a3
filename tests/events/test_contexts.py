"""Contexts of an act: what cue words name, and what the model hears in the whole sentence."""

import pytest

from detente.codebook import load_codebook
from detente.events.contexts import TopicIndex, joint_contexts

INDEX = TopicIndex(load_codebook())

SHARES = {"military": 0.97, "economic": 0.02, "diplomatic": 0.3, "election": 0.49}


def test_without_a_model_cues_stand_alone_and_neighbours_only_where_there_are_none() -> None:
    assert joint_contexts(["economic", "military"], ["election"], None) == ("economic", "military")
    assert joint_contexts([], ["election"], None) == ("election",)


def test_what_a_neighbour_names_counts_where_the_model_does_not_find_it_absurd() -> None:
    assert joint_contexts(["military"], ["diplomatic", "economic"], SHARES) == (
        "military",
        "diplomatic",
    )


def test_a_cue_that_the_model_finds_absurd_is_not_believed() -> None:
    assert joint_contexts(["economic", "diplomatic"], [], SHARES) == ("diplomatic", "military")


def test_the_model_adds_only_what_it_is_sure_of() -> None:
    assert joint_contexts([], [], SHARES) == ("military",)


def test_a_context_named_by_both_stands_once_and_where_the_cue_put_it() -> None:
    assert joint_contexts(["diplomatic", "military"], [], SHARES) == ("diplomatic", "military")


def test_thresholds_are_the_callers() -> None:
    told = joint_contexts(["economic"], [], SHARES, 0.01, 0.4)
    assert told == ("economic", "military", "election")


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

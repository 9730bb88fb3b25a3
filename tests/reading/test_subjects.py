"""What is plainly sport, markets, culture, weather or science is not read for acts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import BadConfig
from detente.reading.parse import paragraph_spans
from detente.reading.subjects import index_of, load_subjects, unread_in

LINES = (Path(__file__).parent / "cases" / "subjects.txt").read_text(encoding="utf-8").splitlines()
CASES = [line.split(" | ", 1) for line in LINES if line and not line.startswith("#")]
SPORT = (
    "Morocco reached the semi-final, the goalkeeper saving twice from the striker in stoppage time."
)
PLAIN = "He had come home late, and nobody had waited up."
POLITICAL = "The foreign minister flew to Rabat for talks on the border."


def somebody(_: str) -> bool:
    return True


def nobody(_: str) -> bool:
    return False


@pytest.mark.parametrize(("subject", "paragraph"), CASES, ids=[line[1][:40] for line in CASES])
def test_a_paragraph_is_read_unless_it_is_plainly_about_something_else(
    subject: str, paragraph: str
) -> None:
    assert list(unread_in(paragraph, somebody).values()) == ([] if subject == "read" else [subject])


def test_a_paragraph_follows_the_rest_of_its_report() -> None:
    index = load_subjects()
    assert index.unread([SPORT, PLAIN, SPORT], somebody) == {0: "sport", 1: "sport", 2: "sport"}
    assert index.unread([POLITICAL, PLAIN, POLITICAL], nobody) == {}


def test_politics_in_a_report_about_sport_is_read() -> None:
    assert load_subjects().unread([SPORT, POLITICAL, SPORT], nobody) == {0: "sport", 2: "sport"}


def test_a_report_without_a_word_of_politics_is_about_one_thing_as_a_whole() -> None:
    weak = ["The film shows a band on a stage.", PLAIN, "The audience gave its director a song."]
    index = load_subjects()
    assert index.unread(weak, somebody) == dict.fromkeys(range(3), "culture")
    assert index.unread([*weak, POLITICAL], nobody) == {}


def test_without_politics_and_subject_what_names_nobody_is_passed_over() -> None:
    index = load_subjects()
    assert index.unread([PLAIN, "Kenya met Ghana."], lambda text: "Kenya" in text) == {
        0: "nobody known"
    }


def test_a_word_counts_once_however_often_it_stands_there() -> None:
    assert not unread_in("A goal, a goal, a goal, and again a goal.", somebody)


def test_stems_take_any_ending_and_words_take_none() -> None:
    index = index_of({"sport": {"strong": ["wicket*", "cup"]}})
    assert index.unread(["wickets cup"], somebody) == {0: "sport"}
    assert index.unread(["wickets cupboard"], somebody) == {}
    assert index.unread(["sticky-wicket cup"], somebody) == {0: "sport"}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"sport": {"weighty": ["cup"]}}, "no list 'weighty'"),
        ({"politics": {"strong": ["war"]}}, "no list 'strong'"),
        ({"sport": {"strong": ["Cup"]}}, "bad cue 'Cup'"),
        ({"sport": {"strong": ["c*p"]}}, r"bad cue 'c\*p'"),
        ({"sport": {"strong": ["cup"], "weak": ["cup*"]}}, "stands there twice"),
    ],
)
def test_a_wrong_file_is_refused(table: dict[str, dict[str, list[str]]], message: str) -> None:
    with pytest.raises(BadConfig, match=message):
        index_of(table)


@given(st.text(max_size=300))
def test_only_whole_paragraphs_are_left_out(text: str) -> None:
    assert set(unread_in(text, somebody)) <= set(paragraph_spans(text))

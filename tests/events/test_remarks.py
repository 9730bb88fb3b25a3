"""Which words tell a limit, a link, a frame, silence, a strain, and which only look like it."""

import pytest

from builders import a_report
from detente.errors import BadConfig
from detente.events.remarks import LONGEST_PART, CueGroup, PartFinder, Parts, load_cues, read_cues
from detente.reading.parse import SpacyParser
from detente.records import RemarkKind, Span


def kinds_in(sentence: str) -> set[RemarkKind]:
    return {
        group.kind
        for group in load_cues()
        if group.pattern.search(sentence) and not (group.unless and group.unless.search(sentence))
    }


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Sudria will never give up the strait.", RemarkKind.RED_LINE),
        ("The strait is a red line that must not be crossed.", RemarkKind.RED_LINE),
        ("Norland would not compromise on fishing.", RemarkKind.RED_LINE),
        ("The islands are Sudria's internal affair.", RemarkKind.RED_LINE),
        ("The premier called the strait a core interest.", RemarkKind.RED_LINE),
        ("The strait is not up for negotiation.", RemarkKind.RED_LINE),
        ("The premier is under growing pressure to close the port.", RemarkKind.HOME),
        ("She faces opposition in parliament.", RemarkKind.HOME),
        ("Norland is wary of antagonising Vostia.", RemarkKind.THIRD_PARTY),
        ("Norland has refused to condemn Vostia.", RemarkKind.THIRD_PARTY),
        ("The thaw came after Sudria freed the crew.", RemarkKind.LINKAGE),
        ("Sudria freed the crew in exchange for grain.", RemarkKind.LINKAGE),
        ("Norland retaliated against the ban with tariffs.", RemarkKind.LINKAGE),
        ("It will not talk unless Norland pays.", RemarkKind.LINKAGE),
        ("Norland describes its relationship with Sudria as a rivalry.", RemarkKind.FRAME),
        ("Sudria dismissed the notion of a rivalry.", RemarkKind.FRAME),
        ("Sudria has not confirmed the visit.", RemarkKind.UNCONFIRMED),
        ("Sudria declined to comment.", RemarkKind.UNCONFIRMED),
        ("Talks on fishing are expected in spring.", RemarkKind.CHANNEL),
        ("Sudria severed a hotline.", RemarkKind.CHANNEL),
        ("Tensions over the strait are high.", RemarkKind.FRICTION),
    ],
)
def test_words_tell_a_kind(sentence: str, kind: RemarkKind) -> None:
    assert kind in kinds_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The two leaders met on Monday.",
        "She gave up smoking for the summit.",
        "The market was under water after the flood.",
        "The price of fish will rise after the summer.",
        "In response to a question, she said that the talks went well.",
        "The red line of the metro is closed.",
        "Norland wants to resume talks.",
        "She confirmed the visit.",
    ],
)
def test_words_that_only_look_like_it_tell_nothing(sentence: str) -> None:
    assert kinds_in(sentence) == set()


def test_curly_quotes_of_print_are_no_hindrance_to_the_patterns() -> None:
    assert RemarkKind.RED_LINE in kinds_in("Norland can't compromise on fishing.")


def test_every_kind_has_its_words() -> None:
    assert {group.kind for group in load_cues()} == set(RemarkKind)


@pytest.mark.parametrize(
    "wrong",
    [
        "[[cue]]\nkind = 'mood'\nside = 'none'\nparts = 'none'\npatterns = []\n",
        "[[cue]]\nkind = 'home'\nside = 'none'\nparts = 'none'\npatterns = ['(']\n",
        "[[cue]]\nkind = 'home'\nside = 'none'\nparts = 'none'\npatterns = []\ncolour = 'red'\n",
    ],
    ids=["unknown kind", "no expression", "unknown key"],
)
def test_file_that_makes_no_sense_is_refused(wrong: str) -> None:
    with pytest.raises(BadConfig, match=r"remarks\.toml"):
        read_cues(wrong.encode())


PARSER = SpacyParser()


def parts(text: str, cue: str, asked: Parts) -> list[str]:
    (sentence,) = PARSER.parse(a_report(text))
    group: CueGroup = next(group for group in load_cues() if group.parts is asked)
    start = text.index(cue)
    found = PartFinder(sentence, text).of(group, Span(start, start + len(cue)), None)
    return [text[part.start : part.end] for part in found]


def test_what_it_answers_stands_between_cue_and_comma() -> None:
    text = "In return for the port, Norland opened its border."
    assert parts(text, "In return for", Parts.AROUND) == ["Norland opened its border", "the port"]


def test_a_comma_right_behind_the_cue_is_no_part() -> None:
    text = "Tit for tat, Norland closed its border."
    assert parts(text, "Tit for tat", Parts.AROUND) == ["Norland closed its border"]


def test_a_long_part_ends_with_a_whole_word() -> None:
    text = "Norland never budges where " + "the unfathomable question arises and " * 6 + "ends."
    (part,) = parts(text, "never budges where", Parts.AFTER)
    assert len(part) <= LONGEST_PART
    assert text[text.index(part) + len(part)] == " "

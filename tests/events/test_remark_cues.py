"""Which words tell a limit, a link, a frame, silence, a strain, and which only look like it."""

import pytest

from detente.errors import BadConfig
from detente.events.remark_cues import load_cues, read_cues
from detente.records import RemarkKind


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

"""Wishes of the caller."""

import textwrap
import unicodedata

import pytest

from detente.records import Problem, Report
from detente.sources import ReadOptions
from detente.sources.files import admit
from detente.sources.options import plain_letters, with_whole_lines, with_whole_words


def test_defaults_are_the_common_names() -> None:
    assert ReadOptions().columns == (
        *("text", "id", "title", "outlet", "url"),
        *("date", "published"),
    )


def test_a_bound_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="max_chars is 0"):
        ReadOptions(max_chars=0)


def test_defaults_may_be_absent_but_wishes_not() -> None:
    assert ReadOptions().missed(["text"]) == ()
    assert ReadOptions(id_column="key", url_column="link").missed(["text", "link"]) == ("key",)


PLAIN = [
    "Norland met Sudria.\r\n\tTwice\u00a0so.\n",
    "“Türkiye” – l’échec – 10 €",
    "日本は抗議した。",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u062f",  # Persian: parts of a verb
    "क\u094d\u200dष",  # Hindi: the joiner shapes a letter
    "ﬁsh ① ²",
]


def admitted(text: str, title: str | None = None, body_start: int = 0) -> Report:
    given = Report(key="a", text=text, title=title, body_start=body_start)
    found = [one for one in admit(given, ReadOptions()) if isinstance(one, Report)]
    return found[0]


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_without_such_characters_stays_and_so_does_its_id(text: str) -> None:
    assert admitted(text, title=" A title ") == Report(key="a", text=text, title=" A title ")
    assert admitted(text).id == Report(key="a", text=text).id


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ac\u00adcused", "accused"),
        ("accused\u200b Japan", "accused Japan"),
        ("a\u200dc\u200ccused", "accused"),
        ("\ufeffNorland\u2060", "Norland"),
        ("\u202eNorland\u202c \u2066met\u2069 \u200eSudria\u200f\u061c", "Norland met Sudria"),
        (
            "\u0645\u06cc\u200c, \u200d\u062e\u0648\u0627\u0647\u062f",
            "\u0645\u06cc, \u062e\u0648\u0627\u0647\u062f",
        ),
        (unicodedata.normalize("NFD", "Türkiye"), "Türkiye"),
        ("Tu\u00ad\u0308rkiye", "Türkiye"),
        ("\uff23\uff48\uff49\uff4e\uff41\uff01", "China!"),
    ],
)
def test_a_hidden_word_becomes_plain_and_stays_so(text: str, plain: str) -> None:
    assert plain_letters(text) == plain
    assert plain_letters(plain) == plain


def test_title_and_body_move_along() -> None:
    head = "Nor\u00adland meets Su\u0308dria\n\n"

    report = admitted(head + "They\u200b met.", title=head.strip(), body_start=len(head))

    assert report.title == "Norland meets Südria"
    assert report.text[report.body_start :] == "They met."


def test_a_text_of_characters_that_nobody_sees_is_empty() -> None:
    (problem,) = admit(Report(key="a", text="\u200b\ufeff\n"), ReadOptions())

    assert isinstance(problem, Problem)
    assert problem.kind == "empty"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("met in Bei-\njing on Sun- \r\nday to re-\n  open", "met in Beijing on Sunday to reopen"),
        ("the non-gov-\nern-\nmental group", "the non-governmental group"),
        ("an accu\u00ad\nsation", "an accusation"),
        ("Norland-\nbacked rebels", "Norland-backed rebels"),
        ("the Norlandic-\nSudrian border", "the Norlandic-Sudrian border"),
        ("an anti-\nwar march", "an anti-war march"),
        ("a sit-in, and a sit-\nin", "a sit-in, and a sit-in"),
        ("the cease-\nfire: a ceasefire", "the ceasefire: a ceasefire"),
        ("in pre-\nand post-war times", "in pre-\nand post-war times"),
        ("Norland said -\nnobody heard --\nthat", "Norland said -\nnobody heard --\nthat"),
        ("the end-\n\nthe beginning", "the end-\n\nthe beginning"),
    ],
)
def test_words_cut_over_two_lines_are_whole(text: str, whole: str) -> None:
    report, _ = with_whole_words(Report(key="a", text=text))

    assert report.text == whole
    assert with_whole_words(report) == (report, [])


def wrapped(text: str, width: int, end: str = "\n") -> str:
    return end.join(textwrap.wrap(text, width))


PROSE = (
    "The foreign minister of Norland met his colleague of Sudria in Port Vost on Tuesday, and both"
    " condemned the shelling of Vostia and agreed to send three convoys of grain to the border"
    " before the winter. They meet again in May."
)


@pytest.mark.parametrize(("width", "end"), [(50, "\n"), (72, "\n"), (72, "\r\n"), (60, " \n")])
def test_lines_broken_to_a_width_are_read_on_and_spans_stay(width: int, end: str) -> None:
    text = f"{wrapped(PROSE, width, end)}\n\n{wrapped(PROSE, width, end)}\n"
    report, n_breaks = with_whole_lines(Report(key="a", text=text))

    assert n_breaks == text.count(end) - (3 if end == "\n" else 0)
    assert len(report.text) == len(text)
    assert [" ".join(one.split()) for one in report.text.splitlines() if one] == [PROSE, PROSE]
    assert with_whole_lines(report) == (report, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Norland met Sudria.\nVostia fired on a ship.\nTwo ministers resigned in Port Vost.\nRain.",
        "- grain\n- coal\n- timber from the north\n- steel",
        f"{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}",
        "short\nlines",
    ],
    ids=["items", "list", "paragraphs", "two"],
)
def test_lines_of_their_own_stay(text: str) -> None:
    report = Report(key="a", text=text)

    assert with_whole_lines(report) == (report, 0)


def test_joined_words_are_told_and_the_body_begins_where_it_did() -> None:
    text = "Talks\n\nNorland met Sudria in Bei-\njing."
    warning, report, *_ = [
        one
        for one in admit(Report(key="a", text=text, title="Talks", body_start=7), ReadOptions())
        if isinstance(one, Report) or one.kind != "no-date"
    ]

    assert isinstance(warning, Problem)
    assert (warning.kind, warning.is_warning) == ("cut-words", True)
    assert warning.detail.endswith("they are joined: Beijing")
    assert isinstance(report, Report)
    assert report.text[report.body_start :] == "Norland met Sudria in Beijing."

"""Words for codes and dates."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_date, a_report
from detente.codebook import Codebook
from detente.errors import UnknownCode
from detente.records import Granularity, Status
from detente.relations.wording import (
    STATUS_WORDS,
    act_words,
    claim_words,
    count_words,
    date_words,
    printable,
    shorten,
    title_of,
    too_few_words,
)
from ledger.foreign_rows import gdelt_v2, icews_header, icews_row, imported


@pytest.mark.parametrize(
    ("earliest", "latest", "granularity", "words"),
    [
        ("2024-02-02", "2024-02-02", "day", "2 Feb 2024"),
        ("2024-01-29", "2024-02-04", "week", "week of 29 Jan 2024"),
        ("2023-12-01", "2023-12-31", "month", "Dec 2023"),
        ("2024-03-01", "2024-06-20", "season", "spring 2024 [1 Mar - 20 Jun 2024]"),
        ("2023-12-01", "2024-02-29", "season", "winter 2024 [1 Dec 2023 - 29 Feb 2024]"),
        ("2024-04-01", "2024-06-30", "quarter", "Q2 2024"),
        ("2020-01-01", "2020-12-31", "year", "2020"),
        ("1990-01-01", "1999-12-31", "decade", "1990s"),
        ("2024-02-02", "2024-02-05", "interval", "2 - 5 Feb 2024"),
        ("2024-01-30", "2024-02-05", "interval", "30 Jan - 5 Feb 2024"),
        ("2023-12-30", "2024-02-05", "interval", "30 Dec 2023 - 5 Feb 2024"),
        ("2024-02-01", "2024-02-10", "month", "1 - 10 Feb 2024"),  # early February
        ("2024-09-01", "2024-12-31", "year", "1 Sep - 31 Dec 2024"),  # later this year
    ],
)
def test_date_is_written_in_the_unit_it_was_told_in(
    earliest: str, latest: str, granularity: str, words: str
) -> None:
    when = a_date(earliest, latest, granularity=Granularity(granularity))

    assert date_words(when) == words


def test_every_type_and_mode_of_the_codebook_has_words(codebook: Codebook) -> None:
    for event_type in codebook.types:
        for mode in (None, *(mode.name for mode in event_type.modes)):
            assert act_words(event_type.name, mode)


def test_mode_says_more_than_its_type() -> None:
    assert act_words("CONSULT", None) == "talks"
    assert act_words("CONSULT", "phone") == "call"


def test_unknown_type_is_refused() -> None:
    with pytest.raises(UnknownCode, match=r"'DANCE'.*acts\.toml"):
        act_words("DANCE", None)


def test_every_status_has_a_word() -> None:
    assert set(STATUS_WORDS) == set(Status)


def test_nothing_that_steers_a_terminal_is_printed() -> None:
    assert printable("a\x1b[31mb\x07\u202ec\u200b\nd\te\x9bf") == "a[31mbc d ef"


def test_text_is_cut_at_blanks_around_what_matters() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"

    assert shorten(text, 20, around=text.index("seven")) == "…six seven eight…"
    assert shorten(text, 20) == "one two three four…"
    assert shorten("short", 20) == "short"


@given(text=st.text(max_size=300), width=st.integers(10, 80), data=st.data())
def test_cut_text_keeps_what_stands_at_the_place(
    text: str, width: int, data: st.DataObject
) -> None:
    around = data.draw(st.integers(0, max(0, len(text) - 1)))
    text = text.replace("…", "")
    around = min(around, max(0, len(text) - 1))
    cut = shorten(text, width, around=around).strip("…")

    assert cut in text
    assert len(cut) <= width
    assert text[around : around + 1] in cut


def test_an_icews_row_tells_the_act_in_words(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    with imported(path, "ICEWS", icews_header() + icews_row()) as outcome:
        claim, report = outcome.ledger.claims().first(), outcome.ledger.reports().first()
    assert claim is not None
    assert report is not None

    assert claim_words(claim, report).startswith("ICEWS event ")
    assert claim_words(claim, report).endswith(f", {claim.predicate.quote}")


def test_a_gdelt_row_tells_the_act_by_its_code(tmp_path: Path) -> None:
    with imported(tmp_path / "events.csv", "GDELT", gdelt_v2()) as outcome:
        claim, report = outcome.ledger.claims().first(), outcome.ledger.reports().first()
    assert claim is not None
    assert report is not None

    assert claim_words(claim, report) == "GDELT event 901: NRL-GOV -> SDR, code 042"
    assert title_of(report) == "GDELT event 901"


def test_a_report_with_words_keeps_them() -> None:
    report = a_report(title=None)
    claim = a_claim(report)

    assert claim_words(claim, report) == claim.citation.quote
    assert title_of(report) is None


@pytest.mark.parametrize(
    ("width", "cut"),
    [
        (36, "Norland greets President Anna Berg…"),
        (44, "Norland greets President Anna Berg…"),
    ],
)
def test_words_are_cut_at_the_end_of_a_group(width: int, cut: str) -> None:
    assert shorten("Norland greets President Anna Berg in the old harbour", width) == cut


def test_counts_and_years_have_their_plurals() -> None:
    assert [count_words(n, "country") for n in (1, 2)] == ["1 country", "2 countries"]
    assert [count_words(n, "day") for n in (1, 2)] == ["1 day", "2 days"]
    assert too_few_words(4, 1.0) == "too few acts to say: 4 in 1 year"
    assert too_few_words(4, 5.996) == "too few acts to say: 4 in 6 years"

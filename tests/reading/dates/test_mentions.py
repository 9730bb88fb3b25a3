import re
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.dates.cursor import Cursor
from detente.reading.dates.grammar import read_phrase
from detente.reading.dates.mentions import find_dates, may_begin, resolve_date
from detente.reading.dates.units import Tense, word_set, words_of
from detente.reading.parse import SpacyParser
from detente.records import Granularity, Report, Sentence
from reading.date_cases import Case, days_of, read_cases
from reading.flat_sentences import a_flat_sentence

PARSER = SpacyParser()


@cache
def parsed(text: str) -> tuple[Sentence, ...]:
    return PARSER.parse(Report(key="case", text=text))


def dates_in(text: str, published: date | None) -> list[str]:
    return [
        f"{text[mention.span.start : mention.span.end]} = {days_of(mention.date)}"
        for mention in find_dates(parsed(text), published)
    ]


@pytest.mark.parametrize("case", list(read_cases("dates_phrases.txt", " = ")), ids=str)
def test_phrase_means_these_days(case: Case) -> None:
    phrase, _, note = re.sub(r" \((past|future)\)$", r"|\1", case.given).partition("|")
    tense = Tense(note) if note in {"past", "future"} else None

    when = resolve_date(phrase, case.published, tense=tense)

    assert days_of(when) == case.expected


@pytest.mark.parametrize("case", list(read_cases("dates_sentences.txt", "=>")), ids=str)
def test_sentence_tells_these_dates(case: Case) -> None:
    found = dates_in(case.given, case.published)

    assert "; ".join(found) == case.expected.replace("nothing", "")


WORDS = st.sampled_from(
    sorted(
        word_set(
            "last next this the past coming early mid late end of in on by since from to until "
            "and - , . ' s first second third two 3 15 1989 '89 11/02/89 2024-02-30 '80s 1990s "
            "Monday Friday Nov. March May spring fall weekend week month quarter year decade "
            "century ago later earlier before after days years half fiscal Easter Christmas p.m. "
            "5 noon morning tonight today yesterday 9999 0 99 31 20th Norland hundred"
        )
    )
)
PHRASES = st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=40)
DAYS = st.dates() | st.none()


@given(phrase=PHRASES, published=DAYS, tense=st.none() | st.sampled_from(Tense))
def test_any_phrase_resolves_or_gives_nothing(
    phrase: str, published: date | None, tense: Tense | None
) -> None:
    when = resolve_date(phrase, published, tense=tense)

    assert when is None or when.earliest <= when.latest


@given(
    st.sampled_from(["Monday", "last Friday", "next Wednesday", "this Sunday", "the weekend"]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.none() | st.sampled_from(Tense),
    st.integers(-50, 50),
)
def test_report_a_week_later_means_weekdays_a_week_later(
    phrase: str, published: date, tense: Tense | None, weeks: int
) -> None:
    later = timedelta(weeks=weeks)

    first = resolve_date(phrase, published, tense=tense)
    second = resolve_date(phrase, published + later, tense=tense)

    assert first is not None
    assert second is not None
    assert (first.earliest + later, first.latest + later) == (second.earliest, second.latest)


@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join))
def test_no_date_begins_where_the_fast_look_says_so(text: str) -> None:
    words = words_of(text)

    begin = [at for at in range(len(words)) if read_phrase(Cursor(words, at)) is not None]

    assert [at for at in begin if not may_begin(words, at)] == []


@given(st.lists(WORDS, min_size=1, max_size=12), DAYS)
def test_every_mention_stands_in_the_text(words: list[str], published: date | None) -> None:
    sentence = a_flat_sentence(words)
    text = " ".join(words)

    mentions = find_dates([sentence], published)

    for mention in mentions:
        assert text[mention.span.start : mention.span.end].strip() != ""
        assert sentence.tokens[mention.head].span.overlap(mention.span)


def test_date_says_in_which_unit_it_was_told() -> None:
    units = {
        "Monday": Granularity.DAY,
        "last week": Granularity.WEEK,
        "in November": Granularity.MONTH,
        "next spring": Granularity.SEASON,
        "the third quarter": Granularity.QUARTER,
        "the first half of 2023": Granularity.HALF,
        "late 2025": Granularity.YEAR,
        "the 1990s": Granularity.DECADE,
        "the 20th century": Granularity.CENTURY,
        "since Tuesday": Granularity.INTERVAL,
    }

    told = {phrase: resolve_date(phrase, date(2024, 2, 2)) for phrase in units}

    assert {phrase: when and when.granularity for phrase, when in told.items()} == units


def test_head_leads_from_the_date_to_its_verb() -> None:
    text = "Norland recalled its ambassador in early November."
    sentence = parsed(text)[0]

    (mention,) = find_dates([sentence], date(2024, 2, 2))

    chain = [mention.head]
    while sentence.tokens[chain[-1]].head != chain[-1]:
        chain.append(sentence.tokens[chain[-1]].head)
    assert [sentence.tokens[index].text for index in chain] == ["November", "in", "recalled"]


def test_report_without_sentences_has_no_dates() -> None:
    assert find_dates((), date(2024, 2, 2)) == ()

from datetime import date

import pytest

from detente.reading.dateline import Dateline, find_dateline
from detente.reading.dates import find_dates
from detente.reading.parse import SpacyParser
from detente.reading.places import find_places
from detente.records import DateBasis, Report
from reading.date_cases import Case, days_of, read_cases

PARSER = SpacyParser()
TEXT = "BEIJING, Feb. 2 (Xinhua) -- Norland and Sudria met in Vilnius on Thursday."


def written(dateline: Dateline | None, published: date | None) -> str:
    if dateline is None:
        return "none"
    filed = dateline.filed(published)
    day = days_of(filed) if filed else "-"
    return " | ".join((dateline.place or "-", day, dateline.agency or "-"))


@pytest.mark.parametrize("case", list(read_cases("datelines.txt", "=>")), ids=str)
def test_dateline_tells_where_and_when_a_report_was_filed(case: Case) -> None:
    dateline = find_dateline(case.given)

    assert written(dateline, case.published) == case.expected


def test_dateline_may_stand_below_a_headline() -> None:
    text = f"Norland and Sudria meet\n\n{TEXT}"

    dateline = find_dateline(text)

    assert dateline is not None
    assert text[dateline.span.start : dateline.span.end] == "BEIJING, Feb. 2 (Xinhua) --"


def test_dateline_says_that_its_day_rests_on_it() -> None:
    dateline = find_dateline(TEXT)

    assert dateline is not None
    filed = dateline.filed(date(2024, 2, 3))
    assert filed is not None
    assert filed.basis is DateBasis.DATELINE
    assert (dateline.month, dateline.day) == (2, 2)


def test_day_of_filing_needs_a_year_or_a_report_day() -> None:
    dateline = find_dateline(TEXT)

    assert dateline is not None
    assert dateline.filed(None) is None


def test_dates_and_places_leave_the_dateline_out() -> None:
    sentences = PARSER.parse(Report(key="case", text=TEXT))

    dates = find_dates(sentences, date(2024, 2, 3))
    places = find_places(sentences)

    assert [TEXT[found.span.start : found.span.end] for found in dates] == ["Thursday"]
    assert [TEXT[found.span.start : found.span.end] for found in places] == ["Vilnius"]


def test_text_without_words_has_no_dateline() -> None:
    assert find_dateline("") is None
    assert find_dateline("\n \n") is None

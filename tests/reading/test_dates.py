import re
from datetime import date
from functools import cache

import pytest

from detente.reading.dates import Tense, find_dates, resolve_date
from detente.reading.parse import SpacyParser
from detente.records import Report, Sentence
from reading.date_cases import Case, days_of, read_cases

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
    phrase, _, note = re.sub(r" \((past|future|south)\)$", r"|\1", case.given).partition("|")
    tense = Tense(note) if note in {"past", "future"} else None

    when = resolve_date(phrase, case.published, tense=tense, southern=note == "south")

    assert days_of(when) == case.expected


@pytest.mark.parametrize("case", list(read_cases("dates_sentences.txt", "=>")), ids=str)
def test_sentence_tells_these_dates(case: Case) -> None:
    found = dates_in(case.given, case.published)

    assert "; ".join(found) == case.expected.replace("nothing", "")

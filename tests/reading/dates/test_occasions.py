"""Acts at occasions take the occasion's days, and say that they rest on it."""

import pytest

from detente.errors import BadConfig
from detente.reading.dates.mentions import find_dates
from detente.reading.dates.occasions import occasions_from
from detente.reading.parse import SpacyParser
from detente.records import DateBasis, Report, Sentence
from reading.date_cases import Case, days_of, read_cases

PARSER = SpacyParser()


def parsed(text: str) -> tuple[Sentence, ...]:
    return PARSER.parse(Report(key="case", text=text))


@pytest.mark.parametrize("case", list(read_cases("dates_occasions.txt", "=>")), ids=str)
def test_occasion_dates_what_happens_at_it(case: Case) -> None:
    text = case.given

    found = [
        f"{text[mention.span.start : mention.span.end]} = {days_of(mention.date)}"
        for mention in find_dates(parsed(text), case.published)
        if mention.date.basis is DateBasis.EVENT
    ]

    assert "; ".join(found) == case.expected.replace("nothing", "")


def test_unknown_key_in_the_words_of_occasions_is_refused() -> None:
    with pytest.raises(BadConfig, match=r"occasions\.toml"):
        occasions_from("[[group]]\nnouns = []\n")

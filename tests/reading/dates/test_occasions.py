"""Acts at occasions take the occasion's days, and say that they rest on it."""

from datetime import date
from itertools import pairwise

import pytest

from detente.errors import BadConfig
from detente.reading.atlas import data_text
from detente.reading.dates.mentions import find_dates
from detente.reading.dates.occasions import load_occasions, occasions_from
from detente.reading.parse import SpacyParser
from detente.reading.places import find_places, southern_sentences
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


def test_longest_name_of_a_fixed_occasion_counts() -> None:
    occasions = load_occasions()

    assert occasions.named_in(["the", "G20", "summit"]) == occasions.tabled[("g20",)]
    assert occasions.named_in(["the", "G-20"]) == occasions.tabled[("g20",)]
    assert occasions.named_in(["the", "summit"]) == ()


def test_times_of_one_occasion_are_in_order_and_apart() -> None:
    for name, times in load_occasions().tabled.items():
        for earlier, later in pairwise(times):
            assert earlier.last < later.first, name


def test_occasion_that_ends_before_it_begins_is_refused_by_its_line() -> None:
    table = "names,place,first,last,source\ng20,Bali,2022-11-16,2022-11-15,nobody\n"

    with pytest.raises(BadConfig, match="line 2"):
        occasions_from(data_text("occasions.toml"), table)


def test_unknown_key_in_the_words_of_occasions_is_refused() -> None:
    with pytest.raises(BadConfig, match=r"occasions\.toml"):
        occasions_from("[[group]]\nnouns = []\n", "names,place,first,last,source\n")


@pytest.mark.parametrize(
    ("text", "states", "southern"),
    [
        ("The two met in Buenos Aires last spring.", {}, {0}),
        ("The two met in London last spring.", {0: ["AUS"]}, set()),
        ("The government resigned last spring.", {0: ["AUS"]}, {0}),
        ("The government resigned last spring.", {0: ["AUS", "USA"]}, set()),
        ("The government resigned last spring.", {0: ["KEN"]}, set()),
        ("The army shot at a crowd in Pretoria. It had done so in spring.", {}, {0, 1}),
        ("The army shot at a crowd in Pretoria.\nIt had done so in spring.", {}, {0}),
    ],
)
def test_place_of_a_sentence_then_its_states_tell_the_hemisphere(
    text: str, states: dict[int, list[str]], southern: set[int]
) -> None:
    sentences = parsed(text)

    assert southern_sentences(sentences, find_places(sentences), states) == southern


def test_spring_of_the_south_is_in_october() -> None:
    sentences = parsed("The two sides met in Canberra last spring.")

    (north,) = find_dates(sentences, date(2024, 2, 2))
    (south,) = find_dates(sentences, date(2024, 2, 2), southern={0})

    assert days_of(north.date) == "2023-03-01..2023-05-31"
    assert days_of(south.date) == "2023-09-01..2023-11-30"

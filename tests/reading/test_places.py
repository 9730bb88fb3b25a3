from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from detente.reading.parse import SpacyParser
from detente.reading.places import find_places
from detente.records import Place, Report, Sentence
from reading.date_cases import read_lines

PARSER = SpacyParser()


@dataclass(frozen=True, slots=True)
class PlaceCase:
    """A sentence, the countries of its report, and the places told."""

    sentence: str
    countries: tuple[str, ...]
    expected: str

    def __str__(self) -> str:
        return " ".join((self.sentence, *self.countries))


def place_cases() -> Iterator[PlaceCase]:
    countries: tuple[str, ...] = ()
    for line in read_lines("places.txt"):
        if line.startswith("countries "):
            named = line.removeprefix("countries ")
            countries = () if named == "none" else tuple(named.split(", "))
            continue
        sentence, _, expected = line.partition(" => ")
        yield PlaceCase(sentence, countries, expected.replace("nothing", ""))


@cache
def parsed(text: str) -> tuple[Sentence, ...]:
    return PARSER.parse(Report(key="case", text=text))


def written(place: Place) -> str:
    return f"{place.country or '-'}/{place.name} {place.precision}"


@pytest.mark.parametrize("case", list(place_cases()), ids=str)
def test_sentence_takes_place_there(case: PlaceCase) -> None:
    mentions = find_places(parsed(case.sentence), case.countries)

    found = [
        f"{case.sentence[mention.span.start : mention.span.end]} = {written(mention.place)}"
        for mention in mentions
    ]
    assert "; ".join(found) == case.expected

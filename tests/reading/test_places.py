import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import BadConfig
from detente.reading.atlas import data_text, fold, load_atlas
from detente.reading.dates.units import word_set
from detente.reading.parse import SpacyParser
from detente.reading.places import find_places, place_words_from
from detente.records import Place, Precision, Report, Sentence
from reading.date_cases import read_lines
from reading.flat_sentences import a_flat_sentence

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


def test_place_says_where_on_the_map_it_lies() -> None:
    (mention,) = find_places(parsed("Norland and Sudria met in Bangkok."))

    place = mention.place
    assert (place.name, place.geonames_id) == ("Bangkok", 1609350)
    assert place.lat is not None
    assert place.lon is not None
    assert math.isclose(place.lat, 13.75, abs_tol=0.1)
    assert math.isclose(place.lon, 100.5, abs_tol=0.1)


def test_head_leads_from_the_place_to_the_act() -> None:
    sentence = parsed("Norland and Sudria met near San Francisco.")[0]

    (mention,) = find_places([sentence])

    chain = [mention.head]
    while sentence.tokens[chain[-1]].head != chain[-1]:
        chain.append(sentence.tokens[chain[-1]].head)
    assert [sentence.tokens[index].text for index in chain] == ["Francisco", "near", "met"]


def test_report_without_sentences_has_no_places() -> None:
    assert find_places(()) == ()


def test_sea_has_no_country() -> None:
    (mention,) = find_places(parsed("A tanker sank in the Red Sea."))

    assert (mention.place.country, mention.place.precision) == (None, Precision.WATER)


@pytest.mark.parametrize("name", ["Rafaḩ", "Rafah", "RAFAH", "rafah"])
def test_accents_and_capitals_do_not_tell_names_apart(name: str) -> None:
    assert fold(name) == "rafah"


def test_hyphens_do_not_tell_names_apart() -> None:
    assert fold("Mazar-i-Sharif") == fold("Mazar i Sharif")


def test_acronym_is_a_name_only_in_capitals() -> None:
    atlas = load_atlas()

    assert [entry.place.country for entry in atlas.look_up("US")] == ["USA"]
    assert atlas.look_up("us") == ()
    assert atlas.look_up("UN") == ()


def test_namesake_outside_the_told_country_is_refused() -> None:
    atlas = load_atlas()
    norway = atlas.choose("Norway", ())

    assert atlas.choose("Tripoli", (), within=norway) is None


def test_every_place_is_within_the_map_and_its_country_code_is_alpha_3() -> None:
    atlas = load_atlas()
    names = [*names_in("countries.csv"), *names_in("places.csv")]

    entries = [entry for name in names for entry in atlas.look_up(name)]

    assert len(names) > 700
    for entry in entries:
        place = entry.place
        assert -90 <= (place.lat or 0) <= 90, place
        assert -180 <= (place.lon or 0) <= 180, place
        assert place.country is None or (len(place.country) == 3 and place.country.isupper())


def test_every_name_in_the_data_finds_a_place() -> None:
    atlas = load_atlas()

    for name in (*names_in("countries.csv"), *names_in("places.csv")):
        assert atlas.choose(name, ()) is not None, name


def test_kosovo_is_kos() -> None:
    assert {place.country for place in map(the_place, ("Kosovo", "Pristina"))} == {"KOS"}


def the_place(name: str) -> Place:
    place = load_atlas().choose(name, ())
    assert place is not None
    return place


def names_in(file: str) -> list[str]:
    rows = csv.DictReader(data_text(file).splitlines())
    return [name for row in rows for name in row["names"].split(";")]


WORDS = st.sampled_from(
    sorted(
        word_set("in near to at Bangkok San Francisco Yellow Sea of the , - US Georgia Texas 's")
    )
)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_every_place_mention_stands_in_the_text(words: list[str]) -> None:
    sentence = a_flat_sentence(words)

    mentions = find_places([sentence])

    for mention in mentions:
        assert mention.span.end <= sentence.span.end
        assert sentence.tokens[mention.head].span.overlap(mention.span)


def test_misspelt_list_of_place_words_is_refused() -> None:
    text = data_text("place_words.toml").replace("inside = ", "insider = ")

    with pytest.raises(BadConfig, match=r"place_words\.toml.*insider"):
        place_words_from(text)

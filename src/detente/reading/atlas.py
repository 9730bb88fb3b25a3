"""Names -> places: states, seas, disputed areas, provinces, and cities of over 15,000.

In:  ``data/countries.csv``, ``places.csv`` and ``cities.csv``.   Out: an atlas.
Does not: read sentences, or know which of two namesakes a report means without its countries.

``cities.csv`` is of GeoNames (geonames.org, CC BY 4.0); ``training/cities.py`` makes it.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from detente.codebook.entries import read_csv
from detente.codebook.model import StrictEntry
from detente.language.letters import unmarked
from detente.records import Place, Precision

# How much a name weighs in favour of one namesake. A city weighs its inhabitants times its names in
# other languages, a measure of renown (Geneva in Switzerland over Geneva, Illinois). A place of
# places.csv outweighs any city and a state any of those; a place in a country of the report
# outweighs by a factor: Tripoli in Lebanon over Libya's, but never London, Ontario over London.
_STATE, _CURATED = 1e12, 2e11
_IN_REPORT = 15
_CAPITAL = 1.5  # Athens in Greece over Athens, Georgia in a report on the United States
_OTHER_NAME = 0.01  # "Kiev" is Kyiv, but "Salisbury" no longer Harare
_SHORT_NAME = 4
_ACRONYM_LENGTH = 5
NAME, COUNTRY, CAPITAL, OTHERS = 0, 1, 8, 9  # columns of cities.csv
_NOT_NAME = re.compile(r"[^\w]+")


class _Kind(StrEnum):
    WATER = "water"
    REGION = "region"
    CITY = "city"


class _CountryRow(StrictEntry, frozen=True, kw_only=True):
    code: str
    names: str
    lat: float
    lon: float
    geonames_id: int
    source: str


class _PlaceRow(StrictEntry, frozen=True, kw_only=True):
    names: str
    kind: _Kind
    lat: float
    lon: float
    source: str
    country: str = ""
    geonames_id: int | None = None


class _CityRow(StrictEntry, frozen=True, kw_only=True):
    name: str
    country: str
    lat: float
    lon: float
    geonames_id: int
    population: int
    n_names: int
    division: int | None = None
    is_capital: bool = False
    other_names: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place under one of its names. ``division`` is the GeoNames id of a city's US state."""

    name: str
    place: Place
    weight: float
    division: int | None = None


class Atlas:
    """Places by name; accents, hyphens and capitals do not tell names apart."""

    def __init__(self, entries: Iterable[Entry], cities: "_Cities") -> None:
        self._by_name: dict[str, list[Entry]] = {}
        self._cities = cities
        self._cities_by_name: dict[str, list[int]] = {}
        self._longest: dict[str, int] = {}
        self._countries: dict[str, Place] = {}
        self._capitals: dict[str, str] = {}
        for entry in entries:
            name = fold(entry.name)
            self._by_name.setdefault(name, []).append(entry)
            self._measure(name)
            if entry.place.precision is Precision.COUNTRY and entry.place.country:
                self._countries[entry.place.country] = entry.place
        for number, fields in enumerate(cities.fields()):
            for name in dict.fromkeys(map(fold, (fields[NAME], *_others(fields[OTHERS])))):
                self._cities_by_name.setdefault(name, []).append(number)
                self._measure(name)
            if fields[CAPITAL]:
                self._capitals[fields[COUNTRY]] = fields[NAME]

    def _measure(self, name: str) -> None:
        first, n_words = name.partition(" ")[0], name.count(" ") + 1
        self._longest[first] = max(n_words, self._longest.get(first, 0))

    def country(self, code: str) -> Place | None:
        """Find a country by its code (ISO alpha-3)."""
        return self._countries.get(code)

    def capital(self, code: str) -> Place | None:
        """Find a country's capital of today by the country's code (ISO alpha-3)."""
        name = self._capitals.get(code)
        return self.choose(name, {code}) if name is not None else None

    def longest(self, word: str) -> int:
        """How many words the longest name has that begins with ``word``; 0 without any."""
        return self._longest.get(fold(word).partition(" ")[0], 0)

    def look_up(self, name: str) -> tuple[Entry, ...]:
        """All places of that name; acronyms only as they are written ("US", never "us").

        An article may be set off by a hyphen or a blank: "el-Arish", "El Arish".
        """
        return self._named(name) or self._named(name.replace("-", " "))

    def _named(self, name: str) -> tuple[Entry, ...]:
        folded = fold(name)
        for number in self._cities_by_name.pop(folded, ()):
            named = [one for one in self._cities.entries(number) if fold(one.name) == folded]
            self._by_name.setdefault(folded, []).extend(named)
        found = self._by_name.get(folded, ())
        return tuple(entry for entry in found if _is_written(entry.name, name))

    def choose(
        self, name: str, countries: Collection[str], within: Place | None = None
    ) -> Place | None:
        """Choose among namesakes by the report's countries and by size.

        ``within`` is the country or state told after the name ("Georgetown, Guyana").
        """
        entries = self.look_up(name)
        if within is not None:
            entries = tuple(entry for entry in entries if _lies_in(entry, within))
        return _first(entries, countries)

    def choose_town(self, name: str, countries: Collection[str]) -> Place | None:
        """Choose among the towns of a name alone, where a state bears it, too."""
        towns = [one for one in self.look_up(name) if one.place.precision is Precision.CITY]
        return _first(towns, countries)


@cache
def load_atlas() -> Atlas:
    """Load every place, once."""
    return Atlas((*_countries(), *_curated()), _Cities(data_text("cities.csv")))


def fold(name: str) -> str:
    """Reduce a name to plain lower-case letters with single blanks: "Rafaḥ" to "rafah"."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(name.lower().split())
    return " ".join(_NOT_NAME.sub(" ", unmarked(name).casefold()).split())


def _is_written(name: str, written: str) -> bool:
    is_acronym = name.isupper() and len(name) <= _ACRONYM_LENGTH
    is_short = written.isupper() and len(written) < _SHORT_NAME  # "the UN" is no town "Un"
    return name == written or not (is_acronym or is_short)


def _lies_in(entry: Entry, within: Place) -> bool:
    if within.precision is Precision.COUNTRY:
        return entry.place.country == within.country and entry.place != within
    if entry.division is None:  # of a province it is only known in which country it lies
        is_region = within.precision is Precision.REGION and within.country is not None
        return is_region and entry.place.country == within.country and entry.place != within
    return entry.division == within.geonames_id


def _first(entries: Sequence[Entry], countries: Collection[str]) -> Place | None:
    """The place that ranks first; ``None`` of none."""
    return max(entries, key=lambda entry: _rank(entry, countries)).place if entries else None


def _rank(entry: Entry, countries: Collection[str]) -> tuple[float, float, float]:
    factor = _IN_REPORT if entry.place.country in countries else 1
    # Ties go to the same place on every machine.
    return entry.weight * factor, entry.place.lat or 0.0, entry.place.lon or 0.0


def _countries() -> Iterator[Entry]:
    for _, row in read_csv("countries.csv", data_text("countries.csv"), _CountryRow):
        place = _place(row, row.code, row.names.split(";")[0], Precision.COUNTRY)
        for name in row.names.split(";"):
            yield Entry(name, place, _STATE)


def _curated() -> Iterator[Entry]:
    for _, row in read_csv("places.csv", data_text("places.csv"), _PlaceRow):
        place = _place(row, row.country or None, row.names.split(";")[0], Precision(row.kind))
        for name in row.names.split(";"):
            yield Entry(name, place, _CURATED)


class _Cities:
    """Rows of cities.csv, text until somebody asks for them: no report names most."""

    def __init__(self, text: str) -> None:
        self._header, *self._lines = text.splitlines()

    def fields(self) -> Iterator[list[str]]:
        """Yield the cells of every row."""
        for line in self._lines:
            yield next(csv.reader([line])) if '"' in line else line.split(",")

    def entries(self, number: int) -> Iterator[Entry]:
        """Yield a city under each of its names."""
        text = f"{self._header}\n{self._lines[number]}"
        ((_, city),) = read_csv("cities.csv", text, _CityRow)
        weight = city.population * city.n_names * (_CAPITAL if city.is_capital else 1.0)
        place = _place(city, city.country, _plain(city.name), Precision.CITY)
        yield Entry(city.name, place, weight, city.division)
        for name in _others(city.other_names):
            yield Entry(name, place, weight * _OTHER_NAME, city.division)


def _others(names: str) -> list[str]:
    return names.split(";") if names else []


def _place(
    row: _CountryRow | _PlaceRow | _CityRow, country: str | None, name: str, precision: Precision
) -> Place:
    lat, lon, number = row.lat, row.lon, row.geonames_id
    return Place(
        country=country, name=name, lat=lat, lon=lon, geonames_id=number, precision=precision
    )


def _plain(name: str) -> str:
    """Write a name with the letters that newspapers use: "Mahabad", but "São Paulo"."""
    return name if all(letter <= "ÿ" for letter in name) else unmarked(name)


def data_text(name: str) -> str:
    """Read a data file of this room."""
    return (files("detente.reading") / "data" / name).read_text(encoding="utf-8")

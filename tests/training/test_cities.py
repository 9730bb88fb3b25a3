"""The table of cities is what GeoNames' tables give, and nobody has touched it since."""

from training.cities import FILE, cities_csv


def test_the_table_is_that_of_its_source() -> None:
    assert FILE.read_text(encoding="utf-8") == cities_csv()

from datetime import date

import pytest

from detente.errors import BadConfig
from detente.reading.dates.expressions import FeastDay, MonthDay, NthWeekday
from detente.reading.dates.rules import holidays_from, load_holidays
from reading.date_cases import days_of

FEASTS = "feast,first,last\nharvest,2024-09-20,2024-09-22\n"


def holiday(when: str, names: str = "Harvest Day") -> object:
    found = holidays_from(f"names,when,source\n{names},{when},an invented law\n", FEASTS)
    (entries,) = found.values()
    return entries[0][1]


def test_holiday_may_be_a_day_of_the_year() -> None:
    assert holiday("12-25") == MonthDay(12, 25)


def test_holiday_may_be_a_weekday_of_a_month() -> None:
    labor_day = holiday("monday 1 9")

    assert labor_day == NthWeekday(9, 0, 1)
    assert isinstance(labor_day, NthWeekday)
    assert days_of(labor_day.in_year(2024)) == "2024-09-02"


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("feast harvest", "2024-09-20..2024-09-22"),
        ("feast harvest -2", "2024-09-18"),
        ("feast harvest -7 -1", "2024-09-13..2024-09-19"),
    ],
)
def test_holiday_may_be_counted_from_a_feast(rule: str, days: str) -> None:
    feast = holiday(rule)

    assert isinstance(feast, FeastDay)
    assert days_of(feast.in_year(2024)) == days
    assert feast.in_year(2025) is None


def test_longest_name_comes_first() -> None:
    names = [" ".join(name) for name, _ in load_holidays()["easter"]]

    assert names.index("easter monday") < names.index("easter")


@pytest.mark.parametrize("rule", ["christmas", "monday 1", "feast nothing", "12-25-1-1"])
def test_unreadable_rule_is_refused_with_its_line(rule: str) -> None:
    with pytest.raises(BadConfig, match=r"holidays\.csv, row 2: cannot read"):
        holiday(rule)


def test_unknown_column_is_refused_with_its_line() -> None:
    with pytest.raises(BadConfig, match=r"holidays\.csv, row 1.*columns"):
        holidays_from("names,when,source,colour\nHarvest Day,12-25,a law,red\n", FEASTS)


def test_feast_without_a_day_is_refused_with_its_line() -> None:
    with pytest.raises(BadConfig, match=r"feasts\.csv, row 2"):
        holidays_from("names,when,source\n", "feast,first,last\nharvest,soon,2024-09-22\n")


def test_feasts_are_tabled_for_the_years_of_living_memory() -> None:
    years = {date(year, 1, 1).year for year in range(1980, 2041)}
    (easter,) = [day for name, day in load_holidays()["easter"] if name == ("easter",)]

    assert isinstance(easter, FeastDay)
    assert {first.year for first, _ in easter.days} == years

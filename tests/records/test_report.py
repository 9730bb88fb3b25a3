"""A report's day, from whatever library it comes."""

from datetime import UTC, date, datetime

import pytest

from detente.errors import BadInput
from detente.records import Report

DAY = date(2024, 2, 2)
TEXT = "Norland met Sudria."


@pytest.mark.parametrize(
    "given",
    [
        "2024-02-02",
        datetime.fromisoformat("2024-02-02T17:30"),
        datetime(2024, 2, 2, 23, 59, tzinfo=UTC),
    ],
)
def test_the_same_day_gives_the_same_report(given: date) -> None:
    plain = Report(key="a", text=TEXT, published=DAY)
    made = Report(key="a", text=TEXT, published=given)
    assert type(made.published) is date
    assert (made, made.id) == (plain, plain.id)


def test_a_day_out_of_a_data_frame_is_that_day() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"day": pandas.to_datetime(["2024-02-02", None])})
    told, none = (Report(key="a", text=TEXT, published=day) for day in frame["day"])
    assert (told.published, type(told.published)) == (DAY, date)
    assert none.published is None
    assert none.id == Report(key="a", text=TEXT).id


@pytest.mark.parametrize("given", [20240202, "2 February 2024", ""])
def test_what_is_no_day_is_refused_with_how_to_write_one(given: object) -> None:
    with pytest.raises(BadInput, match="write it as 2024-02-02"):
        Report(key="a", text=TEXT, published=given)  # type: ignore[arg-type]  # that is the test

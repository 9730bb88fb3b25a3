"""What a dateline tells of its report: the day with its year, the outlet in brackets."""

from datetime import date

import pytest

from detente.sources.datelines import Filing, find_filing
from sources.casebook import Case, read_cases


@pytest.mark.parametrize("case", list(read_cases("datelines")), ids=str)
def test_dateline_tells_day_and_outlet(case: Case) -> None:
    found = find_filing(case.text)

    told = f"{found.day or '-'} | {found.outlet or '-'}"
    assert (None if told == "- | -" else told) == case.expected


def test_a_dateline_stands_at_the_top_and_not_further_down() -> None:
    dateline = "VELD, Jan. 15, 2024 (Veld Herald) - Norland spoke."

    assert find_filing("A headline\n\n" + dateline) == Filing(date(2024, 1, 15), "Veld Herald")
    assert find_filing("Norland spoke.\n" * 6 + dateline) == Filing(None, None)

"""Who signs a report, and whom it retells."""

import pytest

from detente.sources.credits import find_agency, find_retold
from detente.sources.outlets import load_outlets
from detente.sources.text import report_from_text
from sources.casebook import Case, read_cases


@pytest.mark.parametrize("case", list(read_cases("agencies")), ids=str)
def test_agency_signs_the_report(case: Case) -> None:
    agency = find_agency(report_from_text("a", case.text), load_outlets())

    assert (agency.name if agency else None) == case.expected


@pytest.mark.parametrize("case", list(read_cases("retellings")), ids=str)
def test_report_retells_a_medium(case: Case) -> None:
    retold = list(find_retold(report_from_text("a", case.text), load_outlets()))

    assert (retold[0].name if retold else None) == case.expected

"""The last check: what is coded, under which outlet, crediting whom, of which day."""

from datetime import date
from typing import Any

import pytest

from detente.records import Problem, Report
from detente.sources.admit import admit
from detente.sources.options import ReadOptions

LEAD = "Norland will recall its ambassador, The New York Times reported."
DAY = date(2024, 2, 2)


def admitted(text: str = LEAD, **fields: Any) -> Report:
    """The report that ``text`` becomes; ``fallback`` is the outlet given for all."""
    options = ReadOptions(published=DAY, outlet=fields.pop("fallback", None))
    (report,) = admit(Report(key="a", text=text, **fields), options)
    assert isinstance(report, Report)
    return report


def refused(text: str, max_chars: int = 1000) -> Problem:
    (problem,) = admit(Report(key="a", text=text), ReadOptions(max_chars=max_chars))
    assert isinstance(problem, Problem)
    return problem


def test_text_and_key_stay_as_they_are() -> None:
    report = admitted("\tNorland\x07 met Sudria.\r\n\r\n")

    assert (report.key, report.text) == ("a", "\tNorland\x07 met Sudria.\r\n\r\n")


@pytest.mark.parametrize("text", ["", " \n\t", "\u2028"])
def test_a_text_without_words_is_empty(text: str) -> None:
    assert refused(text).kind == "empty"


def test_a_nul_makes_a_text_binary() -> None:
    assert refused("Norland\0Sudria").kind == "binary"


def test_a_text_over_the_bound_is_too_long() -> None:
    problem = refused("x" * 11, max_chars=10)

    assert (problem.kind, problem.is_warning) == ("too-long", False)
    assert "11 characters, more than 10" in problem.detail


def test_without_a_day_there_is_a_warning_and_the_report() -> None:
    warning, report = admit(Report(key="a", text=LEAD), ReadOptions())

    assert isinstance(warning, Problem)
    assert isinstance(report, Report)
    assert (warning.kind, warning.is_warning) == ("no-date", True)
    assert "give --published" in warning.detail


def test_the_day_given_for_all_fills_but_does_not_override() -> None:
    assert admitted().published == DAY
    assert admitted(published=date(2020, 1, 1)).published == date(2020, 1, 1)


DATED = "VELD, Jan. 15, 2024 (Veld Herald) - Norland recalled its ambassador."


def test_a_dateline_with_its_year_dates_a_report_without_a_day_and_says_so() -> None:
    warning, report = admit(Report(key="a", text=DATED), ReadOptions())

    assert isinstance(warning, Problem)
    assert isinstance(report, Report)
    assert report.published == date(2024, 1, 15)
    assert (warning.kind, warning.is_warning) == ("dateline-date", True)
    assert "2024-01-15" in warning.detail


def test_a_dateline_overrides_no_day_that_is_known() -> None:
    assert admitted(DATED).published == DAY
    assert admitted(DATED, published=date(2020, 1, 1)).published == date(2020, 1, 1)


def test_the_name_in_a_dateline_is_the_outlet_where_nothing_else_is_known() -> None:
    assert admitted(DATED).outlet == "Veld Herald"
    assert admitted(DATED, url="https://apnews.com/1").outlet == "AP"
    assert admitted(DATED, fallback="Given").outlet == "Given"
    assert admitted(DATED, outlet="Own").outlet == "Own"


SIGNED = "HARBOURTOWN (Reuters) - Norland recalled its ambassador."


def test_own_outlet_counts_before_all_others() -> None:
    report = admitted(SIGNED, outlet="Own", url="https://apnews.com/1", fallback="Given")

    assert report.outlet == "Own"


def test_outlet_given_for_all_counts_before_address_and_agency() -> None:
    assert admitted(SIGNED, url="https://apnews.com/1", fallback="Given").outlet == "Given"


def test_outlet_of_the_address_counts_before_the_agency() -> None:
    assert admitted(SIGNED, url="https://apnews.com/1").outlet == "AP"


def test_agency_counts_where_nothing_else_is_known() -> None:
    assert admitted(SIGNED).outlet == "Reuters"
    assert admitted(SIGNED, url="https://unknown.example/1").outlet == "Reuters"


def test_outlet_is_unknown_where_nothing_tells() -> None:
    assert admitted("Norland recalled its ambassador.").outlet is None


def test_whom_the_report_retells_is_credited() -> None:
    assert admitted(outlet="Harbour Wire").credited == "The New York Times"


@pytest.mark.parametrize("name", ["The New York Times", "NYT", "new york times"])
def test_an_outlet_does_not_credit_itself_under_any_name(name: str) -> None:
    assert admitted(outlet=name).credited is None


def test_an_agency_in_another_outlet_is_credited() -> None:
    report = admitted(SIGNED, outlet="Harbour Wire")

    assert (report.outlet, report.credited) == ("Harbour Wire", "Reuters")


def test_whom_the_text_retells_counts_before_the_agency() -> None:
    report = admitted(f"HARBOURTOWN, February 2 (ANI): {LEAD}", outlet="Harbour Wire")

    assert report.credited == "The New York Times"


def test_an_agency_that_retells_a_paper_is_outlet_and_the_paper_credited() -> None:
    report = admitted(f"HARBOURTOWN, February 2 (ANI): {LEAD}")

    assert (report.outlet, report.credited) == ("ANI", "The New York Times")


def test_a_government_retells_nobody() -> None:
    question = "Reuters: The New York Times reported that you will leave. Will you?\nMinister: No."

    assert admitted(question, url="https://www.state.gov/1").credited is None


def test_an_address_that_is_none_tells_nothing() -> None:
    assert admitted(url="http://[broken").outlet is None

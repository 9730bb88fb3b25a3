"""Who stands on which side, and which way an act goes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from builders import a_claim, a_coding, a_date, a_report, a_speaker, a_statement
from detente.errors import BadInput
from detente.relations.sides import Direction, Scope, direction_of, is_of_one_side, side_of

SCOPE = Scope(side_a="NRL", side_b="SDR")


@dataclass(frozen=True)
class Parties:
    """Who acts on whom, by code."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    type: str = "ASSAULT"


@pytest.mark.parametrize(
    ("actors", "recipients", "direction"),
    [
        (("NRL", "SDR"), (), Direction.BOTH),
        (("NRL-GOV", "SDR-MIL", "VST"), (), Direction.BOTH),
        (("NRL-GOV",), ("SDR-CVL",), Direction.A_TO_B),
        (("SDR",), ("NRL", "VST"), Direction.B_TO_A),
        (("NRL", "SDR"), ("VST",), None),  # two act on a third
        (("VST",), ("NRL", "SDR"), None),  # a third party acts on both
        (("NRL",), ("NRL-CVL",), None),
        (("NRL",), ("VST",), None),
        (("CVL",), ("SDR",), None),  # nobody knows whose civilians
    ],
    ids=str,
)
def test_direction_goes_by_the_country_of_any_organ(
    actors: tuple[str, ...], recipients: tuple[str, ...], direction: Direction | None
) -> None:
    assert direction_of(Parties(actors, recipients), SCOPE) is direction


def test_talks_with_a_third_are_between_the_sides_too() -> None:
    talks = Parties(("NRL", "SDR"), ("VST",), "CONSULT")
    assert direction_of(talks, SCOPE) is Direction.BOTH


@pytest.mark.parametrize(
    ("actors", "recipients", "is_listed"),
    [
        (("NRL",), ("VST",), True),
        (("VST",), ("NRL", "SDR"), True),
        (("NRL-MIL",), (), True),  # nobody is named as the recipient
        (("NRL-GOV",), ("NRL-CVL",), False),  # at home
        (("VST",), ("UNO",), False),
    ],
    ids=str,
)
def test_what_a_side_does_at_home_is_not_listed(
    actors: tuple[str, ...], recipients: tuple[str, ...], *, is_listed: bool
) -> None:
    assert is_of_one_side(Parties(actors, recipients), SCOPE) is is_listed


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"side_a": "Norland"}, "'Norland' is no country code"),
        ({"side_a": "nrl"}, "three letters"),
        ({"side_a": "SDR"}, "SDR was given twice"),
        ({"since": date(2024, 2, 1), "as_of": date(2024, 1, 1)}, "is after"),
    ],
    ids=str,
)
def test_scope_that_makes_no_sense_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        Scope(**{"side_a": "NRL", "side_b": "SDR", **wrong})


def test_report_after_the_day_or_without_one_is_not_known_on_that_day() -> None:
    scope = Scope(side_a="NRL", side_b="SDR", as_of=date(2024, 2, 2))

    assert scope.holds_report(a_report(published=date(2024, 2, 2)))
    assert not scope.holds_report(a_report(published=date(2024, 2, 3)))
    assert not scope.holds_report(a_report(published=None))


def test_act_that_may_fall_after_since_is_held() -> None:
    scope = Scope(side_a="NRL", side_b="SDR", since=date(2024, 1, 15))
    report = a_report(published=date(2024, 2, 2))

    assert scope.holds_claim(a_claim(date=a_date("2024-01-01", "2024-01-31")), report)
    assert not scope.holds_claim(a_claim(date=a_date("2024-01-01", "2024-01-14")), report)
    assert scope.holds_claim(a_claim(), report)  # undated: the report's day counts
    assert not scope.holds_claim(a_claim(), a_report(published=date(2024, 1, 1)))


def test_report_tells_of_both_if_a_statement_speaks_of_the_other() -> None:
    about_nrl = a_statement(speaker=a_speaker("SDR-EDU"), about=("NRL",))
    about_self = a_statement(speaker=a_speaker("SDR-EDU"), about=("SDR",))

    assert SCOPE.tells_of_both(a_coding(claims=(), statements=(about_nrl,)))
    assert not SCOPE.tells_of_both(a_coding(claims=(), statements=(about_self,)))


def test_retold_paper_belongs_to_no_side() -> None:
    paper = a_speaker("OUTLET:The NRL Times", name="The NRL Times")

    assert side_of(a_statement(speaker=paper), SCOPE) is None
    assert side_of(a_statement(speaker=a_speaker("NRL-JRN")), SCOPE) == "NRL"

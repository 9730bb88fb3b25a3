from collections.abc import Callable

import pytest

from detente.codebook import Codebook, Quad, load_codebook
from detente.errors import UnknownCode
from detente.records import Status

BOOK = load_codebook()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda book: book.type("CONSULTS"), "no event type 'CONSULTS'.*nearest: CONSULT"),
        (lambda book: book.type("YIELD"), "no event type 'YIELD'"),
        (lambda book: book.mode("CONSULT", "visits"), "no mode of CONSULT 'visits'.*: visit"),
        (lambda book: book.mode("AGREE", "visit"), "no mode of AGREE 'visit'.*it lists none"),
        (lambda book: book.context("militaries"), "no context 'militaries'.*: military"),
        (lambda book: book.sector("GVO"), "no sector 'GVO'.*GOV"),
        (lambda book: book.issue("tawian"), "no issue 'tawian'.*: taiwan"),
        (lambda book: book.intensity("ASSAULT", "dron"), "no mode of ASSAULT 'dron'.*: drone"),
        (lambda book: book.quad(""), "no event type ''"),
        (lambda book: book.plover_type("MEET", Status.FUTURE), "no event type 'MEET'"),
        (lambda book: book.pairs_type("consult"), "no event type 'consult'.*: CONSULT"),
    ],
)
def test_unknown_code_is_refused_with_the_nearest(
    ask: Callable[[Codebook], object], message: str
) -> None:
    with pytest.raises(UnknownCode, match=message):
        ask(BOOK)


def test_mode_replaces_the_intensity_of_its_type() -> None:
    assert BOOK.intensity("CONSULT") == 2.5
    assert BOOK.intensity("CONSULT", "visit") == 4.0


@pytest.mark.parametrize(
    ("status", "act", "expected"),
    [
        (Status.FUTURE, "CONSULT", "AGREE"),
        (Status.FUTURE, "SUPPORT", "AGREE"),
        (Status.FUTURE, "COOPERATE", "AGREE"),
        (Status.FUTURE, "AID", "AGREE"),
        (Status.FUTURE, "RETREAT", "CONCEDE"),
        (Status.FUTURE, "CONCEDE", "CONCEDE"),
        (Status.FUTURE, "ASSAULT", "ASSAULT"),
        (Status.ACTUAL, "CONSULT", "CONSULT"),
        (Status.HYPOTHETICAL, "AID", "AID"),
        (Status.NEGATED, "RETREAT", "RETREAT"),
    ],
)
def test_only_acts_to_come_are_folded(status: Status, act: str, expected: str) -> None:
    assert BOOK.plover_type(act, status) == expected


def test_no_other_type_has_a_future() -> None:
    folded = {each.name for each in BOOK.types if each.future is not None}

    assert folded == {"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"}


def test_fifteen_types_remain_for_pairs() -> None:
    pairs = {BOOK.pairs_type(each.name) for each in BOOK.types}

    assert len(pairs) == 15
    assert BOOK.pairs_type("CONCEDE") == BOOK.pairs_type("RETREAT") == "YIELD"


def test_quad_is_a_number_with_a_name() -> None:
    assert BOOK.quad("SANCTION") == 4
    assert BOOK.quad("SANCTION") is Quad.MATERIAL_CONFLICT


def test_broader_issues_come_nearest_first() -> None:
    assert [issue.id for issue in BOOK.broader("precursor chemicals")] == ["fentanyl", "drugs"]
    assert list(BOOK.broader("drugs")) == []

from typing import Any

import pytest

from builders import a_claim
from detente.errors import UnknownCode
from detente.evaluate.figures import TripleScores
from detente.evaluate.gold import TripleRow
from detente.evaluate.triples import score_triples
from detente.records import Status
from evaluate.fakes import FakeSystem, a_miss


def _row(*gold: str, id_: str = "s") -> TripleRow:
    """Each triple is written ``040 NRL SDR``."""
    triples = tuple((code, who, whom) for code, who, whom in map(str.split, gold))
    return TripleRow(id=id_, text="Something happened.", written="20240202", gold=triples)


def _claim(type_: str, actors: str, recipients: str = "", **more: Any) -> Any:
    return a_claim(type=type_, actors=actors.split(), recipients=recipients.split(), **more)


def _score(row: TripleRow, *claims: Any) -> tuple[float | None, float | None, float | None]:
    scores = score_triples([row], FakeSystem(claims={"s": claims})).scores
    assert isinstance(scores, TripleScores)
    return scores.precision, scores.recall, scores.f1


RIGHT, WRONG = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def test_a_code_meets_the_type_it_converts_to() -> None:
    assert _score(_row("112 NRL SDR"), _claim("ACCUSE", "NRL", "SDR")) == RIGHT
    assert _score(_row("112 NRL SDR"), _claim("REJECT", "NRL", "SDR")) == WRONG


def test_both_halves_of_root_08_are_one() -> None:
    assert _score(_row("081 NRL SDR"), _claim("RETREAT", "NRL", "SDR")) == RIGHT
    assert _score(_row("084 NRL SDR"), _claim("CONCEDE", "NRL", "SDR")) == RIGHT


def test_an_intention_to_meet_is_root_03() -> None:
    planned = _claim("CONSULT", "NRL", "SDR", status=Status.FUTURE)

    assert _score(_row("03 NRL SDR"), planned) == RIGHT
    assert _score(_row("040 NRL SDR"), planned) == WRONG


def test_both_sides_and_their_direction_must_be_right() -> None:
    row = _row("112 NRL SDR")

    assert _score(row, _claim("ACCUSE", "SDR", "NRL")) == WRONG
    assert _score(row, _claim("ACCUSE", "NRL", "VST")) == WRONG


def test_what_stands_after_the_country_is_left_out() -> None:
    assert _score(_row("112 NRLGOVLEG SDRMIL"), _claim("ACCUSE", "NRL-MIL", "SDR")) == RIGHT


@pytest.mark.parametrize("body", ["UNO", "EUR", "IGO"])
def test_the_un_and_the_eu_are_igos(body: str) -> None:
    assert _score(_row("112 IGOUNOMIL SDR"), _claim("ACCUSE", body, "SDR")) == RIGHT


def test_without_a_country_the_sector_is_compared() -> None:
    row = _row("112 ---REB SDR")

    assert _score(row, _claim("ACCUSE", "-REB", "SDR")) == RIGHT
    assert _score(row, _claim("ACCUSE", "-MIL", "SDR")) == WRONG
    assert _score(row, _claim("ACCUSE", "NRL-REB", "SDR")) == WRONG


def test_a_sector_in_place_of_a_country_is_compared_as_it_is() -> None:
    assert _score(_row("112 UAF SDR"), _claim("ACCUSE", "-UAF", "SDR")) == RIGHT


def test_nobody_is_the_side_that_a_claim_lacks() -> None:
    assert _score(_row("112 NRL ---"), _claim("ACCUSE", "NRL")) == RIGHT
    assert _score(_row("112 --- SDR"), _claim("ACCUSE", "", "SDR")) == RIGHT
    assert _score(_row("112 NRL ---"), _claim("ACCUSE", "NRL", "SDR")) == WRONG


def test_a_meeting_goes_both_ways() -> None:
    row = _row("040 NRL SDR", "040 SDR NRL")

    assert _score(row, _claim("CONSULT", "NRL SDR")) == RIGHT
    assert _score(row, _claim("CONSULT", "NRL", "SDR")) == (1.0, 0.5, 0.666667)


def test_two_sides_that_fight_each_other_are_a_triple_each_way() -> None:
    row = _row("190 NRL SDR", "190 SDR NRL")

    assert _score(row, _claim("ASSAULT", "NRL SDR")) == RIGHT


def test_two_sides_that_reject_something_do_not_reject_each_other() -> None:
    row = _row("120 NRL ---", "120 SDR ---")

    assert _score(row, _claim("REJECT", "NRL SDR")) == RIGHT


def test_a_meeting_of_three_has_six_triples() -> None:
    row = _row("040 NRL SDR")

    precision, recall, _ = _score(row, _claim("CONSULT", "NRL SDR VST"))

    assert (precision, recall) == (0.166667, 1.0)


def test_a_meeting_within_a_country_is_one_triple() -> None:
    assert _score(_row("040 NRLGOV NRLOPP"), _claim("CONSULT", "NRL-GOV NRL-OPP")) == RIGHT


def test_each_actor_acts_on_each_recipient() -> None:
    row = _row("112 NRL SDR", "112 VST SDR")

    assert _score(row, _claim("ACCUSE", "NRL VST", "SDR")) == RIGHT


def test_triples_that_become_equal_count_once() -> None:
    row = _row("112 NRL SDRGOV", "112 NRL SDRMIL")

    assert _score(row, _claim("ACCUSE", "NRL", "SDR"), _claim("ACCUSE", "NRL", "SDR-MIL")) == RIGHT


def test_a_claim_on_a_sentence_that_tells_nothing_is_invented() -> None:
    assert _score(_row(), _claim("ACCUSE", "NRL", "SDR")) == (0.0, None, 0.0)


def test_silence_on_a_sentence_that_tells_nothing_is_no_figure() -> None:
    assert _score(_row()) == (None, None, None)


def test_a_bare_statement_is_left_out_of_gold_and_a_claim_of_it_is_invented() -> None:
    assert _score(_row("013 NRL SDR")) == (None, None, None)
    assert _score(_row("013 NRL SDR"), _claim("ACCUSE", "NRL", "SDR")) == (0.0, None, 0.0)


def test_counts_of_all_sentences_go_together() -> None:
    rows = [_row("112 NRL SDR", id_="a"), _row("112 NRL SDR", id_="b"), _row(id_="c")]
    claim = _claim("ACCUSE", "NRL", "SDR")

    figures = score_triples(rows, FakeSystem(claims={"a": [claim], "c": [claim]}))

    assert figures.as_json() == {"n": 3, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert figures.notes == ("2 triples in gold, 2 claimed, 1 right",)
    assert figures.misses == (
        a_miss("b", "Something happened.", "ACCUSE NRL > SDR", "nothing", "0 right beside"),
        a_miss("c", "Something happened.", "nothing", "ACCUSE NRL > SDR", "0 right beside"),
    )


def test_a_code_that_is_not_in_cameo_is_refused_before_anything_is_coded() -> None:
    system = FakeSystem()

    with pytest.raises(UnknownCode, match="'099'"):
        score_triples([_row("112 NRL SDR", id_="a"), _row("099 NRL SDR", id_="b")], system)
    assert system.reports == []

"""A filled form -> precision by field, recall, agreement of two, words, rulings."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.errors import BadInput
from detente.evaluate import Filled, check, read_filled
from detente.evaluate.checking.checked import render_checked
from detente.evaluate.checking.filled import corrections_of
from detente.evaluate.checking.forms import CHECKS
from detente.records import RulingKind
from evaluate.checking.samples import Row, fill, form_in

ALL_RIGHT = dict.fromkeys(CHECKS, "y")
NOW = datetime(2024, 3, 1, tzinfo=UTC)


def judged(row: Row) -> Row:
    """The accusation is praise, the meeting no act; the rest is right; reports are read."""
    match row["row"], row["type"]:
        case "claim", "ACCUSE":
            return ALL_RIGHT | {"check_type": "SUPPORT", "check_speaker": "SDR-GOV"}
        case "claim", "CONSULT":
            return {"check_act": "No", "note": "a plan"}
        case "claim", _:
            return ALL_RIGHT
        case "report", _:
            return {"check_act": "y", "checker": "Ada"}
    return {}


def filled(tmp_path: Path, answer: Callable[[Row], Row] = judged, **kinds: int) -> Filled:
    form = form_in(tmp_path / f"{len(kinds)}.duckdb", **(kinds or {"n_reports": 2}))
    post = next(row for row in form.rows if row.get("outlet") == "Bay Post")
    missed = {"row": "missed", "report": post["report"], "check_type": "RETREAT"}
    return read_filled(fill(form, tmp_path / "filled.csv", answer, [missed]))


def test_precision_is_by_field_over_the_claims_that_tell_an_act(tmp_path: Path) -> None:
    (one,) = check([filled(tmp_path)]).checkers

    assert one.checker == "Ada"
    found = {name: (share.n_right, share.n) for name, share in one.precision.items()}
    assert found["act"] == (2, 3)
    assert found["whole"] == (1, 3)
    assert found["type"] == (1, 2)
    assert found["actors"] == (2, 2)
    assert found["speaker"] == (1, 2)
    assert {name: share.n_right for name, share in one.types.items()} == {
        "ACCUSE": 0,
        "CONSULT": 0,
        "SUPPORT": 1,
    }


def test_recall_is_over_the_acts_of_reports_read_in_full(tmp_path: Path) -> None:
    (one,) = check([filled(tmp_path)]).checkers

    assert (one.n_reports, one.n_missed) == (2, 1)
    assert (one.recall.n_right, one.recall.n) == (2, 3)
    assert (one.recall_whole.n_right, one.recall_whole.n) == (1, 3)


def test_a_report_that_is_not_read_to_its_end_does_not_count(tmp_path: Path) -> None:
    def lazy(row: Row) -> Row:
        return {} if row["type"] == "ACCUSE" else judged(row)

    found = check([filled(tmp_path, lazy)])

    assert (found.checkers[0].n_reports, found.checkers[0].n_unfinished) == (1, 1)
    assert "1 report read, but not all of their claims judged" in render_checked(found)


def test_what_cannot_be_told_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    def unsure(row: Row) -> Row:
        return judged(row) | ({"check_date": "?"} if row["type"] == "SUPPORT" else {})

    (one,) = check([filled(tmp_path, unsure)]).checkers

    assert one.precision["date"].n == 1


def test_acts_of_which_something_is_open_are_not_counted_as_whole_or_not(tmp_path: Path) -> None:
    def unsure(row: Row) -> Row:
        return judged(row) | ({"check_status": "?"} if row["row"] == "claim" else {})

    found = check([filled(tmp_path, unsure)])

    (one,) = found.checkers
    assert (one.recall.n_right, one.recall.n) == (2, 3)
    assert (one.recall_whole.n_right, one.recall_whole.n) == (0, 2)
    assert one.types["SUPPORT"].n == 0


def test_what_nobody_judged_is_not_said_to_be_right_in_none(tmp_path: Path) -> None:
    def unsure(row: Row) -> Row:
        is_claim = row["row"] == "claim"
        return ALL_RIGHT | {"check_status": "?"} if is_claim else judged(row)

    text = check([filled(tmp_path, unsure)]).text

    assert "type, sides and status were not all judged in any" in text
    assert "none" not in text


def test_two_checkers_are_held_against_each_other(tmp_path: Path) -> None:
    def milder(row: Row) -> Row:
        return ALL_RIGHT if row["row"] == "claim" else judged(row)

    one, other = filled(tmp_path), filled(tmp_path, milder)

    found = check([one, other])

    assert (found.agreement["act"].share, found.agreement["act"].n) == (0.6667, 3)
    assert len(found.differ["act"]) == len(found.differ["type"]) == 1
    assert "Two checkers agreed" in found.text
    assert "Agreement\n" in render_checked(found)


def test_forms_of_two_samples_are_not_held_against_each_other(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="of the same sample"):
        check([filled(tmp_path), filled(tmp_path, n_claims=2)])


def test_an_empty_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nothing is judged"):
        check([filled(tmp_path, lambda _: {})])


def test_the_paragraph_says_how_it_was_drawn_and_what_was_found(tmp_path: Path) -> None:
    text = check([filled(tmp_path)]).text

    for words in ("seed 1", "3 of 3 claims", "2 of 2 reports", "66.7 %", "Wilson", "run run1"):
        assert words in text


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"check_act": "perhaps"}, "answer y, n or ?"),
        ({"check_status": "done"}, "check_status: 'done' is no status"),
        ({"check_actors": "Norland"}, "check_actors: 'Norland' is no actor"),
        ({"weight": "much"}, "is no weight"),
        ({"weight": "nan"}, "is no weight"),
        ({"weight": "-60"}, "is no weight"),
        ({"id": "the same"}, "stands in row"),
        ({"row": "claims"}, "is no kind of row"),
    ],
)
def test_a_cell_that_is_no_answer_is_refused_with_its_row(
    cells: Row, says: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=r"filled\.csv, row \d+") as caught:
        filled(tmp_path, lambda row: cells if row["row"] == "claim" else {})
    assert says in str(caught.value)


def test_a_spreadsheet_of_another_country_is_read(tmp_path: Path) -> None:
    form = form_in(tmp_path / "a.duckdb")
    path = fill(form, tmp_path / "a.csv", judged)

    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    with (tmp_path / "b.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)

    assert read_filled(tmp_path / "b.csv", "x") == read_filled(path, "x")


def test_corrections_become_rulings_once(tmp_path: Path) -> None:
    one = filled(tmp_path)

    made = corrections_of(one, NOW, [])
    again = corrections_of(one, NOW.replace(year=2025), made.rulings)

    told = {(ruling.kind, ruling.field, ruling.value) for ruling in made.rulings}
    assert told == {
        (RulingKind.REJECT, None, None),
        (RulingKind.SET, "type", "SUPPORT"),
        (RulingKind.ACCEPT, None, None),
    }
    assert {ruling.because for ruling in made.rulings} == {"a plan", "checked in a sample (seed 1)"}
    assert made.n_open == 2  # a speaker and a missed act
    assert (again.rulings, again.n_known) == ((), 3)

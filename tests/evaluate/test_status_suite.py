import pytest

from detente.evaluate.figures import Figures, StatusScores
from detente.evaluate.gold import StatusRow, StatusTarget
from detente.evaluate.status import score_status
from detente.records import Status
from evaluate.fakes import FakeSystem, a_miss

TEXT = "met left may lied"
SPANS = {"met": (0, 3), "left": (4, 8), "may": (9, 12), "lied": (13, 17)}
FACTUALITY = {"actual": 3.0, "uncertain": 0.6, "negated": -2.4}


def _figures(classes: dict[str, str], statuses: list[Status | None]) -> Figures:
    targets = tuple(
        StatusTarget(SPANS[word], FACTUALITY[class_], class_)  # type: ignore[arg-type]  # as told
        for word, class_ in classes.items()
    )
    row = StatusRow(id="f", text=TEXT, targets=targets)
    return score_status([row], FakeSystem(statuses={TEXT: statuses}))


def _scores(figures: Figures) -> StatusScores:
    assert isinstance(figures.scores, StatusScores)
    return figures.scores


def test_planned_and_possible_are_both_uncertain() -> None:
    classes = {"met": "actual", "left": "negated", "may": "uncertain", "lied": "uncertain"}

    figures = _figures(classes, [Status.ACTUAL, Status.NEGATED, Status.FUTURE, Status.HYPOTHETICAL])

    scores = _scores(figures)
    assert (scores.n, scores.targets, scores.macro_f1) == (1, 4, 1.0)
    assert {name: one.n for name, one in scores.per_class.items()} == {
        "actual": 1,
        "negated": 1,
        "uncertain": 2,
    }
    assert figures.misses == ()


def test_what_is_not_read_as_a_predicate_is_counted_apart() -> None:
    figures = _figures({"met": "actual", "may": "negated"}, [Status.ACTUAL, None])

    scores = _scores(figures)
    assert (scores.targets, scores.macro_f1) == (1, 1.0)
    assert scores.per_class["negated"].n == 0
    assert figures.notes == ("not counted, targets not read as predicates: 1",)
    assert figures.misses == ()


def test_a_wrong_class_costs_both_classes() -> None:
    classes = {"met": "actual", "left": "actual", "may": "negated"}

    figures = _figures(classes, [Status.ACTUAL, Status.NEGATED, Status.NEGATED])

    per_class = _scores(figures).per_class
    assert (per_class["actual"].precision, per_class["actual"].recall) == (1.0, 0.5)
    assert (per_class["negated"].precision, per_class["negated"].recall) == (0.5, 1.0)
    assert _scores(figures).macro_f1 == 0.666667
    assert figures.misses == (
        a_miss("f", TEXT, "actual", "negated", "'left' at 4, factuality +3.0"),
    )


def test_no_target_read_gives_no_figure() -> None:
    scores = _scores(_figures({"met": "actual"}, [None]))

    assert (scores.targets, scores.macro_f1) == (0, None)


def test_a_system_must_answer_for_every_target() -> None:
    with pytest.raises(ValueError, match="shorter"):
        _figures({"met": "actual", "left": "actual"}, [Status.ACTUAL])

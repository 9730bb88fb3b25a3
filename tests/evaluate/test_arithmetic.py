from hypothesis import given
from hypothesis import strategies as st

from detente.evaluate.arithmetic import (
    LabelPair,
    Tally,
    accuracy,
    macro_f1,
    mean,
    score_classes,
    share,
    weighted_f1,
)

LABELS = ("a", "b", "c")
PAIRS = st.lists(st.tuples(st.sampled_from(LABELS), st.one_of(st.none(), st.sampled_from(LABELS))))


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(0, 0) is None
    assert share(0, 3) == 0.0
    assert share(1, 3) == 0.333333


def test_a_mean_leaves_out_what_was_not_measured() -> None:
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None
    assert mean([]) is None


def test_precision_recall_and_f1_come_from_counts() -> None:
    tally = Tally(right=2, predicted=4, wanted=3)

    assert tally.precision == 0.5
    assert tally.recall == 0.666667
    assert tally.f1 == 0.571429


def test_no_prediction_has_precision_nought_only_if_something_was_wanted() -> None:
    assert Tally(wanted=2).precision == 0.0
    assert Tally(wanted=2).f1 == 0.0
    assert Tally().precision is None
    assert Tally().f1 is None


def test_inventing_where_nothing_is_wanted_leaves_recall_open() -> None:
    tally = Tally(predicted=2)

    assert (tally.precision, tally.recall, tally.f1) == (0.0, None, 0.0)


def test_tallies_add_up() -> None:
    some = Tally(right=1, predicted=2, wanted=3)

    assert some + Tally(right=1) == Tally(right=2, predicted=2, wanted=3)


def test_a_missing_prediction_is_a_miss_of_its_class_and_no_false_alarm_of_another() -> None:
    pairs: list[LabelPair] = [("a", None), ("a", "a"), ("b", "b")]

    classes = score_classes(pairs, LABELS)

    assert accuracy(pairs) == 0.666667
    assert (classes["a"].precision, classes["a"].recall, classes["a"].n) == (1.0, 0.5, 2)
    assert classes["b"].f1 == 1.0


def test_a_class_without_rows_is_listed_but_has_no_say_in_the_macro_mean() -> None:
    pairs: list[LabelPair] = [("a", "a"), ("a", "b")]

    classes = score_classes(pairs, LABELS)

    assert classes["b"].n == 0
    assert (classes["b"].precision, classes["b"].recall) == (0.0, None)
    assert classes["c"].f1 is None
    assert macro_f1(classes) == classes["a"].f1 == 0.666667


def test_a_class_that_is_never_predicted_pulls_the_macro_mean_down() -> None:
    classes = score_classes([("a", "a"), ("b", "a")], LABELS)

    assert classes["b"].f1 == 0.0
    assert macro_f1(classes) == 0.333334  # the mean of 0.666667 and 0
    assert weighted_f1(classes) == 0.333334


def test_weighted_f1_counts_rows_where_macro_f1_counts_classes() -> None:
    pairs: list[LabelPair] = [*[("a", "a")] * 3, ("b", None)]

    classes = score_classes(pairs, LABELS)

    assert macro_f1(classes) == 0.5
    assert weighted_f1(classes) == 0.75


def test_no_rows_give_no_figures() -> None:
    classes = score_classes([], LABELS)

    assert accuracy([]) is None
    assert macro_f1(classes) is None
    assert weighted_f1(classes) is None


@given(PAIRS)
def test_no_figure_leaves_the_unit_interval(pairs: list[LabelPair]) -> None:
    classes = score_classes(pairs, LABELS)
    figures = [accuracy(pairs), macro_f1(classes), weighted_f1(classes)]
    figures += [scores.f1 for scores in classes.values()]

    assert all(figure is None or 0.0 <= figure <= 1.0 for figure in figures)


@given(PAIRS)
def test_each_class_has_as_many_rows_as_have_it_for_their_label(pairs: list[LabelPair]) -> None:
    assert sum(scores.n for scores in score_classes(pairs, LABELS).values()) == len(pairs)

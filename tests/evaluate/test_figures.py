from hypothesis import given
from hypothesis import strategies as st

from detente.evaluate.figures import (
    ClassScores,
    DateScores,
    DocumentScores,
    Figures,
    LabelPair,
    SentenceScores,
    StatusScores,
    Tally,
    accuracy,
    align,
    intervals_of,
    macro_f1,
    mean,
    render_misses,
    render_table,
    score_classes,
    share,
    weighted_f1,
)
from evaluate.fakes import a_miss

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


SENTENCES = SentenceScores(
    n=1234,
    type_any=0.5,
    type_first=0.333333,
    type_and_countries=0.0,
    country=1.0,
    sector=None,
    claims_per_sentence=1.25,
)


def test_shares_are_per_cent_and_counts_are_counts() -> None:
    table = render_table(Figures(scores=SENTENCES))

    assert table.splitlines() == [
        "n                    1,234",
        "type_any              50.0",
        "type_first            33.3",
        "type_and_countries     0.0",
        "country              100.0",
        "sector                   -",
        "claims_per_sentence   1.25",
    ]


def test_classes_follow_in_their_own_table() -> None:
    scores = StatusScores(
        n=2,
        targets=3,
        macro_f1=0.75,
        per_class={
            "actual": ClassScores(precision=1.0, recall=0.5, f1=0.666667, n=2),
            "negated": ClassScores(precision=None, recall=None, f1=None, n=0),
        },
    )

    table = render_table(Figures(scores=scores, notes=("apart: 1", "b: 2")))

    assert table.splitlines() == [
        "n            2",
        "targets      3",
        "macro_f1  75.0",
        "",
        "         precision  recall    F1  n",
        "actual       100.0    50.0  66.7  2",
        "negated          -       -     -  0",
        "",
        "apart: 1",
        "b: 2",
    ]


def test_kinds_follow_in_their_own_table() -> None:
    scores = DateScores(n=4, exact=0.5)
    kinds = (("month", 1, 3), ("day", 1, 1))

    table = render_table(Figures(scores=scores, kinds=kinds))

    assert table.splitlines() == [
        "n         4",
        "exact  50.0",
        "",
        "       right  n",
        "month   33.3  3",
        "day    100.0  1",
    ]


def test_a_miss_is_a_block_of_lines() -> None:
    misses = [
        a_miss("a", "Norland\n  met.", "AID", "nothing", "no verb"),
        a_miss("b", "x", "y", "z"),
    ]

    assert render_misses(misses).splitlines() == [
        "a: Norland met.",
        "    expected AID, got nothing",
        "    no verb",
        "",
        "b: x",
        "    expected y, got z",
    ]


def test_no_misses_are_no_text() -> None:
    assert render_misses([]) == ""


def test_the_first_column_stands_left_and_the_others_right() -> None:
    assert align([("a", "1", ""), ("bbb", "22", "x")]).splitlines() == ["a     1", "bbb  22  x"]


def test_the_json_object_has_the_keys_of_the_format_in_order() -> None:
    figures = Figures(scores=SENTENCES)

    assert figures.as_json() == {
        "n": 1234,
        "type_any": 0.5,
        "type_first": 0.333333,
        "type_and_countries": 0.0,
        "country": 1.0,
        "sector": None,
        "claims_per_sentence": 1.25,
    }
    assert list(figures.as_json()) == list(dict(figures.items()))


def test_an_interval_is_narrower_of_more_documents_and_the_same_at_each_call() -> None:
    some = [Tally(right=n % 3, predicted=3, wanted=4) for n in range(10)]
    few, many = intervals_of(some), intervals_of(some * 20)

    assert intervals_of(some) == few
    assert set(few) == {"precision", "recall", "f1"}
    total = sum(some, Tally())
    for name in few:
        point = getattr(total, name)
        assert 0 <= few[name][0] < many[name][0] < point < many[name][1] < few[name][1] <= 1
    assert intervals_of(some[:1]) == {}
    assert intervals_of([Tally(), Tally()]) == {}


def test_an_interval_stands_behind_its_figure() -> None:
    others = ("quad_f1", "status", "speaker", "date", "place", "sector", "side", "mode")
    scores = DocumentScores(
        n=2,
        precision=0.5,
        recall=0.25,
        f1=0.333333,
        statements_f1=None,
        intervals={"f1": (0.3, 0.3761)},
        **dict.fromkeys(others),
    )

    lines = render_table(Figures(scores=scores)).splitlines()

    assert lines[1].split() == ["precision", "50.0"]
    assert lines[3].split(maxsplit=2) == ["f1", "33.3", "[30.0, 37.6]"]

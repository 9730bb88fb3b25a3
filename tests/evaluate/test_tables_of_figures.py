from detente.evaluate.arithmetic import ClassScores
from detente.evaluate.figures import DateScores, Figures, SentenceScores, StatusScores, Suite
from detente.evaluate.tables import align, render_misses, render_table
from evaluate.fakes import a_miss

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
    table = render_table(Figures(suite=Suite.SENTENCES, scores=SENTENCES))

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

    table = render_table(Figures(suite=Suite.STATUS, scores=scores, notes=("apart: 1", "b: 2")))

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

    table = render_table(Figures(suite=Suite.DATES, scores=scores, kinds=kinds))

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
    figures = Figures(suite=Suite.SENTENCES, scores=SENTENCES)

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

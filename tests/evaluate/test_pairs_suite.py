from detente.evaluate.figures import Figures, PairScores
from detente.evaluate.gold import PairRow
from detente.evaluate.pairs import score_pairs
from evaluate.fakes import FakeSystem, a_miss

TEXT = "Norland did something to Sudria"


def _row(id_: str, type_: str) -> PairRow:
    return PairRow(id=id_, text=f"{id_}: {TEXT}", actor=((0, len(id_)),), recipient=(), type=type_)


def _scores(figures: Figures) -> PairScores:
    assert isinstance(figures.scores, PairScores)
    return figures.scores


def test_the_system_is_asked_about_the_words_of_both_sides() -> None:
    row = PairRow(id="a", text=TEXT, actor=((0, 7),), recipient=((25, 31),), type="AID")

    scores = _scores(score_pairs([row], FakeSystem(pairs={"Norland > Sudria": "AID"})))

    assert (scores.n, scores.accuracy, scores.macro_f1, scores.weighted_f1) == (1, 1.0, 1.0, 1.0)


def test_both_halves_of_yield_answer_for_it() -> None:
    rows = [_row("a", "YIELD"), _row("b", "YIELD")]

    figures = score_pairs(rows, FakeSystem(pairs={"a": "CONCEDE", "b": "RETREAT"}))

    assert _scores(figures).accuracy == 1.0
    assert _scores(figures).per_type["YIELD"].n == 2
    assert figures.misses == ()


def test_yield_is_material_cooperation_whichever_half_is_predicted() -> None:
    # PLOVER has CONCEDE as verbal cooperation; the pairs format has YIELD as material
    system = FakeSystem(pairs={"a": "CONCEDE", "b": "CONCEDE"})

    figures = score_pairs([_row("a", "AID"), _row("b", "YIELD")], system)

    assert _scores(figures).accuracy == 0.5
    assert _scores(figures).quad_macro_f1 == 1.0


def test_a_wrong_type_of_the_right_quad_counts_for_the_quad() -> None:
    rows = [_row("a", "ACCUSE"), _row("b", "ASSAULT")]

    figures = score_pairs(rows, FakeSystem(pairs={"a": "REJECT", "b": "AID"}))

    assert _scores(figures).accuracy == 0.0
    assert _scores(figures).quad_macro_f1 == 0.5  # verbal conflict right, material conflict wrong


def test_no_answer_is_wrong_and_no_false_alarm_of_any_type() -> None:
    figures = score_pairs([_row("a", "ACCUSE"), _row("b", "AID")], FakeSystem(pairs={"b": "AID"}))

    per_type = _scores(figures).per_type
    assert _scores(figures).accuracy == 0.5
    assert _scores(figures).macro_f1 == 0.5
    assert per_type["AID"].precision == 1.0
    assert per_type["ACCUSE"].f1 == 0.0
    assert figures.notes == ("rows without an answer, all wrong: 1",)
    assert figures.misses == (a_miss("a", f"a: {TEXT}", "ACCUSE", "nothing", "told to"),)


def test_all_15_types_are_listed_even_without_rows() -> None:
    scores = _scores(score_pairs([_row("a", "AID")], FakeSystem(pairs={"a": "AID"})))

    assert len(scores.per_type) == 15
    assert "CONCEDE" not in scores.per_type
    assert scores.per_type["PROTEST"].n == 0
    assert scores.per_type["PROTEST"].f1 is None
    assert scores.macro_f1 == 1.0


def test_a_false_alarm_of_a_type_without_rows_lowers_only_recall_of_the_right_one() -> None:
    rows = [_row("a", "AID"), _row("b", "AID")]

    scores = _scores(score_pairs(rows, FakeSystem(pairs={"a": "AID", "b": "PROTEST"})))

    assert (scores.per_type["AID"].precision, scores.per_type["AID"].recall) == (1.0, 0.5)
    assert scores.per_type["PROTEST"].precision == 0.0
    assert scores.macro_f1 == scores.per_type["AID"].f1 == 0.666667


def test_weighted_f1_weighs_types_by_their_rows() -> None:
    rows = [_row("a", "AID"), _row("b", "AID"), _row("c", "AID"), _row("d", "PROTEST")]

    scores = _scores(score_pairs(rows, FakeSystem(pairs=dict.fromkeys("abc", "AID"))))

    assert (scores.weighted_f1, scores.macro_f1) == (0.75, 0.5)


def test_progress_is_told_after_each_row() -> None:
    seen: list[int] = []

    score_pairs(
        [_row("a", "AID"), _row("b", "AID")],
        FakeSystem(),
        seen.append,
    )

    assert seen == [1, 2]

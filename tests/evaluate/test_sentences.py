from datetime import date
from typing import Any

import pytest

from builders import a_claim, a_problem
from detente.errors import UnknownCode
from detente.evaluate.figures import Figures, PairScores, SentenceScores, StatusScores, TripleScores
from detente.evaluate.gold import (
    GoldActor,
    PairRow,
    SentenceRow,
    StatusRow,
    StatusTarget,
    TripleRow,
)
from detente.evaluate.sentences import score_pairs, score_sentences, score_status, score_triples
from detente.records import Status
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

    score_pairs([_row("a", "AID"), _row("b", "AID")], FakeSystem(), seen.append)

    assert seen == [1, 2]


def _sentence_row(id_: str = "s", type_: str = "ACCUSE", **changes: Any) -> SentenceRow:
    """Norland accuses Sudria, unless told otherwise; sides are codes such as ``NRL-GOV``."""
    actors = tuple(map(_actor, changes.pop("actors", ["NRL"])))
    recipients = tuple(map(_actor, changes.pop("recipients", ["SDR"])))
    return SentenceRow(
        id=id_,
        text="Something happened.",
        type=type_,
        actors=actors,
        recipients=recipients,
        **changes,
    )


def _actor(code: str) -> GoldActor:
    country, _, sector = code.partition("-")
    return GoldActor(code, country, sector)


def _claim(type_: str = "ACCUSE", actors: str = "NRL", recipients: str = "SDR", **more: Any) -> Any:
    return a_claim(type=type_, actors=actors.split(), recipients=recipients.split(), **more)


def _score(rows: list[SentenceRow], claims: dict[str, list[Any]]) -> SentenceScores:
    figures = score_sentences(rows, FakeSystem(claims=claims))
    assert isinstance(figures.scores, SentenceScores)
    return figures.scores


def test_a_sentence_that_is_coded_right_is_right_throughout() -> None:
    row = _sentence_row(actors=["NRL-GOV"], recipients=["SDR-MIL"])

    assert _score([row], {"s": [_claim("ACCUSE", "NRL-GOV", "SDR-MIL")]}) == SentenceScores(
        n=1,
        type_any=1.0,
        type_first=1.0,
        type_and_countries=1.0,
        country=1.0,
        sector=1.0,
        claims_per_sentence=1.0,
    )


def test_a_sentence_without_claims_counts_as_wrong() -> None:
    scores = _score([_sentence_row("a"), _sentence_row("b")], {"a": [_claim()]})

    assert (scores.n, scores.type_any, scores.type_first) == (2, 0.5, 0.5)
    assert (scores.type_and_countries, scores.country) == (0.5, 0.5)
    assert scores.claims_per_sentence == 0.5


def test_any_claim_may_have_the_type_but_only_the_first_is_first() -> None:
    scores = _score([_sentence_row()], {"s": [_claim("REJECT"), _claim("ACCUSE")]})

    assert (scores.type_any, scores.type_first) == (1.0, 0.0)
    assert scores.claims_per_sentence == 2.0


def test_a_planned_meeting_is_an_agreement_as_plover_has_it() -> None:
    planned = _claim("CONSULT", "NRL SDR", "", status=Status.FUTURE)

    scores = _score([_sentence_row(type_="AGREE")], {"s": [planned]})

    assert (scores.type_any, scores.type_and_countries) == (1.0, 1.0)


def test_a_file_with_conceding_and_retreating_keeps_them_apart() -> None:
    assert _score([_sentence_row(type_="CONCEDE")], {"s": [_claim("RETREAT")]}).type_any == 0.0


def test_a_file_with_yield_folds_them() -> None:
    rows = [_sentence_row("a", "YIELD"), _sentence_row("b", "YIELD")]

    assert _score(rows, {"a": [_claim("RETREAT")], "b": [_claim("CONCEDE")]}).type_any == 1.0


def test_the_right_type_and_the_right_countries_must_be_in_one_claim() -> None:
    apart = [_claim("ACCUSE", "NRL", "VST"), _claim("REJECT", "NRL", "SDR")]

    assert _score([_sentence_row()], {"s": apart}).type_and_countries == 0.0


def test_a_country_too_many_or_too_few_is_wrong() -> None:
    rows = [_sentence_row("few"), _sentence_row("many")]

    scores = _score(
        rows, {"few": [_claim("ACCUSE", "NRL", "")], "many": [_claim(actors="NRL VST")]}
    )

    assert scores.type_and_countries == 0.0
    assert scores.country == 0.75


def test_each_side_of_a_compound_must_be_there() -> None:
    row = _sentence_row(actors=["NRL", "VST"])

    assert _score([row], {"s": [_claim(actors="NRL")]}).type_and_countries == 0.0
    assert _score([row], {"s": [_claim(actors="NRL VST")]}).type_and_countries == 1.0


def test_direction_and_repeated_countries_do_not_matter() -> None:
    row = _sentence_row(actors=["SDR-GOV", "SDR-MIL"], recipients=["NRL"])

    assert _score([row], {"s": [_claim()]}).type_and_countries == 1.0


def test_an_actor_without_a_country_is_no_country_too_many() -> None:
    assert _score([_sentence_row()], {"s": [_claim(actors="NRL -CVL")]}).type_and_countries == 1.0


def test_actors_without_a_country_or_sector_have_no_say_in_those_shares() -> None:
    row = _sentence_row(actors=["-REB"], recipients=["SDR"])

    scores = _score([row], {"s": [_claim("ACCUSE", "-REB", "SDR")]})

    assert (scores.country, scores.sector) == (1.0, 1.0)
    assert scores.type_and_countries == 1.0


def test_no_country_and_no_sector_in_gold_leaves_those_shares_open() -> None:
    scores = _score([_sentence_row(actors=[""], recipients=[])], {"s": [_claim()]})

    assert (scores.country, scores.sector) == (None, None)


def test_a_sector_is_right_only_with_its_country() -> None:
    row = _sentence_row(actors=["NRL-MIL"], recipients=["SDR"])

    assert _score([row], {"s": [_claim(actors="NRL", recipients="SDR-MIL")]}).sector == 0.0


def test_a_people_after_the_sector_is_left_out() -> None:
    row = _sentence_row(actors=["NRL-CVLhill"])

    assert _score([row], {"s": [_claim(actors="NRL-CVL")]}).sector == 1.0


def test_the_un_and_the_eu_are_igos_as_in_the_older_records() -> None:
    row = _sentence_row(actors=["IGO"], recipients=["SDR"])

    for body in ("UNO", "EUR", "IGO"):
        assert _score([row], {"s": [_claim(actors=body)]}).type_and_countries == 1.0
    assert _score([row], {"s": [_claim(actors="NGO")]}).type_and_countries == 0.0


def test_the_report_has_the_rows_text_and_day() -> None:
    system = FakeSystem()

    score_sentences([_sentence_row(written="20240202"), _sentence_row("t")], system)

    assert [(report.key, report.published) for report in system.reports] == [
        ("s", date(2024, 2, 2)),
        ("t", None),
    ]


def test_a_miss_says_what_differs() -> None:
    rows = [_sentence_row("a"), _sentence_row("b"), _sentence_row("c"), _sentence_row("d")]
    claims = {"a": [_claim()], "b": [_claim("AID")], "c": [_claim(actors="VST-GOV")]}

    misses = score_sentences(rows, FakeSystem(claims=claims)).misses

    text, gold = "Something happened.", "ACCUSE NRL > SDR"
    assert misses == (
        a_miss("b", text, gold, "AID NRL > SDR (actual)", "the type differs"),
        a_miss("c", text, gold, "ACCUSE VST-GOV > SDR (actual)", "the countries differ"),
        a_miss("d", text, gold, "nothing", "the type differs"),
    )


def test_reports_that_could_not_be_coded_are_told() -> None:
    problems = {"a": [a_problem(), a_problem(is_warning=True)], "b": [a_problem()]}

    figures: Figures = score_sentences(
        [_sentence_row("a"), _sentence_row("b")], FakeSystem(problems=problems)
    )

    assert figures.notes == ("problems of kind sources/empty: 2",)


STATUS_TEXT = "met left may lied"
SPANS = {"met": (0, 3), "left": (4, 8), "may": (9, 12), "lied": (13, 17)}
FACTUALITY = {"actual": 3.0, "uncertain": 0.6, "negated": -2.4}


def _figures(classes: dict[str, str], statuses: list[Status | None]) -> Figures:
    targets = tuple(
        StatusTarget(SPANS[word], FACTUALITY[class_], class_)  # type: ignore[arg-type]  # as told
        for word, class_ in classes.items()
    )
    row = StatusRow(id="f", text=STATUS_TEXT, targets=targets)
    return score_status([row], FakeSystem(statuses={STATUS_TEXT: statuses}))


def _status_scores(figures: Figures) -> StatusScores:
    assert isinstance(figures.scores, StatusScores)
    return figures.scores


def test_planned_and_possible_are_both_uncertain() -> None:
    classes = {"met": "actual", "left": "negated", "may": "uncertain", "lied": "uncertain"}

    figures = _figures(classes, [Status.ACTUAL, Status.NEGATED, Status.FUTURE, Status.HYPOTHETICAL])

    scores = _status_scores(figures)
    assert (scores.n, scores.targets, scores.macro_f1) == (1, 4, 1.0)
    assert {name: one.n for name, one in scores.per_class.items()} == {
        "actual": 1,
        "negated": 1,
        "uncertain": 2,
    }
    assert figures.misses == ()


def test_what_is_not_read_as_a_predicate_is_counted_apart() -> None:
    figures = _figures({"met": "actual", "may": "negated"}, [Status.ACTUAL, None])

    scores = _status_scores(figures)
    assert (scores.targets, scores.macro_f1) == (1, 1.0)
    assert scores.per_class["negated"].n == 0
    assert figures.notes == ("not counted, targets not read as predicates: 1",)
    assert figures.misses == ()


def test_a_wrong_class_costs_both_classes() -> None:
    classes = {"met": "actual", "left": "actual", "may": "negated"}

    figures = _figures(classes, [Status.ACTUAL, Status.NEGATED, Status.NEGATED])

    per_class = _status_scores(figures).per_class
    assert (per_class["actual"].precision, per_class["actual"].recall) == (1.0, 0.5)
    assert (per_class["negated"].precision, per_class["negated"].recall) == (0.5, 1.0)
    assert _status_scores(figures).macro_f1 == 0.666667
    assert figures.misses == (
        a_miss("f", STATUS_TEXT, "actual", "negated", "'left' at 4, factuality +3.0"),
    )


def test_no_target_read_gives_no_figure() -> None:
    scores = _status_scores(_figures({"met": "actual"}, [None]))

    assert (scores.targets, scores.macro_f1) == (0, None)


def test_a_system_must_answer_for_every_target() -> None:
    with pytest.raises(ValueError, match="shorter"):
        _figures({"met": "actual", "left": "actual"}, [Status.ACTUAL])


def _triple_row(*gold: str, id_: str = "s") -> TripleRow:
    """Each triple is written ``040 NRL SDR``."""
    triples = tuple((code, who, whom) for code, who, whom in map(str.split, gold))
    return TripleRow(id=id_, text="Something happened.", written="20240202", gold=triples)


def _triple_claim(type_: str, actors: str, recipients: str = "", **more: Any) -> Any:
    return a_claim(type=type_, actors=actors.split(), recipients=recipients.split(), **more)


def _triple_score(row: TripleRow, *claims: Any) -> tuple[float | None, float | None, float | None]:
    scores = score_triples([row], FakeSystem(claims={"s": claims})).scores
    assert isinstance(scores, TripleScores)
    return scores.precision, scores.recall, scores.f1


RIGHT, WRONG = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def test_a_code_meets_the_type_it_converts_to() -> None:
    assert _triple_score(_triple_row("112 NRL SDR"), _triple_claim("ACCUSE", "NRL", "SDR")) == RIGHT
    assert _triple_score(_triple_row("112 NRL SDR"), _triple_claim("REJECT", "NRL", "SDR")) == WRONG


def test_both_halves_of_root_08_are_one() -> None:
    assert (
        _triple_score(_triple_row("081 NRL SDR"), _triple_claim("RETREAT", "NRL", "SDR")) == RIGHT
    )
    assert (
        _triple_score(_triple_row("084 NRL SDR"), _triple_claim("CONCEDE", "NRL", "SDR")) == RIGHT
    )


def test_an_intention_to_meet_is_root_03() -> None:
    planned = _triple_claim("CONSULT", "NRL", "SDR", status=Status.FUTURE)

    assert _triple_score(_triple_row("03 NRL SDR"), planned) == RIGHT
    assert _triple_score(_triple_row("040 NRL SDR"), planned) == WRONG


def test_both_sides_and_their_direction_must_be_right() -> None:
    row = _triple_row("112 NRL SDR")

    assert _triple_score(row, _triple_claim("ACCUSE", "SDR", "NRL")) == WRONG
    assert _triple_score(row, _triple_claim("ACCUSE", "NRL", "VST")) == WRONG


def test_what_stands_after_the_country_is_left_out() -> None:
    assert (
        _triple_score(
            _triple_row("112 NRLGOVLEG SDRMIL"), _triple_claim("ACCUSE", "NRL-MIL", "SDR")
        )
        == RIGHT
    )


@pytest.mark.parametrize("body", ["UNO", "EUR", "IGO"])
def test_the_un_and_the_eu_are_igos(body: str) -> None:
    assert (
        _triple_score(_triple_row("112 IGOUNOMIL SDR"), _triple_claim("ACCUSE", body, "SDR"))
        == RIGHT
    )


def test_without_a_country_the_sector_is_compared() -> None:
    row = _triple_row("112 ---REB SDR")

    assert _triple_score(row, _triple_claim("ACCUSE", "-REB", "SDR")) == RIGHT
    assert _triple_score(row, _triple_claim("ACCUSE", "-MIL", "SDR")) == WRONG
    assert _triple_score(row, _triple_claim("ACCUSE", "NRL-REB", "SDR")) == WRONG


def test_a_sector_in_place_of_a_country_is_compared_as_it_is() -> None:
    assert (
        _triple_score(_triple_row("112 UAF SDR"), _triple_claim("ACCUSE", "-UAF", "SDR")) == RIGHT
    )


def test_nobody_is_the_side_that_a_claim_lacks() -> None:
    assert _triple_score(_triple_row("112 NRL ---"), _triple_claim("ACCUSE", "NRL")) == RIGHT
    assert _triple_score(_triple_row("112 --- SDR"), _triple_claim("ACCUSE", "", "SDR")) == RIGHT
    assert _triple_score(_triple_row("112 NRL ---"), _triple_claim("ACCUSE", "NRL", "SDR")) == WRONG


def test_a_meeting_goes_both_ways() -> None:
    row = _triple_row("040 NRL SDR", "040 SDR NRL")

    assert _triple_score(row, _triple_claim("CONSULT", "NRL SDR")) == RIGHT
    assert _triple_score(row, _triple_claim("CONSULT", "NRL", "SDR")) == (1.0, 0.5, 0.666667)


def test_two_sides_that_fight_each_other_are_a_triple_each_way() -> None:
    row = _triple_row("190 NRL SDR", "190 SDR NRL")

    assert _triple_score(row, _triple_claim("ASSAULT", "NRL SDR")) == RIGHT


def test_two_sides_that_reject_something_do_not_reject_each_other() -> None:
    row = _triple_row("120 NRL ---", "120 SDR ---")

    assert _triple_score(row, _triple_claim("REJECT", "NRL SDR")) == RIGHT


def test_a_meeting_of_three_has_six_triples() -> None:
    row = _triple_row("040 NRL SDR")

    precision, recall, _ = _triple_score(row, _triple_claim("CONSULT", "NRL SDR VST"))

    assert (precision, recall) == (0.166667, 1.0)


def test_a_meeting_within_a_country_is_one_triple() -> None:
    assert (
        _triple_score(_triple_row("040 NRLGOV NRLOPP"), _triple_claim("CONSULT", "NRL-GOV NRL-OPP"))
        == RIGHT
    )


def test_each_actor_acts_on_each_recipient() -> None:
    row = _triple_row("112 NRL SDR", "112 VST SDR")

    assert _triple_score(row, _triple_claim("ACCUSE", "NRL VST", "SDR")) == RIGHT


def test_triples_that_become_equal_count_once() -> None:
    row = _triple_row("112 NRL SDRGOV", "112 NRL SDRMIL")

    assert (
        _triple_score(
            row, _triple_claim("ACCUSE", "NRL", "SDR"), _triple_claim("ACCUSE", "NRL", "SDR-MIL")
        )
        == RIGHT
    )


def test_a_claim_on_a_sentence_that_tells_nothing_is_invented() -> None:
    assert _triple_score(_triple_row(), _triple_claim("ACCUSE", "NRL", "SDR")) == (0.0, None, 0.0)


def test_silence_on_a_sentence_that_tells_nothing_is_no_figure() -> None:
    assert _triple_score(_triple_row()) == (None, None, None)


def test_a_bare_statement_is_left_out_of_gold_and_a_claim_of_it_is_invented() -> None:
    assert _triple_score(_triple_row("013 NRL SDR")) == (None, None, None)
    assert _triple_score(_triple_row("013 NRL SDR"), _triple_claim("ACCUSE", "NRL", "SDR")) == (
        0.0,
        None,
        0.0,
    )


def test_counts_of_all_sentences_go_together() -> None:
    rows = [
        _triple_row("112 NRL SDR", id_="a"),
        _triple_row("112 NRL SDR", id_="b"),
        _triple_row(id_="c"),
    ]
    claim = _triple_claim("ACCUSE", "NRL", "SDR")

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
        score_triples(
            [_triple_row("112 NRL SDR", id_="a"), _triple_row("099 NRL SDR", id_="b")], system
        )
    assert system.reports == []

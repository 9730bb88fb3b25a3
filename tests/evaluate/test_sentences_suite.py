from datetime import date
from typing import Any

from builders import a_claim, a_problem
from detente.evaluate.figures import Figures, SentenceScores
from detente.evaluate.gold import GoldActor, SentenceRow
from detente.evaluate.sentences import score_sentences
from detente.records import Status
from evaluate.fakes import FakeSystem, a_miss


def _row(id_: str = "s", type_: str = "ACCUSE", **changes: Any) -> SentenceRow:
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
    row = _row(actors=["NRL-GOV"], recipients=["SDR-MIL"])

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
    scores = _score([_row("a"), _row("b")], {"a": [_claim()]})

    assert (scores.n, scores.type_any, scores.type_first) == (2, 0.5, 0.5)
    assert (scores.type_and_countries, scores.country) == (0.5, 0.5)
    assert scores.claims_per_sentence == 0.5


def test_any_claim_may_have_the_type_but_only_the_first_is_first() -> None:
    scores = _score([_row()], {"s": [_claim("REJECT"), _claim("ACCUSE")]})

    assert (scores.type_any, scores.type_first) == (1.0, 0.0)
    assert scores.claims_per_sentence == 2.0


def test_a_planned_meeting_is_an_agreement_as_plover_has_it() -> None:
    planned = _claim("CONSULT", "NRL SDR", "", status=Status.FUTURE)

    scores = _score([_row(type_="AGREE")], {"s": [planned]})

    assert (scores.type_any, scores.type_and_countries) == (1.0, 1.0)


def test_a_file_with_conceding_and_retreating_keeps_them_apart() -> None:
    assert _score([_row(type_="CONCEDE")], {"s": [_claim("RETREAT")]}).type_any == 0.0


def test_a_file_with_yield_folds_them() -> None:
    rows = [_row("a", "YIELD"), _row("b", "YIELD")]

    assert _score(rows, {"a": [_claim("RETREAT")], "b": [_claim("CONCEDE")]}).type_any == 1.0


def test_the_right_type_and_the_right_countries_must_be_in_one_claim() -> None:
    apart = [_claim("ACCUSE", "NRL", "VST"), _claim("REJECT", "NRL", "SDR")]

    assert _score([_row()], {"s": apart}).type_and_countries == 0.0


def test_a_country_too_many_or_too_few_is_wrong() -> None:
    rows = [_row("few"), _row("many")]

    scores = _score(
        rows, {"few": [_claim("ACCUSE", "NRL", "")], "many": [_claim(actors="NRL VST")]}
    )

    assert scores.type_and_countries == 0.0
    assert scores.country == 0.75


def test_each_side_of_a_compound_must_be_there() -> None:
    row = _row(actors=["NRL", "VST"])

    assert _score([row], {"s": [_claim(actors="NRL")]}).type_and_countries == 0.0
    assert _score([row], {"s": [_claim(actors="NRL VST")]}).type_and_countries == 1.0


def test_direction_and_repeated_countries_do_not_matter() -> None:
    row = _row(actors=["SDR-GOV", "SDR-MIL"], recipients=["NRL"])

    assert _score([row], {"s": [_claim()]}).type_and_countries == 1.0


def test_an_actor_without_a_country_is_no_country_too_many() -> None:
    assert _score([_row()], {"s": [_claim(actors="NRL -CVL")]}).type_and_countries == 1.0


def test_actors_without_a_country_or_sector_have_no_say_in_those_shares() -> None:
    row = _row(actors=["-REB"], recipients=["SDR"])

    scores = _score([row], {"s": [_claim("ACCUSE", "-REB", "SDR")]})

    assert (scores.country, scores.sector) == (1.0, 1.0)
    assert scores.type_and_countries == 1.0


def test_no_country_and_no_sector_in_gold_leaves_those_shares_open() -> None:
    scores = _score([_row(actors=[""], recipients=[])], {"s": [_claim()]})

    assert (scores.country, scores.sector) == (None, None)


def test_a_sector_is_right_only_with_its_country() -> None:
    row = _row(actors=["NRL-MIL"], recipients=["SDR"])

    assert _score([row], {"s": [_claim(actors="NRL", recipients="SDR-MIL")]}).sector == 0.0


def test_a_people_after_the_sector_is_left_out() -> None:
    row = _row(actors=["NRL-CVLhill"])

    assert _score([row], {"s": [_claim(actors="NRL-CVL")]}).sector == 1.0


def test_the_un_and_the_eu_are_igos_as_in_the_older_records() -> None:
    row = _row(actors=["IGO"], recipients=["SDR"])

    for body in ("UNO", "EUR", "IGO"):
        assert _score([row], {"s": [_claim(actors=body)]}).type_and_countries == 1.0
    assert _score([row], {"s": [_claim(actors="NGO")]}).type_and_countries == 0.0


def test_the_report_has_the_rows_text_and_day() -> None:
    system = FakeSystem()

    score_sentences([_row(written="20240202"), _row("t")], system)

    assert [(report.key, report.published) for report in system.reports] == [
        ("s", date(2024, 2, 2)),
        ("t", None),
    ]


def test_a_miss_says_what_differs() -> None:
    rows = [_row("a"), _row("b"), _row("c"), _row("d")]
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

    figures: Figures = score_sentences([_row("a"), _row("b")], FakeSystem(problems=problems))

    assert figures.notes == ("problems of kind sources/empty: 2",)

"""One act, one claim."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_date, a_place, a_report, a_speaker
from detente.config import Config
from detente.events.claims import fold_repeats, is_told_apart
from detente.pipeline import Journey
from detente.records import Actor, Cited, Span, Status


def _holder(name: str) -> Actor:
    return Actor(country="NRL", sector="GOV", id=name, name=name, office="Premier")


REPORT = a_report(
    "Norland met Sudria. They met in Vostia City. The meeting ended. Sudria denied a meeting."
)
FIRST = {"quote": "Norland met Sudria", "predicate": "met"}
LATER = {"quote": "The meeting ended", "predicate": "meeting"}


def test_later_mention_that_adds_nothing_becomes_an_echo() -> None:
    first, later = a_claim(REPORT, **FIRST), a_claim(REPORT, **LATER)

    folded = fold_repeats([first, later], headlines=())

    assert [claim.citation.quote for claim in folded] == ["Norland met Sudria"]
    assert [echo.quote for echo in folded[0].echoes] == ["The meeting ended"]


def test_an_act_told_again_as_another_type_lends_no_mode() -> None:
    first = a_claim(REPORT, **FIRST, type="AGREE")
    later = a_claim(REPORT, **LATER, type="THREATEN", mode="violence")
    retold = {later.predicate.span: first.predicate.span}

    (folded,) = fold_repeats([first, later], (), retold)

    assert (folded.type, folded.mode) == ("AGREE", None)


def test_who_claims_an_attack_is_its_doer_where_nobody_was_named() -> None:
    attack = a_claim(REPORT, **FIRST, type="ASSAULT", actors=("NRL-UAF",))
    claimed = a_claim(REPORT, **LATER, type="ASSAULT", actors=("NRL-REB",))
    retold = {claimed.predicate.span: attack.predicate.span}

    (folded,) = fold_repeats([attack, claimed], (), retold)

    assert [actor.value.code for actor in folded.actors] == ["NRL-REB"]


def test_an_army_that_answers_an_attack_is_not_its_doer() -> None:
    attack = a_claim(REPORT, **FIRST, type="ASSAULT", actors=("NRL-UAF",))
    answer = a_claim(REPORT, **LATER, type="ASSAULT", actors=("NRL-MIL",))
    retold = {answer.predicate.span: attack.predicate.span}

    (folded,) = fold_repeats([attack, answer], (), retold)

    assert folded.actors == attack.actors


def test_an_act_told_again_lends_the_day_and_place_that_the_first_mention_lacks() -> None:
    first = a_claim(REPORT, **FIRST)
    later = a_claim(REPORT, **LATER, date=a_date("2024-01-01"), place=a_place())
    retold = {later.predicate.span: first.predicate.span}

    (folded,) = fold_repeats([first, later], (), retold)

    assert (folded.date, folded.place) == (later.date, later.place)
    assert folded.citation == first.citation


def test_later_mention_with_a_place_of_its_own_stays() -> None:
    first, later = a_claim(REPORT, **FIRST), a_claim(REPORT, **LATER, place=a_place())

    assert fold_repeats([first, later], headlines=()) == (first, later)


def test_other_months_are_other_acts() -> None:
    first = a_claim(REPORT, **FIRST, date=a_date("2024-01-01"))
    later = a_claim(REPORT, **LATER, date=a_date("2024-03-01"))

    assert len(fold_repeats([first, later], headlines=())) == 2


def test_a_denial_is_never_folded_into_what_it_denies() -> None:
    first = a_claim(REPORT, **FIRST)
    denial = a_claim(REPORT, **LATER, status=Status.NEGATED)

    assert len(fold_repeats([first, denial], headlines=())) == 2


def test_another_speaker_is_another_testimony() -> None:
    first = a_claim(REPORT, **FIRST)
    told = a_claim(REPORT, **LATER, speaker=a_speaker("SDR-GOV"))

    assert len(fold_repeats([first, told], headlines=())) == 2


def test_headline_gives_way_to_the_body_even_with_fewer_sides() -> None:
    headline = a_claim(REPORT, **FIRST, sentence=0, actors=("NRL-GOV",))
    body = a_claim(REPORT, **LATER, sentence=2, place=a_place())

    folded = fold_repeats([headline, body], headlines={0})

    assert [claim.citation.quote for claim in folded] == ["The meeting ended"]
    assert folded[0].echoes == (headline.citation,)


def test_headline_may_name_the_state_for_its_army() -> None:
    headline = a_claim(REPORT, **FIRST, sentence=0, actors=("NRL-GOV", "SDR-GOV"))
    body = a_claim(REPORT, **LATER, sentence=2, actors=("NRL-MIL", "SDR-MIL"))

    assert len(fold_repeats([headline, body], headlines={0})) == 1
    assert len(fold_repeats([headline, body], headlines=())) == len([headline, body])


@given(st.permutations(range(3)))
def test_order_of_codings_does_not_matter(order: list[int]) -> None:
    claims = [
        a_claim(REPORT, **FIRST),
        a_claim(REPORT, **LATER),
        a_claim(REPORT, quote="Sudria denied a meeting", status=Status.NEGATED),
    ]

    assert fold_repeats([claims[i] for i in order], ()) == fold_repeats(claims, ())


@pytest.mark.parametrize(
    ("one", "other", "is_another"),
    [
        (_holder("anna-berg"), Actor(country="NRL", sector="GOV", name="minister"), True),
        (_holder("anna-berg"), _holder("carl-lund"), True),
        (_holder("anna-berg"), _holder("anna-berg"), False),
        (_holder("anna-berg"), Actor(country="NRL", sector="GOV", id="NRL", name="Norland"), False),
        (Actor(country="NRL", sector="GOV", name="government"), _holder("anna-berg"), False),
    ],
)
def test_who_holds_an_office_may_be_told_apart_from_those_of_his_code(
    one: Actor, other: Actor, *, is_another: bool
) -> None:
    told = REPORT.cite(Span(0, len("Norland")))

    assert is_told_apart(one, [Cited(other, told)]) is is_another


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "President Emmanuel Macron and Foreign Minister Catherine Colonna visited Peru.",
            2,
        ),
        ("Emmanuel Macron, the French president, visited Peru, where he met ministers.", 1),
    ],
)
def test_two_persons_in_office_are_two_and_one_is_cited_by_name(text: str, names: int) -> None:
    journey = Journey.from_config(Config(coder="rules"))
    claims = journey.code(a_report(text, published=date(2023, 6, 15))).claims

    (visit,) = [one for one in claims if one.predicate.quote == "visited"]
    assert len(visit.actors) == names
    assert "Macron" in visit.actors[0].citation.quote


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NATO and the African Union signed an agreement.", ["NATO", "African Union"]),
        ("UN officials condemned Iran, and the UN envoy urged it to stop.", ["UN officials"]),
        ("Kenya's army and Kenya's navy fired on a crowd.", ["Kenya's army"]),
    ],
)
def test_bodies_of_one_code_are_several_where_they_are_known(text: str, names: list[str]) -> None:
    claims = Journey.from_config(Config()).code(a_report(text)).claims

    told = [one.citation.quote.removeprefix("the ") for one in claims[0].actors]
    assert told == names


def test_a_place_in_somebodys_hands_is_no_hostage() -> None:
    text = "The Norwegian foreign minister flew to an area held by Sudanese rebels."
    claims = Journey.from_config(Config()).code(a_report(text)).claims

    assert "ASSAULT" not in {claim.type for claim in claims}


@pytest.mark.parametrize(
    "text",
    [
        "Students protested the arrest of a poet by police in Accra, Ghana.",
        "Japan ordered its ships to leave after the seizure of a tanker by Iran.",
        "Kenya recalled its envoy in order to protest the alleged arrest of a judge by Uganda.",
    ],
)
def test_who_answers_a_deed_is_not_its_source(text: str) -> None:
    claims = Journey.from_config(Config()).code(a_report(text)).claims

    assert claims
    assert [claim.speaker for claim in claims] == [None] * len(claims)


def test_any_is_no_denial() -> None:
    text = "A minister said that Hamas is responsible for any attack from Gaza on Israel."
    claims = Journey.from_config(Config()).code(a_report(text)).claims

    assert Status.NEGATED not in {claim.status for claim in claims}


def test_background_without_a_day_is_historical() -> None:
    text = (
        "France and Germany signed a pact on trade on Monday. Relations had been poor since "
        "a brief war between the two in the 1870s, when German troops had besieged Paris."
    )
    coded = Journey.from_config(Config()).code(a_report(text))

    told = {one.predicate.quote: one.is_historical for one in coded.claims}
    assert told.pop("signed") is False
    assert any(told.values())

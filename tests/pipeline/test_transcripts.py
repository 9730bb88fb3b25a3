"""Transcripts and titles: who speaks, what a question tells, and what the headline tells."""

from dataclasses import replace
from datetime import date

import pytest

from builders import a_report
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Claim
from detente.sources.text import report_with_title

JOURNEY = Journey.from_config(Config())


def _claims(text: str) -> tuple[Claim, ...]:
    return JOURNEY.code(a_report(text, published=date(2024, 2, 2))).claims


def _told(claim: Claim) -> tuple[str, list[str], list[str], str | None]:
    return (
        claim.type,
        [one.value.code for one in claim.actors],
        [one.value.code for one in claim.recipients],
        claim.speaker.citation.quote if claim.speaker else None,
    )


@pytest.mark.parametrize(
    "text",
    [
        "QUESTION: Did Turkey attack Greece?\n\nMR. BERG: No.\n\nQUESTION: Thank you.",
        "Q: Has China agreed to sanction Iran?\nA: No.\nQ: Has Japan?\nA: No.",
        "Anna Berg (Harbour Wire): Will France bomb Mali?\nCarl Lund: No.",
    ],
)
def test_what_a_question_asks_is_not_told(text: str) -> None:
    coded = JOURNEY.code(a_report(text, published=date(2024, 2, 2)))

    assert (coded.claims, coded.statements) == ((), ())


def test_an_answer_is_on_the_word_of_its_label_and_we_are_his() -> None:
    claims = _claims(
        "Anna Berg (Harbour Wire): Minister, what do you want?\n"
        "Dmytro Kuleba: We have asked Germany for more missiles.\n"
        "Anna Berg (Harbour Wire): And then?\n"
        "Dmytro Kuleba: Russia attacked Ukraine."
    )

    assert [_told(claim) for claim in claims] == [
        ("REQUEST", ["UKR-GOV"], ["DEU-GOV"], "Dmytro Kuleba"),
        ("ASSAULT", ["RUS-MIL"], ["UKR-GOV"], "Dmytro Kuleba"),
    ]


def test_a_label_takes_no_part() -> None:
    claims = _claims(
        "Q: What did Greece do?\nA: Greece summoned the Turkish ambassador.\nQ: Thank you."
    )

    (claim,) = claims
    assert _told(claim) == ("ACCUSE", ["GRC-GOV"], ["TUR-GOV"], "A")
    assert claim.speaker is not None
    assert claim.speaker.value.code == "UNK"


@pytest.mark.parametrize(
    ("url", "label", "before", "speaker"),
    [
        (None, "THE PRESIDENT", "Did President Xi call?", "UNK"),
        ("https://www.whitehouse.gov/a", "THE PRESIDENT", "Did President Xi call?", "Joe Biden"),
        ("https://www.elysee.fr/a", "THE PRESIDENT", "Did Mr Xi call?", "Emmanuel Macron"),
        (None, "FRENCH PRESIDENT", "Did President Xi call?", "Emmanuel Macron"),
        (None, "NORWEGIAN FOREIGN MINISTER", "And you?", "Espen Barth Eide"),
        (None, "FOREIGN MINISTER KULEBA", "And you?", "Dmytro Kuleba"),
        (None, "MR. KULEBA", "And you?", "UNK"),
        ("https://mfa.gov.ua/a", "MR. KULEBA", "And you?", "Dmytro Kuleba"),
        (None, "MR. KULEBA", "Is Dmytro Kuleba here?", "Dmytro Kuleba"),
        (None, "SENATOR KULEBA", "And you?", "UNK"),
        (None, "MODERATOR", "Is this all?", "UNK"),
    ],
)
def test_a_label_is_who_its_words_tell(
    url: str | None, label: str, before: str, speaker: str
) -> None:
    """An office is the issuer's own or the state's it names; anybody may bear a surname."""
    text = f"QUESTION: {before}\n\n{label}: Russia attacked Ukraine.\n\nQUESTION: Thank you."
    report = replace(a_report(text, published=date(2024, 2, 2)), url=url)

    (claim,) = JOURNEY.code(report).claims

    assert claim.speaker is not None
    told = claim.speaker.value
    assert speaker == (told.code if told.actor is None else told.name)


def test_the_title_of_a_row_is_read_and_its_act_is_told_once() -> None:
    report = report_with_title(
        "r",
        "Norway has imposed sanctions on two Belarusian firms, the foreign ministry in Oslo said.",
        "Norway sanctions Belarus firms",
    )

    (claim,) = JOURNEY.code(report).claims

    assert claim.type == "SANCTION"
    assert [report.text[: echo.span.end] for echo in claim.echoes] == [
        "Norway sanctions Belarus firms"
    ]


def test_an_act_that_stands_in_the_title_alone_is_told() -> None:
    report = report_with_title("r", "A photo shows the harbour.", "Japan bombs Chinese ship")

    (claim,) = JOURNEY.code(report).claims

    assert (claim.type, claim.citation.quote) == ("ASSAULT", "Japan bombs Chinese ship")


def test_no_act_is_told_by_a_part_of_somebodys_name() -> None:
    claims = _claims("He Lifeng and Scott Bessent held talks in Geneva on Saturday.")

    assert {claim.predicate.quote for claim in claims} <= {"held", "talks"}
    assert [_told(claim)[:2] for claim in claims] == [("CONSULT", ["CHN-GOV", "USA-GOV"])]


def test_no_act_is_told_by_a_mere_and() -> None:
    claims = _claims(
        "Remarks by President Biden and Prime Minister Kishida in Joint Press Conference\n\n"
        "President Biden met Prime Minister Kishida."
    )

    assert "and" not in {claim.predicate.quote for claim in claims}


def test_parties_to_a_dispute_are_no_political_ones() -> None:
    claims = _claims("The European Union called on all relevant parties to show restraint.")

    assert claims
    assert "PTY" not in {one.value.sector for claim in claims for one in claim.recipients}


@pytest.mark.parametrize(
    "title",
    [
        "Remarks by the Foreign Minister of Norway on Turkey and Greece",
        "Opening statement of Chancellor Scholz on Iran",
        "Press conference of President Biden with the Prime Minister of Japan",
        "Interview with Ukrainian Foreign Minister Kuleba on Hungary",
    ],
)
def test_what_heads_a_text_is_no_act(title: str) -> None:
    report = report_with_title("r", "Good evening, and thank you for coming.", title)

    assert JOURNEY.code(report).claims == ()


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ("Iceland's foreign minister smiled.", "MINISTER"),
        ("Here is what the president of Iceland said.", "PRESIDENT"),
    ],
)
def test_an_office_alone_labels_whom_the_report_told_in_it(told: str, label: str) -> None:
    text = f"{told}\n\nQUESTION: And Chad?\n\n{label}: We have asked Chad for talks."

    (claim,) = _claims(text)

    assert _told(claim)[:3] == ("REQUEST", ["ISL-GOV"], ["TCD-GOV"])

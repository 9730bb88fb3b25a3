"""On whose word, from a report's words to its claims and statements."""

from datetime import date

import pytest

from builders import a_report
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Claim, DateBasis, SpeechKind

JOURNEY = Journey.from_config(Config())


def _claims(text: str, **changes: object) -> tuple[Claim, ...]:
    return JOURNEY.code(a_report(text, published=date(2024, 2, 2), **changes)).claims


def _voices(text: str) -> list[str | None]:
    return [claim.speaker.value.code if claim.speaker else None for claim in _claims(text)]


@pytest.mark.parametrize(
    ("text", "voices"),
    [
        (
            (
                "Reuters reported that China had recalled its ambassador from Japan. "
                "Japan attacked a Chinese ship on Monday."
            ),
            ["OUTLET:Reuters", "OUTLET:Reuters"],
        ),
        (
            (
                "Reuters reported that China had recalled its ambassador from Japan. "
                "Russia said that Japan attacked a Chinese ship on Monday."
            ),
            ["OUTLET:Reuters", "RUS-GOV"],
        ),
        (
            "China has recalled its ambassador from Japan, Reuters said, citing US officials.",
            ["USA-GOV"],
        ),
        (
            "The Vostia Gazette reported that China attacked Japan.",
            ["OUTLET:The Vostia Gazette"],
        ),
        (
            "“China attacked Japan.\n“It seized a Japanese ship,” Antony Blinken told reporters.",
            ["USA-GOV", "USA-GOV"],
        ),
        (
            (
                "QUESTION: Will Japan attack China?\nAntony Blinken: China attacked Japan.\n"
                "QUESTION: And the ship?\nAntony Blinken: China seized a Japanese ship."
            ),
            ["USA-GOV", "USA-GOV"],
        ),
    ],
)
def test_act_is_on_the_word_of_whoever_is_heard(text: str, voices: list[str | None]) -> None:
    assert _voices(text) == voices


def test_scholar_stays_one_where_only_the_surname_is_told() -> None:
    text = (
        "Wu Xinbo, a professor at Fudan University in Shanghai, said that Japan had changed its "
        "course. Wu warned that the United States would leave the Pacific in the end."
    )

    kinds = [one.kind for one in JOURNEY.code(a_report(text)).statements]

    assert kinds == [SpeechKind.ASSESSMENT, SpeechKind.ASSESSMENT]


def test_act_at_an_occasion_takes_its_days_and_says_so() -> None:
    text = (
        "China and Japan held a summit in Paris on Monday. "
        "China agreed at the summit to release a Japanese ship."
    )

    (agreement,) = (claim for claim in _claims(text) if claim.type == "AGREE")

    assert agreement.date is not None
    assert agreement.date.value.earliest == date(2024, 1, 29)
    assert agreement.date.value.basis is DateBasis.EVENT
    assert agreement.date.citation.quote == "the summit"


def test_act_on_a_state_s_ground_takes_place_there() -> None:
    (attack,) = _claims("Iranian jets bombed Israeli ports on Monday.")

    assert attack.place is not None
    assert (attack.place.value.country, attack.place.citation.quote) == ("ISR", "Israeli")


def test_season_is_that_of_the_place() -> None:
    (north,) = _claims("The presidents of Chile and Argentina met in Paris last spring.")
    (south,) = _claims("The presidents of Chile and Argentina met in Santiago last spring.")

    assert north.date is not None
    assert south.date is not None
    assert (north.date.value.earliest.month, south.date.value.earliest.month) == (3, 9)

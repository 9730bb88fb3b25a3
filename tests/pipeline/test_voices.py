"""On whose word, from a report's words to its claims and statements."""

from datetime import date

import pytest

from builders import a_report
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Claim, DateBasis, SpeechKind

JOURNEY = Journey.from_config(Config(coder="rules"))


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
        (  # what was so before is told by the report itself
            (
                "Reuters reported that China had recalled its ambassador from Japan. "
                "China has attacked Japanese ships for years. Japan attacked a Chinese ship."
            ),
            ["OUTLET:Reuters", None, None],
        ),
        (
            "Reuters reported that China attacked Japan. Japan agreed last month to meet China.",
            ["OUTLET:Reuters", None],
        ),
        (
            "The Kenyan news agency reported that China attacked Japan.",
            ["OUTLET:Kenyan news agency"],
        ),
        (
            "China has recalled its ambassador from Japan, Reuters said, citing US officials.",
            ["USA-GOV"],
        ),
        ("A poll says that China attacked Japan.", [None]),
        ("News reports say that China attacked Japan.", [None]),
        ("A Veld News report said that China attacked Japan.", ["OUTLET:Veld News"]),
        ("A report on Kenya said that China attacked Japan.", [None]),
        ("A report in the Vostia Gazette said that China attacked Japan.", [None]),
        ("A statement issued by Kenya said that China attacked Japan.", ["KEN-GOV"]),
        ("Kenya issued a statement saying that China attacked Japan.", ["KEN-GOV"]),
        ("A stranger said that China attacked Japan.", ["UNK"]),
        # who takes up what others say is not the one on whose word it is
        ("Kenya dismissed reports that China had attacked Japan.", [None, "KEN-GOV"]),
        ("Kenya refused to say whether China had attacked Japan.", [None, None]),
        ("Kenya rejected China's demand that Japan release the sailors.", [None, None]),
        ("Kenya demanded the release of sailors arrested by China.", [None, None]),
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


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (  # a new sentence behind the attribution is a statement of its own
            "“We want no war,” said a Kenyan diplomat. “But nobody asks us what we want.”",
            [("KEN-GOV", "“We want no war,”"), ("KEN-GOV", "“But nobody asks us what we want.”")],
        ),
        (  # ... and the rest of one sentence is not
            "“We shall not sign,” a Kenyan diplomat said, “until they leave.”",
            [("KEN-GOV", "“We shall not sign,” a Kenyan diplomat said, “until they leave.”")],
        ),
        ("Iran denied arming the rebels.", [("IRN-GOV", "arming the rebels")]),
        (
            "A court in Kenya is due to rule next week on whether the accord should stand.",
            [],
        ),
        ("Officials said that the talks would go on for days.", []),
        (
            "Chinese health officials said the strike had killed ten people.",
            [("CHN-GOV", "the strike had killed ten people")],
        ),
        (
            "“Neither side has moved,” said Marta Ruiz, who studies borders in Kenya.",
            [("EDU", "“Neither side has moved,”")],
        ),
        (
            (
                "“Neither side has moved,” said Marta Ruiz, who teaches law at the University of "
                "Nairobi in Kenya. The truce would certainly fail, she added."
            ),
            [
                ("KEN-EDU", "“Neither side has moved,”"),
                ("KEN-EDU", "The truce would certainly fail"),
            ],
        ),
    ],
)
def test_statement_has_its_speaker_and_its_words(
    text: str, statements: list[tuple[str, str]]
) -> None:
    found = JOURNEY.code(a_report(text)).statements

    told = [(one.speaker.value.code if one.speaker else None, one.citation.quote) for one in found]
    assert told == statements


def test_what_a_report_explains_in_passing_is_its_own_word() -> None:
    text = (
        "The Chinese envoy, who visited Tokyo last week, may return to Japan, a US official said."
    )

    assert _voices(text)[0] is None


def test_paper_is_the_one_that_was_named_before() -> None:
    text = (
        "The Veld daily El Faro reported that China had recalled its ambassador from Japan. "
        "The paper said Japan had attacked a Chinese ship."
    )

    assert _voices(text) == ["OUTLET:El Faro", "OUTLET:El Faro"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "China and Japan held talks in Seoul on Monday. They signed a pact on fisheries.",
            [date(2024, 1, 29), date(2024, 1, 29)],
        ),
        (  # other sides
            "China and Japan held talks in Seoul on Monday. China attacked a ship of Russia.",
            [date(2024, 1, 29), None],
        ),
        (  # no longer the episode
            "China and Japan held talks in Seoul on Monday. China has recalled its envoy to Japan.",
            [date(2024, 1, 29), None],
        ),
        (  # the same sides, a paragraph later
            "China and Japan held talks in Seoul on Monday.\n\nThey signed a pact on fisheries.",
            [date(2024, 1, 29), date(2024, 1, 29)],
        ),
    ],
)
def test_next_sentence_of_an_episode_has_its_day(text: str, days: list[date | None]) -> None:
    assert [claim.date and claim.date.value.earliest for claim in _claims(text)] == days


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


def test_the_name_of_somebody_is_no_town_elsewhere() -> None:
    (attack,) = _claims("Israeli jets attacked Hamas on Monday.")

    assert attack.recipients[0].value.code == "PSE-REB"
    assert attack.place is None  # Hamm in Germany is called so, too

"""What was so before, though no day tells it; what ends a measure imposes none."""

from datetime import date

import pytest

from builders import a_report
from detente.config import Config
from detente.events.background import ends_measure, was_before
from detente.language.clauses import Clauses
from detente.pipeline import Journey
from detente.reading.parse import SpacyParser

PARSER = SpacyParser()
JOURNEY = Journey.from_config(Config())


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("France lifted its ban on Chilean wine.", {"ban"}),
        ("The embargo on Norway was ended on Monday.", {"embargo"}),
        ("Kenya will lift sanctions imposed on Chad.", {"sanctions", "imposed"}),
        ("The easing of the blockade of Qatar was welcomed.", {"blockade"}),
        ("Malta returned to Libya twelve years after rebels attacked its consulate.", {"attacked"}),
        ("Peru held a vote ten years after the invasion.", {"invasion"}),
        ("They marked the anniversary of the killing of a judge.", {"killing"}),
        ("Serbia marked twenty years since NATO bombed Belgrade.", {"bombed"}),
        ("France imposed a ban on Chilean wine.", set()),
        ("Chad answered two days after rebels attacked its consulate.", set()),
        ("Kenya ended talks with Chad after the killing of a judge.", set()),
        ("The end of the year brought sanctions on Chad.", set()),
    ],
)
def test_what_ended_or_is_counted_from_was_before(text: str, before: set[str]) -> None:
    (sentence,) = PARSER.parse(a_report(text))
    clauses = Clauses(sentence)

    found = {token.text for token in sentence.tokens if was_before(clauses, token.index)}
    assert found == before


@pytest.mark.parametrize(
    ("text", "is_end"),
    [
        ("The union suspended most trade sanctions.", True),
        ("The curfew was lifted.", True),
        ("The union suspended most talks.", False),
        ("The union widened most trade sanctions.", False),
    ],
)
def test_a_verb_ends_the_measure_that_is_its_object(text: str, *, is_end: bool) -> None:
    (sentence,) = PARSER.parse(a_report(text))
    root = sentence.root
    assert root is not None

    assert ends_measure(Clauses(sentence), root.index) is is_end


@pytest.mark.parametrize(
    "text",
    [
        "France lifted its sanctions on Niger on Monday.",
        "The European Union suspends most trade sanctions against Myanmar.",
        "Saudi Arabia ended its blockade of Qatar.",
        "The United States will lift sanctions on Syria.",
    ],
)
def test_who_lifts_a_measure_imposes_none(text: str) -> None:
    claims = JOURNEY.code(a_report(text, published=date(2024, 2, 2))).claims

    told = [claim for claim in claims if not claim.is_historical]
    assert [claim.type for claim in told] == ["CONCEDE"]
    assert all(claim.date is None for claim in claims if claim.is_historical)

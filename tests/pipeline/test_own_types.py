"""Types of a user's own are looked for in all that a report says, and nothing else is."""

from pathlib import Path

from detente.config import Config
from detente.pipeline import Journey
from detente.records import Coded, Report

FITTED = Path(__file__).parents[2] / "examples" / "own-types" / "cultural-exchange.json"
POLITICS = "The governments of Norway and Kenya held talks on fishing on Monday."
SPORT = (
    "Brazil won the league title and the trophy after a penalty in the final; "
    "the striker and the goalkeeper of Norway attacked in the second half of the match."
)
EXCHANGE = (
    "The football match drew fans to the stadium: South Korea sent a football team to Cuba "
    "for a friendly match, and the coach praised the players and the goalkeeper of the league."
)


def coded(*paragraphs: str, config: Config) -> Coded:
    report = Report(key="test", text="\n\n".join((POLITICS, *paragraphs)))
    return Journey.from_config(config).code(report)


def test_an_own_type_is_found_where_there_is_no_politics_otherwise() -> None:
    without = coded(EXCHANGE, config=Config())
    found = coded(EXCHANGE, config=Config(types=(FITTED,)))

    assert [problem.kind for problem in without.problems] == ["not-read"]
    (talks,) = without.claims
    assert talks.type == "CONSULT"
    assert [claim.mode for claim in found.claims] == [talks.mode, "own:cultural-exchange"]
    assert found.problems == ()


def test_what_is_passed_over_without_own_types_gives_no_other_claims_with_them() -> None:
    claims = coded(SPORT, config=Config(types=(FITTED,))).claims

    assert [claim.type for claim in claims] == ["CONSULT"]


def test_own_types_change_nothing_where_there_are_none() -> None:
    ((plain,), (own,)) = (
        coded(config=config).claims for config in (Config(), Config(types=(FITTED,)))
    )

    assert plain.type == "CONSULT"
    assert (own.type, own.mode) == (plain.type, plain.mode)

"""Own types in sentences: they stand over rules, and are found where no rule knows the verb."""

from collections.abc import Sequence
from datetime import date

import pytest

from detente.codebook import OwnType
from detente.events.coder import RuleCoder
from detente.events.coding import Coding
from detente.events.judge import Judge
from detente.events.own import NO_OWN, OwnHeads, OwnReader
from detente.reading.parse import SpacyParser
from detente.records import Report
from events.own_fakes import FakeSeer, head, heads, reading
from events.phrasebook import links_of

TRADE = OwnType(name="swap-trade", parent="COOPERATE", definition="Sides swap things.")


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def judging(own: OwnHeads) -> Judge:
    made, seer = Judge(own), FakeSeer(reading("SUPPORT", 0.6))
    made.__dict__["model"] = OwnReader(seer, own) if own.heads else seer
    return made


def codings(parser: SpacyParser, text: str, own: OwnHeads) -> list[Coding]:
    """The acts of own types, where rules tell what they tell."""
    sentence = parser.parse(Report(key="test", text=text, published=date(2024, 2, 2)))[0]
    links = links_of(sentence, text)
    return judging(own).own_acts(sentence, links, RuleCoder().code(sentence, links))


def acts(found: list[Coding]) -> list[tuple[str, str | None]]:
    return [(coding.type, coding.mode) for coding in found]


def test_an_own_type_stands_over_what_a_rule_says_and_tells_so(parser: SpacyParser) -> None:
    text = "Norland freed Sudrian prisoners and swapped maps."

    (coding,) = codings(parser, text, heads())[:1]

    assert (coding.type, coding.mode) == ("RETREAT", "own:prisoner-swap")
    assert "own:prisoner-swap 0.97" in coding.why


def test_a_rule_of_another_type_gives_way(parser: SpacyParser) -> None:
    text = "Norland praised Sudria for the prisoners it swapped."

    (coding,) = codings(parser, text, heads(head(bias=-8.0)))

    assert (coding.type, coding.mode) == ("RETREAT", "own:prisoner-swap")
    assert "over SUPPORT" in coding.why


def test_an_own_type_is_found_at_a_verb_of_which_no_rule_knows(parser: SpacyParser) -> None:
    text = "Norland swapped prisoners with Sudria."
    without = codings(parser, text, NO_OWN)

    (coding,) = codings(parser, text, heads())

    assert ("RETREAT", "own:prisoner-swap") not in acts(without)
    assert coding.mode == "own:prisoner-swap"


def test_part_of_an_act_that_is_told_is_no_act_of_its_own(parser: SpacyParser) -> None:
    text = "Norland accused Sudria, saying that Vostia swapped prisoners."
    sentence = parser.parse(Report(key="test", text=text))[0]
    links, judge = links_of(sentence, text), judging(heads())
    told = RuleCoder().code(sentence, links)

    swapped = [token.text for token in sentence.tokens].index("swapped")

    def words(told: Sequence[Coding]) -> set[int]:
        return {one.predicate for one in judge.own_acts(sentence, links, told)}

    assert swapped in words(())
    assert words(told) == {one.predicate for one in told}


def test_the_second_side_is_looked_for_within_the_object(parser: SpacyParser) -> None:
    text = "Norland swapped the freedom of prisoners from Sudria."

    (coding,) = codings(parser, text, heads(head(TRADE)))

    assert coding.mode == TRADE.mode
    assert [link.actors[0].country for link in coding.recipients] == ["SUD"]


def test_nobody_is_the_doer_of_an_own_type_by_guess(parser: SpacyParser) -> None:
    text = "Sudrian prisoners were videotaped."

    assert codings(parser, text, heads(head(bias=-2.0))) == []


def test_an_act_that_needs_two_sides_is_not_found_with_one(parser: SpacyParser) -> None:
    text = "Norland swapped prisoners."

    assert TRADE.mode not in [mode for _, mode in acts(codings(parser, text, heads(head(TRADE))))]
    assert acts(codings(parser, text, heads())) == [("RETREAT", "own:prisoner-swap")]


def test_given_sides_get_an_own_type_too(parser: SpacyParser) -> None:
    text = "Norland swapped prisoners with Sudria."
    sentence = parser.parse(Report(key="test", text=text))[0]
    links = links_of(sentence, text)

    coding = judging(heads()).code_pair(sentence, links[:1], links[1:], None)

    assert (coding.type, coding.mode) == ("RETREAT", "own:prisoner-swap")


def test_versions_name_the_own_types() -> None:
    own = heads()

    assert judging(own).version == f"model-fake+own-{own.digest}"
    assert judging(NO_OWN).version == "model-fake"

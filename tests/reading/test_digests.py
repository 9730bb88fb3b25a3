"""Digests: what is one, and what is found in its items."""

from dataclasses import replace
from datetime import date

import pytest

from builders import a_report
from detente.config import Config
from detente.pipeline import Journey
from detente.reading.digests import items_of
from detente.records import Claim, Report

ITEMS = (
    "Norwegian police arrested two men in Oslo on Monday.",
    "Kenya closed its border with Somalia after gunmen killed six farmers.",
    "The Peruvian president accused Chile of spying on him.",
    "Japan and the Philippines signed a defence pact in Manila.",
    "Thousands of teachers marched through Buenos Aires against the government of Argentina.",
    "Greek coast guards rescued forty people off Crete.",
    "Thai troops shelled a village in Cambodia.",
)
STORY = (
    "Norway expelled two Russian envoys on Monday.",
    "The foreign ministry in Oslo accused them of spying.",
    "Russia rejected the charge and promised an answer.",
    "Norwegian ministers have warned of Russian spies for years.",
    "In March a court in Oslo jailed a Russian who had sold maps.",
    "Sweden and Denmark said that they stood by Norway.",
    "The ministry gave no names.",
)
JOURNEY = Journey.from_config(Config())


def _digest(items: tuple[str, ...], body_start: int = 0) -> Report:
    report = a_report("\n\n".join(items), published=date(2024, 2, 2))
    return replace(report, body_start=body_start)


def _items(report: Report) -> list[tuple[int, Report]]:
    return items_of(report, JOURNEY.linker.countries_in)


def test_items_that_name_others_are_read_apart() -> None:
    report = _digest(ITEMS)

    items = _items(report)

    assert [item.text for _, item in items] == list(ITEMS)
    assert all(report.text[start:].startswith(item.text) for start, item in items)


@pytest.mark.parametrize(
    "items",
    [
        STORY,
        ITEMS[:5],
        tuple(f"{item} He said so." for item in STORY),
        (*ITEMS[:6], "It then burnt the houses.", "They had left."),
        (*ITEMS, "A cat slept.", "It rained.", "Shops were shut."),
    ],
    ids=["story", "few", "long story", "taken up", "nobody named"],
)
def test_what_hangs_together_is_read_whole(items: tuple[str, ...]) -> None:
    report = _digest(items)

    assert _items(report) == [(0, report)]


def test_a_headline_above_a_digest_stays_one() -> None:
    report = _digest(("Monday in short", *ITEMS), body_start=17)

    assert [item.body_start for _, item in _items(report)] == [15, 0, 0, 0, 0, 0, 0, 0]


def test_each_item_gives_what_it_gives_alone_at_its_place() -> None:
    report = _digest(ITEMS)
    coded = JOURNEY.code(report)

    alone = [
        _told(claim)
        for item in ITEMS
        for claim in JOURNEY.code(a_report(item, published=date(2024, 2, 2))).claims
    ]
    assert len(alone) >= len(ITEMS)
    assert [_told(claim) for claim in coded.claims] == alone
    sentences = JOURNEY.sentences(report)
    for claim in coded.claims:
        assert claim.report_id == report.id
        assert claim.predicate.span in sentences[claim.sentence].span
        for citation in claim.citations:
            report.check(citation)
    assert coded.problems == ()


def _told(claim: Claim) -> tuple[str, list[str], list[str], str]:
    return (
        claim.type,
        [one.value.code for one in claim.actors],
        [one.value.code for one in claim.recipients],
        claim.citation.quote,
    )


def test_what_was_weighed_is_told_at_its_place() -> None:
    report = _digest(ITEMS)

    words = {report.text[span.start : span.end] for span, _ in JOURNEY.proposals(report)}

    assert {"arrested", "closed", "accused", "signed", "shelled"} <= words

"""The brief of the model case, held against the reading of it that was written by hand.

Skipped where the shared folder with the case is not beside the checkout.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.actors import load_gazetteer
from detente.pipeline import Journey
from detente.records import Report
from detente.relations import Brief, Scope, brief_from_claims
from detente.relations.brief.commitments import DisputeKind

FOLDER = Path(__file__).parents[3] / "shared" / "seed"
LEVELS = {"working": "working level"}
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the model case is not here: {FOLDER} does not exist"
)


@pytest.fixture(scope="module")
def key() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "key.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def text(key: dict[str, Any]) -> str:
    return (FOLDER / str(key["text_file"])).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def brief(key: dict[str, Any], text: str, journey: Journey) -> Brief:
    report = Report(
        key="seed",
        text=text,
        outlet=key["outlet"],
        credited=key["brief"]["provenance"]["credits"],
        published=date.fromisoformat(key["published"]),
    )
    side_a, side_b = key["brief"]["dyad"]
    scope = Scope(side_a=side_a, side_b=side_b)
    return brief_from_claims([journey.code(report)], scope, journey.codebook)


def test_channels_are_those_of_the_key_and_no_others(brief: Brief, key: dict[str, Any]) -> None:
    found = [(c.level.value, c.state.value, set(c.issues)) for c in brief.channels]
    wanted = key["brief"]["channels"]

    for channel in wanted:
        level = LEVELS.get(channel["level"], channel["level"])
        assert any(
            (level, channel["state"]) == (known, state) and set(channel["issues"]) <= issues
            for known, state, issues in found
        ), channel
    assert len(found) == len(wanted)


def test_last_and_next_contacts_are_those_of_the_key(brief: Brief, key: dict[str, Any]) -> None:
    leaders, senior, military = brief.channels[:3]

    assert leaders.last is not None
    assert leaders.last.when is not None
    assert leaders.last.when.earliest == date(2023, 11, 1)
    assert leaders.next is not None
    assert leaders.next.when is not None
    assert leaders.next.when.earliest == date(2024, 3, 1)
    assert leaders.next.announced_by == ("USA-GOV",)
    assert leaders.next.unconfirmed_by == ("CHN",)
    assert military.last is not None
    assert military.last.when is not None
    assert military.last.when.earliest == date(2023, 12, 1)
    wanted = key["brief"]["channels"][1]["who"]
    assert senior.who == tuple(one.partition(" (")[0] for one in wanted)


def test_linkage_is_told_with_who_gave_what(brief: Brief, key: dict[str, Any]) -> None:
    (wanted,) = key["brief"]["linkages"]
    (linkage,) = brief.linkages

    assert linkage.cue == wanted["cue"]
    assert linkage.for_what is not None
    assert linkage.for_what.by == (wanted["gave"].split()[0],)
    assert len(set(wanted["gave"].split()) & set(linkage.for_what.words.split())) > 3
    assert len(set(wanted["got"].split()) & set(linkage.what.words.split())) > 1


def test_both_disputes_are_told(brief: Brief, key: dict[str, Any]) -> None:
    framing, call = brief.disputed
    says = {one.side: one.says for one in framing.positions}
    wanted, also = key["brief"]["disputed"]

    assert framing.kind is DisputeKind.FRAMING
    assert wanted["USA"] in says["USA"]
    for named in wanted["CHN"].split("; "):  # "X in disguise; the Y"
        assert named.removeprefix("the ").split(" in ")[0] in says["CHN"]
    assert {one.side: one.says for one in call.positions} == {
        side: also[side] for side in key["brief"]["dyad"]
    }


def test_limits_of_the_key_are_told(brief: Brief, key: dict[str, Any]) -> None:
    entries = load_gazetteer(()).entries
    found = [
        (one.side, set(re.findall(r"\w+", f"{one.what} {one.issue} {_names(one.third, entries)}")))
        for one in brief.limits
    ]
    quotes = {one.side: " ".join(q.words for q in one.quotes) for one in brief.limits}
    held = [
        wanted
        for wanted in key["brief"]["limits"]
        if any(
            side == wanted["side"]
            and set(wanted["issue"].split()) <= {word.lower() for word in words}
            for side, words in found
        )
        or wanted["issue"] in quotes[wanted["side"]]
    ]

    assert held == key["brief"]["limits"]


def _names(codes: tuple[str, ...], entries: Any) -> str:
    return " ".join(entries[code].name for code in codes)


def test_frictions_third_parties_and_experts_are_told(brief: Brief, key: dict[str, Any]) -> None:
    wanted = key["brief"]
    experts = {f"{one.name} {one.affiliation}" for one in brief.assessments}

    assert set(wanted["frictions"]) <= {one.issue for one in brief.frictions}
    assert {one.country for one in brief.third_parties} == set(wanted["third_parties"])
    assert len(experts) == len(wanted["assessments"])
    for name, house in (one.rstrip(")").split(" (") for one in wanted["assessments"]):
        assert any(name in told and house in told for told in experts)


def test_brief_says_on_whose_word_it_stands(brief: Brief, key: dict[str, Any]) -> None:
    wanted = key["brief"]["provenance"]

    assert brief.provenance.outlets == (wanted["outlet"],)
    assert brief.provenance.credited == (wanted["credits"],)
    assert brief.provenance.n_independent == 1
    assert brief.as_of == date.fromisoformat(key["brief"]["as_of"])


def test_every_line_cites_words_that_are_there(brief: Brief, text: str) -> None:
    quotes = [
        *(quote for one in brief.channels for contact in one.contacts for quote in contact.quotes),
        *(quote for one in brief.limits for quote in one.quotes),
        *(quote for one in brief.frictions for quote in one.quotes),
        *(quote for one in brief.assessments for quote in one.quotes),
        *(quote for one in brief.disputed for said in one.positions for quote in said.quotes),
        *(quote for one in brief.watch for quote in one.quotes),
        *(one.quote for one in brief.linkages),
    ]

    assert len(quotes) > 30
    assert all(text[quote.start : quote.end] == quote.words for quote in quotes)

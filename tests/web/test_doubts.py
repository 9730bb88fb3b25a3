"""What the coders write in a claim's ``why`` is what the queue of doubtful claims reads."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from builders import a_claim, a_coding, a_report, a_run
from detente.codebook import load_codebook
from detente.events.coder import Coding
from detente.events.model import NO_EVENT, Reading
from detente.events.model_coder import FOUND_ACT, _joined
from detente.ledger import Ledger
from detente.records import Claim, Status
from detente.web import doubts
from detente.web.doubts import Doubt, doubt_of, next_doubt, progress_of

TYPES = (*(event_type.name for event_type in load_codebook().types), NO_EVENT)


def model_reading(type_: str, share: float, status_share: float = 0.97) -> Reading:
    """The model is for ``type_``, and for an act that is done."""
    rest = (1.0 - share) / (len(TYPES) - 1)
    return Reading(
        types={name: share if name == type_ else rest for name in TYPES},
        modes={},
        statuses={
            name: status_share if name is Status.ACTUAL else (1 - status_share) / 3
            for name in Status
        },
        historical=0.0,
        contexts={},
    )


def by_rules(type_: str = "CONSULT", status: Status = Status.ACTUAL, cue: str = "") -> Coding:
    reason = f"; {status} by {cue!r}" if cue else ""
    return Coding(
        sentence=0,
        predicate=0,
        type=type_,
        mode=None,
        status=status,
        agents=(),
        recipients=(),
        score=0.9,
        why=f"rule {type_.lower()}.toml: verb 2 meet{reason}",
    )


def claim_of(coding: Coding, number: int = 0) -> Claim:
    report = a_report(f"Norland met Sudria, {number}.", key=f"report-{number}")
    return a_claim(
        report,
        type=coding.type,
        status=coding.status,
        score=round(coding.score, 4),
        why=coding.why,
        predicate="met",
    )


def doubts_in(folder: Path, *claims: Claim) -> list[Doubt]:
    """Keep claims, and read their doubts in their order."""
    reports = [a_report(f"Norland met Sudria, {n}.", key=f"report-{n}") for n in range(len(claims))]
    by_id = {report.id: report for report in reports}
    with Ledger.open(folder / "doubts.duckdb") as ledger:
        codings = [a_coding(by_id[one.report_id], claims=(one,)) for one in claims]
        assert not ledger.add(codings, a_run()).refused
        found = [doubt_of(ledger, one.id) for one in claims]
    return [one for one in found if one is not None]


def shares(doubt: Doubt) -> Mapping[str, float]:
    return {one.words: one.share for one in doubt.reasons}


def test_rules_and_model_that_agree_are_read_as_agreeing(tmp_path: Path) -> None:
    coding = _joined(by_rules(), model_reading("CONSULT", 0.9), FOUND_ACT)

    (found,) = doubts_in(tmp_path, claim_of(coding))

    assert found.by_rules is not None
    assert found.by_model is not None
    assert (found.by_rules.type, found.by_rules.status) == ("CONSULT", Status.ACTUAL)
    assert (found.by_model.type, found.by_model.share) == ("CONSULT", 0.9)
    assert shares(found)["the model gives the type 90%"] == pytest.approx(0.05)


def test_a_type_that_the_model_put_over_that_of_the_rules_is_at_odds(tmp_path: Path) -> None:
    coding = _joined(by_rules("ACCUSE"), model_reading("THREATEN", 0.999), FOUND_ACT)
    assert coding.type == "THREATEN"

    (found,) = doubts_in(tmp_path, claim_of(coding))

    assert shares(found)["the rules read ACCUSE, the model THREATEN"] == doubts.WEIGHTS["odds"]


@pytest.mark.parametrize("cue", ["if", "n't", 'so-called "plan"'])
def test_the_cue_of_a_status_is_read_in_any_quotes(tmp_path: Path, cue: str) -> None:
    coding = by_rules(status=Status.HYPOTHETICAL, cue=cue)

    (found,) = doubts_in(tmp_path, claim_of(coding))

    assert found.by_rules is not None
    assert (found.by_rules.status, found.by_rules.cue) == (Status.HYPOTHETICAL, cue)


def test_a_status_that_the_model_put_over_that_of_the_rules_is_at_odds(tmp_path: Path) -> None:
    reading = model_reading("CONSULT", 0.99, status_share=0.9999)
    coding = _joined(by_rules(status=Status.FUTURE, cue="will"), reading, FOUND_ACT)
    assert coding.status is Status.ACTUAL

    (found,) = doubts_in(tmp_path, claim_of(coding))

    assert shares(found)["the rules read it as planned, “will”"] == doubts.WEIGHTS["status_odds"]


def test_a_claim_of_the_model_alone_has_no_reading_of_rules(tmp_path: Path) -> None:
    coding = replace(by_rules(), why="model CONSULT 0.88")

    (found,) = doubts_in(tmp_path, claim_of(coding))

    assert found.by_rules is None
    assert found.by_model is not None
    assert "the model gives" not in " ".join(shares(found))


def test_a_claim_of_rules_alone_is_doubted_by_its_score(tmp_path: Path) -> None:
    (found,) = doubts_in(tmp_path, claim_of(by_rules()))

    assert found.by_model is None
    assert shares(found) == {"the coder is unsure of the type": pytest.approx(0.1)}


def test_claims_of_equal_doubt_are_all_seen_once(tmp_path: Path) -> None:
    codings = [replace(by_rules(), score=0.5)] * 5
    claims = [claim_of(coding, number) for number, coding in enumerate(codings)]
    doubts_in(tmp_path, *claims)

    seen: list[str] = []
    with Ledger.open(tmp_path / "doubts.duckdb", read_only=True) as ledger:
        assert progress_of(ledger, {}).n_left == len(claims)
        after = None
        while (found := next_doubt(ledger, {}, after)) is not None:
            seen.append(found.claim_id)
            after = found.cursor
    assert len(seen) == len(set(seen)) == len(claims)

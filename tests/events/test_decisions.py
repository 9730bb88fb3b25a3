"""What a person decides on an event or a claim -> rulings on claims."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from builders import a_claim, a_report
from detente.errors import BadInput, UnknownCode
from detente.events.decisions import Decision, Verdict, rulings_of, together_with
from detente.events.rulings import Decisions
from detente.records import Claim, RulingKind

VERDICT = Verdict(by="Ada", at=datetime(2024, 2, 2, tzinfo=UTC), because="read it twice")
ONE, TWO, THREE = (a_claim(a_report(f"Norland met Sudria, {n}.", key=n)) for n in "abc")


@dataclass(frozen=True)
class Meant:
    """An event's claims, or one of them."""

    claims: tuple[Claim, ...]
    claim: Claim | None = None

    @property
    def meant(self) -> tuple[Claim, ...]:
        return (self.claim,) if self.claim else self.claims


EVENT, CLAIM, OTHER = Meant((ONE, TWO)), Meant((ONE, TWO), ONE), Meant((THREE,))


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        (Decision(is_accepted=True), RulingKind.ACCEPT),
        (Decision(is_rejected=True), RulingKind.REJECT),
        (Decision(values={"status": "future"}), RulingKind.SET),
    ],
)
def test_a_decision_on_an_event_rules_on_each_of_its_claims(
    decision: Decision, kind: RulingKind
) -> None:
    rulings = rulings_of(EVENT, decision, VERDICT)

    assert [(one.kind, one.target) for one in rulings] == [(kind, ONE.id), (kind, TWO.id)]
    assert {(one.by, one.because, one.made_at) for one in rulings} == {
        ("Ada", "read it twice", VERDICT.at)
    }


def test_a_decision_on_a_claim_rules_on_it_alone() -> None:
    (ruling,) = rulings_of(CLAIM, Decision(is_rejected=True), VERDICT)

    assert ruling.target == ONE.id


def test_the_same_as_an_event_ties_one_claim_of_each() -> None:
    (ruling,) = rulings_of(EVENT, Decision(same_as=OTHER), VERDICT)

    assert (ruling.target, ruling.other) == (ONE.id, THREE.id)


def test_a_claim_is_kept_apart_from_every_other_of_its_event() -> None:
    (ruling,) = rulings_of(CLAIM, Decision(different=EVENT), VERDICT)

    assert (ruling.kind, ruling.target, ruling.other) == (RulingKind.DIFFERENT, ONE.id, TWO.id)


def test_a_claim_cannot_be_kept_apart_from_itself() -> None:
    alone = Meant((THREE,), THREE)

    with pytest.raises(BadInput, match="they are one claim"):
        rulings_of(alone, Decision(different=OTHER), VERDICT)


def test_several_values_are_one_decision_each_and_go_together_by_matter() -> None:
    made = rulings_of(EVENT, Decision(values={"status": "future", "date": "2024"}), VERDICT)

    assert [one.field for one in together_with(made[0], made)] == ["status", "status"]


def test_nothing_or_two_things_cannot_be_decided() -> None:
    with pytest.raises(BadInput, match="decide one thing"):
        Decision()
    with pytest.raises(BadInput, match="decide one thing"):
        Decision(is_accepted=True, is_rejected=True)


def test_what_could_not_be_applied_is_refused() -> None:
    with pytest.raises(UnknownCode):
        rulings_of(CLAIM, Decision(values={"type": "NONSENSE"}), VERDICT)


def test_an_accepted_claim_is_as_it_was_coded() -> None:
    decisions = Decisions(rulings_of(EVENT, Decision(is_accepted=True), VERDICT))

    assert [decisions.ruled(claim) for claim in (ONE, TWO)] == [ONE, TWO]

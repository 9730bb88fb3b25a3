"""What the sides owe or hold out, and what became of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from builders import a_claim, a_coding, a_date, a_report, a_speaker
from detente.codebook import Codebook
from detente.records import Claim, Status
from detente.relations.brief.brief import brief_from_claims
from detente.relations.brief.commitments import (
    Commitment,
    CommitmentKind,
    CommitmentState,
    DisputeKind,
    find_commitments,
    find_disputes,
)
from detente.relations.brief.page import commitment_line, story_lines
from detente.relations.brief.sections import find_watched
from detente.relations.evidence import Evidence, gather
from detente.relations.sides import Scope

SCOPE = Scope(side_a="NRL", side_b="SDR")
TEXT = "Norland promised Sudria to open the port. Sudria spoke of the port. Norland acted."
REPORT = a_report(TEXT)


def claim(quote: str = "Norland promised Sudria to open the port", **changes: Any) -> Claim:
    return a_claim(
        REPORT, **{"quote": quote, "actors": ("NRL",), "recipients": ("SDR",), **changes}
    )


def evidence(*claims: Claim) -> Evidence:
    return gather([a_coding(REPORT, claims=claims)], SCOPE)


def commitments(*claims: Claim) -> list[Commitment]:
    return list(find_commitments(evidence(*claims)))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"type": "AGREE"}, CommitmentKind.PROMISED),
        ({"type": "AGREE", "actors": ("NRL", "SDR"), "recipients": ()}, CommitmentKind.AGREED),
        ({"type": "THREATEN", "mode": "restrict"}, CommitmentKind.THREATENED),
        ({"type": "AID", "status": Status.FUTURE}, CommitmentKind.ANNOUNCED),
    ],
    ids=str,
)
def test_promises_threats_and_plans_are_commitments(
    changes: dict[str, Any], kind: CommitmentKind
) -> None:
    (found,) = commitments(claim(**changes))

    assert (found.kind, found.state) == (kind, CommitmentState.PENDING)
    assert "NRL" in found.by


def test_harm_held_out_on_a_condition_is_a_threat_once_it_is_done() -> None:
    words, deed = "Norland will put tariffs on timber", "Norland put tariffs on timber"
    told = a_report(f"{words} if Sudria acts.", key="a", published=date(2024, 2, 2))
    done = a_report(f"{deed}.", key="b", published=date(2024, 2, 20))
    sides: dict[str, Any] = {"actors": ("NRL",), "recipients": ("SDR",), "type": "SANCTION"}
    threat = a_claim(
        told,
        quote=words,
        status=Status.HYPOTHETICAL,
        speaker=a_speaker("NRL-GOV"),
        **sides,
    )
    open_one = gather([a_coding(told, claims=(threat,))], SCOPE)
    codings = [
        a_coding(told, claims=(threat,)),
        a_coding(done, claims=(a_claim(done, quote=deed, **sides),)),
    ]

    (found,) = find_commitments(gather(codings, SCOPE))

    assert find_commitments(open_one) == ()
    assert (found.kind, found.state) == (CommitmentKind.THREATENED, CommitmentState.DELIVERED)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "CONSULT", "status": Status.FUTURE},  # channels have planned talks
        {"type": "AGREE", "status": Status.NEGATED},
        {"type": "AGREE", "status": Status.HYPOTHETICAL},
        {"type": "ACCUSE"},
        {"type": "AGREE", "is_historical": True},
    ],
    ids=str,
)
def test_talks_denials_and_background_are_none(changes: dict[str, Any]) -> None:
    assert commitments(claim(**changes)) == []


def test_plan_whose_day_is_over_without_news_is_overdue() -> None:
    (found,) = commitments(claim(type="AID", status=Status.FUTURE, date=a_date("2024-01-05")))

    assert found.state is CommitmentState.OVERDUE


def test_plan_that_was_carried_out_is_delivered_and_names_the_act() -> None:
    early = replace(REPORT, published=date(2024, 1, 1), key="early")
    plan = a_claim(
        early,
        quote="Norland promised Sudria to open the port",
        type="AID",
        status=Status.FUTURE,
        actors=("NRL",),
        recipients=("SDR",),
        date=a_date("2024-01-05"),
    )
    deed = claim("Norland acted", type="AID", date=a_date("2024-01-05"))
    coded = [a_coding(early, claims=(plan,)), a_coding(REPORT, claims=(deed,))]
    (found,) = find_commitments(gather(coded, SCOPE))

    assert found.state is CommitmentState.DELIVERED
    assert [proof.quotes[0].words for proof in found.proof] == ["Norland acted"]


def test_agreement_on_one_sides_word_alone_says_so_and_is_disputed() -> None:
    told = evidence(
        claim(type="AGREE", actors=("NRL", "SDR"), recipients=(), speaker=a_speaker("SDR-GOV"))
    )
    found = find_commitments(told)
    (dispute,) = find_disputes(told, found)

    assert found[0].only_told_by == "SDR"
    assert dispute.kind is DisputeKind.ONE_SIDED


def test_agreement_that_an_outlet_tells_itself_is_not_one_sided() -> None:
    (found,) = commitments(claim(type="AGREE", actors=("NRL", "SDR"), recipients=()))

    assert found.only_told_by is None


def test_denied_act_is_disputed() -> None:
    told = evidence(claim(type="ASSAULT", status=Status.NEGATED, speaker=a_speaker("NRL-GOV")))
    (dispute,) = find_disputes(told, ())

    assert dispute.kind is DisputeKind.DENIED
    assert [(one.side, one.says) for one in dispute.positions] == [("NRL", "denied")]


def test_open_threats_and_plans_are_watched_and_what_is_over_is_not() -> None:
    told = evidence(
        claim(type="THREATEN", mode="restrict"),
        claim(
            "Sudria spoke of the port", type="AID", status=Status.FUTURE, date=a_date("2024-03-01")
        ),
        claim("Norland acted", type="AID", status=Status.FUTURE, date=a_date("2023-12-01")),
    )
    watched = find_watched(told, (), find_commitments(told))

    assert [(one.latest, one.is_threat) for one in watched] == [
        (date(2024, 3, 1), False),
        (None, True),
    ]


LIFTED = "Norland lifted its sanctions on timber"
IMPOSED = "Norland imposed sanctions on timber"


def lifting(*later: tuple[str, str]) -> Commitment:
    """A promise of January to lift sanctions on timber, and later deeds: day and words."""
    told = [("2024-01-05", "Norland agreed to lift its sanctions on timber"), *later]
    kinds = {"agreed": "AGREE", "lifted": "CONCEDE", "imposed": "SANCTION"}
    coded = []
    for day, words in told:
        report = a_report(words, published=date.fromisoformat(day), key=day)
        claim = a_claim(
            report,
            quote=words,
            type=kinds[words.split()[1]],
            actors=("NRL",),
            recipients=("SDR",),
            date=a_date(day),
        )
        coded.append(a_coding(report, claims=(claim,)))
    (found,) = find_commitments(gather(coded, SCOPE))
    return found


def test_promise_of_which_both_is_told_is_neither_kept_nor_broken() -> None:
    for first, second in ((LIFTED, IMPOSED), (IMPOSED, LIFTED)):
        found = lifting(("2024-02-05", first), ("2024-06-05", second))
        line = commitment_line(found, SCOPE)

        assert found.state is CommitmentState.PENDING
        assert line.facts[-1] == "perhaps settled by [2:0] [3:0]"
    assert lifting(("2024-02-05", LIFTED)).state is CommitmentState.DELIVERED
    assert lifting(("2024-02-05", IMPOSED)).state is CommitmentState.BROKEN


def test_plan_of_several_is_announced_by_a_side_and_not_by_a_third_that_takes_part() -> None:
    plan: dict[str, Any] = {
        "type": "RETREAT",
        "status": Status.FUTURE,
        "actors": ("NRL", "SDR", "VST"),
    }

    assert commitments(claim(**plan, recipients=(), speaker=a_speaker("VST-GOV"))) == []
    assert len(commitments(claim(**plan, recipients=(), speaker=a_speaker("SDR-GOV")))) == 1


def test_who_is_bound_is_named_as_in_a_sentence() -> None:
    def head(kind: str, *parties: str, recipients: tuple[str, ...] = ()) -> str:
        report = a_report("They gave their word on fishing.", published=date(2024, 2, 1))
        words = {"quote": "gave their word", "type": kind, "recipients": recipients}
        claim = a_claim(report, actors=parties, **words)
        named = replace(SCOPE, name_a="Norlandic Republic", name_b="Sudria")
        (found,) = find_commitments(gather([a_coding(report, claims=(claim,))], named))
        return commitment_line(found, named).head

    assert head("AGREE", "NRL-GOV", "SDR-GOV") == "The Norlandic Republic and Sudria agreed"
    assert head("AGREE", "SDR-GOV", recipients=("NRL-GOV",)) == (
        "Sudria promised to the Norlandic Republic"
    )
    assert head("AGREE", "SDR-GOV", recipients=("NRL-GOV", "GOV")) == (
        "Sudria promised to the Norlandic Republic"  # and to governments that nobody names
    )
    assert head("THREATEN", "NRL", recipients=("SDR-BUS",)) == (
        "The Norlandic Republic threatened SDR-BUS"
    )
    assert head("THREATEN", "NRL-REB", recipients=("SDR-GOV",)) == "NRL-REB threatened Sudria"
    assert head("THREATEN", "NRL-MIL", "NRL-GOV", recipients=("SDR",)) == (
        "The Norlandic Republic threatened Sudria"
    )


def test_who_breaks_a_common_word_is_named(codebook: Codebook) -> None:
    texts = {
        "2024-01-05": "Norland and Sudria agreed to a ceasefire at the port",
        "2024-02-05": "Norland shelled the port of Sudria",
    }
    given: dict[str, dict[str, Any]] = {
        "2024-01-05": {"type": "AGREE", "actors": ("NRL", "SDR"), "recipients": ()},
        "2024-02-05": {"type": "ASSAULT", "actors": ("NRL",), "recipients": ("SDR",)},
    }
    coded = []
    for day, words in texts.items():
        report = a_report(words, published=date.fromisoformat(day), key=day)
        claim = a_claim(report, quote=words, date=a_date(day), **given[day])
        coded.append(a_coding(report, claims=(claim,)))
    *_, changed = story_lines(brief_from_claims(coded, SCOPE, codebook))

    assert "NRL broke what NRL and SDR agreed" in changed.head


def test_threat_of_which_only_the_threatened_tells_is_no_commitment() -> None:
    def found(by: str) -> int:
        report = a_report("Norland threatened Sudria")
        sides = {"actors": ("NRL",), "recipients": ("SDR",)}
        claim = a_claim(report, type="THREATEN", speaker=a_speaker(by), **sides)
        return len(find_commitments(gather([a_coding(report, claims=(claim,))], SCOPE)))

    assert (found("NRL-GOV"), found("SDR-GOV")) == (1, 0)


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("Norland is ready to respond with force to Sudria", 0),
        ("Norland confirms receipt of an invitation from Sudria", 0),
        ("Norland is ready to open the port to Sudria", 1),
    ],
)
def test_force_held_out_or_mail_received_is_no_promise(words: str, n: int) -> None:
    report = a_report(words)
    sides = {"actors": ("NRL",), "recipients": ("SDR",)}
    claim = a_claim(report, type="AGREE", **sides)

    assert len(find_commitments(gather([a_coding(report, claims=(claim,))], SCOPE))) == n

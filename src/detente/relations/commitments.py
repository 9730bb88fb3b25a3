"""Promises, threats and announcements -> commitments, and whether they were kept.

In:  the evidence of a brief.   Out: commitments between the sides, in the order of their days.
Does not: take "not told" for "not done": what no report says was delivered is pending.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.records import LinkKind, Status
from detente.relations.acts import Act
from detente.relations.evidence import Evidence
from detente.relations.sides import states_of

__all__ = ["Commitment", "CommitmentKind", "CommitmentState", "find_commitments"]

PROMISE = "AGREE"
THREAT = "THREATEN"
MERE_WORDS = frozenset({"ACCUSE", "CONSULT", "REJECT", "REQUEST", "SUPPORT"})  # bind nobody


class CommitmentKind(StrEnum):
    """What was said about what is to come."""

    PROMISED = "promised"
    AGREED = "agreed"
    THREATENED = "threatened"
    ANNOUNCED = "announced"


class CommitmentState(StrEnum):
    """What became of it, as far as reports tell."""

    DELIVERED = "delivered"
    REVERSED = "reversed"  # delivered, and later undone
    BROKEN = "broken"
    PENDING = "pending"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something a side owes, or holds out. ``by`` are the sides bound.

    ``proof`` are the acts that settled it, by their day; their links say how.
    ``only_told_by`` names the side on whose word alone an agreement of both stands.
    """

    kind: CommitmentKind
    state: CommitmentState
    by: tuple[str, ...]
    act: Act
    proof: tuple[Act, ...]
    only_told_by: str | None


def find_commitments(evidence: Evidence) -> tuple[Commitment, ...]:
    """Find what the sides agreed, promised, threatened or announced to each other.

    A planned talk is no commitment: channels and the watch list have it. Nor is a plan to say
    something.
    """
    settled = _settled(evidence.acts)
    return tuple(
        _commitment(act, kind, settled.get(act.event_id, ()), evidence)
        for act in evidence.between
        if not act.is_historical and (kind := _kind(act, evidence)) is not None
    )


# Private functions


def _kind(act: Act, evidence: Evidence) -> CommitmentKind | None:
    if act.status is Status.ACTUAL and act.type == THREAT:
        return CommitmentKind.THREATENED
    if act.status is Status.ACTUAL and act.type == PROMISE:
        both = len(set(_by(act, evidence))) > 1
        return CommitmentKind.AGREED if both else CommitmentKind.PROMISED
    if act.status is Status.FUTURE and act.type not in MERE_WORDS and evidence.is_own_word(act):
        return CommitmentKind.ANNOUNCED
    return None


def _settled(acts: Sequence[Act]) -> Mapping[str, list[tuple[LinkKind, Act]]]:
    """The acts that fulfil or break each act, by its event's id."""
    found: dict[str, list[tuple[LinkKind, Act]]] = defaultdict(list)
    for act in acts:
        for link in act.links:
            if link.kind is not LinkKind.ANSWERS:
                found[link.event_id].append((link.kind, act))
    return found


def _commitment(
    act: Act,
    kind: CommitmentKind,
    settled: Sequence[tuple[LinkKind, Act]],
    evidence: Evidence,
) -> Commitment:
    by = _by(act, evidence)
    return Commitment(
        kind=kind,
        state=_state(act, [link for link, _ in settled], evidence.day),
        by=by,
        act=act,
        proof=tuple(proof for _, proof in settled),
        only_told_by=_only_teller(act, by, evidence) if kind is CommitmentKind.AGREED else None,
    )


def _state(act: Act, links: Sequence[LinkKind], day: date | None) -> CommitmentState:
    """Take what came first: a promise that was kept is not broken by what is done afterwards.

    ``links`` are those of the acts that settled it, by their day.
    """
    if links and links[0] is LinkKind.BREAKS:
        return CommitmentState.BROKEN
    if LinkKind.BREAKS in links:
        return CommitmentState.REVERSED
    if links:
        return CommitmentState.DELIVERED
    is_due = act.status is Status.FUTURE and act.when is not None and day is not None
    if is_due and act.when is not None and day is not None and act.when.latest < day:
        return CommitmentState.OVERDUE
    return CommitmentState.PENDING


def _by(act: Act, evidence: Evidence) -> tuple[str, ...]:
    return tuple(_sides_in(states_of(act.actors), evidence))


def _sides_in(codes: frozenset[str], evidence: Evidence) -> Iterator[str]:
    return (side for side in evidence.scope.sides if side in codes)


def _only_teller(act: Act, by: Sequence[str], evidence: Evidence) -> str | None:
    """The one side on whose word all claims of a common act stand; outlets tell none of it."""
    if len(by) < len(evidence.scope.sides):
        return None
    claims = [evidence.claims[one].claim for one in act.claim_ids if one in evidence.claims]
    speakers = {claim.speaker.value.code if claim.speaker else None for claim in claims}
    if None in speakers:
        return None
    sides = set(_sides_in(states_of(code for code in speakers if code), evidence))
    return sides.pop() if len(sides) == 1 and len(speakers) == 1 else None

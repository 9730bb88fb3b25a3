"""What the sides tell differently, or only one confirms -> disputes.

In:  the evidence of a brief.   Out: how each side frames the relation, and disputed acts.
Does not: judge who is right, or take a third's word for a side's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.records import Remark, RemarkKind, Status
from detente.relations.acts import Act, Quote
from detente.relations.commitments import Commitment, CommitmentKind
from detente.relations.evidence import Evidence
from detente.relations.sides import states_of
from detente.relations.silence import Silence, silences
from detente.relations.wording import OUTLET

__all__ = ["Dispute", "DisputeKind", "Position", "find_disputes"]


ACCUSATION = "ACCUSE"
MEDIA = "-JRN"


class DisputeKind(StrEnum):
    """What is not told alike."""

    FRAMING = "framing"  # what the relation is
    UNCONFIRMED = "unconfirmed"  # one side tells it, the other does not confirm it
    DENIED = "denied"  # somebody denies it
    ONE_SIDED = "one-sided"  # something common on one side's word alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a side says of it. ``says`` is a word (``planned``, ``denied``) or its own words."""

    side: str
    says: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Something not told alike. ``act`` is ``None`` for how the relation is framed."""

    kind: DisputeKind
    act: Act | None
    positions: tuple[Position, ...]


def find_disputes(evidence: Evidence, commitments: Sequence[Commitment]) -> tuple[Dispute, ...]:
    """Find the disputes: the framing first, then acts in the order of their days."""
    found = [*_framing(evidence)]
    silent = silences(evidence)
    found += _rebuttals(evidence)
    for act in evidence.between:
        if act.denied_by:
            found.append(_denied(act))
        elif act.event_id in evidence.kept:
            continue
        elif act.event_id in silent or act.unconfirmed_by:
            found.append(_unconfirmed(act, silent.get(act.event_id, ())))
    found += [
        _one_sided(one)
        for one in commitments
        if one.kind is CommitmentKind.AGREED and one.only_told_by and not one.act.denied_by
    ]
    return tuple(found)


# Private functions


def _framing(evidence: Evidence) -> Iterator[Dispute]:
    """How each side names the relation; a dispute only where both are told."""
    by_side: dict[str, list[tuple[str, Quote]]] = {}
    for remark, report in evidence.remarks(RemarkKind.FRAME):
        if remark.side in evidence.scope.sides:
            words = _in_its_words(remark)
            quote = evidence.quote_remark(remark, report)
            by_side.setdefault(remark.side, []).append((words, quote))
    if len(by_side) == len(evidence.scope.sides):
        positions = tuple(
            Position(
                side=side,
                says="; ".join(_without_repeats([words for words, _ in by_side[side]])),
                quotes=tuple(dict.fromkeys(quote for _, quote in by_side[side])),
            )
            for side in evidence.scope.sides
        )
        yield Dispute(kind=DisputeKind.FRAMING, act=None, positions=positions)


def _in_its_words(remark: Remark) -> str:
    """The words from the cue to the end of what it governs."""
    start = remark.citation.span.start
    end = max((remark.cue.span.end, *(part.span.end for part in remark.parts)))
    words = remark.citation.quote[remark.cue.span.start - start : end - start]
    return words.rstrip(" ,;.")


def _without_repeats(told: Sequence[str]) -> Iterator[str]:
    """Leave out words that stand within others."""
    for place, words in enumerate(told):
        others = (*told[:place], *(one for one in told[place + 1 :] if one != words))
        if not any(words in one for one in others):
            yield words


def _denied(act: Act) -> Dispute:
    affirming = [voice.code for voice in act.voices if voice.code not in act.denied_by]
    return Dispute(
        kind=DisputeKind.DENIED,
        act=act,
        positions=(
            *_positions(affirming, "affirmed", act.quotes),
            *_positions(act.denied_by, "denied", act.denials),
        ),
    )


def _rebuttals(evidence: Evidence) -> Iterator[Dispute]:
    """Accusations that the accused denies: what it denies is told right behind them."""
    for denial in (*evidence.others, *evidence.between):
        deniers = {code.partition("-")[0] for code in denial.denied_by}
        first = next((one for one in denial.claim_ids if one in evidence.claims), None)
        if denial.status is not Status.NEGATED or first is None:
            continue
        charge = evidence.act_before(evidence.claims[first].claim.citation)
        if charge is None or charge.type != ACCUSATION:
            continue
        if deniers & states_of(charge.recipients) & set(evidence.scope.sides):
            yield Dispute(
                kind=DisputeKind.DENIED,
                act=charge,
                positions=(
                    *_positions(charge.actors, "affirmed", charge.quotes),
                    *_positions(denial.denied_by, "denied", denial.denials),
                ),
            )


def _unconfirmed(act: Act, silent: Sequence[Silence]) -> Dispute:
    tellers = [voice.code for voice in act.voices]
    says = "planned" if act.status is Status.FUTURE else "affirmed"
    quiet = {one.side: [one.quote] for one in silent}
    for code in act.unconfirmed_by:
        quiet.setdefault(code.partition("-")[0], [])
    return Dispute(
        kind=DisputeKind.UNCONFIRMED,
        act=act,
        positions=(
            *_positions(tellers, says, act.quotes),
            *(
                Position(side=side, says="not confirmed", quotes=tuple(quotes))
                for side, quotes in quiet.items()
            ),
        ),
    )


def _one_sided(commitment: Commitment) -> Dispute:
    side, act = str(commitment.only_told_by), commitment.act
    told = Position(side=side, says="agreed by both", quotes=act.quotes)
    return Dispute(kind=DisputeKind.ONE_SIDED, act=act, positions=(told,))


def _positions(codes: Iterable[str], says: str, quotes: tuple[Quote, ...]) -> Iterator[Position]:
    parties = (one for one in codes if not one.startswith(OUTLET) and not one.endswith(MEDIA))
    for side in dict.fromkeys(code.partition("-")[0] for code in parties):
        yield Position(side=side, says=says, quotes=quotes)

"""Promises, threats and announcements -> commitments and whether they were kept; and disputes.

In:  the evidence of a brief.   Out: commitments in the order of their days; how each side frames
the relation; disputed acts.
Does not: take "not told" for "not done": what no report says was delivered is pending. It does not
judge who is right, or take a third's word for a side's.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.records import LinkKind, Remark, RemarkKind, Status
from detente.relations.evidence import Act, Evidence, Quote
from detente.relations.sides import answering_for, states_of
from detente.relations.wording import OUTLET

PROMISE = "AGREE"
THREAT = "THREATEN"
MERE_WORDS = frozenset({"ACCUSE", "CONSULT", "REJECT", "REQUEST", "SUPPORT"})  # bind nobody
_NO_WORD = re.compile(
    r"\b(?:(?:respond|react|answer|retaliat|strike)\w* (?:\w+ ){0,3}(?:with (?:\w+ )?force"
    r"|forcefully|harshly|militarily|back)|ready to (?:fight|retaliate|strike)"
    r"|(?:confirm|acknowledg)\w* (?:the )?receipt)\b",
    re.IGNORECASE,
)


class CommitmentKind(StrEnum):
    """What was said about what is to come."""

    PROMISED = "promised"
    AGREED = "agreed"
    THREATENED = "threatened"
    ANNOUNCED = "announced"


class CommitmentState(StrEnum):
    """What became of it, as far as reports tell."""

    DELIVERED = "delivered"
    BROKEN = "broken"
    PENDING = "pending"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something a side owes, or holds out. ``by`` are the sides bound.

    ``proof`` are the acts that bear on it, by their day; their links say how. Where some fulfil and
    others break it, nobody knows which is meant: it is settled by none.
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
        if not act.is_historical and (kind := _kind(act, evidence, settled)) is not None
    )


def _kind(act: Act, evidence: Evidence, settled: Collection[str]) -> CommitmentKind | None:
    """What an act holds out; harm on a condition is a threat where it was carried out."""
    if act.status is Status.ACTUAL and act.type == THREAT:
        return CommitmentKind.THREATENED if evidence.is_own_word(act) else None
    if act.status is Status.HYPOTHETICAL and act.event_id in settled:
        return CommitmentKind.THREATENED
    if act.status is Status.ACTUAL and act.type == PROMISE and not _is_no_word(act):
        both = len(_by(act, evidence)) > 1
        return CommitmentKind.AGREED if both else CommitmentKind.PROMISED
    if act.status is Status.FUTURE and act.type not in MERE_WORDS and evidence.is_own_word(act):
        return CommitmentKind.ANNOUNCED
    return None


def _is_no_word(act: Act) -> bool:
    """Whether all that tells a promise is an answer by force held out, or that mail came."""
    return all(_NO_WORD.search(quote.words) for quote in act.quotes)


def _settled(acts: Sequence[Act]) -> Mapping[str, list[tuple[LinkKind, Act]]]:
    """The acts that fulfil or break each act, by its event's id."""
    found: dict[str, list[tuple[LinkKind, Act]]] = defaultdict(list)
    for act in acts:
        for link in act.links:
            if link.kind is not LinkKind.ANSWERS:
                found[link.event_id].append((link.kind, act))
    return found


def _commitment(
    act: Act, kind: CommitmentKind, settled: Sequence[tuple[LinkKind, Act]], evidence: Evidence
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
    if links and len({*links}) == 1:
        is_kept = links[0] is LinkKind.FULFILS
        return CommitmentState.DELIVERED if is_kept else CommitmentState.BROKEN
    if act.status is Status.FUTURE and act.when and day and act.when.latest < day:
        return CommitmentState.OVERDUE
    return CommitmentState.PENDING


def _by(act: Act, evidence: Evidence) -> tuple[str, ...]:
    return evidence.scope.among(act.doers)


def _only_teller(act: Act, by: Sequence[str], evidence: Evidence) -> str | None:
    """The one side on whose word all claims of a common act stand; outlets tell none of it."""
    if len(by) < len(evidence.scope.sides):
        return None
    told = evidence.claims_of(act)
    speakers = {claim.speaker.value.code if claim.speaker else None for claim in told}
    if None in speakers:
        return None
    sides = evidence.scope.among(states_of(code for code in speakers if code))
    return sides[0] if len(sides) == 1 and len(speakers) == 1 else None


# --- What the sides tell differently, or only one confirms -> disputes.
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
    found = [*_framing(evidence), *_rebuttals(evidence)]
    for act in evidence.between:
        if act.denied_by:
            found.append(_denied(act))
        elif act.event_id in evidence.kept:
            continue
        elif evidence.unconfirmed_by(act):
            found.append(_unconfirmed(act, evidence.silences.get(act.event_id, {})))
    found += [
        _one_sided(one)
        for one in commitments
        if one.kind is CommitmentKind.AGREED and one.only_told_by and not one.act.denied_by
    ]
    return tuple(found)


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
        if deniers & charge.receivers & set(evidence.scope.sides):
            yield Dispute(
                kind=DisputeKind.DENIED,
                act=charge,
                positions=(
                    *_positions(charge.actors, "affirmed", charge.quotes),
                    *_positions(denial.denied_by, "denied", denial.denials),
                ),
            )


def _unconfirmed(act: Act, silent: Mapping[str, Quote]) -> Dispute:
    tellers = [voice.code for voice in act.voices]
    says = "planned" if act.status is Status.FUTURE else "affirmed"
    quiet = {side: (quote,) for side, quote in silent.items()}
    sides = dict.fromkeys((*quiet, *(code.partition("-")[0] for code in act.unconfirmed_by)))
    return Dispute(
        kind=DisputeKind.UNCONFIRMED,
        act=act,
        positions=(
            *_positions(tellers, says, act.quotes),
            *(
                Position(side=side, says="not confirmed", quotes=quiet.get(side, ()))
                for side in sides
            ),
        ),
    )


def _one_sided(commitment: Commitment) -> Dispute:
    side, act = str(commitment.only_told_by), commitment.act
    told = Position(side=side, says="agreed by both", quotes=act.quotes)
    return Dispute(kind=DisputeKind.ONE_SIDED, act=act, positions=(told,))


def _positions(codes: Iterable[str], says: str, quotes: tuple[Quote, ...]) -> Iterator[Position]:
    parties = (one for one in codes if not one.startswith(OUTLET) and not one.endswith(MEDIA))
    for side in dict.fromkeys(map(answering_for, parties)):
        yield Position(side=side, says=says, quotes=quotes)

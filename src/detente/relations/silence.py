"""Remarks that a side does not confirm -> the act that it leaves open.

In:  the evidence of a brief.   Out: for each such act, who is silent and in which words.
Does not: take silence for denial.
"""

from collections import defaultdict
from dataclasses import dataclass

from detente.records import RemarkKind, Status
from detente.relations.acts import Act, Quote
from detente.relations.evidence import Evidence

__all__ = ["Silence", "silences"]


@dataclass(frozen=True, slots=True)
class Silence:
    """A side that has not confirmed something, and the words that tell it."""

    side: str
    quote: Quote


def silences(evidence: Evidence) -> dict[str, list[Silence]]:
    """Find the acts that a side is told not to confirm, by event id.

    The act is the last one between the sides that is told before the words, close by.
    """
    found: dict[str, list[Silence]] = defaultdict(list)
    for remark, report in evidence.remarks(RemarkKind.UNCONFIRMED):
        if remark.side not in evidence.scope.sides:
            continue
        act = evidence.act_before(remark.cue)
        if act is not None and _leaves_open(act, remark.cue.quote):
            quote = evidence.quote_remark(remark, report)
            found[act.event_id].append(Silence(remark.side, quote))
    return dict(found)


def _leaves_open(act: Act, cue: str) -> bool:
    """Whether silence means anything: a comment declined says nothing of what outlets know."""
    return "confirm" in cue.lower() or act.status is Status.FUTURE or bool(act.voices)

"""Who stands behind a deed: speakers that affirm, deny, leave open; outlets that are independent.

In:  the traits of an event's claims.   Out: its ``Standing``.
Does not: judge who is right.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from detente.events.merging.traits import Traits
from detente.records import ReportFacts, Standing, Status

__all__ = ["standing_of", "voices_of"]

RETOLD = "OUTLET:"  # how the code of a retold medium begins
UNKNOWN = "UNK"
ASSERTED = frozenset({Status.ACTUAL, Status.FUTURE})


def standing_of(traits: Sequence[Traits], voices: Mapping[str, str]) -> Standing:
    """Sort the speakers by what they say of the deed; ``voices`` are those of ``voices_of``.

    Who says no more than that it is possible, while others tell it as done or planned, is among
    ``unconfirmed_by``. Words that name nobody known (``UNK``) are nobody's word. An outlet that
    only denies what others tell does not count among the outlets that tell it.
    """
    said: dict[Status, set[str]] = {status: set() for status in Status}
    own: set[str] = set()
    for one in traits:
        status = one.claim.status
        if one.speaker is None and status in ASSERTED:
            own.add(voices[one.claim.id])
        elif one.speaker is not None and one.speaker != UNKNOWN:
            said[status].add(one.speaker)
    affirmed, denied = said[Status.ACTUAL] | said[Status.FUTURE], said[Status.NEGATED]
    telling = [one.claim for one in traits if one.claim.status is not Status.NEGATED]
    is_asserted = any(one.claim.status in ASSERTED for one in traits)
    doubted = said[Status.HYPOTHETICAL] - affirmed - denied if is_asserted else set()
    return Standing(
        affirmed_by=tuple(sorted(affirmed)),
        denied_by=tuple(sorted(denied)),
        unconfirmed_by=tuple(sorted(doubted)),
        n_outlets=len({voices[claim.id] for claim in telling} or {*voices.values()}),
        n_own_voice=len(own),
    )


def voices_of(traits: Sequence[Traits]) -> dict[str, str]:
    """Name for each claim, by its id, the outlet that it goes back to.

    That is the medium on whose word the claim is told, else whom its report or a copy of it
    credits, else among its copies the outlet that others credit, then the one that published it
    first; without any name, the report or its group.
    """
    retold = {one.claim.id: name for one in traits if (name := _retold(one))}
    credited = {_key(one.facts.credited) for one in traits if one.facts.credited}
    trusted = credited.union(retold.values())
    groups: dict[str, list[ReportFacts]] = {}
    for one in traits:
        groups.setdefault(_group(one), []).append(one.facts)
    origins = {
        group: _origin(facts, trusted) or f"report {group}" for group, facts in groups.items()
    }
    return {one.claim.id: retold.get(one.claim.id) or origins[_group(one)] for one in traits}


def _group(one: Traits) -> str:
    return one.facts.copy_group or one.claim.report_id


def _retold(one: Traits) -> str | None:
    speaker = one.claim.speaker.value if one.claim.speaker else None
    if speaker is None or not speaker.code.startswith(RETOLD):
        return None
    return _key(speaker.code.removeprefix(RETOLD))


def _origin(facts: Sequence[ReportFacts], trusted: Collection[str]) -> str | None:
    credited = [_key(one.credited) for one in facts if one.credited]
    if credited:
        return min(credited)
    named = [(one.published or date.max, _key(one.outlet)) for one in facts if one.outlet]
    ranked = [(name not in trusted, published, name) for published, name in named]
    return min(ranked)[2] if ranked else None


def _key(name: str) -> str:
    """Make one key of an outlet's name in any capitals, with or without its article."""
    return " ".join(name.casefold().split()).removeprefix("the ")

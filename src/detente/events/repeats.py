"""One act, one claim: later mentions of an act in the same report become its echoes.

In:  a report's claims in text order.   Out: claims, each act once, with the other clauses cited.
Does not: merge across reports (merge.py does), or fold acts that differ in what is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from detente.records import Claim

__all__ = ["fold_repeats"]


def fold_repeats(claims: Sequence[Claim], headlines: Collection[int]) -> tuple[Claim, ...]:
    """Fold each claim into the first one that tells the same act.

    ``headlines`` are the sentences whose claims give way to the body's. Two claims tell the same
    act when type, status and sides agree and nothing that both tell (mode, date, place, issues)
    differs. Claims come back in text order.
    """
    kept: list[Claim] = []
    ordered = sorted(claims, key=lambda c: (c.sentence in headlines, c.predicate.span))
    for claim in ordered:
        for position, earlier in enumerate(kept):
            if _is_same_act(earlier, claim):
                kept[position] = _with_echo(earlier, claim)
                break
        else:
            kept.append(claim)
    return tuple(sorted(kept, key=lambda claim: claim.predicate.span))


def _with_echo(claim: Claim, echo: Claim) -> Claim:
    """Keep the first mention's values; take from the echo what it left open."""
    return replace(
        claim,
        echoes=(*claim.echoes, echo.citation),
        mode=claim.mode or echo.mode,
        date=claim.date or echo.date,
        place=claim.place or echo.place,
        issues=tuple(dict.fromkeys((*claim.issues, *echo.issues))),
    )


def _is_same_act(one: Claim, other: Claim) -> bool:
    if (one.type, one.status, one.is_historical) != (other.type, other.status, other.is_historical):
        return False
    if _sides(one) != _sides(other):
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if one.issues and other.issues and not set(one.issues) & set(other.issues):
        return False
    return _dates_agree(one, other) and _places_agree(one, other)


def _sides(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(actor.value.code for actor in claim.actors),
        frozenset(actor.value.code for actor in claim.recipients),
    )


def _dates_agree(one: Claim, other: Claim) -> bool:
    if one.date is None or other.date is None:
        return True
    mine, theirs = one.date.value, other.date.value
    return mine.earliest <= theirs.latest and theirs.earliest <= mine.latest


def _places_agree(one: Claim, other: Claim) -> bool:
    if one.place is None or other.place is None:
        return True
    return one.place.value.name == other.place.value.name

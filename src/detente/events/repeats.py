"""One act, one claim: later mentions of an act in the same report become its echoes.

In:  a report's claims in text order.   Out: claims, each act once, with the other clauses cited.
Does not: merge across reports (merge.py does), or fold a mention that tells something new.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from detente.records import Claim, Status

__all__ = ["fold_repeats"]


def fold_repeats(claims: Sequence[Claim], headlines: Collection[int]) -> tuple[Claim, ...]:
    """Fold each claim into the first one that tells the same act.

    Two claims tell the same act when type, status, sides and speaker agree and the later one
    tells nothing that the first does not: no other mode, day, place or issue. ``headlines`` are
    sentences whose claims give way to the body's, which may name more sides. Claims come back in
    text order.
    """
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.sentence in headlines, c.predicate.span)):
        is_headline = claim.sentence in headlines
        for position, earlier in enumerate(kept):
            if _is_same_kind(earlier, claim, is_headline) and _adds_nothing(
                earlier, claim, is_headline
            ):
                echoes = (*earlier.echoes, claim.citation)
                kept[position] = replace(
                    earlier,
                    echoes=echoes,
                    mode=earlier.mode or (None if is_headline else claim.mode),
                )
                break
        else:
            kept.append(claim)
    return tuple(sorted(kept, key=lambda claim: claim.predicate.span))


def _is_same_kind(earlier: Claim, later: Claim, is_headline: bool) -> bool:  # noqa: FBT001
    def kind(claim: Claim) -> tuple[str, str, bool, str | None]:
        speaker = None if is_headline else _speaker(claim)
        return claim.type, claim.status, claim.is_historical, speaker

    return kind(earlier) == kind(later)


def _adds_nothing(earlier: Claim, later: Claim, is_headline: bool) -> bool:  # noqa: FBT001
    if is_headline:
        mine, theirs = map(_countries, (earlier, later))
        return theirs[0] <= mine[0] and theirs[1] <= mine[1]
    return (
        _sides(earlier) == _sides(later)
        and _modes_agree(earlier, later)
        and set(later.issues) <= set(earlier.issues)
        and (later.date is None or _dates_meet(earlier, later))
        and (later.place is None or _places_agree(earlier, later))
    )


def _modes_agree(earlier: Claim, later: Claim) -> bool:
    """A plan may be told more exactly later: "will speak", then "plans for a phone call"."""
    refines = later.mode == "phone" and earlier.mode is None and earlier.status is Status.FUTURE
    return later.mode in {None, earlier.mode} or refines


def _sides(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(actor.value.code for actor in claim.actors),
        frozenset(actor.value.code for actor in claim.recipients),
    )


def _countries(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """The sides as headlines name them, which say "Norland" for its army or its minister."""
    actors, recipients = _sides(claim)
    return (
        frozenset(code.partition("-")[0] for code in actors),
        frozenset(code.partition("-")[0] for code in recipients),
    )


def _speaker(claim: Claim) -> str | None:
    """On whose word; a medium that is retold says what the outlet says."""
    code = claim.speaker.value.code if claim.speaker else None
    return None if code and code.startswith("OUTLET:") else code


def _dates_meet(one: Claim, other: Claim) -> bool:
    if one.date is None or other.date is None:
        return False
    mine, theirs = one.date.value, other.date.value
    return mine.earliest <= theirs.latest and theirs.earliest <= mine.latest


def _places_agree(one: Claim, other: Claim) -> bool:
    if one.place is None or other.place is None:
        return False
    return one.place.value.name == other.place.value.name

"""A filled form -> rulings: what its checker found right, no act, or otherwise than coded.

In:  a ``Filled``, who says so and when, the rulings there are.   Out: those that are new.
Does not: write them. A value that is wrong without what would be right, a speaker and a missed act
have no ruling; they are counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from detente.evaluate.checking.filled import CheckedClaim, Filled
from detente.events.rulings import SETTABLE
from detente.records import Ruling, RulingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """New rulings; ``n_known`` hold already, ``n_open`` answers and acts have none."""

    rulings: tuple[Ruling, ...]
    n_known: int
    n_open: int


def corrections_of(filled: Filled, at: datetime, known: Iterable[Ruling]) -> Corrections:
    """Make rulings of a filled form; ``at`` is an aware instant. Twice is once.

    A claim that tells no act is rejected, a value with what would be right is set, and a claim
    whose type, sides and status are right and of which nothing is set is accepted.
    """
    there = {_matter(one) for one in known if one.is_active}
    made = [one for claim in filled.claims for one in _rulings(claim, filled, at)]
    n_open = sum(_is_open(claim, name) for claim in filled.claims for name in claim.answers)
    return Corrections(
        rulings=tuple(one for one in made if _matter(one) not in there),
        n_known=sum(_matter(one) in there for one in made),
        n_open=n_open + len(filled.missed),
    )


def _rulings(claim: CheckedClaim, filled: Filled, at: datetime) -> Iterator[Ruling]:
    because = claim.note or f"checked in a sample (seed {filled.plan.get('seed', '?')})"
    made = {"target": claim.id, "because": because, "by": filled.checker, "made_at": at}
    if claim.is_act is False:
        yield Ruling(kind=RulingKind.REJECT, **made)  # type: ignore[arg-type]  # by its names
        return
    settings = [
        (name, one.value)
        for name, one in claim.answers.items()
        if name in SETTABLE and one.is_right is False and one.value is not None
    ]
    for name, value in settings:
        yield Ruling(kind=RulingKind.SET, field=name, value=value, **made)  # type: ignore[arg-type]  # as above
    if not settings and claim.is_whole:
        yield Ruling(kind=RulingKind.ACCEPT, **made)  # type: ignore[arg-type]  # as above


def _is_open(claim: CheckedClaim, name: str) -> bool:
    one = claim.answers[name]
    is_ruled = one.value is not None and name in SETTABLE
    return name != "act" and claim.is_act is not False and one.is_right is False and not is_ruled


def _matter(ruling: Ruling) -> tuple[object, ...]:
    return (ruling.kind, ruling.target, ruling.field, ruling.value, ruling.by)

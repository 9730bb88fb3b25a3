"""Reports that are one testimony -> which of them was first, and which are its updates.

In:  the reports of one group, in any order.   Out: one ``Testimony``.
Does not: find the group (copies.py does).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

__all__ = ["Testimony", "Witness", "testimony_from", "voice_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """Reports that count once: the one that was first or is credited, and its copies.

    ``origin`` is a report's id and stands for the testimony; ``copies`` are the ids of the other
    reports, sorted; ``updates`` those of them that an outlet published again on a later day.
    ``outlets`` are names, sorted, each once.
    """

    origin: str
    copies: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    n_independent: int = field(default=1, init=False)

    @property
    def report_ids(self) -> tuple[str, ...]:
        """All reports, the origin among them, sorted."""
        return tuple(sorted((self.origin, *self.copies)))

    def is_update(self, report_id: str) -> bool:
        """Whether the report is the same outlet's, published again on a later day."""
        return report_id in self.updates


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What counts of a report within its testimony. Keys are equal for names of one outlet."""

    report_id: str
    name: str | None
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None
    is_agency: bool
    n_words: int


def testimony_from(witnesses: Collection[Witness]) -> Testimony:
    """Make the testimony of a group; at least one witness."""
    origin = _origin(witnesses)
    rest = sorted(one.report_id for one in witnesses if one is not origin)
    updates = _updates(witnesses)
    return Testimony(
        origin=origin.report_id,
        copies=tuple(rest),
        updates=tuple(report_id for report_id in rest if report_id in updates),
        outlets=tuple(sorted({one.name for one in witnesses if one.name})),
    )


def voice_of(witnesses: Collection[Witness]) -> str:
    """Key of the outlet on whose word a group rests: whom the origin, or else a copy, retells.

    Without any name it is the origin's id: unknown outlets count each for itself.
    """
    origin = _origin(witnesses)
    credited = {one.credited for one in witnesses if one.credited}
    if origin.credited:
        return origin.credited
    if origin.outlet in credited or not credited:
        return origin.outlet or origin.report_id
    return min(credited)


def _origin(witnesses: Collection[Witness]) -> Witness:
    """Choose whom the others credit, then the earliest, an agency, the longest, the first id."""
    credited = {one.credited for one in witnesses} - {None}
    return min(
        witnesses,
        key=lambda one: (
            one.outlet not in credited,
            one.published or date.max,
            not one.is_agency,
            -one.n_words,
            one.report_id,
        ),
    )


def _updates(witnesses: Collection[Witness]) -> set[str]:
    """Find the reports that have an older one of the same outlet or address beside them."""
    first: dict[tuple[str, str], date] = {}
    for one in witnesses:
        for key in _identities(one):
            if one.published:
                first[key] = min(one.published, first.get(key, one.published))
    return {
        one.report_id
        for one in witnesses
        if one.published and any(first[key] < one.published for key in _identities(one))
    }


def _identities(one: Witness) -> tuple[tuple[str, str], ...]:
    named = (("outlet", one.outlet), ("url", one.url))
    return tuple((kind, value) for kind, value in named if value)

"""Stretches of days: from one date to another, up to a date, since one, within so much time.

In:  a ``Vantage``.   Out: an ``EventDate``, or ``None`` where an end cannot be told.
Does not: leave a side open; what runs on past the report's day ends there.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from detente.reading.date_expressions import TODAY, DayOfMonth, Offset, Shift
from detente.reading.date_units import interval, step
from detente.reading.date_vantage import Expression, Tense, Vantage
from detente.records import EventDate, Granularity

__all__ = ["Bound", "BoundKind", "Range", "RunUp", "Stretch", "Within"]

_ONE_DAY = timedelta(days=1)
_COUNTED = (Offset, Shift)  # from the report's day, whatever stands at the other end
_FAR = timedelta(days=366)  # "after 2001" no longer dates an act of 2024


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units up to the report (from it on for a positive count): "the past five years"."""

    count: int
    unit: Granularity

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Run from the anchor."""
        if vantage.anchor is None:
            return None
        return interval(vantage.anchor, step(vantage.anchor, self.unit, self.count))


@dataclass(frozen=True, slots=True)
class Within:
    """Time still to run: "in three days" (its end) or "within three days" (all of it).

    With a past verb the same words are a duration ("the town fell in three days"): ``None``.
    """

    count: int
    unit: Granularity
    is_end: bool = False

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Count from the anchor, if the tense looks ahead."""
        is_ahead = vantage.tense is Tense.FUTURE or (vantage.is_alone and vantage.tense is None)
        if not is_ahead:
            return None
        if self.is_end:
            return Shift(TODAY, self.count, self.unit).resolve(vantage)
        return Stretch(self.count, self.unit).resolve(vantage)


@dataclass(frozen=True, slots=True)
class RunUp:
    """So many units that end with other days: "the year ended March 31"."""

    inner: Expression
    count: int
    unit: Granularity

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Count back from the day after the inner days."""
        inner = self.inner.resolve(vantage)
        if inner is None:
            return None
        return interval(step(inner.latest + _ONE_DAY, self.unit, -self.count), inner.latest)


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another: "3 to 5 March", "between 1990 and 1995", "Monday to Friday"."""

    first: Expression
    last: Expression

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Resolve the end that is told in full, and the other one from there."""
        nowhere = replace(vantage, anchor=None)
        first = self.first.resolve(nowhere)
        if isinstance(self.last, DayOfMonth):
            first = first or self.first.resolve(vantage)
        if first is not None:
            onward = replace(vantage, anchor=first.latest, tense=Tense.FUTURE)
            last = self.last.resolve(nowhere) or _from(self.last, vantage, onward)
        else:
            last = self.last.resolve(vantage)
            first = last and self._first_before(last, vantage)
        if first is None or last is None or first.earliest > last.latest:
            return None
        return interval(first.earliest, last.latest)

    def _first_before(self, last: EventDate, vantage: Vantage) -> EventDate | None:
        back = replace(vantage, anchor=last.latest, tense=Tense.PAST)
        return _from(self.first, vantage, back)


class BoundKind(StrEnum):
    """How an act lies to the days that bound it."""

    SINCE = "since"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Bound:
    """Days that bound an act on one side: "since Tuesday", "by Friday", "later this year"."""

    kind: BoundKind
    inner: Expression

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Close the open side with the report's day, where it lies on that side."""
        if self.kind is BoundKind.SINCE:
            vantage = replace(vantage, tense=Tense.PAST)
        inner = self.inner.resolve(vantage)
        return inner and self._bounded(inner, vantage.anchor)

    def _bounded(self, inner: EventDate, anchor: date | None) -> EventDate | None:
        is_past = anchor is not None and inner.latest < anchor
        is_future = anchor is not None and inner.earliest > anchor
        if self.kind in (BoundKind.EARLIER, BoundKind.LATER):
            is_around = anchor is not None and not is_past and not is_future
            return self._side(inner, anchor) if is_around and anchor else inner
        if self.kind is BoundKind.SINCE:
            return interval(inner.earliest, anchor) if anchor and not is_future else None
        if self.kind is BoundKind.AFTER:
            return _near(inner.latest + _ONE_DAY, anchor) if is_past else None
        if self.kind is BoundKind.BEFORE:
            return _near(inner.earliest - _ONE_DAY, anchor) if is_future else None
        return interval(anchor, inner.latest) if anchor and not is_past else inner

    def _side(self, inner: EventDate, anchor: date) -> EventDate:
        if self.kind is BoundKind.EARLIER:
            return interval(inner.earliest, anchor, inner.granularity)
        return interval(anchor, inner.latest, inner.granularity)


def _from(end: Expression, vantage: Vantage, other_end: Vantage) -> EventDate | None:
    """Resolve an end of a range: "last year" from the report, "March" from the other end."""
    return end.resolve(vantage if isinstance(end, _COUNTED) else other_end)


def _near(day: date, anchor: date | None) -> EventDate | None:
    if anchor is None or abs(anchor - day) > _FAR:
        return None
    return interval(day, anchor)

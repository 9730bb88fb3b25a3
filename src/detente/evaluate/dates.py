"""The dates suite: the days that a phrase means, seen from the day on which it was written.

In:  phrases with an anchor and a TIMEX3 value; a system.   Out: the share resolved to the very
interval, in all and by kind.
Does not: count phrases that are no DATE, or whose value is no calendar date; it says how many.
"""

from collections import Counter
from collections.abc import Sequence

from detente.errors import BadInput
from detente.evaluate.arithmetic import share
from detente.evaluate.figures import DateScores, Figures, Miss, Suite
from detente.evaluate.gold import DateRow
from detente.evaluate.system import Progress, System, no_progress
from detente.evaluate.timex import CalendarValue, calendar_value, is_told_apart
from detente.records import EventDate

__all__ = ["score_dates"]


def score_dates(
    rows: Sequence[DateRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Resolve each phrase that counts; both its first and its last day must be right.

    Raises:
        BadInput: a DATE row has a value that is no date, such as ``1998-02-30``.
    """
    values = [_value(row) for row in rows]
    right: Counter[str] = Counter()
    misses: list[Miss] = []
    for done, (row, value) in enumerate(zip(rows, values, strict=True), start=1):
        if value is not None:
            found = system.resolve_date(row.text, row.anchor)
            if found and (found.earliest, found.latest) == (value.first, value.last):
                right[value.kind] += 1
            else:
                misses.append(_miss(row, value, found))
        progress(done)
    counted = Counter(value.kind for value in values if value)
    return Figures(
        suite=Suite.DATES,
        scores=DateScores(n=counted.total(), exact=share(right.total(), counted.total())),
        misses=tuple(misses),
        notes=_notes(rows, counted.total()),
        kinds=tuple((kind, right[kind], n) for kind, n in counted.most_common()),
    )


def _value(row: DateRow) -> CalendarValue | None:
    if row.timex_type != "DATE":
        return None
    try:
        return calendar_value(row.value)
    except BadInput as err:
        raise BadInput(f"row {row.id!r}: {err}") from err


def _miss(row: DateRow, value: CalendarValue, found: EventDate | None) -> Miss:
    return Miss(
        id=row.id,
        text=row.text,
        expected=_days(value.first.isoformat(), value.last.isoformat()),
        got=_days(found.earliest.isoformat(), found.latest.isoformat()) if found else "nothing",
        why=f"{value.kind} {row.value}, written on {row.anchor}",
    )


def _days(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _notes(rows: Sequence[DateRow], n_counted: int) -> tuple[str, ...]:
    values = [row.value for row in rows if row.timex_type == "DATE"]
    apart = sum(map(is_told_apart, values))
    unknown = len(values) - n_counted - apart
    notes = (
        (len(rows) - len(values), "times, durations and sets"),
        (apart, "dates without a calendar value (PAST_REF, 1989-WXX ...)"),
        (unknown, "dates with a value of unknown form"),
    )
    return tuple(f"not counted, {what}: {n}" for n, what in notes if n)

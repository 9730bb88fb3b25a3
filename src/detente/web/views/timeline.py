"""What a person asks of a timeline -> a filter, and one page of events.

In:  words of a query string, empty where nothing is asked.   Out: events, newest first.
Does not: guess: a word that is no day, type, status or standing is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, cast

from fastapi import Depends, Query

from detente.errors import BadInput
from detente.ledger import Filter, Ledger
from detente.ledger.ask import check_status
from detente.records import Event
from detente.web.listing import MOST_IN_FILE, Table, Wanted, certainty_of, events_by_id, page_of

N_ROWS = 25  # events of a page
Short = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What rows must have, in the words of the query string; "" where it does not matter."""

    type: Short = ""
    status: Short = ""
    standing: Short = ""
    issue: Short = ""
    since: Short = ""
    until: Short = ""
    place: Short = ""
    min_score: Short = ""
    after: Short = ""
    limit: Annotated[int, Query(ge=1, le=MOST_IN_FILE)] = N_ROWS

    def filter(self) -> Filter:
        """Turn the words into a filter of events.

        Raises:
            BadInput: a day or a status is none.
        """
        return filter_of(
            {**self.words, **({"type": self.type.strip().upper()} if self.type else {})}
        )

    @property
    def words(self) -> dict[str, str]:
        """What is asked, for the query string of another page of the same rows."""
        names = ("type", "status", "standing", "issue", "since", "until", "place", "min_score")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One page of events; ``after`` is the cursor of the next, older one.

    ``certainty`` is how sure the coder is of each, by id (``certainty_of``).
    """

    asked: Asked
    events: tuple[Event, ...]
    certainty: Mapping[str, float]
    after: str | None


AskedOf = Annotated[Asked, Depends()]
TIMELINE = Table(name="timeline", kind=Event, rows=lambda page: page.timeline.events)


def timeline_of(
    ledger: Ledger,
    asked: Asked,
    fitting: Filter | None = None,
    also: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
) -> Timeline:
    """Read one page of the events that fit what is asked and what the page itself is about."""
    both = Filter(**{**asked.filter(), **(fitting or {})})
    wanted = Wanted(table="events", fitting=both, also=also, values=values or {})
    page = page_of(ledger, wanted, asked.after or None, asked.limit)
    return Timeline(
        asked=asked,
        events=events_by_id(ledger, page.ids),
        certainty=certainty_of(ledger, page.ids),
        after=page.after,
    )


def filter_of(words: Mapping[str, str]) -> Filter:
    """Turn words of a query string into a filter.

    Raises:
        BadInput: a day, a dyad, a status or a share is none.
    """
    check_status(words.get("status", ""))
    found: dict[str, Any] = {**words}
    for name in {"since", "until"} & set(found):
        found[name] = day_of(found[name])
    if "dyad" in found:
        found["dyad"] = tuple(side.strip() for side in words["dyad"].split(","))
        if len(found["dyad"]) != 2:  # noqa: PLR2004  # a dyad
            raise BadInput(f"{words['dyad']!r} is not a dyad; write it as CHN,USA")
    if "min_score" in found:
        found["min_score"] = share_of(found["min_score"])
    return cast("Filter", found)


def share_of(written: str) -> float:
    """Read how sure the coder must be.

    Raises:
        BadInput: it is no share.
    """
    try:
        found = float(written)
    except ValueError:
        found = -1.0
    if not 0.0 <= found <= 1.0:
        raise BadInput(f"{written!r} is not a degree of certainty; write it as 0.5, from 0 to 1")
    return found


def day_or_none(written: str) -> date | None:
    """Read a day; "" is none.

    Raises:
        BadInput: it is no day.
    """
    return day_of(written) if written else None


def day_of(written: str) -> date:
    """Read a day.

    Raises:
        BadInput: it is none.
    """
    try:
        return date.fromisoformat(written)
    except ValueError as err:
        raise BadInput(f"{written!r} is not a day; write it as 2024-02-02") from err

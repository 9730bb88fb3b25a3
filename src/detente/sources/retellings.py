"""Reports that say whom they retell -> the very report that they retell.

In:  reports, one after the other, in any order.   Out: for a teller the report of the credited
outlet, of about the same days, with which it shares most words.
Does not: believe a credit without shared words; then the credited report is not among these.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.sources.shingles import share

if TYPE_CHECKING:
    from array import array

__all__ = ["Account", "Retellings"]

# Of 173,755 pairs of statements of 2025 on one subject 0.25 % share a tenth of the shorter; a
# credit is needed besides. A sentence taken over word for word is a tenth of a short report.
_ENOUGH = 0.1
_DAYS_BEFORE = 7  # a weekly retells what was published since its last issue
_DAYS_AFTER = 1  # a day further east begins earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What counts of a report here. ``outlet`` and ``credited`` are keys, equal for one outlet."""

    report_id: str
    outlet: str | None
    credited: str | None
    published: date | None
    shingles: "array[int]"


class Retellings:
    """Who retells whom, by report ids; independent of the order of arrival."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, date], list[Account]] = defaultdict(list)
        self._telling: dict[tuple[str, date], list[Account]] = defaultdict(list)
        self._origins: dict[str, tuple[float, date, str]] = {}
        self._tellers: dict[str, set[str]] = defaultdict(set)

    def add(self, account: Account) -> None:
        """Look for whom the report retells, and for those that retell it; undated ones do not."""
        day = account.published
        if day is None:
            return
        if account.credited and account.credited != account.outlet:
            self._telling[account.credited, day].append(account)
            for origin in _near(self._told, account.credited, day, (-_DAYS_BEFORE, _DAYS_AFTER)):
                self._compare(account, origin)
        if account.outlet:
            self._told[account.outlet, day].append(account)
            for teller in _near(self._telling, account.outlet, day, (-_DAYS_AFTER, _DAYS_BEFORE)):
                self._compare(teller, account)

    def beside(self, report_id: str) -> Iterator[str]:
        """Yield the reports that retell this one, and the one that it retells."""
        yield from self._tellers.get(report_id, ())
        if report_id in self._origins:
            yield self._origins[report_id][-1]

    def _compare(self, teller: Account, origin: Account) -> None:
        """Keep ``origin`` if it is the best so far; of equals the latest, then the last by id."""
        shared = share(teller.shingles, origin.shingles)
        best = self._origins.get(teller.report_id)
        if shared < _ENOUGH or origin.published is None:
            return
        found = (shared, origin.published, origin.report_id)
        if best is None or found > best:
            if best is not None:
                self._tellers[best[-1]].discard(teller.report_id)
            self._origins[teller.report_id] = found
            self._tellers[origin.report_id].add(teller.report_id)


def _near(
    accounts: dict[tuple[str, date], list[Account]], outlet: str, day: date, days: tuple[int, int]
) -> Iterator[Account]:
    """Yield an outlet's accounts between two numbers of days from ``day``."""
    first, last = days
    for offset in range(first, last + 1):
        ordinal = day.toordinal() + offset
        if date.min.toordinal() <= ordinal <= date.max.toordinal():
            yield from accounts.get((outlet, date.fromordinal(ordinal)), ())

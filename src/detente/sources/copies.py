"""Reports -> testimonies: a wire story in ten papers is one. Who retells whom.

In:  any number of reports, in any order.   Out: ``Testimony`` for each group of copies and
retellings; the number of outlets that speak for themselves.
Does not: read what a report says: two outlets' own stories on one event stay two.
"""

from collections.abc import Iterable, Iterator

from detente.errors import BadInput
from detente.records import Report
from detente.sources.outlets import Outlets, load_outlets
from detente.sources.retellings import Account, Retellings
from detente.sources.shingles import words_of
from detente.sources.testimony import Testimony, Witness, testimony_from, voice_of
from detente.sources.wordings import Wordings

__all__ = ["CopyIndex", "Testimony", "independent_outlets", "testimonies"]


def testimonies(reports: Iterable[Report]) -> list[Testimony]:
    """Group reports; one without a copy is a testimony, too. Sorted by origin."""
    return list(_index_of(reports).testimonies())


def independent_outlets(reports: Iterable[Report], report_ids: Iterable[str]) -> int:
    """Count the outlets behind ``report_ids``; copies and retellings count with their origin.

    ``reports`` are all there are: an origin counts even if it is not in ``report_ids``.

    Raises:
        BadInput: an id is none of the reports'.
    """
    return _index_of(reports).independent_outlets(report_ids)


class CopyIndex:
    """All reports so far. What it answers does not depend on the order in which they came."""

    def __init__(self, outlets: Outlets | None = None) -> None:
        self._outlets = outlets or load_outlets()
        self._texts = Wordings()
        self._retellings = Retellings()
        self._witnesses: dict[str, Witness] = {}
        self._text_of: dict[str, int] = {}
        self._printed: list[list[str]] = []  # ids of the reports with each text

    def __contains__(self, report_id: object) -> bool:
        """Whether a report was taken in."""
        return report_id in self._witnesses

    def __len__(self) -> int:
        """How many reports were taken in."""
        return len(self._witnesses)

    def add(self, report: Report) -> str | None:
        """Take in a report; the id of its testimony so far, or ``None`` if it stands alone.

        A testimony's id is its origin's, and changes when an earlier report comes later. The
        same report twice is once.
        """
        self.insert(report)
        testimony = self.testimony_of(report.id)
        return testimony.origin if testimony.copies else None

    def insert(self, report: Report) -> None:
        """Take in a report without asking for its testimony, which takes time in big groups."""
        if report.id in self._witnesses:
            return
        words = words_of(report)
        text = self._texts.add(words, report)
        if text == len(self._printed):
            self._printed.append([])
        self._printed[text].append(report.id)
        self._text_of[report.id] = text
        witness = self._witness(report, len(words))
        self._witnesses[report.id] = witness
        self._retellings.add(
            Account(
                report_id=report.id,
                outlet=witness.outlet,
                credited=witness.credited,
                published=report.published,
                shingles=self._texts.shingles[text],
            )
        )

    def testimony_of(self, report_id: str) -> Testimony:
        """Find the testimony that a report belongs to.

        Raises:
            BadInput: no such report was added.
        """
        return testimony_from(self._group(report_id))

    def testimonies(self) -> Iterator[Testimony]:
        """Yield every testimony, sorted by origin."""
        seen: set[str] = set()
        found = []
        for report_id in self._witnesses:
            if report_id not in seen:
                group = self._group(report_id)
                seen.update(one.report_id for one in group)
                found.append(testimony_from(group))
        yield from sorted(found, key=lambda testimony: testimony.origin)

    def independent_outlets(self, report_ids: Iterable[str]) -> int:
        """Count the outlets behind these reports; copies and retellings count with their origin.

        Raises:
            BadInput: no such report was added.
        """
        return len({voice_of(self._group(report_id)) for report_id in report_ids})

    def _witness(self, report: Report, n_words: int) -> Witness:
        known = self._outlets.named(report.outlet) if report.outlet else None
        return Witness(
            report_id=report.id,
            name=known.name if known else report.outlet,
            outlet=self._key(report.outlet),
            credited=self._key(report.credited),
            url=report.url,
            published=report.published,
            is_agency=known is not None and known.is_agency,
            n_words=n_words,
        )

    def _key(self, name: str | None) -> str | None:
        """Make one key of all names of an outlet."""
        if not name:
            return None
        known = self._outlets.named(name)
        return known.id if known else " ".join(name.casefold().split()).removeprefix("the ")

    def _group(self, report_id: str) -> list[Witness]:
        """Follow copies and retellings from one report to all that belong to it.

        Raises:
            BadInput: no such report was added.
        """
        if report_id not in self._witnesses:
            raise BadInput(f"no report has the id {report_id!r}; add the report first")
        waiting, texts, found = [report_id], set[int](), list[str]()
        while waiting:
            text = self._text_of[waiting.pop()]
            if text in texts:
                continue
            for copy in self._texts.copies_of(text):
                texts.add(copy)
                for printed in self._printed[copy]:
                    found.append(printed)
                    waiting.extend(self._retellings.beside(printed))
        return [self._witnesses[report_id] for report_id in found]


def _index_of(reports: Iterable[Report]) -> CopyIndex:
    index = CopyIndex()
    for report in reports:
        index.insert(report)
    return index

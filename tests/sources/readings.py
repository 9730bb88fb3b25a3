"""Reads inputs for tests, and parts what comes out; a web that lives in a dictionary."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from typing import Any, cast

from hypothesis import settings

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources import Fetched, ReadOptions, read_reports

NEWS = (
    "Norland recalled its ambassador from Sudria on Monday, the foreign ministry said.\n"
    "Sudria called the step a mistake and said that it would answer in kind.\n"
)


def stream_of(data: bytes) -> BufferedReader:
    """An open file that holds ``data``."""
    return cast("BufferedReader", BufferedReader(BytesIO(data)))


# Properties that load a library at their first example, which is no slowness of ours.
PATIENT = settings(deadline=None)


class OnlyThesePages:
    """A fetcher that has these pages and no others."""

    def __init__(self, pages: Mapping[str, Fetched] | None = None) -> None:
        self.pages = pages or {}

    def fetch(self, url: str) -> Fetched:
        if url not in self.pages:
            raise BadReport(url, "http-404", f"{url} answers 404")
        return self.pages[url]


@dataclass(frozen=True)
class Reading:
    """What came of an input, in order, and parted."""

    items: tuple[Report | Problem, ...]

    @property
    def reports(self) -> list[Report]:
        return [item for item in self.items if isinstance(item, Report)]

    @property
    def problems(self) -> list[Problem]:
        return [item for item in self.items if isinstance(item, Problem)]

    @property
    def report(self) -> Report:
        (report,) = self.reports
        return report

    @property
    def problem(self) -> Problem:
        (problem,) = self.problems
        return problem

    @property
    def kinds(self) -> list[str]:
        """Kinds of the problems, but for the warning that there is no date."""
        return [problem.kind for problem in self.problems if problem.kind != "no-date"]

    @property
    def losses(self) -> list[str]:
        """Kinds of the problems for which something is not coded."""
        return [problem.kind for problem in self.problems if not problem.is_warning]


def read(
    *paths: object,
    stdin: bytes = b"",
    pages: Mapping[str, Fetched] | None = None,
    options: ReadOptions | None = None,
    **wishes: Any,
) -> Reading:
    """Read ``paths``; ``wishes`` are fields of ``ReadOptions``."""
    items = read_reports(
        [str(path) for path in paths],
        options or ReadOptions(**wishes),
        fetcher=OnlyThesePages(pages),
        stdin=BytesIO(stdin),
    )
    return Reading(tuple(items))

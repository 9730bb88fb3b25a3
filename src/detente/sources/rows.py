"""Rows of JSONL, CSV and Parquet -> reports, by the columns that were named.

In:  rows (a line number and values by column), in file order.   Out: reports, problems.
Does not: read files (jsonl.py and tables.py do), or change a text: a title goes to ``title`` only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.days import day_from
from detente.sources.options import ReadOptions
from detente.sources.problems import ProblemKind, problem_from_error, warning
from detente.sources.text import report_with_title

__all__ = ["Row", "SeenKeys", "missing_columns", "reports_from_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its place in the file (counted from 1) and its values by column.

    ``guess`` is the encoding by which it was decoded, where its bytes were not the file's.
    """

    number: int
    fields: Mapping[str, object]
    guess: str | None = None


class SeenKeys:
    """The keys that callers gave, to notice one that comes twice; made-up keys are left out."""

    def __init__(self) -> None:
        self._keys: set[str] = set()

    def repeated(self, key: str, place: str) -> Problem | None:
        """Note ``key``; the warning if it came before."""
        if key not in self._keys:
            self._keys.add(key)
            return None
        detail = f"{place} has a key that an earlier report has; both are coded under this key"
        return warning(key, ProblemKind.DUPLICATE_KEY, detail)


def reports_from_rows(
    rows: Iterable[Row | Problem], name: str, options: ReadOptions, seen: SeenKeys
) -> Iterator[Report | Problem]:
    """Yield the report of each row, after its warnings, or its problem."""
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        try:
            yield from _Reading(row, name, options).items(seen)
        except BadReport as err:
            yield problem_from_error(err)


def missing_columns(key: str, present: Iterable[str], options: ReadOptions) -> Iterator[Problem]:
    """Warn of each optional column that was asked for, but is not among those present."""
    names = sorted(present)
    for column in options.missed(names):
        detail = f"no row has the column {column!r}; the columns are: {', '.join(names)}"
        yield warning(key, ProblemKind.MISSING_COLUMN, detail)


class _Reading:
    """One row on its way to a report; collects what is lost on it."""

    def __init__(self, row: Row, name: str, options: ReadOptions) -> None:
        self.row = row
        self.options = options
        self.place = f"{name}:{row.number}"
        self.key = self.place
        self.warnings: list[Problem] = []

    def items(self, seen: SeenKeys) -> Iterator[Report | Problem]:
        own_key = self._word(self.options.id_column)
        self.key = own_key or self.place
        report = self._report()
        twice = seen.repeated(own_key, self.place) if own_key else None
        if twice:
            yield twice
        yield from self.warnings
        yield report

    def _report(self) -> Report:
        if self.row.guess:
            self._warn(ProblemKind.ENCODING, f"is no UTF-8; read as {self.row.guess}")
        text = self._text()
        titled = report_with_title(self.key, text, self._word(self.options.title_column))
        return replace(
            titled,
            outlet=self._word(self.options.outlet_column),
            url=self._word(self.options.url_column),
            published=self._day(),
        )

    def _text(self) -> str:
        column = self.options.text_column
        if column not in self.row.fields:
            has = ", ".join(sorted(self.row.fields)) or "none"
            detail = f"{self.place} has no column {column!r}; it has: {has}; name it by text_column"
            raise BadReport(self.key, ProblemKind.MISSING_COLUMN, detail)
        text = self.row.fields[column]
        if not isinstance(text, str):
            what = "empty" if text is None else f"of type {type(text).__name__}, not text"
            detail = f"column {column!r} of {self.place} is {what}"
            raise BadReport(self.key, ProblemKind.NO_TEXT, detail)
        return text

    def _word(self, column: str) -> str | None:
        """Read a short value; blanks are absent, lists and objects are told and left out."""
        value = self.row.fields.get(column)
        if value is None or value != value:  # noqa: PLR0124  # NaN, an empty cell of a float column
            return None
        if isinstance(value, dict | list | bytes):
            detail = (
                f"column {column!r} of {self.place} is of type {type(value).__name__}; left out"
            )
            self._warn(ProblemKind.BAD_VALUE, detail)
            return None
        return str(value).strip() or None

    def _day(self) -> date | None:
        """Read the day of publication from the first date column that has a value."""
        for column in self.options.date_names:
            value = self.row.fields.get(column)
            if value is None or not str(value).strip():
                continue
            try:
                return day_from(value)
            except ValueError as err:
                detail = f"column {column!r} of {self.place}: {err}; write YYYY-MM-DD"
                self._warn(ProblemKind.BAD_DATE, detail)
        return None

    def _warn(self, kind: ProblemKind, detail: str) -> None:
        self.warnings.append(warning(self.key, kind, detail))

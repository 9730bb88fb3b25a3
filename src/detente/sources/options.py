"""How to read: columns, what fills gaps, how long a text may be; letters, problems.

In:  a person's wishes.   Out: ``ReadOptions``; a report in Unicode NFC without characters that
nobody sees; ``Problem``s that a person can act on.
Does not: look at any input.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.days import check_format

EARLIEST = date(1900, 1, 1)  # of a day of publication
AHEAD = timedelta(days=730)  # how far a day of publication may lie ahead, as of a yearbook
DATE_NAMES = ("date", "published")  # both are common in JSONL; the first one present counts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Columns of JSONL, CSV and Parquet, and what holds for all reports.

    A column left at its default name may be absent (but for ``text_column``); one that was
    named otherwise is missed, loudly. The default date column also answers to ``published``.
    ``date_format`` says how tables write days: DMY, MDY, YMD, or as ``strptime`` has it.
    ``published`` and ``outlet`` fill reports that have none of their own. ``max_chars`` bounds a
    report's text; longer ones become problems. No report is published before 1900, or after
    ``latest``: such a day is told as a problem and left out.
    """

    text_column: str = "text"
    id_column: str = "id"
    date_column: str = "date"
    title_column: str = "title"
    outlet_column: str = "outlet"
    url_column: str = "url"
    published: date | None = None
    outlet: str | None = None
    max_chars: int = 2_000_000
    latest: date | None = None
    date_format: str | None = None

    def __post_init__(self) -> None:
        if self.date_format is not None:
            check_format(self.date_format)
        if self.max_chars < 1:
            msg = f"max_chars is {self.max_chars}; it must be at least 1"
            raise ValueError(msg)

    @property
    def max_bytes(self) -> int:
        """Bytes that ``max_chars`` characters can take in any Unicode encoding, with its mark."""
        return 4 * self.max_chars + 4

    @property
    def max_line_chars(self) -> int:
        """Characters of a row that is still read: the text, its escapes and the other columns."""
        return 4 * self.max_chars + 10_000

    @property
    def date_names(self) -> tuple[str, ...]:
        """Names of the date column, in order of preference."""
        return DATE_NAMES if self.date_column == DATE_NAMES[0] else (self.date_column,)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that may be read."""
        named = (self.text_column, self.id_column, self.title_column)
        return (*named, self.outlet_column, self.url_column, *self.date_names)

    def missed(self, present: Iterable[str]) -> tuple[str, ...]:
        """Name the optional columns that were asked for by another than their default name."""
        known = set(present)
        wanted = (
            (field.default, getattr(self, field.name))
            for field in fields(self)
            if field.name.endswith("_column") and field.name != "text_column"
        )
        return tuple(name for default, name in wanted if name != default and name not in known)


# --- Letters as pages and PDF files have them -> letters as words are looked up.
# Soft hyphen, zero-width space, word joiner and invisible operators, byte order mark, and what
# turns the direction of writing.
_UNSEEN = r"[\u00ad\u200b\u2060-\u2064\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
# Joiners shape words of Arabic and its neighbours, and of the scripts of India.
_SHAPED = r"[\u0600-\u0dff\ufb50-\ufdff\ufe70-\ufefc]"
_QUICK = re.compile(rf"{_UNSEEN}|[\u200c\u200d\uff01-\uff5e]")  # most texts have none
_DROPPED = re.compile(rf"{_UNSEEN}|(?<!{_SHAPED})[\u200c\u200d]|[\u200c\u200d](?!{_SHAPED})")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def plain_letters(text: str) -> str:
    """Write a text in letters that can be found; twice is once."""
    if text.isascii():
        return text
    if _QUICK.search(text):
        text = _DROPPED.sub("", text).translate(_FULL_WIDTH)
    return unicodedata.normalize("NFC", text)


def with_plain_letters(report: Report) -> Report:
    """Put text and title into plain letters; ``body_start`` moves along."""
    text = plain_letters(report.text)
    title = report.title and (plain_letters(report.title) or None)
    if (text, title) == (report.text, report.title):
        return report
    body_start = len(plain_letters(report.text[: report.body_start]))
    return replace(report, text=text, title=title, body_start=body_start)


# --- Words cut over two lines, as text taken out of PDF files has them -> whole words.
_HYPHENS = "-\u2010\u00ad"
_CUT = re.compile(
    rf"(?<![^\W\d_])(?P<head>[^\W\d_]+)(?P<mark>[{_HYPHENS}])[ \t]*(?:\r\n|[\r\n])[ \t]*"
    r"(?=(?P<tail>[^\W\d_]+))"
)
_SUSPENDED = frozenset({"and", "or", "nor", "to"})  # "pre- and post-war"
# What is written with a hyphen wherever the line ends: beginnings, and ends.
_BEFORE_HYPHEN = frozenset({
    "all", "anti", "counter", "cross", "ex", "half", "ill", "long", "low", "mid", "multi", "neo",
    "newly", "non", "post", "pre", "pro", "self", "semi", "short", "then", "three", "two", "vice",
    "well",
})  # fmt: skip
_AFTER_HYPHEN = frozenset({
    "aged", "aligned", "allied", "armed", "backed", "based", "born", "brokered", "building",
    "built", "chief", "controlled", "elect", "era", "friendly", "funded", "imposed", "keeping",
    "known", "led", "level", "linked", "mediated", "minister", "month", "occupied", "owned",
    "party", "president", "range", "related", "ruled", "scale", "sharing", "speaking", "sponsored",
    "style", "supported", "term", "trained", "week", "wide", "year",
})  # fmt: skip


def with_whole_words(report: Report) -> tuple[Report, list[str]]:
    """Join words of the body that a hyphen cuts over two lines; name those that were joined.

    Whether the hyphen stays is told by the same word elsewhere in the text, else by lists of
    beginnings and ends that are written with one ("Norland-backed"). Twice is once.
    """
    if not _CUT.search(report.text, report.body_start):
        return report, []
    body = report.text[report.body_start :]
    words, joined = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", body.lower())), list[str]()

    def whole(cut: re.Match[str]) -> str:
        head, tail = cut["head"], cut["tail"]
        if tail in _SUSPENDED:
            return cut[0]
        is_one = cut["mark"] == "\u00ad" or not _has_hyphen(head, tail, words)
        kept = head if is_one else f"{head}-"
        joined.append(f"{kept}{tail}")
        return kept

    text = report.text[: report.body_start] + _CUT.sub(whole, body)
    return replace(report, text=text), joined


def _has_hyphen(head: str, tail: str, words: set[str]) -> bool:
    """Whether two parts of a word are written with a hyphen between them."""
    if f"{head}{tail}".lower() in words:
        return False
    is_name = tail[0].isupper() or head.isupper()  # "Norlandic-Sudrian", "EU-wide"
    is_listed = head.lower() in _BEFORE_HYPHEN or tail.lower() in _AFTER_HYPHEN
    return is_name or is_listed or f"{head}-{tail}".lower() in words


# --- Lines broken to a width, as in e-mail and text out of PDF files -> paragraphs.
LEAST_WIDE, MOST_WIDE = 40, 120  # characters of a page; shorter lines are lists, longer paragraphs
LEAST_BREAKS = 3  # fewer may be chance
_END_OF_LINE = re.compile(r"(?<=\S)[ \t]*(?:\r\n|[\r\n])[ \t]*(?=\S)")


def with_whole_lines(report: Report) -> tuple[Report, int]:
    """Join lines of the body that break where the next word would not fit; count the breaks.

    Half of all breaks are such in a text of one width; a list, or one paragraph a line, has few.
    Blanks take the place of a break, so that spans stay. Twice is once.
    """
    body = report.text[report.body_start :]
    found = list(_END_OF_LINE.finditer(body))
    width = max(map(len, body.splitlines()), default=0)
    if len(found) < LEAST_BREAKS or not LEAST_WIDE <= width <= MOST_WIDE:
        return report, 0
    full = {one.start() for one in found if _is_full(body, one, width)}
    if len(full) < max(LEAST_BREAKS, len(found) / 2):
        return report, 0

    def joined(one: re.Match[str]) -> str:
        is_of_line = one.start() in full and body[one.start() - 1] not in _HYPHENS
        return " " * len(one[0]) if is_of_line else one[0]

    text = report.text[: report.body_start] + _END_OF_LINE.sub(joined, body)
    return replace(report, text=text), len(full)


def _is_full(body: str, end: re.Match[str], width: int) -> bool:
    """Whether the next word has no room on the line that ends."""
    since = max(0, end.start() - width - 1)  # no line is longer
    begun = max(body.rfind(mark, since, end.start()) for mark in "\n\r") + 1
    following = body[end.end() : end.end() + width].split(maxsplit=1)[0]
    return end.start() - begun + 1 + len(following) > width


# --- What can go wrong with one input, as problems that a person can act on.
ROOM = "sources"


class ProblemKind(StrEnum):
    """Why an input was not read, or was read with a loss. ``fetch`` adds kinds of its own."""

    BAD_DATE = "bad-date"
    BAD_VALUE = "bad-value"
    BINARY = "binary"
    BROKEN_GZIP = "broken-gzip"
    BROKEN_JSON = "broken-json"
    BROKEN_PARQUET = "broken-parquet"
    BROKEN_ROW = "broken-row"
    BROKEN_WARC = "broken-warc"
    CUT_LINES = "cut-lines"
    CUT_WORDS = "cut-words"
    DATELINE_DATE = "dateline-date"
    DUPLICATE_COLUMN = "duplicate-column"
    DUPLICATE_KEY = "duplicate-key"
    EMPTY = "empty"
    ENCODING = "encoding"
    FETCH_DATE = "fetch-date"
    LONG_TEXT = "long-text"
    MISSING_COLUMN = "missing-column"
    MISSING_FILE = "missing-file"
    NO_DATE = "no-date"
    NO_PAGES = "no-pages"
    NO_TEXT = "no-text"
    TOO_LONG = "too-long"
    UNKNOWN_KIND = "unknown-kind"
    UNREAD_COLUMN = "unread-column"
    UNREADABLE = "unreadable"


def latest_day(today: date) -> date:
    """The last day on which a report can be published, seen from today."""
    return today + AHEAD


def problem(key: str, kind: ProblemKind, detail: str) -> Problem:
    """Say why the input is not coded."""
    return Problem(key=key, room=ROOM, kind=kind, detail=detail)


def warning(key: str, kind: ProblemKind, detail: str) -> Problem:
    """Say what was lost of a report that is coded all the same."""
    return Problem(key=key, room=ROOM, kind=kind, detail=detail, is_warning=True)


def problem_from_error(error: BadReport) -> Problem:
    """Turn the error of one report into its problem."""
    return Problem(key=error.key, room=ROOM, kind=error.kind, detail=error.detail)

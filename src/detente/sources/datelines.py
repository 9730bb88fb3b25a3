"""The dateline of a report -> the day and the outlet that it tells.

In:  a text: "ATHENS, Jan. 15, 2024 (Aegean Herald) - Greece said ...".
Out: a day told with its year, the name in brackets; ``None`` for what is not told.
Does not: complete a day without its year, or date an act (reading/dateline.py tells where a
dateline stands, so that no act is found in it).
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from detente.sources.days import day_from
from detente.sources.unlisted import find_unlisted

__all__ = ["Filing", "find_filing"]

_N_TOP_LINES = 6  # a headline, a byline and a picture's caption may stand above the dateline
_LINE = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"(?:,?\s+(?P<year>(?:1[89]|20)\d\d))?"
_DAY = re.compile(
    rf"(?:^|[\s,])(?P<day>(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}){_YEAR})$",
    re.IGNORECASE,
)
# As in: ATHENS, Jan. 15 (Aegean Herald) - ..., and MOSCOW, February 2. /TASS/. ...
_DATELINE = re.compile(
    r"(?P<head>[^()/:\u2013-\u2015]{0,70}?)[,.]?\s*"
    r"(?:[(/](?!\w+day[)/])(?P<name>[A-Z][\w .,&'\u2019-]{1,40})[)/]\.?)?"
    r"(?:\s*(?P<mark>--+|[\u2013-\u2015:-])(?=\s)|(?<=/\.)(?=\s))"
)
_COUNTRY = re.compile(r"\s*\[[^\]]*\]")  # VOSTIA CITY [VST], February 2
_PLACE = re.compile(
    r"(?!(?:After|As|At|Before|By|From|In|On|Since|Until)\b)"
    r"[A-Z][\w.'\u2019-]*(?:,?\s(?:[A-Z]|d[aei]l?\s|l[ao]s?\s)[\w.'\u2019-]*){0,4}"
)
_SHORT_DASHES = frozenset({"-", ":"})
# Of a name without a day before it: "GENEVA (Switzerland) -" names no outlet.
_IS_MEDIUM = re.compile(r"\b(?:agency|media|network|news|newswire|service|wire)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filing:
    """What a dateline tells of its report."""

    day: date | None
    outlet: str | None


def find_filing(text: str) -> Filing:
    """Find what the first dateline at the top of ``text`` tells."""
    lines = islice(_LINE.finditer(text), _N_TOP_LINES)
    read = (_read_filing(line.group().strip()) for line in lines)
    return next(filter(None, read), Filing(None, None))


def _read_filing(line: str) -> Filing | None:
    """Read the dateline with which ``line`` begins; ``None`` without one.

    A day without a name in brackets makes a dateline behind a place in capitals or with a comma,
    or before a long dash. A name without a day must be called like an outlet.
    """
    match = _DATELINE.match(line)
    if match is None:
        return None
    head, name = _COUNTRY.sub("", match["head"]).strip(), match["name"]
    told = _DAY.search(head)
    before = head[: told.start()].strip(" .") if told else head
    place = before.strip(" ,")
    if place and not _PLACE.fullmatch(place):
        return None
    if name:
        is_dateline = told is not None or _is_called_like_an_outlet(name)
    else:
        is_marked = place.isupper() or before[-1:] == "," or match["mark"] not in _SHORT_DASHES
        is_dateline = bool(place) and is_marked and told is not None
    return Filing(_full_day(told), name) if is_dateline else None


def _full_day(told: re.Match[str] | None) -> date | None:
    """The day, if its year is told and the calendar has it."""
    if told is None or told["year"] is None:
        return None
    try:
        return day_from(told["day"])
    except ValueError:
        return None


def _is_called_like_an_outlet(name: str) -> bool:
    return bool(_IS_MEDIUM.search(name)) or any(find_unlisted(name))

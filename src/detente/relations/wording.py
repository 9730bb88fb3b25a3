"""Codes and dates -> words for a person. English, short, the same in every place that shows them.

In:  records.   Out: phrases on one line.
Does not: know layouts; relations/brief/render.py and cli/terminal/lists.py do.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from detente.errors import BadConfig, UnknownCode
from detente.language import months
from detente.records import (
    Claim,
    EventDate,
    Granularity,
    LinkKind,
    Report,
    Speaker,
    Statement,
    Status,
)

STATUS_WORDS = {
    Status.ACTUAL: "done",
    Status.FUTURE: "planned",
    Status.HYPOTHETICAL: "possible",
    Status.NEGATED: "denied",
}
LINK_WORDS = {  # by kind, and whether the other event bears on this one
    (LinkKind.FULFILS, False): "fulfils",
    (LinkKind.FULFILS, True): "fulfilled by",
    (LinkKind.BREAKS, False): "breaks",
    (LinkKind.BREAKS, True): "broken by",
    (LinkKind.ANSWERS, False): "answers",
    (LinkKind.ANSWERS, True): "answered by",
}
APART_WORDS = {  # by what ``Rival.apart`` names
    "act": "another act, or in another direction",
    "day": "on other days",
    "status": "not of the same status",
    "denial": "a denial of something else",
    "parties": "other persons or bodies",
    "mode": "done in another way",
    "place": "somewhere else",
    "issue": "about something else",
    "report": "one report tells both",
    None: "nothing clashes, but too little is common, or a ruling parts them",
}
OUTLET = "OUTLET:"  # how the code of a retold medium begins
MONTHS = tuple(name[:3] for name in months.MONTHS)
_WITH_ARTICLE = re.compile(
    r".*\b(?:States|Kingdom|Emirates|Republic|Islands|Union|Netherlands|Philippines|Bahamas|Maldives"
    r"|Comoros|Gambia)|(?:.* )?Republic of .*"
)
SEASONS = ("winter", "spring", "summer", "autumn")  # of the north, where most capitals lie
WHOLE_DAYS = {
    Granularity.WEEK: (7,),
    Granularity.MONTH: (28, 29, 30, 31),
    Granularity.QUARTER: (90, 91, 92),
    Granularity.YEAR: (365, 366),
    Granularity.DECADE: (3652, 3653),
}
_LEADING = re.compile(
    r"(?:an?|the|its|his|her|their|and|or|of|in|on|at|to|for|with|by|from|as|that|into|over)",
    re.IGNORECASE,
)
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # control, invisible and direction-turning characters


class _Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    act: str
    modes: dict[str, str] = {}


def act_words(code: str, mode: str | None) -> str:
    """Name an act by its type and mode.

    Raises:
        UnknownCode: ``acts.toml`` has no such type.
    """
    named = _acts().get(code)
    if named is None:
        raise UnknownCode(f"no words for type {code!r}; add it to relations/data/acts.toml")
    return named.modes.get(mode or "", named.act)


def speaker_words(speaker: Speaker) -> str:
    """Say on whose word; a medium that is retold is a teller, not a party."""
    teller = "as told by" if speaker.code.startswith(OUTLET) else "on the word of"
    return f"{teller} {printable(speaker.name)}"


def count_words(count: int, noun: str) -> str:
    """Write ``1 report``, ``2 reports``, ``3 countries``."""
    many = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


def sides_words(actors: Iterable[str], recipients: Iterable[str]) -> str:
    """Write codes as ``NRL-GOV + SDR-GOV``, or ``NRL-GOV -> SDR-GOV``."""
    acting, receiving = (" + ".join(dict.fromkeys(side)) for side in (actors, recipients))
    return f"{acting or 'somebody'} -> {receiving}" if receiving else acting


def in_sentence(name: str) -> str:
    """A country's name as it stands within a sentence: ``the United States``."""
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name


def listed(names: Sequence[str]) -> str:
    """Join words as a sentence does: ``China, Japan and Korea``."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def too_few_words(n_acts: int, years: float) -> str:
    """Say that a level rests on too few acts: ``too few acts to say: 4 in 6 years``."""
    told = f"{years:.3g}"
    return f"too few acts to say: {n_acts} in {told} year{'' if told == '1' else 's'}"


def day_words(day: date) -> str:
    """Write a day as ``2 Feb 2024``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_words(when: EventDate) -> str:
    """Write a date in the unit in which it was told; a part of a unit ("early March") as days."""
    unit, days = when.granularity, _range_words(when)
    if unit in WHOLE_DAYS and (when.latest - when.earliest).days + 1 not in WHOLE_DAYS[unit]:
        return days
    middle = when.earliest + (when.latest - when.earliest) / 2
    words = {
        Granularity.WEEK: f"week of {day_words(when.earliest)}",
        Granularity.MONTH: f"{MONTHS[middle.month - 1]} {middle.year}",
        Granularity.SEASON: f"{SEASONS[middle.month % 12 // 3]} {middle.year} [{days}]",
        Granularity.QUARTER: f"Q{(middle.month + 2) // 3} {middle.year}",
        Granularity.YEAR: str(middle.year),
        Granularity.DECADE: f"{middle.year // 10 * 10}s",
    }
    return words.get(unit, days)


def printable(text: str) -> str:
    """Put text on one line and leave out what could steer or deceive a terminal."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(char for char in line if unicodedata.category(char) not in HIDDEN)


def printable_part(text: str) -> str:
    """Make a part of a text printable; a blank at an end stays, which parts it from the next."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{printable(text)}{after}"


def shorten(text: str, width: int, *, around: int = 0) -> str:
    """Cut ``text`` to ``width`` characters, at blanks if it can, keeping what is at ``around``."""
    if len(text) <= width:
        return text
    start = max(0, min(around - width // 3, len(text) - width))
    end = start + width
    if start:
        after_blank = text.find(" ", start, around) + 1
        start = after_blank or start
    if end < len(text):
        before_blank = text.rfind(" ", around + 1, end + 1)
        end = end if before_blank < 0 else _group_end(text, before_blank, around + width // 2)
    return f"{ELLIPSIS if start else ''}{text[start:end]}{ELLIPSIS if end < len(text) else ''}"


def _group_end(text: str, end: int, least: int) -> int:
    """The last blank that parts no name, and no article or preposition from its noun."""
    while (place := text.rfind(" ", least, end)) > 0:
        last, following = text[place + 1 : end], text[end + 1 : end + 2]
        if not (_LEADING.fullmatch(last) or (last.istitle() and following.isupper())):
            break
        end = place
    return end


def _range_words(when: EventDate) -> str:
    first, last = when.earliest, when.latest
    if first == last:
        return day_words(first)
    year = "" if first.year == last.year else f" {first.year}"
    month = "" if not year and first.month == last.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month}{year} - {day_words(last)}"


@cache
def _acts() -> dict[str, _Act]:
    data = files("detente.relations").joinpath("data/acts.toml").read_bytes()
    try:
        return msgspec.toml.decode(data, type=dict[str, _Act])
    except msgspec.MsgspecError as err:
        raise BadConfig(f"relations/data/acts.toml: {err}") from err


# --- A row of another program -> words for people: "GDELT event 123: GRC-GOV -> TUR, code 190".
_PROGRAMS = frozenset({"GDELT", "ICEWS", "POLECAT"})
_TABS = re.compile(r"\t[\t ]*")
_APART = " | "


def row_name(report: Report) -> str | None:
    """Call an imported row by its program and number; ``None`` for any other report."""
    if report.outlet not in _PROGRAMS or "\t" not in report.text:
        return None
    program, _, number = report.key.partition(":")
    is_numbered = program == report.outlet.lower()
    return f"{report.outlet} event {number}" if is_numbered else f"{report.outlet} {report.key}"


def title_of(report: Report) -> str | None:
    """Take a report's title, an imported row's name; ``None`` where there is neither."""
    return report.title or row_name(report)


def claim_words(claim: Claim, report: Report) -> str:
    """Quote a claim; say an imported one in words."""
    name = row_name(report)
    if name is None:
        return claim.citation.quote
    sides = ([one.value.code for one in side] for side in (claim.actors, claim.recipients))
    act = claim.predicate.quote  # a number alone in GDELT
    return f"{name}: {sides_words(*sides)}, {'code ' if act.isdecimal() else ''}{act}"


def statement_words(statement: Statement, report: Report) -> str:
    """Quote a statement; say an imported one, which has a code and no words, in words."""
    name = row_name(report)
    if name is None:
        return statement.citation.quote
    speaker = statement.speaker.value.code if statement.speaker else "somebody"
    about = f" on {', '.join(statement.about)}" if statement.about else ""
    return f"{name}: {speaker}{about}, {statement.kind.value}"


def cells_apart(words: str) -> str:
    """Write the cells of a row apart; empty ones are left out."""
    return _TABS.sub(_APART, words)

"""What dates are made of: words, calendar units, the tense and the day from which a date is seen.

In:  text, parsed sentences, days.   Out: words with their places and meanings; ``EventDate``
intervals and shifted days; the occurrence that is meant.
Does not: decide what a sequence of words means (grammar.py does). Without an anchor nothing that
comes round can be told apart: ``None``. A day outside years 1..9999 raises ``OverflowError`` or
``ValueError``, as the standard library does.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from detente.language import months
from detente.records import EventDate, Granularity, Sentence, Token

_WORD = re.compile(r"[^\W\d_]+|\d+[^\W\d_]*|[^\w\s]|_")
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014")


class Word(NamedTuple):
    """One word, number or sign. ``text`` is lower-case, ``raw`` as written."""

    raw: str
    text: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """Cut ``text`` into letters, numbers with their endings ("1990s"), and single signs."""
    return tuple(
        Word(match.group(), match.group().lower().replace("\u2019", "'"), *match.span())
        for match in _WORD.finditer(text)
    )


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words that blanks set apart."""
    return frozenset(words.split())


def _numbered(words: str, start: int = 0) -> Mapping[str, int]:
    """Number the groups of ``words`` apart by ";"; words of a group share a number."""
    groups = enumerate(words.split(";"), start)
    return {word: number for number, group in groups for word in group.split()}


MONTHS: Mapping[str, int] = {
    **{name.lower(): number for number, name in enumerate(months.MONTHS, 1)},
    **{name[:3].lower(): number for number, name in enumerate(months.MONTHS, 1)},
    "sept": 9,
}
WEEKDAYS = _numbered(
    "monday mon;tuesday tue tues;wednesday wed;thursday thu thurs;friday fri;"
    "saturday sat;sunday sun"
)
SEASONS = _numbered("spring springtime;summer summertime;autumn fall;winter wintertime")
SMALL_NUMBERS = _numbered(
    "one a an;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve;thirteen;fourteen;"
    "fifteen;sixteen;seventeen;eighteen;nineteen",
    start=1,
)
TENS = _numbered("twenty;thirty;forty;fifty;sixty;seventy;eighty;ninety", start=2)
DECADES = _numbered(
    "twenties;thirties;forties;fifties;sixties;seventies;eighties;nineties", start=2
)
ORDINALS = _numbered(
    "first;second;third;fourth;fifth;sixth;seventh;eighth;ninth;tenth;eleventh;twelfth;"
    "thirteenth;fourteenth;fifteenth;sixteenth;seventeenth;eighteenth;nineteenth;twentieth",
    start=1,
)
# A unit and how many of it the word means; hours are told apart by the grammar. "The past week"
# has days, "past weeks" has none that can be told: one unit needs UNIT, a number takes UNITS.
UNIT: Mapping[str, tuple[Granularity, int]] = {
    "day": (Granularity.DAY, 1),
    "week": (Granularity.WEEK, 1),
    "fortnight": (Granularity.WEEK, 2),
    "month": (Granularity.MONTH, 1),
    "quarter": (Granularity.QUARTER, 1),
    "year": (Granularity.YEAR, 1),
    "decade": (Granularity.DECADE, 1),
    "century": (Granularity.CENTURY, 1),
}
UNITS: Mapping[str, tuple[Granularity, int]] = {
    **UNIT,
    "centuries": UNIT["century"],
    **{f"{word}s": meaning for word, meaning in UNIT.items() if word != "century"},
}
# Which of how many equal parts; the start and the end of something are shorter than "early".
PORTIONS: Mapping[str, tuple[int, int]] = {
    "early": (0, 3),
    "mid": (1, 3),
    "middle": (1, 3),
    "late": (2, 3),
    "start": (0, 6),
    "beginning": (0, 6),
    "outset": (0, 6),
    "end": (5, 6),
    "close": (5, 6),
}
DAY_PARTS = word_set("morning noon midday afternoon evening night midnight dawn dusk")
ABBREVIATED = word_set(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun"
)


# --- The tense in which a date is told, from the verb that governs it.
_VERBS = frozenset({"VERB", "AUX"})
# Participles and adjectives of what is still to come: "talks scheduled for Monday", "due Friday".
_PLANNED = frozenset({"schedule", "slate", "plan", "expect", "set", "due", "poise", "earmark"})
# Verbs whose infinitive happened with them: "was forced to resign on Monday".
_IMPLICATIVE = word_set(
    "manage force help begin start continue cease fail compel get come go happen use have "
    "decline refuse oblige lead cause"
)
_BE_GOING = "go"
# What is announced is to come: "announced *talks* on Friday".
_ANNOUNCING = frozenset({"announce", "propose"})
_ANNOUNCED = word_set(
    "ceremony conference election meeting negotiation rally referendum resumption round session "
    "strike summit talk talks visit vote"
)
# "The summit opens on Friday": what is planned is told in the present.
_SCHEDULED = frozenset({"open", "begin", "start", "expire", "convene", "resume", "depart"})
_TAKEN = frozenset({"effect", "place", "office", "power"})


class Tense(StrEnum):
    """Tense of the verb that governs a date."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


def tense_at(sentence: Sentence, index: int) -> Tense | None:
    """Find the tense of the verb that governs the token at ``index``."""
    nouns: set[str] = set()
    for token in _ancestors(sentence, index):
        nouns |= {token.lemma} if token.pos == "NOUN" else set()
        if token.lemma in _ANNOUNCING and not nouns.isdisjoint(_ANNOUNCED):
            return Tense.FUTURE
        if token.lemma in _PLANNED and token.pos != "NOUN" and token.tag in {"VBN", "JJ", "VBD"}:
            return _planned(sentence, token)
        if token.lemma == "ahead":
            return Tense.FUTURE
        if token.pos in _VERBS:
            return _verb_tense(sentence, token)
    return None


def _ancestors(sentence: Sentence, index: int) -> Iterator[Token]:
    seen = {index}
    token = sentence.tokens[sentence.tokens[index].head]
    while token.index not in seen:
        seen.add(token.index)
        yield token
        token = sentence.tokens[token.head]


def _planned(sentence: Sentence, token: Token) -> Tense:
    auxiliaries = _auxiliaries(sentence, token)
    is_told = token.tag == "VBD" and not auxiliaries
    was = any(aux.lemma == "have" for aux in auxiliaries)
    return Tense.PAST if is_told or was else Tense.FUTURE


def _verb_tense(sentence: Sentence, verb: Token, depth: int = 0) -> Tense | None:
    auxiliaries = _auxiliaries(sentence, verb)
    tags, lemmas = {aux.tag for aux in auxiliaries}, {aux.lemma for aux in auxiliaries}
    has_had = "have" in lemmas
    if "MD" in tags:
        return Tense.PAST if has_had and lemmas.isdisjoint({"will", "shall"}) else Tense.FUTURE
    if "TO" in tags and not has_had:
        return _borrowed_tense(sentence, verb, depth)
    if verb.tag == "VBD" or has_had or "VBD" in tags:
        return Tense.PAST
    if verb.tag in {"VBZ", "VBP"} and _is_scheduled(sentence, verb):
        return Tense.FUTURE
    told = _told_by_form(verb.tag, has_auxiliary=bool(auxiliaries))
    return told or _borrowed_tense(sentence, verb, depth)


def _is_scheduled(sentence: Sentence, verb: Token) -> bool:
    """Whether a present verb is a timetable's: "the truce takes effect on Friday"."""
    if verb.lemma in _SCHEDULED:
        return True
    below = {sentence.tokens[child].lemma for child in sentence.children[verb.index]}
    return verb.lemma == "take" and not below.isdisjoint(_TAKEN)


def _told_by_form(tag: str, *, has_auxiliary: bool) -> Tense | None:
    if tag == "VBN":
        return Tense.PRESENT if has_auxiliary else Tense.PAST
    if tag == "VBG" and has_auxiliary:
        return Tense.FUTURE  # "is visiting on Monday" is a plan
    return Tense.PRESENT if tag in {"VBZ", "VBP"} else None


def _borrowed_tense(sentence: Sentence, verb: Token, depth: int) -> Tense | None:
    """Tense of an infinitive or a participle, which the verb above it may lend."""
    above = next((up for up in _ancestors(sentence, verb.index) if up.pos in _VERBS), None)
    has_to = any(aux.tag == "TO" for aux in _auxiliaries(sentence, verb))
    if above is None or depth > len(sentence.tokens):
        return Tense.FUTURE if verb.tag == "VB" else None
    lent = _verb_tense(sentence, above, depth + 1)
    if not has_to or verb.dep == "conj":
        return lent
    is_purpose = verb.dep == "advcl" and lent is Tense.PAST
    is_going = above.lemma == _BE_GOING and above.tag == "VBG"
    is_done = above.lemma in _IMPLICATIVE and not is_going
    return lent if is_purpose or is_done else Tense.FUTURE


def _auxiliaries(sentence: Sentence, verb: Token) -> list[Token]:
    below = (sentence.tokens[child] for child in sentence.children[verb.index])
    return [token for token in below if token.dep in {"aux", "auxpass"}]


# --- Calendar units: the week, month or decade around a day, and steps between them.
MONTHS_IN: Mapping[Granularity, int] = {
    Granularity.MONTH: 1,
    Granularity.QUARTER: 3,
    Granularity.SEASON: 3,
    Granularity.HALF: 6,
    Granularity.YEAR: 12,
    Granularity.DECADE: 120,
    Granularity.CENTURY: 1200,
}
_DAYS_IN: Mapping[Granularity, int] = {Granularity.DAY: 1, Granularity.WEEK: 7}
_SATURDAY = 5


def interval(
    earliest: date, latest: date, granularity: Granularity = Granularity.INTERVAL
) -> EventDate:
    """Build a date from its first and last day, whichever way round they are given."""
    first, last = sorted((earliest, latest))
    return EventDate(earliest=first, latest=last, granularity=granularity)


def end_of_month(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def step(day: date, unit: Granularity, count: int) -> date:
    """Move ``day`` by ``count`` units; 31 March less a month is the last of February."""
    if unit in _DAYS_IN:
        return day + timedelta(days=_DAYS_IN[unit] * count)
    years, month = divmod(day.year * 12 + day.month - 1 + MONTHS_IN[unit] * count, 12)
    last = end_of_month(years, month + 1)
    return last.replace(day=min(day.day, last.day))


def unit_around(day: date, unit: Granularity) -> EventDate:
    """Find the whole unit that holds ``day``: ISO weeks from Monday, ISO decades from year 0.

    Seasons are the meteorological ones, three whole months each, winter from December.
    """
    first, last = _BOUNDS[unit](day)
    return EventDate(earliest=first, latest=last, granularity=unit)


def unit_from(day: date, unit: Granularity, count: int) -> EventDate:
    """Find the whole unit that lies ``count`` units from the one around ``day``."""
    return unit_around(step(day, unit, count), unit)


def weekend_around(day: date, weeks: int = 0) -> EventDate:
    """Saturday and Sunday of the week around ``day``, or of another ``weeks`` from it."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    saturday = monday + timedelta(days=_SATURDAY)
    return interval(saturday, saturday + timedelta(days=1))


def season_in(year: int, season: int) -> EventDate:
    """Find a season of ``year``: 0 spring, 1 summer, 2 autumn, 3 winter.

    A season that runs over New Year belongs to the year in which it begins.
    """
    return unit_around(date(year, 3 * (season + 1), 1), Granularity.SEASON)


def part_of(whole: EventDate, part: int, parts: int) -> EventDate:
    """Cut ``whole`` into equal parts and take one, counted from 0; a day stays whole.

    Cuts fall on months where the whole is made of enough of them, else on days.
    """
    months = _whole_months(whole)
    if months >= parts and months % parts == 0:
        size = months // parts
        first = step(whole.earliest, Granularity.MONTH, part * size)
        last = step(first, Granularity.MONTH, size) - timedelta(days=1)
    else:
        days = (whole.latest - whole.earliest).days + 1
        if days < parts:
            return whole
        first = whole.earliest + timedelta(days=days * part // parts)
        last = whole.earliest + timedelta(days=days * (part + 1) // parts - 1)
    return EventDate(earliest=first, latest=last, granularity=whole.granularity)


def _whole_months(whole: EventDate) -> int:
    starts, ends = whole.earliest.day == 1, (whole.latest + timedelta(days=1)).day == 1
    if not (starts and ends):
        return 0
    years = whole.latest.year - whole.earliest.year
    return years * 12 + whole.latest.month - whole.earliest.month + 1


def _months_around(first_month: date, months: int) -> tuple[date, date]:
    last = step(first_month, Granularity.MONTH, months - 1)
    return first_month, end_of_month(last.year, last.month)


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _months(size: int) -> Callable[[date], tuple[date, date]]:
    return lambda day: _months_around(date(day.year, (day.month - 1) // size * size + 1, 1), size)


def _season(day: date) -> tuple[date, date]:
    start = step(day.replace(day=1), Granularity.MONTH, -(day.month % 3))
    return _months_around(start, 3)


def _years(size: int) -> Callable[[date], tuple[date, date]]:
    def around(day: date) -> tuple[date, date]:
        first = max(day.year // size * size, 1)
        return date(first, 1, 1), date(day.year // size * size + size - 1, 12, 31)

    return around


_BOUNDS: Mapping[Granularity, Callable[[date], tuple[date, date]]] = {
    Granularity.DAY: lambda day: (day, day),
    Granularity.WEEK: _week,
    Granularity.MONTH: _months(1),
    Granularity.QUARTER: _months(3),
    Granularity.SEASON: _season,
    Granularity.HALF: _months(6),
    Granularity.YEAR: _years(1),
    Granularity.DECADE: _years(10),
    Granularity.CENTURY: _years(100),
}


# --- From where a date is seen: the report's day, the verb's tense.
# Named without tense, a month, day or season is the one ahead if it begins within so many days:
# swept 0-240 on TimeBank's phrases, flat best from 60 to 150. A weekday, quarter or half never is
# (quarters are mostly reported on), and the day of a month ("the 15th") only within a third of it.
_NEAR_AHEAD = {
    Granularity.YEAR: timedelta(days=105),
    Granularity.MONTH: timedelta(days=10),
    Granularity.WEEK: timedelta(0),
}
_REPORTED_ON = frozenset({Granularity.QUARTER, Granularity.HALF})


class Pick(StrEnum):
    """Which occurrence the words ask for: "last June", "this June", "the coming June"."""

    LAST = "last"
    THIS = "this"
    COMING = "coming"
    NEXT = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vantage:
    """Where the reader stands.

    ``anchor`` is the day of the report; ``reference`` the date told before in the same sentence
    ("two days later" counts from it) and ``following`` the one that the phrase leads to ("two days
    after the summit on 3 March"). ``is_alone``: the phrase comes without its sentence.
    """

    anchor: date | None
    tense: Tense | None = None
    reference: EventDate | None = None
    following: EventDate | None = None
    is_alone: bool = False


class Expression(Protocol):
    """Parsed words of a date."""

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Find the days meant from ``vantage``; ``None`` where they cannot be told."""


def days_of(expression: Expression, vantage: Vantage) -> EventDate | None:
    """Resolve ``expression``; days beyond the calendar of years 1..9999 are ``None``."""
    try:
        return expression.resolve(vantage)
    except (OverflowError, ValueError):
        return None


def pick_occurrence(
    occurrences: Iterable[EventDate], vantage: Vantage, pick: Pick | None, cycle: Granularity
) -> EventDate | None:
    """Take the occurrence that ``pick`` asks for, or else the one that the tense suggests.

    ``occurrences`` are in order and do not overlap; one comes round in each ``cycle``.
    """
    if vantage.anchor is None:
        return None
    dates = list(occurrences)
    if pick is Pick.THIS:
        return _this(dates, vantage.anchor, vantage.tense, cycle)
    if pick is not None:
        return _asked_for(dates, vantage.anchor, pick)
    past = _last(when for when in dates if when.earliest <= vantage.anchor)
    future = _first(when for when in dates if when.latest >= vantage.anchor)
    if vantage.tense is Tense.PAST or future is None:
        return past
    if vantage.tense is Tense.FUTURE or past is None:
        return future
    near = timedelta(0) if future.granularity in _REPORTED_ON else _NEAR_AHEAD[cycle]
    return future if future.earliest - vantage.anchor <= near else past


def _this(
    dates: list[EventDate], anchor: date, tense: Tense | None, cycle: Granularity
) -> EventDate | None:
    here = unit_around(anchor, cycle)
    going_on = (when for when in dates if when.earliest <= anchor <= when.latest)
    same_cycle = (when for when in dates if here.earliest <= when.earliest <= here.latest)
    found = _first(going_on) or _first(same_cycle)
    if found and tense is Tense.FUTURE and found.latest < anchor:
        return _asked_for(dates, anchor, Pick.NEXT)
    if found and tense is Tense.PAST and found.earliest > anchor:
        return _asked_for(dates, anchor, Pick.LAST)
    return found


def _asked_for(dates: list[EventDate], anchor: date, pick: Pick) -> EventDate | None:
    if pick is Pick.LAST:
        return _last(when for when in dates if when.latest < anchor)
    if pick is Pick.COMING:
        return _first(when for when in dates if when.latest >= anchor)
    return _first(when for when in dates if when.earliest > anchor)


def _first(dates: Iterable[EventDate]) -> EventDate | None:
    return next(iter(dates), None)


def _last(dates: Iterable[EventDate]) -> EventDate | None:
    return next(reversed(list(dates)), None)

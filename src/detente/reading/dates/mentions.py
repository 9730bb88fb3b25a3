"""Date phrases -> days: what "last week" means on the day a report came out.

In:  a phrase and the report's day, or parsed sentences.   Out: ``EventDate``; ``DateMention``s in
text order, none overlapping.
Does not: guess. Vague words ("recently"), durations, ages, frequencies, names and datelines give
nothing, and without a report's day only absolute dates resolve.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from detente.language.tree import FINITE
from detente.reading.dates.cursor import Cursor
from detente.reading.dates.expressions import (
    TODAY,
    Bound,
    BoundKind,
    DayOfMonth,
    FeastDay,
    Fixed,
    NthWeekday,
    Offset,
    Portion,
    Season,
    Stretch,
    Within,
    Yearly,
)
from detente.reading.dates.grammar import read_phrase
from detente.reading.dates.occasions import OccasionDates
from detente.reading.dates.rules import DAY_NAMES, PICKS, load_holidays
from detente.reading.dates.units import (
    ABBREVIATED,
    DASHES,
    DAY_PARTS,
    DECADES,
    MONTHS,
    ORDINALS,
    PORTIONS,
    SEASONS,
    SMALL_NUMBERS,
    TENS,
    UNITS,
    WEEKDAYS,
    Expression,
    Tense,
    Vantage,
    Word,
    days_of,
    tense_at,
    word_set,
    words_of,
)
from detente.reading.parse import text_of
from detente.records import DateBasis, DateMention, EventDate, Granularity, Sentence, Span, Token

_MARKS = frozenset('.,;:!?()[]"\u201c\u201d\u2018')
# Words that may stand before a date and change nothing about its days.
_LEADING = word_set(
    "in on at during over throughout around about circa approximately nearly almost roughly some "
    "sometime exactly only just more less than at least most all of for as soon late recently "
    "early its their his her our very"
)


def resolve_date(
    phrase: str, anchor: date | None, *, tense: Tense | None = None
) -> EventDate | None:
    """Find the days that ``phrase`` means in a report of the day ``anchor``.

    ``tense`` is that of the verb which the phrase goes with.
    ``None`` when the phrase is no date, is vague, or needs an anchor and has none.
    """
    vantage = Vantage(anchor=anchor, tense=tense, is_alone=True)
    words = words_of(phrase)
    while words and words[-1].text in _MARKS:
        words = words[:-1]
    cursor = Cursor(words)
    for start, word in enumerate(words):
        cursor.at = start
        found = read_phrase(cursor)
        if found is not None and cursor.at == len(words):
            return days_of(found, vantage)
        if word.text not in _LEADING:
            return None
    return None


# --- Parsed sentences -> the dates told in them.
def find_dates(sentences: Sequence[Sentence], anchor: date | None) -> tuple[DateMention, ...]:
    """Find every date phrase of a report that came out on ``anchor``, and dated occasions."""
    pages = [
        _Page(sentence, anchor, tuple(_phrases(sentence)))
        for sentence in sentences
        if not sentence.is_dateline
    ]
    told = [mention for page in pages for mention in page.mentions()]
    occasions = OccasionDates(sentences, told)
    found: list[DateMention] = []
    for number, page in enumerate(pages):
        before = _last_before(page, pages[number - 1] if number else None, found)
        found += _with_occasions(page, occasions, before)
    return tuple(found)


def _last_before(
    page: "_Page", earlier: "_Page | None", found: Sequence[DateMention]
) -> EventDate | None:
    """Give the date that the paragraph told last, in the sentence before: "*A day earlier* ..."."""
    if earlier is None or earlier.sentence.paragraph != page.sentence.paragraph:
        return None
    is_told = bool(found) and found[-1].sentence == earlier.sentence.index
    return found[-1].date if is_told else None


def _with_occasions(
    page: "_Page", occasions: OccasionDates, before: EventDate | None
) -> list[DateMention]:
    """Add what is dated by an occasion, where no date phrase stands already."""
    told = list(page.mentions(occasions, before))
    for mention in occasions.mentions(page.sentence):
        if not any(mention.span.overlap(other.span) for other in told):
            told.append(mention)
    return _joined(sorted(told, key=lambda mention: mention.span.start), page.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A phrase that the grammar reads: ``words[start:end]`` of a sentence."""

    expression: Expression
    sentence: Sentence
    words: Sequence[Word]
    start: int
    end: int
    tokens: tuple[Token, ...]
    head: Token

    @classmethod
    def locate(
        cls,
        expression: Expression,
        sentence: Sentence,
        words: Sequence[Word],
        place: tuple[int, int],
    ) -> "Found | None":
        """Find the tokens under ``words[start:end]``."""
        start, end = place
        first = sentence.span.start
        span = Span(first + words[start].start, first + words[end - 1].end)
        head = sentence.head_of(span)
        if head is None:
            return None
        return cls(
            expression=expression,
            sentence=sentence,
            words=words,
            start=start,
            end=end,
            tokens=sentence.tokens_in(span),
            head=head,
        )

    @property
    def span(self) -> Span:
        """Range of the phrase in the report's text."""
        first = self.sentence.span.start
        return Span(first + self.words[self.start].start, first + self.words[self.end - 1].end)

    @property
    def phrase(self) -> Sequence[Word]:
        """The words themselves."""
        return self.words[self.start : self.end]

    @property
    def before(self) -> str:
        """The word before the phrase, in lower case; ``""`` at the start."""
        return self.words[self.start - 1].text if self.start else ""

    @property
    def follows_capital(self) -> bool:
        """Whether the word before has a capital and is no preposition at the sentence's start."""
        word = self.words[self.start - 1] if self.start else None
        return bool(word and word.raw[0].isupper() and word.text not in _PREPOSITIONS)

    @property
    def after(self) -> str:
        """The word after the phrase, in lower case; ``""`` at the end."""
        return self.words[self.end].text if self.end < len(self.words) else ""

    @property
    def next_token(self) -> Token | None:
        """The token after the phrase."""
        index = self.tokens[-1].index + 1
        return self.sentence.tokens[index] if index < len(self.sentence.tokens) else None


@dataclass(frozen=True, slots=True)
class _Page:
    """One sentence and from where its dates are seen."""

    sentence: Sentence
    anchor: date | None
    phrases: tuple[Found, ...]

    def mentions(
        self, occasions: OccasionDates | None = None, before: EventDate | None = None
    ) -> Iterator[DateMention]:
        alone = [self._resolve(found) for found in self.phrases]
        reference = before
        for number, found in enumerate(self.phrases):
            when = alone[number]
            if when is None:
                leads_to = _led_to(found, self.phrases[number + 1 :])
                following = None if leads_to is None else alone[number + 1 + leads_to]
                if following is None and occasions:
                    following = self._occasion_after(found, occasions)
                when = self._resolve(found, reference, following)
                if following is None:
                    when = self._back_from_main(found, alone) or when
            if when is not None:
                reference = when
                yield self._mention(found, when)

    def _mention(self, found: Found, when: EventDate) -> DateMention:
        return DateMention(
            span=found.span, sentence=self.sentence.index, head=found.head.index, date=when
        )

    def _resolve(
        self, found: Found, reference: EventDate | None = None, following: EventDate | None = None
    ) -> EventDate | None:
        vantage = Vantage(
            anchor=self.anchor,
            tense=tense_at(self.sentence, found.head.index),
            reference=reference,
            following=following,
        )
        when = days_of(found.expression, vantage)
        if when and following and following.basis is DateBasis.EVENT:
            return replace(when, basis=DateBasis.EVENT)
        return when

    def _back_from_main(self, found: Found, alone: Sequence[EventDate | None]) -> EventDate | None:
        """Date a clause by the one it follows: "expelled him on Friday, *two days after* ..."."""
        clause = found.tokens[-1]
        verb = self.sentence.tokens[clause.head]
        if clause.dep != "mark" or verb.dep != "advcl":
            return None
        for other, when in zip(self.phrases, alone, strict=True):
            if when and when.granularity is Granularity.DAY and self._reaches(other, verb.head):
                counted = self._resolve(found, following=when)
                return counted and _turned(counted, when)
        return None

    def _reaches(self, found: Found, verb: int) -> bool:
        """Whether a phrase is that of a verb: "on Friday" of "expelled"."""
        place = found.head.index
        while self.sentence.tokens[place].pos not in {"VERB", "AUX"}:
            above = self.sentence.tokens[place].head
            if above == place:
                break
            place = above
        return place == verb

    def _occasion_after(self, found: Found, occasions: OccasionDates) -> EventDate | None:
        """Find the occasion that a phrase leads to: "two days after *the summit*"."""
        below = self.sentence.children[found.tokens[-1].index]
        nouns = (self.sentence.tokens[index] for index in below)
        dates = (occasions.date_of(self.sentence, noun) for noun in nouns if noun.dep == "pobj")
        return next((when for when in dates if when is not None), None)


def _turned(counted: EventDate, when: EventDate) -> EventDate:
    """As long before ``when`` as ``counted`` is after it, or the reverse."""
    first = when.earliest - (counted.earliest - when.earliest)
    return replace(counted, earliest=first, latest=first + (counted.latest - counted.earliest))


def _joined(mentions: Sequence[DateMention], sentence: Sentence) -> list[DateMention]:
    """Make one of two units in a row: "in *April and May*"."""
    told: list[DateMention] = []
    for mention in mentions:
        before = told[-1] if told else None
        if before and _goes_on(before, mention, sentence):
            when = replace(
                before.date, latest=mention.date.latest, granularity=Granularity.INTERVAL
            )
            span = Span(before.span.start, mention.span.end)
            told[-1] = replace(before, span=span, date=when)
        else:
            told.append(mention)
    return told


def _goes_on(before: DateMention, mention: DateMention, sentence: Sentence) -> bool:
    """Whether "and" joins to a date the very next unit of its size."""
    token = sentence.tokens[mention.head]
    is_joined = token.dep == "conj" and token.head == before.head
    is_next = mention.date.earliest - before.date.latest == timedelta(days=1)
    return is_joined and is_next and mention.date.granularity is before.date.granularity


def _phrases(sentence: Sentence) -> Iterator[Found]:
    words = words_of(text_of(sentence))
    cursor = Cursor(words)
    while cursor.at < len(words):
        start = cursor.at
        expression = read_phrase(cursor) if may_begin(words, start) else None
        found = expression and Found.locate(expression, sentence, words, (start, cursor.at))
        if found and is_date(found):
            yield found
        else:
            cursor.at = start + 1


def _led_to(found: Found, later: Sequence[Found]) -> int | None:
    """Which of the ``later`` phrases lies below the last word: "two days after ... on 3 March"."""
    last = found.tokens[-1]
    top = last.head if last.dep == "mark" else last.index
    below = found.sentence.subtrees[top]
    return next((place for place, other in enumerate(later) if other.head.index in below), None)


# --- Refuses words that read like a date and are none: ages, frequencies, names, plain numbers.
_EACH = frozenset({"every", "each", "any", "per", "most", "alternate"})
_POSSESSIVE = frozenset({"his", "her", "their", "my", "your", "our"})
_PREPOSITIONS = word_set(
    "in on at of by since from until till before after during early late mid between and through "
    "to for around about throughout"
)
_SIGNS = frozenset("$\u20ac\u00a3\u00a5#.\u00a7")  # "50 U.S.C. 1701" has a full stop before it
# Words before a number that make it a name: "Resolution 1929", "Agenda 2030", "Flight 1549".
_AFTER_NUMBERS = frozenset({"%", "percent", "hours", "hrs", "gmt", "utc"})
_NUMBERED = word_set(
    "resolution resolutions flight article section boeing airbus route agenda vision highway no "
    "number expo channel category directive order area chapter page"
)
_NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "NORP"})
_MODIFIES = frozenset({"compound", "poss", "nmod", "amod", "nummod"})
_OPEN_BOUNDS = frozenset({BoundKind.SINCE, BoundKind.BY, BoundKind.BEFORE, BoundKind.AFTER})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_RANKS = frozenset({"first", "second", "third", "only"})
_ENDINGS = frozenset({"until", "till", "through"})


def is_date(found: Found) -> bool:
    """Tell whether the phrase dates something."""
    return not any(refuses(found) for refuses in _REFUSALS)


def _is_frequency(found: Found) -> bool:
    """Refuse "every Monday"."""
    return found.before in _EACH


def _is_age(found: Found) -> bool:
    """Refuse "two days old", "in his 40s"."""
    if found.after in DASHES or found.after == "old":
        ahead = [word.text for word in found.words[found.end : found.end + 4]]
        if "old" in ahead:
            return True
    return found.before in _POSSESSIVE and found.phrase[0].text[-1] == "s"


def _is_lower_case(found: Found) -> bool:
    """Refuse "they may march": months, weekdays and feasts are written with a capital."""
    names = (word for word in found.phrase if word.text in MONTHS or word.text in WEEKDAYS)
    if any(word.raw[0].islower() for word in names):
        return True
    is_feast = isinstance(found.expression, Yearly) and isinstance(
        found.expression.part, FeastDay | NthWeekday
    )
    return is_feast and not any(word.raw[0].isupper() for word in found.phrase[-2:])


def _is_name(found: Found) -> bool:
    """Refuse "Theresa May", "the Sunday Times", "USA Today": one word inside a name.

    Nor is a month "the *March* for Life", "*Mar*-a-Lago", nor an age "*21st Century* Fox".
    """
    if len(found.phrase) > 1:
        return _begins_name(found)
    token = found.head
    text = found.phrase[0].text
    is_month = text in MONTHS
    if is_month and (_is_half_of_word(found) or _is_march(found)):
        return True
    if text in WEEKDAYS and text in ABBREVIATED and found.before not in _PREPOSITIONS:
        return True
    if is_month and (token.pos in {"VERB", "AUX"} or found.follows_capital):
        return True
    if token.entity in _NAMES and found.before not in _PREPOSITIONS:
        return True
    above = found.sentence.tokens[token.head]
    return token.dep == "compound" and above.entity in _NAMES and token.entity == above.entity


def _begins_name(found: Found) -> bool:
    """Whether a century with a capital goes on with one: "*21st Century* Fox"."""
    last, after = found.phrase[-1], found.next_token
    is_capital = last.text == "century" and last.raw[0].isupper()
    return is_capital and after is not None and after.pos == "PROPN"


def _is_half_of_word(found: Found) -> bool:
    """Whether small letters follow at a dash, and so no other month: "*Mar*-a-Lago"."""
    match found.words[found.end : found.end + 2]:
        case [dash, word]:
            touches = found.phrase[-1].end == dash.start and dash.end == word.start
            return dash.text in DASHES and touches and word.raw[0].islower()
    return False


def _is_march(found: Found) -> bool:
    """Whether an article tells a deed that is no month's: "the *March* on the capital"."""
    is_told = found.before in {"a", "an", "the"}
    return is_told and found.head.dep not in _MODIFIES and found.after != "of"


def _is_plain_number(found: Found) -> bool:
    """Refuse "2000 people", "Resolution 1929", "$1990": a bare number that no word makes a year."""
    text = found.phrase[0].text
    is_bare = len(found.phrase) == 1 and isinstance(found.expression, Fixed)
    if not is_bare or not text.isdecimal():
        return False
    if found.before in _SIGNS or found.before in _NUMBERED or found.after in _AFTER_NUMBERS:
        return True
    above = found.sentence.tokens[found.head.head]
    leads = _PREPOSITIONS | {"the"}
    if found.head.dep == "nummod" and above.tag in {"NNS", "NNPS"} and found.before not in leads:
        return True
    return found.head.entity != "DATE" and found.before not in _PREPOSITIONS


def _is_spoken_number(found: Found) -> bool:
    """Refuse "two thousand troops": a year in words needs the company of a month or "the year"."""
    if not isinstance(found.expression, Fixed) or not found.phrase[0].text.isalpha():
        return False
    is_year = found.expression.date.granularity is Granularity.YEAR
    return is_year and found.head.entity != "DATE" and found.phrase[0].text not in {"the", "year"}


def _is_bare_unit(found: Found) -> bool:
    """Refuse "the year" and "the end of the day", which date nothing by themselves."""
    if isinstance(found.expression, Portion):
        return found.expression.inner == TODAY
    if not isinstance(found.expression, Offset) or found.phrase[0].text != "the":
        return False
    return len(found.phrase) == 2 or found.phrase[1].text in {"full", "whole"}  # noqa: PLR2004


def _is_bare_season(found: Found) -> bool:
    """Refuse "Arab Spring", "the fall of the city": a season needs "in", "last" or a year."""
    expression = found.expression
    if isinstance(expression, Bound):
        expression = expression.inner  # "since the fall of the city"
    if not isinstance(expression, Yearly) or not isinstance(expression.part, Season):
        return False
    word, after = found.phrase[-1], found.next_token
    if word.text in SEASONS and word.raw[0].isupper() and after and after.pos == "PROPN":
        return True  # "the 2018 *Winter Olympics*"
    if expression.year is not None or expression.pick is not None:
        return False
    is_after = found.after == "of" or (found.next_token and found.next_token.pos in _NOMINAL)
    is_named = word.raw[0].isupper() and found.before != ""
    return bool(
        is_after or is_named or found.before not in {"in", "by", "until", "since", "during"}
    )


def _is_duration(found: Found) -> bool:
    """Refuse "for the next three years"."""
    is_ahead = isinstance(found.expression, Stretch) and found.expression.count > 0
    lead = [word.text for word in found.words[max(found.start - 2, 0) : found.start]]
    return is_ahead and "for" in lead


def _is_superlative(found: Found) -> bool:
    """Refuse "the first in a decade", "the first to come in 50 years", "the worst since March"."""
    if "since" in {found.phrase[0].text, found.before}:
        return _is_ranked(found)
    above = found.sentence.tokens[found.head.head]
    is_of_noun = above.pos not in {"VERB", "AUX"}
    return isinstance(found.expression, Within) and (is_of_noun or _is_ranked(found))


def _is_ranked(found: Found) -> bool:
    """Whether the words before, back to a finite verb, say that it is the first or the most."""
    before = reversed(found.sentence.tokens[: found.tokens[0].index])
    phrase = takewhile(lambda token: token.tag not in FINITE, before)
    return any(token.tag in {"JJS", "RBS"} or token.lemma in _RANKS for token in phrase)


def _is_end_alone(found: Found) -> bool:
    """Refuse "until Friday", "through 2023": when it ends is not when it is done."""
    return not _ENDINGS.isdisjoint({found.phrase[0].text, found.before})


def _is_ordinal(found: Found) -> bool:
    """Refuse "the 20th congress", "the 3rd": only "on the 20th" is a day."""
    if not isinstance(found.expression, DayOfMonth):
        return False
    is_modifier = found.next_token is not None and found.next_token.pos in _NOMINAL
    return found.before != "on" or is_modifier


def _is_prefixed(found: Found) -> bool:
    """Refuse "post-2015", "21st-century": half of a compound word."""
    start = found.phrase[0].start
    touches = found.start > 1 and found.words[found.start - 1].end == start
    return touches and found.before in DASHES and found.words[found.start - 2].end == start - 1


def _bounds_another_event(found: Found) -> bool:
    """Refuse "after Friday's attack": the date is the attack's, not the bound's."""
    expression = found.expression
    if not isinstance(expression, Bound) or expression.kind not in _OPEN_BOUNDS:
        return False
    if found.after == "'" or found.after in DASHES:
        return True
    inside = {token.index for token in found.tokens}
    return any(
        token.dep in _MODIFIES and token.head not in inside and token.head > token.index
        for token in found.tokens[1:]
    )


_REFUSALS: tuple[Callable[[Found], bool], ...] = (
    _is_frequency, _is_age, _is_lower_case, _is_name, _is_plain_number, _is_spoken_number,
    _is_bare_unit, _is_bare_season, _is_duration, _is_superlative, _is_end_alone, _is_ordinal,
    _is_prefixed, _bounds_another_event,
)  # fmt: skip


# --- Whether a date can begin at a word: a fast look, as most words of a text cannot begin one.
_REACH = (
    8  # words; a date names its unit, month or number no later: "the end of the first three ..."
)
_OPENERS = frozenset(
    {*PORTIONS, *ORDINALS, *SMALL_NUMBERS, *TENS, *PICKS}
    | word_set(
        "the ' \u2018 in within by until till no up through before prior ahead after following "
        "ever since earlier on later so from between very that same previous preceding comparable "
        "corresponding latest most opening closing final half couple other q h fy fiscal financial "
        "latter nineteen"
    )
)
_TIMES = frozenset(
    {*MONTHS, *WEEKDAYS, *SEASONS, *UNITS, *DAY_PARTS, *DAY_NAMES, *DECADES}
    | {"weekend", "period", "half", "hours", "hour", "minutes", "night"}
)
_YEARS_IN_WORDS = frozenset({"thousand", *TENS})


def may_begin(words: Sequence[Word], at: int) -> bool:
    """Tell whether a date may begin at ``words[at]``."""
    text = words[at].text
    if text in _TIMES or text[0].isdecimal():
        return True
    holidays = load_holidays()
    if text in holidays:
        following = tuple(word.text for word in words[at : at + _REACH])
        if any(following[: len(name)] == name for name, _ in holidays[text]):
            return True
    return text in _OPENERS and any(
        word.text in _TIMES
        or word.text in holidays
        or word.text in _YEARS_IN_WORDS
        or word.text[0].isdecimal()
        for word in words[at + 1 : at + _REACH]
    )

"""Refuses words that read like a date and are none: ages, frequencies, names, plain numbers.

In:  a phrase that the grammar reads, in its parsed sentence.   Out: whether it dates something.
Does not: resolve it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from detente.reading.date_expressions import TODAY, DayOfMonth, Fixed, Offset, Portion
from detente.reading.date_spans import Bound, BoundKind, Stretch, Within
from detente.reading.date_vantage import Expression
from detente.reading.date_words import ABBREVIATED, DASHES, MONTHS, WEEKDAYS, Word, word_set
from detente.reading.date_yearly import FeastDay, NthWeekday, Season, Yearly
from detente.records import Granularity, Sentence, Span, Token

__all__ = ["Found", "is_date"]

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
    """Refuse "Theresa May", "the Sunday Times", "USA Today": one word inside a name."""
    if len(found.phrase) > 1:
        return False
    token = found.head
    text = found.phrase[0].text
    is_month = text in MONTHS
    if text in WEEKDAYS and text in ABBREVIATED and found.before not in _PREPOSITIONS:
        return True
    if is_month and (token.pos in {"VERB", "AUX"} or found.follows_capital):
        return True
    if token.entity in _NAMES and found.before not in _PREPOSITIONS:
        return True
    above = found.sentence.tokens[token.head]
    return token.dep == "compound" and above.entity in _NAMES and token.entity == above.entity


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
    if expression.year is not None or expression.pick is not None:
        return False
    word = found.phrase[-1]
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
    """Refuse "the first in a decade", "the heaviest attack since March"."""
    if "since" in {found.phrase[0].text, found.before}:
        return _is_ranked(found)
    above = found.sentence.tokens[found.head.head]
    return isinstance(found.expression, Within) and above.pos not in {"VERB", "AUX"}


def _is_ranked(found: Found) -> bool:
    """Whether the words before, back to a verb, say that something is the first or the most."""
    before = reversed(found.sentence.tokens[: found.tokens[0].index])
    phrase = takewhile(lambda token: token.pos not in {"VERB", "AUX"}, before)
    return any(token.tag in {"JJS", "RBS"} or token.lemma in _RANKS for token in phrase)


def _is_end_alone(found: Found) -> bool:
    """Refuse "until Friday": when something ends is not when it is done."""
    return not {"until", "till"}.isdisjoint({found.phrase[0].text, found.before})


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
    _is_frequency,
    _is_age,
    _is_lower_case,
    _is_name,
    _is_plain_number,
    _is_spoken_number,
    _is_bare_unit,
    _is_bare_season,
    _is_duration,
    _is_superlative,
    _is_end_alone,
    _is_ordinal,
    _is_prefixed,
    _bounds_another_event,
)

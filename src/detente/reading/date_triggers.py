"""Whether a date can begin at a word: a fast look, as most words of a text cannot begin one.

In:  words.   Out: yes or no.
Does not: read the date (date_grammar.py does); "yes" may still be wrong, "no" never is.
"""

from collections.abc import Sequence

from detente.reading.date_deixis import DAY_NAMES, PICKS
from detente.reading.date_holidays import load_holidays
from detente.reading.date_words import (
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
    Word,
    word_set,
)

__all__ = ["may_begin"]

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

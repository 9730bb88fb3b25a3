"""Text -> the labels of a transcript's turns: "Q: ...", "MR. BERG: ...", "Berg (Wire): ...".

In:  a report's text and its paragraphs.   Out: the range of each label, its colon included.
Does not: say who is meant. A label is parsed apart, so that it is never part of a sentence; a list
under headings ("Energy: ...", "Trade: ...") is no dialogue.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from detente.records import Span

_NAME = r"(?P<bold>\*\*|__)?(?P<name>[^\W\d_][^\n:*?!()\[\]\"\u201c]{0,69}?)"
_ASIDE = r"(?:\*\*|__)?\s*(?:[(\[][^()\[\]\n]{1,60}[)\]])?(?:\*\*|__)?"  # "(via interpreter)"
_WITH_COLON = re.compile(rf"{_NAME}{_ASIDE}\s?:(?:\*\*|__)?(?=\s|$)")
_WITHOUT = re.compile(r"(?P<name>Q|A(?=[ \u00a0]{2}|\t))[ \t\u00a0]+(?=[A-Z\"\u201c])")
_ALONE = re.compile(rf"{_NAME}{_ASIDE}$")
_SMALL = frozenset({"of", "the", "for", "and", "to", "at", "on", "in", "de", "da", "del", "di",
                    "du", "al", "el", "bin", "ibn", "van", "von", "der"})  # fmt: skip
_MOST_LETTERS = 140  # of a label
_MOST_WORDS = 8  # "Deputy Secretary of State for Trade Anna Berg"
_LEAST_LABELS = 2


def labels_in(
    text: str, paragraphs: Sequence[Span], parts: Collection[str], media: Collection[str]
) -> Mapping[Span, Span]:
    """Find the labels of a transcript by the paragraphs that they begin; none where it is none.

    It is one if a label comes back, or if one label asks and another answers. ``parts`` are words
    for those who take part ("moderator"), ``media`` names of outlets, which may ask; both in small
    letters.
    """
    found = {span: one for span in paragraphs if (one := _begun(text, span))}
    asks = any("?" in text[one.end() : span.end] for span, one in list(found.items())[:-1])
    known = {*parts, *media}
    found = {span: one for span, one in found.items() if asks or _is_sure(one["name"], known)}
    counts = Counter(one["name"] for one in found.values())
    if len(found) < _LEAST_LABELS or not (asks or max(counts.values()) > 1):
        return _alone(text, paragraphs, parts)
    first = next(iter(found))
    is_title = first == paragraphs[0] and counts[found[first]["name"]] == 1
    if is_title and "?" not in text[first.start : first.end]:
        del found[first]  # "Berg: The truce will hold"
    return {span: Span(span.start, one.end()) for span, one in found.items()}


def _begun(text: str, span: Span) -> re.Match[str] | None:
    end = min(span.end, span.start + _MOST_LETTERS)
    found = _WITHOUT.match(text, span.start, end) or _WITH_COLON.match(text, span.start, end)
    return found if found and _is_name(found["name"]) else None


def _is_name(name: str) -> bool:
    words = name.replace(",", " ").split()
    return len(words) <= _MOST_WORDS and all(
        not word[0].islower() or (word in _SMALL and number) for number, word in enumerate(words)
    )


def _is_sure(name: str, known: Collection[str]) -> bool:
    """Whether a label that nobody asks is a name: shouted, known, or of two words."""
    return name.isupper() or name.casefold() in known or len(name.split()) > 1


def _alone(text: str, paragraphs: Sequence[Span], parts: Collection[str]) -> Mapping[Span, Span]:
    """Find labels on lines of their own: a part beside names, or bold names that come back."""
    lines = {
        span: one
        for span in paragraphs
        if len(span) < _MOST_LETTERS
        and (one := _ALONE.match(text, span.start, span.end))
        and _is_name(one["name"])
    }
    bold = {span: one for span, one in lines.items() if one["bold"]}
    found = bold or lines
    counts = Counter(one["name"].casefold() for one in found.values())
    is_asked = not counts.keys().isdisjoint(parts)
    is_back = bool(bold) and max(counts.values()) > 1
    if len(found) < _LEAST_LABELS or not (is_asked or is_back):
        return {}
    return {span: span for span in found}

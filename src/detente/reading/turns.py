"""Text -> what stands before a colon and is parsed apart: labels of turns, and topics.

In:  a report's text and its paragraphs.   Out: the range of each label of a transcript's turns
("Q: ...", "MR. BERG: ...", "Berg (Wire): ...") and of a topic ("War in Norland: Rebels ..."), its
colon included.
Does not: say who is meant. What is parsed apart is never part of a sentence; a list under headings
("Energy: ...", "Trade: ...") is no dialogue.
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


# --- A paragraph -> the topic under which it stands: "War in Norland: Rebels shell a port."
_TOPIC = re.compile(r"(?P<topic>[^\W_][^\n:.!?\"\u201c\u201d]{2,70}):\s+(?=[A-Z\"\u201c])")
_YEAR = r"(?:19|20)\d\d(?:\s?[\u2013-]\s?(?:(?:19|20)?\d\d|present))?"
_DATED = re.compile(rf"{_YEAR}\s\S|.*\b(?:of|,)\s{_YEAR}$|.*\({_YEAR}\)$")
_FIRST_PART = re.compile(r"\s*[,;(]|\s[\u2013\u2014-]\s")
_GOVERNING = frozenset({"against", "at", "between", "in", "of", "on", "over", "to", "with"})
_HAPPENINGS = frozenset({
    "assassination", "attack", "battle", "bombing", "campaign", "clash", "conflict", "controversy",
    "corruption", "coup", "crackdown", "crisis", "death", "debate", "demonstration", "diplomacy",
    "disaster", "dispute", "earthquake", "economy", "election", "espionage", "flood", "genocide",
    "hurricane", "insurgency", "intervention", "intifada", "invasion", "killing", "massacre",
    "negotiation", "occupation", "outbreak", "pandemic", "piracy", "politics", "program",
    "programme", "protest", "rebellion", "referendum", "relations", "response", "revolt",
    "revolution", "riot", "scandal", "shooting", "siege", "stand-off", "standoff", "strike",
    "talks", "terrorism", "trial", "unrest", "uprising", "violence", "war",
})  # fmt: skip
_KINDS = frozenset({
    "border", "civil", "constitutional", "debt", "diplomatic", "disarmament", "economic", "ethnic",
    "factional", "federal", "financial", "foreign", "general", "gubernatorial", "hostage",
    "humanitarian", "international", "legislative", "local", "military", "nuclear", "parliamentary",
    "peace", "political", "presidential", "refugee", "regional", "religious", "sectarian",
    "suicide", "train", "weapons",
})  # fmt: skip
_LEAST_UNDER_TOPIC = 4  # words; "Leaders end war: Report" has its source there


def topic_in(text: str, paragraph: Span) -> Span | None:
    """Find the topic with which a paragraph begins: "2011 Norland uprising: Troops shell a port".

    It names what goes on, and has no verb; a person, a body or a state before a colon may speak.
    """
    found = _TOPIC.match(text, paragraph.start, paragraph.end)
    if found is None or not _is_topic(found["topic"]):
        return None
    words = text[found.end() : paragraph.end].split()
    is_title = not any(word[0].islower() for word in words if word not in _SMALL | _GOVERNING)
    if is_title or len(words) < _LEAST_UNDER_TOPIC:
        return None  # in "Leaders End War: Norland Signs Truce" any word may be a verb
    return Span(paragraph.start, found.end("topic") + 1)


def _is_topic(topic: str) -> bool:
    told = _FIRST_PART.split(topic)[0].split()
    if not told or not all(_is_of_topic(word) for word in topic.split()):
        return False
    end = next((n for n, word in enumerate(told) if n and word in _GOVERNING), len(told))
    return _is_happening(told[end - 1]) or _DATED.match(topic) is not None


def _is_of_topic(word: str) -> bool:
    """Whether a word can stand in the name of a topic, which is no clause: not "ends"."""
    plain = word.strip("(),;")
    is_small = plain in _SMALL | _GOVERNING | _KINDS or _is_happening(plain)
    return is_small or not plain[:1].islower() or plain == "present"


def _is_happening(word: str) -> bool:
    low = word.lower()
    return not {low, low.removesuffix("s"), low.removesuffix("es")}.isdisjoint(_HAPPENINGS)

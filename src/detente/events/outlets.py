"""A retold medium's words -> its name: "the Veld daily El Faro", and then "the paper".

In:  where the medium is named, and the report's setting.   Out: the outlet's name.
Does not: tell a medium from other speakers (reading/speech_media.py does).
"""

from detente.events.setting import Setting
from detente.records import Span

__all__ = ["outlet_name"]

UNNAMED_MEDIA = frozenset({
    "agency", "broadcaster", "channel", "correspondent", "daily", "journalist", "magazine",
    "media", "network", "news agency", "newspaper", "outlet", "paper", "photographer", "press",
    "report", "reporter", "reports", "station", "website", "weekly",
})  # fmt: skip


def outlet_name(span: Span, setting: Setting) -> str:
    """Name the outlet for which the words at ``span`` stand.

    "The paper" is the outlet that the report credits, else the last one that it retold.
    """
    credited, name = setting.report.credited, _own_name(setting.report.cite(span).quote)
    words = name.removeprefix("The ")
    if words.lower() in UNNAMED_MEDIA:
        return credited or _last_named(span, setting) or words.lower()
    if credited is None:
        return name
    return credited if _is_same(words, credited) else words


# Private functions


def _own_name(quote: str) -> str:
    """Leave out the article, an abbreviation, whose it is, and what kind of medium it is."""
    words = quote.partition(" (")[0].split()
    words = words[1:] if words[0] in {"a", "an", "the"} and words[1:] else words
    words = _without_kind([word for word in words if not word.endswith(("'s", "\u2019s"))] or words)
    kinds = [n for n, word in enumerate(words[:-1]) if word in UNNAMED_MEDIA]
    name = words[kinds[-1] + 1 :] if kinds else words
    is_name = all(word[:1].isupper() for word in name)
    return " ".join(name if is_name else words)


def _without_kind(words: list[str]) -> list[str]:
    """Leave out the kind behind a name: "the Norfax *news agency*"."""
    named = [n for n, word in enumerate(words) if word[:1].isupper() and word != "The"]
    last = max(named, default=-1)
    kind = " ".join(words[last + 1 :])
    return words[: last + 1] if last >= 0 and kind in UNNAMED_MEDIA else words


def _last_named(span: Span, setting: Setting) -> str | None:
    for speech in sorted(setting.speeches, key=lambda one: one.content[0].start, reverse=True):
        named = speech.speaker
        if speech.is_retelling and named is not None and named.end <= span.start:
            name = _own_name(setting.report.cite(named).quote)
            words = name.removeprefix("The ")
            if words.lower() not in UNNAMED_MEDIA and words[:1].isupper():
                return name
    return None


def _is_same(words: str, credited: str) -> bool:
    """Whether the words are the credited outlet's name, a part of it, or its initials."""
    initials = "".join(word[0] for word in credited.split() if word[0].isupper())
    is_part = words in credited or credited in words
    return is_part or initials.endswith(words.split(maxsplit=1)[0]) or words[:1].islower()

"""Text -> is it English? The rest of the journey reads English only.

In:  a report's text.   Out: the language it is in, where that is certainly not English.
Does not: judge short texts, names or lists in Latin letters, where every guess is weak.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["foreign_language"]

MIN_LETTERS = 80  # below, headlines full of names pass for Javanese or Pidgin
MIN_CONFIDENCE = 0.9  # English news measures above 0.94; dates and names alone below 0.45
SAMPLE = 3_000  # characters; a transcript may open with greetings in another language


def foreign_language(text: str) -> str | None:
    """Name the language (ISO 639-1) of a text that is certainly not English, else ``None``.

    Both the beginning and the end of a long text must be in another language.
    """
    n_letters = sum(1 for char in text[:SAMPLE] if char.isalpha())
    if n_letters <= MIN_LETTERS and _is_latin(text[:SAMPLE]):
        return None
    language = _certain_language(text[:SAMPLE])
    if language is None or len(text) <= SAMPLE:
        return language
    return language if _certain_language(text[-SAMPLE:]) else None


def _certain_language(sample: str) -> str | None:
    """Name the language of ``sample`` if it is certain and not English.

    Of Chinese the model is never as certain as of others, but no English is written like it.
    """
    language, confidence = _identifier().classify(sample)
    is_certain = confidence >= MIN_CONFIDENCE or not _is_latin(sample)
    return str(language) if language != "en" and is_certain else None


def _is_latin(sample: str) -> bool:
    """Whether half of the letters, or more, are those of English."""
    letters = [char for char in sample if char.isalpha()]
    return 2 * sum(1 for char in letters if char.isascii()) >= len(letters)


@cache
def _identifier() -> "LanguageIdentifier":
    # The model takes over half a second to load; only reading reports pays for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

"""Letters without their accents, as all rooms compare names."""

import unicodedata
from functools import cache

# Letters whose mark cannot be stripped.
_BARE = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "\u0131": "i"}


def unmarked(text: str) -> str:
    """Write a text without accents: "Łukasz Đặng" is "Lukasz Dang".

    It stays as long as it was, unless marks stand loose behind their letters.
    """
    return text if text.isascii() else "".join(map(_bare, text))


@cache
def _bare(char: str) -> str:
    if unicodedata.combining(char):
        return ""
    parts = unicodedata.normalize("NFD", char)
    are_marks = all(map(unicodedata.combining, parts[1:]))
    return _BARE.get(char, parts[0] if are_marks else char)

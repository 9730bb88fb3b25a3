"""Letters as pages and PDF files have them -> letters as words are looked up.

In:  a report as a reader made it.   Out: the same in Unicode NFC, without characters that nobody
sees, full-width ASCII as ASCII.
Does not: touch a text that has none of these, or other forms of letters (ligatures, digits).
"""

import re
import unicodedata
from dataclasses import replace

from detente.records import Report

__all__ = ["plain_letters", "with_plain_letters"]

# Soft hyphen, zero-width space, word joiner and invisible operators, byte order mark, and what
# turns the direction of writing.
_UNSEEN = r"[\u00ad\u200b\u2060-\u2064\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
# Joiners shape words of Arabic and its neighbours, and of the scripts of India.
_SHAPED = r"[\u0600-\u0dff\ufb50-\ufdff\ufe70-\ufefc]"
_QUICK = re.compile(rf"{_UNSEEN}|[\u200c\u200d\uff01-\uff5e]")  # most texts have none
_DROPPED = re.compile(rf"{_UNSEEN}|(?<!{_SHAPED})[\u200c\u200d]|[\u200c\u200d](?!{_SHAPED})")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def plain_letters(text: str) -> str:
    """Write a text in letters that can be found; twice is once."""
    if text.isascii():
        return text
    if _QUICK.search(text):
        text = _DROPPED.sub("", text).translate(_FULL_WIDTH)
    return unicodedata.normalize("NFC", text)


def with_plain_letters(report: Report) -> Report:
    """Put text and title into plain letters; ``body_start`` moves along."""
    text = plain_letters(report.text)
    title = report.title and (plain_letters(report.title) or None)
    if (text, title) == (report.text, report.title):
        return report
    body_start = len(plain_letters(report.text[: report.body_start]))
    return replace(report, text=text, title=title, body_start=body_start)

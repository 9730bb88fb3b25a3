"""Claims and statements -> how two sides stand: what is done, planned, possible, denied.

In:  coded reports of any number, two sides by their country code.   Out: a ``Brief`` of plain
values, every line of which cites report, sentence and words.
Does not: weigh outlets, merge acts that are told differently, or write text (render.py does).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.records import EventDate, SpeechKind, Status

__all__ = [
    "Act",
    "Brief",
    "Direction",
    "Group",
    "Provenance",
    "Quote",
    "ReportLine",
    "Said",
    "Section",
    "Voice",
]


class Direction(StrEnum):
    """Who acts on whom, seen from the two sides."""

    BOTH = "both"
    A_TO_B = "a-to-b"
    B_TO_A = "b-to-a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a report: its number in the brief, its key, the sentence (from 0), the place."""

    report: int
    key: str
    sentence: int
    start: int
    end: int
    words: str
    focus: int

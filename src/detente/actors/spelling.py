"""A name in another spelling -> the office holder who is meant.

In:  a name, a country, a day.   Out: the most similar holder, with the margin over the rival.
Does not: search all the world's persons: without a country, two names that look alike are no
evidence, and deliberately nothing is matched on a surname alone.
"""

import unicodedata
from dataclasses import dataclass

from detente.actors.gazetteer import Gazetteer

__all__ = ["SIMILAR", "Similar", "most_similar"]

SIMILAR = 80.0  # "Sergej Lavrow" to "Sergey Lavrov" is 85
_SURE_MARGIN = 30.0  # a lead over the rival from which the score is full


@dataclass(frozen=True, slots=True)
class Similar:
    """A person with a similar name. ``margin`` is 0..1: the lead over the next holder."""

    person: str
    margin: float


def most_similar(gazetteer: Gazetteer, country: str, name: str, day: str) -> Similar | None:
    """Find the holder of an office in ``country`` on ``day`` whose name is closest."""
    if " " not in name:
        return None
    from rapidfuzz import fuzz  # noqa: PLC0415  # rarely needed

    wanted = _plain(name)
    found = [
        (max(fuzz.token_sort_ratio(wanted, _plain(known)) for known in names), person)
        for person, names in gazetteer.holders_in(country, day)
    ]
    if not found:
        return None
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    best, person = found[0]
    rival = found[1][0] if len(found) > 1 else 0.0
    if best < SIMILAR or best == rival:
        return None
    return Similar(person, round(min(1.0, (best - rival) / _SURE_MARGIN), 3))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).lower().replace("-", " ")
    return "".join(char for char in decomposed if not unicodedata.combining(char))

"""Where a sentence is told of -> whether its seasons are those of the southern hemisphere.

In:  sentences, the places told in them, the states that act in them.   Out: sentence indices.
Does not: turn the seasons of the tropics, whose reports borrow the northern ones.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

import msgspec

from detente.reading.data_rows import data_text, read_rows
from detente.records import PlaceMention, Sentence

__all__ = ["southern_sentences"]

_SOUTH_OF = -10.0  # degrees; nearer to the equator the year has no spring


class _Row(msgspec.Struct):
    code: str
    lat: float


def southern_sentences(
    sentences: Sequence[Sentence],
    places: Iterable[PlaceMention],
    states: Mapping[int, Collection[str]],
) -> frozenset[int]:
    """Find the sentences whose place, else whose states, lie in the south.

    ``states`` are country codes (ISO alpha-3) by the index of the sentence that names them. A
    sentence that tells neither is like the one before it in its paragraph.
    """
    latitudes: dict[int, list[float]] = {}
    for mention in places:
        if mention.place.lat is not None:
            latitudes.setdefault(mention.sentence, []).append(mention.place.lat)
    found: set[int] = set()
    before: Sentence | None = None
    for sentence in sentences:
        told = latitudes.get(sentence.index) or _latitudes(states.get(sentence.index, ()))
        is_same = before is not None and before.paragraph == sentence.paragraph
        if told:
            is_south = max(told) < _SOUTH_OF
        else:
            is_south = is_same and before is not None and before.index in found
        if is_south:
            found.add(sentence.index)
        before = sentence
    return frozenset(found)


def _latitudes(states: Collection[str]) -> list[float]:
    latitude = _latitude_of()
    return [latitude[code] for code in sorted(states) if code in latitude]


@cache
def _latitude_of() -> Mapping[str, float]:
    rows = read_rows("countries.csv", data_text("countries.csv"), _Row)
    return {row.code: row.lat for _, row in rows}

"""The words by which a place of an act is told from a mere mention, from data.

In:  ``data/place_words.toml``.   Out: sets of lemmas.
Does not: read sentences (place_phrases.py does).
"""

from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.reading.data_rows import data_text

__all__ = ["PlaceWords", "load_place_words", "place_words_from"]


class PlaceWords(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Lemmas by what they tell; the file explains each list."""

    inside: frozenset[str]
    minds: frozenset[str]
    institutions: frozenset[str]
    grounds: frozenset[str]
    flights: frozenset[str]
    passages: frozenset[str]
    motions: frozenset[str]
    sendings: frozenset[str]
    people: frozenset[str]
    enquiries: frozenset[str]
    leavings: frozenset[str]
    assaults: frozenset[str]
    visits: frozenset[str]
    hosts: frozenset[str]
    events: frozenset[str]
    fights: frozenset[str]
    parts: frozenset[str]
    fixtures: frozenset[str]
    trespasses: frozenset[str]
    between: frozenset[str]
    of_events: frozenset[str]
    leads: frozenset[str]


@cache
def load_place_words() -> PlaceWords:
    """Load the package's own lists."""
    return place_words_from(data_text("place_words.toml"))


def place_words_from(text: str) -> PlaceWords:
    """Read the lists of a TOML text.

    Args:
        text: the whole file.

    Returns:
        The lists.

    Raises:
        BadConfig: a list is missing, misspelt or no list of words.
    """
    try:
        return msgspec.toml.decode(text, type=PlaceWords)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"place_words.toml: {err}") from err

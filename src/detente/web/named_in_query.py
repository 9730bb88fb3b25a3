"""Words of a search -> whom they name, and the words beside: "Chinese foreign minister fentanyl".

In:  words, the gazetteer.   Out: ids of the gazetteer, and the rest.
Does not: take a state's own name for its government: that finds too much, and words find it anyway.
"""

from typing import NamedTuple

from detente.actors import Gazetteer, explain_name

__all__ = ["Naming", "naming_in"]

MOST_WORDS = 8  # of a name; and of a query that is looked through
FEWEST_WORDS = 2  # of a name within a longer query; one word is found as a word


class Naming(NamedTuple):
    """Ids of the actors that words name, those words, and the rest of the query."""

    ids: tuple[str, ...]
    name: str
    rest: str


def naming_in(gazetteer: Gazetteer, query: str) -> Naming:
    """Find the longest part of a query that names somebody, now or in the past."""
    words = query.replace('"', " ").split()
    n_words = len(words) if len(words) <= MOST_WORDS else 0
    for length in range(n_words, 0, -1):
        if length < FEWEST_WORDS <= n_words:
            break
        for start in range(n_words - length + 1):
            name = " ".join(words[start : start + length])
            ids = _ids(gazetteer, name)
            if ids:
                rest = " ".join([*words[:start], *words[start + length :]])
                return Naming(ids, name, rest)
    return Naming((), "", query)


def _ids(gazetteer: Gazetteer, name: str) -> tuple[str, ...]:
    found = [one.id for one in explain_name(gazetteer, name) if one.id is not None]
    return tuple(dict.fromkeys(one for one in found if one not in gazetteer.states))

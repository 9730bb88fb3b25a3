"""Who may be whom: the same actor under several descriptions, or one that contains the other.

In:  actors of one country, as two claims name them.   Out: whether both can be the same side.
Does not: know who held an office when; actors/ has put that into the actors.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from detente.records import Actor

__all__ = ["Party", "are_alike", "countries_of", "parties_agree", "party_of", "rank_of"]

ORGANS = frozenset({None, "GOV", "MIL", "COP", "SPY", "JUD"})  # a state acts through these
STEM = 5  # letters by which a minister and a ministry are the same word
DUTIES = frozenset(
    {"minist", "secret", "depart", "office", "agency", "bureau", "of", "the", "for", "and", "chief"}
    | {"head", "deputy", "state", "nation", "affair", "general", "council", "president"}
)


class Party(NamedTuple):
    """What counts of an actor when sides are compared. ``id`` is ``None`` for the bare state."""

    country: str | None
    sector: str | None
    id: str | None
    name: str
    office: str | None
    is_state: bool


@lru_cache(maxsize=100_000)
def party_of(actor: Actor) -> Party:
    """Take from an actor what counts; a state's own id names nobody in particular."""
    is_state = actor.country is not None and actor.id == actor.country
    specific = None if is_state else actor.id
    is_whole = specific is None and (actor.sector is None or (is_state and actor.sector == "GOV"))
    return Party(
        actor.country,
        actor.sector,
        specific,
        "" if specific or is_whole else actor.name,
        actor.office if specific else None,
        is_whole and actor.country is not None,
    )


def rank_of(party: Party) -> int:
    """Rank how exactly it is named: 3 by identity, 2 by a name, 1 by its branch, 0 as the state."""
    if party.id is not None:
        return 3
    if party.is_state:
        return 0
    return 2 if _is_proper(party.name) else 1


@lru_cache(maxsize=100_000)
def are_alike(one: Party, other: Party) -> bool:
    """Whether two descriptions can be of one actor, or one contains the other."""
    if one == other or one.country != other.country:
        return one == other
    if one.country is None:
        return _same_stranger(one, other)
    if one.is_state or other.is_state:
        return one.sector in ORGANS and other.sector in ORGANS
    if one.sector != other.sector:
        return one.id is not None and one.id == other.id
    if one.id is not None and other.id is not None:
        return one.id == other.id or _holds_office_in(one, other) or _holds_office_in(other, one)
    return one.sector in ORGANS or _names_meet(one, other)


def parties_agree(ones: Sequence[Party], others: Sequence[Party]) -> bool:
    """Whether each of the fewer parties is one of the others, or contains or is part of one."""
    fewer, more = (ones, others) if len(ones) <= len(others) else (others, ones)
    return all(any(are_alike(one, other) for other in more) for one in fewer)


def _same_stranger(one: Party, other: Party) -> bool:
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return one.sector == other.sector and one.name.casefold() == other.name.casefold()


def _holds_office_in(person: Party, body: Party) -> bool:
    """Whether a person's office and a body share a word: Foreign Minister, Foreign Ministry."""
    if person.office is None or body.office is not None:
        return False
    return bool(_stems(person.office) & _stems((body.id or "").replace("-", " ")))


def _stems(text: str) -> set[str]:
    words = text.casefold().split()
    stems = {word[:STEM] for word in words if len(word) >= STEM and word[: STEM + 1] not in DUTIES}
    return stems - {duty[:STEM] for duty in DUTIES}


def _names_meet(one: Party, other: Party) -> bool:
    """Whether two names can be of one: a common noun fits any, two proper names share a word."""
    if not (_is_proper(one.name) and _is_proper(other.name)):
        return True
    return bool(_words(one.name) & _words(other.name))


def _is_proper(name: str) -> bool:
    return any(word[:1].isupper() for word in name.split())


def _words(name: str) -> set[str]:
    return set(name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}s", "").split())


def countries_of(parties: Iterable[Party]) -> frozenset[str]:
    """Collect the countries; one without a country stands under its branch."""
    return frozenset(party.country or party.sector or "UNK" for party in parties)

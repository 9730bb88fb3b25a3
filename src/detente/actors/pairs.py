"""Which two sides belong together: for "the two countries", "both sides", "they".

In:  what the report said so far.   Out: two country codes, or two mentions.
Does not: take just any two: a third party named last ("over Taiwan") is no side of a pair.
"""

from collections.abc import Iterator
from itertools import combinations

from detente.actors.clauses import OBJECT, SUBJECT
from detente.actors.memory import Memory, Said

__all__ = ["joint_subjects", "pair_of_states"]

_JOINED, _FACING, _MERE = 3, 2, 1  # how firmly a sentence ties two sides together
_FAR = 30  # sentences back to look for any pair at all
_MANY = 20  # mentions of a sentence that are compared with one another
_REACH = {_JOINED: 2, _FACING: 1, _MERE: 2}  # sentences back


def pair_of_states(
    memory: Memory, sentence: int, apart: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Find the two states that are meant; empty if the report named fewer than two.

    Two joined in one phrase or in one group ("China and Japan", "between X and Y") go first, then
    a subject and its object, then the two that the whole report names most, then any two joined,
    and only then the two named last. A third party that faces one of the report's two ("Beijing
    claims Taiwan") does not part them. Whoever stands ``apart`` is neither of the two.
    """
    ties = [
        tie
        for tie in _ties(memory, sentence)
        if _are_states(memory, tie[2]) and apart.isdisjoint(tie[2])
    ]
    dyad = memory.dyad if _is_dyad_told(memory, apart) else ()
    here = {code for said in memory.said_since(sentence) for code in said.countries}
    if dyad and here.issuperset(dyad):
        return dyad
    for strength in (_JOINED, _FACING):
        for firm, said_in, pair in ties:
            if firm == strength and sentence - said_in <= _REACH[strength]:
                is_intruder = firm == _FACING and len(set(dyad).intersection(pair)) == 1
                return dyad if is_intruder else pair
    if dyad:
        return dyad
    for firm, said_in, pair in ties:
        if firm == _JOINED or sentence - said_in <= _REACH[_MERE]:
            return pair
    told = (code for code in memory.last_countries(None) if code not in apart)
    states = [code for code in told if _are_states(memory, (code,))]
    return tuple(sorted(states[:2])) if len(states) > 1 else ()


def joint_subjects(memory: Memory, sentence: int) -> tuple[Said, ...]:
    """Find those whom "they" takes up: subjects of one verb, or one person and whom he met."""
    for one, other in _couples(memory, sentence):
        strength = _strength(one, other)
        are_persons = one.is_person and other.is_person
        met = strength == _FACING and are_persons and one.sentence < sentence
        if met:
            return one, other
        if strength == _JOINED and one.is_person == other.is_person:
            return _row(memory, one)
    return ()


def _row(memory: Memory, one: Said) -> tuple[Said, ...]:
    """List all that stand in one row: "*Kenya*, *Uganda* and *Burundi*"."""
    row: dict[tuple[str, ...], Said] = {}
    joined = one.place.joined if one.place else None
    for said in memory.said_since(one.sentence):
        is_mate = said.place is not None and said.place.joined == joined
        if said.sentence == one.sentence and is_mate and said.is_person == one.is_person:
            row[said.countries] = said
    return tuple(sorted(row.values(), key=lambda said: said.head))


def _is_dyad_told(memory: Memory, apart: frozenset[str]) -> bool:
    return apart.isdisjoint(memory.dyad) and set(memory.dyad) <= set(memory.last_countries(None))


def _ties(memory: Memory, sentence: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield pairs of countries with their strength and sentence, the latest sentence first."""
    for group in _sentences(memory, sentence - _FAR):
        found: list[tuple[int, int, tuple[str, ...]]] = []
        for said in group:
            if len(set(said.countries)) == 2:  # noqa: PLR2004  # a pair
                strength = _JOINED if _is_leading(said) else _MERE
                found.append((strength, said.sentence, tuple(sorted(set(said.countries)))))
        rows = _countries_by_row(group)
        for one, other in combinations(group, 2):
            countries = tuple(sorted({*one.countries[:1], *other.countries[:1]}))
            strength = _strength(one, other)
            if strength == _JOINED and one.place and len(rows[one.place.joined]) > 2:  # noqa: PLR2004  # a pair
                strength = _MERE
            if strength and len(countries) == 2:  # noqa: PLR2004  # a pair
                found.append((strength, one.sentence, countries))
        yield from sorted(found, key=lambda tie: -tie[0])


def _countries_by_row(group: list[Said]) -> dict[int, set[str]]:
    """Collect the countries that stand in one row: three are no "two"."""
    rows: dict[int, set[str]] = {}
    for said in group:
        if said.place is not None:
            rows.setdefault(said.place.joined, set()).update(said.countries)
    return rows


def _couples(memory: Memory, sentence: int) -> Iterator[tuple[Said, Said]]:
    for group in _sentences(memory, sentence - 1):
        for one, other in combinations(group, 2):
            if set(one.countries).isdisjoint(other.countries) and one.countries and other.countries:
                yield one, other


def _sentences(memory: Memory, since: int) -> list[list[Said]]:
    """Group what was said by sentence, the latest first; of long lists only the end."""
    groups: dict[int, list[Said]] = {}
    for said in memory.said_since(since):
        group = groups.setdefault(said.sentence, [])
        if len(group) < _MANY:
            group.insert(0, said)
    return list(groups.values())


def _strength(one: Said, other: Said) -> int:
    """Tell how firmly two mentions of one sentence belong together; 0: not at all."""
    if one.place is None or other.place is None:
        return 0
    if one.place.joined == other.place.joined and one.head != other.head:
        return _JOINED if _is_leading(one) else _MERE
    ranks = {one.place.rank, other.place.rank}
    if one.place.clause == other.place.clause and ranks == {SUBJECT, OBJECT}:
        return _FACING if one.place.is_main else _MERE
    return 0


def _is_leading(said: Said) -> bool:
    return said.place is not None and (said.place.rank == SUBJECT or said.place.is_between)


def _are_states(memory: Memory, codes: tuple[str, ...]) -> bool:
    return all(code in memory.states for code in codes)

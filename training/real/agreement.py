"""How far two readers agree on the same documents, in the terms of `detente evaluate documents`.

In:  two readings of the same documents.    Out: F1 of acts; over acts told alike, status and sides.
Does not: count an act that either reader calls doubtful, neither for nor against.

Two acts are alike where type (or the other type that a reader allows) and the countries of all
sides are the same, those of the actors too where the type has a direction, and both stand in one
sentence. Agreement by spans asks for the same word and counts what is said of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.evaluate.marks import Act, Marked, Side
from detente.evaluate.matching import same_parties

__all__ = ["Agreement", "agreement", "countries"]

NEAR = 250  # code points between the words of one sentence


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over documents read twice.

    ``acts`` are those that a reader is sure of, first and second; ``alike`` how many of each the
    other has, too. ``words`` are pairs at one word that both marked; of these type, status, sides.
    """

    acts: tuple[int, int]
    alike: tuple[int, int]
    words: int
    types: int
    statuses: int
    sides: int

    @property
    def f1(self) -> float:
        """Twice the acts told alike over all that either is sure of."""
        return sum(self.alike) / max(1, sum(self.acts))


def agreement(first: Mapping[str, Marked], second: Mapping[str, Marked]) -> Agreement:
    """Compare the documents that both have."""
    acts, alike = [0, 0], [0, 0]
    words = types = statuses = sides = 0
    for id_ in sorted(first.keys() & second.keys()):
        one, two = _told_once(first[id_].acts), _told_once(second[id_].acts)
        for place, (here, there) in enumerate(((one, two), (two, one))):
            for act in here:
                if act.is_doubtful:
                    continue
                found = [other for other in there if _is_alike(act, other)]
                if found and all(other.is_doubtful for other in found):
                    continue
                acts[place] += 1
                alike[place] += bool(found)
        for act, other in _at_one_word(first[id_].acts, second[id_].acts):
            words += 1
            types += bool(_types(act) & _types(other))
            statuses += act.status == other.status
            sides += (countries(act.actors), countries(act.recipients)) == (
                countries(other.actors),
                countries(other.recipients),
            )
    return Agreement(
        acts=(acts[0], acts[1]),
        alike=(alike[0], alike[1]),
        words=words,
        types=types,
        statuses=statuses,
        sides=sides,
    )


def countries(sides: Sequence[Side]) -> frozenset[str]:
    """The countries, or bodies beside states, of several sides."""
    codes = (code for side in sides for code in side.code.split("+"))
    return frozenset(code.partition("-")[0] for code in codes) - {"XXX"}


def _told_once(acts: Sequence[Act]) -> list[Act]:
    return [act for act in acts if act.same_as is None and (act.actors or act.recipients)]


def _types(act: Act) -> set[str]:
    return {act.type, act.or_type or act.type}


def _is_alike(one: Act, two: Act) -> bool:
    types = _types(one) & _types(two)
    if not types or abs(one.predicate[0] - two.predicate[0]) > NEAR:
        return False
    parties = [(countries(act.actors), countries(act.recipients)) for act in (one, two)]
    return same_parties(types, *parties)


def _at_one_word(first: Sequence[Act], second: Sequence[Act]) -> list[tuple[Act, Act]]:
    return [
        (one, two)
        for one in first
        for two in second
        if one.predicate[0] < two.predicate[1] and two.predicate[0] < one.predicate[1]
    ]

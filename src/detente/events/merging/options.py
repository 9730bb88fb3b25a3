"""How far apart reports may be and still tell of one deed; all in days unless said otherwise."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOptions:
    """Parameters of merging.

    ``undated``: a deed told without a day was done on the day of publication or at most so many
    days before. ``denial``: a denial without a day answers what was told at most so many days
    before or after. ``plan``: a plan without a day is for at most so many days ahead.
    ``vague``: dates longer than this join an event only if no other fits as well, and ``long``
    ones (plans without a day, too) only if more than the states is the same. ``near``:
    places at most so many kilometres apart are one, a region and a city in it ``region``.
    ``most_rivals``: so many events are compared with a claim; a busier day is not looked through.
    ``late``: a planned deed may come so late. ``promise``, ``breach``, ``answer``: how
    long after its cause an event is linked to it; ``measure``: a threat's very measure, of which
    no more is known. ``is_whole``: events of all blocks are linked, not only those of one; what is
    then linked hangs on all claims that are given.
    """

    undated: int = 2
    denial: int = 7
    plan: int = 90
    vague: int = 7
    long: int = 62
    near: int = 30
    region: int = 300
    most_rivals: int = 400
    late: int = 31
    promise: int = 365
    measure: int = 62
    breach: int = 365
    answer: int = 30
    is_whole: bool = False


# --- What people have ruled to be the same or different -> which claims may share an event.
class Bonds:
    """Disjoint sets of claims that must share an event, some of which may not meet.

    As ``merge`` puts claims together it calls ``unite``, so that what follows from several
    rulings holds, too: same-as(a, b) and different(b, c) keep a and c apart.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._foes: dict[str, set[str]] = defaultdict(set)

    def __contains__(self, claim_id: object) -> bool:
        """Whether any ruling ties or parts this claim."""
        return claim_id in self._parent

    def __bool__(self) -> bool:
        return bool(self._parent)

    def root(self, claim_id: str) -> str:
        """Name the set of claims that this one must stay with; an unruled claim is its own."""
        root = claim_id
        while root in self._parent and self._parent[root] != root:
            root = self._parent[root]
        return root

    def may_meet(self, one: str, other: str) -> bool:
        """Whether no ruling keeps the two sets apart."""
        return self.root(other) not in {self.root(foe) for foe in self._foes[self.root(one)]}

    def unite(self, one: str, other: str) -> bool:
        """Put two sets together; ``False`` where a ruling keeps them apart."""
        for claim_id in (one, other):
            self._parent.setdefault(claim_id, claim_id)
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return True
        if not self.may_meet(first, second):
            return False
        self._parent[second] = first
        self._foes[first] |= self._foes[second]
        return True

    def part(self, one: str, other: str) -> bool:
        """Keep two sets apart; ``False`` where a ruling has put them together."""
        for claim_id in (one, other):
            self._parent.setdefault(claim_id, claim_id)
        first, second = self.root(one), self.root(other)
        if first == second:
            return False
        self._foes[first].add(second)
        self._foes[second].add(first)
        return True

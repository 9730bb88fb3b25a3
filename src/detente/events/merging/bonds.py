"""What people have ruled to be the same or different -> which claims may share an event."""

from collections import defaultdict

__all__ = ["Bonds"]


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

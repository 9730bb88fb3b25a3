"""Whether two claims can tell of one deed, feature by feature; answers are kept.

In:  sides, modes, issues, places, statuses of two claims.   Out: whether they clash.
Does not: weigh; what is not told never clashes.
"""

from detente.codebook import is_own
from detente.events.merging.knowledge import MergeKnowledge
from detente.events.merging.options import MergeOptions
from detente.events.merging.parties import parties_agree
from detente.events.merging.places import places_agree
from detente.events.merging.traits import Sides
from detente.records import Place, Status

__all__ = ["Comparison", "statuses_agree"]

Issues = frozenset[str]
TOLD_TOGETHER = frozenset(
    {
        (Status.ACTUAL, Status.NEGATED),  # a disputed deed
        (Status.FUTURE, Status.NEGATED),  # a disputed plan
        (Status.FUTURE, Status.HYPOTHETICAL),  # a plan that some hold possible
    }
)


def statuses_agree(one: Status, other: Status) -> bool:
    """Whether one deed can be told under both; a plan and its occurrence are two."""
    return one is other or (one, other) in TOLD_TOGETHER or (other, one) in TOLD_TOGETHER


class Comparison:
    """Compares features of claims of one act; every answer is looked up the second time."""

    def __init__(self, knowledge: MergeKnowledge, options: MergeOptions) -> None:
        self.knowledge = knowledge
        self.options = options
        self._sides: dict[tuple[Sides, Sides], bool] = {}
        self._issues: dict[tuple[Issues, Issues], bool] = {}
        self._wider: dict[Issues, Issues] = {}

    def sides_agree(self, one: Sides, other: Sides) -> bool:
        """Whether in each country and role the parties are, or contain, one another."""
        if one is other:
            return True
        pair = (one, other)
        known = self._sides.get(pair)
        if known is None:
            known = [key for key, _ in one] == [key for key, _ in other] and all(
                parties_agree(mine, theirs)
                for (_, mine), (_, theirs) in zip(one, other, strict=True)
            )
            self._sides[pair] = self._sides[other, one] = known
        return known

    def modes_agree(self, one: str, other: str) -> bool:
        """Whether two modes, as ``TYPE/mode``, are equal or told of one deed.

        A user's own type is no way of PLOVER's to do a thing, and clashes with none.
        """
        if one == other or (one, other) in self.knowledge.alike:
            return True
        return is_own(one.partition("/")[2]) != is_own(other.partition("/")[2])

    def issues_agree(self, one: Issues, other: Issues) -> bool:
        """Whether two claims share an issue, or one has an issue that is part of the other's."""
        pair = (one, other)
        known = self._issues.get(pair)
        if known is None:
            wider_one, wider_other = self._with_wider(one), self._with_wider(other)
            known = bool(one & wider_other or other & wider_one)
            self._issues[pair] = self._issues[other, one] = known
        return known

    def places_agree(self, one: Place, other: Place) -> bool:
        """Whether two places are one, or one holds the other."""
        return places_agree(one, other, self.options)

    def _with_wider(self, issues: Issues) -> Issues:
        if issues not in self._wider:
            self._wider[issues] = self.knowledge.with_wider(issues)
        return self._wider[issues]

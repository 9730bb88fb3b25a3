"""Problems of coded reports -> notes beside the figures.

In:  coded reports.   Out: a line for each kind of problem, with how often it came up.
Does not: change a score; what could not be coded counts as coded with nothing.
"""

from collections import Counter
from collections.abc import Iterable

from detente.records import Coded

__all__ = ["problem_notes"]


def problem_notes(codings: Iterable[Coded]) -> tuple[str, ...]:
    """Count problems by room and kind, most frequent first; warnings are left out."""
    kinds = Counter(
        f"{problem.room}/{problem.kind}"
        for coded in codings
        for problem in coded.problems
        if not problem.is_warning
    )
    return tuple(f"problems of kind {kind}: {n}" for kind, n in kinds.most_common())

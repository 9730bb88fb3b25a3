"""The status suite: did it happen, did it not, or is it open?

In:  sentences with predicates and their factuality; a system.   Out: F1 of the three classes.
Does not: ask whether a predicate is found: those that the system does not read as predicates are
counted apart, and have no say in the scores.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from detente.evaluate.arithmetic import LabelPair, macro_f1, score_classes
from detente.evaluate.figures import Figures, Miss, StatusScores, Suite
from detente.evaluate.gold import StatusRow, spans_of
from detente.evaluate.system import Progress, System, no_progress
from detente.records import Status

__all__ = ["score_status"]

_CLASS_OF: Mapping[Status, str] = MappingProxyType(
    {
        Status.ACTUAL: "actual",
        Status.NEGATED: "negated",
        Status.FUTURE: "uncertain",
        Status.HYPOTHETICAL: "uncertain",
    }
)
_CLASSES = ("actual", "negated", "uncertain")


def score_status(
    rows: Sequence[StatusRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Ask for the status of each predicate and compare the classes of those that are read."""
    labels: list[LabelPair] = []
    misses: list[Miss] = []
    for done, row in enumerate(rows, start=1):
        statuses = system.read_status(row.text, spans_of(target.span for target in row.targets))
        for target, status in zip(row.targets, statuses, strict=True):
            if status is None:
                continue
            labels.append((target.class_, _CLASS_OF[status]))
            if target.class_ != _CLASS_OF[status]:
                word = row.text[slice(*target.span)]
                why = f"{word!r} at {target.span[0]}, factuality {target.factuality:+.1f}"
                misses.append(
                    Miss(id=row.id, text=row.text, expected=target.class_, got=status, why=why)
                )
        progress(done)
    per_class = score_classes(labels, _CLASSES)
    n_targets = sum(len(row.targets) for row in rows)
    return Figures(
        suite=Suite.STATUS,
        scores=StatusScores(
            n=len(rows), targets=len(labels), macro_f1=macro_f1(per_class), per_class=per_class
        ),
        misses=tuple(misses),
        notes=(f"not counted, targets not read as predicates: {n_targets - len(labels)}",),
    )

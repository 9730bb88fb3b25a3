"""Runs, one after the other -> what each changed against the one before.

In:  an open ledger.   Out: ``RunStep`` records, newest first, kept until the ledger changes.
Does not: judge which is right, or list the claims: ``detente runs diff A B`` does.
"""

from dataclasses import dataclass
from itertools import pairwise

from detente.ledger import Ledger
from detente.ledger.difference import compare_runs
from detente.records import Run
from detente.web.desk import Desk
from detente.web.figures import state_of

__all__ = ["RunStep", "steps_in"]

MOST_STEPS = 6  # the last ones; each compares all claims of two runs
VERSIONS = ("version", "codebook", "gazetteer", "parser", "coder")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """What run ``run`` changed against run ``before``, in the reports that both have coded.

    ``versions`` names what differs between the two. ``n_both`` are the reports, ``n_alike`` claims
    that are the same in both, ``n_changed`` claims told otherwise; the rest only one of them found.
    """

    run: int
    before: int
    versions: tuple[str, ...]
    n_both: int
    n_alike: int
    n_changed: int
    n_only_before: int
    n_only_now: int


def steps_in(desk: Desk, ledger: Ledger) -> tuple[RunStep, ...]:
    """Compare the last runs that have reports in common with the one before."""
    return desk.kept.get(("run-steps", state_of(ledger)), lambda: _steps(ledger))


# Private functions


def _steps(ledger: Ledger) -> tuple[RunStep, ...]:
    runs = list(enumerate(ledger.runs(), 1))
    pairs = list(pairwise(runs))[-MOST_STEPS:]
    steps = [_step(ledger, before, now) for before, now in reversed(pairs)]
    return tuple(step for step in steps if step.n_both)


def _step(ledger: Ledger, before: tuple[int, Run], now: tuple[int, Run]) -> RunStep:
    found = compare_runs(ledger, before[1].id, now[1].id)
    ids_before, ids_now = (found.rows.column(name).to_pylist() for name in ("id_a", "id_b"))
    both = list(zip(ids_before, ids_now, strict=True))
    n_detailed = sum(a is not None and a == b for a, b in both)  # the same claim, other details
    return RunStep(
        run=now[0],
        before=before[0],
        versions=tuple(
            name for name in VERSIONS if getattr(before[1], name) != getattr(now[1], name)
        ),
        n_both=found.n_both,
        n_alike=found.n_same - n_detailed,
        n_changed=sum(a is not None and b is not None for a, b in both),
        n_only_before=sum(b is None for _, b in both),
        n_only_now=sum(a is None for a, _ in both),
    )

"""The pairs suite: what this actor does to this recipient, as one of 15 types.

In:  rows of a sentence, two sides and a type; a system.   Out: accuracy, F1 by type and quad.
Does not: give credit for no answer: it is a miss of the row's type, and no type's false alarm.
"""

from collections.abc import Sequence

from detente.evaluate.arithmetic import (
    LabelPair,
    accuracy,
    macro_f1,
    score_classes,
    weighted_f1,
)
from detente.evaluate.figures import Figures, Miss, PairScores, Suite
from detente.evaluate.gold import PairRow, spans_of
from detente.evaluate.labels import PAIR_TYPES, QUADS, YIELD, YIELD_QUAD, fold_yield
from detente.evaluate.system import Codes, PairAnswer, Progress, System, no_progress

__all__ = ["score_pairs"]


def score_pairs(
    rows: Sequence[PairRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Ask for each row's type and compare; CONCEDE and RETREAT answer for YIELD."""
    answers: list[PairAnswer] = []
    for row in rows:
        answers.append(system.code_pair(row.text, spans_of(row.actor), spans_of(row.recipient)))
        progress(len(answers))
    misses = (_miss(row, answer) for row, answer in zip(rows, answers, strict=True))
    return Figures(
        suite=Suite.PAIRS,
        scores=_scores(rows, answers, system.codebook),
        misses=tuple(miss for miss in misses if miss),
        notes=_notes(answers),
    )


def _scores(rows: Sequence[PairRow], answers: Sequence[PairAnswer], codes: Codes) -> PairScores:
    types: list[LabelPair] = [
        (row.type, fold_yield(answer.plover_type))
        for row, answer in zip(rows, answers, strict=True)
    ]
    quads: list[LabelPair] = [
        (_quad(right, codes), _quad(predicted, codes) if predicted else None)
        for right, predicted in types
    ]
    per_type = score_classes(types, PAIR_TYPES)
    return PairScores(
        n=len(rows),
        accuracy=accuracy(types),
        macro_f1=macro_f1(per_type),
        weighted_f1=weighted_f1(per_type),
        quad_macro_f1=macro_f1(score_classes(quads, map(str, QUADS))),
        per_type=per_type,
    )


def _quad(type_: str, codes: Codes) -> str:
    return str(YIELD_QUAD if type_ == YIELD else codes.quad(type_))


def _miss(row: PairRow, answer: PairAnswer) -> Miss | None:
    got = fold_yield(answer.plover_type)
    if got == row.type:
        return None
    return Miss(id=row.id, text=row.text, expected=row.type, got=got or "nothing", why=answer.why)


def _notes(answers: Sequence[PairAnswer]) -> tuple[str, ...]:
    n_silent = sum(answer.plover_type is None for answer in answers)
    return (f"rows without an answer, all wrong: {n_silent}",) if n_silent else ()

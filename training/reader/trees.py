"""Examples, heard by the encoder -> the deciders, each fitted to what it will be asked.

In:  examples with what the encoder heard in them. It must not have learned from them, or its
     word counts for too much.   Out: tree ensembles by name; how acts fare out of fold.
Does not: run the encoder.

Acts are decided fold by fold with deciders that have not seen the document, so that ``accepted``
learns from such sides as the reader will find, not from those it remembers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from lightgbm import Booster, Dataset, train

from detente.evaluate.marks import Act, Side
from detente.events.reader.decide import MUTUAL, Decided, proposals, versions
from detente.events.reader.decide import _summary as summary  # the one row that two deciders share
from detente.events.reader.features import (
    UNLINKED,
    UNNAMED,
    Heard,
    Unplaced,
    act_row,
    country_rows,
    side_rows,
)
from detente.events.reader.window import KINDS
from training.reader.scenes import Example, Gold

__all__ = ["Heardin", "Judged", "TreeDeciders", "countries_of", "fit_deciders", "is_right", "judge"]

FOLDS = 5
ROUNDS = 160
COMMON = {
    "num_leaves": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 20,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.7,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}

Heardin = Mapping[int, Sequence[Heard]]  # by sentence
Rows = list[Sequence[float]]


@dataclass(frozen=True)
class TreeDeciders:
    """Deciders that are not written down yet."""

    boosters: Mapping[str, Booster]

    def shares(self, name: str, rows: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
        """The shares of each row's classes."""
        if not rows:
            return []
        if name not in self.boosters:  # "accepted" before it is fitted
            return [(1.0, 0.0)] * len(rows)
        found = np.asarray(self.boosters[name].predict(np.asarray(rows, np.float32)))
        if found.ndim == 1:
            found = np.stack([1 - found, found], axis=1)
        return [tuple(map(float, row)) for row in found]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One decided act and whether it is right: None where a doubtful act is met."""

    example: str
    decided: Decided
    is_right: bool | None
    answers: int | None  # the index of the act that it tells, among the example's marks


class _Lessons:
    """Rows and labels of one decider, with each row's fold."""

    def __init__(self, classes: int) -> None:
        self.classes = classes
        self.rows: Rows = []
        self.labels: list[int] = []
        self.folds: list[int] = []

    def add(self, row: Sequence[float], label: int, fold: int) -> None:
        self.rows.append(row)
        self.labels.append(label)
        self.folds.append(fold)

    def fit(self, without: int | None = None) -> Booster:
        rows, labels = np.asarray(self.rows, np.float32), np.asarray(self.labels)
        kept = np.asarray(self.folds) != (-1 if without is None else without)
        objective: dict[str, object] = (
            {"objective": "binary"}
            if self.classes == 2  # noqa: PLR2004
            else {"objective": "multiclass", "num_class": self.classes}
        )
        return train({**COMMON, **objective}, Dataset(rows[kept], labels[kept]), ROUNDS)


def fit_deciders(
    examples: Sequence[Example], heard: Mapping[str, Heardin]
) -> tuple[TreeDeciders, list[Judged]]:
    """Fit all deciders; give them with every act decided out of fold, its score included."""
    lessons = {"sides": _Lessons(3), "unnamed": _Lessons(2), "countries": _Lessons(2)}
    folds = {one.id: int(sha256(one.id.encode()).hexdigest(), 16) % FOLDS for one in examples}
    for one in examples:
        _teach_countries(one, folds[one.id], lessons["countries"])
        for proposal in proposals(one.scene, heard[one.id]):
            gold = one.gold.get((proposal.sentence.index, proposal.word))
            if gold is not None:
                rows = side_rows(proposal)
                for index, row in zip(proposal.links, rows, strict=True):
                    if index not in gold.masked:
                        lessons["sides"].add(row, gold.roles.get(index, 0), folds[one.id])
    sides = [lessons["sides"].fit(fold) for fold in range(FOLDS)]
    for one in examples:
        _teach_unnamed(one, heard[one.id], sides[folds[one.id]], folds[one.id], lessons["unnamed"])
    by_fold = [
        TreeDeciders(
            {
                "sides": sides[fold],
                "unnamed": lessons["unnamed"].fit(fold),
                "countries": lessons["countries"].fit(fold),
            }
        )
        for fold in range(FOLDS)
    ]
    judged = judge(examples, heard, lambda one: by_fold[folds[one.id]])
    accepted = _Lessons(2)
    for act in judged:
        if act.is_right is not None:
            accepted.add(act.decided.row, int(act.is_right), folds[act.example])
    scorers = [accepted.fit(fold) for fold in range(FOLDS)]
    scored = _scored(judged, lambda act: scorers[folds[act.example]])
    final = {name: lesson.fit() for name, lesson in lessons.items()}
    return TreeDeciders({**final, "accepted": accepted.fit()}), scored


def judge(
    examples: Sequence[Example],
    heard: Mapping[str, Heardin],
    deciders: Callable[[Example], TreeDeciders],
) -> list[Judged]:
    """Decide every proposal, and say whether it is right."""
    return [
        _judged(one, decided)
        for one in examples
        for decided in versions(one.scene, heard[one.id], deciders(one))
    ]


def is_right(decided: Decided, act: Act) -> bool:
    """Whether type, countries and direction are those of a marked act."""
    types = {act.type, act.or_type or act.type}
    if decided.type not in types:
        return False
    actors, others = decided.countries
    wanted = countries_of(act.actors)
    if actors | others != wanted | countries_of(act.recipients):
        return False
    return bool(types & MUTUAL) or actors == wanted


def countries_of(sides: Sequence[Side]) -> frozenset[str]:
    """The countries of marked sides, or bodies beside states."""
    codes = (code for side in sides for code in side.code.split("+"))
    return frozenset(code.partition("-")[0] for code in codes) - {"XXX"}


def _judged(example: Example, decided: Decided) -> Judged:
    span = decided.proposal.sentence.span
    near = [n for n, act in enumerate(example.marks) if act.predicate[0] in span]
    found = [n for n in near if is_right(decided, example.marks[n])]
    sure = [n for n in found if not example.marks[n].is_doubtful]
    verdict = True if sure else None if found else False
    return Judged(
        example=example.id,
        decided=decided,
        is_right=verdict,
        answers=next(iter([*sure, *found]), None),
    )


def _scored(judged: Sequence[Judged], scorer: Callable[[Judged], Booster]) -> list[Judged]:
    scored = []
    for act in judged:
        row = np.asarray([act.decided.row], np.float32)
        share = float(np.asarray(scorer(act).predict(row))[0])
        scored.append(replace(act, decided=replace(act.decided, score=share)))
    return scored


def _teach_unnamed(
    one: Example, heard: Heardin, sides: Booster, fold: int, lessons: _Lessons
) -> None:
    told = TreeDeciders({"sides": sides})
    for proposal in proposals(one.scene, heard):
        gold = one.gold.get((proposal.sentence.index, proposal.word))
        if gold is not None:
            shares = told.shares("sides", side_rows(proposal))
            row = [*act_row(proposal), *summary(shares)]
            unnamed = any(side.span is None for side in gold.act.actors)
            lessons.add(row, int(unnamed and 1 not in gold.roles.values()), fold)


def _teach_countries(one: Example, fold: int, lessons: _Lessons) -> None:
    for (sentence, word), gold in one.gold.items():
        for side in (*gold.act.actors, *gold.act.recipients):
            if "+" in side.code or side.code.startswith("XXX"):
                continue
            country = side.code.partition("-")[0]
            asked = _asked(one, sentence, word, gold, side)
            candidates, rows = country_rows(one.scene, asked)
            for candidate, row in zip(candidates, rows, strict=True):
                lessons.add(row, int(candidate == country), fold)


def _asked(one: Example, sentence: int, word: int, gold: Gold, side: Side) -> Unplaced:
    scene = one.scene
    if side.span is None:
        start = scene.sentences[sentence].tokens[word].span.start
        return Unplaced(sentence, start, None, UNNAMED, gold.type)
    span = side.span
    touching = [
        link
        for link in scene.links
        if link.mention.span.start < span[1] and span[0] < link.mention.span.end
    ]
    if not touching:
        return Unplaced(sentence, span[0], None, UNLINKED)
    link = max(
        touching,
        key=lambda one: min(one.mention.span.end, span[1]) - max(one.mention.span.start, span[0]),
    )
    mention = link.mention
    return Unplaced(mention.sentence, mention.span.start, link, KINDS[mention.kind])

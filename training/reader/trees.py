"""Examples, heard by the encoder -> the deciders, each fitted to what it will be asked.

In:  examples with what the encoder heard in them. It must not have learned from them, or its
     word counts for too much.   Out: graphs of trees by name; how acts fare out of fold.
Does not: run the encoder.

Acts are decided fold by fold with deciders that have not seen the document, so that ``preferred``
and ``accepted`` learn from such sides as the reader will find, not from those it remembers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import exp

import numpy as np
from lightgbm import Booster, Dataset, train
from numpy.typing import NDArray
from onnx import ModelProto

from detente.evaluate.marks import Act, Side
from detente.evaluate.matching import same_parties
from detente.events.reader.decide import Decided, preferred, proposals, versions
from detente.events.reader.deciders import NAMES
from detente.events.reader.deciders import Rows as Asked
from detente.events.reader.features import (
    UNLINKED,
    UNNAMED,
    CountryRows,
    Heard,
    Unplaced,
    act_row,
    is_sure,
    side_rows,
    summary_row,
    sure_countries,
)
from detente.events.reader.repeats import MOST_BEFORE, may_repeat, once, repeat_row
from detente.events.reader.window import KINDS
from training.reader.graphs import Before, Line, graph_of
from training.reader.scenes import Example, Gold, linked_at
from training.real.agreement import countries

__all__ = ["Heardin", "Judged", "TreeDeciders", "fit_deciders", "is_right"]

FOLDS = 5
ROUNDS = {"sides": 500, "countries": 500}
MOST_ROUNDS = 250  # of the others: more don't help
MORE_ROUNDS = 60  # after those that are there
LEAVES = {"countries": 31}  # it learns from all documents
FEW_LEAVES = 7
LIKELY = 0.2  # the score from which an act is held against others
COUNTED_FROM = 0.1  # the score from which a claim is counted when scores are calibrated
EDGE, NEWTON_STEPS = 1e-4, 20
COMMON = {
    "learning_rate": 0.05,
    "min_data_in_leaf": 50,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.4,
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
    """Deciders that are not written down yet, after those ``before`` them."""

    boosters: Mapping[str, Booster]
    before: Before | None = None

    def shares(self, name: str, rows: Asked) -> list[tuple[float, ...]]:
        """The shares of each row's classes."""
        if not len(rows):
            return []
        asked = np.asarray(rows, np.float32)
        booster = self.boosters[name]
        sums = np.asarray(booster.predict(asked, raw_score=True, num_threads=1))  # rows are few
        if self.before:
            sums = sums + self.before.sums(name, asked)
        if sums.ndim == 1:
            sums = np.stack([np.zeros_like(sums), sums], axis=1)
        chances = np.exp(sums - sums.max(axis=1, keepdims=True))
        return [tuple(map(float, row)) for row in chances / chances.sum(axis=1, keepdims=True)]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One decided act and whether it is right: None where a doubtful act is met."""

    example: str
    decided: Decided
    is_right: bool | None
    answers: tuple[int, ...]  # the indices of acts that it may tell, the surest first


class _Lessons:
    """Rows and labels of one decider, with each row's fold; it goes on from one ``before`` it."""

    def __init__(self, name: str, before: Before | None) -> None:
        self.name, self.before = name, before
        self.classes = 3 if name == "sides" else 2
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
        many, leaves = ROUNDS.get(self.name, MOST_ROUNDS), LEAVES.get(self.name, FEW_LEAVES)
        begun = None
        if self.before:
            many, leaves = MORE_ROUNDS, FEW_LEAVES
            begun = self.before.sums(self.name, rows[kept])
        setting = {**COMMON, **objective, "num_leaves": leaves}
        return train(setting, Dataset(rows[kept], labels[kept], init_score=begun), many)


def fit_deciders(
    examples: Sequence[Example],
    heard: Mapping[str, Heardin],
    seen: Iterable[Example] = (),
    before: Before | None = None,
) -> tuple[dict[str, ModelProto], list[Judged]]:
    """Fit all deciders; give them with every act decided out of fold, its score included.

    ``seen`` are examples that the encoder has learned from: countries, where it has no say, are
    learned from them, too. Deciders ``before`` these are gone on from.
    """
    lessons = {name: _Lessons(name, before) for name in NAMES}
    folds = {one.id: int(sha256(one.id.encode()).hexdigest(), 16) % FOLDS for one in examples}
    for one in seen:
        _teach_countries(one, {}, FOLDS, lessons["countries"])
    for one in examples:
        _teach_countries(one, heard[one.id], folds[one.id], lessons["countries"])
        _teach_sides(one, heard[one.id], folds[one.id], lessons["sides"])
    by_fold: list[dict[str, Booster]] = [{} for _ in range(FOLDS)]  # they grow as they are fitted
    given = {one.id: TreeDeciders(by_fold[folds[one.id]], before) for one in examples}
    _fit_folds(by_fold, lessons, "sides", "countries")
    for one in examples:
        _teach_unnamed(one, heard[one.id], given[one.id], folds[one.id], lessons)
    _fit_folds(by_fold, lessons, "doers", "others")
    told = [versions(one.scene, heard[one.id], given[one.id]) for one in examples]
    for one, of_words in zip(examples, told, strict=True):
        for of_word in of_words:
            _teach_right(one, of_word, folds[one.id], lessons["preferred"])
    _fit_folds(by_fold, lessons, "preferred")
    best = [
        preferred(of_words, given[one.id]) for one, of_words in zip(examples, told, strict=True)
    ]
    for one, chosen in zip(examples, best, strict=True):
        _teach_right(one, chosen, folds[one.id], lessons["accepted"])
    _fit_folds(by_fold, lessons, "accepted")
    judged = [
        [_judged(one, scored) for scored in _scored(chosen, given[one.id])]
        for one, chosen in zip(examples, best, strict=True)
    ]
    for one, acts in zip(examples, judged, strict=True):
        _teach_repeats(one, acts, folds[one.id], lessons["repeats"])
    _fit_folds(by_fold, lessons, "repeats")
    line = _line(
        [
            pair
            for one, acts in zip(examples, judged, strict=True)
            for pair in _counted(one, acts, given[one.id])
        ]
    )
    bent = [[_bent(act, line) for act in acts] for acts in judged]
    lessons["repeats"] = _Lessons("repeats", before)  # once more, by the scores that it will see
    for one, acts in zip(examples, bent, strict=True):
        _teach_repeats(one, acts, folds[one.id], lessons["repeats"])
    graphs = {
        name: graph_of(
            lesson.fit(),
            before.graphs[name] if before else None,
            line if name == "accepted" else (1.0, 0.0),
        )
        for name, lesson in lessons.items()
    }
    return graphs, [act for acts in bent for act in acts]


def is_right(decided: Decided, act: Act) -> bool:
    """Whether type, countries and direction are those of a marked act."""
    types = {act.type, act.or_type or act.type}
    if decided.type not in types:
        return False
    wanted = countries(act.actors), countries(act.recipients)
    return same_parties(types, wanted, decided.countries)


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
        answers=(*sure, *(n for n in found if n not in sure)),
    )


def _teach_repeats(one: Example, judged: Sequence[Judged], fold: int, lessons: _Lessons) -> None:
    likely = [act for act in judged if act.decided.score >= LIKELY]
    for n, later in enumerate(likely):
        this = _told_first(one, later)
        for earlier in likely[:n][-MOST_BEFORE:]:
            that = _told_first(one, earlier)
            if this is not None and that is not None and may_repeat(earlier.decided, later.decided):
                lessons.add(repeat_row(earlier.decided, later.decided), int(this == that), fold)


def _counted(
    one: Example, judged: Sequence[Judged], deciders: TreeDeciders
) -> Iterator[tuple[float, bool]]:
    """Give the score of each claim that would be made, and whether it is right, status and all.

    An act that an earlier claim has told already is not right once more.
    """
    likely = [act for act in judged if act.decided.score >= COUNTED_FROM]
    by_word = {id(act.decided): act for act in likely}
    answered: set[int] = set()
    for found in once([act.decided for act in likely], deciders):
        act = by_word[id(found.act)]
        if found.first is None and act.is_right is not None:
            told = {_first(one, n) for n in act.answers} - answered
            is_new = act.is_right and bool(told)
            yield found.act.score, is_new and _has_status(one, act)
            if is_new:
                answered.add(min(told))


def _has_status(one: Example, judged: Judged) -> bool:
    tellings = {told for n in judged.answers for told in (n, _first(one, n))}
    return any(judged.decided.status == one.marks[n].status for n in tellings)


def _line(counted: Sequence[tuple[float, bool]]) -> Line:
    """Lay a line through log odds that turns scores into shares of right claims (Platt 1999)."""
    odds = np.stack([_odds(np.asarray([score for score, _ in counted])), np.ones(len(counted))], 1)
    right = np.asarray([float(is_right) for _, is_right in counted])
    line = np.asarray([1.0, 0.0])
    for _ in range(NEWTON_STEPS):
        shares = 1 / (1 + np.exp(-odds @ line))
        bend = (odds * (shares * (1 - shares))[:, None]).T @ odds
        line = line + np.linalg.solve(bend, odds.T @ (right - shares))
    return float(line[0]), float(line[1])


def _odds(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    within = np.clip(scores, EDGE, 1 - EDGE)
    return np.asarray(np.log(within / (1 - within)))


def _bent(act: Judged, line: Line) -> Judged:
    slope, lift = line
    odds = slope * float(_odds(np.asarray(act.decided.score))) + lift
    return replace(act, decided=replace(act.decided, score=1 / (1 + exp(-odds))))


def _told_first(one: Example, judged: Judged) -> int | None:
    """The first telling of the marked act at a decided act's word, or of the one that it meets."""
    proposal = judged.decided.proposal
    gold = one.gold.get((proposal.sentence.index, proposal.word))
    if gold is None:
        return _first(one, judged.answers[0]) if judged.answers else None
    return _first(one, one.marks.index(gold.act))


def _first(one: Example, told: int) -> int:
    """The first telling of a marked act, by its index."""
    while (first := one.marks[told].same_as) is not None:
        earlier = next((n for n in range(told) if one.marks[n].predicate == first), None)
        if earlier is None:
            break
        told = earlier
    return told


def _scored(chosen: Sequence[Decided], deciders: TreeDeciders) -> Iterator[Decided]:
    shares = deciders.shares("accepted", [one.row for one in chosen])
    for one, share in zip(chosen, shares, strict=True):
        yield replace(one, score=share[1])


def _fit_folds(
    by_fold: Sequence[dict[str, Booster]], lessons: Mapping[str, _Lessons], *names: str
) -> None:
    for fold, boosters in enumerate(by_fold):
        boosters.update({name: lessons[name].fit(fold) for name in names})


def _teach_right(one: Example, decided: Sequence[Decided], fold: int, lessons: _Lessons) -> None:
    for version in decided:
        verdict = _judged(one, version).is_right
        if verdict is not None:
            lessons.add(version.row, int(verdict), fold)


def _teach_sides(one: Example, heard: Heardin, fold: int, lessons: _Lessons) -> None:
    for proposal in proposals(one.scene, heard):
        gold = one.gold.get((proposal.sentence.index, proposal.word))
        if gold is not None:
            for index, row in zip(proposal.links, side_rows(proposal), strict=True):
                if index not in gold.masked:
                    lessons.add(row, gold.roles.get(index, 0), fold)


def _teach_unnamed(
    one: Example, heard: Heardin, told: TreeDeciders, fold: int, lessons: Mapping[str, _Lessons]
) -> None:
    for proposal in proposals(one.scene, heard):
        gold = one.gold.get((proposal.sentence.index, proposal.word))
        if gold is not None:
            row = [*act_row(proposal), *summary_row(told.shares("sides", side_rows(proposal)))]
            for name, role in (("doers", 1), ("others", 2)):
                lessons[name].add(row, int(gold.is_unnamed(role)), fold)


def _teach_countries(one: Example, heard: Heardin, fold: int, lessons: _Lessons) -> None:
    told_of = CountryRows(one.scene)
    told = {(sentence, act.word): act for sentence, acts in heard.items() for act in acts}
    for (sentence, word), gold in one.gold.items():
        for role, sides in ((1, gold.act.actors), (2, gold.act.recipients)):
            across = (one.scene.links[n] for n, other in gold.roles.items() if other == 3 - role)
            beside = sure_countries(across)
            for side in sides:
                asked = _asked(
                    one, (sentence, word), gold, side, role, beside, told.get((sentence, word))
                )
                if "+" in side.code or (asked.link and is_sure(asked.link)):
                    continue
                country = side.code.partition("-")[0]
                rows = told_of.of(asked)
                for candidate, row in zip(told_of.candidates, rows, strict=True):
                    lessons.add(row.tolist(), int(candidate == country), fold)


def _asked(  # noqa: PLR0913, PLR0917
    one: Example,
    place: tuple[int, int],
    gold: Gold,
    side: Side,
    role: int,
    beside: frozenset[str],
    heard: Heard | None,
) -> Unplaced:
    scene, (sentence, word) = one.scene, place
    if side.span is None:
        start = scene.sentences[sentence].tokens[word].span.start
        whose = heard.whose_unnamed[role - 1] if heard else None
        return Unplaced(sentence, start, None, UNNAMED, gold.type, role, beside, whose)
    index = linked_at(scene, side.span)
    if index is None:
        return Unplaced(sentence, side.span[0], None, UNLINKED, gold.type, role, beside)
    link = scene.links[index]
    mention = link.mention
    whose = heard.whose.get(index) if heard else None
    kind = KINDS[mention.kind]
    start = mention.span.start
    return Unplaced(mention.sentence, start, link, kind, gold.type, role, beside, whose)

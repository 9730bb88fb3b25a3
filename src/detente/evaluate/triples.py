"""The sentence suite on CAMEO gold: triples of an act, who does it, and to whom.

In:  sentences with their CAMEO triples; a system.   Out: precision, recall and F1 of the triples.
Does not: convert claims into CAMEO codes; both sides meet in PLOVER's types, because one type
stands for several roots (ASSAULT for 18 to 20, ACCUSE for 09 and 11, AGREE for 03 ...).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.evaluate.arithmetic import Tally
from detente.evaluate.figures import Figures, Miss, Suite, TripleScores
from detente.evaluate.gold import TripleRow
from detente.evaluate.labels import MUTUAL_TYPES, fold_yield
from detente.evaluate.problems import problem_notes
from detente.evaluate.sides import a_sentence, country_key, plover_types
from detente.evaluate.system import Codes, Progress, System, no_progress
from detente.records import Actor, Cited, Claim, Coded

__all__ = ["score_triples"]

_NOBODY = "---"
# Sides that fight each other are all actors, as those that talk are; sides that reject
# something together do not reject each other.
_RECIPROCAL = MUTUAL_TYPES | {"ASSAULT"}
_Triple = tuple[str, str, str]  # type, who, to whom


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    row: TripleRow
    coded: Coded
    wanted: frozenset[_Triple]
    told: frozenset[_Triple]

    def tally(self) -> Tally:
        return Tally(
            right=len(self.wanted & self.told),
            predicted=len(self.told),
            wanted=len(self.wanted),
        )


def score_triples(
    rows: Sequence[TripleRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Code each sentence and compare its claims, as triples, with the gold.

    A triple is right when its type is the one that the gold code converts to (CONCEDE and RETREAT
    are one, as CAMEO's root 08 is) and both actors have the gold's country, or, where gold has
    none (``---REB``), its sector; ``---`` is nobody. A claim gives a triple for each actor and
    recipient; talks, agreements, joint work and fighting without a recipient give one for each
    two of their sides, both ways. Triples are sets, so that what becomes equal counts once. Bare
    statements (root 01) are no events here: they are left out of the gold, and a claim made of
    one is invented.

    Raises:
        UnknownCode: gold has a code that is not in CAMEO.
    """
    wanted = [_gold_triples(row, system.codebook) for row in rows]
    answers: list[_Answer] = []
    for row, triples in zip(rows, wanted, strict=True):
        coded = system.code(a_sentence(row.id, row.text, row.published))
        told = _claimed_triples(coded, system.codebook)
        answers.append(_Answer(row=row, coded=coded, wanted=triples, told=told))
        progress(len(answers))
    total = sum((one.tally() for one in answers), Tally())
    return Figures(
        suite=Suite.SENTENCES,
        scores=TripleScores(
            n=len(rows), precision=total.precision, recall=total.recall, f1=total.f1
        ),
        misses=tuple(_miss(one) for one in answers if one.wanted != one.told),
        notes=(
            f"{total.wanted} triples in gold, {total.predicted} claimed, {total.right} right",
            *problem_notes(one.coded for one in answers),
        ),
    )


def _gold_triples(row: TripleRow, codes: Codes) -> frozenset[_Triple]:
    return frozenset(
        (fold_yield(type_), _gold_side(who), _gold_side(whom))
        for code, who, whom in row.gold
        if (type_ := codes.cameo.code(code).type)
    )


def _claimed_triples(coded: Coded, codes: Codes) -> frozenset[_Triple]:
    types = plover_types(coded.claims, codes, folded=True)
    return frozenset(
        (type_, *sides)
        for type_, claim in zip(types, coded.claims, strict=True)
        for sides in _claim_sides(claim)
    )


def _gold_side(code: str) -> str:
    if code.startswith(_NOBODY):
        return code[3:6] or _NOBODY
    return country_key(code[:3]) or _NOBODY


def _claim_sides(claim: Claim) -> Iterator[tuple[str, str]]:
    who, whom = list(_sides(claim.actors)), list(_sides(claim.recipients))
    if claim.type in _RECIPROCAL and not whom and len(who) > 1:
        yield from ((a, b) for i, a in enumerate(who) for j, b in enumerate(who) if i != j)
    else:
        yield from ((a, b) for a in who or [_NOBODY] for b in whom or [_NOBODY])


def _sides(actors: Iterable[Cited[Actor]]) -> Iterator[str]:
    for actor in actors:
        yield country_key(actor.value.country) or actor.value.sector or _NOBODY


def _miss(answer: _Answer) -> Miss:
    missed, invented = answer.wanted - answer.told, answer.told - answer.wanted
    return Miss(
        id=answer.row.id,
        text=answer.row.text,
        expected=_write(missed),
        got=_write(invented),
        why=f"{len(answer.wanted & answer.told)} right beside",
    )


def _write(triples: Iterable[_Triple]) -> str:
    return "; ".join(f"{type_} {who} > {whom}" for type_, who, whom in sorted(triples)) or "nothing"

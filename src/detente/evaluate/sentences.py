"""The suites on sentences: types and actors, pairs, CAMEO triples, status.

In:  sentences with what gold says of them; a system.   Out: accuracy, precision, recall, F1.
Does not: judge direction in the 2016 records, which list sides as the sentence names them; give
credit for no answer; or ask in the status suite whether a predicate is found.

Claims are not converted into CAMEO codes; both sides meet in PLOVER's types, because one type
stands for several roots (ASSAULT for 18 to 20, ACCUSE for 09 and 11, AGREE for 03 ...).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.codebook import Codebook
from detente.evaluate.figures import (
    Figures,
    LabelPair,
    Miss,
    PairScores,
    SentenceScores,
    StatusScores,
    Tally,
    TripleScores,
    accuracy,
    macro_f1,
    score_classes,
    share,
    weighted_f1,
)
from detente.evaluate.gold import (
    GoldActor,
    PairRow,
    SentenceRow,
    StatusRow,
    TripleRow,
    problem_notes,
    spans_of,
)
from detente.evaluate.matching import (
    MUTUAL_TYPES,
    PAIR_TYPES,
    QUADS,
    YIELD,
    YIELD_QUAD,
    country_key,
    everybody,
    fold_yield,
    plover_types,
    write_claim,
    write_sides,
)
from detente.evaluate.system import PairAnswer, Progress, System, no_progress
from detente.records import Actor, Cited, Claim, Coded, Report, Status, alike

_SECTOR = 3  # letters; "CVLalb" adds a people to the sector


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    row: SentenceRow
    coded: Coded
    types: list[str]

    @property
    def gold(self) -> tuple[GoldActor, ...]:
        return (*self.row.actors, *self.row.recipients)

    def has_type(self) -> bool:
        return self.row.type in self.types

    def has_type_and_countries(self) -> bool:
        wanted = _countries(actor.country for actor in self.gold)
        return any(
            type_ == self.row.type
            and _countries(actor.country for actor in everybody([claim])) == wanted
            for type_, claim in zip(self.types, self.coded.claims, strict=True)
        )

    def countries(self) -> list[bool]:
        """For each gold actor with a country: whether some claim has the country."""
        told = {country_key(actor.country) for actor in everybody(self.coded.claims)}
        return [country_key(actor.country) in told for actor in self.gold if actor.country]

    def sectors(self) -> list[bool]:
        """For each gold actor with a sector: whether some claim has it with the country."""
        told = {
            (country_key(actor.country), (actor.sector or "")[:_SECTOR])
            for actor in everybody(self.coded.claims)
        }
        return [
            (country_key(actor.country), actor.sector[:_SECTOR]) in told
            for actor in self.gold
            if actor.sector
        ]


def score_sentences(
    rows: Sequence[SentenceRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Code each sentence and compare its claims with its one gold event.

    Types are compared as PLOVER has them, future acts folded; in a file that uses YIELD, CONCEDE
    and RETREAT count as YIELD. ``type_and_countries`` asks for one claim with the right type
    whose actors and recipients together have exactly the gold's countries, so that each side of
    a compound must be there and nobody else. ``country`` and ``sector`` are shares of the gold
    actors and recipients that have one. The UN and the EU are IGOs, as in the 2016 records.
    """
    folded = any(row.type == YIELD for row in rows)
    answers: list[_Answer] = []
    for row in rows:
        coded = system.code(Report(key=row.id, text=row.text, published=row.published))
        types = plover_types(coded.claims, system.codebook, folded=folded)
        answers.append(_Answer(row=row, coded=coded, types=types))
        progress(len(answers))
    return Figures(
        scores=_scores(answers),
        misses=tuple(_miss(one) for one in answers if not one.has_type_and_countries()),
        notes=problem_notes(one.coded for one in answers),
    )


def _scores(answers: Sequence[_Answer]) -> SentenceScores:
    n = len(answers)
    countries = [told for one in answers for told in one.countries()]
    sectors = [told for one in answers for told in one.sectors()]
    return SentenceScores(
        n=n,
        type_any=share(sum(one.has_type() for one in answers), n),
        type_first=share(sum(one.types[:1] == [one.row.type] for one in answers), n),
        type_and_countries=share(sum(one.has_type_and_countries() for one in answers), n),
        country=share(sum(countries), len(countries)),
        sector=share(sum(sectors), len(sectors)),
        claims_per_sentence=share(sum(len(one.coded.claims) for one in answers), n),
    )


def _countries(countries: Iterable[str | None]) -> set[str]:
    return {key for country in countries if (key := country_key(country))}


def _miss(answer: _Answer) -> Miss:
    row = answer.row
    sides = write_sides(_write_all(row.actors), _write_all(row.recipients))
    return Miss(
        id=row.id,
        text=row.text,
        expected=f"{row.type} {sides}",
        got="; ".join(map(write_claim, answer.coded.claims)) or "nothing",
        why="the countries differ" if answer.has_type() else "the type differs",
    )


def _write_all(actors: Iterable[GoldActor]) -> list[str]:
    return ["-".join(filter(None, (actor.country, actor.sector))) or "UNK" for actor in actors]


# --- The pairs suite: what this actor does to this recipient, as one of 15 types.
def score_pairs(
    rows: Sequence[PairRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Ask for each row's type and compare; CONCEDE and RETREAT answer for YIELD."""
    answers: list[PairAnswer] = []
    for row in rows:
        answers.append(system.code_pair(row.text, spans_of(row.actor), spans_of(row.recipient)))
        progress(len(answers))
    misses = (
        Miss(id=row.id, text=row.text, expected=row.type, got=got or "nothing", why=answer.why)
        for row, answer in zip(rows, answers, strict=True)
        if (got := fold_yield(answer.plover_type)) != row.type
    )
    return Figures(
        scores=_pair_scores(rows, answers, system.codebook),
        misses=tuple(misses),
        notes=_notes(answers),
    )


def _pair_scores(
    rows: Sequence[PairRow], answers: Sequence[PairAnswer], codes: Codebook
) -> PairScores:
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


def _quad(type_: str, codes: Codebook) -> str:
    return str(YIELD_QUAD if type_ == YIELD else codes.quad(type_))


def _notes(answers: Sequence[PairAnswer]) -> tuple[str, ...]:
    n_silent = sum(answer.plover_type is None for answer in answers)
    return (f"rows without an answer, all wrong: {n_silent}",) if n_silent else ()


# --- The status suite: did it happen, did it not, or is it open?
_CLASS_OF: Mapping[Status, str] = {
    Status.ACTUAL: "actual",
    Status.NEGATED: "negated",
    Status.FUTURE: "uncertain",
    Status.HYPOTHETICAL: "uncertain",
}
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
        scores=StatusScores(
            n=len(rows), targets=len(labels), macro_f1=macro_f1(per_class), per_class=per_class
        ),
        misses=tuple(misses),
        notes=(f"not counted, targets not read as predicates: {n_targets - len(labels)}",),
    )


# --- The sentence suite on CAMEO gold: triples of an act, who does it, and to whom.
_NOBODY = "---"
# Sides that fight each other are all actors, as those that talk are; sides that reject
# something together do not reject each other.
_RECIPROCAL = MUTUAL_TYPES | {"ASSAULT"}
_Triple = tuple[str, str, str]  # type, who, to whom


@dataclass(frozen=True, slots=True, kw_only=True)
class _TripleAnswer:
    row: TripleRow
    coded: Coded
    wanted: frozenset[_Triple]
    told: frozenset[_Triple]

    def tally(self) -> Tally:
        return Tally(
            right=len(self.wanted & self.told), predicted=len(self.told), wanted=len(self.wanted)
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
    answers: list[_TripleAnswer] = []
    for row, triples in zip(rows, wanted, strict=True):
        coded = system.code(Report(key=row.id, text=row.text, published=row.published))
        told = _claimed_triples(coded, system.codebook)
        answers.append(_TripleAnswer(row=row, coded=coded, wanted=triples, told=told))
        progress(len(answers))
    total = sum((one.tally() for one in answers), Tally())
    return Figures(
        scores=alike(TripleScores, total, n=len(rows)),
        misses=tuple(_triple_miss(one) for one in answers if one.wanted != one.told),
        notes=(
            f"{total.wanted} triples in gold, {total.predicted} claimed, {total.right} right",
            *problem_notes(one.coded for one in answers),
        ),
    )


def _gold_triples(row: TripleRow, codes: Codebook) -> frozenset[_Triple]:
    return frozenset(
        (fold_yield(type_), _gold_side(who), _gold_side(whom))
        for code, who, whom in row.gold
        if (type_ := codes.cameo.code(code).type)
    )


def _claimed_triples(coded: Coded, codes: Codebook) -> frozenset[_Triple]:
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


def _triple_miss(answer: _TripleAnswer) -> Miss:
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

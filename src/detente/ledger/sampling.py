"""Claims and reports of a ledger -> some of each, drawn at random, for people to check.

In:  how many of each, a seed, questions to a ledger.   Out: a ``Sample``.
Does not: draw rows of other programs, which have no words to check, or judge.

What is drawn has the least digests of seed and id: a larger sample with the same seed holds the
smaller one, and what is added to the ledger later leaves most of it as it was.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detente.errors import BadInput
from detente.ledger.ask import Answer, Filter
from detente.records import Claim, Report
from detente.records.text import digest

LEAST = 2  # claims of each type, so that a rare one is seen at all
_OF_REPORTS = frozenset({"since", "until", "outlet", "report", "run"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A claim and for how many claims of its type it stands, itself among them."""

    claim: Claim
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Claims to check, and reports to read in full, each with all of its claims that fit.

    ``claims`` are ``n_drawn`` of ``n_claims`` that fit, mixed; ``reports`` some of ``n_reports``.
    ``sources`` are the reports of all claims, by id. ``n_imported`` rows were passed over.
    ``is_named``: reports were drawn among those that name both sides. ``sizes`` are the claims that
    fit, by type.
    """

    seed: int
    claims: tuple[Drawn, ...]
    n_claims: int
    reports: tuple[tuple[Report, tuple[Claim, ...]], ...]
    n_reports: int
    sources: Mapping[str, Report]
    n_imported: int = 0
    is_named: bool = False
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def by_type(self) -> str:
        """Say how many of each type were drawn, and for which claims the sample does not stand."""
        drawn = Counter(one.claim.type for one in self.claims)
        absent = [name for name in self.sizes if not drawn[name]]
        told = f"{len(drawn)} of {len(self.sizes)} types"
        if absent:
            return f"{told}, none of {', '.join(f'{name} ({self.sizes[name]})' for name in absent)}"
        is_full = all(drawn[name] >= min(LEAST, size) for name, size in self.sizes.items())
        return f"{told}, at least {'two' if is_full else 'one'} of each that has as many"


@dataclass(frozen=True, slots=True)
class Questions:
    """How a ledger is asked for claims and for reports.

    ``named`` are the names of each side, of which a report has to have one a side to be read.
    """

    claims: Callable[[Filter], Answer[Claim]]
    reports: Callable[[Filter], Answer[Report]]
    named: Sequence[Collection[str]] = ()


def draw(ask: Questions, wanted: Filter, n_claims: int, n_reports: int, seed: int) -> Sample:
    """Draw claims, stratified by type, and whole reports.

    Of each type two are drawn if there are enough, else one, the rest in proportion. Reports are
    asked by what ``wanted`` says of reports alone, and by the names of both sides, so that one
    without any claim may be drawn, too.

    Raises:
        BadInput: nothing fits, or less than none is to be drawn.
    """
    if min(n_claims, n_reports) < 0 or not n_claims + n_reports:
        raise BadInput("draw at least one claim or one report")
    by_type, n_imported = _claim_ids(ask.claims(wanted))
    sizes = {name: len(ids) for name, ids in sorted(by_type.items())}
    shares = allot(sizes, n_claims)
    weight_of = {
        claim_id: sizes[name] / n
        for name, n in shares.items()
        for claim_id in _least(by_type[name], seed, n)
    }
    claims = _claims_by_id(list(weight_of), ask, wanted)
    all_reports = _report_ids(ask.reports(_of_reports(wanted)), ask.named)
    whole = _read_whole(_least(all_reports, seed, n_reports), ask, wanted)
    if not claims and not whole:
        raise BadInput("nothing fits: there is no claim and no report with words to check")
    report_ids = sorted({one.report_id for one in claims.values()})
    sources = {one.id: one for one in ask.reports(Filter(ids=report_ids))}
    mixed = _least(weight_of, seed, n_claims)
    return Sample(
        seed=seed,
        claims=tuple(Drawn(claims[one], weight_of[one]) for one in mixed),
        n_claims=sum(sizes.values()),
        reports=whole,
        n_reports=len(all_reports),
        sources=sources | {report.id: report for report, _ in whole},
        n_imported=n_imported,
        is_named=bool(ask.named),
        sizes=sizes,
    )


def allot(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Share ``n`` among strata: two of each, or one, the rest in proportion.

    Remainders go to the largest. Where there are more strata than ``n``, some have none.
    """
    n = min(n, sum(sizes.values()))
    each = (LEAST, LEAST - 1, 0)  # the first for which there are enough
    least = next(k for k in each if sum(min(k, size) for size in sizes.values()) <= n)
    given = {name: min(least, size) for name, size in sizes.items()}
    left = {name: size - given[name] for name, size in sizes.items()}
    rest, total = n - sum(given.values()), sum(left.values())
    exact = {name: rest * size / total if total else 0.0 for name, size in left.items()}
    given = {name: given[name] + int(exact[name]) for name in sizes}
    by_remainder = sorted(sizes, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_remainder[: n - sum(given.values())]:
        given[name] += 1
    return given


def _claim_ids(found: Answer[Claim]) -> tuple[dict[str, list[str]], int]:
    by_type: dict[str, list[str]] = defaultdict(list)
    n_imported = 0
    for claim_id, type_, is_imported in found.rows("t.id, t.type, r.is_imported"):
        if is_imported:
            n_imported += 1
        else:
            by_type[type_].append(claim_id)
    return by_type, n_imported


def _report_ids(found: Answer[Report], named: Sequence[Collection[str]]) -> list[str]:
    patterns = [re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(one)))})\b") for one in named]
    words = "concat_ws(' ', t.title, t.text)" if patterns else "''"
    return [
        report_id
        for report_id, is_imported, text in found.rows(f"t.id, t.is_imported, {words}")
        if not is_imported and all(pattern.search(text) for pattern in patterns)
    ]


def _least(ids: Iterable[str], seed: int, n: int) -> list[str]:
    return sorted(ids, key=lambda one: digest("sample", seed, one))[:n]


def _of_reports(wanted: Filter) -> Filter:
    asked = Filter(**wanted)
    for name in set(wanted) - _OF_REPORTS:
        asked.pop(name, None)  # type: ignore[misc]  # its keys are those of a filter
    return asked


def _claims_by_id(ids: list[str], ask: Questions, wanted: Filter) -> dict[str, Claim]:
    of_run = Filter(run=wanted["run"]) if "run" in wanted else Filter()
    return {one.id: one for one in ask.claims(Filter(**of_run, ids=ids))}


def _read_whole(
    ids: Sequence[str], ask: Questions, wanted: Filter
) -> tuple[tuple[Report, tuple[Claim, ...]], ...]:
    """Read reports, in this order, each with its claims that fit."""
    found = {one.id: one for one in ask.reports(Filter(ids=list(ids)))}
    return tuple((found[one], _claims_of(found[one], ask, wanted)) for one in ids)


def _claims_of(report: Report, ask: Questions, wanted: Filter) -> tuple[Claim, ...]:
    found = ask.claims(Filter(**{**wanted, "report": report.id}))
    return tuple(sorted(found, key=lambda one: (one.predicate.span, one.id)))

"""What people found in a sample -> precision by field, recall, agreement, words for a paper.

In:  the filled forms of one checker or of two.   Out: ``Checked``, a table, a paragraph.
Does not: read files, or hold a claim against a value that the checker left open.

Precision of a field is over the claims that tell an act and whose field was judged; that of
``act`` and ``whole`` over all judged claims. Claims weigh as many as they stand for.
"""

from collections.abc import Iterator, Sequence

import msgspec

from detente.errors import BadInput
from detente.evaluate.checking.filled import CheckedClaim, Filled
from detente.evaluate.checking.forms import FIELDS
from detente.evaluate.checking.shares import Agreed, Item, ShareOf, agreed, share_of
from detente.evaluate.figures import align, percent
from detente.relations.wording import count_words

N_CHECKERS = 2


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What one checker found.

    ``precision`` is by field, ``act`` and ``whole`` first; ``types`` that of whole claims by the
    type they are coded as. ``recall``: of the acts of ``n_reports`` reports read in full, those
    that a claim tells; ``recall_whole``: those that one tells with all of ``WHOLE`` right.
    ``n_unfinished`` reports are read, but not all of their claims judged: they do not count.
    """

    checker: str
    precision: dict[str, ShareOf]
    types: dict[str, ShareOf]
    n_reports: int
    n_unfinished: int
    n_missed: int
    recall: ShareOf
    recall_whole: ShareOf


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What all checkers found; ``agreement`` by field, empty for one of them.

    ``text`` is a paragraph for a methods section; ``differ`` are the claims whose fields two
    checkers judge otherwise, by field.
    """

    plan: dict[str, str]
    checkers: tuple[Figures, ...]
    agreement: dict[str, Agreed]
    differ: dict[str, tuple[str, ...]]
    text: str


def check(filled: Sequence[Filled]) -> Checked:
    """Work out the figures of one filled form, or of two of the same sample.

    Raises:
        BadInput: the forms are of two samples, or nothing is judged.
    """
    forms = {one.form for one in filled}
    if len(forms) != 1 or len(filled) > N_CHECKERS:
        raise BadInput("give one filled form, or two of the same sample")
    figures = tuple(map(_figures, filled))
    if not any(one.precision["act"].n or one.n_reports for one in figures):
        raise BadInput("nothing is judged: fill in check_act of claims, or of reports")
    pairs = _pairs(*filled) if len(filled) == N_CHECKERS else {}
    plan = dict(filled[0].plan)
    agreement = {name: agreed(both for _, both in found) for name, found in pairs.items()}
    differ = {
        name: tuple(claim_id for claim_id, (one, other) in found if one != other)
        for name, found in pairs.items()
    }
    return Checked(
        plan=plan,
        checkers=figures,
        agreement=agreement,
        differ={name: ids for name, ids in differ.items() if ids},
        text=methods_text(plan, figures, agreement),
    )


def render_checked(found: Checked) -> str:
    """Write the figures as tables, and the paragraph behind them."""
    blocks = ["; ".join(f"{name}: {value}" for name, value in found.plan.items())]
    for one in found.checkers:
        blocks.append(f"{one.checker}\n" + align([_HEADER, *_rows(one)]))
        if one.n_unfinished:
            blocks.append(
                f"{count_words(one.n_unfinished, 'report')} read, but not all of their claims "
                "judged: not in recall"
            )
    if found.agreement:
        rows = [
            (name, percent(one.share), _kappa(one) or "-", f"{one.n:,}")
            for name, one in found.agreement.items()
        ]
        blocks.append("Agreement\n" + align([("", "alike", "kappa", "n"), *rows]))
    if found.differ:
        blocks.append(
            "Judged otherwise\n"
            + "\n".join(f"{name}: {' '.join(ids)}" for name, ids in found.differ.items())
        )
    return "\n\n".join([*blocks, found.text])


_HEADER = ("", "share", "95 % interval", "n")


def _rows(one: Figures) -> Iterator[tuple[str, ...]]:
    for name, share in one.precision.items():
        yield _row(f"precision, {name}", share)
    for name, share in one.types.items():
        yield _row(f"whole, {name}", share)
    yield _row("recall, act", one.recall)
    yield _row("recall, whole", one.recall_whole)


def _row(name: str, of: ShareOf) -> tuple[str, ...]:
    between = f"{percent(of.low)} to {percent(of.high)}" if of.n else "-"
    return name, percent(of.share), between, f"{of.n:,}"


def _figures(filled: Filled) -> Figures:
    drawn = [one for one in filled.claims if one.weight]
    types = sorted({one.type for one in drawn})
    open_ = {one.report_id for one in filled.claims if "act" not in one.answers}
    read = filled.read - open_
    missed = [Item(is_right=False, cluster=one) for one in filled.missed if one in read]
    told = [one for one in filled.claims if one.report_id in read and one.is_act]
    found = [Item(is_right=True, cluster=one.report_id) for one in told]
    whole = [Item(one.is_whole, cluster=one.report_id) for one in told if one.is_whole is not None]
    return Figures(
        checker=filled.checker,
        precision={
            "act": _share((one, one.is_act) for one in drawn),
            "whole": _whole_share(drawn),
            **{name: _field_share(name, drawn) for name in FIELDS},
        },
        types={name: _whole_share([one for one in drawn if one.type == name]) for name in types},
        n_reports=len(read),
        n_unfinished=len(filled.read & open_),
        n_missed=len(missed),
        recall=share_of([*found, *missed]),
        recall_whole=share_of([*whole, *missed]),
    )


def _whole_share(claims: Sequence[CheckedClaim]) -> ShareOf:
    return _share((one, one.is_whole) for one in claims)


def _field_share(name: str, claims: Sequence[CheckedClaim]) -> ShareOf:
    return _share((one, one.is_right(name)) for one in claims if one.is_act)


def _share(judged: "Iterator[tuple[CheckedClaim, bool | None]]") -> ShareOf:
    return share_of(
        Item(is_right, one.weight, one.report_id)
        for one, is_right in judged
        if is_right is not None
    )


def _pairs(one: Filled, other: Filled) -> dict[str, list[tuple[str, tuple[bool, bool]]]]:
    """Put the judgements of both side by side, by field; what either left open is left out."""
    others = {claim.id: claim for claim in other.claims}
    found: dict[str, list[tuple[str, tuple[bool, bool]]]] = {}
    for name in ("act", *FIELDS):
        found[name] = []
        for claim in one.claims:
            mine, theirs = claim.is_right(name), others[claim.id].is_right(name)
            if mine is not None and theirs is not None:
                found[name].append((claim.id, (mine, theirs)))
    return found


def methods_text(
    plan: dict[str, str], figures: Sequence[Figures], agreement: dict[str, Agreed]
) -> str:
    """Write a paragraph for a methods section, with the figures of the first checker."""
    first = figures[0]
    said = [_drawn_words(plan), _precision_words(first)]
    if first.n_reports:
        said.append(
            f"In {count_words(first.n_reports, 'report')} read in full, claims told "
            f"{_in_words(first.recall)} of {count_words(first.recall.n, 'act')}"
            f"{_whole_words(first.recall_whole)}."
        )
    if agreement:
        said.append(_agreement_words(agreement))
    said.append(
        "Shares are weighted by stratum; the intervals are Wilson's (1927) at 95 %, for the number "
        "of independent items with the same variance, given weights and reports as clusters."
    )
    return " ".join(filter(None, said))


def _drawn_words(plan: dict[str, str]) -> str:
    types = f" ({plan['types']})" if "types" in plan else ""  # older forms do not say
    return (
        f"The events were coded by detente {plan['detente']} (run {plan['runs']}). "
        f"To judge the coding, {plan['claims']} claims ({plan['which']}; {plan['coding']}) were "
        f"drawn at random (seed {plan['seed']}), stratified by type of act{types}, and "
        f"{plan['reports']} reports were drawn to be read in full."
    )


def _precision_words(first: Figures) -> str:
    act = first.precision["act"]
    if not act.n:
        return ""
    fields = ", ".join(
        f"{name} {_in_words(share)}"
        for name, share in first.precision.items()
        if name in FIELDS and share.n
    )
    whole = first.precision["whole"]
    told = f"are all right in {_in_words(whole)}" if whole.n else "were not all judged in any"
    return (
        f"Of {count_words(act.n, 'claim')} judged by {first.checker}, {_in_words(act)} tell an "
        f"act; type, sides and status {told}."
        f"{f' Where an act is told, right are: {fields}.' if fields else ''}"
    )


def _whole_words(of: ShareOf) -> str:
    return f", {_in_words(of)} with type, sides and status right" if of.n else ""


def _in_words(of: ShareOf) -> str:
    return f"{percent(of.share)} % ({percent(of.low)} to {percent(of.high)})" if of.n else "none"


def _kappa(one: Agreed) -> str:
    return "" if one.kappa is None else f"{one.kappa:.2f}"


def _agreement_words(agreement: dict[str, Agreed]) -> str:
    told = ", ".join(
        f"{name} {percent(one.share)} % (kappa {_kappa(one) or 'undefined'})"
        for name, one in agreement.items()
        if one.n
    )
    return f"Two checkers agreed on whether a value is right as follows (Cohen's kappa): {told}."

"""Two readings of one report -> where they differ: what one alone tells, what both tell otherwise.

In:  the claims of the built-in reader and those of a model, of the same report.   Out: differences.
Does not: say who is right: a person does, and both readings go wrong in ways of their own.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from detente.records import Actor, Cited, Claim, Coded

HALF = 0.5  # of the shorter clause must be shared


class Kind(StrEnum):
    """How two readings differ. ``SAME`` is no difference; it is counted."""

    SAME = "same"
    DIFFER = "differ"
    READER = "reader only"
    MODEL = "model only"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One act of a report in both readings; ``fields`` names what they tell otherwise."""

    kind: Kind
    report: str
    key: str
    sentence: int
    fields: tuple[str, ...]
    reader: str | None
    model: str | None
    quote: str


def differences(reader: Coded, model: Coded) -> list[Difference]:
    """Put the acts of two readings beside one another, in text order; agreement included."""
    found, left = list[Difference](), list(model.claims)
    for own in reader.claims:
        other = max(left, key=lambda claim: _closeness(own, claim), default=None)
        if other is None or _closeness(own, other) <= 0:
            found.append(_difference(reader, own, None))
            continue
        left.remove(other)
        found.append(_difference(reader, own, other))
    found += [_difference(reader, None, claim) for claim in left]
    return sorted(found, key=lambda one: (one.sentence, one.quote))


def _closeness(one: Claim, other: Claim) -> float:
    """How likely two claims tell the same act: the same predicate, else a clause and a type."""
    predicate = one.predicate.span.overlap(other.predicate.span) > 0
    clauses = (one.citation.span, other.citation.span)
    shared = clauses[0].overlap(clauses[1]) / min(map(len, clauses))
    if not predicate and (shared < HALF or one.type != other.type):
        return 0.0
    return 2.0 * predicate + shared + (one.type == other.type)


def _difference(coded: Coded, own: Claim | None, other: Claim | None) -> Difference:
    told = own or other
    assert told is not None  # noqa: S101  # for mypy: one of both is there
    fields = tuple(_fields(own, other)) if own and other else ()
    kind = Kind.MODEL if own is None else Kind.READER if other is None else Kind.SAME
    return Difference(
        kind=Kind.DIFFER if fields else kind,
        report=coded.report.id,
        key=coded.report.key,
        sentence=told.sentence,
        fields=fields,
        reader=_written(own) if own else None,
        model=_written(other) if other else None,
        quote=" ".join(told.citation.quote.split()),
    )


def _fields(own: Claim, other: Claim) -> Iterator[str]:
    if own.type != other.type:
        yield "type"
    if own.status != other.status:
        yield "status"
    sides = ((own.actors, other.actors), (own.recipients, other.recipients))
    for name, (mine, theirs) in zip(("actors", "recipients"), sides, strict=True):
        if _codes(mine) != _codes(theirs):
            yield name
    if (own.speaker and own.speaker.value.code) != (other.speaker and other.speaker.value.code):
        yield "speaker"


def _codes(cited: Sequence[Cited[Actor]]) -> frozenset[str]:
    return frozenset(one.value.code for one in cited)


def _written(claim: Claim) -> str:
    """A claim in one line: type, mode, status, who to whom."""
    mode = f"/{claim.mode}" if claim.mode else ""
    actors = "+".join(sorted(_codes(claim.actors))) or "-"
    recipients = "+".join(sorted(_codes(claim.recipients))) or "-"
    return f"{claim.type}{mode} {claim.status} {actors} > {recipients}"

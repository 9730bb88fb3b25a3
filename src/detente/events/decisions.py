"""What a person decides on an event or a claim -> rulings, also as JSON lines to share.

In:  the claims meant, what is to be done with them, who says so, when, why; or a file's bytes.
Out: rulings; lines, sorted by instant.
Does not: look ids up, lose a withdrawn ruling, or take one that could not be applied.

One decision on an event makes a ruling for each of its claims, for claims outlast events; these
bear the same instant and reason, and are withdrawn together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec

from detente.errors import BadInput
from detente.events.rulings import check_ruling
from detente.records import Claim, Ruling, RulingKind


class Meant(Protocol):
    """What an id names: all claims of an event, or one claim of it."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims of the event."""

    @property
    def claim(self) -> Claim | None:
        """The claim, if one was asked for."""

    @property
    def meant(self) -> tuple[Claim, ...]:
        """The one claim that was asked for, else all claims of the event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Who decides, when (an aware instant), and why."""

    by: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided on an event or a claim; ``values`` are what is set, by field.

    ``is_noted``: the reason is a note; ``is_pinned``: it is to stay in sight. Both hang on the
    first claim of an event.
    """

    is_accepted: bool = False
    is_rejected: bool = False
    is_noted: bool = False
    is_pinned: bool = False
    same_as: Meant | None = None
    different: Meant | None = None
    values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        marks = [self.is_noted, self.is_pinned]
        ways = [self.is_accepted, self.is_rejected, self.same_as, self.different, self.values]
        if sum(map(bool, [*marks, *ways])) != 1:
            raise BadInput(
                "decide one thing: accept, reject, same-as, different, note, pin, or what to set "
                "(type, mode, status, date, actor, recipient, place)"
            )


def rulings_of(found: Meant, decision: Decision, verdict: Verdict) -> list[Ruling]:
    """Make the rulings.

    Raises:
        BadInput: the decision cannot be applied.
    """
    from detente.events.rulings import check_ruling  # noqa: PLC0415  # loads the codebook

    rulings = list(_rulings(found, decision, verdict))
    if not rulings:
        raise BadInput("they are one claim; name another one")
    for ruling in rulings:
        check_ruling(ruling)
    return rulings


def together_with(ruling: Ruling, rulings: Iterable[Ruling]) -> list[Ruling]:
    """List the rulings of one decision: same instant, person, reason and matter."""
    return [one for one in rulings if _decision(one) == _decision(ruling)]


def _rulings(found: Meant, decision: Decision, verdict: Verdict) -> Iterator[Ruling]:
    claims = [claim.id for claim in found.meant]
    if decision.same_as is not None:
        yield _ruling(RulingKind.SAME_AS, claims[0], verdict, other=decision.same_as.meant[0].id)
    elif decision.different is not None:
        for one, other in _pairs(found, decision.different):
            yield _ruling(RulingKind.DIFFERENT, one, verdict, other=other)
    if decision.is_noted:
        yield _ruling(RulingKind.NOTE, claims[0], verdict)
    if decision.is_pinned:
        yield _ruling(RulingKind.PIN, claims[0], verdict)
    for claim in claims:
        if decision.is_accepted:
            yield _ruling(RulingKind.ACCEPT, claim, verdict)
        if decision.is_rejected:
            yield _ruling(RulingKind.REJECT, claim, verdict)
        for name, value in decision.values.items():
            yield _ruling(RulingKind.SET, claim, verdict, setting=(name, value))


def _pairs(found: Meant, other: Meant) -> Iterator[tuple[str, str]]:
    """Keep a claim apart from all claims of an event; two events by their first claims."""
    if found.claim is None and other.claim is None:
        yield found.claims[0].id, other.claims[0].id
        return
    for one in found.meant:
        for apart in other.meant:
            if apart.id != one.id:
                yield one.id, apart.id


def _ruling(
    kind: RulingKind,
    target: str,
    verdict: Verdict,
    *,
    other: str | None = None,
    setting: tuple[str, str] | None = None,
) -> Ruling:
    name, value = setting or (None, None)
    return Ruling(
        kind=kind,
        target=target,
        other=other,
        field=name,
        value=value,
        because=verdict.because,
        by=verdict.by,
        made_at=verdict.at,
    )


def _decision(ruling: Ruling) -> tuple[object, ...]:
    return (ruling.kind, ruling.field, ruling.value, ruling.by, ruling.because, ruling.made_at)


# --- Rulings -> JSON lines that a team can share, and back.
def ruling_lines(rulings: Iterable[Ruling]) -> Iterator[bytes]:
    """Write one line of JSON a ruling, oldest first; what is not set is left out."""
    for ruling in sorted(rulings, key=lambda one: (one.made_at, one.id)):
        fields = msgspec.to_builtins(ruling).items()
        told = {name: value for name, value in fields if value is not None}
        yield msgspec.json.encode({"id": ruling.id, **told}) + b"\n"


def rulings_from_lines(lines: Iterable[bytes], name: str) -> list[Ruling]:
    """Read rulings; empty lines are skipped. ``name`` is the file's, for messages.

    Raises:
        BadInput: a line is no ruling that can be applied; the message names file and line.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(_ruling_of_line(line))
            except (msgspec.MsgspecError, ValueError, BadInput) as err:
                raise BadInput(f"{name}:{number}: {err}") from err
    return found


def _ruling_of_line(line: bytes) -> Ruling:
    row = msgspec.json.decode(line)
    if not isinstance(row, dict):
        raise BadInput("not a JSON object")
    told_id = row.pop("id", None)
    known = set(Ruling.__dataclass_fields__)
    if unknown := sorted(set(row) - known):
        raise BadInput(f"unknown field {unknown[0]!r}")
    ruling = msgspec.convert(row, Ruling)
    if told_id is not None and told_id != ruling.id:
        raise BadInput(f"id {told_id!r} is not that of the ruling, {ruling.id}; was it edited?")
    check_ruling(ruling)
    return ruling

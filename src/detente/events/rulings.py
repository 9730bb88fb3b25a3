"""What people decided about claims: applied at every merge, reported where it finds no claim.

In:  rulings, withdrawn ones among them, and claims.   Out: the claims as ruled, or ``None`` for a
rejected one; the bonds between claims; the rulings that are not applied, and why.
Does not: edit a claim: what is set holds for the merge only, and keeps the claim's id. Read or
write files (ruling_lines.py does).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.errors import BadInput
from detente.events.merging.bonds import Bonds
from detente.events.ruled_values import SETTABLE, ruled_value
from detente.records import Claim, Ruling, RulingKind, Status

__all__ = ["Decisions", "Unheeded", "check_ruling", "tied_claims", "unheeded"]

_LOST = "finds no claim in this ledger"
_UNFIT = "does not fit its claim as it is coded now; withdraw it, or rule anew"
_OVERRULED = "is contradicted by a later ruling; withdraw the one that is wrong"


@dataclass(frozen=True, slots=True)
class Unheeded:
    """A ruling that was not withdrawn and yet is not applied. ``why`` goes on after its name."""

    ruling: Ruling
    why: str


class Decisions:
    """All rulings that hold, ready to be applied. Of two that clash the later one holds.

    ``overruled`` are the same-as and different rulings that a later one contradicts, ``unfit``
    those that set what the claim, as it now is, cannot have. ``denials`` are those by which a
    person negates what a claim tells as done or to come, by the claim's id.
    """

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        self.rejected: set[str] = set()
        self.overruled: list[Ruling] = []
        self.unfit: list[Ruling] = []
        self.denials: dict[str, Ruling] = {}
        self._sets: dict[str, list[Ruling]] = defaultdict(list)
        self._ties: list[Ruling] = []
        for ruling in sorted({r for r in rulings if r.is_active}, key=_age):
            self._take(ruling)

    def ruled(self, claim: Claim) -> Claim | None:
        """Apply what was decided about a claim; ``None`` if it was rejected.

        What a ruling negates is nobody's denial: whoever told it has not taken it back.
        """
        if claim.id in self.rejected:
            return None
        settings = self._sets.get(claim.id)
        if not settings:
            return claim
        changed = claim
        for ruling in settings:
            try:
                changed = _set(changed, ruled_value(ruling, changed))
            except BadInput:
                self.unfit.append(ruling)
        if changed.status is Status.NEGATED and claim.status is not Status.NEGATED:
            self.denials[claim.id] = next(one for one in settings[::-1] if one.field == "status")
            changed = _set(changed, {"speaker": None})
        return changed

    def bonds(self) -> Bonds:
        """Make the bonds between claims; from the latest ruling to the first."""
        bonds = Bonds()
        self.overruled.clear()
        for ruling in reversed(self._ties):
            other = ruling.other or ""
            put = bonds.unite if ruling.kind is RulingKind.SAME_AS else bonds.part
            if not put(ruling.target, other):
                self.overruled.append(ruling)
        return bonds

    def _take(self, ruling: Ruling) -> None:
        match ruling.kind:
            case RulingKind.ACCEPT:
                pass  # it says that nothing is to be changed
            case RulingKind.REJECT:
                self.rejected.add(ruling.target)
            case RulingKind.SET:
                self._sets[ruling.target].append(ruling)
            case RulingKind.SAME_AS | RulingKind.DIFFERENT:
                self._ties.append(ruling)


def check_ruling(ruling: Ruling) -> None:
    """Refuse a ruling that could not be applied.

    Raises:
        BadInput: the field cannot be set, the value is none for it, or the two claims are one.
        UnknownCode: the type or mode is none of the codebook's.
    """
    if ruling.target == ruling.other:
        raise BadInput(f"claim {ruling.target} is one claim; name another one with it")
    if ruling.kind is not RulingKind.SET:
        return
    if ruling.field not in SETTABLE:
        raise BadInput(f"{ruling.field!r} cannot be set; choose one of: {', '.join(SETTABLE)}")
    ruled_value(ruling, None)


def unheeded(rulings: Iterable[Ruling], claims: Iterable[Claim]) -> list[Unheeded]:
    """List the rulings that hold but are not applied to ``claims``, oldest first."""
    active = sorted({ruling for ruling in rulings if ruling.is_active}, key=_age)
    decisions, known = Decisions(active), set[str]()
    for claim in claims:
        known.add(claim.id)
        decisions.ruled(claim)
    decisions.bonds()
    why = dict.fromkeys(decisions.unfit, _UNFIT) | dict.fromkeys(decisions.overruled, _OVERRULED)
    for ruling in active:
        if not {ruling.target, ruling.other or ruling.target} <= known:
            why[ruling] = _LOST
    return [Unheeded(ruling, why[ruling]) for ruling in active if ruling in why]


def tied_claims(claim_ids: Iterable[str], rulings: Sequence[Ruling]) -> set[str]:
    """Find all claims tied to these by same-as and different, directly or through others.

    Whoever merges a part of all claims has to merge the blocks of these with it.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    for ruling in rulings:
        if ruling.is_active and ruling.other is not None:
            beside[ruling.target].add(ruling.other)
            beside[ruling.other].add(ruling.target)
    waiting, found = list(claim_ids), set[str]()
    while waiting:
        claim_id = waiting.pop()
        if claim_id not in found:
            found.add(claim_id)
            waiting.extend(beside.get(claim_id, ()))
    return found


def _set(claim: Claim, values: Mapping[str, Any]) -> Claim:
    """Change a claim; testimony keeps its id, however it is read."""
    changed = replace(claim, **values)
    changed.__dict__["id"] = claim.id
    return changed


def _age(ruling: Ruling) -> tuple[object, ...]:
    return (ruling.made_at, ruling.id)

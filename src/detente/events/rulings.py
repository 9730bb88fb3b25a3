"""What people decided about claims: applied at every merge, reported where it finds no claim.

In:  rulings, withdrawn ones among them, and claims.   Out: the claims as ruled, or ``None`` for a
rejected one; the bonds between claims; the rulings that are not applied, and why.
Does not: edit a claim: what is set holds for the merge only, and keeps the claim's id. Read or
write files (decisions.py does).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from detente.codebook import load_codebook
from detente.errors import BadInput
from detente.events.merging.options import Bonds
from detente.language.months import stretch_of
from detente.records import (
    Actor,
    Cited,
    Claim,
    EventDate,
    Granularity,
    Place,
    Precision,
    Ruling,
    RulingKind,
    Status,
)

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
            case RulingKind.ACCEPT | RulingKind.NOTE | RulingKind.PIN:
                pass  # nothing is to be changed
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


def _set(claim: Claim, values: Mapping[str, Any]) -> Claim:
    """Change a claim; testimony keeps its id, however it is read."""
    changed = replace(claim, **values)
    changed.__dict__["id"] = claim.id
    return changed


def _age(ruling: Ruling) -> tuple[object, ...]:
    return (ruling.made_at, ruling.field == "mode", ruling.id)  # a mode is one of its new type


# --- What a person sets -> the values of a claim.
_COUNTRY = re.compile(r"[A-Z]{3}")


def ruled_value(ruling: Ruling, claim: Claim | None) -> dict[str, Any]:
    """Read what a ruling sets; without a claim, only check it.

    Raises:
        BadInput: the value is none for the field.
        UnknownCode: the type or mode is none of the codebook's.
    """
    return _READERS[ruling.field or ""](ruling.value or "", claim)


def _type(value: str, claim: Claim | None) -> dict[str, Any]:
    """A new type leaves the old one's mode behind."""
    if not value:
        raise BadInput("a claim needs its type; reject the claim if it tells of no deed")
    name, _, mode = value.partition("/")
    codebook = load_codebook()
    codebook.type(name)
    if mode:
        codebook.mode(name, mode)
    kept = claim.mode if claim is not None and claim.type == name else None
    return {"type": name, "mode": mode or kept}


def _mode(value: str, claim: Claim | None) -> dict[str, Any]:
    if value and claim is not None:
        load_codebook().mode(claim.type, value)
    return {"mode": value or None}


def _status(value: str, _claim: Claim | None) -> dict[str, Any]:
    """Read a status."""
    try:
        return {"status": Status(value)}
    except ValueError as err:
        raise BadInput(f"{value!r} is no status; choose one of: {', '.join(Status)}") from err


def _date(value: str, claim: Claim | None) -> dict[str, Any]:
    if not value:
        return {"date": None}
    when = _event_date(value)
    return {"date": Cited(when, claim.citation) if claim else None}


def _event_date(value: str) -> EventDate:
    """Read a day, a month, a year, or two of them with a slash between."""
    first, slash, last = value.partition("/")
    try:
        earliest, _, unit = stretch_of(first)
        latest = stretch_of(last or first)[1]
    except ValueError as err:
        raise BadInput(
            f"{value!r} is no date; write 2024-02-02, 2024-02, 2024 or 2024-02-02/2024-02-05"
        ) from err
    if latest < earliest:
        raise BadInput(f"date {value!r} runs backwards")
    return EventDate(
        earliest=earliest, latest=latest, granularity=Granularity.INTERVAL if slash else unit
    )


def _parties(field: str) -> Callable[[str, Claim | None], dict[str, Any]]:
    def read(value: str, claim: Claim | None) -> dict[str, Any]:
        other = "recipients" if field == "actors" else "actors"
        if not value and claim is not None and not getattr(claim, other):
            raise BadInput(f"claim {claim.id} has no {other}; a claim needs somebody")
        actors = [_actor(code) for code in dict.fromkeys(value.split())]
        cited = tuple(Cited(actor, claim.citation) for actor in actors) if claim else ()
        return {field: cited}

    return read


def _actor(code: str) -> Actor:
    """Make an actor of a code: ``USA``, ``USA-GOV``, ``-REB``."""
    country, _, sector = code.partition("-")
    if country and not _COUNTRY.fullmatch(country):
        raise BadInput(f"{code!r} is no actor; write its code, as USA or USA-GOV")
    if sector:
        load_codebook().sector(sector)
    if not country and not sector:
        raise BadInput(f"{code!r} is no actor; write its code, as USA or USA-GOV")
    is_state = sector in {"", "GOV"} and bool(country)
    return Actor(
        country=country or None, sector=sector or None, id=country if is_state else None, name=code
    )


def _place(value: str, claim: Claim | None) -> dict[str, Any]:
    """Read ``Bangkok, THA`` or ``South China Sea``."""
    if not value:
        return {"place": None}
    name, comma, country = (part.strip() for part in value.rpartition(","))
    if comma and not _COUNTRY.fullmatch(country):
        raise BadInput(f"{country!r} is no country; write a place as: Bangkok, THA")
    place = Place(
        country=country if comma else None,
        name=name if comma else value.strip(),
        precision=Precision.CITY if comma else Precision.WATER,
    )
    return {"place": Cited(place, claim.citation) if claim else None}


_READERS: dict[str, Callable[[str, Claim | None], dict[str, Any]]] = {
    "type": _type,
    "mode": _mode,
    "status": _status,
    "date": _date,
    "actors": _parties("actors"),
    "recipients": _parties("recipients"),
    "place": _place,
}
SETTABLE = tuple(_READERS)

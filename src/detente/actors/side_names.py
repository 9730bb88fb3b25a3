"""What a person calls a side -> its country code and name.

In:  ``CHN``, ``chn``, ``China``, ``Beijing``, ``EU``.   Out: the code that claims bear, and a name.
Does not: guess: what is no state of the gazetteer, nor of one's own files, nor a body with a code
of its own, is refused.
"""

from difflib import get_close_matches
from typing import TYPE_CHECKING

from detente.actors.explain import explain_name
from detente.errors import UnknownCode

if TYPE_CHECKING:
    from detente.actors.gazetteer import Gazetteer

__all__ = ["NON_STATE_SIDES", "resolve_side"]

NON_STATE_SIDES = {
    "EUR": "European Union",
    "IGO": "international organisations",
    "IMG": "international militant groups",
    "ISM": "international Islamist militants",
    "MNC": "multinational companies",
    "NGO": "non-governmental organisations",
    "UNO": "United Nations",
}  # PLOVER 2.0
_ALIKE = 0.6  # share of equal letters from which a name is offered instead
_OFFERED = 3


def resolve_side(written: str, gazetteer: "Gazetteer") -> tuple[str, str | None]:
    """Find the code of a side, and its name where the gazetteer has one.

    Raises:
        UnknownCode: it is neither a code nor the name of a state or of a body with a code; the
            message offers the nearest, or the code under which a body's acts are told.
    """
    code = written.strip().upper()
    if code in gazetteer.states:
        return code, gazetteer.entry(code).name
    if code in NON_STATE_SIDES:
        return code, NON_STATE_SIDES[code]
    for meaning in explain_name(gazetteer, written):
        if meaning.id is not None and meaning.id in gazetteer.states:
            return meaning.id, meaning.actor
        if NON_STATE_SIDES.get(meaning.code) == meaning.actor:
            return meaning.code, meaning.actor
    raise UnknownCode(_refusal(written, gazetteer))


def _refusal(written: str, gazetteer: "Gazetteer") -> str:
    near = _holder(written, gazetteer) or _nearest(written, gazetteer)
    offer = f"did you mean {', '.join(dict.fromkeys(near))}? " if near else ""
    return (
        f"no state is known as {written!r}; {offer}write three letters as CHN, USA or EUR, or a"
        " name; --actors FILE adds states of your own"
    )


def _holder(written: str, gazetteer: "Gazetteer") -> list[str]:
    """The code that stands for a body or person, and for others: ``IGO`` for NATO."""
    for meaning in explain_name(gazetteer, written):
        code = meaning.code.partition("-")[0]
        if code in NON_STATE_SIDES:
            return [f"{code} ({NON_STATE_SIDES[code]}, {meaning.actor} among them)"]
        if code in gazetteer.states:
            return [f"{code} ({gazetteer.entry(code).name}, {meaning.actor} among its actors)"]
    return []


def _nearest(written: str, gazetteer: "Gazetteer") -> list[str]:
    names = {gazetteer.entry(code).name.lower(): code for code in sorted(gazetteer.states)}
    names |= {name.lower(): code for code, name in NON_STATE_SIDES.items()}
    known = {**{code: gazetteer.entry(code).name for code in gazetteer.states}, **NON_STATE_SIDES}
    near = [
        f"{names[name]} ({known[names[name]]})"
        for name in get_close_matches(written.lower(), names, n=_OFFERED, cutoff=_ALIKE)
    ]
    codes = get_close_matches(written.upper(), sorted(known), n=_OFFERED, cutoff=_ALIKE)
    return near + [f"{code} ({known[code]})" for code in codes][: _OFFERED - len(near)]

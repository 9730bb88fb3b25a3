"""What a person asks by -> codes that the gazetteer, the codebook or the ledger has.

In:  an open ledger and a filter.   Out: the filter with names as codes; what the ledger lacks.
Does not: guess: what nobody knows is refused, with the nearest that is known. What only the ledger
knows (actors, issues and types of one's own) is as good as the rest.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from detente.actors import Gazetteer, explain_name
from detente.actors.meanings import NON_STATE_SIDES, resolve_side
from detente.codebook import is_own, load_codebook
from detente.codebook.model import find
from detente.errors import UnknownCode
from detente.ledger import Filter, Ledger

Load = Callable[[], Gazetteer]  # it takes a moment, and most questions do not need it
_COUNTRY = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"([A-Z]{3})?-([A-Z]{3})")
_OFFERED = 3


def known_filter(ledger: Ledger, wanted: Filter, gazetteer: Load) -> Filter:
    """Turn names of sides into codes, and refuse codes that nobody knows.

    Raises:
        UnknownCode: a side, mode or issue is none; the message shows the nearest.
    """
    known = Filter(**wanted)
    if "dyad" in wanted:
        one, other = (known_side(ledger, side, gazetteer) for side in wanted["dyad"])
        known["dyad"] = one, other
    for party in ("actor", "recipient"):
        if party in wanted:
            known[party] = _known_actor(ledger, wanted[party], gazetteer)
    if "speaker" in wanted:
        known["speaker"] = _known_code(ledger, wanted["speaker"], gazetteer)
    if "issue" in wanted and not _holds(ledger, ("claims", "statements"), issue=wanted["issue"]):
        load_codebook().issue(wanted["issue"])
    if "mode" in wanted:
        _check_mode(wanted["mode"], wanted.get("type"))
    return known


def known_side(ledger: Ledger, written: str, gazetteer: Load) -> str:
    """Find a side's code by its code or name.

    Raises:
        UnknownCode: no list and no claim has it.
    """
    if _COUNTRY.fullmatch(written) and _is_told_of(ledger, written):
        return written
    return resolve_side(written, gazetteer())[0]


def missing(ledger: Ledger, wanted: Filter) -> Iterator[str]:
    """Say which outlet or report that is asked for the ledger does not hold."""
    outlet, report = wanted.get("outlet"), wanted.get("report")
    if outlet is not None and not ledger.reports(outlet=outlet, limit=1).count():
        near = get_close_matches(outlet, _outlets(ledger), n=_OFFERED)
        offer = f"; nearest: {', '.join(near)}" if near else ""
        yield f"the ledger holds no report of the outlet {outlet!r}{offer}"
    if report is not None and not ledger.reports(report=report, limit=1).count():
        yield f"the ledger holds no report {report!r}; detente reports lists their ids and keys"


def _known_actor(ledger: Ledger, written: str, gazetteer: Load) -> str:
    """Find whom a code, an id or a name names.

    Raises:
        UnknownCode: nobody is known by it, or several are.
    """
    if _CODE.fullmatch(written) or _is_told_of(ledger, written):
        return _known_code(ledger, written, gazetteer)
    if written in gazetteer().entries:
        return written
    named = [one.id for one in explain_name(gazetteer(), written) if one.id is not None]
    if named and not any(one in gazetteer().states for one in named):
        return _only(written, list(dict.fromkeys(named)))
    return resolve_side(written, gazetteer())[0]


def _known_code(ledger: Ledger, written: str, gazetteer: Load) -> str:
    """Find the code of a state or of its organs.

    Raises:
        UnknownCode: no list and no claim has it.
    """
    if _is_told_of(ledger, written):
        return written
    if code := _CODE.fullmatch(written):
        country, sector = code.groups()
        load_codebook().sector(sector)
        if country is not None and country not in NON_STATE_SIDES:
            resolve_side(country, gazetteer())
        return written
    return resolve_side(written, gazetteer())[0]


def _only(written: str, ids: list[str]) -> str:
    """Take the one id that a name stands for."""
    if len(ids) > 1:
        raise UnknownCode(f"{written!r} names several; give the id of one: {', '.join(ids)}")
    return ids[0]


def _check_mode(mode: str, of_type: str | None) -> None:
    book = load_codebook()
    if of_type is not None:
        book.mode(of_type, mode)
    elif not is_own(mode):
        find({one.name: one for kind in book.types for one in kind.modes}, mode, "mode")


def _is_told_of(ledger: Ledger, code: str) -> bool:
    """Whether a claim, a statement or a ruling tells of somebody by this code or id."""
    return (
        _holds(ledger, ("claims", "statements"), actor=code)
        or _holds(ledger, ("claims",), recipient=code)
        or _holds(ledger, ("statements",), dyad=(code, code))
        or any(code in _ruled_codes(one.value) for one in ledger.rulings() if one.value)
    )


def _ruled_codes(value: str) -> set[str]:
    codes = value.split()
    return {*codes, *(code.partition("-")[0] for code in codes)}


def _holds(ledger: Ledger, tables: tuple[str, ...], **wanted: object) -> bool:
    asked = Filter(**wanted, limit=1)  # type: ignore[typeddict-item]  # its keys are named by callers
    return any(getattr(ledger, table)(**asked).count() for table in tables)


def _outlets(ledger: Ledger) -> list[str]:
    sql = "SELECT DISTINCT outlet FROM reports WHERE outlet IS NOT NULL ORDER BY outlet"
    with ledger.query() as query:
        return [row[0] for row in query.execute(sql).fetchall()]

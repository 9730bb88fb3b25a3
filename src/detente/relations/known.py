"""What a person asks by -> codes that the gazetteer, the codebook or the ledger has.

In:  an open ledger, the table asked, a filter.   Out: the filter with names as codes; what the
ledger lacks; a ledger that heeds both, for Python.
Does not: guess: what nobody knows is refused, with the nearest that is known. What only the ledger
knows (actors, issues and types of one's own) is as good as the rest.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from detente.actors import Gazetteer, explain_name, load_gazetteer
from detente.actors.meanings import NON_STATE_SIDES, resolve_side
from detente.codebook import is_own, load_codebook
from detente.codebook.model import find
from detente.errors import BadInput, UnknownCode
from detente.ledger import Filter
from detente.ledger.ask import checked
from detente.ledger.store import Ledger as Rows
from detente.reading.atlas import load_atlas
from detente.records import SpeechKind

Load = Callable[[], Gazetteer]  # it takes a moment, and most questions do not need it
_COUNTRY = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"([A-Z]{3})?-([A-Z]{3})")
_OFFERED = 3
_LISTED = 10  # ids of namesakes
_OUT_OF_DATE = (
    "claims or rulings came since these events were computed, if they ever were; open the ledger"
    " to write and call detente.compute_events(ledger)"
)
_TOLD = ("claims", "statements")
_OUTLETS = "SELECT DISTINCT outlet FROM reports WHERE outlet IS NOT NULL ORDER BY outlet"
_PLACES = "SELECT DISTINCT place_name FROM claims WHERE place_name IS NOT NULL ORDER BY place_name"


def known_filter(ledger: Rows, table: str, wanted: Filter, gazetteer: Load) -> Filter:
    """Turn names of sides into codes, and refuse codes that nobody knows.

    Raises:
        BadInput: both sides of a dyad are one.
        UnknownCode: a side, type, mode or issue is none; the message shows the nearest.
    """
    known = Filter(**wanted)
    if "dyad" in wanted:
        one, other = (known_side(ledger, side, gazetteer) for side in wanted["dyad"])
        if one == other:
            raise BadInput(f"both sides are {one}; name two, or ask by actor and recipient")
        known["dyad"] = one, other
    for party in ("actor", "recipient"):
        if party in wanted:
            known[party] = _known_actor(ledger, wanted[party], gazetteer)
    if "speaker" in wanted and not _holds(ledger, _TOLD, speaker=wanted["speaker"]):
        known["speaker"] = _known_actor(ledger, wanted["speaker"], gazetteer)
    if "type" in wanted:
        known["type"] = known_type(table, wanted["type"])
    if "issue" in wanted and not _holds(ledger, _TOLD, issue=wanted["issue"]):
        known["issue"] = load_codebook().issue(wanted["issue"].casefold()).id
    if "mode" in wanted:
        _check_mode(wanted["mode"], known.get("type"))
    return known


def known_side(ledger: Rows, written: str, gazetteer: Load) -> str:
    """Find a side's code by its code or name.

    Raises:
        UnknownCode: no list and no claim has it.
    """
    if _COUNTRY.fullmatch(written) and _is_told_of(ledger, written):
        return written
    return resolve_side(written, gazetteer())[0]


def known_values(ledger: Rows, values: Mapping[str, str], gazetteer: Load) -> dict[str, str]:
    """Turn names of sides into codes in what a ruling sets, and refuse what nobody knows.

    Raises:
        UnknownCode: a side is known to no list and no claim, nor is a place without its country.
    """
    known = dict(values)
    for field in {"actors", "recipients"} & set(known):
        codes = codes_in(known[field], gazetteer).split()
        known[field] = " ".join(_known_code(ledger, code, gazetteer) for code in codes)
    if known.get("place"):
        known["place"] = _known_place(ledger, known["place"], gazetteer)
    return known


def codes_in(written: str, gazetteer: Load) -> str:
    """Give codes as they are written, and the code of a name; a state's name is its government.

    Raises:
        UnknownCode: nobody has the name.
    """
    words = written.split()
    if len(words) == 1:  # a code may be written small; "the UAE" is a name
        words = [written.upper()]
    if all(_COUNTRY.fullmatch(one) or _CODE.fullmatch(one) for one in words):
        return " ".join(words)
    named = next(iter(explain_name(gazetteer(), written)), None)
    code = named.code if named is not None else resolve_side(written, gazetteer())[0]
    is_bare = "-" not in code and code not in NON_STATE_SIDES
    return f"{code}-GOV" if is_bare else code


def known_type(table: str, written: str) -> str:
    """Find a type of acts, or a statement's kind of speech; other tables have their own words.

    Raises:
        UnknownCode: there is none; the message shows the nearest.
    """
    if table == "statements":
        return find({one.value: one for one in SpeechKind}, written, "kind of speech").value
    if table not in {"claims", "events"} or is_own(written):
        return written
    return load_codebook().type(written.strip().upper()).name


def missing(ledger: Rows, table: str, wanted: Filter) -> Iterator[str]:
    """Say which id, outlet, place or report that is asked for the ledger does not hold."""
    id_ = wanted.get("id")
    if id_ is not None and not ledger.holds(table, id=id_):
        yield f"the ledger holds no {table.removesuffix('s')} whose id begins with {id_!r}"
    outlet, place, report = wanted.get("outlet"), wanted.get("place"), wanted.get("report")
    if outlet is not None and not ledger.holds("reports", outlet=outlet):
        near = _near(ledger, outlet, _OUTLETS)
        yield f"the ledger holds no report of the outlet {outlet!r}{near}"
    if place is not None and not ledger.holds("claims", place=place):
        yield f"no claim of the ledger has the place {place!r}{_near(ledger, place, _PLACES)}"
    if report is not None and not ledger.holds("reports", report=report):
        yield f"the ledger holds no report {report!r}; detente reports lists their ids and keys"


# --- The ledger of ``import detente``.
class Ledger(Rows):
    """An open ledger whose questions take names as well as codes.

    A side, type, status, mode or issue that nobody knows is refused; an outlet, a place or a
    report that the ledger does not hold is a warning, and so are events that do not take into
    account what ``add`` or ``rule`` brought: ``detente.compute_events`` brings them up to date.
    """

    def _codes(self, table: str, wanted: Filter) -> Filter:
        known = known_filter(self, table, checked(wanted), load_gazetteer)
        if table == "events" and not self.is_computed() and self.holds("claims"):
            warnings.warn(_OUT_OF_DATE, stacklevel=4)
        for words in missing(self, table, known):
            warnings.warn(words, stacklevel=4)
        return known


# --- Names, one by one.
def _known_actor(ledger: Rows, written: str, gazetteer: Load) -> str:
    """Find whom a code, an id or a name names.

    Raises:
        UnknownCode: nobody is known by it, or several are.
    """
    if _is_told_of(ledger, written):
        return written
    if written in gazetteer().entries:
        return written
    if _CODE.fullmatch(written.upper()):
        return _known_code(ledger, written.upper(), gazetteer)
    named = [one.id for one in explain_name(gazetteer(), written) if one.id is not None]
    if named and not any(one in gazetteer().states for one in named):
        return _only(written, list(dict.fromkeys(named)))
    return resolve_side(written, gazetteer())[0]


def _known_code(ledger: Rows, written: str, gazetteer: Load) -> str:
    """Find the code of a state or of its organs.

    Raises:
        UnknownCode: no list and no claim has it.
    """
    if _is_told_of(ledger, written):
        return written
    if code := _CODE.fullmatch(written):
        country, sector = code.groups()
        load_codebook().sector(sector)
        if country and country not in NON_STATE_SIDES and not _is_told_of(ledger, country):
            resolve_side(country, gazetteer())
        return written
    return resolve_side(written, gazetteer())[0]


def _known_place(ledger: Rows, written: str, gazetteer: Load) -> str:
    """Give a place with its country, if it has one; one that is told with it may be a village.

    Raises:
        UnknownCode: no list and no claim has it.
    """
    name, comma, country = (part.strip() for part in written.rpartition(","))
    if comma:
        if _COUNTRY.fullmatch(country):
            _known_code(ledger, country, gazetteer)
        return written
    name = country
    found = load_atlas().choose(name, ())
    if found is not None and found.country:
        return f"{name}, {found.country}"
    if found is None and not ledger.holds("claims", place=name):
        near = _near(ledger, name, _PLACES)
        raise UnknownCode(
            f"no place is known as {name!r}{near}; write it with its country: Bangkok, THA"
        )
    return name


def _only(written: str, ids: list[str]) -> str:
    """Take the one id that a name stands for."""
    if len(ids) > 1:
        more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
        listed = ", ".join(ids[:_LISTED])
        raise UnknownCode(f"{written!r} names several; give the id of one: {listed}{more}")
    return ids[0]


def _check_mode(mode: str, of_type: str | None) -> None:
    book = load_codebook()
    if of_type is not None:
        book.mode(of_type, mode)
    elif not is_own(mode):
        find({one.name: one for kind in book.types for one in kind.modes}, mode, "mode")


def _is_told_of(ledger: Rows, code: str) -> bool:
    """Whether a claim, a statement or a ruling tells of somebody by this code or id."""
    return (
        _holds(ledger, _TOLD, actor=code)
        or _holds(ledger, ("claims",), recipient=code)
        or _holds(ledger, ("statements",), dyad=(code, code))
        or any(code in _ruled_codes(one.value) for one in ledger.rulings() if one.value)
    )


def _ruled_codes(value: str) -> set[str]:
    codes = value.split()
    return {*codes, *(code.partition("-")[0] for code in codes)}


def _holds(ledger: Rows, tables: tuple[str, ...], **wanted: object) -> bool:
    return any(ledger.holds(table, **wanted) for table in tables)  # type: ignore[arg-type]  # its keys are named by callers


def _near(ledger: Rows, written: str, sql: str) -> str:
    """Name the nearest of what the ledger has."""
    with ledger.query() as query:
        known = {str(row[0]).lower(): str(row[0]) for row in query.execute(sql).fetchall()}
    near = get_close_matches(written.lower(), known, n=_OFFERED)
    return f"; nearest: {', '.join(known[one] for one in near)}" if near else ""

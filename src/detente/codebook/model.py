"""The codebook: what happened, how, about what, and by whom, as closed lists of codes.

In:  entries that load.py has checked.   Out: lookups; an unknown code raises ``UnknownCode``.
Does not: read files, or know words (patterns belong to events/, names to actors/).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property
from typing import Annotated, Literal, TypeGuard, TypeVar

import msgspec

from detente.errors import UnknownCode
from detente.records import Status

# Acts that lists name in words of their own: "discontinue" and "sanctions" read as a lifting.
LABELS: Mapping[tuple[str, str | None], str] = {
    ("SANCTION", "discontinue"): "sanctions or a cut-off"
}

Words = Annotated[str, msgspec.Meta(min_length=1)]
Cue = Annotated[str, msgspec.Meta(pattern=r"^[^A-Z]*[^A-Z\s]$")]  # lower case
Intensity = Annotated[float, msgspec.Meta(ge=-10, le=10)]
Origin = Literal["PLOVER 2.0", "PLOVER crosswalk", "this project"]
# Codes of data/nonstate.csv, which stand where a country's would.
NOT_STATES = frozenset({"IGO", "NGO", "UNO", "EUR", "ISM", "IMG", "MNC"})
BODIES = frozenset({"EUR", "IGO", "NGO", "UNO"})  # of these, those that act as one
# Sectors, by whom they stand for.
SECOND = frozenset({"OPP", "PRE"})  # added to another one
ORGANS = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "SPY"})  # of a state, for which they speak
ARMED = frozenset({"CRM", "PRM", "REB", "UAF"})  # against a state, or beside it
REBELS = frozenset({"REB"})  # whose deeds are none of the state's
STRAYS = frozenset({"CRM", "UAF"})  # whose deeds no state answers for
PRIVATE_BODIES = frozenset({"BUS", "EDU", "JRN", "SOC"})
PRIVATE = PRIVATE_BODIES | {"AGR", "CRM", "CVL", "ELI", "LAB", "MED", "REF", "REL"}


class StrictEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A key that nobody declared is a typo, and refused."""


class Quad(IntEnum):
    """PLOVER's four classes of events, by its own numbers."""

    VERBAL_COOPERATION = 1
    MATERIAL_COOPERATION = 2
    VERBAL_CONFLICT = 3
    MATERIAL_CONFLICT = 4


class Mode(StrictEntry, frozen=True, kw_only=True):
    """How a type of act is done. ``context`` comes with it by itself (COERCE-cyber: cyber)."""

    name: str
    intensity: Intensity
    definition: Words
    example: Words
    source: Origin | Literal["a user's own"]
    cameo: Words
    context: Words | None = None


class EventType(StrictEntry, frozen=True, kw_only=True):
    """One of PLOVER's types of acts.

    ``intensity`` holds without a mode, -10 hostile .. +10 friendly. ``needs_recipient``: a second
    side must be named. ``is_mutual``: sides that act together are all actors, nobody is the
    recipient; ``is_mutual_alone``: so they are where they do it to nobody, as who signs or clashes.
    ``future`` is the type that PLOVER itself gives to such an act still to come,
    ``family`` the type under which pairs are scored (YIELD); ``None`` where it is its own.
    """

    name: str
    quad: Quad
    intensity: Intensity
    needs_recipient: bool
    is_mutual: bool
    is_mutual_alone: bool = False
    future: Words | None = None
    family: Words | None = None
    definition: Words
    takes_in: Words
    leaves_out: Words
    examples: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    source: Origin
    cameo: Words
    modes: tuple[Mode, ...] = ()

    def is_between_doers(self, *, is_alone: bool) -> bool:
        """Whether several do it with or to each other; ``is_alone``: nobody else is told."""
        return self.is_mutual or (self.is_mutual_alone and is_alone)


class Context(StrictEntry, frozen=True, kw_only=True):
    """What an act is about.

    ``cues`` are lower-case words and phrases, to be matched with the words as they stand and with
    their dictionary forms.
    """

    name: str
    definition: Words
    cues: Annotated[tuple[Cue, ...], msgspec.Meta(min_length=1)]
    source: Origin


class Term(StrictEntry, frozen=True, kw_only=True):
    """A code with its meaning: a sector, a status, or a "country" that is no state (IGO)."""

    code: Words
    name: Words
    definition: Words
    source: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What talks, deeds and words are about; an open list.

    ``names`` are the id and its aliases, as they occur in news. A name with capitals is meant
    as written, its first letter apart ("AI", "al-Qaeda"); one without, in any capitals.
    """

    id: str
    names: tuple[str, ...]
    parent: str | None
    context: str
    source: str


class Decision(StrictEntry, frozen=True, kw_only=True):
    """What detente does where PLOVER's manual contradicts itself or is silent, and why."""

    number: int
    title: Words
    decision: Words
    reason: Words


# --- Types of a user's own, as they stand in the mode of a claim: `own:prisoner-swap`.
OWN = "own:"
_NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
OWN_MODE = rf"own:{_NAME}(?:/{_NAME})?"


def is_own(mode: str | None) -> TypeGuard[str]:
    """Whether a mode names a user's own type: ``own:`` and a name of small letters and hyphens.

    A mode of it follows behind a slash: ``own:prisoner-swap/remains``.
    """
    return mode is not None and re.fullmatch(OWN_MODE, mode) is not None


class OwnType(StrictEntry, frozen=True, kw_only=True):
    """A type of act that a user adds, or a mode of one (``prisoner-swap/remains``).

    ``parent`` is the type of PLOVER that takes it in. ``plover`` is the parent's mode, and
    ``cameo`` the code, under which exports write it; ``None``: as the parent.
    """

    name: str
    parent: Words
    definition: Words
    plover: Words | None = None
    cameo: Words | None = None

    @property
    def mode(self) -> str:
        """What stands in the mode of its claims."""
        return f"{OWN}{self.name}"

    @property
    def type(self) -> str:
        """The name of the type, of which this is a mode or itself."""
        return self.name.partition("/")[0]


# --- CAMEO and ICEWS codes <-> PLOVER types and modes.
class CameoCode(StrictEntry, frozen=True, kw_only=True):
    """A CAMEO code and what it is in PLOVER.

    ``type`` is ``None`` for public statements (root 01), which are no events here. ``quad`` is
    GDELT's QuadClass, which follows CAMEO's roots and not PLOVER's types; ``goldstein`` is the
    intensity in the ICEWS list. ``note`` says why, where the conversion departs from the
    crosswalk beside PLOVER's manual.
    """

    code: Annotated[str, msgspec.Meta(pattern=r"^\d{2,4}$")]
    name: Words
    type: Words | None = None
    mode: Words | None = None
    quad: Annotated[int, msgspec.Meta(ge=1, le=4)]
    goldstein: Intensity
    source: Origin
    note: Words | None = None

    @property
    def root(self) -> str:
        """The two digits of its family: ``19`` for ``193``."""
        return self.code[:2]

    @property
    def base(self) -> str:
        """The code without its fourth digit: ``112`` for ``1124``."""
        return self.code[:3]


@dataclass(frozen=True, kw_only=True)
class Cameo:
    """The conversions.

    ``codes`` are by code, ``exports`` by ``TYPE`` or ``TYPE-mode``, ``texts`` by ICEWS event text
    in lower case.
    """

    codes: Mapping[str, CameoCode]
    exports: Mapping[str, str]
    texts: Mapping[str, str]

    def code(self, code: str) -> CameoCode:
        """Look up a CAMEO code, leading zeros included; ``UnknownCode`` if there is none."""
        return find(self.codes, code, "CAMEO code")

    def from_icews(self, text: str) -> CameoCode:
        """Look up an ICEWS event text ("Host a visit"), whatever its capitals."""
        return self.codes[find(self.texts, text.casefold(), "ICEWS event text")]

    def from_plover(self, type_name: str, mode: str | None = None) -> CameoCode:
        """Find the code under which exports write a type and mode.

        The most general code that is true of every such act, so that nothing is claimed that
        the report did not tell: ``160`` for SANCTION-discontinue, not ``163``. REQUEST is
        written as an appeal (02), not as a demand (10): on the Goldstein scale it is nearer. A
        user's own type is written as the type that it belongs to.
        """
        name = type_name if mode is None or is_own(mode) else f"{type_name}-{mode}"
        return self.codes[find(self.exports, name, "event type and mode")]


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """All codes. Entries stand in the order of the data files; ``digest`` names their content.

    ``own`` are a user's own types, by mode, for what other formats call them; no claim needs it.
    """

    types: tuple[EventType, ...]
    contexts: tuple[Context, ...]
    sectors: tuple[Term, ...]
    nonstate: tuple[Term, ...]
    statuses: tuple[Term, ...]
    issues: tuple[Issue, ...]
    decisions: tuple[Decision, ...]
    cameo: Cameo
    digest: str
    own: Mapping[str, OwnType] = field(default_factory=dict)

    def type(self, name: str) -> EventType:
        """Look up an event type."""
        return find(self._types, name, "event type")

    def mode(self, type_name: str, name: str) -> Mode:
        """Look up a mode of a type; a user's own is worth what the type is."""
        event_type = self.type(type_name)
        if is_own(name):
            return _own_mode(event_type, name)
        modes = {mode.name: mode for mode in event_type.modes}
        return find(modes, name, f"mode of {type_name}")

    def context(self, name: str) -> Context:
        """Look up a context."""
        return find(self._contexts, name, "context")

    def sector(self, code: str) -> Term:
        """Look up a sector.

        Raises:
            UnknownCode: there is none; the message lists all.
        """
        if code not in self._sectors:
            known = ", ".join(sorted(self._sectors))
            raise UnknownCode(f"no sector {code!r} in the codebook; it has: {known}")
        return self._sectors[code]

    def issue(self, issue_id: str) -> Issue:
        """Look up an issue by its id."""
        return find(self._issues, issue_id, "issue")

    def intensity(self, type_name: str, mode: str | None = None) -> float:
        """Intensity of an act, -10 hostile .. +10 friendly."""
        return self.mode(type_name, mode).intensity if mode else self.type(type_name).intensity

    def quad(self, type_name: str) -> Quad:
        """Tell the class of a type: words or deeds, cooperation or conflict."""
        return self.type(type_name).quad

    def plover_mode(self, mode: str | None) -> str | None:
        """Give the mode that PLOVER has for a claim's: a user's own where a crosswalk names one."""
        if not is_own(mode):
            return mode
        return self.own[mode].plover if mode in self.own else None

    def cameo_of(self, type_name: str, mode: str | None) -> CameoCode:
        """Find the CAMEO code under which exports write an act; a user's own crosswalk first."""
        own = self.own.get(mode or "")
        if own is not None and own.cameo is not None:
            return self.cameo.code(own.cameo)
        return self.cameo.from_plover(type_name, self.plover_mode(mode))

    def with_own(self, types: Iterable[OwnType]) -> "Codebook":
        """Add a user's own types."""
        return replace(self, own={**self.own, **{one.mode: one for one in types}})

    def plover_type(self, type_name: str, status: Status) -> str:
        """Fold acts still to come as PLOVER does: a planned meeting is AGREE, not CONSULT."""
        event_type = self.type(type_name)
        return (status == Status.FUTURE and event_type.future) or event_type.name

    @cached_property
    def _types(self) -> dict[str, EventType]:
        return {event_type.name: event_type for event_type in self.types}

    @cached_property
    def _contexts(self) -> dict[str, Context]:
        return {context.name: context for context in self.contexts}

    @cached_property
    def _sectors(self) -> dict[str, Term]:
        return {sector.code: sector for sector in self.sectors}

    @cached_property
    def _issues(self) -> dict[str, Issue]:
        return {issue.id: issue for issue in self.issues}


def _own_mode(event_type: EventType, name: str) -> Mode:
    return Mode(
        name=name,
        intensity=event_type.intensity,
        definition=f"A type of a user's own, within {event_type.name}.",
        example=event_type.examples[0],
        source="a user's own",
        cameo=event_type.cameo,
    )


# --- A code -> its entry, or an error that helps.
Entry = TypeVar("Entry")
N_NEAREST = 3


def find(table: Mapping[str, Entry], code: str, what: str) -> Entry:
    """Look up ``code``; ``what`` is the kind of code, for the message.

    Raises:
        UnknownCode: the table does not list it; the message shows the nearest codes.
    """
    try:
        return table[code]
    except KeyError:
        nearest = ", ".join(_nearest(table, code))
        advice = f"nearest: {nearest}" if nearest else "it lists none"
        raise UnknownCode(f"no {what} {code!r} in the codebook; {advice}") from None


def _nearest(table: Mapping[str, Entry], code: str) -> list[str]:
    from rapidfuzz import process, utils  # noqa: PLC0415  # only an error needs it

    found = process.extract(code, list(table), processor=utils.default_process, limit=N_NEAREST)
    return [match for match, _, _ in found]

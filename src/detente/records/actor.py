"""Who acts: actors, the words that name them, and places.

An ``Actor`` is identified as of a day. A ``Mention`` is words that may name one; a ``Link`` says
whom they name and why. One mention may name several ("the two countries' militaries").
"""

from dataclasses import dataclass
from enum import StrEnum

from detente.records.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A political actor.

    ``country`` is ISO alpha-3 (or PLOVER's ``IGO``, ``NGO``, ``UNO``, ``EUR`` ...), ``None``
    where the words do not tell. ``sector`` is a PLOVER sector, ``None`` for a bare state or
    people ("China"); ``id`` is the gazetteer's, ``None`` for an actor known only from this report.
    """

    country: str | None
    sector: str | None = None
    id: str | None = None
    name: str
    office: str | None = None
    is_guessed: bool = False

    @property
    def code(self) -> str:
        """``USA-GOV``, ``USA``, ``GOV`` without a country, or ``UNK`` when nothing is known."""
        return "-".join(part for part in (self.country, self.sector) if part) or "UNK"


class MentionKind(StrEnum):
    """How words name an actor."""

    NAME = "name"  # a gazetteer name: "China", "Xi Jinping", "the Kremlin"
    ENTITY = "entity"  # a person or organisation found by NER only
    ROLE = "role"  # a role noun: "officials", "Chinese hackers"
    PRONOUN = "pronoun"  # "it", "they"
    GROUP = "group"  # "the two countries", "both sides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that may name an actor. ``head`` is the index of the governing token."""

    span: Span
    sentence: int
    head: int
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Whom a mention names. ``rivals`` are the ids passed over, ``reason`` says why."""

    mention: Mention
    actors: tuple[Actor, ...]
    score: float
    reason: str
    rivals: tuple[str, ...] = ()


class Precision(StrEnum):
    """How exact a place is."""

    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    WATER = "water"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere on the map. ``country`` is ISO alpha-3, ``None`` for seas and straits."""

    country: str | None
    name: str
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """Words that say where something takes place ("in Bangkok", not "Bangkok agreed").

    ``head`` is the index of the name's governing token; its chain of heads leads to the act.
    """

    span: Span
    sentence: int
    head: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """On whose word. ``code`` is an actor code, or ``OUTLET:name`` for a medium that is retold."""

    code: str
    name: str
    actor: Actor | None = None

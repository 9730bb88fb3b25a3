"""Codes of other event data for who and where -> countries and sectors.

In:  CAMEO's actor codes, ICEWS's sectors and agents, FIPS country codes.   Out: ISO alpha-3 (or
PLOVER's IGO, EUR ...) and PLOVER's sectors.
Does not: know names of persons or states (actors/ does), or codes of acts (model.py does).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from detente.codebook.entries import read_csv, unique
from detente.codebook.model import StrictEntry, Words
from detente.records import digest


class CameoActorRow(StrictEntry, frozen=True, kw_only=True):
    """A row of cameo_actors.csv: a role, a known group, or a place that is no state."""

    code: Words
    kind: Words
    country: Words | None = None
    sector: Words | None = None
    name: Words
    source: Words


class IcewsSectorRow(StrictEntry, frozen=True, kw_only=True):
    """A row of icews_sectors.csv; the lowest ``rank`` says most of who acts."""

    text: Words
    country: Words | None = None
    sector: Words | None = None
    rank: int


class IcewsAgentRow(StrictEntry, frozen=True, kw_only=True):
    """A row of icews_agents.csv: "Foreign Affairs (Japan)" without its country."""

    text: Words
    sector: Words


class FipsRow(StrictEntry, frozen=True, kw_only=True):
    """A row of fips.csv: a FIPS 10-4 country code."""

    code: Words
    country: Words
    source: Words


R = TypeVar("R", CameoActorRow, FipsRow, IcewsAgentRow, IcewsSectorRow)
FILES = ("cameo_actors.csv", "icews_sectors.csv", "icews_agents.csv", "fips.csv")
OPPOSITION = "OPP"  # PLOVER's second sector: it counts where there is no other one


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """What a code tells of an actor; ``None`` where it tells nothing."""

    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, kw_only=True)
class Crosswalk:
    """All tables. ``roles``, ``groups`` and ``places`` are CAMEO's, by its three letters.

    ``digest`` names their content.
    """

    roles: Mapping[str, Party]
    groups: Mapping[str, Party]
    places: Mapping[str, Party]
    sectors: Mapping[str, IcewsSectorRow]
    agents: Mapping[str, str]
    fips: Mapping[str, str]
    digest: str

    def party_of_cameo(self, country: str | None, group: str | None, roles: Iterable[str]) -> Party:
        """Put CAMEO's known group and roles together; ``country`` is an ISO code or ``None``.

        A state wins over what a group or a role says of the country. The first role with a sector
        counts; the opposition only where no other does.
        """
        known = self.groups.get(group or "", Party())
        given = [self.roles.get(role) or self.groups.get(role, Party()) for role in roles]
        sectors = [one.sector for one in given if one.sector] + [known.sector or ""]
        weighty = [sector for sector in sectors if sector and sector != OPPOSITION]
        abroad = [one.country for one in (known, *given) if one.country]
        return Party(
            country=country or (abroad[0] if abroad else None),
            sector=weighty[0] if weighty else (OPPOSITION if OPPOSITION in sectors else None),
        )

    def party_of_icews(self, country: str | None, sectors: Iterable[str]) -> Party:
        """Find the weightiest of ICEWS's sectors: a minister's party does not make him PTY."""
        rows = sorted(
            (self.sectors[text] for text in sectors if text in self.sectors),
            key=lambda row: row.rank,
        )
        abroad = [row.country for row in rows if row.country]
        return Party(
            country=country or (abroad[0] if abroad else None),
            sector=next((row.sector for row in rows if row.sector), None),
        )


@cache
def load_crosswalk() -> Crosswalk:
    """Load the packaged tables.

    Raises:
        BadConfig: a table is wrong.
    """
    actors = _read("cameo_actors.csv", CameoActorRow)
    return Crosswalk(
        roles=_parties(actors, "role"),
        groups=_parties(actors, "group"),
        places=_parties(actors, "place"),
        sectors={row.text: row for row in _read("icews_sectors.csv", IcewsSectorRow)},
        agents={row.text: row.sector for row in _read("icews_agents.csv", IcewsAgentRow)},
        fips={row.code: row.country for row in _read("fips.csv", FipsRow)},
        digest=digest("crosswalk", *map(_text, FILES)),
    )


def _read(file: str, kind: type[R]) -> list[R]:
    """Read a table; its first column is its key."""
    text = _text(file)
    key = kind.__struct_fields__[0]
    rows = ((where, str(getattr(row, key)), row) for where, row in read_csv(file, text, kind))
    return list(unique(file, rows).values())


def _text(file: str) -> str:
    return (files("detente.codebook") / "foreign" / file).read_text(encoding="utf-8")


def _parties(rows: Iterable[CameoActorRow], kind: str) -> dict[str, Party]:
    return {
        row.code: Party(country=row.country, sector=row.sector) for row in rows if row.kind == kind
    }

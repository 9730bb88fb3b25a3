"""ICEWS's events, the raw files of 20 columns and the four-column form -> rows to import.

In:  lines of a file, by tab.   Out: rows in ``Told``.
Does not: ask whether ICEWS was right. Its event date is the day of the story.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from detente.codebook import load_codebook
from detente.codebook.crosswalk import load_crosswalk
from detente.errors import UnknownCode
from detente.ledger.naming import Known, Naming, act_of_cameo
from detente.ledger.rowwise import RowError, Warnings, coordinate, day_of
from detente.ledger.sheets import Line
from detente.ledger.told import NO_CELL, Cell, TellsWhat, Told, cell_at
from detente.records import Actor, Place, Precision

__all__ = ["COLUMNS", "OUTLET", "SCHEME", "IcewsReader"]

OUTLET, SCHEME = "ICEWS", "ICEWS"
MISSING = frozenset({"", "NA", "NULL", "None", "---"})
COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
_WIDE = {name: index for index, name in enumerate(COLUMNS)}
_NARROW = {"Source Name": 0, "Event Text": 1, "Target Name": 2, "Event Date": 3}
_PRECISIONS = {
    "City": Precision.CITY, "District": Precision.REGION, "Province": Precision.REGION,
    "Country": Precision.COUNTRY,
}  # fmt: skip
_IN_BRACKETS = re.compile(r"(.+) \((.+)\)")  # "Police (India)"


@dataclass(slots=True, kw_only=True)
class IcewsReader:
    """Reads one file, of either form. ICEWS writes names in cp437 where not in UTF-8."""

    told: Told
    naming: Naming
    warnings: Warnings
    fallback: str = "cp437"
    _columns: Mapping[str, int] | None = None
    _acts: dict[tuple[str, str], int] = field(default_factory=dict)
    _actors: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def takes_header(self, line: Line) -> bool:
        """Learn the columns from a header; without one they are known by their number."""
        names = [cell.strip().strip('"') for cell in line.cells]
        if "Event Text" not in names and "CAMEO Code" not in names:
            return False
        self._columns = {name: index for index, name in enumerate(names)}
        return True

    def row(self, line: Line) -> TellsWhat:
        """Read a row.

        Raises:
            RowError: its columns, its day or its event are not ICEWS's.
        """
        cells = line.cells
        columns = self._layout(cells)
        key = f"{line.file}:{line.number}"
        if "Event ID" in columns and cells[columns["Event ID"]].strip():
            key = f"icews:{cells[columns['Event ID']].strip()}"
        try:
            return self._row(line, columns, key)
        except RowError as err:
            raise RowError(err.kind, err.detail, key) from err

    def _layout(self, cells: list[str]) -> Mapping[str, int]:
        width = len(cells)
        if self._columns is None:
            if width in (len(_WIDE), len(_NARROW)):
                return _WIDE if width == len(_WIDE) else _NARROW
            raise RowError("broken-row", f"{width} cells; ICEWS's rows have 20, or 4")
        if width != len(self._columns):
            raise RowError("broken-row", f"{width} cells under {len(self._columns)} column names")
        missing = [name for name in _NARROW if name not in self._columns]
        if missing:
            raise RowError("missing-column", f"the header has no {', '.join(missing)}")
        return self._columns

    def _row(self, line: Line, columns: Mapping[str, int], key: str) -> TellsWhat:
        cells = line.cells
        day = day_of(cells[columns["Event Date"]])
        one = self._actor(line, columns, "Source", day)
        other = self._actor(line, columns, "Target", day)
        if one[0] is None and other[0] is None:
            raise RowError("no-actor", "names no actor")
        number = self._act(cells, columns)
        place, place_at = self._place(cells, columns)
        return TellsWhat(
            key,
            "\t".join(cells),
            _cell(cells, columns, "Publisher"),
            None,
            day,
            number,
            *cell_at(cells, columns["Event Text"]),
            *self.told.seats(number, one, other),  # type: ignore[arg-type]  # a tuple of fixed length
            day,
            day,
            *cell_at(cells, columns["Event Date"]),
            place,
            *place_at,
            is_historical=False,
        )

    def _act(self, cells: list[str], columns: Mapping[str, int]) -> int:
        """Number the act; where code and text differ, a spreadsheet has taken the code's zero.

        Raises:
            RowError: the codebook knows neither.
        """
        text, code = cells[columns["Event Text"]], _cell(cells, columns, "CAMEO Code") or ""
        known = self._acts.get((text, code))
        if known is not None:
            return known
        cameo = load_codebook().cameo
        try:
            entry = cameo.codes.get(code) or cameo.from_icews(text.strip())
            if cameo.texts.get(text.strip().casefold(), entry.code) != entry.code:
                entry = cameo.from_icews(text.strip())
        except UnknownCode as err:
            raise RowError("unknown-code", str(err)) from err
        return self._acts.setdefault((text, code), self.told.act(act_of_cameo(entry)))

    def _actor(
        self, line: Line, columns: Mapping[str, int], side: str, day: date
    ) -> tuple[int | None, Cell]:
        cells, at = line.cells, columns[f"{side} Name"]
        name = cells[at].strip()
        if name in MISSING:
            return None, NO_CELL
        country = _cell(cells, columns, f"{side} Country") or ""
        sectors = _cell(cells, columns, f"{side} Sectors") or ""
        key = (name, country, sectors)
        number = self._actors.get(key)
        if number is None:
            number = self._new_actor(line, key, day)
        return number, cell_at(cells, at)

    def _new_actor(self, line: Line, key: tuple[str, str, str], day: date) -> int:
        """Identify an actor; one who holds offices is another one on another day."""
        name, country, sectors = key
        known = self.naming.actor(name, day)
        if country or sectors:
            actor = self._described(line, key, known)
        else:
            actor = known.actor if known else self._named(name)
        number = self.told.actor(actor)
        if known is None or known.is_lasting:
            self._actors[key] = number
        return number

    def _described(self, line: Line, key: tuple[str, str, str], known: Known | None) -> Actor:
        """Put together what ICEWS says of an actor and what is known of the name."""
        name, country_name, sector_names = key
        crosswalk = load_crosswalk()
        country = self._country(country_name)
        if country_name and country is None:
            self.warnings.tell(line, "unknown-country", f"no country is named {country_name!r}")
        sectors = [text.strip() for text in sector_names.split(",")] if sector_names else []
        for text in sectors:
            if text not in crosswalk.sectors:
                self.warnings.tell(line, "unknown-sector", f"no sector is named {text!r}")
        party = crosswalk.party_of_icews(country, sectors)
        if known and (country is None or known.actor.country == country):
            return replace(known.actor, name=name, sector=known.actor.sector or party.sector)
        return Actor(country=party.country, sector=party.sector, name=name)

    def _named(self, name: str) -> Actor:
        """Take a name apart: "Police (India)" are India's police."""
        found = _IN_BRACKETS.fullmatch(name)
        if not found:
            return Actor(country=None, name=name)
        agent, owner = found.groups()
        country = self._country(owner)
        sector = load_crosswalk().agents.get(agent) or self.naming.sector(agent)
        return Actor(country=country, sector=sector, name=name)

    def _country(self, name: str) -> str | None:
        """Find a country by ICEWS's name for it, or by another one."""
        if name in self.naming.icews:
            return self.naming.icews[name]
        known = self.naming.actor(name.removeprefix("the "), None) if name else None
        return known.actor.country if known else None

    def _place(self, cells: list[str], columns: Mapping[str, int]) -> tuple[int | None, Cell]:
        """Read where: the smallest place that is named."""
        if "Country" not in columns:
            return None, NO_CELL
        given = {name: _cell(cells, columns, name) for name in _PRECISIONS}
        smallest = next((name for name, value in given.items() if value), None)
        if smallest is None:
            return None, NO_CELL
        lat = coordinate(_cell(cells, columns, "Latitude") or "", 90)
        lon = coordinate(_cell(cells, columns, "Longitude") or "", 180)
        place = Place(
            country=self.naming.icews.get(given["Country"] or ""),
            name=given[smallest] or "",
            lat=lat if lon is not None else None,
            lon=lon if lat is not None else None,
            precision=_PRECISIONS[smallest],
        )
        return self.told.place(place), cell_at(cells, columns[smallest])


# Private functions


def _cell(cells: list[str], columns: Mapping[str, int], name: str) -> str | None:
    """Read a cell; ``None`` where it is empty or "NA", or the file has no such column."""
    index = columns.get(name)
    if index is None or (text := cells[index].strip()) in MISSING:
        return None
    return text

"""POLECAT's tables -> rows to import.

In:  lines of a file, by tab, with or without a header; excess tabs and names are borne.
Out: rows in ``Told``.   Does not: put dyads together that an event of several sides was cut into:
each row is one claim, and events merge them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.codebook import load_codebook
from detente.errors import UnknownCode
from detente.ledger.naming import Naming, act_of_plover
from detente.ledger.plover import AUXILIARIES, HISTORICAL
from detente.ledger.polecat import COLUMNS
from detente.ledger.rowwise import RowError, Warnings, coordinate, day_of
from detente.ledger.sheets import Line
from detente.ledger.told import NO_CELL, Act, Cell, TellsWhat, Told, cell_at
from detente.records import Actor, Place, Precision, Status

__all__ = ["PolecatReader", "status_of"]

MISSING = frozenset({"", "NA", "None", "nan"})
CODE_LENGTH = 3
_STANDARD = {name: index for index, name in enumerate(COLUMNS)}
_NEEDED = ("Event ID", "Event Date", "Event Type")
_STATUSES = {word: status for status, word in AUXILIARIES.items()}
_PRECISIONS = {
    "City": Precision.CITY,
    "District": Precision.REGION,
    "Province": Precision.REGION,
    "Country": Precision.COUNTRY,
}


def status_of(contexts: list[str]) -> tuple[list[str], Status, bool]:
    """Part contexts from PLOVER's auxiliary modes: contexts, the status, whether historical."""
    statuses = [_STATUSES[word] for word in contexts if word in _STATUSES]
    plain = [word for word in contexts if word not in _STATUSES and word != HISTORICAL]
    return plain, statuses[0] if statuses else Status.ACTUAL, HISTORICAL in contexts


@dataclass(slots=True, kw_only=True)
class PolecatReader:
    """Reads one file."""

    told: Told
    naming: Naming
    warnings: Warnings
    fallback: str = "cp1252"
    _columns: Mapping[str, int] | None = None

    def takes_header(self, line: Line) -> bool:
        """Learn the columns from a header; without one they are POLECAT's forty."""
        if "Event Type" not in line.cells:
            return False
        self._columns = {name: index for index, name in enumerate(line.cells) if name}
        return True

    def row(self, line: Line) -> TellsWhat:
        """Read a row.

        Raises:
            RowError: its columns, its day or its type are not POLECAT's.
        """
        columns = self._layout(line.cells)
        event = _cell(line.cells, columns, "Event ID")
        key = f"polecat:{event}" if event else f"{line.file}:{line.number}"
        try:
            return self._row(line, columns, key)
        except RowError as err:
            raise RowError(err.kind, err.detail, key) from err

    def _layout(self, cells: list[str]) -> Mapping[str, int]:
        """Find the columns of a row; some published files have too many names or tabs.

        Raises:
            RowError: it has too few cells, or words beyond the last column.
        """
        known = self._columns or _STANDARD
        width = max(known.values()) + 1
        if len(cells) != width and len(cells) == len(COLUMNS) and set(_STANDARD) <= set(known):
            return _STANDARD
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            raise RowError("broken-row", f"{len(cells)} cells under {width} column names")
        missing = [name for name in _NEEDED if name not in known]
        if missing:
            raise RowError("missing-column", f"the header has no {', '.join(missing)}")
        return known

    def _row(self, line: Line, columns: Mapping[str, int], key: str) -> TellsWhat:
        cells = line.cells
        told_day = _cell(cells, columns, "Event Date")
        day = day_of(told_day) if told_day else None
        act, is_historical = self._act(line, columns)
        number = self.told.act(act)
        one = self._actor(line, columns, "Actor")
        other = self._actor(line, columns, "Recipient")
        if one[0] is None and other[0] is None:
            raise RowError("no-actor", "names no actor")
        place, place_at = self._place(cells, columns)
        published = _cell(cells, columns, "Publication Date")
        return TellsWhat(
            key,
            "\t".join(cells),
            _cell(cells, columns, "Source"),
            None,
            self._published(line, published),
            number,
            *cell_at(cells, columns["Event Type"]),
            *self.told.seats(number, one, other),  # type: ignore[arg-type]  # a tuple of fixed length
            day,
            day,
            *cell_at(cells, columns["Event Date"]),
            place,
            *place_at,
            is_historical=is_historical,
        )

    def _published(self, line: Line, text: str | None) -> date | None:
        try:
            return day_of(text) if text else None
        except RowError as err:
            self.warnings.tell(line, "no-date", f"publication date: {err.detail}")
            return None

    def _act(self, line: Line, columns: Mapping[str, int]) -> tuple[Act, bool]:
        """Read type, mode and contexts; a mode or context that PLOVER lacks is left out, loudly.

        Raises:
            RowError: PLOVER has no such type.
        """
        cells, codebook = line.cells, load_codebook()
        name = (_cell(cells, columns, "Event Type") or "").upper()
        given = [word.strip() for word in (_cell(cells, columns, "Contexts") or "").split(";")]
        contexts, status, is_historical = status_of([word for word in given if word])
        mode = _cell(cells, columns, "Event Mode")
        try:
            modes = {one.name for one in codebook.type(name).modes}
        except UnknownCode as err:
            raise RowError("unknown-code", str(err)) from err
        known = {context.name for context in codebook.contexts}
        if mode and mode not in modes:
            self.warnings.tell(line, "unknown-code", f"{name} has no mode {mode!r}; left out")
            mode = None
        for context in contexts:
            if context not in known:
                detail = f"there is no context {context!r}; left out"
                self.warnings.tell(line, "unknown-code", detail)
        kept = tuple(context for context in contexts if context in known)
        return act_of_plover(name, mode, kept, status), is_historical

    def _actor(self, line: Line, columns: Mapping[str, int], side: str) -> tuple[int | None, Cell]:
        cells = line.cells
        shown = [f"{side} Name Raw", f"{side} Name", f"{side} Country"]
        column = next((name for name in shown if _cell(cells, columns, name)), None)
        if column is None:
            return None, NO_CELL
        name = _cell(cells, columns, f"{side} Name") or _cell(cells, columns, column) or ""
        sector = self._sector(line, _cell(cells, columns, f"Primary {side} Sector"))
        country = self._country(_cell(cells, columns, f"{side} Country"))
        known = self.naming.actor(name, None)
        actor = Actor(
            country=country,
            sector=sector,
            id=known.actor.id if known and known.actor.country == country else None,
            name=name,
            office=_cell(cells, columns, f"{side} Title"),
        )
        return self.told.actor(actor), cell_at(cells, columns[column])

    def _sector(self, line: Line, text: str | None) -> str | None:
        if text is None or text in {sector.code for sector in load_codebook().sectors}:
            return text
        self.warnings.tell(line, "unknown-sector", f"no sector has the code {text!r}; left out")
        return None

    def _country(self, text: str | None) -> str | None:
        """Read a country, by code or by name."""
        if text is None or (len(text) == CODE_LENGTH and text.isupper()):
            return text
        return self.naming.icews.get(text)

    def _place(self, cells: list[str], columns: Mapping[str, int]) -> tuple[int | None, Cell]:
        given = {name: _cell(cells, columns, name) for name in _PRECISIONS}
        smallest = next((name for name, value in given.items() if value), None)
        name = _cell(cells, columns, "Placename") or (given[smallest] if smallest else None)
        if name is None:
            return None, NO_CELL
        shown = next(
            column
            for column in ("Raw Placename", "Placename", *_PRECISIONS)
            if _cell(cells, columns, column)
        )
        lat = coordinate(_cell(cells, columns, "Latitude") or "", 90)
        lon = coordinate(_cell(cells, columns, "Longitude") or "", 180)
        number = _cell(cells, columns, "GeoNames ID") or ""
        place = Place(
            country=self._country(given["Country"]),
            name=name,
            lat=lat if lon is not None else None,
            lon=lon if lat is not None else None,
            geonames_id=int(number) if number.isdecimal() else None,
            precision=_PRECISIONS[smallest] if smallest else Precision.WATER,
        )
        return self.told.place(place), cell_at(cells, columns[shown])


# Private functions


def _cell(cells: list[str], columns: Mapping[str, int], name: str) -> str | None:
    """Read a cell; ``None`` where it is empty, or the file has no such column."""
    index = columns.get(name)
    text = cells[index].strip() if index is not None and index < len(cells) else ""
    return None if text in MISSING else text

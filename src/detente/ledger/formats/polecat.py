"""Claims -> POLECAT's table: tab-separated, 40 columns in its order, one header.

In:  coded reports.   Out: rows with one actor and one recipient each, as POLECAT has them; the
number of claims that made several.
Compound actors are expanded: a meeting of two sides makes two rows, one each way. Columns for
which nothing is known (who else is in the story, a title that no list has) stay empty.
Types, dates and status are those of the PLOVER interchange (ledger/formats/plover.py).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import permutations, product
from typing import BinaryIO

from detente.codebook import Codebook, load_codebook
from detente.errors import VERSION, UnknownCode
from detente.ledger.formats.foreign import (
    PRECISIONS,
    Act,
    Line,
    Named,
    Row,
    RowError,
    RowTells,
    TableReader,
    act_of_plover,
    day_of,
)
from detente.ledger.formats.plover import (
    plover_contexts,
    plover_date,
    plover_mode,
    status_of,
)
from detente.records import Actor, Cited, Claim, Coded, Place, Precision, Report

OUTLET = "POLECAT"  # its own rows go out as they came in, unless somebody ruled on them
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
ENGLISH = "English"
OTHER_LANGUAGES = "llm"  # in the name of a coder that reads more than English


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What other lists call what is coded here.

    ``cow`` are numbers of the Correlates of War project by country code; ``wikipedia`` titles of
    the English Wikipedia and ``wikidata`` items, by an actor's id. ``language_of`` names the
    language of a text in English.
    """

    cow: Mapping[str, str] = field(default_factory=dict)
    wikipedia: Mapping[str, str] = field(default_factory=dict)
    wikidata: Mapping[str, str] = field(default_factory=dict)
    language_of: Callable[[str], str] = lambda _: ENGLISH


Pair = tuple[Cited[Actor] | None, Cited[Actor] | None]
_PROGRAMS = frozenset({"GDELT", "ICEWS", OUTLET})
_LANGUAGE = COLUMNS.index("Language")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")  # whatever a reader may split at


@dataclass(slots=True, kw_only=True)
class PolecatWriter:
    """Writes rows, and counts the claims that made more than one."""

    codebook: Codebook
    reference: Reference = field(default_factory=Reference)
    n_expanded: int = 0

    def write(self, coded: Iterable[Coded], stream: BinaryIO) -> int:
        """Write the header and the rows; count the rows."""
        stream.write(table_line(COLUMNS))
        count = 0
        for one in coded:
            if _is_its_own(one.report) and not one.is_ruled:
                stream.write(f"{one.report.text}\n".encode())
                count += 1
                continue
            for claim in one.claims:
                rows = list(self._rows(one.report, claim))
                self.n_expanded += len(rows) > 1
                count += len(rows)
                stream.writelines(table_line([row[name] for name in COLUMNS]) for row in rows)
        return count

    def _rows(self, report: Report, claim: Claim) -> Iterator[dict[str, str]]:
        """Yield a row for each actor and recipient; an expanded row's id ends in its number."""
        shared = _event_cells(report, claim, self.codebook) | _place_cells(claim)
        shared |= _story_cells(report) | {"Language": self._language(report, claim)}
        pairs = pairs_of(claim, self.codebook)
        for number, (actor, recipient) in enumerate(pairs, start=1):
            row_id = claim.id if len(pairs) == 1 else f"{claim.id}-{number}"
            cells = self._actor_cells("Actor", actor) | self._actor_cells("Recipient", recipient)
            yield dict.fromkeys(COLUMNS, "") | {"Event ID": row_id} | shared | cells

    def _actor_cells(self, side: str, cited: Cited[Actor] | None) -> dict[str, str]:
        if cited is None:
            return {}
        actor = cited.value
        return {
            f"{side} Name": actor.name,
            f"{side} Country": actor.country or "",
            f"{side} COW": self.reference.cow.get(actor.country or "", ""),
            f"Primary {side} Sector": actor.sector or "",
            f"{side} Sectors": actor.sector or "",
            f"{side} Title": actor.office or "",
            f"{side} Name Raw": cited.citation.quote,
            f"Wikipedia {side} ID": self.reference.wikipedia.get(actor.id or "", ""),
        }

    def _language(self, report: Report, claim: Claim) -> str:
        """Name the language of a report; of a row of another program it is the row's own."""
        if "\t" in report.text and report.outlet in _PROGRAMS:
            return report.text.split("\t")[_LANGUAGE] if _is_its_own(report) else ""
        is_open = OTHER_LANGUAGES in claim.coder
        return self.reference.language_of(report.text) if is_open else ENGLISH


def pairs_of(claim: Claim, codebook: Codebook) -> list[Pair]:
    """Pairs of actor and recipient; who act with each other, on nobody else, are paired both ways.

    So are all sides of mutual acts, of fighting and of what is signed. Others that act together,
    as two that condemn, have no recipient.
    """
    if claim.recipients:
        return list(product(claim.actors or (None,), claim.recipients))
    if len(claim.actors) > 1 and codebook.type(claim.type).is_between_doers(is_alone=True):
        return list(permutations(claim.actors, 2))
    return [(actor, None) for actor in claim.actors]


def _is_its_own(report: Report) -> bool:
    return report.outlet == OUTLET and report.text.count("\t") == len(COLUMNS) - 1


def _event_cells(report: Report, claim: Claim, codebook: Codebook) -> dict[str, str]:
    code = codebook.plover_type(claim.type, claim.status)
    mode = plover_mode(claim, code, codebook)
    first, _ = plover_date(report, claim, code)
    return {
        "Event Date": first.isoformat() if first else "",
        "Event Type": code,
        "Event Mode": mode or "",
        "Intensity": str(codebook.intensity(code, mode)),
        "Quad Code": str(int(codebook.quad(code))),
        "Contexts": ";".join(plover_contexts(claim)),
    }


def _place_cells(claim: Claim) -> dict[str, str]:
    if claim.place is None:
        return {}
    place = claim.place.value
    return {
        "Placename": place.name,
        "City": place.name if place.precision is Precision.CITY else "",
        "Province": place.name if place.precision is Precision.REGION else "",
        "Country": place.country or "",
        "Latitude": "" if place.lat is None else str(place.lat),
        "Longitude": "" if place.lon is None else str(place.lon),
        "GeoNames ID": "" if place.geonames_id is None else str(place.geonames_id),
        "Raw Placename": claim.place.citation.quote,
    }


def _story_cells(report: Report) -> dict[str, str]:
    return {
        "Source": report.outlet or "",
        "Publication Date": report.published.isoformat() if report.published else "",
        "Version": f"detente {VERSION}",
    }


def table_line(cells: Iterable[str]) -> bytes:
    """Write a line of a table by tabs; line ends and control characters become spaces.

    A quotation mark without its other becomes an apostrophe: most readers would take all up to the
    next one, lines away, for one cell.
    """
    return ("\t".join(map(_plain, cells)) + "\n").encode()


def _plain(cell: str) -> str:
    line = _BREAKS.sub(" ", cell).strip()
    return line.replace('"', "'") if line.count('"') % 2 else line


# --- POLECAT's tables -> rows to import.
CODE_LENGTH = 3
_STANDARD = {name: index for index, name in enumerate(COLUMNS)}


class PolecatReader(TableReader):
    """Reads one file."""

    __slots__ = ()
    outlet = OUTLET
    id_column = "Event ID"
    act_column = "Event Type"
    day_column = "Event Date"
    side_columns = ("Actor", "Recipient")
    needed = ("Event ID", "Event Date", "Event Type")
    missing = frozenset({"", "NA", "None", "nan"})

    def takes_header(self, line: Line) -> bool:
        """Learn the columns from a header; without one they are POLECAT's forty."""
        if "Event Type" not in line.cells:
            return False
        self._columns = {name: index for index, name in enumerate(line.cells) if name}
        return True

    def layout(self, cells: list[str]) -> Mapping[str, int]:
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
        return self.with_needed(known)

    def read(self, row: Row) -> RowTells:
        """Read what a row tells, or raise ``RowError``."""
        told_day = row.get("Event Date")
        day = day_of(told_day) if told_day else None
        act, is_historical = self._act(row)
        return RowTells(
            act=act,
            sides=self.sides(row),
            day=day,
            place=self._place(row),
            credited=row.get("Source"),
            published=self._published(row),
            is_historical=is_historical,
        )

    def _published(self, row: Row) -> date | None:
        text = row.get("Publication Date")
        try:
            return day_of(text) if text else None
        except RowError as err:
            self.warnings.tell(row.line, "no-date", f"publication date: {err.detail}")
            return None

    def _act(self, row: Row) -> tuple[Act, bool]:
        """Read type, mode and contexts; a mode or context that PLOVER lacks is left out, loudly."""
        codebook = load_codebook()
        name = (row.get("Event Type") or "").upper()
        given = [word.strip() for word in (row.get("Contexts") or "").split(";")]
        contexts, status, is_historical = status_of([word for word in given if word])
        mode = row.get("Event Mode")
        try:
            modes = {one.name for one in codebook.type(name).modes}
        except UnknownCode as err:
            raise RowError("unknown-code", str(err)) from err
        known = {context.name for context in codebook.contexts}
        if mode and mode not in modes:
            self.warnings.tell(row.line, "unknown-code", f"{name} has no mode {mode!r}; left out")
            mode = None
        for context in contexts:
            if context not in known:
                detail = f"there is no context {context!r}; left out"
                self.warnings.tell(row.line, "unknown-code", detail)
        kept = tuple(context for context in contexts if context in known)
        return act_of_plover(name, mode, kept, status), is_historical

    def actor(self, row: Row, side: str) -> Named[Actor] | None:
        """Read who stands on one side of a row."""
        shown = [f"{side} Name Raw", f"{side} Name", f"{side} Country"]
        column = next((name for name in shown if row.get(name)), None)
        if column is None:
            return None
        name = row.get(f"{side} Name") or row.get(column) or ""
        sector = self._sector(row.line, row.get(f"Primary {side} Sector"))
        country = self._country(row.get(f"{side} Country"))
        known = self.naming.actor(name, None)
        actor = Actor(
            country=country,
            sector=sector,
            id=known.actor.id if known and known.actor.country == country else None,
            name=name,
            office=row.get(f"{side} Title"),
        )
        return actor, column

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

    def _place(self, row: Row) -> Named[Place] | None:
        smallest = row.smallest_place()
        name = row.get("Placename") or (row.get(smallest) if smallest else None)
        if name is None:
            return None
        shown = next(
            column for column in ("Raw Placename", "Placename", *PRECISIONS) if row.get(column)
        )
        lat, lon = row.degrees("Latitude", "Longitude")
        number = row.get("GeoNames ID") or ""
        place = Place(
            country=self._country(row.get("Country")),
            name=name,
            lat=lat,
            lon=lon,
            geonames_id=int(number) if number.isdecimal() else None,
            precision=PRECISIONS[smallest] if smallest else Precision.WATER,
        )
        return place, shown

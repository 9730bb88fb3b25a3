"""ICEWS's events, the raw files of 20 columns and the four-column form -> coded reports.

In:  lines of a file, by tab.   Out: a claim a row.
Does not: ask whether ICEWS was right. Its event date is the day of the story.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO, ClassVar

from detente.codebook import CameoCode, Codebook, load_codebook
from detente.codebook.crosswalk import load_crosswalk
from detente.errors import UnknownCode
from detente.ledger.formats.foreign import (
    PRECISIONS,
    Act,
    Known,
    Line,
    Named,
    Row,
    RowError,
    RowTells,
    TableReader,
    act_of_cameo,
    day_of,
)
from detente.ledger.formats.plover import plover_date
from detente.ledger.formats.polecat import pairs_of, table_line
from detente.records import (
    Actor,
    Claim,
    Coded,
    DateBasis,
    Place,
    Precision,
    Report,
    Statement,
    Status,
)

OUTLET = "ICEWS"
COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
_WIDE = {name: index for index, name in enumerate(COLUMNS)}
_NARROW = {"Source Name": 0, "Event Text": 1, "Target Name": 2, "Event Date": 3}
_IN_BRACKETS = re.compile(r"(.+) \((.+)\)")  # "Police (India)"


@dataclass(slots=True, kw_only=True)
class IcewsReader(TableReader):
    """Reads one file, of either form. ICEWS writes names in cp437 where not in UTF-8."""

    fallback: str = "cp437"
    _acts: dict[tuple[str, str], Act] = field(default_factory=dict)
    _actors: dict[tuple[str, str, str], Actor] = field(default_factory=dict)

    outlet: ClassVar[str] = OUTLET
    basis: ClassVar[DateBasis] = DateBasis.PUBLICATION
    id_column: ClassVar[str] = "Event ID"
    act_column: ClassVar[str] = "Event Text"
    day_column: ClassVar[str] = "Event Date"
    side_columns: ClassVar[tuple[str, str]] = ("Source", "Target")
    needed: ClassVar[Collection[str]] = tuple(_NARROW)
    widths: ClassVar[Mapping[int, Mapping[str, int]]] = {20: _WIDE, 4: _NARROW}
    told_widths: ClassVar[str] = "20, or 4"
    missing: ClassVar[frozenset[str]] = frozenset({"", "NA", "NULL", "None", "---"})

    def header(self, cells: list[str]) -> list[str] | None:
        """Name the columns by a header; without one they are known by their number."""
        names = [cell.strip().strip('"') for cell in cells]
        return names if {"Event Text", "CAMEO Code"} & set(names) else None

    def read(self, row: Row) -> RowTells:
        """Read what a row tells, or raise ``RowError``."""
        day = day_of(row.cell("Event Date"))
        return RowTells(
            sides=self.sides(row),
            act=self._act(row),
            day=day,
            place=self._place(row),
            credited=row.get("Publisher"),
            published=day,
        )

    def _act(self, row: Row) -> Act:
        """Read the act; where code and text differ, a spreadsheet has taken the code's zero."""
        text, code = row.cell("Event Text"), row.get("CAMEO Code") or ""
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
        return self._acts.setdefault((text, code), act_of_cameo(entry))

    def actor(self, row: Row, side: str) -> Named[Actor] | None:
        """Read who stands on one side of a row."""
        name = row.get(f"{side} Name")
        if name is None:
            return None
        country = row.get(f"{side} Country") or ""
        sectors = row.get(f"{side} Sectors") or ""
        key = (name, country, sectors)
        return self._actors.get(key) or self._new_actor(row, key), f"{side} Name"

    def _new_actor(self, row: Row, key: tuple[str, str, str]) -> Actor:
        """Identify an actor; one who holds offices is another one on another day."""
        name, country, sectors = key
        known = self.naming.actor(name, day_of(row.cell("Event Date")))
        if country or sectors:
            actor = self._described(row.line, key, known)
        else:
            actor = known.actor if known else self._named(name)
        if known is None or known.is_lasting:
            self._actors[key] = actor
        return actor

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

    def _place(self, row: Row) -> Named[Place] | None:
        smallest = row.smallest_place()
        if smallest is None:
            return None
        lat, lon = row.degrees("Latitude", "Longitude")
        place = Place(
            country=self.naming.icews.get(row.get("Country") or ""),
            name=row.get(smallest) or "",
            lat=lat,
            lon=lon,
            precision=PRECISIONS[smallest],
        )
        return place, smallest


# --- Claims -> ICEWS's raw table: tab-separated, its 20 columns, one header, one dyad a row.
NO_VALUE = "NA"
NARROW = 4  # columns of ICEWS's short form
SECTORS = {
    "AGR": "Agricultural", "BUS": "Business", "COP": "Police", "CRM": "Criminals / Gangs",
    "CVL": "General Population / Civilian / Social", "EDU": "Education", "ELI": "Elite",
    "GOV": "Government", "JRN": "Media", "JUD": "Judicial", "LAB": "Labor",
    "LEG": "Legislative / Parliamentary", "MED": "Medical / Health", "MIL": "Military",
    "OPP": "Dissident", "PRM": "Organized Violent", "PTY": "Parties", "REB": "Insurgents",
    "REF": "Refugees / Displaced", "REL": "Religious Minority",
    "SOC": "Nongovernmental Organizations / Activists", "SPY": "Intelligence Ministry",
    "UAF": "Unidentified Forces",
}  # fmt: skip
INTERNATIONAL = {
    "IGO": "International Government Organization",
    "UNO": "International Government Organization",
    "EUR": "International Government Organization",
    "NGO": "Nongovernmental Organization (International)",
    "MNC": "Multinational Corporation",
    "IMG": "International Insurgents",
    "ISM": "International Dissident",
}


@dataclass(slots=True, kw_only=True)
class IcewsWriter:
    """Writes rows and remembers what it left out. ``countries`` are ICEWS's names by ISO code."""

    codebook: Codebook
    countries: Mapping[str, str]
    left_out: Counter[str] = field(default_factory=Counter)
    n_expanded: int = 0  # claims that made more than one row

    def write(self, coded: Iterable[Coded], stream: BinaryIO) -> int:
        """Write the header and the rows; count the rows."""
        stream.write(table_line(COLUMNS))
        count = 0
        for one in coded:
            cells = _cells(one)
            if len(cells) == len(COLUMNS):
                stream.write(f"{one.report.text}\n".encode())
                count += 1
                continue
            for said in one.statements:
                count += self._write_words(cells, said, stream)
            for claim in one.claims:
                rows = list(self._rows(one.report, cells, claim))
                self.n_expanded += len(rows) > 1
                count += len(rows)
                stream.writelines(table_line(row) for row in rows)
        return count

    def _rows(self, report: Report, cells: list[str], claim: Claim) -> Iterator[list[str]]:
        """Yield a row for each dyad; an expanded row's id ends in its number."""
        if reason := self._unfit(report, claim):
            self.left_out[reason] += 1
            return
        if len(cells) == NARROW:
            cited = (*claim.actors, *claim.recipients)
            yield self._widened(cells, claim.id, {c.citation.quote: c.value for c in cited})
            return
        pairs = [
            (one.value, other.value)
            for one, other in pairs_of(claim, self.codebook)
            if one and other
        ]
        for number, (one, other) in enumerate(pairs, start=1):
            shared = self._shared(report, claim)
            shared["Event ID"] = claim.id if len(pairs) == 1 else f"{claim.id}-{number}"
            row = shared | self._side("Source", one) | self._side("Target", other)
            yield [row.get(column, NO_VALUE) for column in COLUMNS]

    def _write_words(self, cells: list[str], said: Statement, stream: BinaryIO) -> int:
        """Write a statement that came from ICEWS's short form; 1 if it did."""
        if len(cells) != NARROW:
            return 0
        speaker = said.speaker.value if said.speaker else None
        sides = {cells[0]: speaker.actor} if speaker and speaker.actor else {}
        stream.write(table_line(self._widened(cells, said.id, sides)))
        return 1

    def _unfit(self, report: Report, claim: Claim) -> str | None:
        code = self.codebook.plover_type(claim.type, claim.status)
        if claim.status in {Status.NEGATED, Status.HYPOTHETICAL}:
            return f"{claim.status.value}: ICEWS would have it done"
        if claim.status is Status.FUTURE and code == claim.type and claim.type not in _WORDS:
            return "future: ICEWS would have it done"
        if plover_date(report, claim, code)[0] is None:
            return "no date: ICEWS needs one"
        if not any(one and other for one, other in pairs_of(claim, self.codebook)):
            return "no second side: ICEWS has dyads"
        return None

    def _shared(self, report: Report, claim: Claim) -> dict[str, str]:
        code = self.codebook.plover_type(claim.type, claim.status)
        first, _ = plover_date(report, claim, code)
        cameo = self.codebook.cameo_of(code, claim.mode if code == claim.type else None)
        return {
            "Event Date": first.isoformat() if first else NO_VALUE,
            **self._event(cameo),
            "Story ID": report.id,
            "Sentence Number": str(claim.sentence + 1),
            "Publisher": report.outlet or NO_VALUE,
            **self._place(claim),
        }

    def _event(self, cameo: CameoCode) -> dict[str, str]:
        texts = {code: text for text, code in self.codebook.cameo.texts.items()}
        text = texts.get(cameo.code) or cameo.name
        return {
            "Event Text": text[:1].upper() + text[1:],
            "CAMEO Code": cameo.code,
            "Intensity": f"{cameo.goldstein:g}",
        }

    def _side(self, side: str, actor: Actor) -> dict[str, str]:
        kinds = [INTERNATIONAL.get(actor.country or ""), SECTORS.get(actor.sector or "")]
        return {
            f"{side} Name": actor.name,
            f"{side} Sectors": ",".join(kind for kind in kinds if kind) or NO_VALUE,
            f"{side} Country": self.countries.get(actor.country or "", NO_VALUE),
        }

    def _place(self, claim: Claim) -> dict[str, str]:
        if claim.place is None:
            return {}
        place = claim.place.value
        column = {Precision.CITY: "City", Precision.REGION: "Province"}.get(place.precision)
        degrees = {"Latitude": place.lat, "Longitude": place.lon}
        return {
            **({column: place.name} if column else {}),
            "Country": self.countries.get(place.country or "", NO_VALUE),
            **{name: str(value) for name, value in degrees.items() if value is not None},
        }

    def _widened(self, cells: list[str], row_id: str, sides: Mapping[str, Actor]) -> list[str]:
        """Write a four-column row in twenty columns; ``sides`` are its actors by their words."""
        source, event, target, day = cells
        cameo = self.codebook.cameo.from_icews(event.strip())
        row = {"Event ID": row_id, "Event Date": day, **self._event(cameo)}
        for side, name in (("Source", source), ("Target", target)):
            if name in sides:
                row |= self._side(side, sides[name])
            row[f"{side} Name"] = name
        row["Event Text"] = event
        return [row.get(column, NO_VALUE) for column in COLUMNS]


def _cells(one: Coded) -> list[str]:
    """The cells of a row that came from ICEWS and stands as it came; none of others."""
    is_as_it_came = one.report.outlet == OUTLET and not one.is_ruled
    return one.report.text.split("\t") if is_as_it_came else []


_WORDS = frozenset({"AGREE", "CONCEDE", "REQUEST", "THREATEN"})  # of their nature about the future

"""Claims -> ICEWS's raw table: tab-separated, its 20 columns, one header, one dyad a row.

In:  coded reports.   Out: rows as ICEWS has them, and what was left out and why.
ICEWS has no word for what is denied, possible or planned. A planned act is written as the intent
(CAMEO 03) that PLOVER makes of it; what is denied or only possible stays out, and is counted. A
row that came from ICEWS goes out as it came in, unless somebody ruled on it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from detente.ledger.icews import COLUMNS, OUTLET
from detente.ledger.plover import plover_date
from detente.ledger.polecat import pairs_of, table_line
from detente.records import Actor, Claim, Coded, Precision, Report, Statement, Status

if TYPE_CHECKING:
    from detente.codebook import CameoCode, Codebook

__all__ = ["IcewsWriter"]

MISSING = "NA"
NARROW = 4  # columns of ICEWS's short form
SECTORS = {
    "AGR": "Agricultural",
    "BUS": "Business",
    "COP": "Police",
    "CRM": "Criminals / Gangs",
    "CVL": "General Population / Civilian / Social",
    "EDU": "Education",
    "ELI": "Elite",
    "GOV": "Government",
    "JRN": "Media",
    "JUD": "Judicial",
    "LAB": "Labor",
    "LEG": "Legislative / Parliamentary",
    "MED": "Medical / Health",
    "MIL": "Military",
    "OPP": "Dissident",
    "PRM": "Organized Violent",
    "PTY": "Parties",
    "REB": "Insurgents",
    "REF": "Refugees / Displaced",
    "REL": "Religious Minority",
    "SOC": "Nongovernmental Organizations / Activists",
    "SPY": "Intelligence Ministry",
    "UAF": "Unidentified Forces",
}
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

    codebook: "Codebook"
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
            yield [row.get(column, MISSING) for column in COLUMNS]

    def _write_words(self, cells: list[str], said: Statement, stream: BinaryIO) -> int:
        """Write a statement that came from ICEWS's short form; 1 if it did."""
        if len(cells) != NARROW:
            return 0
        speaker = said.speaker.value if said.speaker else None
        sides = {cells[0]: speaker.actor} if speaker and speaker.actor else {}
        stream.write(table_line(self._widened(cells, said.id, sides)))
        return 1

    def _unfit(self, report: Report, claim: Claim) -> str | None:
        """Say why ICEWS cannot have a claim."""
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
        cameo = self.codebook.cameo.from_plover(code, claim.mode if code == claim.type else None)
        return {
            "Event Date": first.isoformat() if first else MISSING,
            **self._event(cameo),
            "Story ID": report.id,
            "Sentence Number": str(claim.sentence + 1),
            "Publisher": report.outlet or MISSING,
            **self._place(claim),
        }

    def _event(self, cameo: "CameoCode") -> dict[str, str]:
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
            f"{side} Sectors": ",".join(kind for kind in kinds if kind) or MISSING,
            f"{side} Country": self.countries.get(actor.country or "", MISSING),
        }

    def _place(self, claim: Claim) -> dict[str, str]:
        if claim.place is None:
            return {}
        place = claim.place.value
        column = {Precision.CITY: "City", Precision.REGION: "Province"}.get(place.precision)
        degrees = {"Latitude": place.lat, "Longitude": place.lon}
        return {
            **({column: place.name} if column else {}),
            "Country": self.countries.get(place.country or "", MISSING),
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
        return [row.get(column, MISSING) for column in COLUMNS]


def _cells(one: Coded) -> list[str]:
    """The cells of a row that came from ICEWS and stands as it came; none of others."""
    is_as_it_came = one.report.outlet == OUTLET and not one.is_ruled
    return one.report.text.split("\t") if is_as_it_came else []


_WORDS = frozenset({"AGREE", "CONCEDE", "REQUEST", "THREATEN"})  # of their nature about the future

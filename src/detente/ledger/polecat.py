"""Claims -> POLECAT's table: tab-separated, 40 columns in its order, one header.

In:  coded reports.   Out: rows with one actor and one recipient each, as POLECAT has them; the
number of claims that made several.
Compound actors are expanded: a meeting of two sides makes two rows, one each way. Columns for
which nothing is known (COW numbers, Wikipedia ids, who else is in the story) stay empty.
Types, dates and status are those of the PLOVER interchange (ledger/plover.py).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from typing import TYPE_CHECKING, BinaryIO

from detente.ledger.plover import plover_contexts, plover_date, plover_mode
from detente.records import Actor, Cited, Claim, Coded, Precision, Report
from detente.versions import VERSION

if TYPE_CHECKING:
    from detente.codebook import Codebook

__all__ = ["COLUMNS", "OUTLET", "PolecatWriter", "pairs_of", "table_line"]

OUTLET = "POLECAT"  # its own rows go out as they came in, unless somebody ruled on them
COLUMNS = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
Pair = tuple[Cited[Actor] | None, Cited[Actor] | None]
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")  # whatever a reader may split at


@dataclass(slots=True, kw_only=True)
class PolecatWriter:
    """Writes rows, and counts the claims that made more than one."""

    codebook: "Codebook"
    n_expanded: int = 0

    def write(self, coded: Iterable[Coded], stream: BinaryIO) -> int:
        """Write the header and the rows; count the rows."""
        stream.write(table_line(COLUMNS))
        count = 0
        for one in coded:
            if _is_as_it_came(one):
                stream.write(f"{one.report.text}\n".encode())
                count += 1
                continue
            for claim in one.claims:
                rows = list(_rows(one.report, claim, self.codebook))
                self.n_expanded += len(rows) > 1
                count += len(rows)
                stream.writelines(table_line([row[name] for name in COLUMNS]) for row in rows)
        return count


def pairs_of(claim: Claim, codebook: "Codebook") -> list[Pair]:
    """Pairs of actor and recipient; who act with each other, on nobody else, are paired both ways.

    So are all sides of mutual acts, of fighting and of what is signed. Others that act together,
    as two that condemn, have no recipient.
    """
    if claim.recipients:
        return list(product(claim.actors or (None,), claim.recipients))
    if len(claim.actors) > 1 and codebook.type(claim.type).is_between_doers(is_alone=True):
        return list(permutations(claim.actors, 2))
    return [(actor, None) for actor in claim.actors]


def _is_as_it_came(one: Coded) -> bool:
    is_its_own = one.report.outlet == OUTLET and one.report.text.count("\t") == len(COLUMNS) - 1
    return is_its_own and not one.is_ruled


def _rows(report: Report, claim: Claim, codebook: "Codebook") -> Iterator[dict[str, str]]:
    """Yield a row for each actor and recipient; an expanded row's id ends in its number."""
    shared = _event_cells(report, claim, codebook) | _place_cells(claim) | _story_cells(report)
    pairs = pairs_of(claim, codebook)
    for number, (actor, recipient) in enumerate(pairs, start=1):
        row_id = claim.id if len(pairs) == 1 else f"{claim.id}-{number}"
        cells = shared | _actor_cells("Actor", actor) | _actor_cells("Recipient", recipient)
        yield dict.fromkeys(COLUMNS, "") | {"Event ID": row_id} | cells


def _event_cells(report: Report, claim: Claim, codebook: "Codebook") -> dict[str, str]:
    code = codebook.plover_type(claim.type, claim.status)
    mode = plover_mode(claim, code)
    first, _ = plover_date(report, claim, code)
    return {
        "Event Date": first.isoformat() if first else "",
        "Event Type": code,
        "Event Mode": mode or "",
        "Intensity": str(codebook.intensity(code, mode)),
        "Quad Code": str(int(codebook.quad(code))),
        "Contexts": ";".join(plover_contexts(claim)),
    }


def _actor_cells(side: str, cited: Cited[Actor] | None) -> dict[str, str]:
    if cited is None:
        return {}
    actor = cited.value
    return {
        f"{side} Name": actor.name,
        f"{side} Country": actor.country or "",
        f"Primary {side} Sector": actor.sector or "",
        f"{side} Sectors": actor.sector or "",
        f"{side} Title": actor.office or "",
        f"{side} Name Raw": cited.citation.quote,
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
    """Write a line of a table by tabs; line ends and control characters become spaces."""
    return ("\t".join(_BREAKS.sub(" ", cell).strip() for cell in cells) + "\n").encode()

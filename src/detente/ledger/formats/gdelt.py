"""GDELT's event tables, v1 and v2, as published or after a spreadsheet -> coded reports.

In:  lines of a file, with or without a header, by tab, comma or semicolon.   Out: a claim a row.
Does not: repair what a spreadsheet has rounded away. A lost leading zero of an event code is put
back, for the root code tells it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from detente.codebook import load_codebook
from detente.codebook.crosswalk import load_crosswalk
from detente.errors import UnknownCode
from detente.ledger.formats.foreign import (
    Act,
    Line,
    Named,
    Row,
    RowError,
    RowTells,
    TableReader,
    act_of_cameo,
    day_of,
)
from detente.records import Actor, Place, Precision

OUTLET = "GDELT"
A_YEAR = timedelta(days=366)
BEGIN = date(2013, 4, 1)  # of the daily updates; what was added before came from archives
# Columns that are read, by the names of GDELT's header; all of a row is kept as its text.
_SHARED = {
    "globaleventid": 0, "sqldate": 1,
    "actor1code": 5, "actor1name": 6, "actor1countrycode": 7, "actor1knowngroupcode": 8,
    "actor1type1code": 12, "actor1type2code": 13, "actor1type3code": 14,
    "actor2code": 15, "actor2name": 16, "actor2countrycode": 17, "actor2knowngroupcode": 18,
    "actor2type1code": 22, "actor2type2code": 23, "actor2type3code": 24,
    "eventcode": 26, "eventrootcode": 28,
}  # fmt: skip
_V1 = _SHARED | {
    "actiongeo_type": 49, "actiongeo_fullname": 50, "actiongeo_countrycode": 51,
    "actiongeo_lat": 53, "actiongeo_long": 54, "dateadded": 56, "sourceurl": 57,
}  # fmt: skip
_V2 = _SHARED | {
    "actiongeo_type": 51, "actiongeo_fullname": 52, "actiongeo_countrycode": 53,
    "actiongeo_lat": 56, "actiongeo_long": 57, "dateadded": 59, "sourceurl": 60,
}  # fmt: skip
# Other names for the same columns, as in tables that people have passed on.
_ALIASES = {
    "eventid": "globaleventid", "day": "sqldate", "sourceurls": "sourceurl",
    "actor1geo": "actor1geo_type", "stprcntry": "actiongeo_fullname",
    "mentiontype": "actiongeo_type", "country": "actiongeo_countrycode",
    "latextra": "actiongeo_lat", "longextra": "actiongeo_long",
    "actor1role": "actor1type1code", "actor1role2": "actor1type2code",
    "actor1role3": "actor1type3code", "actor2role": "actor2type1code",
    "actor2role2": "actor2type2code", "actor2role3": "actor2type3code",
    "actor2knowgroupcode": "actor2knowngroupcode",
}  # fmt: skip
# There "country code" is the whole actor's code, and the country is called "ABBR".
_SWAPPED = {
    "actor1countrycode": "actor1code", "actor1countryabbr": "actor1countrycode",
    "actor2countrycode": "actor2code", "actor2countryabbr": "actor2countrycode",
}  # fmt: skip
_PRECISIONS = {
    "1": Precision.COUNTRY, "2": Precision.REGION, "3": Precision.CITY,
    "4": Precision.CITY, "5": Precision.REGION,
}  # fmt: skip


class GdeltReader(TableReader):
    """Reads one file."""

    __slots__ = ()
    outlet = OUTLET
    scheme = "CAMEO"
    id_column = "globaleventid"
    act_column = "eventcode"
    day_column = "sqldate"
    side_columns = ("actor1", "actor2")
    needed = ("globaleventid", "sqldate", "eventcode")
    widths = {57: _V1, 58: _V1, 61: _V2}  # noqa: RUF012
    told_widths = "57 or 58 (v1) or 61 (v2)"

    def header(self, cells: list[str]) -> list[str] | None:
        """Name the columns as GDELT does; a file without a header is known by its width."""
        names = _names(cells)
        return names if sum(name in _V2 for name in names) >= len(self.needed) else None

    def read(self, row: Row) -> RowTells:
        """Read what a row tells, or raise ``RowError``."""
        first = day_of(row.cell("sqldate"))
        published, url = self._published(row), row.get("sourceurl")
        return RowTells(
            sides=self.sides(row),
            act=self._act(row),
            day=first,
            place=self._place(row),
            credited=_host(url),
            url=url,
            published=published,
            is_historical=published is not None and published - first > A_YEAR,
        )

    def _published(self, row: Row) -> date | None:
        """Read the day on which GDELT found the article; ``None`` for an archive's."""
        added = row.get("dateadded") or ""
        try:
            day = day_of(added[:8] if added.isdecimal() else added)
        except RowError:
            detail = "the day on which GDELT found the article is lost, such as in a spreadsheet"
            self.warnings.tell(row.line, "no-date", detail)
            return None
        return day if day >= BEGIN else None

    def _act(self, row: Row) -> Act:
        code = row.cell("eventcode").removesuffix(".0")
        root = (row.get("eventrootcode") or "").removesuffix(".0").zfill(2)
        if code and not code.startswith(root) and root[0] == "0":
            code = f"0{code}"  # a spreadsheet has taken the zero
        try:
            return act_of_cameo(load_codebook().cameo.code(code))
        except UnknownCode as err:
            raise RowError("unknown-code", str(err)) from err

    def actor(self, row: Row, side: str) -> Named[Actor] | None:
        """Read who stands on one side of a row."""
        code, name = row.get(f"{side}code"), row.get(f"{side}name")
        given = row.get(f"{side}countrycode")
        if not (code or name or given):
            return None
        country = self._country(row.line, given)
        roles = [row.get(f"{side}type{n}code") for n in (1, 2, 3)]
        group = row.get(f"{side}knowngroupcode")
        party = load_crosswalk().party_of_cameo(country, group, [role for role in roles if role])
        is_state = party.country == country and not party.sector and not group
        shown = f"{side}name" if name else f"{side}code" if code else f"{side}countrycode"
        actor = Actor(
            country=party.country,
            sector=party.sector,
            id=country if is_state else None,
            name=name or code or given or "",
        )
        return actor, shown

    def _country(self, line: Line, given: str | None) -> str | None:
        if not given:
            return None
        if given in self.naming.gdelt:
            return self.naming.gdelt[given]
        place = load_crosswalk().places.get(given)
        if place is None:
            self.warnings.tell(line, "unknown-country", f"no country has the code {given!r}")
        return place.country if place else None

    def _place(self, row: Row) -> Named[Place] | None:
        kind = (row.get("actiongeo_type") or "").removesuffix(".0")
        name = row.get("actiongeo_fullname")
        if kind not in _PRECISIONS or not name:
            return None
        fips = row.get("actiongeo_countrycode")
        country = load_crosswalk().fips.get(fips or "")
        if fips and country is None:
            self.warnings.tell(
                row.line, "unknown-country", f"no country has the FIPS code {fips!r}"
            )
        lat, lon = row.degrees("actiongeo_lat", "actiongeo_long")
        place = Place(country=country, name=name, lat=lat, lon=lon, precision=_PRECISIONS[kind])
        return place, "actiongeo_fullname"


def _names(cells: Iterable[str]) -> list[str]:
    """Write column names as GDELT's, in lower case; without underscores where others have them."""
    plain = ["".join(c for c in cell.lower() if c.isalnum()) for cell in cells]
    known = {name.replace("_", ""): name for name in _V2}
    swapped = "actor1countryabbr" in plain
    names = [_SWAPPED.get(name, name) if swapped else name for name in plain]
    return [known.get(_ALIASES.get(name, name), _ALIASES.get(name, name)) for name in names]


def _host(url: str | None) -> str | None:
    """Name the outlet by its address, as GDELT does not name it otherwise."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None

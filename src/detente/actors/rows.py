"""Gazetteer files -> checked rows.

In:  CSV files of facts, each row with its source.   Out: one record a row.
Does not: compare rows with one another (check.py does), or look anything up.
"""

import csv
import io
from operator import itemgetter
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Literal, TypeVar

import msgspec
import msgspec.structs

from detente.errors import BadConfig

__all__ = [
    "AnaphorRow",
    "DiscardRow",
    "HolderRow",
    "NameRow",
    "OfficeRow",
    "OrganisationRow",
    "PersonNameRow",
    "PersonRow",
    "PlaceRow",
    "RoleRow",
    "Sector",
    "StateRow",
    "TitleRow",
    "read_rows",
]

Row = TypeVar("Row", bound=msgspec.Struct)

Filled = Annotated[str, msgspec.Meta(min_length=1)]
PartialDay = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
Sector = Literal[
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED",
    "MIL", "OPP", "PRE", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK",
]  # fmt: skip
OptionalSector = Sector | Literal[""]


class StateRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A state, territory or former state; ``id`` is its PLOVER country code."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
    name: Filled
    kind: Literal["state", "territory", "former"]
    start: PartialDay
    end: PartialDay
    iso3: str
    cow: str
    gdelt: str
    icews: str
    capital: str
    source: Filled


class OrganisationRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """An organisation. ``country`` is a state or one of PLOVER's non-state codes."""

    id: Filled
    name: Filled
    country: str
    sector: OptionalSector
    kind: Filled
    parent: str
    start: PartialDay
    end: PartialDay
    source: Filled


class NameRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A name of a state or an organisation. Capitals and other metonyms may carry a sector."""

    actor: Filled
    name: Filled
    kind: Literal["name", "short", "acronym", "adjective", "demonym", "capital", "metonym"]
    start: PartialDay
    end: PartialDay
    source: Filled
    sector: OptionalSector = ""


class PersonRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A person. ``sector`` holds on days without an office; ``born`` tells namesakes apart."""

    id: Filled
    name: Filled
    country: str
    source: Filled
    sector: OptionalSector = ""
    born: PartialDay = ""


class PersonNameRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A name of a person."""

    person: Filled
    name: Filled
    kind: Literal["full", "surname", "short", "transliteration"]
    source: Filled


class OfficeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """An office that persons hold for a time. ``titles`` are other words for it, by ";"."""

    id: Filled
    country: Filled
    sector: Sector
    title: Filled
    organisation: str
    source: Filled
    titles: str = ""
    level: str = ""


class HolderRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A person's time in an office."""

    office: Filled
    person: Filled
    start: PartialDay
    end: PartialDay
    source: Filled


class RoleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A noun for those who act in a role.

    A ``relay`` speaks for whatever it belongs to (spokesman); an ``envoy`` is where he is sent,
    and so the country after "to" or "in" is not his own. ``country`` is the one that has such a
    body under such a name ("congressman"); where none is named, it is the guess. An
    ``expert`` speaks about others: the country at hand is no hint at his own.
    """

    noun: Filled
    sector: Sector
    kind: Literal["person", "group", "organ", "relay", "envoy", "expert"]
    source: Filled
    country: str = ""

    @property
    def is_personal(self) -> bool:
        """Whether the noun, in the singular, is one human being."""
        return self.kind in {"person", "relay", "envoy", "expert"}


class TitleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Words for an office that differ from its title ("top diplomat"), best office first."""

    phrase: Filled
    country: str
    titles: Filled
    source: Filled


class PlaceRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A city, region or people inside a country: a hint at the country, never the state itself."""

    name: Filled
    country: Filled
    kind: Literal["city", "region", "people"]
    source: Filled


class DiscardRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """When a name does not mean its actor.

    ``phrase``: ``name`` itself is a longer phrase that names no actor. ``before`` and ``after``:
    ``name`` stands before or after one of ``words``. ``thing``: any adjective before ``name``.
    """

    name: Filled
    kind: Literal["phrase", "before", "after", "thing"]
    words: str
    source: Filled


class AnaphorRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A word that points back, and at whom; ``words`` are parted by ";".

    ``body``: an organisation of one of these sectors or non-state codes ("the group"); ``plural
    body``: those who are one ("the rebels"). ``envoys``: whoever was sent. ``state``: one of
    these states ("the kingdom"), any where none is listed. The others are verbs: "it" is a thing
    as the object of ``thing taken`` and the subject of ``thing doing``, an actor as the subject
    of ``actor doing``.
    """

    noun: Filled
    kind: Literal["body", "plural body", "envoys", "state", "thing taken", "thing doing",
                  "actor doing"]  # fmt: skip
    words: str
    source: Filled


def read_rows(path: Path, row: type[Row]) -> tuple[list[Row], bytes]:
    """Read a CSV file with a header; also return its bytes, for the digest.

    Raises:
        BadConfig: the file cannot be read, or a row has a wrong column or value.
    """
    try:
        raw = path.read_bytes()
        lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise BadConfig(f"{path}: cannot be read as UTF-8 CSV: {err}") from err
    if not lines:
        raise BadConfig(f"{path}: is empty; its first line must name the columns")
    header, body = lines[0], lines[1:]
    for number, line in enumerate(body, start=2):
        if len(line) != len(header):
            raise BadConfig(
                f"{path}:{number}: {len(line)} fields where the header has {len(header)}"
            )
    try:
        return _rows_by_column(header, body, row), raw
    except (msgspec.ValidationError, KeyError) as err:
        records = [dict(zip(header, line, strict=True)) for line in body]
        where, why = _first_bad_row(path, records, row)
        raise BadConfig(f"{where}: {why}") from err


def _rows_by_column(header: list[str], body: list[list[str]], row: type[Row]) -> list[Row]:
    """Check each column's distinct values, then make the rows: 3 times as fast as row by row.

    Raises:
        KeyError: a column is unknown or missing.
    """
    fields = {field.name: field for field in msgspec.structs.fields(row)}
    for index, name in enumerate(header):
        distinct = list({line[index] for line in body})
        msgspec.convert(distinct, GenericAlias(list, (fields[name].type,)))
    given = [name for name in fields if name in header]
    absent = [name for name in fields if name not in header]
    defaults = [fields[name].default for name in absent]
    if msgspec.NODEFAULT in defaults:
        raise KeyError(absent)
    places = [
        header.index(name) if name in given else len(header) + absent.index(name) for name in fields
    ]
    pick = itemgetter(*places)
    return [row(*pick(line + defaults)) for line in body]


def _first_bad_row(path: Path, records: list[dict[str, str]], row: type[Row]) -> tuple[str, str]:
    for number, record in enumerate(records, start=2):
        try:
            msgspec.convert(record, row)
        except msgspec.ValidationError as err:
            return f"{path}:{number}", f"{err}: {record!r}"
    return str(path), f"its columns are not those of {row.__name__}"

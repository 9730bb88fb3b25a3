"""All files of the gazetteer, read and together.

In:  the packaged data folder, or a user's own TOML file.   Out: one ``Tables`` of checked rows.
Does not: compare rows with one another (checks.py), index or look up (gazetteer.py).
"""

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from detente.actors.rows import (
    AnaphorRow,
    DiscardRow,
    HolderRow,
    NameRow,
    OfficeRow,
    OrganisationRow,
    PersonNameRow,
    PersonRow,
    PlaceRow,
    RoleRow,
    StateRow,
    TitleRow,
    read_rows,
)
from detente.errors import BadConfig

__all__ = ["DATA", "Table", "Tables", "read_own", "read_packaged"]

DATA = Path(__file__).parent / "data"
_LEFT_OUT = {"start": "", "end": "", "parent": "", "sector": "", "organisation": "", "words": ""}


@dataclass(frozen=True, slots=True)
class Table:
    """Where rows of one sort come from: a CSV file of ours, a ``[[section]]`` of a user's file."""

    file: str
    section: str
    row: type[msgspec.Struct]


@dataclass(slots=True, kw_only=True)
class Tables:
    """Rows of every sort, in file order. ``origin`` is the folder or file they come from."""

    origin: Path
    digest: str = ""
    states: list[StateRow] = field(default_factory=list)
    organisations: list[OrganisationRow] = field(default_factory=list)
    state_names: list[NameRow] = field(default_factory=list)
    organisation_names: list[NameRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    person_names: list[PersonNameRow] = field(default_factory=list)
    offices: list[OfficeRow] = field(default_factory=list)
    holders: list[HolderRow] = field(default_factory=list)
    roles: list[RoleRow] = field(default_factory=list)
    titles: list[TitleRow] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    discards: list[DiscardRow] = field(default_factory=list)
    anaphors: list[AnaphorRow] = field(default_factory=list)

    def where(self, sort: str, number: int) -> str:
        """Say where row ``number`` (from 0) of a sort stands, for a message to a person."""
        table = TABLES[sort]
        if self.origin.is_dir():
            return f"{self.origin / table.file}:{number + 2}"
        return f"{self.origin}: [[{table.section}]] number {number + 1}"


TABLES = {
    "states": Table("states.csv", "state", StateRow),
    "organisations": Table("organisations.csv", "actor", OrganisationRow),
    "state_names": Table("names_states.csv", "state_name", NameRow),
    "organisation_names": Table("names_organisations.csv", "name", NameRow),
    "persons": Table("persons.csv", "person", PersonRow),
    "person_names": Table("names_persons.csv", "person_name", PersonNameRow),
    "offices": Table("offices.csv", "office", OfficeRow),
    "holders": Table("holders.csv", "holder", HolderRow),
    "roles": Table("roles.csv", "role", RoleRow),
    "titles": Table("titles.csv", "title", TitleRow),
    "places": Table("places.csv", "place", PlaceRow),
    "discards": Table("discards.csv", "discard", DiscardRow),
    "anaphors": Table("anaphora.csv", "anaphor", AnaphorRow),
}


def read_packaged(folder: Path = DATA) -> Tables:
    """Read the CSV files of ``folder``; only the states must be there.

    Raises:
        BadConfig: a file cannot be read, or has a wrong column or value.
    """
    tables = Tables(origin=folder)
    sha = hashlib.sha256()
    for sort, table in TABLES.items():
        path = folder / table.file
        if sort == "states" or path.exists():
            rows, raw = read_rows(path, table.row)
            sha.update(table.file.encode() + b"\0" + raw)
            setattr(tables, sort, rows)
    tables.digest = sha.hexdigest()[:20]
    return tables


def read_own(path: Path) -> Tables:
    """Read a user's own actors: TOML with ``[[actor]]``, ``[[name]]``, ``[[holder]]`` and so on.

    Fields are those of the CSV files. Dates, sector, parent may be left out; so may the source,
    which then is the file's name.

    Raises:
        BadConfig: the file cannot be read, or has an unknown section, field or value.
    """
    try:
        raw = path.read_bytes()
        sections = tomllib.loads(raw.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise BadConfig(f"{path}: cannot be read as TOML: {err}") from err
    tables = Tables(origin=path, digest=hashlib.sha256(raw).hexdigest()[:20])
    sorts = {table.section: sort for sort, table in TABLES.items()}
    for section, records in sections.items():
        sort = sorts.get(section)
        if sort is None or not isinstance(records, list):
            known = ", ".join(f"[[{name}]]" for name in sorts)
            raise BadConfig(f"{path}: unknown section {section!r}; write one of {known}")
        rows = [_own_row(tables, sort, number, record) for number, record in enumerate(records)]
        setattr(tables, sort, rows)
    return tables


def _own_row(tables: Tables, sort: str, number: int, record: dict[str, Any]) -> msgspec.Struct:
    row = TABLES[sort].row
    defaults = {**_LEFT_OUT, "source": tables.origin.name}
    filled = {name: defaults[name] for name in row.__struct_fields__ if name in defaults}
    given = {name: _text(value) for name, value in record.items()}
    try:
        return msgspec.convert(filled | given, row)
    except msgspec.ValidationError as err:
        raise BadConfig(f"{tables.where(sort, number)}: {err}") from err


def _text(value: Any) -> Any:
    """Write TOML's own dates and years as the text that the CSV files have."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

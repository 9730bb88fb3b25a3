"""Outlets and agencies: who publishes news, under which names and web addresses.

In:  ``data/outlets.csv``.   Out: ``Outlet``; the names of outlets in a text; outlets of hosts.
Does not: decide who published a report or whom it retells (credits.py does).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from detente.errors import BadConfig
from detente.records import Span

__all__ = ["NamedOutlet", "Outlet", "Outlets", "load_outlets", "outlets_from_rows"]

_FILE = "outlets.csv"
_LOWER = str.maketrans({upper: upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_ARTICLE = "the "
_MAX_ABBREVIATION = 5  # letters; "AP" is written in capitals, in "ap" it is something else


class _Row(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One line of the file, as people write it; names and domains are parted by ``|``."""

    id: str
    name: str
    aliases: str
    kind: Literal["agency", "newspaper", "broadcaster", "site", "government"]
    country: str
    domains: str
    source: str

    def __post_init__(self) -> None:
        for field in ("id", "name", "country", "domains", "source"):
            if not getattr(self, field).strip():
                raise ValueError(f"{field} is empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One that publishes. ``country`` is ISO alpha-3 of its seat; ``names`` begin with its own."""

    id: str
    names: tuple[str, ...]
    kind: str
    country: str
    domains: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that reports carry."""
        return self.names[0]

    @property
    def is_agency(self) -> bool:
        """Whether others print its reports."""
        return self.kind == "agency"

    @property
    def is_press(self) -> bool:
        """Whether it is a medium that others retell; a government is heard, not retold."""
        return self.kind != "government"


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """An outlet, and where a text names it (with the article, if the name has one)."""

    outlet: Outlet
    span: Span


class Outlets:
    """The list, to be searched by name, by web address, and in running text."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        """Index the outlets.

        Raises:
            BadConfig: two outlets share an id, a name or a domain.
        """
        from ahocorasick_rs import AhoCorasick, MatchKind  # noqa: PLC0415  # a compiled library

        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        patterns: dict[str, tuple[Outlet, str]] = {}
        by_id: dict[str, Outlet] = {}
        for outlet in outlets:
            _claim(by_id, outlet.id, outlet)
            for name in outlet.names:
                _claim(self._by_name, _bare(name), outlet)
                if outlet.is_press:
                    patterns.setdefault(name.translate(_LOWER), (outlet, name))
            for domain in outlet.domains:
                _claim(self._by_domain, domain, outlet)
        self._patterns = tuple(patterns.values())
        self._finder = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)

    def named(self, name: str) -> Outlet | None:
        """Find the outlet that is called ``name``; case and a leading article do not matter."""
        return self._by_name.get(_bare(name))

    def name_of(self, name: str | None) -> str | None:
        """Call an outlet by its own name, if it is known by this one; else leave ``name``."""
        known = self.named(name) if name else None
        return known.name if known else name

    def of_host(self, host: str) -> Outlet | None:
        """Find the outlet that publishes at ``host``, or at a domain above it."""
        labels = host.lower().rstrip(".").split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next(filter(None, map(self._by_domain.get, domains)), None)

    def find(self, text: str) -> Iterator[NamedOutlet]:
        """Find where ``text`` names media, in order; of overlapping names the longest counts."""
        lowered = text.translate(_LOWER)
        for number, start, end in self._finder.find_matches_as_indexes(lowered):
            outlet, name = self._patterns[number]
            if _is_word(text, start, end) and _is_written(text[start:end], name):
                yield NamedOutlet(outlet, Span(start, end))


def outlets_from_rows(rows: Iterable[Mapping[str, str]], file: str) -> Outlets:
    """Check the lines of an outlet file, and index them.

    Raises:
        BadConfig: a line is wrong; the message names file and line.
    """
    outlets = []
    for number, fields in enumerate(rows, start=2):  # line 1 is the header
        try:
            row = msgspec.convert(fields, _Row)
        except msgspec.ValidationError as err:
            raise BadConfig(f"{file}, line {number}: {err}") from err
        names = (row.name, *filter(None, row.aliases.split("|")))
        domains = tuple(row.domains.split("|"))
        outlets.append(
            Outlet(id=row.id, names=names, kind=row.kind, country=row.country, domains=domains)
        )
    try:
        return Outlets(outlets)
    except BadConfig as err:
        raise BadConfig(f"{file}: {err}") from err


@cache
def load_outlets() -> Outlets:
    """Load the list that comes with the package.

    Raises:
        BadConfig: it is wrong.
    """
    data = files("detente.sources").joinpath("data", _FILE).read_text("utf-8")
    return outlets_from_rows(csv.DictReader(data.splitlines(), restkey="too many fields"), _FILE)


def _claim(owners: dict[str, Outlet], key: str, outlet: Outlet) -> None:
    """Give ``key`` to ``outlet``; nobody else may have it.

    Raises:
        BadConfig: somebody else has it.
    """
    owner = owners.setdefault(key, outlet)
    if owner is not outlet:
        raise BadConfig(f"{key!r} belongs to {owner.id!r} and to {outlet.id!r}")


def _bare(name: str) -> str:
    """Fold a name's case, blanks and apostrophes, and leave out a leading article."""
    return " ".join(name.casefold().replace("\u2019", "'").split()).removeprefix(_ARTICLE)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether the range neither begins nor ends within a word."""
    return not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum())


def _is_written(words: str, name: str) -> bool:
    """Whether ``words`` are spelled as the name of an outlet, not as common words."""
    if len(name) <= _MAX_ABBREVIATION and name.isupper():
        return words == name
    lead = len(_ARTICLE) if name.translate(_LOWER).startswith(_ARTICLE) else 0
    return not words[lead].islower() or not name[lead].isupper()

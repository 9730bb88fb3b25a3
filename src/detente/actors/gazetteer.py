"""Names -> known actors as of a day.

In:  the packaged data files, and users' own.   Out: a ``Gazetteer`` to ask.
Does not: read reports; find names in text (senses.py) or choose among rivals (link.py).
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from detente.actors.gazetteer_files import (
    TABLES,
    Tables,
    check_tables,
    entries_of,
    holdings_of,
    read_own,
    read_packaged,
    senses_of,
)
from detente.actors.senses import UNDATED, Entry, Holding, NameKind, NameMatcher, Sense, holds
from detente.records import digest

if TYPE_CHECKING:
    from detente.actors.gazetteer_files import RoleRow

PROMINENT = 1  # the rank of an office down to which a surname alone names its bearer


NAME_KINDS = frozenset(NameKind)


class Gazetteer:
    """Everything known about actors, indexed. Made by ``load_gazetteer``."""

    def __init__(self, tables: Tables, own: frozenset[tuple[str, str]] = frozenset()) -> None:
        self.digest = tables.digest
        self._own = own
        self.entries: Mapping[str, Entry] = entries_of(tables)
        self.holdings: tuple[Holding, ...] = holdings_of(tables)
        self.roles: Mapping[str, RoleRow] = {row.noun: row for row in tables.roles}
        self._senses = senses_of(tables)
        self._tables = tables

    def senses(self, name: str) -> tuple[Sense, ...]:
        """Everything that ``name`` can mean, in file order; empty if it is unknown."""
        return tuple(self._senses.get(name, ()))

    def is_own(self, sense: Sense) -> bool:
        """Whether a meaning of a name is of a user's own file; it goes before a packaged one."""
        return (sense.name, sense.actor) in self._own

    def entry(self, actor: str) -> Entry:
        """Look up an entry that a sense of this gazetteer points to."""
        return self.entries[actor]

    def bearer(self, senses: Sequence[Sense]) -> Entry | None:
        """Look up who is meant first by a name; nobody without a meaning, or by a mere phrase."""
        return self.entries.get(senses[0].actor) if senses else None

    @cached_property
    def states(self) -> frozenset[str]:
        """Codes of all states and territories."""
        return frozenset(row.id for row in self._tables.states)

    def names_of(self, country: str, kinds: Container[NameKind] = NAME_KINDS) -> frozenset[str]:
        """All names, adjectives, capitals and places by which words tell of a country."""
        found = (sense for senses in self._senses.values() for sense in senses)
        return frozenset(one.name for one in found if one.actor == country and one.kind in kinds)

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """States by the domain of their own pages, as ``AddressRow`` has it."""
        return {row.domain: row.country for row in self._tables.addresses}

    @cached_property
    def matcher(self) -> NameMatcher:
        """Finds all names of the gazetteer in a text."""
        return NameMatcher(self._senses)

    @cached_property
    def by_person(self) -> Mapping[str, tuple[Holding, ...]]:
        """Each person's times in office, in order of their beginning."""
        return _grouped((holding.person, holding) for holding in self.holdings)

    @cached_property
    def by_title(self) -> Mapping[tuple[str, str], tuple[Holding, ...]]:
        """Holdings by country and lower-case title, other words for the office included."""
        return _grouped(
            ((holding.country, title), holding)
            for holding in self.holdings
            for title in self.titles_of[holding.office]
        )

    @cached_property
    def title_words(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Titles to try for a phrase such as "top diplomat", by country ("" for all)."""
        return {
            (row.country, row.phrase): tuple(row.titles.lower().split(";"))
            for row in self._tables.titles
        }

    @cached_property
    def discards(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Words that rule a name out, by name and kind of rule."""
        return {
            (row.name, row.kind): frozenset(row.words.split(";")) for row in self._tables.discards
        }

    @cached_property
    def things(self) -> frozenset[str]:
        """Nouns before which a state's adjective tells a kind, not an actor: "Chinese food"."""
        return frozenset(row.name for row in self._tables.discards if row.kind == "thing")

    @cached_property
    def anaphors(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """At whom a word that points back may point, by kind and word."""
        return {
            (row.kind, row.noun): frozenset(row.words.split(";") if row.words else ())
            for row in self._tables.anaphors
        }

    @cached_property
    def wikipedia(self) -> Mapping[str, str]:
        """Titles of the English Wikipedia's articles by actor, where a source tells them."""
        return {row.actor: row.title for row in self._tables.wikipedia}

    @cached_property
    def wikidata(self) -> Mapping[str, str]:
        """Items of Wikidata by actor, where a source tells them."""
        return {row.actor: row.item for row in self._tables.wikidata}

    @cached_property
    def titles_of(self) -> Mapping[str, frozenset[str]]:
        """Lower-case titles by office, other words for it included."""
        return {row.id: frozenset(_titles(row.title, row.titles)) for row in self._tables.offices}

    def holder(self, country: str, phrase: str, day: str) -> Holding | None:
        """Find who holds the office that ``phrase`` means in ``country`` on ``day``."""
        for title in self._titles_for(country, phrase):
            current = [
                held
                for held in self.by_title.get((country, title), ())
                if holds(held.start, held.end, day)
            ]
            if current:
                return current[-1]
        return None

    def only_holder(self, title: str, day: str) -> Holding | None:
        """Find who holds the one office on earth of a full title: "governor of georgia"."""
        told = (self.by_title.get((country, title), ()) for country in self.states)
        current = [one for held in told for one in held if holds(one.start, one.end, day)]
        return current[-1] if len({one.country for one in current}) == 1 else None

    def holding(self, person: str, day: str, phrase: str | None = None) -> Holding | None:
        """Find the office that a person holds on ``day``: the highest, then the one begun last.

        With a ``phrase``, only an office that it can mean. In a report without a date, somebody
        who holds nothing now is taken for what he was at his highest.
        """
        meant = [
            holding
            for holding in self.by_person.get(person, ())
            if phrase is None or self._means(phrase, holding)
        ]
        held = [holding for holding in meant if holds(holding.start, holding.end, day)]
        if not held and day == UNDATED:
            held = meant
        return max(held, key=lambda holding: (-holding.rank, holding.start), default=None)

    def holders_in(self, country: str, day: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield who holds an office in ``country`` on ``day``, each with all full names."""
        current = dict.fromkeys(
            holding.person
            for holding in self._by_country.get(country, ())
            if holds(holding.start, holding.end, day)
        )
        for person in current:
            yield person, self.full_names[person]

    @cached_property
    def _by_country(self) -> Mapping[str, tuple[Holding, ...]]:
        return _grouped((holding.country, holding) for holding in self.holdings)

    @cached_property
    def full_names(self) -> Mapping[str, tuple[str, ...]]:
        """All names of each person but surnames alone."""
        names: dict[str, list[str]] = {row.id: [row.name] for row in self._tables.persons}
        for row in self._tables.person_names:
            if row.kind != "surname":
                names[row.person].append(row.name)
        return {person: tuple(several) for person, several in names.items()}

    def ever_held(self, person: str, phrase: str) -> Holding | None:
        """Find the last office that a person ever held and that ``phrase`` can mean."""
        held = [h for h in self.by_person.get(person, ()) if self._means(phrase, h)]
        return held[-1] if held else None

    def is_prominent(self, person: str, day: str) -> bool:
        """Whether a surname alone is likely to mean this person on ``day``."""
        held = self.holding(person, day)
        return held is not None and held.rank <= PROMINENT

    def led(self, person: str, day: str) -> Holding | None:
        """Find the last of the highest offices that a person holds by ``day``, or is to hold."""
        held = [one for one in self.by_person.get(person, ()) if one.rank <= PROMINENT]
        begun = [one for one in held if one.start <= day]
        return max(begun or held, key=lambda holding: holding.start, default=None)

    def _means(self, phrase: str, holding: Holding) -> bool:
        """Whether a title before a name can mean an office: "Secretary" is any secretary's."""
        titles = self.titles_of[holding.office]
        wanted = (phrase, *self._titles_for(holding.country, phrase))
        return any(
            title == want or title.startswith(f"{want} ") or title.endswith(f" {want}")
            for title in titles
            for want in wanted
        )

    def _titles_for(self, country: str, phrase: str) -> tuple[str, ...]:
        own = self.title_words.get((country, phrase))
        return own or self.title_words.get(("", phrase)) or (phrase,)


def load_gazetteer(extra: Sequence[Path] = ()) -> Gazetteer:
    """Load the packaged gazetteer, with users' own TOML files on top. Cached.

    Raises:
        BadConfig: a file is wrong; the message names it and the entry.
        UnknownCode: a row points to a country, actor, person or office that is nowhere.
    """
    return _loaded(tuple(extra))


@lru_cache(maxsize=4)
def _loaded(extra: tuple[Path, ...]) -> Gazetteer:
    return gazetteer_from_tables([read_packaged(), *(read_own(path) for path in extra)])


def gazetteer_from_tables(several: Sequence[Tables]) -> Gazetteer:
    """Check tables, each against those before it, and index them together.

    Raises:
        BadConfig: a row is given twice or has an impossible date.
        UnknownCode: a row points to something unknown.
    """
    for number, tables in enumerate(several):
        check_tables(tables, several[:number])
    own = chain.from_iterable(senses_of(tables).values() for tables in several[1:])
    pairs = ((sense.name, sense.actor) for senses in own for sense in senses)
    return Gazetteer(_joined(several), frozenset(pairs))


def _joined(several: Sequence[Tables]) -> Tables:
    joined = replace(several[0])
    for tables in several[1:]:
        for sort in TABLES:
            setattr(joined, sort, [*getattr(joined, sort), *getattr(tables, sort)])
        joined.digest = digest(joined.digest, tables.digest)
    return joined


def _titles(title: str, others: str) -> set[str]:
    return {title.lower(), *(other.lower() for other in others.split(";") if other)}


Key = TypeVar("Key")


def _grouped(pairs: Iterable[tuple[Key, Holding]]) -> dict[Key, tuple[Holding, ...]]:
    grouped: dict[Key, list[Holding]] = defaultdict(list)
    for key, holding in pairs:
        grouped[key].append(holding)
    return {key: tuple(value) for key, value in grouped.items()}

"""Event data of other programs into the ledger: GDELT, ICEWS, POLECAT, PLOVER, detente's Parquet.

In:  files, their format, a ledger's file.   Out: rows in the ledger, batch by batch.
Does not: compute events. What is written when the caller stops is kept; twice is once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from detente.actors import Gazetteer, load_gazetteer
from detente.actors.gazetteer_files import read_packaged
from detente.actors.meanings import ranked, sense_meaning
from detente.actors.senses import EntryKind, Sense, day_key
from detente.codebook import load_codebook
from detente.codebook.crosswalk import load_crosswalk
from detente.errors import VERSION
from detente.ledger import Added, Ledger
from detente.ledger.address import LedgerName
from detente.ledger.formats import ImportFormat
from detente.ledger.formats.foreign import Known, Naming, read_tables
from detente.ledger.formats.gdelt import GdeltReader
from detente.ledger.formats.icews import IcewsReader
from detente.ledger.formats.parquet_import import Whole, is_archive, read_archive, read_parquet
from detente.ledger.formats.plover import read_plover
from detente.ledger.formats.polecat import PolecatReader, Reference
from detente.records import Actor, Coded, Problem, Run, digest
from detente.sources.files import foreign_language

BATCH = 10_000  # rows to a transaction, all held as records at once
_READERS = {
    ImportFormat.GDELT: GdeltReader,
    ImportFormat.ICEWS: IcewsReader,
    ImportFormat.POLECAT: PolecatReader,
}
WAIT_S = 60.0  # for others that have the file open, before a batch is given up
_NAMES = frozenset({"full", "name", "short", "acronym", "transliteration"})  # not mere surnames


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What one batch brought: rows read, what of them is new, and problems."""

    n_rows: int
    added: Added
    problems: tuple[Problem, ...]


def import_files(
    paths: Sequence[Path],
    form: ImportFormat,
    ledger: LedgerName,
    wait_s: float = WAIT_S,
    actors: Sequence[Path] = (),
) -> Iterator[Imported]:
    """Import files batch by batch; yield what each batch brought. The ledger stays open.

    ``actors`` are files with actors of one's own, as for coding.

    Raises:
        LedgerBusy: another process holds the ledger longer than ``wait_s``.
        LedgerUnusable: the ledger cannot grow; earlier batches are kept.
    """
    gazetteer = load_gazetteer(actors)
    run = run_of(form, gazetteer)
    if form is ImportFormat.PARQUET:
        yield from _parquet(paths, run, ledger, wait_s)
        return
    items = _items(paths, form, gazetteer, run.coder)
    with Ledger.open(ledger, wait_s=wait_s) as opened:
        while batch := list(islice(items, BATCH)):
            added = opened.add(batch, run, is_imported=True)
            problems = [item for item in batch if isinstance(item, Problem)]
            n_rows = len(batch) - len(problems)
            yield Imported(n_rows=n_rows, added=added, problems=(*problems, *added.refused))


def run_of(form: ImportFormat, gazetteer: Gazetteer) -> Run:
    """The versions behind imported rows."""
    return Run(
        version=VERSION,
        codebook=digest("import", load_codebook().digest, load_crosswalk().digest),
        gazetteer=gazetteer.digest,
        parser="none",
        coder=f"import-{form.value}",
    )


def naming_of(gazetteer: Gazetteer) -> Naming:
    """Tell importers what the gazetteer knows."""
    states = read_packaged().states
    own = {state: state for state in gazetteer.states}
    return Naming(
        gdelt=own
        | {code: state.id for state in states for code in (state.id, state.gdelt) if code},
        icews={name: state.id for state in states for name in (state.name, state.icews) if name},
        actor=_NameBook(gazetteer).actor,
        sector=lambda noun: _sector(gazetteer, noun),
    )


def country_names() -> dict[str, str]:
    """ICEWS's names of countries by their code; the gazetteer's where ICEWS has none."""
    return {state.id: state.icews or state.name for state in read_packaged().states}


def reference() -> Reference:
    """What other lists call states, actors and languages, for exports."""
    packaged = read_packaged()
    return Reference(
        cow={state.id: state.cow for state in packaged.states if state.cow},
        wikipedia={row.actor: row.title for row in packaged.wikipedia},
        wikidata={row.actor: row.item for row in packaged.wikidata},
        language_of=_language_of,
    )


# As POLECAT writes them; others by their code.
_LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def _language_of(text: str) -> str:
    code = foreign_language(text) or "en"
    return _LANGUAGES.get(code, code)


def _items(
    paths: Sequence[Path], form: ImportFormat, gazetteer: Gazetteer, coder: str
) -> Iterator[Coded | Problem]:
    if form is ImportFormat.PLOVER:
        ids = {item: actor for actor, item in gazetteer.wikidata.items()}
        return read_plover(paths, coder, ids)
    return read_tables(paths, partial(_READERS[form], coder=coder, naming=naming_of(gazetteer)))


def _parquet(
    paths: Sequence[Path], run: Run, ledger: LedgerName, wait_s: float
) -> Iterator[Imported]:
    stretches = (
        one
        for path in paths
        for one in (read_archive(path) if is_archive(path) else read_parquet(path))
    )
    with Ledger.open(ledger, wait_s=wait_s) as opened, opened.in_bulk():
        for batch in _one_ahead(stretches):
            added = opened.add_whole(batch, run)
            yield Imported(n_rows=batch.n_rows, added=added, problems=added.refused)


def _one_ahead(stretches: Iterator[Whole]) -> Iterator[Whole]:
    """Read the next stretch while the last one is written."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, stretches, None)
        while (stretch := coming.result()) is not None:
            coming = reader.submit(next, stretches, None)
            yield stretch


class _NameBook:
    """Whom full names mean as of a day. A name is looked up once for each stretch of days."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._stretches: dict[str, tuple[list[str], dict[tuple[int, int], Known | None]]] = {}

    def actor(self, name: str, day: date | None) -> Known | None:
        """Find whom a name means as of a day."""
        if name not in self._stretches:
            self._stretches[name] = (_moments(self._gazetteer, name), {})
        moments, known = self._stretches[name]
        key = day_key(day)
        stretch = (bisect_left(moments, key), bisect_right(moments, key))
        if stretch not in known:
            known[stretch] = _known(self._gazetteer, name, key)
        return known[stretch]


def _moments(gazetteer: Gazetteer, name: str) -> list[str]:
    """List the days between which a name means the same, sorted as partial dates are compared."""
    senses = _full_names(gazetteer, name)
    held = [one for sense in senses for one in gazetteer.by_person.get(sense.actor, ())]
    ends = {end for one in senses for end in (one.start, one.end)}
    ends |= {end for one in held for end in (one.start, one.end)}
    ends.discard("")
    return sorted(ends | {f"{end}~" for end in ends})  # "~" follows all days of a month or year


def _full_names(gazetteer: Gazetteer, name: str) -> list[Sense]:
    return [sense for sense in gazetteer.senses(name) if sense.kind.value in _NAMES]


def _known(gazetteer: Gazetteer, name: str, key: str) -> Known | None:
    """Find whom a full name means as of a day."""
    senses, entries = _full_names(gazetteer, name), gazetteer.entries
    best = next((s for s in ranked(gazetteer, senses, key) if s.actor in entries), None)
    if best is None:
        return None
    entry, meaning = entries[best.actor], sense_meaning(gazetteer, best, key)
    country, sector = _parts(gazetteer, meaning.code)
    actor = Actor(
        country=country, sector=sector, id=entry.id, name=entry.name, office=meaning.office
    )
    is_dated = any(sense.start or sense.end for sense in senses)
    return Known(actor, entry.kind is not EntryKind.PERSON and not is_dated)


def _parts(gazetteer: Gazetteer, code: str) -> tuple[str | None, str | None]:
    """Take an actor's code apart: country and sector; a person may serve another country's."""
    country, _, sector = code.partition("-")
    if sector:
        return country, sector
    nonstate = {term.code for term in load_codebook().nonstate}
    if country in gazetteer.states or country in nonstate:
        return country, None
    return None, None if code == "UNK" else code


def _sector(gazetteer: Gazetteer, noun: str) -> str | None:
    """Find the sector of a role: "Court Judge" is a judge."""
    roles, words = gazetteer.roles, noun.lower()
    row = roles.get(words) or roles.get(words.rpartition(" ")[2])
    return row.sector or None if row else None

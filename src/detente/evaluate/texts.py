"""The real texts that marks refer to -> documents by id.

In:  ``*.jsonl`` or ``*.jsonl.gz`` files, or folders of them, one object a line: ``text`` and,
     where known, ``id``, ``headline``, ``date``, ``outlet``, ``url``, ``category``.
Out: documents, in order of file and line. ``ID@6200-10300`` is a stretch of one, from character
     to character.
Does not: hold a text of its own. The texts belong to others; corpus/README.md says how to get them.
"""

import gzip
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from detente.errors import BadInput
from detente.records import Report, alike

Day = date  # a field of the same name hides the class

HALVES = ("read", "kept")  # of a key: what may be looked at, and what is measured in total only
READ = HALVES[0]

VARIABLE = "DETENTE_TEXTS"
STATEMENTS = "us_china_statements_2025-01_2025-09.jsonl.gz"
BRIEFINGS = "whitehouse_briefings_china_2009_2016.jsonl.gz"
BESIDE = (
    Path("../shared/texts"),
    *(Path("../shared/samples/text", name) for name in (STATEMENTS, BRIEFINGS)),
)


class TextsMissing(BadInput):
    """The texts that the marks refer to are not at hand; the message says how to name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One real report; ``date`` is an ISO day or None.

    Without an id it is known by its file and line, ``statements:168``. A headline stands above.
    """

    text: str
    id: str = ""
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    category: str | None = None

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the text's SHA-256."""
        return sha256(self.text.encode()).hexdigest()[:16]

    @property
    def published(self) -> Day | None:
        """The day as a date."""
        return Day.fromisoformat(self.date) if self.date else None

    def as_report(self) -> Report:
        """Make a report of it, under its id."""
        return Report(
            key=self.id,
            text=self.text,
            outlet=self.outlet,
            url=self.url,
            published=self.published,
        )


def find_texts(folder: Path | None = None) -> tuple[Path, ...]:
    """Return where texts are: what is given, else ``$DETENTE_TEXTS``, else ``BESIDE``.

    Raises:
        TextsMissing: there is no such folder or file.
    """
    named = folder or os.environ.get(VARIABLE)
    found = (Path(named),) if named else BESIDE
    if not found[0].exists():
        raise TextsMissing(
            f"The real texts are not at {found[0]}. Name their folder with --texts or ${VARIABLE}; "
            "corpus/README.md says how to get them."
        )
    return found


def read_texts(folder: Path | None, is_wanted: Callable[[Document], bool]) -> dict[str, Report]:
    """Read the wanted texts of a folder (the first that find_texts names), by id.

    Raises:
        TextsMissing: there is no such folder.
        BadInput: it holds no such file, or a line is none.
    """
    found = find_texts(folder)[:1]
    if not _files(found):
        raise BadInput(
            f"{found[0]} holds no *.jsonl and no *.jsonl.gz; --texts names such a folder"
        )
    return {one.id: one.as_report() for one in read_documents(found) if is_wanted(one)}


def read_documents(
    places: Sequence[Path], ids: Collection[str] | None = None
) -> Iterator[Document]:
    """Yield the documents of folders and files, or those, and stretches, that are asked for.

    Raises:
        BadInput: a line is no document.
    """
    decoder = msgspec.json.Decoder(_Line)
    stretches = defaultdict(list)
    for one_id in ids or ():
        stretches[one_id.rpartition("@")[0]].append(one_id)
    for path in _files(places):
        name = path.name.partition(".")[0]
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    one = _whole(decoder.decode(line), f"{name}:{number}")
                except (msgspec.DecodeError, UnicodeDecodeError) as err:
                    raise BadInput(f"{path}:{number}: {err}; a document needs a text") from err
                if ids is None or one.id in ids:
                    yield one
                yield from (_stretch(one, one_id) for one_id in stretches.get(one.id, ()))


def _files(places: Sequence[Path]) -> list[Path]:
    found = ((one,) if one.is_file() else sorted(one.glob("*.jsonl*")) for one in places)
    return [path for some in found for path in some if path.name.endswith((".jsonl", ".jsonl.gz"))]


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    id: str | int = ""
    headline: str | None = None
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    category: str | None = None


def _whole(line: _Line, place: str) -> Document:
    """A document with an id, the headline above the text; a number alone is no id."""
    text = f"{line.headline.strip()}\n\n{line.text.strip()}" if line.headline else line.text
    given_id = line.id if isinstance(line.id, str) and line.id else place
    return alike(Document, line, id=given_id, text=text)


def _stretch(one: Document, id_: str) -> Document:
    start, end = map(int, id_.rpartition("@")[2].split("-"))
    return replace(one, id=id_, text=one.text[start:end])

"""The real texts that marks refer to -> documents by id.

In:  a folder with ``*.jsonl`` or ``*.jsonl.gz`` files, one object a line: ``id``, ``text`` and,
     where known, ``date``, ``outlet``, ``category``.   Out: documents, in order of file and line.
Does not: hold a text of its own. The texts belong to others; corpus/README.md says how to get them.
"""

import gzip
import os
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from detente.errors import BadInput
from detente.records import Report

Day = date  # a field of the same name hides the class

HALVES = ("read", "kept")  # of a key: what may be looked at, and what is measured in total only
READ = HALVES[0]

VARIABLE = "DETENTE_TEXTS"
BESIDE = Path("../shared/texts")


class TextsMissing(BadInput):
    """The texts that the marks refer to are not at hand; the message says how to name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One real report; ``date`` is an ISO day or None."""

    id: str
    text: str
    date: str | None = None
    outlet: str | None = None
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
        return Report(key=self.id, text=self.text, outlet=self.outlet, published=self.published)


def find_texts(folder: Path | None = None) -> Path:
    """Return the folder of texts: the one given, else ``$DETENTE_TEXTS``, else ``../shared/texts``.

    Raises:
        TextsMissing: there is no such folder.
    """
    found = folder or Path(os.environ.get(VARIABLE) or BESIDE)
    if not found.is_dir():
        raise TextsMissing(
            f"The real texts are not at {found}. Name their folder with --texts or ${VARIABLE}; "
            "corpus/README.md says how to get them."
        )
    return found


def read_texts(folder: Path | None, is_wanted: Callable[[Document], bool]) -> dict[str, Report]:
    """Read the wanted texts of a folder (find_texts says which), by id.

    Raises:
        TextsMissing: there is no such folder.
        BadInput: it holds no such file, or a line is none.
    """
    found = find_texts(folder)
    if not any((*found.glob("*.jsonl"), *found.glob("*.jsonl.gz"))):
        raise BadInput(f"{found} holds no *.jsonl and no *.jsonl.gz; --texts names such a folder")
    return {one.id: one.as_report() for one in read_documents(found) if is_wanted(one)}


def read_documents(folder: Path, ids: Container[str] | None = None) -> Iterator[Document]:
    """Yield the documents of a folder, or those of the ids that are asked for.

    Raises:
        BadInput: a line is no document.
    """
    decoder = msgspec.json.Decoder(Document)
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    read = decoder.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as err:
                    raise BadInput(f"{path}:{number}: {err}; a text needs id and text") from err
                if ids is None or read.id in ids:
                    yield read

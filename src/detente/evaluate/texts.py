"""The real texts that marks refer to -> documents by id.

In:  a folder with ``*.jsonl`` or ``*.jsonl.gz`` files, one object a line: ``id``, ``text`` and,
     where known, ``date``, ``outlet``, ``category``.          Out: documents, in order of file and line.
Does not: hold a text of its own. The texts belong to others; corpus/README.md says how to get them.
"""

import gzip
import os
from collections.abc import Container, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from detente.errors import BadInput

__all__ = ["Document", "TextsMissing", "find_texts", "read_documents"]

VARIABLE = "DETENTE_TEXTS"
BESIDE = Path("../shared/texts")


class TextsMissing(BadInput):
    """The texts that the marks refer to are not at hand; the message says how to name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One real report; ``date`` is an ISO day or None."""

    id: str
    text: str
    date: str | None
    outlet: str | None
    category: str | None

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the text's SHA-256."""
        return sha256(self.text.encode()).hexdigest()[:16]


class _Line(msgspec.Struct):
    id: str
    text: str
    date: str | None = None
    outlet: str | None = None
    category: str | None = None


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


def read_documents(folder: Path, ids: Container[str] | None = None) -> Iterator[Document]:
    """Yield the documents of a folder, or those of the ids that are asked for."""
    decoder = msgspec.json.Decoder(_Line)
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for line in lines:
                read = decoder.decode(line)
                if ids is None or read.id in ids:
                    yield Document(
                        id=read.id,
                        text=read.text,
                        date=read.date,
                        outlet=read.outlet,
                        category=read.category,
                    )

"""Gold documents -> rows: whole reports with the events and statements that are in them.

In:  JSON lines, or one ``.json`` file whose text may lie in a file beside it (``text_file``).
Out: documents with their text; spans lie in it.
Does not: read the ``brief`` of a document; no figure rests on it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from detente.errors import BadInput
from detente.evaluate.gold import (
    GoldRow,
    Range,
    check_ranges,
    check_type,
    decode_row,
    read_bytes,
    read_rows,
)
from detente.records import Status

__all__ = ["GoldDocument", "GoldEvent", "GoldStatement", "read_documents"]

Day = date  # a field of the same name hides the class


class GoldEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A political act that the text tells of.

    Codes are ``COUNTRY`` or ``COUNTRY-SECTOR``. ``also`` are other spans that tell the same act;
    with ``type_either`` or ``status_either``, any of these is right beside the plain one.
    """

    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status
    date: tuple[Day, Day] | None
    place: str | None
    speaker: str | None
    span: Range
    issues: tuple[str, ...] = ()
    also: tuple[Range, ...] = ()
    optional: bool = False
    sectors_loose: bool = False
    type_either: tuple[str, ...] = ()
    status_either: tuple[Status, ...] = ()
    mode: str | None = None
    historical: bool = False
    note: str | None = None

    def __post_init__(self) -> None:
        for type_ in self.types:
            check_type(type_)
        if not self.actors and not self.recipients:
            raise ValueError("an event needs an actor or a recipient")
        if self.date and self.date[0] > self.date[1]:
            raise ValueError(f"date runs backwards: {self.date[0]} to {self.date[1]}")

    @property
    def types(self) -> frozenset[str]:
        """Every type that is right."""
        return frozenset({self.type, *self.type_either})

    @property
    def statuses(self) -> frozenset[Status]:
        """Every status that is right."""
        return frozenset({self.status, *self.status_either})

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Every span that tells the act."""
        return (self.span, *self.also)


class GoldStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody's reported speech. ``span`` is its content, ``also`` the same said elsewhere."""

    speaker: str | None
    span: Range
    name: str | None = None
    quoted: bool = False
    kind: str | None = None
    issues: tuple[str, ...] = ()
    also: tuple[Range, ...] = ()
    optional: bool = False
    note: str | None = None

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Every span that tells the speech."""
        return (self.span, *self.also)


class GoldDocument(GoldRow, frozen=True, kw_only=True):
    """A whole report and its gold. The text stands in ``text`` or beside, in ``text_file``."""

    published: Day | None
    outlet: str | None
    text: str = ""
    text_file: str | None = None
    events: tuple[GoldEvent, ...]
    statements: tuple[GoldStatement, ...]
    brief: msgspec.Raw = msgspec.Raw(b"null")

    def __post_init__(self) -> None:
        if bool(self.text) == bool(self.text_file):
            raise ValueError("a document needs either text or text_file")
        if self.text:
            check_ranges(self.text, _ranges(self.events, self.statements))


def read_documents(path: Path) -> tuple[GoldDocument, ...]:
    """Read the documents of ``path``: one object in a ``.json`` file, one a line otherwise.

    Raises:
        BadInput: a file cannot be read, or a document is not of this format.
    """
    if path.suffix.lower() != ".json":
        documents = read_rows(path, GoldDocument)
    else:
        documents = (decode_row(read_bytes(path), GoldDocument, str(path)),)
    return tuple(_with_text(document, path) for document in documents)


def _ranges(events: Iterable[GoldEvent], statements: Iterable[GoldStatement]) -> Iterator[Range]:
    for event in events:
        yield from event.ranges
    for statement in statements:
        yield from statement.ranges


def _with_text(document: GoldDocument, path: Path) -> GoldDocument:
    if document.text_file is None:
        return document
    beside = path.parent / document.text_file
    if beside.parent != path.parent or document.text_file == "..":
        raise BadInput(f"{path}: text_file {document.text_file!r} must name a file beside it")
    try:
        text = read_bytes(beside).decode()  # spans count its very characters: no newline is mended
        return msgspec.structs.replace(document, text=text, text_file=None)
    except ValueError as err:
        raise BadInput(f"{path}, with the text of {beside}: {err}") from err

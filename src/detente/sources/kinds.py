"""A name and the first bytes -> what kind of file it is, or why it is none that can be read.

In:  a file's name, a page's content type, the first bytes.   Out: ``FileKind`` or ``None``.
Does not: open anything; a name decides before the bytes do, but bytes of a binary file decide.
"""

import re
from enum import StrEnum
from pathlib import PurePath

from detente.sources.decode import bom_encoding

__all__ = ["FileKind", "binary_name", "is_gzip", "kind_of_bytes", "kind_of_name", "kind_of_type"]


class FileKind(StrEnum):
    """How reports are written down."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    WARC = "warc"


_SUFFIXES = {
    ".txt": FileKind.TEXT,
    ".text": FileKind.TEXT,
    ".md": FileKind.MARKDOWN,
    ".markdown": FileKind.MARKDOWN,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".xhtml": FileKind.HTML,
    ".jsonl": FileKind.JSONL,
    ".ndjson": FileKind.JSONL,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".parquet": FileKind.PARQUET,
    ".pq": FileKind.PARQUET,
    ".warc": FileKind.WARC,
}
_TYPES = {
    "text/html": FileKind.HTML,
    "application/xhtml+xml": FileKind.HTML,
    "text/markdown": FileKind.MARKDOWN,
    "text/csv": FileKind.CSV,
    "text/tab-separated-values": FileKind.CSV,
    "application/jsonl": FileKind.JSONL,
    "application/x-ndjson": FileKind.JSONL,
    "application/vnd.apache.parquet": FileKind.PARQUET,
    "application/warc": FileKind.WARC,
}
_MAGIC = (  # first bytes of files that people take for articles
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image or sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "an SQLite database"),
)
_GZIP = b"\x1f\x8b"
_FIRST = {b"PAR1": FileKind.PARQUET, b"WARC/": FileKind.WARC}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON_LINE = re.compile(r'\s*\{[ \t]*["}]')
# XML, JSON over many lines, web archives older than WARC
_FOREIGN = re.compile(r'\s*(?:<[?!]|<rss\b|<feed\b|\{\s*"|\[\s*[\[{"]|filedesc://)')


def is_gzip(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is compressed by gzip."""
    return head.startswith(_GZIP)


def kind_of_name(name: str) -> FileKind | None:
    """Tell the kind by the suffix, with or without ``.gz``; ``None`` for a suffix not known."""
    path = PurePath(name.lower())
    suffix = PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return _SUFFIXES.get(suffix)


def kind_of_type(content_type: str | None) -> FileKind | None:
    """Tell the kind by a content type; ``None`` for one that says nothing certain."""
    return _TYPES.get((content_type or "").lower())


def kind_of_bytes(head: bytes, text_column: str) -> FileKind | None:
    """Tell the kind of an unnamed file by its first bytes; plain text if nothing else fits.

    ``None`` for XML that is no page, JSON that is not one object a line, and ARC files.
    """
    for magic, kind in _FIRST.items():
        if head.startswith(magic):
            return kind
    start = head.decode(bom_encoding(head) or "utf-8", "replace")
    if _HTML.match(start):
        return FileKind.HTML
    if _JSON_LINE.match(start):
        return FileKind.JSONL
    if _FOREIGN.match(start):
        return None
    first, _, rest = start.partition("\n")
    columns = {field.strip(' "\r') for field in re.split(r"[,;\t]", first)}
    if rest and len(columns) > 1 and text_column in columns:
        return FileKind.CSV
    return FileKind.TEXT


def binary_name(head: bytes) -> str | None:
    """Say what a binary file is; ``None`` for text in any encoding."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if b"\0" in head and bom_encoding(head) not in {"utf-16", "utf-32"}:
        return "a binary file (it has NUL bytes)"
    return None

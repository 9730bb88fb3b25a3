"""What kind of file it is, by its name and by its first bytes."""

import pytest

from detente.sources.kinds import FileKind, binary_name, kind_of_bytes, kind_of_name, kind_of_type


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", FileKind.TEXT),
        ("a.MD", FileKind.MARKDOWN),
        ("b/a.htm", FileKind.HTML),
        ("a.jsonl.gz", FileKind.JSONL),
        ("a.tsv", FileKind.CSV),
        ("a.parquet", FileKind.PARQUET),
        ("a.gz", None),
        ("a.docx", None),
        ("README", None),
    ],
)
def test_suffix_tells_the_kind(name: str, kind: FileKind | None) -> None:
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"Norland recalled its ambassador.", FileKind.TEXT),
        (b"", FileKind.TEXT),
        (b"<!DOCTYPE html>\n<html>", FileKind.HTML),
        (b"\xef\xbb\xbf  <!-- saved -->\n<html lang=en>", FileKind.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC>', FileKind.HTML),
        (b'{"text": "Norland recalled its ambassador."}\n', FileKind.JSONL),
        (b"id,text\n1,Norland recalled its ambassador.\n", FileKind.CSV),
        (b'"id";"text"\r\n', FileKind.TEXT),
        (b'"id";"text"\r\n1;x', FileKind.CSV),
        (b"The text, which follows\nis no table.", FileKind.TEXT),
        (b"PAR1\x15\x04", FileKind.PARQUET),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", FileKind.WARC),
        ('{"text": "x"}'.encode("utf-16"), FileKind.JSONL),
    ],
)
def test_first_bytes_tell_the_kind(head: bytes, kind: FileKind) -> None:
    assert kind_of_bytes(head, "text") == kind


@pytest.mark.parametrize(
    "head",
    [
        b'<?xml version="1.0"?><rss><channel>',
        b'{\n  "text": "Norland"\n}',
        b'[{"text": "Norland"}]',
    ],
)
def test_kinds_that_are_not_read_are_no_text(head: bytes) -> None:
    assert kind_of_bytes(head, "text") is None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04\x14", "a zip archive or an office document"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"Norland\0Sudria", "a binary file (it has NUL bytes)"),
    ],
)
def test_binary_files_are_named(head: bytes, name: str) -> None:
    assert binary_name(head) == name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "cp1252"])
def test_text_in_any_encoding_is_not_binary(encoding: str) -> None:
    assert binary_name("Norland’s minister".encode(encoding)) is None


def test_content_type_tells_the_kind_only_where_it_is_certain() -> None:
    assert kind_of_type("text/HTML") == FileKind.HTML
    assert kind_of_type("text/plain") is None
    assert kind_of_type(None) is None

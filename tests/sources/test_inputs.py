"""Bytes to text: by mark, as UTF-8, as declared, or by guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.inputs import (
    Decoded,
    FileKind,
    binary_name,
    decode,
    kind_of_bytes,
    kind_of_name,
    kind_of_type,
    page_charset,
)
from sources.readings import PATIENT

WORDS = "Norland’s minister said “no” – again; the £5m deal with señor Núñez is off."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_its_mark_is_no_guess_and_loses_the_mark(encoding: str) -> None:
    decoded = decode(WORDS.encode(encoding))

    assert decoded == Decoded(WORDS, encoding.removesuffix("-sig"))


def test_declared_encoding_counts_where_the_bytes_are_no_utf8() -> None:
    assert decode(WORDS.encode("cp1252"), "windows-1252") == Decoded(WORDS, "windows-1252")


def test_utf8_counts_before_a_wrong_declaration() -> None:
    assert decode(WORDS.encode(), "iso-8859-1") == Decoded(WORDS, "utf-8")


def test_a_declaration_that_does_not_exist_is_passed_over() -> None:
    assert decode(WORDS.encode("cp1252"), "no-such-encoding").text == WORDS


def test_western_bytes_are_guessed() -> None:
    assert decode(WORDS.encode("cp1252")) == Decoded(WORDS, "cp1252", is_guess=True)


@pytest.mark.parametrize(
    "words",
    [
        "São Paulo: Sudria\u00b4s minister met Norland\u00b4s envoy in Brasília on Monday.",
        "Norland\u00b4s envoy met Señor Núñez.",
        "The café at Ålesund was closed – for good.",
        "“Peace is near”, Sudria’s premier said.",
        "A loan of £5m, or 6m €, was agreed.",
        "GÖTEBORG, Dec 3 - Norland's premier met the Århus group.",
    ],
)
def test_few_western_bytes_are_no_rare_set(words: str) -> None:
    assert decode(words.encode("cp1252")) == Decoded(words, "cp1252", is_guess=True)


def test_cyrillic_bytes_are_guessed() -> None:
    words = "Министр иностранных дел Норландии заявил в понедельник, что отзывает посла."

    assert decode(words.encode("cp1251")) == Decoded(words, "cp1251", is_guess=True)


def test_one_broken_byte_does_not_make_utf8_something_else() -> None:
    data = "“Norland” and “Sudria”".encode().replace(b" and ", b" a\xffd ")

    assert decode(data) == Decoded("“Norland” a\ufffdd “Sudria”", "utf-8", is_guess=True)


def test_cut_utf16_keeps_what_is_whole() -> None:
    decoded = decode("Norland".encode("utf-16")[:-1])

    assert decoded.is_guess
    assert decoded.text.removesuffix("\ufffd") == "Norlan"


def test_guess_is_made_where_the_odd_bytes_are() -> None:
    plain = b"Norland recalled its ambassador.\n" * 10_000

    decoded = decode(plain + WORDS.encode("cp1252"))

    assert decoded.text.endswith(WORDS)


@pytest.mark.parametrize(
    "page",
    [
        b'<html><head><meta charset="windows-1252">',
        b"<html><head><meta charset=windows-1252 />",
        b"<META http-equiv=Content-Type content='text/html; charset=windows-1252'>",
    ],
)
def test_page_declares_its_encoding(page: bytes) -> None:
    assert page_charset(page) == "windows-1252"


def test_page_without_declaration_has_none() -> None:
    assert page_charset(b"<html><p>charset=utf-8</p>") is None


@PATIENT
@given(st.binary(max_size=200))
def test_any_bytes_decode_without_surrogates(data: bytes) -> None:
    decode(data).text.encode()


@PATIENT
@given(st.text())
def test_utf8_is_read_back_exactly(text: str) -> None:
    data = text.encode()
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))

    assert marked or decode(data) == Decoded(text, "utf-8")


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

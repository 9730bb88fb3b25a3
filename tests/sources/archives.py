"""Web archives for tests, as crawlers write them.

In:  texts of articles, or answers of a server.   Out: the bytes of a WARC file.
"""

import gzip
import io
from collections.abc import Iterable

from fastwarc.warc import WarcRecord, WarcRecordType

OK_HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
URL = "https://example.org/"


def a_page(text: str) -> str:
    """An article as a page; each line of ``text`` is a paragraph."""
    lines = text.splitlines()
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<head><title>{lines[0]}</title></head>"
    return f"<!doctype html><html>{head}<body><article>{paragraphs}</article></body></html>"


def an_answer(
    body: bytes, head: str = OK_HTML, url: str = URL, kind: WarcRecordType = WarcRecordType.response
) -> WarcRecord:
    """What a server answered when ``url`` was fetched on 3 February 2024."""
    record = WarcRecord()
    record.init_headers(record_type=kind, record_urn=b"uuid:0")
    record.headers["WARC-Date"] = "2024-02-03T04:05:06Z"
    record.headers["WARC-Target-URI"] = url
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(head.encode() + body)
    return record


def warc_of(answers: Iterable[str | WarcRecord], *, is_zipped: bool = False) -> bytes:
    """Write answers; a text stands for a page of ``https://example.org/NUMBER``."""
    stream = io.BytesIO()
    for number, given in enumerate(answers):
        answer = (
            an_answer(a_page(given).encode(), url=f"{URL}{number}")
            if isinstance(given, str)
            else given
        )
        part = io.BytesIO()
        answer.write(part)
        stream.write(gzip.compress(part.getvalue(), mtime=0) if is_zipped else part.getvalue())
    return stream.getvalue()

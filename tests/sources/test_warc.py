"""Web archives: pages become reports, all else is counted, damage is told."""

import gzip
import io
from datetime import date

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from detente.records import Problem, Report
from detente.sources.options import ReadOptions
from detente.sources.warc import read_warc
from sources.archives import OK_HTML, URL, a_page, an_answer, warc_of

TEXT = "Norland recalls its ambassador\nNorland recalled its ambassador from Sudria on Monday."
REDIRECT = "HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Type: text/html\r\n\r\n"
PICTURE = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"


def read(*answers: str | WarcRecord, options: ReadOptions | None = None) -> list[Report | Problem]:
    stream = io.BytesIO(warc_of(answers))
    return list(read_warc("n.warc", stream, options or ReadOptions()))


def the_report(items: list[Report | Problem]) -> Report:
    (report,) = (item for item in items if isinstance(item, Report))
    return report


def kinds(items: list[Report | Problem]) -> list[str]:
    return [item.kind for item in items if isinstance(item, Problem)]


def test_a_page_becomes_a_report_under_its_address() -> None:
    report = the_report(read(TEXT))

    assert (report.key, report.url) == (f"{URL}0", f"{URL}0")
    assert "Norland recalled its ambassador from Sudria on Monday." in report.text
    assert report.text[report.body_start :].startswith("Norland recalled")


def test_the_day_of_the_fetch_stands_in_with_a_warning() -> None:
    items = read(TEXT)

    assert the_report(items).published == date(2024, 2, 3)
    assert kinds(items) == ["fetch-date"]


def test_a_day_that_the_page_states_counts() -> None:
    head = '<head><meta property="article:published_time" content="2024-01-31T10:00:00Z">'
    page = a_page(TEXT).replace("<head>", head)

    items = read(an_answer(page.encode()))

    assert the_report(items).published == date(2024, 1, 31)
    assert kinds(items) == []


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1250\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    ],
    ids=["told by the server", "told by the page"],
)
def test_letters_are_read_in_the_encoding_that_was_told(head: str) -> None:
    page = a_page(f"{TEXT}\nMinister wyraził żal w Łodzi.")
    if "charset" not in head:
        page = page.replace("<head>", '<head><meta charset="windows-1250">')

    report = the_report(read(an_answer(page.encode("cp1250"), head)))

    assert "Minister wyraził żal w Łodzi." in report.text


def test_a_zipped_body_is_unzipped() -> None:
    head = OK_HTML.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n")

    report = the_report(read(an_answer(gzip.compress(a_page(TEXT).encode()), head)))

    assert "recalled its ambassador" in report.text


def test_what_is_no_page_is_passed_over_and_counted() -> None:
    items = read(an_answer(b"", REDIRECT), TEXT, an_answer(b"\x89PNG", PICTURE))

    assert the_report(items).key == f"{URL}1"
    (warning,) = (one for one in items if isinstance(one, Problem) and one.kind == "no-pages")
    assert "2 records are no pages" in warning.detail
    assert "status 301 (1)" in warning.detail
    assert "image/png (1)" in warning.detail


def test_requests_are_not_looked_at() -> None:
    request = an_answer(b"", "GET / HTTP/1.1\r\n\r\n", kind=WarcRecordType.request)

    assert read(request) == []


def test_a_page_that_is_too_long_is_a_problem_however_far_it_unzips() -> None:
    head = OK_HTML.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n")
    bomb = an_answer(gzip.compress(b"<p>" + b"x" * 5_000_000), head)

    items = read(bomb, TEXT, options=ReadOptions(max_chars=1_000))

    assert kinds(items)[0] == "too-long"
    assert the_report(items).key == f"{URL}1"


def test_a_page_without_an_article_is_a_problem_and_the_rest_goes_on() -> None:
    items = read(an_answer(b"<html></html>"), TEXT)

    assert kinds(items)[0] == "no-text"
    assert the_report(items).key == f"{URL}1"


@pytest.mark.parametrize("n_lost", [1, 200])
def test_of_a_file_that_breaks_off_what_came_before_stands(n_lost: int) -> None:
    data = warc_of([TEXT, TEXT, TEXT])[:-n_lost]

    items = list(read_warc("n.warc", io.BytesIO(data), ReadOptions()))

    assert sum(isinstance(item, Report) for item in items) >= 2


def test_what_is_no_web_archive_is_a_problem() -> None:
    (problem,) = read_warc("n.warc", io.BytesIO(b"neither fish nor fowl\n" * 9), ReadOptions())

    assert isinstance(problem, Problem)
    assert problem.kind == "broken-warc"


def test_a_web_archive_is_read_from_a_pipe() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    items = list(read_warc("-", Pipe(warc_of([TEXT])), ReadOptions()))

    assert the_report(items).key == f"{URL}0"

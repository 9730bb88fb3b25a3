"""HTML: the article of a page, and what the page says of itself."""

import gzip
import io
from datetime import date
from typing import Any

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.article import read_warc, report_from_page
from detente.sources.options import ReadOptions
from sources.archives import OK_HTML, URL, a_page, an_answer, warc_of
from sources.readings import PATIENT

BODY = """
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Norland recalls its ambassador</h1>
<p>Norland recalled its ambassador from Sudria on Monday, the foreign ministry said.</p>
<p>“Sudria must explain itself,” the minister told reporters in Harbourtown.</p></article>
<aside><time datetime="2019-05-06">6 May 2019</time> Read more about fishing</aside>
<footer>Copyright 2021 Harbour Wire</footer>
"""


def page(head: str = "", body: str = BODY) -> str:
    title = "<title>Norland recalls its ambassador | Harbour Wire</title>"
    return f"<!doctype html><html><head>{title}{head}</head><body>{body}</body></html>"


def a_report(head: str = "", body: str = BODY, **more: Any) -> Report:
    return report_from_page("a.html", page(head, body), **more)


def test_text_is_title_blank_line_body() -> None:
    report = a_report()

    assert report.text == (
        "Norland recalls its ambassador\n\n"
        "Norland recalled its ambassador from Sudria on Monday, the foreign ministry said.\n"
        "“Sudria must explain itself,” the minister told reporters in Harbourtown."
    )
    assert report.title == "Norland recalls its ambassador"
    assert report.text[report.body_start :].startswith("Norland recalled")


def test_menus_and_other_articles_are_left_out() -> None:
    text = a_report().text

    assert not [word for word in ("Sport", "fishing", "Copyright") if word in text]


def test_site_is_the_outlet() -> None:
    assert (
        a_report('<meta property="og:site_name" content="Harbour Wire">').outlet == "Harbour Wire"
    )


def test_a_known_site_has_the_name_of_the_list() -> None:
    assert (
        a_report('<meta property="og:site_name" content="NYTimes">').outlet == "The New York Times"
    )


def test_address_of_the_fetch_counts_before_what_the_page_claims() -> None:
    head = '<link rel="canonical" href="https://hw.example/claimed">'

    assert a_report(head).url == "https://hw.example/claimed"
    assert a_report(head, url="https://hw.example/fetched").url == "https://hw.example/fetched"


STATED = {
    "meta": '<meta property="article:published_time" content="2024-02-02T23:30:00-05:00">',
    "the older of two": (
        '<meta property="article:modified_time" content="2024-03-05">'
        '<meta property="article:published_time" content="2024-02-02">'
    ),
    "JSON-LD": (
        '<script type="application/ld+json">'
        '{"@type": "NewsArticle", "datePublished": "2024-02-02T10:00:00Z"}</script>'
    ),
    "canonical address": '<link rel="canonical" href="https://hw.example/2024/02/02/a.html">',
}
SHOWN = {
    "time": '<time datetime="2024-02-02T10:00:00Z">today</time>',
    "microdata": '<span itemprop="datePublished">2024-02-02</span>',
    "class": '<p class="publish-date">Published: February 2, 2024, 10:00 am</p>',
}


@pytest.mark.parametrize("head", STATED.values(), ids=STATED)
def test_a_date_stated_for_machines_is_the_publication(head: str) -> None:
    assert a_report(head).published == date(2024, 2, 2)


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_a_date_shown_above_the_article_is_the_publication(shown: str) -> None:
    body = BODY.replace("<article>", f"<article>{shown}")

    assert a_report(body=body).published == date(2024, 2, 2)


def test_the_address_tells_the_date() -> None:
    assert a_report(url="https://hw.example/2024/02/02/a.html").published == date(2024, 2, 2)


NOT_STATED = {
    "nothing but a footer's year and another article's time": "",
    "the address of a picture": '<meta property="og:image" content="https://hw.example/2023/05/06/a.jpg">',
    "a date in the title": '<meta property="og:title" content="The deal of 3 March 2019">',
}


@pytest.mark.parametrize("head", NOT_STATED.values(), ids=NOT_STATED)
def test_what_only_looks_like_a_date_is_none(head: str) -> None:
    assert a_report(head).published is None


HOSTILE = {
    "empty": "",
    "no text": "<html><body><img src=a.png></body></html>",
    "menus only": "<html><body><nav><a href=/>Home</a></nav></body></html>",
    "50,000 nested tags": "<html><body>" + "<div>" * 50_000 + "x" + "</div>" * 50_000,
    "broken tags": "<<<>><html <body <p",
    "entities that expand": (
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<html><p>&b;</p></html>"
    ),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_refused_or_read_but_never_crash(hostile: str) -> None:
    try:
        outcome = report_from_page("a.html", hostile).text.strip()
    except BadReport as err:
        outcome = err.kind

    assert outcome == "no-text" or len(outcome) < 100


def test_same_page_gives_the_same_report() -> None:
    assert a_report() == a_report()


LOOSE_TAGS = (
    *("<p>", "</p>", "<div>", "<html>", "<body>", "<head>", "<title>", "</title>", "<article>"),
    *("<h1>", "<table><tr><td>", "<frameset>", "<svg>", "<template>", "<plaintext>", "<time>"),
    *("<!--", "-->", "<![CDATA[", '<?xml version="1.0" encoding="utf-16"?>', "</script>"),
    *(
        '<script type="application/ld+json">{',
        '{"datePublished": [1]}',
        "<span itemprop=datePublished>",
    ),
    *('<meta property="article:published_time" content="9999-99-99">', "<meta charset=none>"),
    *('<link rel=canonical href="http://[::1">', '<a href="http://[">', '<base href="//">'),
    *("&#0;", "&#x1F600;", "\x0b", "\x00", "\ufffe", "Norland left Sudria. "),
)


@PATIENT
@given(st.lists(st.sampled_from(LOOSE_TAGS), max_size=40).map("".join))
def test_any_loose_tags_are_refused_or_read_but_never_crash(loose: str) -> None:
    try:
        text = report_from_page("a.html", loose, "http://[broken").text
    except BadReport as err:
        text = err.detail

    assert text.strip()


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

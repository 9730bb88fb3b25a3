"""Feeds of all kinds: what they list, and what becomes of the hostile ones."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadReport
from detente.sources.feeds import Entry, Feed, FeedKind, read_feed
from detente.sources.fetch import Fetched

NOW = datetime(2024, 2, 2, 12, tzinfo=UTC)
HERE = "https://norland.example/news/feed"


def read(body: bytes | str, **declared: str) -> Feed:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(Fetched(url=HERE, body=data, **declared), NOW)


def urls(feed: Feed) -> list[str]:
    return [entry.url for entry in feed.entries]


def kinds(feed: Feed) -> list[str]:
    return [problem.kind for problem in feed.problems]


def fault_of(body: bytes | str) -> BadReport:
    with pytest.raises(BadReport) as caught:
        read(body)
    return caught.value


def rss(items: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>"


def test_rss_gives_address_title_and_instant() -> None:
    feed = read(
        rss(
            "<item><title>Talks &amp; trade</title><link>https://norland.example/1</link>"
            "<guid isPermaLink='false'>n-1</guid>"
            "<pubDate>Fri, 02 Feb 2024 09:00:00 +0100</pubDate></item>"
        )
    )

    (entry,) = feed.entries
    assert feed.kind is FeedKind.FEED
    assert (entry.url, entry.title) == ("https://norland.example/1", "Talks & trade")
    assert entry.published == datetime(2024, 2, 2, 8, tzinfo=UTC)


def test_atom_gives_both_instants() -> None:
    feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Talks</title><id>n-1</id>"
        "<link href='/1'/><published>2024-02-01T08:00:00Z</published>"
        "<updated>2024-02-02T08:00:00Z</updated></entry></feed>"
    )

    (entry,) = feed.entries
    assert entry.url == "https://norland.example/1"
    assert (entry.published, entry.updated) == (
        datetime(2024, 2, 1, 8, tzinfo=UTC),
        datetime(2024, 2, 2, 8, tzinfo=UTC),
    )


def test_rdf_is_read() -> None:
    feed = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/'><item rdf:about='https://norland.example/1'>"
        "<title>Talks</title><link>https://norland.example/1</link></item></rdf:RDF>"
    )

    assert urls(feed) == ["https://norland.example/1"]


def test_json_feed_is_read_and_one_bad_item_does_not_spoil_it() -> None:
    feed = read(
        '{"version": "https://jsonfeed.org/version/1.1", "items": ['
        '{"id": 1, "url": "/1", "title": "Talks", "date_published": "2024-02-02T08:00:00Z"},'
        '{"id": ["?"]}, {"id": "https://norland.example/3"}]}'
    )

    assert feed.kind is FeedKind.JSON
    assert urls(feed) == ["https://norland.example/1", "https://norland.example/3"]
    assert kinds(feed) == ["bad-link"]


def test_news_sitemaps_give_title_and_day() -> None:
    feed = read(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url>"
        "<loc>https://norland.example/1</loc><n:news><n:publication_date>2024-02-02</n:publication_date>"
        "<n:title>Talks</n:title></n:news></url></urlset>"
    )

    (entry,) = feed.entries
    assert feed.kind is FeedKind.SITEMAP
    assert (entry.title, entry.published) == ("Talks", datetime(2024, 2, 2, tzinfo=UTC))


def test_an_index_gives_parts_and_no_entries() -> None:
    feed = read(
        "<sitemapindex><sitemap><loc>/sitemap-2.xml</loc><lastmod>2024-02-01</lastmod></sitemap>"
        "</sitemapindex>"
    )

    assert feed.entries == ()
    assert [part.url for part in feed.parts] == ["https://norland.example/sitemap-2.xml"]


def test_zipped_sitemaps_are_unzipped() -> None:
    body = gzip.compress(b"<urlset><url><loc>https://norland.example/1</loc></url></urlset>")

    assert urls(read(body)) == ["https://norland.example/1"]


def test_a_page_names_its_feeds_in_order_each_once() -> None:
    feed = read(
        "<!doctype html><html><head><base href='https://norland.example/en/'>"
        "<link rel='alternate' type='application/rss+xml' href='rss'>"
        "<link rel='ALTERNATE home' type='application/atom+xml' href='/atom'>"
        "<link rel='alternate' type='application/rss+xml' href='rss'>"
        "<link rel='alternate' type='application/rss+xml' href='javascript:x'>"
        "<link rel='stylesheet' type='text/css' href='a.css'></head></html>"
    )

    assert feed.kind is FeedKind.PAGE
    assert feed.links == ("https://norland.example/en/rss", "https://norland.example/atom")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("/1?utm_source=rss&id=7", "https://norland.example/1?id=7"),
        ("/1?at_medium=RSS&at_campaign=rss", "https://norland.example/1"),
        ("/1#comments", "https://norland.example/1"),
        ("HTTPS://Norland.Example/1", "https://norland.example/1"),
        ("/1?q=a%20b", "https://norland.example/1?q=a%20b"),
        ("/1?ref=17", "https://norland.example/1?ref=17"),
        ("//other.example/1", "https://other.example/1"),
    ],
)
def test_addresses_lose_what_only_tells_where_a_reader_came_from(written: str, plain: str) -> None:
    words = written.replace("&", "&amp;")

    assert urls(read(rss(f"<item><link>{words}</link></item>"))) == [plain]


def test_the_same_page_twice_is_one_entry() -> None:
    item = "<item><link>/1?utm_source={}</link></item>"

    assert len(read(rss(item.format("a") + item.format("b"))).entries) == 1


def test_links_that_are_no_pages_are_told_and_left_out() -> None:
    bad = ("javascript:alert(1)", "file:///etc/passwd", "ftp://norland.example/1", "http://a:b@c/")
    items = "".join(f"<item><link>{link}</link></item>" for link in (*bad, "/1"))

    feed = read(rss(items))

    assert urls(feed) == ["https://norland.example/1"]
    assert set(kinds(feed)) == {"bad-link"}


def test_a_date_to_come_is_told_and_not_used() -> None:
    feed = read(rss("<item><link>/1</link><pubDate>Fri, 02 Feb 2034 09:00:00 GMT</pubDate></item>"))

    assert feed.entries[0].published is None
    assert kinds(feed) == ["future-date"]


def test_a_feed_in_another_encoding_than_it_declares_is_read() -> None:
    body = rss("<item><title>Señor Núñez</title><link>/1</link></item>").encode("cp1252")

    feed = read(body, content_type="application/rss+xml", charset="utf-8")

    assert feed.entries[0].title == "Señor Núñez"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_marks_of_byte_order_are_understood(encoding: str) -> None:
    items = "<item><title>Núñez</title><link>/1</link></item>"

    feed = read(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(encoding))

    assert feed.entries[0].title == "Núñez"


def test_the_encoding_that_a_feed_declares_for_itself_counts() -> None:
    head = "<?xml version='1.0' encoding='windows-1251'?>"
    items = "<item><title>Переговоры</title><link>/1</link></item>"
    body = f"{head}<rss version='2.0'><channel>{items}</channel></rss>".encode("cp1251")

    assert read(body, content_type="text/xml").entries[0].title == "Переговоры"


def test_a_feed_that_is_cut_off_gives_what_it_had() -> None:
    items = "".join(f"<item><title>T</title><link>/{n}</link></item>" for n in range(3))

    feed = read(rss(items)[:-40])

    assert len(feed.entries) >= 2
    assert "broken-feed" in kinds(feed)
    assert kinds(read(rss(items))) == []


def test_a_feed_that_is_cut_off_before_its_first_address_is_broken() -> None:
    assert fault_of("<rss><channel><item><title>unclosed").kind == "broken-feed"


def test_a_thousand_entries_are_enough() -> None:
    body = "".join(f"<url><loc>/{n}</loc></url>" for n in range(1200))

    feed = read(f"<urlset>{body}</urlset>")

    assert len(feed.entries) == 1000
    assert kinds(feed) == ["too-many-entries"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "a billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>{rss("<title>&l9;</title>")}',
    "a file as an entity": f'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>{rss("&f;")}',
    "one long entity": f'<!DOCTYPE r [<!ENTITY a "{"a" * 9000}">]>{rss("&a;" * 9000)}',
    "deep nesting": rss("<a>" * 50_000),
    "too many bytes": rss("x" * 4_100_000),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_feeds_are_refused_before_they_are_parsed(body: str) -> None:
    error = fault_of(body)

    assert (error.key, error.kind) == (HERE, "hostile-feed")


def test_a_bomb_of_gzip_is_refused() -> None:
    assert fault_of(gzip.compress(b" " * 21_000_000)).kind == "hostile-feed"


def test_entities_in_a_sitemap_stay_closed() -> None:
    declared = '<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/passwd">]>'

    assert read(f"{declared}<urlset><url><loc>&f;</loc></url></urlset>").entries == ()


def test_entities_that_stand_for_one_character_are_harmless() -> None:
    body = f'<!DOCTYPE r [<!ENTITY nbsp "&#160;">]>{rss("<item><link>/1</link></item>")}'

    assert urls(read(body)) == ["https://norland.example/1"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "no-feed"),
        (b"\x00\x01\x02", "no-feed"),
        (b"News are out", "no-feed"),
        (b"{}", "broken-feed"),
        (b'{"items": ' + b"[" * 100_000, "broken-feed"),
        (b"<urlset><url><loc>", "broken-feed"),
        (b"\x1f\x8b\x08 no gzip", "broken-feed"),
        (b"<rss & channel", "broken-feed"),
    ],
    ids=[
        "empty",
        "binary",
        "words",
        "other JSON",
        "deep JSON",
        "cut sitemap",
        "bad gzip",
        "bad XML",
    ],
)
def test_what_is_no_feed_says_so(body: bytes, kind: str) -> None:
    assert fault_of(body).kind == kind


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"<rss>", b"<feed>", b"<urlset>", b"{", b"<html>"])
)
def test_no_bytes_at_all_make_it_crash(junk: bytes, root: bytes) -> None:
    kind = ""
    entries: tuple[Entry, ...] = ()
    try:
        entries = read(root + junk).entries
    except BadReport as err:
        kind = err.kind

    assert kind in {"", "no-feed", "broken-feed", "hostile-feed"}
    assert all(entry.url.startswith(("http://", "https://")) for entry in entries)

"""The desk on a phone, without JavaScript, and on paper."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page

from browser.chromium import PHONE
from browser.conftest import context_of
from browser.test_walk import FORMS
from browser.walking import Walk
from browser.watching import Watch, watched

ATOM = "{http://www.w3.org/2005/Atom}"
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    && !one.closest(".wide, .unseen"))
  .map(one => one.outerHTML.slice(0, 100))"""
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
  .filter(one => one.tabIndex >= 0 && one.getClientRects().length)
  .findIndex(one => document.querySelector("main").contains(one))"""
OVERHANG = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = """MOSCOW, Feb 2 (Harbour Wire) - China's foreign minister met his Russian counterpart \
in Moscow on Friday. China condemned the sanctions of the United States."""


@pytest.fixture
def phone(browser: Browser, address: str, watches: list[Watch]) -> Iterator[Page]:
    with context_of(browser, address, viewport=PHONE, is_mobile=True, has_touch=True) as context:
        watches.append(watched(context, address))
        yield context.new_page()


@pytest.fixture
def plain(browser: Browser, address: str, watches: list[Watch]) -> Iterator[Page]:
    """A window in which no script runs."""
    with context_of(browser, address, java_script_enabled=False) as context:
        watches.append(watched(context, address))
        yield context.new_page()


def test_no_page_is_wider_than_a_phone(phone: Page, address: str) -> None:
    pages = Walk(address, most=1).pages(phone, "/", *FORMS)

    over = {asked: phone.evaluate(WIDER) for asked in pages if phone.evaluate(OVERHANG) > 0}

    assert over == {}


def test_words_are_large_enough_to_read_on_a_phone(phone: Page) -> None:
    phone.goto("/dyad/CHN/USA")

    sizes = phone.evaluate(
        "() => [...document.querySelectorAll('main p, main li, main td')]"
        ".map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert sizes
    assert min(sizes) >= 12


def test_every_page_is_reached_without_javascript(plain: Page, address: str) -> None:
    walk = Walk(address, most=1)

    empty = [asked for asked in walk.pages(plain, "/", *FORMS) if len(_told(plain)) < 40]

    assert walk.broken == []
    assert empty == []


def test_a_timeline_is_filtered_without_javascript(plain: Page) -> None:
    plain.goto("/dyad/CHN/USA")
    plain.locator("#events summary").first.click()  # it is folded
    plain.locator("#filter-type").select_option("ACCUSE")
    plain.get_by_role("button", name="Show", exact=True).click()
    plain.wait_for_load_state()

    acts = plain.locator("table.events a.act").all()
    assert acts
    codes = [one.get_attribute("title") or "" for one in acts]
    assert {one.partition(",")[0] for one in codes} == {"ACCUSE"}


def test_only_what_is_certain_enough_is_listed(plain: Page) -> None:
    plain.goto("/dyad/CHN/USA")
    plain.locator("#events summary").first.click()
    cells = plain.locator("table.events .certainty")
    before = [float(one[:4]) for one in cells.all_inner_texts()]
    plain.locator("#filter-certainty").select_option("0.9")
    plain.get_by_role("button", name="Show", exact=True).click()
    plain.wait_for_load_state()
    after = [float(one[:4]) for one in cells.all_inner_texts()]

    assert min(before) < 0.9 <= min(after)


def test_the_feeds_of_two_sides_and_of_an_issue_lead_to_events(window: Page) -> None:
    for page in ("/dyad/CHN/USA", "/issue/taiwan"):
        window.goto(page)
        address = window.get_by_role("link", name="Feed", exact=True).get_attribute("href")
        assert address is not None
        feed = ET.fromstring(window.request.get(address).body())  # noqa: S314  # ours
        links = [one.get("href") or "" for one in feed.iterfind(f".//{ATOM}entry/{ATOM}link")]
        found = [window.request.get(one) for one in links[:3]]

        assert links
        assert [(one.status, "/event/" in one.url) for one in found] == [(200, True)] * len(found)


def test_a_text_is_coded_without_javascript(plain: Page) -> None:
    plain.goto("/code")
    plain.locator("textarea").fill(TEXT)
    plain.get_by_label("Published").fill("2024-02-02")
    plain.get_by_role("button", name="Code").click()

    heads = plain.locator("ol.cards .head .code").all_inner_texts()
    assert "CONSULT" in {one.partition(",")[0] for one in heads}
    assert plain.locator(".text mark, .text a.mark").count() > 2


def test_a_printed_dyad_is_its_brief(window: Page) -> None:
    window.goto("/dyad/CHN/USA")
    window.emulate_media(media="print")

    assert not window.locator("header.top").is_visible()
    assert not window.locator("#timeline").is_visible()
    assert not window.get_by_role("button").first.is_visible()
    assert window.get_by_role("heading", level=1).is_visible()
    assert window.locator(".block").first.is_visible()
    assert window.locator(".cite").first.is_visible()


def test_a_printed_dyad_tells_its_period(window: Page) -> None:
    window.goto("/dyad/CHN/USA?since=2023-01-01&until=2023-12-31")
    told = window.get_by_text("From 1 Jan 2023 until 31 Dec 2023", exact=True)
    is_on_screen = told.is_visible()
    window.emulate_media(media="print")

    assert (is_on_screen, told.is_visible()) == (False, True)
    assert not window.get_by_text("show all of the brief").first.is_visible()


def test_a_printed_dyad_bears_its_days_and_address(window: Page) -> None:
    window.goto("/dyad/CHN/USA")
    window.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    window.emulate_media(media="print")

    told = window.locator(".paper").inner_text()
    assert re.fullmatch(
        r"As of \d+ \w+ 2024, the day of the last report; printed \d+ \w+ 20\d\d; http.*/CHN/USA",
        told,
    )


def test_a_curve_on_a_phone_begins_at_its_newest_end(phone: Page) -> None:
    phone.goto("/dyad/CHN/USA")
    right = "one => one.getBoundingClientRect().right"
    window, curve = phone.locator(".drawn").first, phone.locator(".drawn svg").first

    assert abs(window.evaluate(right) - curve.evaluate(right)) <= 2


def test_a_picture_that_is_explored_is_printed_as_it_was_drawn(window: Page) -> None:
    window.goto("/dyad/CHN/USA")
    figure = window.locator("figure[data-spec]").first
    figure.get_by_role("button", name="Explore").click()
    figure.locator(".explored canvas").wait_for()

    window.emulate_media(media="print")

    assert figure.locator(".drawn").is_visible()
    assert not figure.locator(".explored").is_visible()


@pytest.mark.parametrize(
    "asked",
    [
        "/",
        "/about",
        "/actor/CHN",
        "/dyad/CHN/USA",
        "/dyad/CHN/USA?since=2023-01-01&until=2024-12-31",
        "/compare?a=CHN-USA&b=IRN-SAU",
        "/search?q=sanctions",
    ],
)
def test_a_page_on_a_phone_is_read_to_its_end(phone: Page, asked: str) -> None:
    phone.goto(asked)

    assert phone.evaluate("document.documentElement.scrollHeight") <= 6_000


def test_the_main_content_is_few_tab_stops_away(window: Page, address: str) -> None:
    before = {
        asked: window.evaluate(STOPS) for asked in Walk(address, most=1).pages(window, "/", *FORMS)
    }

    assert max(before.values()) <= 40


def test_a_printed_brief_is_dark_on_white_even_where_the_screen_is_dark(
    browser: Browser, address: str
) -> None:
    with context_of(browser, address, color_scheme="dark") as context:
        window = context.new_page()
        window.goto("/dyad/CHN/USA")
        window.emulate_media(media="print")
        colours = window.evaluate(
            "() => [getComputedStyle(document.body).backgroundColor,"
            " getComputedStyle(document.body).color]"
        )

    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_a_brief_fits_few_sheets(window: Page) -> None:
    window.goto("/dyad/CHN/USA")

    sheets = re.findall(rb"/Type\s*/Page\b", window.pdf(format="A4", prefer_css_page_size=True))

    assert 1 <= len(sheets) <= 5  # how they stand, what happened, and then the sections


# Private functions


def _told(window: Page) -> str:
    return window.locator("main").inner_text()


def test_a_phone_shows_the_first_lines_and_all_on_demand(phone: Page, window: Page) -> None:
    lines = "section[aria-labelledby=latest] li >> visible=true"
    phone.goto("/")
    first = phone.locator(lines).count()
    phone.get_by_text("Show all 10", exact=True).click()
    window.goto("/")

    assert (first, phone.locator(lines).count()) == (8, 10)
    assert window.locator(lines).count() == 10
    assert not window.get_by_text("Show all").first.is_visible()

"""The desk is walked with the keyboard alone: all is reached, in order, and the focus is seen."""

from collections.abc import Iterator
from itertools import groupby
from typing import TypedDict

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import context_of
from browser.watching import Watch, watched

NUMBERED = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  const shown = all.filter(one => one.checkVisibility({visibilityProperty: true})
    && !one.disabled && one.tabIndex >= 0);
  shown.forEach((one, number) => one.setAttribute("data-stop", number));
  return shown.length;
}"""
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {
    stop: one.hasAttribute("data-stop") ? Number(one.getAttribute("data-stop")) : null,
    html: one.outerHTML.slice(0, 120),
    // the calendar's button within a date is marked by the browser, not by the page
    is_seen: (style.outlineStyle !== "none" || !one.matches(":focus")) && box.bottom > 0
      && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
ALL_IMAGES = """() => Promise.all([...document.images].map(one => {
  one.loading = "eager";
  return one.decode();
})).then(() => null)"""
MOST_STOPS = 600


class Stop(TypedDict):
    """Where the focus is. ``stop`` counts what can be reached, in the order of the page."""

    stop: int | None
    html: str
    is_seen: bool


@pytest.fixture
def window(browser: Browser, address: str, watches: list[Watch]) -> Iterator[Page]:
    """A window in which nothing moves slowly."""
    with context_of(browser, address, reduced_motion="reduce") as context:
        watches.append(watched(context, address))
        yield context.new_page()


def stops(window: Page) -> list[Stop]:
    """Press Tab until the focus has left the page; where it was. A date has several parts."""
    found = list[Stop]()
    while len(found) < MOST_STOPS:
        window.keyboard.press("Tab")
        stop: Stop = window.evaluate(FOCUSED)
        if stop["html"].startswith("<body"):
            return found
        found.append(stop)
    pytest.fail(f"the focus does not leave {window.url}")


@pytest.mark.parametrize("asked", ["/", "/dyad/CHN/USA", "/search?q=visit", "/code", "/about"])
def test_tab_reaches_everything_in_the_order_of_the_page(window: Page, asked: str) -> None:
    window.goto(asked)
    window.evaluate(ALL_IMAGES)  # or one that comes late moves what has the focus
    n_stops = window.evaluate(NUMBERED)

    found = stops(window)

    reached = [number for number, _ in groupby(one["stop"] for one in found) if number is not None]
    assert reached == list(range(n_stops))
    assert [one["html"] for one in found if not one["is_seen"]] == []


def test_the_first_tab_offers_to_skip_to_the_content(window: Page) -> None:
    window.goto("/dyad/CHN/USA")
    window.keyboard.press("Tab")
    skip = window.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("one => one === document.activeElement")
    assert skip.bounding_box() is not None
    assert window.evaluate(FOCUSED)["is_seen"]

    window.keyboard.press("Enter")
    window.keyboard.press("Tab")

    is_inside = "() => document.querySelector('main').contains(document.activeElement)"
    assert window.evaluate(is_inside)


def test_a_relation_is_asked_for_without_a_mouse(window: Page, address: str) -> None:
    window.goto("/")
    window.get_by_label("One side").focus()
    window.keyboard.type("China")
    window.keyboard.press("Tab")
    window.keyboard.type("United States")
    window.keyboard.press("Enter")
    window.wait_for_url("**/dyad/CHN/USA")

    assert window.url == f"{address}/dyad/CHN/USA"


def test_the_timeline_is_filtered_without_a_mouse(window: Page) -> None:
    window.goto("/dyad/CHN/USA")
    window.locator("#events summary").first.focus()
    window.keyboard.press("Enter")  # it is folded
    window.get_by_role("combobox", name="Status").focus()
    window.keyboard.press("p")  # one key: a slow machine takes several for several beginnings
    window.keyboard.press("Tab")
    window.get_by_role("button", name="Show", exact=True).focus()
    window.keyboard.press("Enter")
    window.wait_for_url("**status=future**")

    assert set(window.locator("table.events .badge").all_inner_texts()) == {"Planned"}


def test_a_search_is_typed_and_sent(window: Page) -> None:
    window.goto("/about")
    window.get_by_role("searchbox").first.focus()
    window.keyboard.type("balloon")
    window.keyboard.press("Enter")
    window.wait_for_url("**/search?q=balloon")

    assert window.get_by_role("link", name="balloon").count() > 0

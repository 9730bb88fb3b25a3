"""Pictures: points that lead to their events, files to take away, and a chart to explore."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import PATIENCE_MS, context_of

DYAD = "/dyad/CHN/USA"
BOTH = pytest.mark.parametrize("asked", [DYAD, "/compare?a=CHN-USA&b=IRN-SAU"])


@BOTH
def test_a_point_of_the_curve_leads_to_the_events_of_its_month(window: Page, asked: str) -> None:
    window.goto(asked)
    point = window.locator("figure svg a").first
    point.scroll_into_view_if_needed()
    point.dispatch_event("click")
    window.wait_for_url(re.compile(r"since=.*until="))

    assert window.locator("table.events tbody tr").count() > 0


@BOTH
def test_each_picture_can_be_taken_away(window: Page, address: str, asked: str) -> None:
    window.goto(asked)
    links = window.locator("figure .exports a").evaluate_all("all => all.map(one => one.href)")
    found = {one: window.context.request.get(one) for one in links}

    kinds = {one.partition("?")[0].rpartition(".")[2] for one in found}
    assert kinds == {"svg", "png", "json", "csv"}
    assert {one: answer.status for one, answer in found.items() if not answer.ok} == {}
    assert all(one.startswith(address) for one in found)


@BOTH
def test_a_page_elsewhere_shows_a_picture_and_leads_to_its_page(
    window: Page, browser: Browser, address: str, tmp_path: Path, asked: str
) -> None:
    window.goto(asked)
    embed = window.locator("details.embed").first
    embed.locator("summary").click()
    snippet = embed.locator("textarea").input_value()

    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text(f"<title>Elsewhere</title>{snippet}", encoding="utf-8")
    with context_of(browser, address) as context:
        page = context.new_page()
        page.goto(elsewhere.as_uri())
        image = page.get_by_role("img", name=re.compile("How warm"))
        expect(image).to_have_js_property("complete", value=True)
        expect(image).not_to_have_js_property("naturalWidth", 0, timeout=PATIENCE_MS)
        page.get_by_role("link").click()
        page.wait_for_url(lambda url: url == f"{address}{asked}")


@BOTH
def test_a_picture_is_explored_without_a_word_from_elsewhere(window: Page, asked: str) -> None:
    window.goto(asked)
    figure = window.locator("figure[data-spec]").first
    figure.get_by_role("button", name="Explore").click()

    expect(figure.locator(".explored canvas")).to_be_visible()
    expect(figure.locator(".drawn")).to_be_hidden()
    figure.get_by_role("button", name="Explore").click()
    expect(figure.locator(".drawn")).to_be_visible()


def test_images_are_drawn_and_not_broken(window: Page) -> None:
    for asked in ("/", DYAD, "/about"):
        window.goto(asked)
        window.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for image in window.locator("img").all():
            image.scroll_into_view_if_needed()
            expect(image).not_to_have_js_property("naturalWidth", 0, timeout=PATIENCE_MS)

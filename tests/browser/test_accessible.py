"""axe-core finds nothing serious or critical, on light ground, on dark, and on a phone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from browser.conftest import context_of
from browser.test_walk import FORMS
from browser.walking import Walk

GRAVE = {"serious", "critical"}
DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
VIEWS: tuple[tuple[Literal["light", "dark"], ViewportSize], ...] = (
    ("light", DESK),
    ("dark", DESK),
    ("light", PHONE),
)
AXE = Axe()


def findings(window: Page) -> Iterator[str]:
    """What axe-core finds grave on the page that is open: the ground, the rule, and where."""
    for ground, size in VIEWS:
        window.emulate_media(color_scheme=ground)
        window.set_viewport_size(size)
        for found in AXE.run(window).response["violations"]:
            if found["impact"] in GRAVE:
                for node in found["nodes"]:
                    yield f"{found['id']}, {ground}, {size['width']}: {node['html'][:160]}"


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Page]:
    """A window into which axe-core may be put; the desk's own policy would rightly forbid it."""
    with context_of(browser, address, bypass_csp=True) as context:
        yield context.new_page()


def test_no_page_has_a_grave_finding(window: Page, address: str) -> None:
    pages = Walk(address, most=1).pages(window, "/", *FORMS)

    found = {asked: list(findings(window)) for asked in pages}

    assert len(found) >= 8
    assert {asked: grave for asked, grave in found.items() if grave} == {}


def test_a_page_that_is_not_there_has_no_grave_finding(window: Page) -> None:
    window.goto("/event/none")

    assert window.get_by_role("heading", level=1).inner_text() == "Not Found"
    assert list(findings(window)) == []


def test_axe_sees_what_is_wrong(window: Page) -> None:
    window.set_content("<html><title>t</title><p style='color:#eee'>faint</p><img src='x.png'>")

    assert {one.partition(",")[0] for one in findings(window)} >= {"color-contrast", "image-alt"}

"""Debian's Chromium, driven by Playwright, which downloads nothing.

In:  the machine.   Out: a browser that reaches nothing but this machine; contexts of it.
Does not: run anywhere silently without it: where CI is "true", a missing browser fails the tests.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

__all__ = ["PHONE", "launched"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
# every name is unknown but the desk's: what a page asks for elsewhere cannot leave the machine
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
PHONE = {"width": 360, "height": 740}


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_path(), chromium_sandbox=False, args=[NOWHERE]
        )
        try:
            yield browser
        finally:
            browser.close()


# Private functions


def _path() -> str:
    """Find Chromium; without it the tests are skipped, but in CI they fail."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return found
    told = "there is no Chromium to look at pages with; apt-get install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)

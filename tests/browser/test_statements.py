"""Real statements in the browser: 590 of two governments, from outside the repository.

``make browse`` runs this; ``make test`` does not, for coding them takes minutes.
"""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.chromium import PHONE
from browser.conftest import context_of
from browser.serving import served
from browser.test_screens import OVERHANG
from browser.walking import Walk
from browser.watching import watched

FOLDER = Path(__file__).parents[3] / "shared" / "samples" / "text"
FILE = FOLDER / "us_china_statements_2025-01_2025-09.jsonl.gz"
N_STATEMENTS = 590
N_PAGES = 60
STARTS = ("/", "/search?q=tariffs", "/search?q=Taiwan", "/dyad?one=China&other=USA")

pytestmark = [
    pytest.mark.skipif(
        not FILE.is_file(),
        reason=f"the statements are not here: no ../shared/samples/text/{FILE.name}",
    ),
    pytest.mark.skipif("BROWSE" not in os.environ, reason="takes minutes; run make browse"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A live desk on all the statements."""
    path = tmp_path_factory.mktemp("statements") / "statements.duckdb"
    command = [sys.executable, "-m", "detente", "add", str(FILE), "--title-column", "headline"]
    done = subprocess.run(  # noqa: S603  # our own command
        [*command, "--ledger", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    with served(path) as there:
        yield there


def test_all_statements_are_there(browser: Browser, address: str) -> None:
    with context_of(browser, address) as context:
        found = context.request.get("/index.json").json()

    with gzip.open(FILE, "rt", encoding="utf-8") as rows:
        told = [line for line in rows if line.strip()]
    assert len(told) == N_STATEMENTS
    assert found["counts"]["n_reports"] == len(set(told))  # some stand in the file twice
    assert found["counts"]["n_problems"] < N_STATEMENTS // 50


def test_pages_of_every_kind_work_on_real_statements(browser: Browser, address: str) -> None:
    with context_of(browser, address) as context:
        watch, window = watched(context, address), context.new_page()
        walk = Walk(address, most=8)
        opened = [_opened(window, asked) for asked in walk.pages(window, *STARTS)]

    assert len(opened) >= N_PAGES
    assert walk.broken == []
    assert watch.wrongs == []
    assert [asked for asked, is_whole in opened if not is_whole] == []


def test_no_page_on_real_statements_is_wider_than_a_phone(browser: Browser, address: str) -> None:
    with context_of(browser, address, viewport=PHONE, is_mobile=True) as context:
        window = context.new_page()
        pages = Walk(address, most=3).pages(window, *STARTS)
        over = [asked for asked in pages if window.evaluate(OVERHANG) > 0]

    assert over == []


# Private functions


def _opened(window: Page, asked: str) -> tuple[str, bool]:
    """A page's address, and whether it has a heading and something under it."""
    told = window.locator("main").inner_text()
    return asked, window.locator("h1").count() == 1 and len(told) > 40

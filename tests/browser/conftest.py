"""A browser, and desks for it to look at: the demo's reports, and hostile ones.

The browser lives as long as a module: while it runs, its thread has an event loop, and other tests
of the same process want one of their own.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import detente
from browser.chromium import launched
from browser.serving import served
from browser.watching import Watch, watched

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports.jsonl"
PATIENCE_MS = 90_000  # for one step of a page on a machine that does much else


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A ledger with the example reports, made once for all processes of a test run."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder if worker_id == "master" else folder.parent
    path = folder / "demo.duckdb"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            making = folder / "making.duckdb"
            list(detente.add([str(EXAMPLES)], making))
            making.rename(path)
    return path


@pytest.fixture(scope="session")
def address(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a live desk on a copy of the demo's ledger, which nobody changes."""
    copy = tmp_path_factory.mktemp("desk") / "demo.duckdb"
    shutil.copy(demo, copy)
    with served(copy) as there:
        yield there


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """What was watched; a test passes only if nothing went wrong in any of it."""
    found = list[Watch]()
    yield found
    assert [wrong for watch in found for wrong in watch.wrongs] == []


@contextmanager
def context_of(browser: Browser, address: str, **options: Any) -> Iterator[BrowserContext]:
    """Make a context; contexts share no cookies."""
    context = browser.new_context(base_url=address, locale="en-GB", **options)
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()


@pytest.fixture
def window(browser: Browser, address: str, watches: list[Watch]) -> Iterator[Page]:
    """A window on the demo's desk, watched."""
    with context_of(browser, address) as context:
        watches.append(watched(context, address))
        yield context.new_page()

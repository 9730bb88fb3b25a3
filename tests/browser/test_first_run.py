"""An empty ledger in a browser: sign in, one button, and the demo's reports are there."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from browser.conftest import PATIENCE_MS, context_of
from browser.serving import served
from browser.watching import Watch, watched
from detente.ledger import Ledger
from detente.web.tokens import SUFFIX, Role, Tokens

CODED_MS = 600_000  # for the coder to be loaded, and 14 reports, on a machine that does much else


def test_a_newcomer_adds_the_demo_and_asks_how_two_sides_stand(
    browser: Browser, watches: list[Watch], tmp_path: Path
) -> None:
    path = tmp_path / "first.duckdb"
    Ledger.open(path).close()
    secret = Tokens(Path(f"{path}{SUFFIX}")).add("Ada", Role.WRITE)

    with served(path) as address, context_of(browser, address) as context:
        watches.append(watched(context, address))
        window = context.new_page()
        window.goto("/")
        expect(window.get_by_role("heading", name="This ledger is empty")).to_be_visible(
            timeout=PATIENCE_MS
        )
        window.locator("#first").locator("..").get_by_role("link", name="sign in").click()
        window.get_by_label("Token").fill(secret)
        window.get_by_role("button", name="Sign in").click()
        window.get_by_role("button", name="Add the demo’s reports").click()
        expect(window.get_by_role("heading", name="14 reports added")).to_be_visible(
            timeout=CODED_MS
        )
        window.get_by_role("link", name="How do China and the United States stand?").click()
        expect(window.get_by_role("heading", level=1)).to_contain_text("China", timeout=PATIENCE_MS)
        window.goto("/")
        expect(window.get_by_role("heading", name="Who dealt with whom")).to_be_visible(
            timeout=PATIENCE_MS
        )

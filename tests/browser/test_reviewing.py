"""Doubtful claims are ruled on with one key each, and undone with one; without scripts, too."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import context_of
from browser.serving import served
from browser.watching import Watch, watched
from detente.web.tokens import SUFFIX, Role, Tokens

LEFT = re.compile(r"([\d,]+) ruled on, ([\d,]+) to look at")
SETTLING = """() => {
  window.settling = new Promise(settled =>
    document.addEventListener("htmx:afterSettle", () => settled(null), {once: true}));
}"""


@pytest.fixture(scope="module")
def ledger(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's ledger, to be written to."""
    copy = tmp_path_factory.mktemp("review") / "demo.duckdb"
    shutil.copy(demo, copy)
    return copy


@pytest.fixture(scope="module")
def address(ledger: Path) -> Iterator[str]:
    with served(ledger) as there:
        yield there


@pytest.fixture(scope="module")
def token(ledger: Path) -> str:
    """Ann's token to review."""
    return Tokens(Path(f"{ledger}{SUFFIX}")).add("ann", Role.REVIEW)


@pytest.fixture
def signed_in(window: Page, token: str) -> Page:
    return sign_in(window, token)


@pytest.fixture
def plain(browser: Browser, address: str, token: str, watches: list[Watch]) -> Iterator[Page]:
    """A signed-in window in which no script runs."""
    with context_of(browser, address, java_script_enabled=False) as context:
        watches.append(watched(context, address))
        yield sign_in(context.new_page(), token)


def sign_in(window: Page, token: str) -> Page:
    """Sign in, and go to the queue."""
    window.goto("/sign-in?next=/review")
    window.get_by_label("Token").fill(token)
    window.get_by_role("main").get_by_role("button", name="Sign in").click()
    window.wait_for_url("**/review")
    return window


def progress(window: Page) -> tuple[int, int]:
    """How many claims are ruled on, and how many wait."""
    told = LEFT.search(window.locator(".progress").inner_text())
    assert told
    return int(told[1].replace(",", "")), int(told[2].replace(",", ""))


def shown(window: Page) -> str:
    """The claim that is shown, by the address of its own page."""
    return window.get_by_role("link", name="this claim").get_attribute("href") or ""


def press(window: Page, key: str) -> None:
    """Press a key and wait until the page shows what came of it."""
    window.evaluate(SETTLING)
    window.keyboard.press(key)
    window.evaluate("() => window.settling")


def test_a_claim_is_ruled_on_with_one_key_and_undone_with_one(signed_in: Page) -> None:
    n_ruled, n_left = progress(signed_in)
    first = shown(signed_in)

    press(signed_in, "a")
    assert progress(signed_in) == (n_ruled + 1, n_left - 1)
    assert shown(signed_in) != first
    assert "coded right" in signed_in.locator("form.last").inner_text()

    press(signed_in, "u")
    assert progress(signed_in) == (n_ruled, n_left)
    assert shown(signed_in) == first


def test_skipping_leaves_no_trace(signed_in: Page) -> None:
    before, first = progress(signed_in), shown(signed_in)

    press(signed_in, "s")

    assert progress(signed_in) == before
    assert shown(signed_in) != first


def test_a_letter_in_a_reason_is_no_verdict(signed_in: Page) -> None:
    before = progress(signed_in)
    signed_in.keyboard.press("b")
    signed_in.keyboard.type("read aloud")

    assert signed_in.get_by_label("Because").input_value() == "read aloud"
    assert progress(signed_in) == before


def test_keys_can_be_switched_off(signed_in: Page) -> None:
    before = progress(signed_in)
    switch = signed_in.get_by_label("rule by single keys")
    switch.uncheck()
    signed_in.locator("h1").click()
    signed_in.keyboard.press("r")
    signed_in.reload()

    assert progress(signed_in) == before
    switch.check()


def test_the_focus_is_on_the_next_claim_after_a_verdict(signed_in: Page) -> None:
    press(signed_in, "a")

    assert signed_in.evaluate("() => document.activeElement.id") == "item"
    press(signed_in, "u")


def test_a_claim_is_rejected_and_taken_back_without_javascript(plain: Page) -> None:
    before, first = progress(plain), shown(plain)
    plain.get_by_role("button", name="No such act").click()
    assert progress(plain)[0] == before[0] + 1
    assert shown(plain) != first

    plain.get_by_role("button", name="Undo").click()
    assert progress(plain) == before


def test_a_ruling_is_made_and_withdrawn_on_the_page_of_an_event(signed_in: Page) -> None:
    signed_in.get_by_role("link", name="its event").first.click()
    signed_in.wait_for_url("**/event/**")
    form = signed_in.locator("form:has(fieldset.verdicts)").first
    form.evaluate("one => { const all = one.closest('details'); if (all) all.open = true; }")
    form.get_by_label("it is correctly coded").check()
    form.get_by_label("Because").fill("the words say so")
    form.get_by_role("button", name="Rule").click()
    made = signed_in.get_by_role("listitem").filter(has_text="the words say so")
    made.first.wait_for()

    made.get_by_role("button", name="Withdraw").first.click()
    signed_in.locator("li.gone").filter(has_text="the words say so").first.wait_for()

    assert made.get_by_role("button", name="Withdraw").count() == 0


def test_a_noted_and_pinned_event_is_on_the_page_of_its_two_sides(signed_in: Page) -> None:
    signed_in.goto("/dyad/CHN/USA")
    signed_in.locator("section[aria-labelledby=latest] a.act").first.click()
    signed_in.wait_for_url("**/event/**")
    signed_in.get_by_role("textbox", name="Note").fill("ask the ministry")
    signed_in.get_by_role("button", name="Add the note").click()
    signed_in.get_by_text("ask the ministry").wait_for()
    signed_in.get_by_role("button", name="Pin it").click()
    signed_in.get_by_role("button", name=re.compile(r"Withdraw\s*: pinned")).wait_for()
    event = signed_in.url.partition("?")[0].partition("#")[0]

    signed_in.goto("/dyad/CHN/USA")
    marked = signed_in.locator("section[aria-labelledby=marked] li")

    assert marked.count() == 1
    assert event.endswith(marked.locator("a.act").get_attribute("href") or "-")
    assert re.search(r"“ask the ministry” ann, ", marked.inner_text())
    assert re.search(r"Pinned ann, ", marked.inner_text())


def test_who_is_not_signed_in_is_shown_how_to(window: Page) -> None:
    window.goto("/review")

    assert window.get_by_role("button", name="Correctly coded").count() == 0
    window.get_by_role("main").get_by_role("link", name="sign in").click()
    assert window.get_by_label("Token").is_visible()
    assert window.get_by_text("detente token add").is_visible()

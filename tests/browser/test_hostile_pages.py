"""Reports that try to run a script: in a browser none runs, nothing is fetched, nothing opens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page, Request

from browser.chromium import PHONE
from browser.conftest import context_of
from browser.serving import served
from browser.walking import Walk
from browser.watching import Watch, watched
from detente.ledger import Ledger
from web.hostility import HOSTILE_WORDS, PAYLOADS
from web.shelf import hostile_ledger

N_AT_ONCE = 30
FOREIGN = """() => [...document.querySelectorAll("*")].filter(one =>
    [...one.attributes].some(({name}) => /^(on|hx-on|data-hx-on)/.test(name))
    || ["IFRAME", "OBJECT", "EMBED", "BASE", "FRAME", "VIDEO"].includes(one.tagName)
    || one.matches("meta[http-equiv]")
    || (one.tagName === "SCRIPT" && !(one.src || "").startsWith(`${location.origin}/static/`)
        && one.type !== "application/json"))
  .map(one => one.outerHTML.slice(0, 200))"""


@dataclass
class Listener:
    """Hears a script that ran, and a request that a text asked for."""

    watch: Watch
    heard: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        """A page's own address may well hold the word; what it loads may not."""
        if "canary" in request.url and not request.is_navigation_request():
            self.heard.append(request.url)

    def wrongs(self) -> list[str]:
        return [*self.heard, *self.watch.wrongs]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The ledger of hostile words, and the address of its desk."""
    path = hostile_ledger(tmp_path_factory.mktemp("hostile"), PAYLOADS)
    with served(path) as there:
        yield path, there


def listening(context: BrowserContext, address: str) -> Listener:
    """Listen to all that happens in a context."""
    listener = Listener(watched(context, address))
    context.expose_function("canary", lambda *_: listener.heard.append("a script ran"))
    context.on("request", listener.note)
    return listener


def pages_on_each(address: str, window: Page) -> list[str]:
    """The pages on each report and each event."""
    found = list[str]()
    for kind in ("report", "event"):
        answer = window.context.request.get(f"{address}/api/v1/{kind}s?limit=200").json()
        found += [f"/{kind}/{one['id']}" for one in answer["items"]]
    return found


def test_the_listener_hears_a_script(browser: Browser, hostile: tuple[Path, str]) -> None:
    _, address = hostile
    with context_of(browser, address, bypass_csp=True) as context:
        listener, window = listening(context, address), context.new_page()
        window.goto("/about")
        window.evaluate(
            "() => document.body.innerHTML += '<img src=/canary onerror=\"canary(); ran = 1\">'"
        )
        window.wait_for_function("() => 'ran' in window")

        assert "a script ran" in listener.heard
        assert f"{address}/canary" in listener.heard
        assert len(window.evaluate(FOREIGN)) == 1


def test_no_script_runs_on_the_page_of_any_report_or_event(
    browser: Browser, hostile: tuple[Path, str]
) -> None:
    _, address = hostile
    with context_of(browser, address) as context:
        listener, window = listening(context, address), context.new_page()
        opened = pages_on_each(address, window)
        foreign = list[str]()
        for asked in opened:
            window.goto(asked)
            foreign += window.evaluate(FOREIGN)

        assert len(opened) > len(PAYLOADS) * 2
        assert foreign == []
        assert listener.wrongs() == []


def test_no_script_runs_wherever_links_lead(browser: Browser, hostile: tuple[Path, str]) -> None:
    _, address = hostile
    with context_of(browser, address) as context:
        listener, window = listening(context, address), context.new_page()
        walk = Walk(address, most=2)
        pages = walk.pages(window, "/", "/search?q=canary", "/search?q=%3Cscript")
        foreign = [found for _ in pages for found in window.evaluate(FOREIGN)]

        # the words of all at once make an address that is refused for its length
        assert [one for one in walk.broken if not one.startswith("414 ")] == []
        assert foreign == []
        assert listener.wrongs() == []


@pytest.mark.parametrize("kind", ["search?q=", "outlet/", "nowhere/"])
def test_what_is_asked_is_shown_and_not_run(
    browser: Browser, hostile: tuple[Path, str], kind: str
) -> None:
    _, address = hostile
    with context_of(browser, address) as context:
        listener, window = listening(context, address), context.new_page()
        for words in PAYLOADS:
            if len(words) < 300 and "/" not in words[:3]:
                window.goto(f"/{kind}{quote(words, safe='')}")
                assert window.evaluate(FOREIGN) == [], words

        # a page that is not there is an error to the console, and to nobody else
        told = [one for one in listener.wrongs() if "404" not in one and "40" not in one[:3]]
        assert told == []


def test_twins_and_pictures_opened_as_pages_run_nothing(
    browser: Browser, hostile: tuple[Path, str]
) -> None:
    _, address = hostile
    with context_of(browser, address) as context:
        listener, window = listening(context, address), context.new_page()
        for asked in pages_on_each(address, window)[::3]:
            window.goto(f"{asked}.json")
        for picture in ("NRL/SDR", "NRL/SDR/issues", "NRL/SDR/map"):
            window.goto(f"/picture/{picture}.svg")

        # neither has an icon: the browser looks for one where a site may keep it
        assert [one for one in listener.wrongs() if "/favicon.ico" not in one] == []


def test_huge_words_make_no_page_wider_than_a_phone(
    browser: Browser, hostile: tuple[Path, str]
) -> None:
    _, address = hostile
    wide = list[str]()
    with context_of(browser, address, viewport=PHONE, is_mobile=True) as context:
        window = context.new_page()
        for asked in [*pages_on_each(address, window)[-6:], "/", "/about", "/dyad/NRL/SDR"]:
            window.goto(asked)
            root = "document.documentElement"
            if window.evaluate(f"() => {root}.scrollWidth > {root}.clientWidth"):
                wide.append(asked)

    assert wide == []


@settings(max_examples=1, phases=[Phase.generate])  # shrinking would serve hundreds of ledgers
@given(st.lists(HOSTILE_WORDS, min_size=N_AT_ONCE, max_size=N_AT_ONCE, unique=True))
def test_made_words_run_nothing_either(browser: Browser, hostile: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = hostile_ledger(Path(folder), hostile)
        with Ledger.open(path, read_only=True) as ledger:
            asked = [f"/report/{one.id}" for one in ledger.reports()]
            asked += [f"/event/{one.id}" for one in ledger.events()]
        with served(path) as address, context_of(browser, address) as context:
            listener, window = listening(context, address), context.new_page()
            foreign = list[str]()
            for one in [*asked, "/", "/about", "/dyad/NRL/SDR"]:
                window.goto(one)
                foreign += window.evaluate(FOREIGN)

            assert foreign == []
            assert listener.wrongs() == []

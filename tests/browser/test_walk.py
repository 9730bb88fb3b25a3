"""Every page, found by following links from Start, in a browser that has nothing to complain of."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.serving import served
from browser.walking import Walk, page_routes
from builders import a_claim, a_coding, a_date, a_problem, a_report, a_run
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Ruling, RulingKind, Status

# what a person types into a form, and then sends
FORMS = ("/search?q=China", "/dyad?one=China&other=USA")

UNLINKED = {
    *("/health", "/metrics"),  # for programs that watch the desk
    *("/queue/{errand_id}", "/queue/{errand_id}.json"),  # for who sent a text to read
}


@pytest.fixture(scope="module")
def address(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's desk; a problem, a plan, a report that two versions coded, a ruling beside."""
    path = tmp_path_factory.mktemp("walk") / "demo.duckdb"
    shutil.copy(demo, path)
    with Ledger.open(path) as opened:
        visit = a_report("Norland's president will visit Sudria.", key="visit")
        planned = a_claim(visit, date=a_date("2025-01-01"), status=Status.FUTURE)
        opened.add([a_coding(visit, claims=(planned,)), a_coding(), a_problem()], a_run())
        opened.add([a_coding(a_report(key="norland"), claims=())], a_run(version="0.0.9"))
        read = next(iter(opened.claims()))
        ruling = Ruling(
            kind=RulingKind.ACCEPT,
            target=read.id,
            because="its words say so",
            by="ann",
            made_at=datetime(2024, 3, 1, tzinfo=UTC),
        )
        opened.rule([ruling])
        compute_events(opened)
    with served(path) as there:
        yield there


def test_every_page_is_reached_and_nothing_goes_wrong_on_it(window: Page, address: str) -> None:
    visited = "0.1700000000"  # in 2023, when the ledger was empty
    window.context.add_cookies(
        [{"name": "detente-visit", "value": f"{visited}-{visited}", "url": address}]
    )
    walk = Walk(address, most=2)

    two = "/compare?a=CHN-USA&b=IRN-SAU"
    starts = ("/", *FORMS, two, "/actor/CHN")  # a country: it has partners
    headings = {asked: window.locator("h1").count() for asked in walk.pages(window, *starts)}

    assert walk.broken == []
    assert page_routes() - walk.reached == UNLINKED
    assert {asked: n for asked, n in headings.items() if n != 1} == {}


def test_a_page_asks_for_nothing_twice(window: Page, address: str) -> None:
    asked = list[str]()
    window.on("request", lambda request: asked.append(request.url))

    window.goto(f"{address}/dyad/CHN/USA")

    assert f"{address}/dyad/CHN/USA" in asked
    assert sorted(set(asked)) == sorted(asked)


def test_the_way_from_start_to_the_words_is_four_clicks(window: Page, address: str) -> None:
    window.goto(f"{address}/")
    window.get_by_role("region", name="Who dealt with whom").get_by_role("link").first.click()
    window.locator("a.act:visible").first.click()
    window.get_by_role("region", name="claim").get_by_role("link").first.click()

    expect(window.locator(".card:target")).to_have_count(1)
    assert window.url.startswith(f"{address}/report/")
    window.locator(".card:target").get_by_role("link", name="in the text").click()
    assert window.locator("a.mark").first.is_visible()

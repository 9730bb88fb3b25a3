"""Every page answers, and every link of it leads somewhere."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_date, a_report, a_run
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Report, Status
from detente.web import Desk
from detente.web.forms import local_path
from detente.web.tokens import LASTS, SESSION_COOKIE, Role, Sessions
from web.conftest import client_of
from web.reading import seen_in
from web.shelf import ordinary_ledger
from web.signed_in import form_token, send, sign_in, writing_desk

PAGES = (
    "/",
    "/dyad/NRL/SDR",
    "/dyad/NRL/SDR?status=future",
    "/dyad/nrl/sdr?as_of=2024-02-01",
    "/actor/NRL",
    "/actor/SDR-GOV",
    "/issue/fishing",
    "/outlet/Harbour Wire",
    "/outlet/Vostia/Daily 50%25",
    "/search?q=matter",
    "/search?q=%25",
    "/about",
)


def kind_of(address: str) -> str:
    return address.split("/")[1].split("?", maxsplit=1)[0]


def two_alike(n_letters: int) -> tuple[Report, Report]:
    """Two reports whose ids begin with the same letters."""
    known: dict[str, Report] = {}
    made = (a_report(key=f"{number}", text=f"Report {number}.") for number in count())
    return next(
        (other, one) for one in made if (other := known.setdefault(one.id[:n_letters], one)) != one
    )


def walk(desk: TestClient, most: int = 3) -> dict[str, str]:
    """Follow links from the first page, to ``most`` pages of a kind; the pages by address."""
    waiting, pages, known = deque(["/"]), dict[str, str](), {"/"}
    while waiting:
        address = waiting.popleft()
        if sum(kind_of(one) == kind_of(address) for one in pages) == most:
            continue
        found = desk.get(address)
        assert found.status_code == 200, address
        pages[address] = found.text
        for link in seen_in(found.text).links():
            target = urldefrag(urljoin(f"http://localhost{address}", link)).url
            if target.startswith("http://localhost/") and target not in known:
                known.add(target)
                waiting.append(target.removeprefix("http://localhost"))
    return pages


@pytest.mark.parametrize("address", PAGES)
def test_a_page_and_its_twin_answer(desk: TestClient, address: str) -> None:
    page = desk.get(address)

    links = seen_in(page.text).named("link")
    (twin,) = [one["href"] for one in links if one.get("type") == "application/json"]
    assert page.status_code == 200
    assert desk.get(twin).headers["content-type"] == "application/json"


def test_every_link_leads_somewhere(desk: TestClient) -> None:
    kinds = {kind_of(address) for address in walk(desk)}

    subjects = {"actor", "dyad", "event", "issue", "outlet", "picture", "report"}
    assert subjects | {"", "about", "code", "search"} <= kinds


def test_places_on_a_page_that_links_name_are_there(desk: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        report = next(iter(ledger.reports())).id
    page = seen_in(desk.get(f"/report/{report}").text)

    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.links() if link.startswith("#")} <= set(ids)


def test_a_page_has_landmarks_one_heading_and_labels(desk: TestClient) -> None:
    for address in PAGES:
        page = seen_in(desk.get(address).text)
        labelled = {one.get("for") for one in page.named("label")}

        assert page.named("html") == [{"lang": "en"}], address
        assert len(page.named("main")) == len(page.named("h1")) == 1, address
        assert page.named("a")[0]["href"] == "#main", address
        assert "find" in labelled, address


def test_the_cited_words_are_shown_where_they_stand(desk: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        report = next(report for report in ledger.reports() if report.key == "dispute")

    page = desk.get(f"/report/{report.id}?at=8-14").text

    assert 'id="cited"' in page
    assert page.count('id="cited"') == 1


def test_a_disputed_event_names_who_denies_it(desk: TestClient) -> None:
    (event,) = desk.get("/api/v1/events?standing=disputed").json()["items"]

    page = seen_in(desk.get(f"/event/{event['id']}").text)

    assert "Denied by" in page.text
    assert "/actor/SDR-GOV" in page.links()


def test_the_next_plan_is_on_the_first_page(desk: TestClient) -> None:
    (planned,) = desk.get("/index.json").json()["planned"]

    assert (planned["status"], planned["date"]["start"]) == ("future", "2025-05-01")


def test_a_plan_that_was_fulfilled_is_no_longer_planned_next(tmp_path: Path) -> None:
    plan = a_report("Norland will visit Sudria.", key="plan", published=date(2024, 11, 20))
    deed = a_report("Norland visits Sudria.", key="deed", published=date(2024, 12, 4))
    sides = {"mode": "visit", "actors": ("NRL-GOV",), "recipients": ("SDR-GOV",)}
    days = a_date("2024-12-03", "2024-12-08"), a_date("2024-12-03")
    with Ledger.open(tmp_path / "visits.duckdb") as ledger:
        planned = a_claim(plan, **sides, date=days[0], status=Status.FUTURE)
        done = a_claim(deed, **sides, date=days[1])
        ledger.add([a_coding(plan, claims=(planned,)), a_coding(deed, claims=(done,))], a_run())
        compute_events(ledger)

    page = client_of(Desk(ledger=tmp_path / "visits.duckdb")).get("/index.json").json()

    assert page["planned"] == []


def test_what_is_told_for_a_day_centuries_away_is_not_planned_next(tmp_path: Path) -> None:
    sides = {"mode": "visit", "actors": ("NRL-GOV",), "recipients": ("SDR-GOV",)}
    codings = []
    for day in ("2309-01-01", "2026-11-20"):
        report = a_report(f"To visit on {day}.", key=day, published=date(2024, 11, 20))
        planned = a_claim(report, **sides, date=a_date(day), status=Status.FUTURE)
        codings.append(a_coding(report, claims=(planned,)))
    with Ledger.open(tmp_path / "far.duckdb") as ledger:
        ledger.add(codings, a_run())
        compute_events(ledger)

    page = client_of(Desk(ledger=tmp_path / "far.duckdb")).get("/index.json").json()

    assert [one["date"]["start"] for one in page["planned"]] == ["2026-11-20"]


def test_names_lead_to_the_dyad(desk: TestClient) -> None:
    found = desk.get("/dyad?one=China&other=usa", follow_redirects=False)

    assert (found.status_code, found.headers["location"]) == (303, "/dyad/CHN/USA")


def test_a_claim_leads_to_its_event(desk: TestClient) -> None:
    event = desk.get("/api/v1/events?limit=1").json()["items"][0]
    claim = event["claims"][0]

    found = desk.get(f"/claim/{claim}", follow_redirects=False)

    assert found.headers["location"] == f"/event/{event['id']}#claim-{claim}"


@pytest.mark.parametrize("kind", ["report", "event", "claim"])
def test_how_an_id_begins_will_do(desk: TestClient, ordinary: Path, kind: str) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        first = {
            "report": ledger.reports().first(),
            "event": ledger.events().first(),
            "claim": ledger.claims().first(),
        }[kind]

    assert first is not None
    assert desk.get(f"/{kind}/{first.id[:10]}").status_code == 200


def test_what_begins_several_ids_is_refused_with_them(tmp_path: Path) -> None:
    one, other = two_alike(4)
    path = tmp_path / "alike.duckdb"
    with Ledger.open(path) as ledger:
        ledger.add([a_coding(one, claims=()), a_coding(other, claims=())], a_run())
    answer = client_of(Desk(ledger=path)).get(f"/report/{one.id[:4]}")

    assert answer.status_code == 404
    assert one.id in answer.text
    assert other.id in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/event/0000000000",
        "/event/xy",
        "/event/Ωμέγα",
        "/report/none",
        "/claim/none",
        "/actor/XXX",
        "/issue/none",
        "/outlet/none",
        "/nowhere",
        "/picture/XXX/YYY.svg",
        "/dyad?one=Atlantis&other=usa",
        "/static/../desk.py",
        "/static/%2e%2e/desk.py",
        "/static/..%2fdesk.py",
        "/static//etc/passwd",
        "/static/",
    ],
)
def test_what_is_not_there_is_told_so(desk: TestClient, address: str) -> None:
    found = desk.get(address)

    assert found.status_code == 404
    assert "<h1>Not Found</h1>" in found.text


def test_a_side_that_nobody_knows_is_told_so(desk: TestClient) -> None:
    found = desk.get("/dyad/NRL/GRX")

    assert found.status_code == 404
    assert "no state is known as &#39;GRX&#39;; did you mean " in found.text


@pytest.mark.parametrize(
    "address",
    [
        "/dyad/NRL/NRL",
        "/dyad/NRL/SDR?since=yesterday",
        "/dyad/NRL/SDR?since=2024-02-02&until=2024-02-01",
        "/dyad/NRL/SDR?status=perhaps",
        "/dyad/NRL/SDR?standing=high",
        "/dyad/NRL/SDR?after=nonsense",
        "/dyad/NRL/SDR?as_of=2024-13-01",
    ],
)
def test_what_cannot_be_asked_is_told_so(desk: TestClient, address: str) -> None:
    assert desk.get(address).status_code == 400


def test_an_empty_ledger_has_pages_too(tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    Ledger.open(path).close()
    desk = client_of(Desk(ledger=path))

    assert "This ledger is empty" in desk.get("/").text
    assert [desk.get(one).status_code for one in ("/about", "/search?q=peace", "/index.json")] == [
        200,
        200,
        200,
    ]


def test_a_missing_ledger_is_told_so(tmp_path: Path) -> None:
    found = client_of(Desk(ledger=tmp_path / "none.duckdb")).get("/")

    assert found.status_code == 400
    assert "there is no ledger at" in found.text


def test_a_busy_ledger_asks_to_come_again(tmp_path: Path) -> None:
    path = tmp_path / "busy.duckdb"
    desk = client_of(Desk(ledger=path, wait_s=0))
    with Ledger.open(path):
        found = desk.get("/index.json")

    assert (found.status_code, found.headers["retry-after"]) == (503, "5")
    assert found.headers["content-type"] == "application/problem+json"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = ordinary_ledger(tmp_path_factory.mktemp("held"))
    with writing_desk(path) as desk:
        yield desk


def session_cookie(client: TestClient, desk: Desk, name: str) -> str:
    secret = desk.tokens.add(name, Role.REVIEW)
    answered = send(client, "/sign-in", {"secret": secret}, page="/sign-in")
    return str(answered.headers["set-cookie"]).lower()


def test_the_name_of_who_is_signed_in_stands_on_every_page(held: Desk) -> None:
    client = sign_in(held, "Ada Lovelace")

    assert "Ada Lovelace" in seen_in(client.get("/about").text).text


def test_the_sessions_cookie_is_for_this_site_and_no_script(held: Desk) -> None:
    cookie = session_cookie(client_of(held), held, "cookie")

    assert {"httponly", "samesite=strict", "path=/"} <= {one.strip() for one in cookie.split(";")}


def test_the_cookie_is_not_the_token_and_is_kept_nowhere(held: Desk) -> None:
    client = client_of(held)
    secret = held.tokens.add("kept", Role.READ)

    send(client, "/sign-in", {"secret": secret}, page="/sign-in")

    value = client.cookies[SESSION_COOKIE]
    assert value not in {secret, ""}
    assert value not in repr(held.sessions.__dict__)


def test_a_wrong_token_is_told_so_and_leaves_nobody_signed_in(held: Desk) -> None:
    client = client_of(held)

    answered = send(client, "/sign-in", {"secret": "detente_wrong"}, page="/sign-in")

    assert answered.status_code == 401
    assert "unknown here, or revoked" in answered.text
    assert "detente_wrong" not in answered.text
    assert SESSION_COOKIE not in client.cookies


def test_signing_out_ends_the_session_for_the_cookie_too(held: Desk) -> None:
    client = sign_in(held, "leaving")
    cookie = client.cookies[SESSION_COOKIE]

    send(client, "/sign-out", {"next": "/about"}, page="/about")

    client.cookies.set(SESSION_COOKIE, cookie)
    assert "leaving" not in client.get("/about").text


def test_a_revoked_token_ends_its_sessions(held: Desk) -> None:
    client = sign_in(held, "dismissed")

    held.tokens.revoke("dismissed")

    assert "dismissed" not in client.get("/about").text


def test_a_session_ends_after_a_working_day(held: Desk) -> None:
    now = [datetime(2024, 2, 2, 8, tzinfo=UTC)]
    held.sessions = Sessions(now=lambda: now[0])
    client = sign_in(held, "all day")

    now[0] += LASTS - timedelta(minutes=1)
    is_in = "all day" in client.get("/about").text
    now[0] += timedelta(minutes=2)

    assert is_in
    assert "all day" not in client.get("/about").text


def test_the_page_says_how_to_get_a_token(held: Desk) -> None:
    assert "detente token add" in client_of(held).get("/sign-in").text


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"),
        *("http:/evil.example", "evil", "/a\r\nset-cookie: x=y", "/é", ""),
    ],
)
def test_signing_in_leads_nowhere_else(address: str) -> None:
    assert local_path(address) == "/"


@pytest.mark.parametrize("address", ["/", "/review?dyad=NRL+SDR", "/event/abcd#claim-1"])
def test_signing_in_leads_back_to_the_page(address: str) -> None:
    assert local_path(address) == address


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/review", "/review/undo", "/code"])
def test_no_form_is_taken_without_its_token(held: Desk, address: str) -> None:
    client = sign_in(held, f"without {address}", Role.WRITE)

    assert client.post(address, data={"secret": "x", "claim": "x"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(held: Desk, headers: dict[str, str]) -> None:
    client = client_of(held)
    token = form_token(client, "/sign-in")

    answered = client.post("/sign-in", data={"token": token, "secret": "x"}, headers=headers)

    assert answered.status_code == 403


def test_a_desk_that_only_reads_offers_no_sign_in(desk: TestClient) -> None:
    assert "Sign in" not in seen_in(desk.get("/").text).text


def test_cookies_of_a_desk_behind_https_are_sent_over_https_alone(held: Desk) -> None:
    client = client_of(held)
    client.base_url = "https://localhost"

    assert "secure" in session_cookie(client, held, "over https").split("; ")

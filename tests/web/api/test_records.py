"""The API: rows page by page, each once; tags; clear errors; a description that holds."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.codebook import load_codebook
from detente.ledger import Ledger
from detente.ledger.contract import event_row
from detente.relations import Scope, brief_from_evidence, brief_json, evidence_in
from web.shelf import N_REPORTS

BY_VALUE = {"by_status", "contexts"}  # whose keys are ids, or words
LISTS = ("reports", "claims", "statements", "events", "actors", "relations")


def all_of(desk: TestClient, name: str, limit: int, **wanted: str) -> list[dict[str, Any]]:
    """Read a list to its end, page by page."""
    items: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        page = desk.get(f"/api/v1/{name}", params={**wanted, "after": after, "limit": limit})
        assert page.status_code == 200, page.text
        items += page.json()["items"]
        after = page.json()["after"]
    return items


@pytest.mark.parametrize("limit", [7, 200])
@pytest.mark.parametrize("name", LISTS)
def test_pages_hold_every_row_once(desk: TestClient, name: str, limit: int) -> None:
    whole = desk.get(f"/api/v1/{name}?limit=200").json()["items"]

    assert all_of(desk, name, limit) == whole


def test_a_list_holds_what_the_ledger_holds(desk: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        known = {name: {one.id for one in getattr(ledger, name)()} for name in LISTS[:4]}

    found = {name: {one["id"] for one in all_of(desk, name, 50)} for name in LISTS[:4]}

    assert found == known
    assert len(found["reports"]) == N_REPORTS + 2


def test_lists_are_newest_first_and_the_undated_last(desk: TestClient) -> None:
    days = [one["published"] for one in all_of(desk, "reports", 50)]

    assert days[-1] is None
    assert days[:-1] == sorted(days[:-1], reverse=True)


def test_an_event_is_the_row_of_the_contract(desk: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        events = {event.id: event_row(event, load_codebook()) for event in ledger.events()}

    for item in all_of(desk, "events", 50):
        row = events[item["id"]]
        assert (item["type"], tuple(item["claims"])) == (row.type, row.claims)
        assert desk.get(f"/api/v1/events/{item['id']}").json() == item


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"dyad": "SDR,NRL"}, 22),
        ({"status": "future"}, 1),
        ({"standing": "disputed"}, 1),
        ({"type": "COERCE"}, 1),
        ({"actor": "FRA"}, 0),
        ({"since": "2024-07-01"}, 2),
    ],
)
def test_events_can_be_filtered(desk: TestClient, wanted: dict[str, str], count: int) -> None:
    assert len(all_of(desk, "events", 200, **wanted)) == count


def test_a_report_has_its_text(desk: TestClient) -> None:
    (item,) = all_of(desk, "reports", 50, report="dispute")

    found = desk.get(f"/api/v1/reports/{item['id']}").json()

    assert found["text"] == "Norland jailed a sailor, Norland said; Sudria denied it."


def test_a_claims_quote_is_at_its_span(desk: TestClient) -> None:
    for claim in all_of(desk, "claims", 200)[:12]:
        text = desk.get(f"/api/v1/reports/{claim['report']['id']}").json()["text"]
        assert text[slice(*claim["span"])] == claim["quote"]


def test_a_relation_is_the_brief(desk: TestClient, ordinary: Path) -> None:
    scope = Scope(side_a="NRL", side_b="SDR", name_a="NRL", name_b="SDR")
    with Ledger.open(ordinary, read_only=True) as ledger:
        brief = brief_from_evidence(evidence_in(ledger, scope), load_codebook())

    assert desk.get("/api/v1/relations/NRL/SDR").text == brief_json(brief)


def test_affairs_are_those_of_the_brief_and_can_be_few(desk: TestClient) -> None:
    brief = desk.get("/api/v1/relations/NRL/SDR").json()
    found = desk.get("/api/v1/relations/NRL/SDR/affairs").json()
    few = desk.get("/api/v1/relations/NRL/SDR/affairs?limit=1").json()

    assert found["items"] == brief["affairs"]
    assert few == {"items": brief["affairs"][:1], "n_affairs": len(brief["affairs"])}


def test_all_lines_of_a_brief_can_be_shown(desk: TestClient) -> None:
    some, whole = (desk.get(f"/dyad/NRL/SDR{query}").text for query in ("", "?all=true"))

    assert "show all of the brief</a>" in some
    assert "show all of the brief</a>" not in whole
    assert whole.count("<li") > some.count("<li")


@pytest.mark.parametrize(
    "address",
    ["/api/v1/events", "/index.json", "/dyad/NRL/SDR", "/static/desk.css", "/picture/NRL/SDR.svg"],
)
def test_what_is_known_already_is_not_sent_again(desk: TestClient, address: str) -> None:
    first = desk.get(address)
    again = desk.get(address, headers={"if-none-match": first.headers["etag"]})
    weak = desk.get(address, headers={"if-none-match": f'"x", W/{first.headers["etag"]}'})
    other = desk.get(address, headers={"if-none-match": '"x"'})

    assert (again.status_code, again.content) == (304, b"")
    assert (weak.status_code, other.status_code) == (304, 200)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/events?after=!!!", 400),
        ("/api/v1/events?after=W10", 400),
        ("/api/v1/events?since=soon", 400),
        ("/api/v1/events?dyad=CHN", 400),
        ("/api/v1/events?status=done", 400),
        ("/api/v1/events?standing=good", 400),
        ("/api/v1/events?colour=red", 400),
        ("/api/v1/reports?place=THA", 400),
        ("/api/v1/events?limit=0", 422),
        ("/api/v1/events?limit=201", 422),
        ("/api/v1/events?limit=many", 422),
        ("/api/v1/events/none0", 404),
        ("/api/v1/claims/none", 404),
        ("/api/v1/statements/none", 404),
        ("/api/v1/reports/none", 404),
        ("/api/v1/relations/CHN/CHN", 400),
        ("/api/v1/relations/NRL/XXX/series", 404),
        ("/api/v1/relations/NRL/SDR/series?direction=up", 422),
        ("/api/v1/relations?country=Frnce", 400),
        ("/api/v1/search?q=matter&kinds=claim", 400),
        ("/api/v1/statements?type=demnd", 400),
        ("/api/v1/relations?after=CHN", 400),
        ("/api/v1/relations?limit=0", 422),
        ("/api/v1/actors/none", 404),
        ("/api/v1/rulings?after=none", 400),
        ("/api/v1/rulings?kind=none", 422),
        ("/api/v1/none", 404),
    ],
)
def test_errors_are_problem_json(desk: TestClient, address: str, status: int) -> None:
    found = desk.get(address)

    problem = found.json()
    assert found.status_code == problem["status"] == status
    assert found.headers["content-type"] == "application/problem+json"
    assert problem["detail"]
    assert problem["instance"] == address.partition("?")[0]


def test_the_description_names_every_path_with_examples(desk: TestClient) -> None:
    told = desk.get("/api/v1/openapi.json").json()

    assert set(told["paths"]) == {
        "/api/v1/actors",
        "/api/v1/actors/{code}",
        "/api/v1/claims",
        "/api/v1/claims/{claim_id}",
        "/api/v1/code",
        "/api/v1/events",
        "/api/v1/events/{event_id}",
        "/api/v1/ledger",
        "/api/v1/queue/{errand_id}",
        "/api/v1/relations",
        "/api/v1/relations/{one}/{other}",
        "/api/v1/relations/{one}/{other}/affairs",
        "/api/v1/relations/{one}/{other}/series",
        "/api/v1/reports",
        "/api/v1/reports/{report_id}",
        "/api/v1/rulings",
        "/api/v1/rulings/{ruling_id}",
        "/api/v1/rulings/{ruling_id}/withdraw",
        "/api/v1/search",
        "/api/v1/statements",
        "/api/v1/statements/{statement_id}",
    }
    for name in (*LISTS, "rulings"):
        answer = told["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]
        assert answer["content"]["application/json"]["example"]["items"]


def test_the_examples_have_the_keys_of_real_rows(desk: TestClient) -> None:
    told = desk.get("/api/v1/openapi.json").json()

    for name in LISTS:
        answer = told["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]
        (example,) = answer["content"]["application/json"]["example"]["items"]
        row = desk.get(f"/api/v1/{name}?limit=1").json()["items"][0]
        assert set(example) == set(row), name


def test_the_examples_of_relations_and_search_have_keys_of_real_answers(desk: TestClient) -> None:
    told = desk.get("/api/v1/openapi.json").json()["paths"]
    pair = "/api/v1/relations/{one}/{other}"
    addresses = {
        path: path.format(one="NRL", other="SDR") for path in told if path.startswith(pair)
    }
    addresses["/api/v1/search"] = "/api/v1/search?q=matter"
    assert len(addresses) == 4

    for path, address in addresses.items():
        answer = told[path]["get"]["responses"]["200"]["content"]["application/json"]
        assert _lacks(answer["example"], desk.get(address).json()) == set(), path


def _lacks(example: object, real: object) -> set[str]:
    """Keys of an example that a real answer has not; rows are held against the first one."""
    if isinstance(example, list) and isinstance(real, list):
        return _lacks(example[0], real[0]) if example and real else set()
    if isinstance(example, dict) and isinstance(real, dict):
        both = (set(example) & set(real)) - BY_VALUE
        inner = (_lacks(example[key], real[key]) for key in both)
        return (set(example) - set(real)).union(*inner)
    return set()


def test_the_months_of_two_sides_are_those_of_the_page_and_of_a_period(desk: TestClient) -> None:
    address = "/api/v1/relations/NRL/SDR/series"
    months = desk.get(address).json()["items"]
    period = {"since": "2024-02-10", "until": "2024-04-20"}
    some = desk.get(address, params=period).json()["items"]
    one_way = desk.get(address, params={"direction": "a-to-b"}).json()["items"]

    stretches = desk.get("/dyad/NRL/SDR.json").json()["months"]
    by_start = {one["start"]: round(one["stock"], 2) for one in months}
    assert {one["start"]: one["stock"] for one in stretches}.items() <= by_start.items()
    assert [one["start"] for one in some] == ["2024-02-01", "2024-03-01", "2024-04-01"]
    assert sum(one["n_events"] for one in one_way) <= sum(one["n_events"] for one in months)
    assert {one["direction"] for one in one_way} == {"a-to-b"}


def test_affairs_are_of_a_period(desk: TestClient) -> None:
    asked = {"since": "2024-03-01", "until": "2024-03-31"}

    found = desk.get("/api/v1/relations/NRL/SDR/affairs", params=asked).json()

    assert found["items"]
    assert all(one["latest"] >= "2024-03-01" for one in found["items"])
    assert found["n_affairs"] < desk.get("/api/v1/relations/NRL/SDR/affairs").json()["n_affairs"]


def test_a_search_is_that_of_the_page(desk: TestClient) -> None:
    asked = {"q": "matter", "kind": "claim", "outlet": "Harbour Wire"}

    found = desk.get("/api/v1/search", params=asked).json()

    page = desk.get("/search.json", params=asked).json()
    assert found["n_claims"] == 20
    assert found == {name: page[name] for name in found}


def test_every_reference_of_the_description_is_there(desk: TestClient) -> None:
    told = desk.get("/api/v1/openapi.json")
    schemas = told.json()["components"]["schemas"]

    named = {part.partition('"')[0] for part in told.text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)

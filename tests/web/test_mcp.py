"""The record for assistants, asked with the SDK's own client."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, TextResourceContents

from builders import a_claim, a_coding, a_report, a_run
from detente.ledger import Ledger
from detente.records import Report
from detente.web import Desk
from detente.web.mcp import MOST_QUOTE, MOST_ROWS, mcp_server
from detente.web.tokens import Role
from web.live import served

TOOLS = {"search", "events", "explain", "brief", "affairs", "series", "actors", "code_text"}
Json = dict[str, Any]


def asked(desk: Desk, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """Do some work as a client of a desk's server, in this process."""

    async def session() -> Any:
        async with Client(mcp_server(desk, "http://desk.example")) as client:
            return await work(client)

    return asyncio.run(session())


def _json_of(result: CallToolResult) -> Json:
    (told,) = result.content
    assert isinstance(told, TextContent)
    found: Json = json.loads(told.text)
    return found


def call(desk: Desk, tool: str, **given: Any) -> Json:
    result = asked(desk, lambda client: client.call_tool(tool, given))
    assert not result.is_error, result.content
    return _json_of(result)


def refusal(desk: Desk, tool: str, **given: Any) -> str:
    result = asked(desk, lambda client: client.call_tool(tool, given))
    assert result.is_error
    (told,) = result.content
    assert isinstance(told, TextContent)
    return told.text


@pytest.fixture(scope="module")
def shelf(ordinary: Path) -> Desk:
    return Desk(ledger=ordinary)


def test_all_tools_only_read_and_say_what_they_give(shelf: Desk) -> None:
    listed = asked(shelf, lambda client: client.list_tools()).tools
    assert {tool.name for tool in listed} == TOOLS
    for tool in listed:
        assert tool.annotations.read_only_hint
        assert len(tool.description) > 60


def test_events_come_by_the_page_with_quotes_reports_and_links(shelf: Desk) -> None:
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = call(shelf, "events", dyad="NRL,SDR", after=after, limit=7)
        assert 0 < len(page["events"]) <= 7
        for event in page["events"]:
            assert event["link"] == f"http://desk.example/event/{event['id']}"
            for claim in event["claims"]:
                assert claim["quote"] in claim["sentence"]
                assert claim["link"].endswith(f"/report/{claim['report']}")
        seen += [event["id"] for event in page["events"]]
        after = page["after"]
    assert len(seen) == len(set(seen)) > 2 * 7


def test_a_page_has_so_many_rows_at_most(shelf: Desk) -> None:
    assert len(call(shelf, "actors", limit=1_000)["actors"]) <= MOST_ROWS
    assert len(call(shelf, "events", limit=-1)["events"]) == 1


def test_a_planned_event_is_told_as_planned(shelf: Desk) -> None:
    planned = call(shelf, "events", status="future")["events"]
    assert planned
    assert {event["status"] for event in planned} == {"future"}


def test_an_event_is_explained_by_the_beginning_of_its_id_down_to_its_words(shelf: Desk) -> None:
    (event,) = call(shelf, "events", dyad="NRL,SDR", limit=1)["events"]
    found = call(shelf, "explain", id=event["id"][:12])["event"]
    assert found["id"] == event["id"]
    assert found["n_claims"] == len(found["claims"])
    assert {"why", "coder", "quote", "report"} <= set(found["claims"][0])


def test_a_search_finds_words_and_says_how_many_there_are(shelf: Desk) -> None:
    found = call(shelf, "search", words="president met", kind="claim")
    assert found["n_claims"] >= len(found["claims"]) > 0
    assert not found["reports"]
    assert call(shelf, "search", words="zeppelin")["n_claims"] == 0


def test_affairs_come_by_the_page_the_weightiest_first_with_their_words(shelf: Desk) -> None:
    first = call(shelf, "affairs", one="nrl", other="SDR", limit=2)
    second = call(shelf, "affairs", one="NRL", other="SDR", page=2, limit=2)
    told = [*first["affairs"], *second["affairs"]]
    weights = [affair["weight"] for affair in told if not affair["is_doubtful"]]
    acts = [act for affair in told for act in (affair["lead"], *affair["parts"])]
    assert first["n_affairs"] == second["n_affairs"] >= len(told) > 2
    assert weights == sorted(weights, reverse=True)
    assert len({act["event"] for act in acts}) == len(acts)
    for act in acts:
        assert act["link"] == f"http://desk.example/event/{act['event']}"
        assert call(shelf, "explain", id=act["event"])["event"]["type"] == act["type"]
        for claim in act["claims"]:
            assert claim["quote"]
            assert claim["link"].endswith(f"/report/{claim['report']}")


def test_affairs_of_a_period_leave_out_what_was_published_later(shelf: Desk) -> None:
    assert call(shelf, "affairs", one="NRL", other="SDR", until="1990-01-01")["affairs"] == []
    assert call(shelf, "affairs", one="NRL", other="SDR", page=900)["affairs"] == []


def test_actors_a_brief_and_a_series_of_two_sides(shelf: Desk) -> None:
    rows = call(shelf, "actors", limit=2)["actors"]
    codes = [row["code"] for row in rows]
    assert codes == sorted(codes)
    assert [row["link"] for row in rows] == [f"http://desk.example/actor/{code}" for code in codes]
    brief = call(shelf, "brief", one="nrl", other="sdr")
    assert brief["reports"]
    assert brief["link"] == "http://desk.example/dyad/NRL/SDR"
    months = call(shelf, "series", one="NRL", other="SDR")["months"]
    told = [month for month in months if month["by_status"]]
    assert sum(month["cooperative"] for month in months) > 0
    assert all(f"?since={month['start']}&until=" in month["link"] for month in told)
    assert len(told) == sum(month["link"] is not None for month in months)
    none = call(shelf, "series", one="NRL", other="SDR", since="2999-01-01")
    assert none["months"] == []


def test_a_text_is_coded_and_nothing_is_kept(ordinary: Path) -> None:
    def coded(report: Report) -> Any:
        return a_coding(report, claims=(a_claim(report, predicate="met"),))

    desk = Desk(ledger=ordinary, coder=coded)
    before = ordinary.stat().st_mtime_ns
    found = call(desk, "code_text", text="Norland's president met Sudria's foreign minister.",
                 published="2024-02-02")  # fmt: skip
    assert [claim["type"] for claim in found["claims"]] == ["CONSULT"]
    assert "link" not in found["claims"][0]
    assert ordinary.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("tool", "given", "why"),
    [
        ("explain", {"id": "ffffffff"}, "ffffffff"),
        ("events", {"dyad": "NRL"}, "NRL"),
        ("events", {"after": "nonsense"}, "is not a cursor"),
        ("events", {"since": "yesterday"}, "yesterday"),
        ("events", {"status": "done"}, "done"),
        ("brief", {"one": "NRL", "other": "NRL"}, "NRL"),
        ("affairs", {"one": "NRL", "other": "QQQ"}, "QQQ"),
        ("series", {"one": "NRL", "other": "SDR", "since": "2024-02", "until": ""}, "2024-02"),
        ("code_text", {"text": "  "}, "there is no text"),
        ("code_text", {"text": "x" * 200_000}, "at most 100,000"),
    ],
)
def test_a_wrong_question_gets_the_words_that_a_person_gets(
    shelf: Desk, tool: str, given: Json, why: str
) -> None:
    assert why in refusal(shelf, tool, **given)


def test_hostile_words_come_as_short_printable_text(hostile: Path) -> None:
    found = call(Desk(ledger=hostile), "search", words="script")
    told = json.dumps(found, ensure_ascii=False)
    assert "\u202e" not in told
    assert "\x1b" not in told


def test_a_long_quote_is_cut(tmp_path: Path) -> None:
    report = a_report("Norland met Sudria " + "again and " * 500 + "again.")
    long = a_claim(report, predicate="met", quote=report.text)
    path = tmp_path / "long.duckdb"
    with Ledger.open(path) as ledger:
        ledger.add([a_coding(report, claims=(long,))], a_run())
    found = call(Desk(ledger=path), "explain", id=long.id)
    assert len(found["claims"][0]["quote"]) == MOST_QUOTE + 3


def test_codebook_and_runs_are_resources(shelf: Desk) -> None:
    async def both(client: Client) -> list[str]:
        found = [await client.read_resource(f"detente://{name}") for name in ("codebook", "runs")]
        texts = [one.contents[0] for one in found]
        return [one.text for one in texts if isinstance(one, TextResourceContents)]

    codebook, runs = asked(shelf, both)
    assert "COERCE/martial-law" in codebook
    assert json.loads(runs)[0]["coder"]


def test_over_stdio_as_an_assistant_starts_it(ordinary: Path) -> None:
    words = ["-m", "detente", "mcp", "--ledger", str(ordinary)]

    async def session() -> int:
        server = StdioServerParameters(command=sys.executable, args=words)
        async with Client(stdio_client(server)) as client:
            result = await client.call_tool("events", {"limit": 3})
            return len(_json_of(result)["events"])

    assert asyncio.run(session()) == 3


def test_over_http_it_stands_under_the_desks_tokens(ordinary: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.duckdb"
    path.write_bytes(ordinary.read_bytes())
    desk = Desk(ledger=path, is_local=False)
    secret = desk.tokens.add("assistant", Role.READ)

    async def session(url: str, **headers: str) -> int:
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            result = await client.call_tool("events", {"limit": 2})
            return len(_json_of(result)["events"])

    with served(desk) as url:
        assert asyncio.run(session(url, authorization=f"Bearer {secret}")) == 2
        assert httpx2.post(f"{url}/mcp", json={}).status_code == 401
        assert httpx2.get(
            f"{url}/mcp", headers={"authorization": f"Bearer {secret}"}
        ).status_code in {404, 405}

"""What takes long is done beside, one after the other, and looked for later."""

from pathlib import Path
from threading import Event
from time import sleep

import pytest
from fastapi import HTTPException

from detente.ledger.contract import TakenAnswer
from detente.web.holding import queue as queues
from detente.web.holding.queue import LONG_LETTERS, MOST_LETTERS, Queue
from detente.web.tokens import Role
from web.written_desk import MEETING, asking, written_desk

LONG = f"{MEETING} " + "Nothing was said. " * (LONG_LETTERS // 10)


def test_a_long_report_is_taken_with_a_place_to_look(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        client = asking(desk, Role.WRITE)
        taken = client.post("/api/v1/reports", json={"text": LONG, "published": "2024-02-02"})
        while (found := client.get(taken.headers["location"]).json())["state"] != "done":
            assert found["state"] in {"waiting", "coding"}

    assert (taken.status_code, taken.json()["n_reports"]) == (202, 1)
    assert found["answer"]["n_new"] == 1
    assert found["answer"]["items"][0]["report"]["published"] == "2024-02-02"


def test_a_text_beyond_all_measure_is_a_problem_at_once(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        client = asking(desk, Role.WRITE)
        taken = client.post("/api/v1/reports", json=[{"text": "a " * MOST_LETTERS}])

    assert taken.status_code == 200
    (item,) = taken.json()["items"]
    assert item["report"] is None
    assert [one["kind"] for one in item["problems"]] == ["too-long"]


def test_what_is_unknown_is_said_to_be_sent_again(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        found = asking(desk).get("/api/v1/queue/none")

    assert found.status_code == 404
    assert "send it again" in found.json()["detail"]


def test_when_many_wait_the_next_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "MOST_WAITING", 1)
    goes_on, queue = Event(), Queue()

    def work() -> TakenAnswer:
        assert goes_on.wait(60)
        return TakenAnswer(n_new=0, items=())

    queue.begin(1, work)
    with pytest.raises(HTTPException) as refused:
        queue.begin(1, work)
    goes_on.set()
    queue.close()

    assert refused.value.status_code == 503


def test_what_fails_says_why() -> None:
    queue = Queue()

    def work() -> TakenAnswer:
        raise HTTPException(503, "the ledger is busy")

    errand = queue.begin(1, work)
    queue._pool.shutdown(wait=True)

    assert (errand.state, errand.detail) == ("failed", "the ledger is busy")


def test_what_waits_when_the_desk_stops_begins_no_other_coder(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        pass

    def work() -> TakenAnswer:
        desk.coding_elsewhere.run()
        return TakenAnswer(n_new=0, items=())

    errand = Queue().begin(1, work)
    while errand.state in {"waiting", "coding"}:
        sleep(0.001)

    assert errand.state == "failed"
    assert "the desk is stopping" in (errand.detail or "")

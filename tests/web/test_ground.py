"""A ledger that is gone, replaced, or cannot grow: the desk says so, and takes nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.ledger import kept_open
from detente.web import Desk
from detente.web.tokens import Role
from web.written_desk import TALKS, asking, written_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with written_desk(tmp_path) as opened:
        assert opened.keeper.has_settled(60)
        yield opened


def path_of(desk: Desk) -> Path:
    assert isinstance(desk.ledger, Path)
    return desk.ledger


def told(desk: Desk) -> list[tuple[int, str]]:
    """What the desk says of its health, and to who sends a report."""
    client = asking(desk, Role.WRITE)
    answers = (client.get("/health"), client.post("/api/v1/reports", json={"text": TALKS}))
    return [(one.status_code, one.json()["detail"]) for one in answers]


def test_a_ledger_that_is_gone_is_told_and_nothing_is_taken(desk: Desk) -> None:
    path_of(desk).rename(path_of(desk).with_suffix(".elsewhere"))

    found = told(desk)

    assert [status for status, _ in found] == [503, 503]
    assert all("is gone" in detail for _, detail in found)


def test_a_ledger_that_was_replaced_is_told(desk: Desk) -> None:
    path = path_of(desk)
    shutil.copy(path, path.with_suffix(".copy"))
    path.with_suffix(".copy").rename(path)

    assert all(status == 503 and "is another file now" in detail for status, detail in told(desk))


def test_a_full_disk_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_open, "LEAST_FREE", 10**18)

    assert all(status == 503 and "make room" in detail for status, detail in told(desk))


def test_a_day_that_cannot_be_is_left_out_and_told(desk: Desk) -> None:
    client = asking(desk, Role.WRITE)

    items = client.post(
        "/api/v1/reports",
        json=[{"text": TALKS, "published": day} for day in ("6862-01-01", "1066-10-14")],
    ).json()["items"]

    assert [one["report"]["published"] for one in items] == [None, None]
    kinds = [[problem["kind"] for problem in one["problems"]] for one in items]
    assert all("bad-date" in found for found in kinds)
    assert "6862" not in client.get("/").text

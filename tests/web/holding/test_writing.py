"""Nobody who reads waits for somebody who writes; writes wait for one another alone."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from cli.fake_journey import FakeJourney
from detente.config import Config
from detente.errors import BadInput
from detente.ledger import Ledger
from detente.records import Coded, Problem, Report, Ruling, RulingKind
from detente.web import Desk
from detente.web.holding.writing import rule, take_in
from detente.web.tokens import Role
from web.written_desk import MEETING, TALKS, asking, written_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with written_desk(tmp_path) as opened:
        assert opened.keeper.has_settled(60)
        yield opened


def coded(report: Report) -> Coded:
    """Code a report as the desk does."""
    return FakeJourney(Config()).code(report)


def a_ruling(desk: Desk, **changes: Any) -> Ruling:
    """A rejection of the first claim."""
    with desk.open() as ledger:
        claim = next(iter(ledger.claims()))
    given = {"kind": RulingKind.REJECT, "target": claim.id, "because": "a test", "by": "ann"}
    return Ruling(**{**given, "made_at": desk.now(), **changes})


def test_while_a_text_is_coded_others_read_and_rule(desk: Desk) -> None:
    begun, goes_on = Event(), Event()

    def slow_coder(report: Report) -> Coded | Problem:
        begun.set()
        assert goes_on.wait(60)
        return coded(report)

    desk.coder = slow_coder
    client, statuses = asking(desk, Role.WRITE), list[int]()

    def post() -> None:
        statuses.append(client.post("/api/v1/reports", json={"text": MEETING}).status_code)

    worker = Thread(target=post)
    worker.start()
    assert begun.wait(60)
    read = [asking(desk).get(address).status_code for address in ("/", "/api/v1/events")]
    ruled = rule(desk, [a_ruling(desk)])
    queue = asking(desk).get("/metrics").text
    goes_on.set()
    worker.join()

    assert read == [200, 200]
    assert (ruled.n_new, ruled.is_computed) == (1, True)
    assert "detente_coding 1.0" in queue
    assert statuses == [201]


def test_while_somebody_writes_others_read_what_was_before(desk: Desk) -> None:
    begun, goes_on = Event(), Event()

    def slow_write(ledger: Ledger) -> None:
        ledger.rule([ruling])
        begun.set()
        assert goes_on.wait(60)

    ruling = a_ruling(desk)
    worker = Thread(target=desk.keeper.write, args=(slow_write,))
    worker.start()
    assert begun.wait(60)
    statuses = [asking(desk).get(address).status_code for address in ("/", "/health", "/about")]
    goes_on.set()
    worker.join()

    assert statuses == [200, 200, 200]


def test_two_who_send_the_same_report_at_once_keep_it_once(desk: Desk) -> None:
    both = Event()
    waiting: list[int] = []

    def coder(report: Report) -> Coded | Problem:
        return coded(report)

    def send() -> None:
        waiting.append(1)
        if len(waiting) == 2:
            both.set()
        assert both.wait(60)
        (taken,) = take_in(desk, [Report(key="same", text=TALKS)])
        found.append(taken.is_new)

    found: list[bool] = []
    desk.coder = coder
    workers = [Thread(target=send) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(found) == [False, True]
    with desk.open() as ledger:
        assert ledger.reports().count() == 3


def test_a_report_whose_quotes_are_not_in_it_is_kept_as_a_problem(desk: Desk) -> None:
    def wrong(report: Report) -> Coded | Problem:
        other = coded(Report(key="other", text=TALKS))
        return Coded(report=report, claims=other.claims)

    desk.coder = wrong

    (taken,) = take_in(desk, [Report(key="wrong", text=MEETING)])

    assert isinstance(taken.found, Problem)
    assert (taken.found.kind, taken.is_new) == ("citation-mismatch", False)
    with desk.open() as ledger:
        assert [one.key for one in ledger.problems()] == ["wrong"]


def test_rulings_that_cannot_be_applied_are_not_written(desk: Desk) -> None:
    good, bad = a_ruling(desk), a_ruling(desk, kind=RulingKind.SET, field="status", value="done")

    with pytest.raises(BadInput, match="done"):
        rule(desk, [good, bad])

    with desk.open() as ledger:
        assert ledger.rulings() == []


def test_a_ruling_on_a_claim_that_is_not_there_is_kept_and_told(desk: Desk) -> None:
    lost = a_ruling(desk, target="0" * 20)

    ruled = rule(desk, [lost])

    assert (ruled.lost, ruled.n_new) == ((lost,), 1)


def test_events_that_cannot_be_computed_are_told_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("detente.web.holding.keepers.compute_events", lambda _ledger: 1 / 0)
        first = rule(desk, [a_ruling(desk)]).is_computed
    with desk.open() as ledger:
        second = ledger.is_computed()

    third = rule(desk, [a_ruling(desk, because="again")]).is_computed

    assert (first, second, third) == (False, False, True)
    assert "events could not be computed" in caplog.text


def test_a_closed_desk_does_not_open_again_by_itself(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        client = asking(desk)
        assert client.get("/health").status_code == 200
    found = client.get("/health")

    assert (found.status_code, found.headers["retry-after"]) == (503, "5")
    with Ledger.open(desk.ledger) as ledger:
        assert ledger.reports().count() == 2


def test_health_tells_nobody_more_than_that_it_goes_well(desk: Desk) -> None:
    assert asking(desk).get("/health").json() == {"status": "ok"}

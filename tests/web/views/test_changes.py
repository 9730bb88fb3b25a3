"""What changed since the last visit: events, how they stand, rulings; a cookie says when it was."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_date, a_report, a_run, a_speaker
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Claim, Coded, Report, Ruling, RulingKind, Status
from detente.web import Desk
from detente.web.views.changes import APART, COOKIE, Mark, mark_from
from web.conftest import client_of
from web.reading import seen_in

MORNING = datetime(2024, 3, 1, 8, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "visited.duckdb"
    add(path, arrest("first", "Harbour Wire"))
    return path


@pytest.fixture
def desk(ledger: Path, clock: Clock) -> TestClient:
    return client_of(Desk(ledger=ledger, now=clock))


def add(path: Path, *codings: Coded, rulings: tuple[Ruling, ...] = ()) -> None:
    with Ledger.open(path) as ledger:
        assert not ledger.add(codings, a_run()).refused
        ledger.rule(rulings)
        compute_events(ledger)


def arrest(key: str, outlet: str, *, is_denied: bool = False) -> Coded:
    report = a_report(f"Norland jailed a sailor, {key}.", key=key, outlet=outlet)
    return a_coding(report, claims=(_arrest(report, is_denied=is_denied),))


def _arrest(report: Report, *, is_denied: bool) -> Claim:
    said: dict[str, Any] = (
        {"status": Status.NEGATED, "speaker": a_speaker("NRL-GOV")} if is_denied else {}
    )
    return a_claim(
        report,
        type="COERCE",
        mode="arrest",
        actors=("NRL-GOV",),
        recipients=("SDR-CVL",),
        predicate="jailed",
        date=a_date("2024-02-01"),
        **said,
    )


def meeting(key: str, day: str) -> Coded:
    report = a_report(f"Norland met Sudria, {key}.", key=key, published=date(2024, 2, 20))
    return a_coding(report, claims=(a_claim(report, predicate="met", date=a_date(day)),))


def a_ruling(ledger: Path, at: datetime, **changes: Any) -> Ruling:
    with Ledger.open(ledger, read_only=True) as opened:
        claim = next(iter(opened.claims())).id
    given: dict[str, Any] = {"kind": RulingKind.REJECT, "because": "a misprint", **changes}
    return Ruling(target=claim, by="Ada", made_at=at, **given)


def told(desk: TestClient) -> str:
    """What the first page says of changes; "" where it says nothing."""
    _, is_there, words = seen_in(desk.get("/").text).text.partition("Since your last visit")
    return words.partition("How do they stand?")[0] if is_there else ""


def leave(clock: Clock) -> None:
    clock.now += APART + timedelta(minutes=1)


def test_the_first_visit_tells_of_no_changes(desk: TestClient) -> None:
    assert told(desk) == ""


def test_a_visit_after_which_nothing_came_tells_of_none(desk: TestClient, clock: Clock) -> None:
    desk.get("/")
    leave(clock)

    assert told(desk) == ""


def test_new_events_are_told_one_a_line(desk: TestClient, clock: Clock, ledger: Path) -> None:
    desk.get("/")
    leave(clock)
    add(ledger, meeting("one", "2024-02-10"), meeting("two", "2024-02-18"))

    assert "2 new events" in told(desk)


def test_loading_the_page_again_does_not_hide_the_changes(
    desk: TestClient, clock: Clock, ledger: Path
) -> None:
    desk.get("/")
    leave(clock)
    add(ledger, meeting("one", "2024-02-10"))
    first = told(desk)
    clock.now += timedelta(minutes=5)

    assert told(desk) == first != ""


def test_changes_that_were_seen_on_an_earlier_visit_are_not_told_again(
    desk: TestClient, clock: Clock, ledger: Path
) -> None:
    desk.get("/")
    leave(clock)
    add(ledger, meeting("one", "2024-02-10"))
    desk.get("/")
    leave(clock)

    assert told(desk) == ""


def test_an_event_that_somebody_now_denies_is_told_as_was_and_is(
    desk: TestClient, clock: Clock, ledger: Path
) -> None:
    desk.get("/")
    leave(clock)
    add(ledger, arrest("second", "Sudville Post", is_denied=True))

    words = told(desk)
    assert "was reported, is disputed" in " ".join(words.split())
    assert "new event" not in words


def test_an_event_that_another_outlet_tells_alike_is_no_change(
    desk: TestClient, clock: Clock, ledger: Path
) -> None:
    desk.get("/")
    leave(clock)
    add(ledger, arrest("second", "Sudville Post"))

    assert told(desk) == ""


def test_rulings_and_withdrawals_are_told(desk: TestClient, clock: Clock, ledger: Path) -> None:
    desk.get("/")
    made = a_ruling(ledger, MORNING - timedelta(days=1))
    withdrawn = a_ruling(
        ledger,
        MORNING - timedelta(days=2),
        kind=RulingKind.SET,
        field="status",
        value="future",
        withdrawn_at=MORNING + timedelta(hours=1),
    )
    fresh = a_ruling(ledger, MORNING + timedelta(hours=2), kind=RulingKind.ACCEPT)
    leave(clock)
    add(ledger, rulings=(made, withdrawn, fresh))

    words = told(desk)
    assert "2 rulings" in words
    assert "withdrawn" in words
    assert "coded right" in words


def test_the_page_of_changes_has_an_address_and_a_twin(
    desk: TestClient, clock: Clock, ledger: Path
) -> None:
    desk.get("/")
    leave(clock)
    add(ledger, *(meeting(f"no. {n}", f"2024-02-{n:02}") for n in range(3, 13)))

    page = seen_in(desk.get("/").text)
    (more,) = [link for link in page.links() if link.startswith("/changes?")]
    twin = desk.get(more.replace("/changes?", "/changes.json?")).json()
    assert twin["changes"]["n_new"] == len(twin["changes"]["new"])
    assert desk.get(more).status_code == 200


@pytest.mark.parametrize("since", ["", "x", "1", "1.2.3", "-1.0", "1.999999999999"])
def test_what_is_no_mark_is_told_so(desk: TestClient, since: str) -> None:
    assert desk.get("/changes", params={"since": since}).status_code == 400


@pytest.mark.parametrize("cookie", ["", "-", "x-y", "1.2-", "9.9-<script>", "1.1-1.1-1.1"])
def test_a_cookie_that_is_not_the_desks_own_says_nothing(desk: TestClient, cookie: str) -> None:
    desk.cookies.set(COOKIE, cookie)

    assert desk.get("/").status_code == 200


def test_the_twin_of_the_first_page_is_no_visit(desk: TestClient) -> None:
    assert COOKIE not in desk.get("/index.json").cookies


@given(st.integers(0, 10**8), st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001  # zone follows
def test_a_mark_is_read_as_it_was_written(batch: int, at: datetime) -> None:
    mark = Mark(batch=batch, at=at.replace(microsecond=0, tzinfo=UTC))

    assert mark_from(str(mark)) == mark

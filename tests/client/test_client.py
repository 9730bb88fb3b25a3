"""The client, against a true server: typed rows, lists to their end, errors for people."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from builders import a_report
from detente.client import Client
from detente.codebook import load_codebook
from detente.errors import BadInput, DeskRefusal
from detente.ledger import claim_row, statement_row
from detente.ledger.contract import ListedReport, WholeReport, event_row
from detente.records import Report, alike
from detente.web import Desk
from detente.web.counting import Rates
from detente.web.tokens import Role
from web.live import served
from web.shelf import N_REPORTS, ordinary_ledger
from web.written_desk import MEETING, TALKS, written_desk


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=2):
        yield


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(ledger=ordinary_ledger(tmp_path_factory.mktemp("client")))


@pytest.fixture(scope="module")
def reader(desk: Desk) -> Iterator[Client]:
    with served(desk) as address, Client(address) as client:
        yield client


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Client]:
    with written_desk(tmp_path) as desk:
        token = desk.tokens.add("ann", Role.WRITE)
        with served(desk) as address, Client(address, token) as client:
            yield client


def test_lists_are_read_to_their_end_as_the_records_rows(desk: Desk, reader: Client) -> None:
    book = load_codebook()
    with desk.open() as ledger:
        reports = {one.id: one for one in ledger.reports()}
        claims = {one.id: claim_row(reports[one.report_id], one, book) for one in ledger.claims()}
        said = {one.id: statement_row(reports[one.report_id], one) for one in ledger.statements()}
        events = {one.id: event_row(one, book) for one in ledger.events()}

    assert {one.id: one for one in reader.claims()} == claims
    assert {one.id: one for one in reader.statements()} == said
    assert {one.id: one for one in reader.events()} == events
    assert {one.id: one for one in reader.reports()} == {
        one.id: alike(ListedReport, one) for one in reports.values()
    }
    assert len(reports) == N_REPORTS + 2


def test_one_row_is_asked_by_its_id(desk: Desk, reader: Client) -> None:
    with desk.open() as ledger:
        report = next(iter(ledger.reports()))
    claim = next(reader.claims())
    statement, event = next(reader.statements()), next(reader.events())

    assert reader.report(report.id) == alike(WholeReport, report)
    assert reader.claim(claim.id) == claim
    assert reader.statement(statement.id) == statement
    assert reader.event(event.id[:12]) == event


def test_filters_are_those_of_the_command_line(reader: Client) -> None:
    assert [one.status for one in reader.events(status="future")] == ["future"]
    assert list(reader.events(dyad=("NRL", "FRA"))) == []


def test_names_stand_for_codes_and_what_nobody_knows_is_refused(reader: Client) -> None:
    assert next(reader.claims(dyad=("Bosnia and Herzegovina", "United Kingdom")), None) is None
    with pytest.raises(DeskRefusal, match="did you mean PAK"):
        next(reader.claims(actor="Frankistan"))
    with pytest.raises(DeskRefusal, match="no event type 'FOO'"):
        next(reader.events(type="FOO"))


def test_who_deals_with_whom_is_listed(reader: Client) -> None:
    (dyad,) = reader.relations()

    assert (dyad.one, dyad.other) == ("NRL", "SDR")
    assert dyad.n_events == len(list(reader.events(dyad=("NRL", "SDR"))))
    assert list(reader.relations("FRA")) == []
    with pytest.raises(DeskRefusal, match="no state is known as 'VST'"):
        list(reader.relations("VST"))
    assert json.loads(reader.brief("NRL", "SDR"))


def test_actors_are_found_by_code(reader: Client) -> None:
    actors = list(reader.actors())

    assert [reader.actor(one.code) for one in actors] == actors
    assert [one.code for one in actors] == sorted(one.code for one in actors)


def test_a_report_is_added_once(writer: Client) -> None:
    report = a_report(MEETING)

    first, again = writer.add(report), writer.add(report)

    assert (first.new, again.new) == (True, False)
    assert first.report == again.report == alike(ListedReport, report)
    assert first.claims == again.claims
    assert writer.report(report.id).text == MEETING


def test_many_are_added_and_a_bad_one_stops_none(writer: Client) -> None:
    given = [Report(key=f"r{n}", text=f"{TALKS} It was talk number {n}.") for n in range(60)]
    given[7] = Report(key="bad", text="POISON")

    told = list(writer.add_all(given))

    assert [one.new for one in told] == [n != 7 for n in range(60)]
    assert told[7].problems[-1].kind == "poison"


def test_a_text_is_coded_and_not_kept(writer: Client) -> None:
    before = len(list(writer.reports()))

    (claim,) = writer.code(MEETING).claims

    assert MEETING[slice(*claim.span)] == claim.quote
    assert len(list(writer.reports())) == before


def test_a_decision_is_made_and_withdrawn(writer: Client) -> None:
    event = next(writer.events())

    (made,) = writer.rule(event.id, "it is planned", set={"status": "future"}).rulings
    ruled = writer.event(event.id).status
    writer.withdraw(made.id)

    assert (ruled, writer.event(event.id).status) == ("future", event.status)
    assert [one.id for one in writer.rulings(active=False)] == [made.id]
    assert list(writer.rulings(active=True)) == []
    assert writer.ruling(made.id).withdrawn_at is not None


def test_a_refusal_says_what_and_where(reader: Client) -> None:
    with pytest.raises(DeskRefusal, match="no claim has the id 'none'") as missing:
        reader.claim("none")
    with pytest.raises(DeskRefusal, match="needs a token to write") as barred:
        reader.add(a_report())

    assert (missing.value.status, barred.value.status) == (404, 401)


def test_a_token_is_in_no_error(reader: Client) -> None:
    client = Client(reader.url, "detente_secret")

    with pytest.raises(DeskRefusal, match="unknown here") as refused:
        next(client.events())

    assert "detente_secret" not in f"{refused.value!r}"


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    with written_desk(tmp_path, rates=Rates(reads="1/hour")) as desk:
        token = desk.tokens.add("ann", Role.READ)
        with served(desk) as address, Client(address, token) as client:
            next(client.events())
            with pytest.raises(DeskRefusal, match="too many requests") as refused:
                next(client.events())

    assert refused.value.status == 429
    assert (refused.value.wait_s or 0) > 0


def test_what_fails_for_a_moment_is_asked_again(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    client = Client(reader.url)
    true_answer = client._answer

    def fail_once(*given: object) -> bytes:
        asked.append(given)
        if len(asked) == 1:
            raise DeskRefusal("busy", status=503, may_help=True)
        return true_answer(*given)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(client, "_answer", fail_once)

    assert next(client.events()).id
    assert len(asked) == 2


def test_no_desk_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as ears:
        port = ears.getsockname()[1]

    with pytest.raises(DeskRefusal, match="is detente serve running there"):
        next(Client(f"http://127.0.0.1:{port}").events())


@pytest.mark.parametrize("address", ["", "desk.example", "file:///x", "http://[::"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(BadInput, match="is no address of a desk"):
        next(Client(address).events())

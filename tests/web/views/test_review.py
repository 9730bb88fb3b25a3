"""The queue of doubtful claims: what comes first, one key each, undo, and agreement."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_date, a_report, a_run, a_speaker, cited
from detente.events.coding import Coding
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Claim, Coded, Status
from detente.web import Desk
from detente.web.tokens import Role
from detente.web.views.review import Doubt, doubt_of, next_doubt, progress_of
from web.conftest import client_of
from web.reading import seen_in
from web.signed_in import send, sign_in, writing_desk

SURE = "rule consult.toml: verb 2 meet"


def told(number: int, text: str, **changes: Any) -> Coded:
    """A report with one claim, of which the coder is sure unless it is told otherwise."""
    report = a_report(text, key=f"report-{number}", outlet=f"Outlet {number}")
    day = f"2024-01-{number:02}"
    given = {"date": a_date(day), "score": 1.0, "why": SURE, "predicate": "met", **changes}
    return a_coding(report, claims=(a_claim(report, **given),))


def dispute(number: int) -> Coded:
    report = a_report("Norland jailed a sailor, Norland said; Sudria denied it.", key="dispute")
    sides: dict[str, Any] = {
        "actors": ("NRL-GOV",),
        "recipients": ("SDR-CVL",),
        "type": "COERCE",
        "mode": "arrest",
        "date": a_date(f"2024-01-{number:02}"),
        "score": 1.0,
        "why": "rule coerce.toml: verb 1 jail",
    }
    norland = cited(a_speaker("NRL-GOV"), report, "Norland said")
    affirmed = a_claim(report, **sides, speaker=norland, predicate="jailed")
    denied = a_claim(
        report, **sides, status=Status.NEGATED, speaker=a_speaker("SDR-GOV"), predicate="denied"
    )
    return a_coding(report, claims=(affirmed, denied))


def queue_of(folder: Path) -> Path:
    """Claims of every kind of doubt, and one without."""
    path = folder / "queue.duckdb"
    codings = [
        told(1, "Norland met Sudria."),
        told(2, "Norland met Sudria twice.", score=0.4),
        told(
            3,
            "Norland met Vostia, sternly.",
            actors=("NRL-GOV",),
            recipients=("VST-GOV",),
            type="THREATEN",
            score=0.5,
            issues=("fishing",),
        ),
        told(
            4,
            "Norland met Sudria if it could.",
            status=Status.HYPOTHETICAL,
            why="rule consult.toml: verb 2 meet; hypothetical by 'if'",
            score=0.75,
        ),
        dispute(20),
    ]
    with Ledger.open(path) as ledger:
        assert not ledger.add(codings, a_run()).refused
        compute_events(ledger)
    return path


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return queue_of(tmp_path_factory.mktemp("queue"))


@pytest.fixture
def held(queue: Path, tmp_path: Path) -> Iterator[Desk]:
    with writing_desk(Path(copy(queue, tmp_path))) as desk:
        yield desk


@pytest.fixture(scope="module")
def reader(queue: Path) -> TestClient:
    """Somebody who only looks."""
    return client_of(Desk(ledger=queue))


@pytest.fixture
def ada(held: Desk) -> TestClient:
    return sign_in(held)


def shown(client: TestClient, address: str = "/review.json") -> dict[str, Any]:
    page: dict[str, Any] = client.get(address).json()
    return page


def claim_of(page: dict[str, Any]) -> str:
    return str(page["item"]["told"]["claim"]["id"])


def all_in_queue(client: TestClient) -> list[dict[str, Any]]:
    found, after = [], ""
    while (page := shown(client, f"/review.json?after={after}"))["item"] is not None:
        found.append(page["item"])
        after = f"{page['item']['doubt']['doubt']:.4f}-{claim_of(page)}"
    return found


def stored(desk: Desk, claim_id: str) -> tuple[Claim, str | None]:
    """A claim, and the status of its event."""
    with desk.open() as ledger:
        claim = ledger.claims(ids=[claim_id]).first()
        event = ledger.events(claim=claim_id).first()
    assert claim is not None
    return claim, event.status if event else None


def test_the_most_doubtful_claim_comes_first(reader: TestClient) -> None:
    doubts = [one["doubt"]["doubt"] for one in all_in_queue(reader)]

    assert doubts == sorted(doubts, reverse=True)
    assert len(doubts) == len({one["told"]["claim"]["id"] for one in all_in_queue(reader)}) == 5


def test_a_claim_on_which_all_agree_is_not_in_the_queue(reader: TestClient) -> None:
    assert "Norland met Sudria." not in {
        one["told"]["claim"]["quote"] for one in all_in_queue(reader)
    }


@pytest.mark.parametrize(
    ("quote", "words", "share"),
    [
        ("Norland met Sudria twice.", "the coder is unsure of the type", 0.6),
        ("Norland met Sudria if it could.", "the coder is unsure of the type", 0.25),
        ("Norland met Sudria if it could.", "whether it happened hangs on one cue, “if”", 0.1),
        (
            "Norland jailed a sailor, Norland said; Sudria denied it.",
            "its event is disputed",
            0.6,
        ),
    ],
)
def test_each_sign_of_doubt_is_told_and_weighed(
    reader: TestClient, quote: str, words: str, share: float
) -> None:
    reasons = {
        (reason["words"], reason["share"])
        for one in all_in_queue(reader)
        if one["told"]["claim"]["quote"] == quote
        for reason in one["doubt"]["reasons"]
    }

    assert (words, share) in reasons


def test_doubt_is_what_is_left_of_certainty(reader: TestClient) -> None:
    for item in all_in_queue(reader):
        certainty = 1.0
        for reason in item["doubt"]["reasons"]:
            certainty *= 1 - reason["share"]
        assert item["doubt"]["doubt"] == pytest.approx(1 - certainty, abs=0.02)


@pytest.mark.parametrize(
    ("query", "n_left"),
    [("dyad=nrl+vst", 1), ("dyad=NRL,SDR", 4), ("type=threaten", 1), ("issue=fishing", 1)],
)
def test_filters_narrow_the_queue(reader: TestClient, query: str, n_left: int) -> None:
    assert shown(reader, f"/review.json?{query}")["progress"]["n_left"] == n_left


@pytest.mark.parametrize("query", ["dyad=NRL", "after=nonsense", "after=0.5"])
def test_what_cannot_be_asked_is_told_so(reader: TestClient, query: str) -> None:
    assert reader.get(f"/review?{query}").status_code == 400


def test_an_accepted_claim_leaves_the_queue_and_counts_as_read(ada: TestClient) -> None:
    before = shown(ada)

    answered = send(ada, "/review", {"claim": claim_of(before), "verdict": "accept"})

    after = shown(ada)
    assert answered.headers["location"] == "/review"
    assert claim_of(after) != claim_of(before)
    assert (after["progress"]["n_read"], after["progress"]["n_left"]) == (1, 4)


def test_after_a_ruling_the_queue_goes_on_where_it_was(ada: TestClient) -> None:
    page = shown(ada, "/review.json?dyad=NRL+SDR")
    fields = {"claim": claim_of(page), "verdict": "accept", "next": "/review?dyad=NRL+SDR"}

    assert send(ada, "/review", fields).headers["location"] == "/review?dyad=NRL+SDR"


@pytest.mark.parametrize("verdict", ["status:negated", "type:ACCUSE", "type:ACCUSE/allege"])
def test_one_key_sets_a_status_or_type(held: Desk, ada: TestClient, verdict: str) -> None:
    claim = claim_of(shown(ada, "/review.json?type=THREATEN"))

    send(ada, "/review", {"claim": claim, "verdict": verdict})

    with held.open() as ledger:
        event = ledger.events(claim=claim).first()
    assert event is not None
    field, _, value = verdict.partition(":")
    told_now = {"status": event.status.value, "type": event.type}
    assert told_now[field] == value.partition("/")[0]


def test_a_rejected_claim_is_in_no_event_and_can_still_be_seen(held: Desk, ada: TestClient) -> None:
    claim = claim_of(shown(ada))

    send(ada, "/review", {"claim": claim, "verdict": "reject", "because": "a misprint"})

    assert stored(held, claim)[1] is None
    assert "a misprint" in ada.get(f"/claim/{claim}").text


def test_the_last_ruling_is_undone_by_a_withdrawal(held: Desk, ada: TestClient) -> None:
    claim = claim_of(shown(ada))
    send(ada, "/review", {"claim": claim, "verdict": "reject"})
    ruling = next(
        one["value"]
        for one in seen_in(ada.get("/review").text).named("input")
        if one.get("name") == "ruling"
    )

    answered = send(ada, "/review/undo", {"ruling": ruling, "dyad": "NRL SDR"})

    with held.open() as ledger:
        rulings = ledger.rulings(with_withdrawn=True)
    assert [one.is_active for one in rulings] == [False]
    assert answered.headers["location"] == f"/review?dyad=NRL+SDR&claim={claim}"
    assert stored(held, claim)[1] is not None


def test_undo_offers_only_the_readers_own_last_ruling(held: Desk, ada: TestClient) -> None:
    send(ada, "/review", {"claim": claim_of(shown(ada)), "verdict": "accept"})

    assert "Undo" not in seen_in(sign_in(held, "Grace").get("/review").text).text
    assert "Undo" in seen_in(ada.get("/review").text).text


def test_skipping_leaves_no_trace_and_comes_round_again(held: Desk, ada: TestClient) -> None:
    first = claim_of(shown(ada))
    (skip,) = [
        one["href"]
        for one in seen_in(ada.get("/review").text).named("a")
        if one.get("data-key") == "s"
    ]

    assert claim_of(shown(ada, skip.replace("?", ".json?"))) != first
    assert claim_of(shown(ada)) == first
    with held.open() as ledger:
        assert ledger.rulings(with_withdrawn=True) == []


def test_every_key_stands_for_one_thing_that_is_there_without_it(ada: TestClient) -> None:
    page = seen_in(ada.get("/review?type=THREATEN").text)

    keyed = [(tag, one["data-key"]) for tag, one in page.elements if "data-key" in one]
    keys = [key for _, key in keyed]
    assert len(keys) == len(set(keys))
    assert {"a", "r", "s", "t"} <= set(keys)
    assert {tag for tag, _ in keyed} <= {"button", "a", "select", "input"}


def test_a_near_event_is_the_same_act_with_one_key(held: Desk, ada: TestClient) -> None:
    page = shown(ada, "/review.json?type=CONSULT")
    rival = page["item"]["rivals"][0]["event"]

    verdict = f"same-as:{rival['id']}"
    send(ada, "/review", {"claim": claim_of(page), "verdict": verdict})

    with held.open() as ledger:
        event = ledger.events(claim=claim_of(page)).first()
    assert event is not None
    assert set(rival["claims"]) < set(event.claim_ids)


def test_agreement_is_counted_by_reviewer_and_type(ada: TestClient) -> None:
    items = all_in_queue(ada)
    for item in items[:3]:
        send(ada, "/review", {"claim": item["told"]["claim"]["id"], "verdict": "accept"})
    last = items[3]["told"]["claim"]
    send(ada, "/review", {"claim": last["id"], "verdict": "reject"})

    all_types, *by_type = ada.get("/review/agreement.json").json()["agreement"]

    assert (all_types["reviewer"], all_types["type"]) == ("Ada", None)
    assert (all_types["n_read"], all_types["n_right"]) == (4, 3)
    assert sum(one["n_read"] for one in by_type) == 4
    assert [one["type"] for one in by_type if one["n_right"] < one["n_read"]] == [last["type"]]


def test_a_withdrawn_ruling_does_not_count_as_agreement(ada: TestClient) -> None:
    claim = claim_of(shown(ada))
    send(ada, "/review", {"claim": claim, "verdict": "accept"})
    ruling = shown(ada, f"/review.json?claim={claim}")["item"]["rulings"][0]["id"]

    send(ada, f"/rulings/{ruling}/withdraw", {})

    assert ada.get("/review/agreement.json").json()["agreement"] == []


def test_the_figures_stand_on_the_page_with_their_interval(ada: TestClient) -> None:
    send(ada, "/review", {"claim": claim_of(shown(ada)), "verdict": "accept"})

    page = seen_in(ada.get("/review").text).text
    assert "Wilson" in page
    assert "100 %" in page
    assert "21–100 %" in page


def test_nobody_rules_without_signing_in(held: Desk) -> None:
    client = client_of(held)
    page = seen_in(client.get("/review").text)

    answered = send(client, "/review", {"claim": claim_of(shown(client))}, page="/sign-in")

    assert answered.status_code == 401
    assert not [one for one in page.named("button") if one.get("name") == "verdict"]


def test_a_token_to_read_does_not_rule(held: Desk) -> None:
    reader = sign_in(held, "reader", Role.READ)
    fields = {"claim": claim_of(shown(reader)), "verdict": "accept"}

    assert send(reader, "/review", fields, page="/sign-in").status_code == 403


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"verdict": "burn"}, "is not a verdict"),
        ({"verdict": "type:NONSENSE"}, "NONSENSE"),
        ({"verdict": "status:perhaps"}, "is no status"),
        ({"verdict": "same-as:zzzz"}, "no event or claim"),
        ({"verdict": "date:soon", "because": "x"}, "is no date"),
        ({"verdict": "date:2024", "because": " "}, "say why"),
        ({}, "is not a verdict"),
    ],
)
def test_a_verdict_that_cannot_be_applied_is_told_so(
    ada: TestClient, fields: dict[str, str], says: str
) -> None:
    answered = send(ada, "/review", {"claim": claim_of(shown(ada)), **fields})

    assert answered.status_code in {400, 404}
    assert says in seen_in(answered.text).text


def test_an_empty_queue_says_so(reader: TestClient) -> None:
    assert (
        "No claim that fits is left to look at"
        in seen_in(reader.get("/review?issue=none").text).text
    )


@pytest.mark.parametrize("form", ["html", "csv"])
def test_the_page_leads_to_the_form_of_a_random_sample(form: str, reader: TestClient) -> None:
    assert "/review/sample.html?" in reader.get("/review").text

    answered = reader.get(f"/review/sample.{form}?type=consult&seed=7")

    assert answered.headers["content-disposition"] == f'attachment; filename="check.{form}"'
    assert "seed: 7; claims: " in answered.text
    assert "which: type CONSULT" in answered.text


def by_rules(type_: str = "CONSULT", status: Status = Status.ACTUAL, cue: str = "") -> Coding:
    reason = f"; {status} by {cue!r}" if cue else ""
    return Coding(
        sentence=0,
        predicate=0,
        type=type_,
        mode=None,
        status=status,
        agents=(),
        recipients=(),
        score=0.9,
        why=f"rule {type_.lower()}.toml: verb 2 meet{reason}",
    )


def doubtful_claim(coding: Coding, number: int = 0) -> Claim:
    report = a_report(f"Norland met Sudria, {number}.", key=f"report-{number}")
    return a_claim(
        report,
        type=coding.type,
        status=coding.status,
        score=round(coding.score, 4),
        why=coding.why,
        predicate="met",
    )


def doubts_in(folder: Path, *claims: Claim) -> list[Doubt]:
    """Keep claims, and read their doubts in their order."""
    reports = [a_report(f"Norland met Sudria, {n}.", key=f"report-{n}") for n in range(len(claims))]
    by_id = {report.id: report for report in reports}
    with Ledger.open(folder / "doubts.duckdb") as ledger:
        codings = [a_coding(by_id[one.report_id], claims=(one,)) for one in claims]
        assert not ledger.add(codings, a_run()).refused
        found = [doubt_of(ledger, one.id) for one in claims]
    return [one for one in found if one is not None]


def shares(doubt: Doubt) -> Mapping[str, float]:
    return {one.words: one.share for one in doubt.reasons}


@pytest.mark.parametrize("cue", ["if", "n't", 'so-called "plan"'])
def test_the_cue_of_a_status_is_read_in_any_quotes(tmp_path: Path, cue: str) -> None:
    coding = by_rules(status=Status.HYPOTHETICAL, cue=cue)

    (found,) = doubts_in(tmp_path, doubtful_claim(coding))

    assert f"whether it happened hangs on one cue, “{cue}”" in shares(found)


def test_a_claim_of_rules_alone_is_doubted_by_its_score(tmp_path: Path) -> None:
    (found,) = doubts_in(tmp_path, doubtful_claim(by_rules()))

    assert shares(found) == {"the coder is unsure of the type": pytest.approx(0.1)}


def test_claims_of_equal_doubt_are_all_seen_once(tmp_path: Path) -> None:
    codings = [replace(by_rules(), score=0.5)] * 5
    claims = [doubtful_claim(coding, number) for number, coding in enumerate(codings)]
    doubts_in(tmp_path, *claims)

    seen: list[str] = []
    with Ledger.open(tmp_path / "doubts.duckdb", read_only=True) as ledger:
        assert progress_of(ledger, {}).n_left == len(claims)
        after = None
        while (found := next_doubt(ledger, {}, after)) is not None:
            seen.append(found.claim_id)
            after = found.cursor
    assert len(seen) == len(set(seen)) == len(claims)


# --- A large model and our own reader have both read a report.

BOTH = "Norland met Sudria. Norland warned Vostia. Norland aided Sudria."


@pytest.fixture(params=["reader", "llm"])
def twice_read(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A report read by both; ``request.param`` names the one whose coding counts."""
    report = a_report(BOTH, key="both")
    sure: dict[str, Any] = {"score": 1.0, "why": "reader", "date": a_date("2024-01-05")}
    met = a_claim(report, quote="Norland met Sudria", predicate="met", **sure)
    warned = {"quote": "Norland warned Vostia", "predicate": "warned", **sure}
    aided = a_claim(
        report, quote="Norland aided Sudria", predicate="aided", type="AID", sentence=2, **sure
    )
    counts = a_coding(report, claims=(met, a_claim(report, type="THREATEN", **warned), aided))
    other = a_coding(report, claims=(met, a_claim(report, type="ACCUSE", **warned)))
    coders = {"reader": "detente/reader", "llm": "llm-qwen-1234"}
    first = next(name for name in coders if name != request.param)
    path = tmp_path / "twice.duckdb"
    with Ledger.open(path) as ledger:
        ledger.add([other], a_run(coder=coders[first]))
        ledger.add([counts], a_run(coder=coders[request.param]))
        compute_events(ledger)
    return path, request.param


def test_what_two_readers_tell_otherwise_comes_first(twice_read: tuple[Path, str]) -> None:
    path, counts = twice_read
    client = client_of(Desk(ledger=path))

    queue = all_in_queue(client)

    told = {one["told"]["claim"]["type"]: one["doubt"] for one in queue}
    assert set(told) == {"THREATEN", "AID"}  # not the meeting, which both tell alike
    assert all(one["doubt"] >= 0.95 for one in told.values())
    who = "our own reader" if counts == "llm" else "a large model"
    reasons = {name: one["reasons"][0]["words"] for name, one in told.items()}
    assert reasons["THREATEN"] == f"{who} reads ACCUSE, done"
    assert reasons["AID"] == f"{who} read the report, too, and found no such act"


def test_the_other_readers_type_is_one_key_away(twice_read: tuple[Path, str]) -> None:
    path, _ = twice_read
    with writing_desk(path) as desk:
        client = sign_in(desk)
        claim = next(
            one["told"]["claim"]["id"]
            for one in all_in_queue(client)
            if one["told"]["claim"]["type"] == "THREATEN"
        )
        buttons = seen_in(client.get(f"/review?claim={claim}").text).named("button")

    assert [one["value"] for one in buttons if one.get("data-key") == "o"] == ["type:ACCUSE"]

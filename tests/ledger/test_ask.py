"""What a ledger is asked by, and what it answers."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from builders import (
    a_claim,
    a_coding,
    a_date,
    a_place,
    a_problem,
    a_report,
    a_run,
    a_speaker,
    a_statement,
    an_actor,
    cited,
)
from detente.errors import BadInput
from detente.ledger import Computed, Filter, Ledger
from detente.records import Claim, Event, Report, SpeechKind, Standing, Status

if TYPE_CHECKING:
    from pathlib import Path

TALKS = "Norland met Sudria in Vostia City on Monday."
RAID = "Norland's navy may board a Vostian trawler, Vostia said."
DENIAL = "Sudria denied that it had jailed sailors of Norland."


def _claims() -> dict[str, Claim]:
    talks = a_report(TALKS, key="talks", published=date(2024, 2, 2))
    raid = a_report(RAID, key="raid", outlet="Coast News", published=date(2024, 3, 2))
    denial = a_report(DENIAL, key="denial", published=date(2024, 4, 2))
    navy = an_actor("NRL-MIL", id="nrl-navy")
    return {
        "talks": a_claim(
            talks, mode="visit", issues=("fishing",), date=a_date("2024-01-29"), place=a_place()
        ),
        "raid": a_claim(
            raid,
            type="COERCE",
            actors=(cited(navy, raid, "Norland's navy"),),
            recipients=("VST-CVL",),
            status=Status.HYPOTHETICAL,
            speaker=a_speaker("VST"),
        ),
        "denial": a_claim(
            denial,
            type="COERCE",
            actors=("SDR-GOV",),
            recipients=("NRL-CVL",),
            status=Status.NEGATED,
            date=a_date("2024-03-01", "2024-03-31"),
        ),
    }


def _reports() -> dict[str, Report]:
    return {
        "talks": a_report(TALKS, key="talks", published=date(2024, 2, 2)),
        "raid": a_report(RAID, key="raid", outlet="Coast News", published=date(2024, 3, 2)),
        "denial": a_report(DENIAL, key="denial", published=date(2024, 4, 2)),
    }


def _event(claim: Claim, standing: Standing) -> Event:
    return Event(
        claim_ids=(claim.id,),
        type=claim.type,
        mode=claim.mode,
        issues=claim.issues,
        actors=tuple(one.value for one in claim.actors),
        recipients=tuple(one.value for one in claim.recipients),
        status=claim.status,
        date=claim.date.value if claim.date else None,
        place=claim.place.value if claim.place else None,
        standing=standing,
    )


STANDINGS = {
    "talks": Standing(affirmed_by=("NRL-GOV",), unconfirmed_by=("SDR-GOV",), n_outlets=1),
    "raid": Standing(n_outlets=1, n_own_voice=1),
    "denial": Standing(denied_by=("SDR-GOV",), n_outlets=1, n_own_voice=1),
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    claims, reports = _claims(), _reports()
    said = a_statement(
        reports["raid"],
        speaker=a_speaker("VST", actor=an_actor("VST", id="VST")),
        kind=SpeechKind.WARNING,
        issues=("fishing",),
        about=("NRL",),
    )
    path: Path = tmp_path_factory.mktemp("filters") / "ledger.duckdb"
    with Ledger.open(path) as opened:
        opened.add(
            [
                a_coding(report, claims=(claims[key],), statements=(said,) if key == "raid" else ())
                for key, report in reports.items()
            ],
            a_run(),
        )
        opened.add([a_problem(key="x.txt"), a_problem(key="y.txt", kind="binary")], a_run())
        events = [_event(claims[key], standing) for key, standing in STANDINGS.items()]
        block_of = {claim.id: key for key, claim in claims.items()}
        opened.write_events(Computed(events=events, blocks=set(claims), block_of=block_of))
        yield opened


BOTH = [
    (Filter(), {"talks", "raid", "denial"}),
    (Filter(dyad=("SDR", "NRL")), {"talks", "denial"}),
    (Filter(dyad=("NRL", "VST")), {"raid"}),
    (Filter(dyad=("SDR", "VST")), set()),
    (Filter(actor="NRL"), {"talks", "raid"}),
    (Filter(actor="NRL-MIL"), {"raid"}),
    (Filter(actor="nrl-navy"), {"raid"}),
    (Filter(recipient="NRL"), {"denial"}),
    (Filter(type="COERCE"), {"raid", "denial"}),
    (Filter(mode="visit"), {"talks"}),
    (Filter(issue="fishing"), {"talks"}),
    (Filter(status="negated"), {"denial"}),
    (Filter(place="vostia city"), {"talks"}),
    (Filter(place="VST"), {"talks"}),
    (Filter(outlet="coast news"), {"raid"}),
    (Filter(report="denial"), {"denial"}),
    (Filter(speaker="VST"), {"raid"}),
    (Filter(actor="NRL", outlet="Coast News"), {"raid"}),
    (Filter(type="COERCE", status="actual"), set()),
    (Filter(limit=0), set()),
]


def _keys(found: set[str]) -> set[str]:
    claims = _claims()
    return {key for key, claim in claims.items() if claim.id in found}


@pytest.mark.parametrize(("wanted", "keys"), BOTH, ids=[str(wanted) for wanted, _ in BOTH])
def test_claims_and_their_events_are_asked_alike(
    wanted: Filter, keys: set[str], ledger: Ledger
) -> None:
    claims = {claim.id for claim in ledger.claims(**wanted)}
    told = {claim_id for event in ledger.events(**wanted) for claim_id in event.claim_ids}

    assert (_keys(claims), _keys(told)) == (keys, keys)


DAYS = [
    (Filter(since=date(2024, 3, 15)), {"denial"}),
    (Filter(since=date(2024, 3, 2)), {"raid", "denial"}),
    (Filter(until=date(2024, 1, 31)), {"talks"}),
    (Filter(since=date(2024, 1, 29), until=date(2024, 1, 29)), {"talks"}),
]


@pytest.mark.parametrize(("wanted", "keys"), DAYS, ids=[str(wanted) for wanted, _ in DAYS])
def test_undated_claim_goes_by_the_day_of_its_report(
    wanted: Filter, keys: set[str], ledger: Ledger
) -> None:
    assert _keys({claim.id for claim in ledger.claims(**wanted)}) == keys


@pytest.mark.parametrize(
    ("standing", "key"),
    [
        ("affirmed", "talks"),
        ("unconfirmed", "talks"),
        ("denied", "denial"),
        ("disputed", "denial"),
        ("reported", "raid"),
    ],
)
def test_events_are_asked_by_their_standing(standing: str, key: str, ledger: Ledger) -> None:
    found = {one for event in ledger.events(standing=standing) for one in event.claim_ids}

    assert _keys(found) == {key}


def test_beginning_of_an_id_finds_it(ledger: Ledger) -> None:
    claim = _claims()["raid"]

    assert list(ledger.claims(id=claim.id[:8])) == [claim]
    assert list(ledger.claims(ids=[claim.id])) == [claim]


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(dyad=("VST", "NRL")),
        Filter(speaker="VST"),
        Filter(actor="VST"),
        Filter(type="warning"),
        Filter(issue="fishing"),
        Filter(outlet="Coast News"),
        Filter(since=date(2024, 3, 1), until=date(2024, 3, 31)),
    ],
    ids=str,
)
def test_statement_is_found_by_what_it_is(wanted: Filter, ledger: Ledger) -> None:
    assert ledger.statements(**wanted).count() == 1


@pytest.mark.parametrize(
    "wanted", [Filter(dyad=("SDR", "NRL")), Filter(speaker="NRL"), Filter(type="demand")], ids=str
)
def test_statement_is_not_found_by_what_it_is_not(wanted: Filter, ledger: Ledger) -> None:
    assert ledger.statements(**wanted).count() == 0


def test_reports_and_problems_are_asked_by_what_they_have(ledger: Ledger) -> None:
    march = ledger.reports(since=date(2024, 3, 1), until=date(2024, 3, 31))
    assert [report.key for report in march] == ["raid"]
    assert [report.key for report in ledger.reports(outlet="harbour wire")] == ["talks", "denial"]
    assert [problem.key for problem in ledger.problems(type="binary")] == ["y.txt"]


def test_claims_come_by_date_and_undated_ones_last(ledger: Ledger) -> None:
    assert [_keys({claim.id}) for claim in ledger.claims()] == [{"talks"}, {"denial"}, {"raid"}]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"since": "1/3/2018"}, "write it as 2024-02-02"),
        ({"since": 2018}, "write it as 2024-02-02"),
        ({"limit": -1}, "limit is a number of rows, not -1"),
        ({"limit": "all"}, "limit is a number of rows, not 'all'"),
        ({"type": ["CONSULT", "AGREE"]}, "type takes one word or id"),
        ({"dyad": "CHN USA"}, r"dyad takes two sides, as \('CHN', 'USA'\)"),
        ({"dyad": ("CHN", "USA", "RUS")}, "dyad takes two sides"),
        ({"min_score": 60}, "min_score is a share, from 0 to 1, not 60"),
        ({"min_score": "recall"}, "min_score is a share"),
    ],
    ids=str,
)
def test_what_no_filter_can_be_is_refused_in_plain_words(
    wanted: Filter, told: str, ledger: Ledger
) -> None:
    for asked in (ledger.events, ledger.claims):
        with pytest.raises(BadInput, match=told):
            asked(**wanted)


def test_days_may_be_written_and_instants_are_their_days(ledger: Ledger) -> None:
    some = {claim.id for claim in ledger.claims(since=date(2024, 3, 1))}
    assert {claim.id for claim in ledger.claims(since="2024-03-01")} == some  # type: ignore[arg-type]  # as people write
    late = datetime.fromisoformat("2024-03-01T18:00")
    assert {claim.id for claim in ledger.claims(since=late)} == some


def test_question_that_a_table_cannot_answer_is_refused(ledger: Ledger) -> None:
    with pytest.raises(
        BadInput, match="reports cannot be asked by issue; claims, events, remarks, st"
    ):
        ledger.reports(issue="fishing")
    with pytest.raises(BadInput, match="claims cannot be asked by standing; events can"):
        ledger.claims(standing="denied")
    with pytest.raises(BadInput, match="'sure' is no standing; choose one of: affirmed, denied"):
        ledger.events(standing="sure")
    with pytest.raises(BadInput, match="events cannot be asked by dyads; ask by one of: actor, cl"):
        ledger.events(dyads=("NRL", "SDR"))  # type: ignore[call-arg]  # that is the test
    with pytest.raises(BadInput, match=r"'7' names no run; the runs are: 1 \("):
        ledger.claims(run="7")

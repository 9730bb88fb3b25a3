"""What people decide about claims, and what becomes of it at every merge."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from builders import a_date, a_place
from detente.errors import BadInput
from detente.events.decisions import ruling_lines, rulings_from_lines
from detente.events.merging.merge import merge
from detente.events.rulings import Decisions, check_ruling, unheeded
from detente.records import Event, Granularity, Precision, Ruling, RulingKind, Standing, Status
from events.tellings import Telling, events_of, ids_of, ruling, told

ACCEPT, REJECT, SAME, DIFFERENT, SET, *_ = RulingKind


def a_line(**changes: str) -> bytes:
    row = {"kind": "reject", "target": "x", "because": "wrong", "by": "Ada"}
    return json.dumps({**row, "made_at": "2024-03-01T00:00:00Z", **changes}).encode()


def only(telling: Telling, *rulings: Ruling) -> Event:
    (event,) = events_of(telling, rulings=rulings)
    return event


def setting(telling: Telling, field: str, value: str, minute: int = 0) -> Ruling:
    return ruling(SET, telling, field=field, value=value, minute=minute)


def test_rejected_claim_is_in_no_event() -> None:
    kept, rejected = told("ACCUSE", "NRL > SDR"), told("ACCUSE", "NRL > SDR")

    events = events_of(kept, rejected, rulings=[ruling(REJECT, rejected)])

    assert ids_of(events) == {(kept.id,)}


def test_withdrawn_ruling_no_longer_holds() -> None:
    claim = told("ACCUSE", "NRL > SDR")
    withdrawn = replace(ruling(REJECT, claim), withdrawn_at=datetime(2024, 3, 2, tzinfo=UTC))

    assert only(claim, withdrawn).claim_ids == (claim.id,)


def test_same_as_joins_events_that_nothing_else_would() -> None:
    one = told("ACCUSE", "NRL > SDR", on="2024-02-01")
    echo = told("ACCUSE", "NRL > SDR", on="2024-02-01")
    other = told("REJECT", "NRL > VST", on="2024-03-01")

    (event,) = events_of(one, echo, other, rulings=[ruling(SAME, other, other=one)])

    assert event.claim_ids == tuple(sorted((one.id, echo.id, other.id)))


def test_different_keeps_claims_apart_and_leaves_others_with_one_of_them() -> None:
    one, other, third = (told("ACCUSE", "NRL > SDR", on="2024-02-01") for _ in range(3))

    events = events_of(one, other, third, rulings=[ruling(DIFFERENT, one, other=other)])

    assert sorted(len(event.claim_ids) for event in events) == [1, 2]
    assert not any({one.id, other.id} <= set(event.claim_ids) for event in events)


def test_same_as_carries_a_difference_along() -> None:
    a, b, c = (told("ACCUSE", "NRL > SDR", on="2024-02-01") for _ in range(3))

    events = events_of(
        a, b, c, rulings=[ruling(SAME, a, other=b), ruling(DIFFERENT, b, other=c, minute=1)]
    )

    assert ids_of(events) == {tuple(sorted((a.id, b.id))), (c.id,)}


def test_later_of_two_contradicting_rulings_holds_and_the_other_is_told() -> None:
    one, other = (told("ACCUSE", "NRL > SDR", on="2024-02-01") for _ in range(2))
    same, different = ruling(SAME, one, other=other), ruling(DIFFERENT, other, other=one, minute=1)

    assert len(events_of(one, other, rulings=[same, different])) == 2
    (told_of,) = unheeded([different, same], [one.claim, other.claim])
    assert told_of.ruling == same
    assert "contradicted by a later ruling" in told_of.why


def test_retyped_claim_merges_as_its_new_type() -> None:
    wrong, right = told("REJECT", "NRL > SDR"), told("ACCUSE", "NRL > SDR", mode="allege")

    (event,) = events_of(wrong, right, rulings=[setting(wrong, "type", "ACCUSE/allege")])

    assert (event.type, event.mode) == ("ACCUSE", "allege")
    assert wrong.id in event.claim_ids


def test_claim_that_is_ruled_negated_is_denied_by_whoever_ruled_and_not_by_its_speaker() -> None:
    charge = told("ASSAULT", "SDR > NRL", by="NRL-MIL")
    event = only(charge, setting(charge, "status", "negated"))

    assert event.status is Status.NEGATED
    assert event.standing == Standing(n_outlets=1, ruled_out=("Ada (the minister said so)",))


def test_claim_that_is_told_as_denied_is_its_speakers_denial_whatever_is_ruled_of_it() -> None:
    denial = told("ASSAULT", "SDR > NRL", by="SDR-MIL", status="negated")
    event = only(denial, setting(denial, "status", "negated"))

    assert event.standing == Standing(denied_by=("SDR-MIL",), n_outlets=1)


def test_type_and_mode_of_one_moment_hold_together_whatever_their_ids() -> None:
    claims = [told("ASSAULT", "NRL > SDR", on=f"2024-02-{day:02}") for day in range(1, 9)]

    for claim in claims:
        event = only(claim, setting(claim, "mode", "phone"), setting(claim, "type", "CONSULT"))
        assert (event.type, event.mode) == ("CONSULT", "phone")


def test_new_type_leaves_the_mode_of_the_old_one_behind() -> None:
    claim = told("ACCUSE", "NRL > SDR", mode="allege")

    assert only(claim, setting(claim, "type", "REJECT")).mode is None
    assert only(claim, setting(claim, "type", "ACCUSE")).mode == "allege"


def test_each_field_can_be_set() -> None:
    claim = told("CONSULT", "NRL > SDR", status="future")
    values = {
        "mode": "visit",
        "status": "actual",
        "date": "2024-02-03",
        "actors": "VST-MIL",
        "recipients": "SDR",
        "place": "Vostia City, VST",
    }

    event = only(claim, *(setting(claim, field, value) for field, value in values.items()))

    assert (event.mode, event.status, event.date) == ("visit", Status.ACTUAL, a_date("2024-02-03"))
    assert [actor.code for actor in (*event.actors, *event.recipients)] == ["VST-MIL", "SDR"]
    assert event.place == a_place(lat=None, lon=None)


@pytest.mark.parametrize(
    ("value", "first", "last", "unit"),
    [
        ("2024-02", "2024-02-01", "2024-02-29", Granularity.MONTH),
        ("2024", "2024-01-01", "2024-12-31", Granularity.YEAR),
        ("2024-02-03/2024-02-05", "2024-02-03", "2024-02-05", Granularity.INTERVAL),
        ("2024-02/2024-03", "2024-02-01", "2024-03-31", Granularity.INTERVAL),
    ],
)
def test_dates_are_set_as_people_write_them(
    value: str, first: str, last: str, unit: Granularity
) -> None:
    claim = told("CONSULT", "NRL SDR")

    assert only(claim, setting(claim, "date", value)).date == a_date(first, last, granularity=unit)


def test_empty_value_takes_a_field_away() -> None:
    claim = told("CONSULT", "NRL > SDR", mode="visit", on="2023-01-01", at="Vostia City")

    event = only(claim, *(setting(claim, field, "") for field in ("mode", "place", "recipients")))

    assert (event.mode, event.place, event.recipients) == (None, None, ())


def test_place_without_a_country_is_a_name() -> None:
    claim = told("CONSULT", "NRL SDR")

    event = only(claim, setting(claim, "place", "South Sea"))

    assert event.place == a_place(
        "South Sea", country=None, lat=None, lon=None, precision=Precision.WATER
    )


def test_last_setting_of_a_field_holds() -> None:
    claim = told("CONSULT", "NRL SDR")
    first, last = setting(claim, "status", "future"), setting(claim, "status", "negated", 1)

    assert only(claim, last, first).status is Status.NEGATED


def test_ruled_claim_keeps_its_id_and_the_claim_itself_stays_as_it_was() -> None:
    claim = told("ACCUSE", "NRL > SDR")
    ruled = Decisions([setting(claim, "type", "REJECT")]).ruled(claim.claim)

    assert ruled is not None
    assert (ruled.id, ruled.type, claim.claim.type) == (claim.id, "REJECT", "ACCUSE")


def test_setting_that_the_claim_cannot_have_is_passed_over_and_told() -> None:
    claim = told("ACCUSE", "NRL")
    nobody, mode = setting(claim, "actors", ""), setting(claim, "mode", "visit")

    assert Decisions([nobody, mode]).ruled(claim.claim) == claim.claim
    found = unheeded([nobody, mode], [claim.claim])
    assert {one.ruling for one in found} == {nobody, mode}
    assert all("does not fit its claim" in one.why for one in found)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("type", "WAVE", "WAVE"),
        ("type", "", "needs its type"),
        ("type", "ACCUSE/visit", "visit"),
        ("status", "maybe", "actual, future, hypothetical, negated"),
        ("date", "yesterday", "2024-02-02"),
        ("date", "2024-02-30", "no date"),
        ("date", "2024-03-01/2024-02-01", "runs backwards"),
        ("actors", "Norland", "USA-GOV"),
        ("actors", "NRL-XXX", "XXX"),
        ("actors", "-", "USA-GOV"),
        ("place", "Vostia City, Vostia", "Bangkok, THA"),
        ("colour", "red", "cannot be set"),
    ],
)
def test_ruling_that_could_not_be_applied_is_refused(field: str, value: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        check_ruling(setting(told("ACCUSE", "NRL > SDR"), field, value))


def test_claim_is_not_the_same_as_itself() -> None:
    claim = told("ACCUSE", "NRL > SDR")

    with pytest.raises(BadInput, match="name another one"):
        check_ruling(ruling(SAME, claim, other=claim))


def test_ruling_that_finds_no_claim_is_told_until_it_is_withdrawn() -> None:
    claim, gone = told("ACCUSE", "NRL > SDR"), told("ACCUSE", "NRL > SDR")
    found, lost = ruling(REJECT, claim), ruling(SAME, claim, other=gone)
    withdrawn = replace(ruling(REJECT, gone), withdrawn_at=datetime(2024, 3, 2, tzinfo=UTC))

    (told_of,) = unheeded([withdrawn, lost, found], [claim.claim])
    assert told_of.ruling == lost
    assert "finds no claim" in told_of.why
    assert only(claim, lost).claim_ids == (claim.id,)


def test_rulings_survive_their_lines() -> None:
    claim, other = told("ACCUSE", "NRL > SDR"), told("ACCUSE", "NRL > SDR")
    rulings = [
        ruling(REJECT, claim),
        ruling(SAME, claim, other=other, minute=1),
        setting(claim, "mode", "", 2),
        replace(setting(claim, "type", "REJECT", 3), withdrawn_at=datetime(2024, 5, 1, tzinfo=UTC)),
    ]

    lines = list(ruling_lines(reversed(rulings)))

    assert rulings_from_lines([*lines, b"\n"], "team.jsonl") == rulings


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"[]", "not a JSON object"),
        (b"{", "truncated"),
        (b'{"kind": "reject", "colour": "red"}', "unknown field 'colour'"),
        (b'{"kind": "reject", "target": "x"}', "missing required field"),
        (a_line(because=" "), "reason"),
        (a_line(made_at="2024-03-01T00:00:00"), "time zone"),
        (a_line(id="y"), "was it edited"),
        (a_line(kind="same-as"), "needs its other claim"),
        (a_line(kind="set", field="status", value="maybe"), "no status"),
    ],
)
def test_line_that_is_no_ruling_is_refused_with_its_number(line: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=rf"team\.jsonl:2: .*{says}"):
        rulings_from_lines([b"", line], "team.jsonl")


def test_claim_whose_parties_are_set_merges_with_those_parties() -> None:
    claim = told("ACCUSE", "NRL > SDR")
    partner = told("ACCUSE", "NRL > VST")

    events = merge(
        [claim.claim, partner.claim],
        {telling.claim.report_id: telling.facts for telling in (claim, partner)},
        [setting(claim, "recipients", "VST")],
    )

    assert len(events) == 1

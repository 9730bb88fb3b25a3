import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from builders import a_claim, a_date, a_place, a_problem, a_report, a_speaker, a_statement, words
from detente.errors import BadInput
from detente.evaluate.documents import GoldDocument, read_documents, score_documents
from detente.evaluate.figures import Figures
from detente.records import Claim, DateBasis, Precision, Report, Statement, Status
from evaluate.fakes import FakeSystem, a_miss
from evaluate.gold_rows import TEXT, a_document_row, an_event_row


def _read(folder: Path, row: dict[str, Any], name: str = "gold.jsonl") -> GoldDocument:
    path = folder / name
    path.write_text(json.dumps(row, indent=None if name.endswith("jsonl") else 1), "utf-8")
    (document,) = read_documents(path)
    return document


def test_a_document_a_line(tmp_path: Path) -> None:
    document = _read(tmp_path, a_document_row())

    assert (document.id, document.published, document.text) == ("d1", date(2024, 2, 2), TEXT)
    assert document.events[0].types == {"CONSULT"}
    assert document.statements[0].speaker == "NRL-GOV"


def test_a_json_file_is_one_document_over_many_lines(tmp_path: Path) -> None:
    assert _read(tmp_path, a_document_row(), "key.json").id == "d1"


def test_the_text_may_lie_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    row = a_document_row(text_file="report.txt")
    del row["text"]

    assert _read(tmp_path, row, "key.json").text == TEXT
    assert _read(tmp_path, row).text == TEXT


def test_no_newline_of_the_text_is_mended(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"Norland met.\r\nSudria left.\r")
    row = a_document_row(text_file="report.txt", events=[an_event_row(span=[14, 27])])
    del row["text"]

    assert _read(tmp_path, {**row, "statements": []}).text == "Norland met.\r\nSudria left.\r"


@pytest.mark.parametrize("name", ["../report.txt", "folder/report.txt", "..", "."])
def test_the_text_file_lies_beside_and_nowhere_else(tmp_path: Path, name: str) -> None:
    row = a_document_row(text_file=name)
    del row["text"]

    with pytest.raises(BadInput):
        _read(tmp_path, row)


def test_a_missing_text_file_is_named(tmp_path: Path) -> None:
    row = a_document_row(text_file="report.txt")
    del row["text"]

    with pytest.raises(BadInput, match=r"cannot read gold file .*report\.txt"):
        _read(tmp_path, row)


def test_a_text_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes("Überfall".encode("latin-1"))
    row = a_document_row(text_file="report.txt")
    del row["text"]

    with pytest.raises(BadInput, match=r"report\.txt"):
        _read(tmp_path, row)


def test_a_span_past_the_end_of_a_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Short.", "utf-8")
    row = a_document_row(text_file="report.txt")
    del row["text"]

    with pytest.raises(BadInput, match=r"span \[0, 18\] is no range of a text of 6"):
        _read(tmp_path, row)


@pytest.mark.parametrize("row", [{"text": ""}, {"text_file": "report.txt"}], ids=["none", "both"])
def test_a_document_has_its_text_once(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="either text or text_file"):
        _read(tmp_path, a_document_row(**row))


def test_a_brief_is_allowed_and_not_read(tmp_path: Path) -> None:
    assert _read(tmp_path, a_document_row(brief={"dyad": ["NRL", "SDR"]})).id == "d1"


def test_any_of_several_types_and_statuses_is_right(tmp_path: Path) -> None:
    event = an_event_row(type_either=["AGREE", "SUPPORT"], status_either=["future"])

    document = _read(tmp_path, a_document_row(events=[event]))

    assert document.events[0].types == {"CONSULT", "AGREE", "SUPPORT"}
    assert document.events[0].statuses == {Status.ACTUAL, Status.FUTURE}


def test_an_act_may_be_told_in_several_places(tmp_path: Path) -> None:
    document = _read(tmp_path, a_document_row(events=[an_event_row(also=[[20, 30]])]))

    assert document.events[0].ranges == ((0, 18), (20, 30))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"type": "YIELD"}, "type 'YIELD'", id="the pairs suite's fold"),
        pytest.param({"type_either": ["MEET"]}, "type 'MEET'", id="unknown other type"),
        pytest.param({"status": "uncertain"}, "uncertain", id="unknown status"),
        pytest.param({"status_either": ["maybe"]}, "maybe", id="unknown other status"),
        pytest.param({"actors": []}, "an actor or a recipient", id="nobody"),
        pytest.param({"date": ["2024-02-02", "2024-02-01"]}, "backwards", id="backward date"),
        pytest.param({"date": "2024-02-02"}, "Expected `array", id="a lone day"),
        pytest.param({"also": [[0, 99]]}, r"span \[0, 99\]", id="other span past the end"),
        pytest.param({"colour": "red"}, "unknown field `colour`", id="unknown key"),
    ],
)
def test_a_wrong_event_is_refused(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        _read(tmp_path, a_document_row(events=[an_event_row(**change)]))


@pytest.mark.parametrize("key", ["date", "place", "speaker", "status", "span", "recipients"])
def test_what_is_scored_must_be_told_even_if_null(tmp_path: Path, key: str) -> None:
    event = an_event_row()
    del event[key]

    with pytest.raises(BadInput, match=f"missing required field `{key}`"):
        _read(tmp_path, a_document_row(events=[event]))


MEETING = "Norland and Sudria met in Vostia City."
BLAME = "Norland accused Sudria of piracy."
SPEECH = "Sudria's envoy said that the waters had always been open to all."
REPORT_TEXT = f"{MEETING} {BLAME}\n{SPEECH}"
REPORT = a_report(REPORT_TEXT)
CONTENT = "the waters had always been open to all"


def _range(quote: str) -> list[int]:
    return [REPORT_TEXT.index(quote), REPORT_TEXT.index(quote) + len(quote)]


def _met(**changes: Any) -> dict[str, Any]:
    """Gold: the governments of Norland and Sudria met."""
    return an_event_row(**{"span": _range(MEETING), **changes})


def _blamed(**changes: Any) -> dict[str, Any]:
    """Gold: Norland's government accused that of Sudria."""
    row = {"type": "ACCUSE", "actors": ["NRL-GOV"], "recipients": ["SDR-GOV"]}
    return an_event_row(**{**row, "span": _range(BLAME), **changes})


def _said(**changes: Any) -> dict[str, Any]:
    """Gold: a statement of Sudria's government."""
    return {"speaker": "SDR-GOV", "span": _range(CONTENT), **changes}


def _meeting(**changes: Any) -> Claim:
    """The claim that answers ``_met()``."""
    return a_claim(REPORT, **{"quote": MEETING, **changes})


def _accusation(**changes: Any) -> Claim:
    """The claim that answers ``_blamed()``."""
    row = {"type": "ACCUSE", "actors": ["NRL-GOV"], "recipients": ["SDR-GOV"]}
    return a_claim(REPORT, **{**row, "quote": BLAME, **changes})


def _statement(**changes: Any) -> Statement:
    """The statement that answers ``_said()``."""
    return a_statement(REPORT, **{"quote": CONTENT, **changes})


def _figures(
    events: list[dict[str, Any]],
    claims: list[Claim],
    said: list[dict[str, Any]] | None = None,
    statements: list[Statement] | None = None,
) -> Figures:
    row = a_document_row(text=REPORT_TEXT, events=events, statements=said or [])
    document = msgspec.convert(row, GoldDocument)
    system = FakeSystem(claims={"d1": claims}, statements={"d1": statements or []})
    return score_documents([document], system)


def _score(events: list[dict[str, Any]], *claims: Claim) -> tuple[object, object, object]:
    """Precision, recall, F1."""
    figures = _figures(events, list(claims)).as_json()
    return figures["precision"], figures["recall"], figures["f1"]


def _field(name: str, event: dict[str, Any], claim: Claim) -> object:
    figures = _figures([event], [claim])
    assert figures.as_json()["f1"] == 1.0, "the claim must answer the event"
    return figures.as_json()[name]


RIGHT, WRONG = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def test_a_document_that_is_coded_right_is_right_throughout() -> None:
    figures = _figures([_met(), _blamed()], [_meeting(), _accusation()], [_said()], [_statement()])

    assert figures.as_json() == {
        "n": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "quad_f1": 1.0,
        "status": 1.0,
        "speaker": 1.0,
        "date": 1.0,
        "place": 1.0,
        "sector": 1.0,
        "side": 1.0,
        "mode": None,
        "statements_f1": 1.0,
    }
    assert figures.misses == ()


def test_no_claims_and_no_gold_give_no_figures() -> None:
    assert _score([]) == (None, None, None)
    assert _score([_met()]) == (0.0, 0.0, 0.0)
    assert _score([], _meeting()) == (0.0, None, 0.0)
    assert _figures([_met()], []).as_json()["status"] is None


def test_an_event_is_answered_once() -> None:
    assert _score([_met()], _meeting(), _meeting()) == (0.5, 1.0, 0.666667)
    assert _score([_met(), _met()], _meeting()) == (1.0, 0.5, 0.666667)


def test_the_type_must_be_right() -> None:
    assert _score([_met()], _meeting(type="AGREE")) == WRONG


def test_a_wrong_type_of_the_right_quad_counts_for_the_quad() -> None:
    figures = _figures([_met()], [_meeting(type="AGREE")])

    assert (figures.as_json()["f1"], figures.as_json()["quad_f1"]) == (0.0, 1.0)
    assert _figures([_met()], [_meeting(type="AID")]).as_json()["quad_f1"] == 0.0


def test_the_type_is_the_act_itself_even_of_a_plan() -> None:
    plan = _meeting(status=Status.FUTURE)

    assert _score([_met(status="future")], plan) == RIGHT
    assert _score([_met(status="future", type="AGREE")], plan) == WRONG


def test_either_type_is_right() -> None:
    event = _met(type_either=["AGREE", "SUPPORT"])

    for type_ in ("CONSULT", "AGREE", "SUPPORT"):
        assert _score([event], _meeting(type=type_)) == RIGHT
    assert _score([event], _meeting(type="AID")) == WRONG


def test_all_countries_must_be_there_and_no_other() -> None:
    assert _score([_met()], _meeting(actors=["NRL-GOV"])) == WRONG
    assert _score([_met()], _meeting(actors=["NRL-GOV", "SDR-GOV", "VST-GOV"])) == WRONG


def test_sectors_and_actors_without_a_country_do_not_decide_on_a_match() -> None:
    assert _score([_met()], _meeting(actors=["NRL-MIL", "SDR", "-CVL"])) == RIGHT


def test_people_of_no_country_match_people_of_no_country() -> None:
    event = _blamed(actors=["CVL"], recipients=["NRL-GOV"])

    assert _score([event], _accusation(actors=["-CVL"], recipients=["NRL-GOV"])) == RIGHT
    assert _score([event], _accusation(actors=["SDR-CVL"], recipients=["NRL-GOV"])) == WRONG


def test_the_direction_must_be_right_where_the_type_has_one() -> None:
    reversed_ = {"actors": ["SDR-GOV"], "recipients": ["NRL-GOV"]}

    assert _score([_blamed()], _accusation(**reversed_)) == WRONG
    assert _score([_blamed()], _accusation(actors=["NRL-GOV", "SDR-GOV"], recipients=[])) == WRONG


@pytest.mark.parametrize("type_", ["CONSULT", "AGREE", "COOPERATE"])
def test_talks_agreements_and_joint_work_have_no_direction(type_: str) -> None:
    claim = _meeting(type=type_, actors=["SDR-GOV"], recipients=["NRL-GOV"])

    assert _score([_met(type=type_)], claim) == RIGHT


def test_a_victim_whose_attacker_is_not_named_stays_the_recipient() -> None:
    event = _blamed(actors=[], recipients=["SDR-GOV"])

    assert _score([event], _accusation(actors=[], recipients=["SDR-GOV"])) == RIGHT
    assert _score([event], _accusation(actors=["SDR-GOV"], recipients=[])) == WRONG


def test_the_clause_must_reach_into_the_sentence_of_the_gold() -> None:
    assert _score([_met()], _meeting(quote="Norland and Sudria met")) == RIGHT
    assert _score([_met()], _meeting(quote="Norland accused")) == WRONG
    assert _score([_met()], _meeting(quote=f"Vostia City. {BLAME}")) == RIGHT


def test_an_act_told_twice_may_be_found_where_it_is_told_again() -> None:
    event = _met(also=[_range(SPEECH)])

    assert _score([event], _meeting(quote="Sudria's envoy said")) == RIGHT


def test_other_clauses_of_a_claim_are_not_its_clause() -> None:
    echo = words(REPORT, MEETING)

    assert _score([_met()], _meeting(quote=BLAME, echoes=(echo,))) == WRONG


def test_an_optional_event_is_neither_missed_nor_invented() -> None:
    optional = _met(optional=True)

    assert _score([optional]) == (None, None, None)
    assert _score([optional], _meeting()) == (None, None, None)
    assert _score([_blamed(), optional], _accusation()) == RIGHT
    assert _score([_blamed(), optional], _accusation(), _meeting()) == RIGHT
    assert _score([optional], _meeting(), _meeting()) == (0.0, None, 0.0)


def test_a_claim_answers_the_required_event_before_the_optional() -> None:
    assert _score([_met(optional=True), _met()], _meeting()) == RIGHT
    assert _score([_met(optional=True), _met()], _meeting(), _meeting()) == RIGHT


def test_an_optional_event_has_no_say_in_the_other_shares() -> None:
    figures = _figures([_met(optional=True, status="future")], [_meeting()])

    assert figures.as_json()["status"] is None
    assert figures.misses == ()


def test_the_closer_clause_answers() -> None:
    near, far = _meeting(quote=MEETING), _meeting(quote="Norland and", status=Status.NEGATED)

    figures = _figures([_met()], [far, near])

    assert figures.as_json()["status"] == 1.0


def test_status_may_be_either() -> None:
    event = _met(status="future", status_either=["hypothetical"])

    assert _field("status", event, _meeting(status=Status.FUTURE)) == 1.0
    assert _field("status", event, _meeting(status=Status.HYPOTHETICAL)) == 1.0
    assert _field("status", event, _meeting()) == 0.0


@pytest.mark.parametrize(
    ("gold", "found", "share"),
    [
        pytest.param(None, None, 1.0, id="the outlet's own voice"),
        pytest.param(None, "SDR-GOV", 0.0, id="a speaker made up"),
        pytest.param("SDR-GOV", None, 0.0, id="a speaker missed"),
        pytest.param("SDR-GOV", "SDR-GOV", 1.0, id="the same"),
        pytest.param("SDR-GOV", "SDR", 1.0, id="the state is its government"),
        pytest.param("SDR-GOV", "SDR-MIL", 0.0, id="another sector"),
        pytest.param("OUTLET:The Harbour Wire", "OUTLET:Harbour Wire", 1.0, id="no article"),
        pytest.param("OUTLET:Harbour Wire", "OUTLET:Tide", 0.0, id="another outlet"),
        pytest.param("NRL-JRN", "OUTLET:Harbour Wire", 0.0, id="an outlet is no press"),
    ],
)
def test_the_speaker_is_compared_by_code(gold: str | None, found: str | None, share: float) -> None:
    claim = _meeting(speaker=a_speaker(found) if found else None)

    assert _field("speaker", _met(speaker=gold), claim) == share


@pytest.mark.parametrize(
    ("gold", "found", "share"),
    [
        pytest.param(None, None, 1.0, id="no date"),
        pytest.param(None, ("2024-01-29", "2024-01-29"), 0.0, id="a date made up"),
        pytest.param(("2024-01-29", "2024-01-29"), None, 0.0, id="a date missed"),
        pytest.param(("2024-01-01", "2024-01-10"), ("2024-01-06", "2024-01-10"), 1.0, id="half"),
        pytest.param(("2024-01-01", "2024-01-10"), ("2024-01-07", "2024-01-10"), 0.0, id="less"),
        pytest.param(("2024-01-06", "2024-01-06"), ("2024-01-01", "2024-12-31"), 0.0, id="a year"),
    ],
)
def test_dates_overlap_by_half(
    gold: tuple[str, str] | None, found: tuple[str, str] | None, share: float
) -> None:
    claim = _meeting(date=a_date(*found) if found else None)

    assert _field("date", _met(date=gold), claim) == share


@pytest.mark.parametrize("basis", [DateBasis.PUBLICATION, DateBasis.DATELINE])
def test_a_day_that_the_text_does_not_tell_is_no_date(basis: DateBasis) -> None:
    claim = _meeting(date=replace(a_date("2024-02-02"), basis=basis))

    assert _field("date", _met(date=None), claim) == 1.0
    assert _field("date", _met(date=["2024-02-02", "2024-02-02"]), claim) == 0.0


@pytest.mark.parametrize(
    ("gold", "found", "share"),
    [
        pytest.param(None, None, 1.0, id="no place"),
        pytest.param("VST/Vostia City", a_place(), 1.0, id="a city"),
        pytest.param("VST/Göring", a_place("goring"), 1.0, id="case and accents"),
        pytest.param("VST/Vostia City", a_place("Porthaven"), 0.0, id="another city"),
        pytest.param("VST", a_place(), 0.0, id="more than is told"),
        pytest.param("VST", a_place("Vostia", precision=Precision.COUNTRY), 1.0, id="a country"),
        pytest.param("VST/Vostia City", None, 0.0, id="a place missed"),
        pytest.param(None, a_place(), 0.0, id="a place made up"),
        pytest.param(
            None, a_place("Cold Strait", country=None, precision=Precision.WATER), 1.0, id="a sea"
        ),
    ],
)
def test_the_place_is_the_country_or_its_city(gold: str | None, found: Any, share: float) -> None:
    assert _field("place", _met(place=gold), _meeting(place=found)) == share


def test_a_state_is_its_government() -> None:
    assert _field("sector", _met(), _meeting(actors=["NRL", "SDR-GOV"])) == 1.0
    assert _field("sector", _met(), _meeting(actors=["NRL-MIL", "SDR-GOV"])) == 0.0


def test_a_body_beside_states_has_no_sector_to_be_judged() -> None:
    met = _met(actors=("NRL-GOV", "UNO"))
    assert _field("sector", met, _meeting(actors=["NRL-GOV", "UNO-MIL"])) == 1.0
    assert _field("sector", met, _meeting(actors=["NRL-MIL", "UNO-MIL"])) == 0.0


def test_sectors_are_compared_side_by_side_where_the_type_has_a_direction() -> None:
    event = _blamed(actors=["NRL-GOV"], recipients=["NRL-CVL"])

    assert _field("sector", event, _accusation(recipients=["NRL-CVL"])) == 1.0
    swapped = _accusation(actors=["NRL-CVL"], recipients=["NRL-GOV"])
    assert _field("sector", event, swapped) == 0.0


def test_sectors_of_a_meeting_are_compared_in_all() -> None:
    assert _field("sector", _met(), _meeting(actors=["SDR-GOV"], recipients=["NRL-GOV"])) == 1.0


def test_a_side_counts_for_itself_where_its_country_is_found() -> None:
    event = _blamed(actors=["NRL-GOV", "NRL-MIL", "VST"], recipients=["SDR"])

    assert _field("side", event, _accusation(actors=["NRL", "VST-MIL"], recipients=["SDR"])) == 0.5
    assert _field("side", event, _accusation(actors=["NRL", "NRL-MIL", "VST"])) == 1.0


def test_modes_are_compared_where_the_type_is_right_and_gold_gives_some() -> None:
    event = _blamed(mode="allege")

    assert _field("mode", event, _accusation(mode="allege")) == 1.0
    assert _field("mode", event, _accusation(mode="investigate")) == 0.0
    assert _field("mode", event, _accusation()) == 0.0
    assert _field("mode", _blamed(), _accusation(mode="allege")) is None


def test_loose_sectors_are_not_judged() -> None:
    assert _field("sector", _met(sectors_loose=True), _meeting(actors=["NRL-MIL", "SDR"])) is None


def test_a_statement_matches_by_speaker_and_half_of_its_content() -> None:
    half = CONTENT[: len(CONTENT) // 2]
    less = CONTENT[: len(CONTENT) // 2 - 1]

    for statement, f1 in (
        (_statement(), 1.0),
        (_statement(speaker=a_speaker("SDR")), 1.0),
        (_statement(speaker=a_speaker("NRL-GOV")), 0.0),
        (_statement(speaker=None), 0.0),
        (_statement(quote=half), 1.0),
        (_statement(quote=less), 0.0),
        (_statement(quote=REPORT_TEXT), 0.0),
    ):
        assert _figures([], [], [_said()], [statement]).as_json()["statements_f1"] == f1


def test_an_optional_statement_is_neither_missed_nor_invented() -> None:
    optional = _said(optional=True)

    assert _figures([], [], [optional], []).as_json()["statements_f1"] is None
    assert _figures([], [], [optional], [_statement()]).as_json()["statements_f1"] is None


def test_counts_of_all_documents_go_together_but_never_match_across() -> None:
    rows = [
        a_document_row(id=id_, text=REPORT_TEXT, events=[_met()], statements=[]) for id_ in "abc"
    ]
    documents = [msgspec.convert(row, GoldDocument) for row in rows]
    system = FakeSystem(claims={"a": [_meeting(), _meeting()], "b": [_meeting()]})

    figures = score_documents(documents, system).as_json()

    assert (figures["n"], figures["precision"], figures["recall"]) == (3, 0.666667, 0.666667)


def test_the_report_is_what_the_outlet_published() -> None:
    text = f"Norland and Sudria back at sea\n\n{REPORT_TEXT}"
    system = FakeSystem()
    row = a_document_row(text=text, events=[], statements=[])

    score_documents([msgspec.convert(row, GoldDocument)], system)

    assert system.reports == [
        Report(
            key="d1",
            text=text,
            title="Norland and Sudria back at sea",
            body_start=text.index(MEETING),
            outlet="Harbour Wire",
            published=date(2024, 2, 2),
        )
    ]


def test_misses_say_what_was_missed_invented_and_wrong() -> None:
    claims = [
        _meeting(status=Status.FUTURE),
        _accusation(actors=["VST"], recipients=["SDR-GOV"], why="rule 7"),
    ]

    figures = _figures([_met(), _blamed()], claims, [_said()], [_statement(speaker=None)])

    assert figures.misses == (
        a_miss(
            "d1",
            BLAME,
            "ACCUSE NRL-GOV > SDR-GOV (actual)",
            "nothing",
            "ACCUSE VST > SDR-GOV (actual) differs in sides",
        ),
        a_miss("d1", BLAME, "nothing", "ACCUSE VST > SDR-GOV (actual)", "rule 7"),
        a_miss("d1", MEETING, "actual", "future", "status of CONSULT NRL-GOV+SDR-GOV (actual)"),
        a_miss("d1", CONTENT, "statement of SDR-GOV", "nothing"),
        a_miss("d1", CONTENT, "nothing", "statement of nobody"),
    )


def test_a_missed_event_without_a_claim_near_it_says_so() -> None:
    (miss,) = _figures([_met()], []).misses

    assert miss.why == "no claim in its sentence"


def test_an_event_whose_claim_answers_another_says_so() -> None:
    (miss,) = _figures([_met(), _met()], [_meeting()]).misses

    assert miss.why.endswith("(actual) answers another event")


def test_notes_tell_the_counts_and_the_problems() -> None:
    row = a_document_row(
        text=REPORT_TEXT, events=[_met(), _blamed(optional=True)], statements=[_said()]
    )
    system = FakeSystem(claims={"d1": [_accusation()]}, problems={"d1": [a_problem()]})

    figures = score_documents([msgspec.convert(row, GoldDocument)], system)

    assert figures.notes == (
        "events: 1 in gold, 0 found, 0 matched",
        "statements: 1 in gold, 0 found, 0 matched",
        "optional events in gold, neither missed nor invented: 1",
        "problems of kind sources/empty: 1",
    )

"""PLOVER's records come in, by the manual's field names, each citing its line."""

import json
from datetime import date
from pathlib import Path

import pytest

from detente.ledger.columns import check
from detente.ledger.formats.plover import read_plover
from detente.records import Claim, Coded, Granularity, Problem, Status

RECORD: dict[str, object] = {
    "id": "X1",
    "date": "2024-02-01",
    "actor": [{"code": "NRL", "sector": "GOV", "entity_text": "Ann Nör", "identifier_id": "Q9"}],
    "recipient": [{"code": "SDR", "identifier_text": "Sudria"}],
    "event": ["SANCTION"],
    "mode": ["discontinue"],
    "context": ["economic", "negation"],
    "event_loc": {"resolved_place": "Vostia City", "country_code": "VST", "resolution": 4},
    "link": "https://www.example.org/a",
    "cite_info": {"publication": "Harbour Wire"},
}


def read(tmp_path: Path, content: str) -> list[Coded | Problem]:
    """Read what a file tells."""
    path = tmp_path / "events.jsonl"
    path.write_text(content, encoding="utf-8")
    return list(read_plover([path], "test"))


def claim_of(tmp_path: Path, **changes: object) -> Claim:
    """Read the one claim of a record."""
    (coded,) = read(tmp_path, json.dumps(RECORD | changes) + "\n")
    assert isinstance(coded, Coded)
    check(coded)
    (claim,) = coded.claims
    return claim


def test_a_record_becomes_a_claim(tmp_path: Path) -> None:
    claim = claim_of(tmp_path)
    assert (claim.type, claim.mode, claim.contexts) == ("SANCTION", "discontinue", ("economic",))
    assert claim.status is Status.NEGATED
    assert (claim.actors[0].value.code, claim.actors[0].value.id) == ("NRL-GOV", "Q9")
    assert claim.recipients[0].citation.quote == "Sudria"
    assert claim.place is not None
    assert claim.place.value.name == "Vostia City"


def test_words_are_found_however_json_writes_them(tmp_path: Path) -> None:
    assert claim_of(tmp_path).actors[0].citation.quote == "Ann N\\u00f6r"


def test_the_report_is_the_record(tmp_path: Path) -> None:
    (coded,) = read(tmp_path, json.dumps(RECORD) + "\n")
    assert isinstance(coded, Coded)
    report = coded.report
    assert report.text == json.dumps(RECORD)
    assert (report.outlet, report.credited) == ("PLOVER", "Harbour Wire")
    assert report.url == "https://www.example.org/a"


def test_a_range_of_days_is_kept(tmp_path: Path) -> None:
    cited = claim_of(tmp_path, enddate="2024-02-05").date
    assert cited is not None
    assert (cited.value.latest, cited.value.granularity) == (date(2024, 2, 5), Granularity.INTERVAL)


def test_one_list_is_as_good_as_lines(tmp_path: Path) -> None:
    both = [RECORD, RECORD | {"id": "X2"}]
    found = read(tmp_path, json.dumps(both, indent=1))
    assert [one.report.key for one in found if isinstance(one, Coded)] == ["plover:X1", "plover:X2"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("{broken", "broken-json"),
        (json.dumps(RECORD | {"event": ["BEWITCH"]}), "unknown-code"),
        (json.dumps(RECORD | {"mode": ["bewitch"]}), "unknown-code"),
        (json.dumps(RECORD | {"actor": [], "recipient": []}), "no-actor"),
        (json.dumps(RECORD | {"enddate": "2023-01-01"}), "broken-row"),
        (json.dumps(RECORD | {"date": "soon"}), "broken-row"),
        (json.dumps({"id": "X"}), "broken-row"),
    ],
)
def test_a_bad_record_is_a_problem_with_its_line(tmp_path: Path, line: str, kind: str) -> None:
    good, problem = read(tmp_path, f"{json.dumps(RECORD)}\n{line}\n")
    assert isinstance(good, Coded)
    assert isinstance(problem, Problem)
    assert problem.kind == kind
    assert problem.detail.startswith("events.jsonl, line 2: ")


def test_an_item_of_wikidata_that_is_known_becomes_our_id(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(json.dumps(RECORD) + "\n", encoding="utf-8")

    (coded,) = read_plover([path], "test", {"Q9": "ann-nor"})

    assert isinstance(coded, Coded)
    assert coded.claims[0].actors[0].value.id == "ann-nor"

"""``detente rule``: decide, withdraw, list, share."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from builders import a_claim, a_coding, a_report, a_run
from detente.ledger import Ledger
from detente.records import Event, Report

Run = Callable[..., Result]
TEXT = "Norland met Sudria on Monday.\nSudria accused Norland.\nNorland met Sudria again."


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger in which two reports tell of one meeting, and one of an accusation, too."""
    path = tmp_path / "record.duckdb"
    monkeypatch.setenv("DETENTE_LEDGER", str(path))
    monkeypatch.setenv("DETENTE_BY", "Ada")
    wire, post = a_report(TEXT), a_report(f"{TEXT}\nMore.", key="post", outlet="Bay Post")
    codings = [
        a_coding(wire, claims=(meeting(wire), accusation(wire))),
        a_coding(post, claims=(meeting(post),)),
    ]
    with Ledger.open(path) as opened:
        opened.add(codings, a_run())
    return path


def meeting(report: Report) -> object:
    return a_claim(report, quote="Norland met Sudria on Monday", predicate="met")


def accusation(report: Report) -> object:
    return a_claim(
        report,
        quote="Sudria accused Norland",
        predicate="accused",
        type="ACCUSE",
        actors=("SDR-GOV",),
        recipients=("NRL-GOV",),
    )


def events_of(path: Path) -> list[Event]:
    with Ledger.open(path, read_only=True) as opened:
        return list(opened.events())


def event(run: Run, path: Path, type_name: str) -> Event:
    run("events")  # computes them
    return next(one for one in events_of(path) if one.type == type_name)


def test_rejected_event_is_gone_and_each_of_its_claims_has_a_ruling(run: Run, ledger: Path) -> None:
    met = event(run, ledger, "CONSULT")

    result = run("rule", met.id[:8], "--reject", "--because", "old footage")

    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) == 2
    assert "; Ada, " in result.stdout
    assert result.stderr.splitlines()[-1].startswith("2 rulings (2 new); 1 event (")
    assert [one.type for one in events_of(ledger)] == ["ACCUSE"]


def test_a_rejected_event_is_found_again_by_its_id_and_in_the_list(run: Run, ledger: Path) -> None:
    met = event(run, ledger, "CONSULT")
    run("rule", met.id, "--reject", "--because", "old footage", "--by", "Ada")

    explained = run("explain", met.id[:12], "--format", "text").stdout
    listed = run("rule", "--list").stdout.splitlines()

    assert re.match(r"in no event: rejected by Ada, \d+ \w+ 20\d\d\n", explained)
    assert "old footage" in explained
    assert len(listed) == 2
    assert all(f'old footage; event {met.id[:10]}: "' in line for line in listed)


def test_names_are_taken_for_codes_and_a_place_gets_its_country(run: Run, ledger: Path) -> None:
    claim = event(run, ledger, "ACCUSE").claim_ids[0]
    parties = ("--actor", "Armenia", "--actor", "chn-mil", "--recipient", "South Korea")

    told = run("rule", claim, *parties, "--place", "Bangkok", "--because", "misread", "--dry-run")

    assert told.exit_code == 0, told.stderr
    assert "is ARM-GOV CHN-MIL;" in told.stdout
    assert "is KOR-GOV;" in told.stdout
    assert "is Bangkok, THA;" in told.stdout


def test_withdrawing_one_ruling_withdraws_its_whole_decision(run: Run, ledger: Path) -> None:
    met = event(run, ledger, "CONSULT")
    first = run("rule", met.id, "--reject", "--because", "old footage").stdout.split()[0]

    result = run("rule", "--withdraw", first)

    assert result.exit_code == 0, result.output
    assert result.stdout.count("(withdrawn ") == 2
    assert met in events_of(ledger)
    assert run("rule", "--withdraw", first).exit_code == 2  # there is nothing left to withdraw


def test_claim_of_an_event_is_parted_from_the_others(run: Run, ledger: Path) -> None:
    met = event(run, ledger, "CONSULT")

    result = run("rule", met.claim_ids[0], "--different", met.id, "--because", "another meeting")

    assert result.exit_code == 0, result.output
    assert [one.type for one in events_of(ledger)].count("CONSULT") == 2


def test_two_events_become_one(run: Run, ledger: Path) -> None:
    met, accused = event(run, ledger, "CONSULT"), event(run, ledger, "ACCUSE")

    run("rule", accused.id, "--same-as", met.id, "--because", "it was said there")

    (only,) = events_of(ledger)
    assert len(only.claim_ids) == 3


def test_several_fields_are_set_at_once(run: Run, ledger: Path) -> None:
    accused = event(run, ledger, "ACCUSE")

    result = run(
        *("rule", accused.claim_ids[0], "--type", "REJECT/meet", "--status", "future"),
        *("--date", "2024-03", "--actor", "ISL-GOV", "--actor", "NRL-GOV", "--recipient", ""),
        *("--place", "Reykjavik, ISL", "--because", "misread"),
    )

    assert result.exit_code == 0, result.output
    changed = next(one for one in events_of(ledger) if accused.claim_ids == one.claim_ids)
    assert (changed.type, changed.mode, changed.status) == ("REJECT", "meet", "future")
    assert sorted(actor.code for actor in changed.actors) == ["ISL-GOV", "NRL-GOV"]
    assert changed.recipients == ()
    assert changed.place is not None
    assert changed.place.name == "Reykjavik"


def test_dry_run_shows_and_keeps_nothing(run: Run, ledger: Path) -> None:
    met = event(run, ledger, "CONSULT")

    result = run("rule", met.id, "--reject", "--because", "old footage", "--dry-run")

    assert "is rejected" in result.stdout
    assert run("rule", "--list").stdout == ""
    assert met in events_of(ledger)


def test_exported_rulings_hold_in_another_ledger_and_twice_is_once(
    run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = event(run, ledger, "CONSULT")
    run("rule", met.id, "--reject", "--because", "old footage")
    shared = tmp_path / "rulings.jsonl"
    assert run("rule", "--export", shared).exit_code == 0
    wire = a_report(TEXT)
    other = tmp_path / "other.duckdb"
    with Ledger.open(other) as opened:
        opened.add([a_coding(wire, claims=(meeting(wire), accusation(wire)))], a_run())
    monkeypatch.setenv("DETENTE_LEDGER", str(other))

    first, second = run("rule", "--import", shared), run("rule", "--import", shared)

    assert (first.exit_code, second.exit_code) == (1, 1)  # the other report is not there
    assert "1 ruling not applied" in first.stderr
    assert "2 rulings (0 new)" in second.stderr
    assert [one.type for one in events_of(other)] == ["ACCUSE"]
    assert run("rule", "--list").stdout.count("(finds no claim in this ledger)") == 1


def test_ruling_whose_claim_a_new_coding_no_longer_makes_is_told(run: Run, ledger: Path) -> None:
    accused = event(run, ledger, "ACCUSE")
    run("rule", accused.id, "--status", "negated", "--because", "misread")
    wire = a_report(TEXT)
    with Ledger.open(ledger) as opened:
        opened.add([a_coding(wire, claims=(meeting(wire),))], a_run(coder="better"))

    met = next(one for one in events_of(ledger) if one.type == "CONSULT")
    result = run("rule", met.claim_ids[0], "--mode", "visit", "--because", "they came")

    assert "; 1 ruling not applied" in result.stderr
    assert "(finds no claim in this ledger)" in run("rule", "--list").stdout


def test_a_ruling_that_a_later_one_contradicts_is_told(run: Run, ledger: Path) -> None:
    one, other = event(run, ledger, "CONSULT").claim_ids
    run("rule", one, "--different", other, "--because", "two visits")
    later = run("rule", one, "--same-as", other, "--because", "one visit")

    assert later.exit_code == 0
    assert "1 ruling not applied: detente rule --list tells why" in later.stderr
    (line,) = (row for row in run("rule", "--list").stdout.splitlines() if "two visits" in row)
    assert line.endswith("(is contradicted by a later ruling; withdraw the one that is wrong)")


def test_a_ruling_that_does_not_fit_its_claim_is_told(run: Run, ledger: Path) -> None:
    claim = event(run, ledger, "CONSULT").claim_ids[0]
    run("rule", claim, "--type", "ACCUSE", "--because", "misread")
    result = run("rule", claim, "--mode", "visit", "--because", "they came")

    assert result.exit_code == 1
    assert "does not fit its claim as it is coded now" in result.stderr


def test_what_is_ruled_negated_says_by_whom_and_why(run: Run, ledger: Path) -> None:
    accused = event(run, ledger, "ACCUSE")
    run("rule", accused.id, "--status", "negated", "--because", "misread", "--by", "Bo")
    (ruled,) = [one for one in events_of(ledger) if one.type == "ACCUSE"]

    explained = run("explain", ruled.id, "--format", "text").stdout

    assert "ruled negated by Bo (misread)" in explained
    assert "denied by" not in explained


def test_export_to_a_pipe_is_json_lines(run: Run, ledger: Path) -> None:
    accused = event(run, ledger, "ACCUSE")
    run("rule", accused.id, "--status", "negated", "--because", "misread", "--by", "Bo")

    row = json.loads(run("rule", "--export", "-").stdout)

    assert row["target"] == accused.claim_ids[0]
    assert (row["field"], row["value"], row["by"]) == ("status", "negated", "Bo")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "give an ID to decide on"),
        (("{id}", "--list"), "give an ID to decide on"),
        (("{id}", "--because", "why"), "decide one thing"),
        (("{id}", "--reject", "--status", "future", "--because", "why"), "decide one thing"),
        (("{id}", "--reject"), "say why"),
        (("{id}", "--reject", "--because", "  "), "say why"),
        (("{id}", "--type", "WAVE", "--because", "why"), "WAVE"),
        (("{id}", "--date", "soon", "--because", "why"), "no date"),
        (("{id}", "--date", "17/10/2020", "--because", "why"), "'17/10/2020' is no date"),
        (("{id}", "--actor", "XXX-GOV", "--because", "why"), "no state is known as 'XXX'"),
        (("{id}", "--place", "Nowhereville", "--because", "why"), "no place is known as"),
        (("{id}", "--place", "Nowhereville, XXX", "--because", "why"), "no state is known as"),
        (("{id}", "--same-as", "{id}", "--because", "why"), "name another one"),
        (("abc", "--reject", "--because", "why"), "at least 4 characters"),
        (("ffff0000", "--reject", "--because", "why"), "no event or claim"),
        (("--withdraw", "ffff0000"), "no rulings begin with"),
        (("--import", "nowhere.jsonl"), "nowhere.jsonl"),
    ],
)
def test_what_cannot_be_ruled_is_refused_with_a_word(
    words: tuple[str, ...], says: str, run: Run, ledger: Path
) -> None:
    accused = event(run, ledger, "ACCUSE")

    result = run("rule", *(word.format(id=accused.claim_ids[0]) for word in words))

    assert result.exit_code == 2
    assert says in result.stderr
    with Ledger.open(ledger, read_only=True) as opened:
        assert opened.rulings(with_withdrawn=True) == []


def test_claims_are_listed_as_ruled_and_on_demand_as_read(run: Run, ledger: Path) -> None:
    accused = event(run, ledger, "ACCUSE")
    met = event(run, ledger, "CONSULT")
    run("rule", accused.id, "--actor", "ISL-GOV", "--because", "misread")
    run("rule", met.claim_ids[0], "--reject", "--because", "old footage")

    ruled = run("claims", "--format", "jsonl")
    read = run("claims", "--as-read", "--format", "jsonl")

    actors = [
        [one["code"] for one in json.loads(line)["actors"]] for line in ruled.stdout.splitlines()
    ]
    assert sorted(actors) == [["ISL-GOV"], ["NRL-GOV", "SDR-GOV"]]
    assert "left out 1 claim: rejected by a ruling; 1 claim changed by rulings" in ruled.stderr
    assert len(read.stdout.splitlines()) == 3
    assert (read.stderr, "ISL" in read.stdout) == ("", False)
    assert run("claims", "--actor", "ISL-GOV", "--format", "jsonl").stdout.count("\n") == 1


def test_an_export_says_what_rulings_did(run: Run, ledger: Path, tmp_path: Path) -> None:
    met = event(run, ledger, "CONSULT")
    run("rule", met.id, "--reject", "--because", "old footage")

    told = run("export", "polecat", "-o", tmp_path / "out.tsv").stderr
    carried = run("export", "parquet", "-o", tmp_path / "out.parquet").stderr

    assert told == "1 row of 1 claim; left out 2 claims: rejected by a ruling\n"
    assert "2 claims that rulings reject or change, as they were read" in carried

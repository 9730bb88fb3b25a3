"""``detente explain``: an event, its claims, words, links, rivals, rulings."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from builders import a_claim, a_coding, a_date, a_place, a_report, a_run, a_speaker, cited, words
from detente.ledger import Ledger
from detente.records import Coded, Event, Ruling, RulingKind, Status

Run = Callable[..., Result]
Golden = Callable[[str | bytes, str], None]
TEXT = (
    "Norland plans to meet Sudria in March. Fish was scarce.\n"
    "On Monday Norland's president met Sudria's minister in Vostia City, Sudria said. "
    "It rained.\n"
    "Sudria later met Norland's envoys."
)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan, the meeting that two outlets tell, and another meeting of the same week."""
    path = tmp_path / "record.duckdb"
    monkeypatch.setenv("DETENTE_LEDGER", str(path))
    with Ledger.open(path) as opened:
        opened.add([coding("Harbour Wire"), coding("Bay Post", is_short=True)], a_run())
    return path


def coding(outlet: str, *, is_short: bool = False) -> Coded:
    report = a_report(
        TEXT if is_short else f"{TEXT}\n", key=outlet, outlet=outlet, published=date(2024, 3, 7)
    )
    meeting = a_claim(
        report,
        quote="Norland's president met Sudria's minister in Vostia City",
        predicate="met",
        actors=(
            cited(a_claim().actors[0].value, report, "Norland's president"),
            cited(a_claim().actors[1].value, report, "Sudria's minister"),
        ),
        date=cited(a_date("2024-03-04"), report, "On Monday"),
        place=cited(a_place(), report, "in Vostia City"),
        speaker=None if is_short else cited(a_speaker(), report, "Sudria", nth=2),
        echoes=(words(report, "Sudria later met Norland's envoys."),),
        why="rule consult.toml: verb 2 meet",
    )
    if is_short:
        return a_coding(report, claims=(meeting,))
    plan = a_claim(
        report,
        quote="Norland plans to meet Sudria in March",
        predicate="meet",
        status=Status.FUTURE,
        date=a_date("2024-03-04"),
    )
    other = a_claim(report, quote="Fish was scarce", predicate="Fish", date=a_date("2024-03-06"))
    return a_coding(report, claims=(plan, meeting, other))


def the(event_of: str, path: Path, run: Run) -> Event:
    """The event of a status, once events are computed."""
    run("events")
    with Ledger.open(path, read_only=True) as opened:
        return next(one for one in opened.events() if one.status == event_of)


def test_explanation_of_an_event_reads_like_this(run: Run, ledger: Path, golden: Golden) -> None:
    met = the("actual", ledger, run)
    ruling = Ruling(
        kind=RulingKind.SET,
        target=met.claim_ids[0],
        field="status",
        value="actual",
        because="seen on film",
        by="Ada",
        made_at=datetime(2024, 3, 9, tzinfo=UTC),
    )
    with Ledger.open(ledger) as opened:
        opened.rule([ruling])

    golden(run("explain", met.id[:6]).stdout, "explain.txt")


def test_explaining_a_claim_explains_the_event_it_is_in(run: Run, ledger: Path) -> None:
    met = the("actual", ledger, run)

    assert run("explain", met.claim_ids[1]).stdout == run("explain", met.id).stdout


def test_plan_names_the_event_that_fulfilled_it(run: Run, ledger: Path) -> None:
    plan, met = the("future", ledger, run), the("actual", ledger, run)

    assert f"fulfilled by {met.id[:10]}" in run("explain", plan.id).stdout


def test_rejected_claim_is_explained_with_the_ruling(run: Run, ledger: Path) -> None:
    plan = the("future", ledger, run)
    run("rule", plan.id, "--reject", "--because", "misread", "--by", "Ada")

    shown = run("explain", plan.claim_ids[0]).stdout

    assert shown.startswith("in no event: rejected by Ada, ")
    assert "is rejected; Ada, " in shown
    assert run("explain", plan.id).stdout == shown  # an event no more, but found by its old id


def test_json_has_all_records_and_the_roles_of_words(run: Run, ledger: Path) -> None:
    met = the("actual", ledger, run)

    told = json.loads(run("explain", met.id, "--format", "json").stdout)

    assert told["event"]["claim_ids"] == list(met.claim_ids)
    parts = told["testimonies"][0]["excerpts"][0]["parts"]
    assert {"words": "met", "role": "act"} in parts
    assert "".join(part["words"] for part in parts) == (
        "On Monday Norland's president met Sudria's minister in Vostia City, Sudria said."
    )


def test_explanation_goes_into_a_file(run: Run, ledger: Path, tmp_path: Path) -> None:
    met = the("actual", ledger, run)

    run("explain", met.id, "-o", tmp_path / "why.txt")

    assert (tmp_path / "why.txt").read_text() == run("explain", met.id).stdout


@pytest.mark.parametrize(
    ("given", "says"),
    [("ab", "at least 4 characters"), ("zzzz", "no event or claim"), ("a-b-c", "is no id")],
)
def test_what_has_no_such_id_is_refused(given: str, says: str, run: Run, ledger: Path) -> None:
    result = run("explain", given)

    assert result.exit_code == 2
    assert says in result.stderr
    assert str(ledger) in result.stderr or says != "no event or claim"


def test_beginning_of_several_ids_is_refused_with_them(run: Run, ledger: Path) -> None:
    from detente.errors import BadInput  # noqa: PLC0415
    from detente.relations import explain as lookup  # noqa: PLC0415  # the module under test

    run("events")

    class Twice:
        path = ledger

        def events(self, **_: str) -> list[Event]:
            return [the("actual", ledger, run), the("future", ledger, run)]

        def claims(self, **_: str) -> list[object]:
            return []

    with pytest.raises(BadInput, match="begins several ids: event "):
        lookup.look_up(Twice(), "abcd")  # type: ignore[arg-type]  # a fake


def test_terminal_shows_roles_in_colour_and_no_brackets() -> None:
    from detente.cli.terminal import explanations as explain_text  # noqa: PLC0415  # the module under test
    from detente.relations.explain import Excerpt, Part, Role  # noqa: PLC0415

    parts = (Part(words="Norland", role=Role.WHO), Part(words=" met\n\x1b[2Jthem."))

    line = explain_text._marked(Excerpt(start=0, parts=parts), is_coloured=True)

    assert line.plain == "   Norland met [2Jthem."
    assert [(span.start, span.end, span.style) for span in line.spans] == [(3, 10, "bold blue")]

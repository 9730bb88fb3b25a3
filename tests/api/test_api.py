"""What Python users see."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import cast

import pytest

import detente
from detente.api import _journey

Verb = Callable[[object], object]
REPORTS = Path(__file__).parents[2] / "examples" / "reports.jsonl"


def test_every_public_name_is_there() -> None:
    assert [name for name in dir(detente) if not hasattr(detente, name)] == []


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="No detente attribute cod"):
        detente.cod  # type: ignore[attr-defined]  # noqa: B018  # the access is what is tested


def test_text_is_coded_with_a_day_given_as_words() -> None:
    coded = detente.code_text("France and Germany held talks on Tuesday.", published="2024-02-02")

    (claim,) = coded.claims
    assert claim.type == "CONSULT"
    assert claim.date is not None
    assert claim.date.value.earliest.isoformat() == "2024-01-30"


@pytest.mark.parametrize(
    ("text", "published", "told"),
    [
        ("Norland met Sudria.", "02/02/2024", "'02/02/2024' is not a day; write it as 2024-02-02"),
        (None, None, r"reads a text, not None; code\(paths\) reads files"),
    ],
)
def test_a_text_or_a_day_that_is_none_is_refused(
    text: str, published: str | None, told: str
) -> None:
    with pytest.raises(detente.DetenteError, match=told):
        detente.code_text(text, published=published)


@pytest.mark.parametrize(
    "text",
    [
        "China ac\u00adcused Japan of spying.",
        "China accused\u200b Japan of spying.",
        "\uff23\uff48\uff49\uff4e\uff41 accused Japan of spying.",
    ],
    ids=["soft hyphen", "zero-width space", "full width"],
)
def test_no_letter_hides_an_act(text: str) -> None:
    coded = detente.code_text(text, published="2024-02-02")

    assert coded.report.text == "China accused Japan of spying."
    assert [claim.predicate.quote for claim in coded.claims] == ["accused"]


def test_paths_are_coded_one_by_one() -> None:
    found = list(detente.code([str(REPORTS)]))

    assert {type(one) for one in found} <= {detente.Coded, detente.Problem}
    assert sum(isinstance(one, detente.Coded) for one in found) == 14


@pytest.mark.parametrize(
    "one",
    [str(REPORTS), REPORTS, [REPORTS], iter([REPORTS])],
    ids=["words", "path", "list", "iterator"],
)
def test_one_path_is_one_path(one: object) -> None:
    found = detente.code(one)  # type: ignore[arg-type]  # an iterator will do, too
    assert sum(isinstance(each, detente.Coded) for each in found) == 14


@pytest.mark.parametrize("given", [b"reports.jsonl", 7, None, {"a": 1}, [REPORTS, 7]], ids=repr)
@pytest.mark.parametrize("verb", [detente.code, detente.add])
def test_what_is_no_path_is_refused_before_anything_is_read(verb: Verb, given: object) -> None:
    with pytest.raises(detente.DetenteError, match="is no path; give one, or a list of them"):
        verb(given)


def test_files_of_a_configuration_are_one_or_several() -> None:
    one = detente.Config(actors="mine.toml", types=["a.json", Path("b.json")])  # type: ignore[arg-type]  # as people write
    assert (one.actors, one.types) == ((Path("mine.toml"),), (Path("a.json"), Path("b.json")))
    assert hash(one) == hash(detente.Config(actors=one.actors, types=one.types))


@pytest.mark.parametrize("score", [60, -0.1, "recall", None])
def test_a_score_that_is_no_share_is_refused(score: float) -> None:
    with pytest.raises(detente.DetenteError, match=r"from 0 to 1, not .*; precision is 0\.6"):
        detente.Config(min_score=score)


def test_events_are_made_from_what_was_coded_and_the_rest_is_told() -> None:
    with pytest.warns(UserWarning, match=r"1 not coded, first nothere\.csv: there is no such file"):
        assert detente.events_from(detente.code("nothere.csv")) == []
    with pytest.raises(detente.DetenteError, match="takes what code gives, not 'a'"):
        detente.events_from(["a"])  # type: ignore[list-item]  # that is the test


def test_brief_is_made_from_paths() -> None:
    brief = detente.brief([str(REPORTS)], detente.Scope(side_a="IRN", side_b="SAU"))

    assert isinstance(brief, detente.Brief)
    assert brief.sections


def test_brief_from_a_ledger_is_the_brief_from_its_reports(tmp_path: Path) -> None:
    scope = detente.Scope(side_a="IRN", side_b="SAU")
    path = tmp_path / "ledger.duckdb"
    assert len(list(detente.add([str(REPORTS)], path))) == 14
    with detente.Ledger.open(path, read_only=True) as ledger:
        kept = detente.brief_from_ledger(ledger, scope)

    assert kept.sections == detente.brief([str(REPORTS)], scope).sections


def test_a_bad_report_is_a_problem_and_the_rest_goes_on() -> None:
    missing, *rest = detente.code(["/nowhere/at/all.txt", str(REPORTS)])

    assert isinstance(missing, detente.Problem)
    assert "/nowhere/at/all.txt" in missing.key
    assert len(rest) == 14


def test_models_are_loaded_once() -> None:
    assert _journey(detente.Config()) is _journey(detente.Config())


def test_a_report_that_breaks_the_coder_is_a_problem_and_the_rest_goes_on() -> None:
    class Breaking:
        second = None

        def parse_all(self, reports: Sequence[detente.Report]) -> list[None]:
            return [None for _ in reports]

        def code(self, report: detente.Report, parsed: None) -> detente.Coded:
            assert parsed is None
            if report.key == "bad":
                raise ValueError("a loop in the parse")
            return detente.Coded(report=report)

    reports = [detente.Report(key=key, text="x") for key in ("good", "bad", "also good")]

    found = list(detente.code_reports(reports, cast("detente.Journey", Breaking())))

    assert [type(one).__name__ for one in found] == ["Coded", "Problem", "Coded"]
    problem = found[1]
    assert isinstance(problem, detente.Problem)
    assert (problem.key, problem.kind) == ("bad", "failed")
    assert "a loop in the parse" in problem.detail


def test_added_reports_are_in_the_ledger_with_their_events(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("France and Germany held talks on Tuesday.\n")
    reading = detente.ReadOptions(published=date(2024, 2, 2))
    path = tmp_path / "ledger.duckdb"

    (coded,) = detente.add([str(story)], path, reading)

    assert isinstance(coded, detente.Coded)
    assert list(detente.add([str(story)], path, reading)) == []
    with detente.Ledger.open(path, read_only=True) as ledger:
        assert list(ledger.claims(dyad=("DEU", "FRA"))) == list(coded.claims)
        assert ledger.events(dyad=("DEU", "FRA")).polars()["type"].to_list() == ["CONSULT"]

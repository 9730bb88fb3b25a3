"""What goes into a ledger comes out as it was, once, and never changes."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import (
    TEXT,
    a_claim,
    a_coding,
    a_date,
    a_problem,
    a_report,
    a_run,
    a_statement,
    cited,
    words,
)
from detente.errors import BadInput, MissingExtra
from detente.ledger import Added, Ledger
from detente.ledger.address import LedgerName
from detente.records import Citation, Coded, Problem, Report, Ruling, RulingKind, Status

NEW_RUN = a_run(version="1")
LATER = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def ledger(name: LedgerName) -> Iterator[Ledger]:
    with Ledger.open(name) as opened:
        yield opened


def a_ruling(**changes: object) -> Ruling:
    defaults = {
        "kind": RulingKind.REJECT,
        "target": a_claim().id,
        "because": "it was a rehearsal",
        "by": "ann",
        "made_at": datetime(2024, 2, 3, tzinfo=UTC),
    }
    return Ruling(**{**defaults, **changes})  # type: ignore[arg-type]  # a builder's defaults


def test_coded_report_comes_out_as_it_went_in(ledger: Ledger, full: Coded) -> None:
    added = ledger.add([full], a_run())

    assert added == Added(n_reports=1, n_claims=2, n_statements=1)
    assert list(ledger.reports()) == [full.report]
    assert set(ledger.claims()) == set(full.claims)
    assert list(ledger.statements()) == list(full.statements)
    assert list(ledger.runs()) == [a_run()]


def test_rows_outlast_the_closing_of_the_ledger(name: LedgerName, full: Coded) -> None:
    with Ledger.open(name) as ledger:
        ledger.add([full], a_run())

    with Ledger.open(name, read_only=True) as ledger:
        assert set(ledger.claims()) == set(full.claims)


def test_twice_is_once(ledger: Ledger, full: Coded) -> None:
    warned = replace(full, problems=(a_problem(is_warning=True),))
    ledger.add([warned, a_problem(key="other.txt")], a_run())

    again = ledger.add([warned, warned, a_problem(key="other.txt")], a_run())

    assert again == Added()
    assert ledger.claims().count() == 2
    assert ledger.problems().count() == 2


def test_same_text_under_two_keys_is_one_report(ledger: Ledger) -> None:
    first, second = a_report(key="first"), a_report(key="second")

    ledger.add([a_coding(first), a_coding(second)], a_run())

    assert [report.key for report in ledger.reports()] == ["first"]
    assert ledger.claims().count() == 1


ANY_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(text=ANY_TEXT, outlet=st.none() | ANY_TEXT, why=ANY_TEXT, score=st.floats(0, 1))
def test_any_text_comes_back_letter_by_letter(
    tmp_path_factory: pytest.TempPathFactory, text: str, outlet: str | None, why: str, score: float
) -> None:
    report = Report(key=text, text=text, outlet=outlet, title=outlet, published=date(1, 1, 1))
    claim = a_claim(report, quote=text, why=why, score=score)
    with Ledger.open(tmp_path_factory.mktemp("any") / "ledger.duckdb") as ledger:
        ledger.add([Coded(report=report, claims=(claim,))], a_run())

        assert list(ledger.reports()) == [report]
        assert list(ledger.claims()) == [claim]


# What is refused


def _misquoting(report: Report) -> Coded:
    claim = a_claim(report)
    wrong = Citation(report.id, claim.citation.span, claim.citation.quote.replace("met", "hit"))
    return a_coding(report, claims=(replace(claim, citation=wrong),))


def test_quote_that_is_not_at_its_span_is_refused_and_told(ledger: Ledger) -> None:
    added = ledger.add([_misquoting(a_report())], a_run())

    (problem,) = added.refused
    assert (problem.key, problem.room, problem.kind) == ("norland", "ledger", "citation-mismatch")
    assert "president met Sudria" in problem.detail
    assert "president hit Sudria" in problem.detail
    assert list(ledger.problems()) == [problem]
    assert ledger.reports().count() == ledger.claims().count() == 0


def test_one_refused_report_does_not_stop_the_others(ledger: Ledger) -> None:
    good = a_coding(a_report(TEXT + " Good."))

    ledger.add([_misquoting(a_report()), good], a_run())

    assert list(ledger.reports()) == [good.report]


def test_citation_of_another_report_is_refused(ledger: Ledger) -> None:
    report, other = a_report(), a_report(TEXT + " Other.")
    claim = replace(a_claim(report), echoes=(words(other, "Other"),))

    assert len(ledger.add([a_coding(report, claims=(claim,))], a_run()).refused) == 1


def test_report_without_text_is_refused_unless_it_is_imported(ledger: Ledger) -> None:
    report = Report(key="gdelt:1", text="", outlet="GDELT", published=date(2024, 2, 2))
    whole = a_claim(a_report())
    claim = replace(whole, report_id=report.id)
    coded = Coded(report=report, claims=(claim,))

    assert ledger.add([coded], a_run()).refused[0].kind == "empty"
    assert ledger.add([coded], a_run(), is_imported=True).n_claims == 1
    assert list(ledger.claims()) == [claim]
    assert ledger.claims().arrow()["is_imported"].to_pylist() == [True]


def test_imported_row_with_a_text_is_checked_like_any_other(ledger: Ledger) -> None:
    assert ledger.add([_misquoting(a_report())], a_run(), is_imported=True).n_claims == 0


def test_half_a_letter_is_refused_in_a_text_and_written_out_in_a_name(ledger: Ledger) -> None:
    broken = Report(key="a.txt", text="Norland\ud800 met Sudria")
    named = a_report(key="caf\udce9.txt")

    added = ledger.add([Coded(report=broken), a_coding(named)], a_run())

    assert [problem.kind for problem in added.refused] == ["encoding"]
    assert [report.key for report in ledger.reports()] == [r"caf\udce9.txt"]


def test_batch_that_breaks_off_leaves_nothing(ledger: Ledger, full: Coded) -> None:
    def items() -> Iterator[Coded]:
        yield full
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.add(items(), a_run())

    assert (ledger.reports().count(), ledger.runs().count()) == (0, 0)
    assert ledger.add([full], a_run()).n_claims == 2


# Runs


def test_latest_coding_of_a_report_counts_and_the_older_one_is_kept(ledger: Ledger) -> None:
    report, other = a_report(), a_report(TEXT + " Other.")
    old, new = a_claim(report), a_claim(report, type="AGREE")
    ledger.add([a_coding(report, claims=(old,)), a_coding(other)], a_run())
    ledger.add([a_coding(report, claims=(new,))], NEW_RUN)

    assert set(ledger.claims()) == {new, a_claim(other)}
    assert set(ledger.claims(run=a_run().id)) == {old, a_claim(other)}
    assert list(ledger.claims(run="2")) == [new]


def test_report_in_which_the_new_version_finds_nothing_has_no_claims(ledger: Ledger) -> None:
    ledger.add([a_coding(statements=(a_statement(),))], a_run())
    ledger.add([a_coding(claims=())], NEW_RUN)

    assert ledger.claims().count() == ledger.statements().count() == 0


def test_known_reports_are_those_of_any_run_or_of_one(ledger: Ledger) -> None:
    report = a_report()
    ledger.add([a_coding(report)], a_run())

    assert ledger.known([report.id, "another"]) == {report.id}
    assert ledger.known([report.id], NEW_RUN) == frozenset()


# Problems


def test_problem_ends_when_its_input_is_coded_and_begins_anew_when_it_breaks(
    ledger: Ledger,
) -> None:
    problem = a_problem(key="norland")
    ledger.add([problem], a_run())
    assert list(ledger.problems()) == [problem]

    ledger.add([a_coding()], a_run())
    assert list(ledger.problems()) == []

    ledger.add([problem, problem], a_run())
    assert list(ledger.problems()) == [problem]


def test_problem_that_two_versions_meet_is_told_once(ledger: Ledger) -> None:
    ledger.add([a_problem()], a_run())
    ledger.add([a_problem()], NEW_RUN)

    assert list(ledger.problems()) == [a_problem()]


def test_warning_of_a_report_counts_as_long_as_its_coding_does(ledger: Ledger) -> None:
    warning: Problem = a_problem(key="norland", is_warning=True)
    ledger.add([a_coding(problems=(warning,))], a_run())
    assert list(ledger.problems()) == [warning]

    ledger.add([a_coding()], NEW_RUN)
    assert list(ledger.problems()) == []
    assert list(ledger.problems(run="1")) == [warning]


# Rulings


def test_ruling_comes_out_as_it_was_made(ledger: Ledger) -> None:
    far = timezone(timedelta(hours=9))
    same = a_ruling(
        kind=RulingKind.SAME_AS, other="x", made_at=datetime(2024, 2, 4, 8, 30, tzinfo=far)
    )
    status = a_ruling(kind=RulingKind.SET, field="status", value=Status.FUTURE.value)

    assert ledger.rule([same, status]) == 2
    assert ledger.rule([same]) == 0
    assert ledger.rulings() == [status, same]


def test_withdrawn_ruling_is_kept_but_does_not_hold(ledger: Ledger) -> None:
    ruling = a_ruling()
    ledger.rule([ruling])

    assert ledger.withdraw(ruling.id, LATER)
    assert not ledger.withdraw(ruling.id, LATER + timedelta(days=1))
    assert ledger.rulings() == []
    assert ledger.rulings(with_withdrawn=True) == [replace(ruling, withdrawn_at=LATER)]


def test_withdrawn_ruling_of_a_colleague_comes_in_withdrawn(ledger: Ledger) -> None:
    withdrawn = a_ruling(withdrawn_at=LATER)
    ledger.rule([withdrawn])

    assert ledger.rulings(with_withdrawn=True) == [withdrawn]


# Answers


def test_answer_is_records_or_a_table_of_one_library_or_another(ledger: Ledger) -> None:
    report = a_report()
    ledger.add([a_coding(report, claims=(a_claim(report, date=a_date()),))], a_run())

    answer = ledger.claims()

    assert answer.first() == a_claim(report, date=a_date())
    assert answer.arrow()["actors"].to_pylist() == [["NRL-GOV", "SDR-GOV"]]
    assert answer.polars()["date_start"].to_list() == [date(2024, 1, 29)]
    assert answer.pandas()["outlet"].tolist() == ["Harbour Wire"]
    assert "record" not in answer.polars().columns


def test_without_pandas_it_is_said_how_to_get_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(MissingExtra, match=r"pip install \"detente\[pandas\]\""):
        ledger.claims().pandas()


def test_two_answers_may_be_read_at_the_same_time(ledger: Ledger) -> None:
    reports = [a_report(f"{TEXT} No. {n}") for n in range(3)]
    ledger.add(map(a_coding, reports), a_run())

    pairs = [(one.report_id, two.id) for one in ledger.claims() for two in ledger.reports()]

    assert len(pairs) == 9


def test_texts_are_read_without_those_of_imported_rows(ledger: Ledger) -> None:
    own, row = a_report(), Report(key="row", text="", outlet="GDELT")
    ledger.add([a_coding(own)], a_run())
    ledger.add([Coded(report=row)], a_run(), is_imported=True)

    assert ledger.ids_with_text() == [own.id]
    assert ledger.reports_of([own.id]) == [own]
    assert set(ledger.facts()) == {own.id, row.id}


def test_cited_values_keep_their_own_words(ledger: Ledger) -> None:
    report = a_report()
    claim = a_claim(report, date=cited(a_date(), report, "on Monday"))
    ledger.add([a_coding(report, claims=(claim,))], a_run())

    found = ledger.claims().first()

    assert found is not None
    assert found.date is not None
    assert found.date.citation.quote == "on Monday"


def test_claims_can_be_asked_as_they_were_ruled(ledger: Ledger, full: Coded) -> None:
    ledger.add([full], a_run())
    call, arrest = full.claims
    ruled = {call.id: replace(call, status=Status.ACTUAL, date=None), arrest.id: None}

    (found,) = ledger.claims_as_ruled(ruled, status="actual")

    assert found == ruled[call.id]
    assert ledger.claims_as_ruled(ruled, run="1").polars()["date_start"].to_list() == [None]
    assert list(ledger.claims_as_ruled({}, status="actual")) == [arrest]


def test_testimony_of_events_comes_with_its_run() -> None:
    coded = a_coding(a_report())

    with pytest.raises(BadInput, match="need the run that coded them"):
        Ledger.of_events([], [coded])

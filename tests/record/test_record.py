"""The journey into the ledger: what is new is coded and kept, and nothing twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_claim, a_coding, a_date, a_problem, a_report, a_run, a_speaker
from cli.fake_journey import FakeJourney
from detente.config import Config
from detente.ledger import Changes, Ledger
from detente.record import BATCH, Recorder, add_reports, compute_events, stored_reports
from detente.records import Coded, Problem, Report, Ruling, RulingKind, Run, Status
from detente.sources.copies import CopyIndex

if TYPE_CHECKING:
    from detente.pipeline import Journey


class CountingJourney(FakeJourney):
    """Counts what it codes; ``version`` makes another run of it."""

    def __init__(self, version: str = "0") -> None:
        super().__init__(Config())
        self.run: Run = a_run(version=version)
        self.coded: list[str] = []

    def code(self, report: Report, parsed: None = None) -> Coded:
        self.coded.append(report.key)
        return super().code(report, parsed)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"


def _reports(count: int, word: str = "met") -> list[Report]:
    return [a_report(f"Norland {word} Sudria, no. {n}.", key=f"r{n}") for n in range(count)]


def _recorder(path: Path, journey: FakeJourney, *, is_recoding: bool = False) -> Recorder:
    return Recorder(path=path, journey=cast("Journey", journey), is_recoding=is_recoding)


def _add(
    path: Path, reports: list[Report], journey: FakeJourney, *, is_recoding: bool = False
) -> Recorder:
    recorder = _recorder(path, journey, is_recoding=is_recoding)
    for _ in add_reports(reports, recorder):
        pass
    return recorder


def _kept(path: Path) -> list[str]:
    with Ledger.open(path, read_only=True) as ledger:
        return sorted(report.key for report in ledger.reports())


def test_reports_are_coded_and_kept_in_batches(path: Path) -> None:
    recorder = _add(path, _reports(BATCH + 1), CountingJourney())

    assert [added.n_reports for added in recorder.added] == [BATCH, 1]
    assert recorder.n_claims == BATCH + 1
    assert len(_kept(path)) == BATCH + 1


def test_known_report_is_not_coded_again(path: Path) -> None:
    _add(path, _reports(2), CountingJourney())
    journey = CountingJourney()

    recorder = _add(path, [*_reports(3), *_reports(3)], journey)

    assert journey.coded == ["r2"]
    assert (recorder.n_known, recorder.n_outdated) == (5, 0)


def test_report_that_another_version_coded_is_coded_anew_only_on_demand(path: Path) -> None:
    _add(path, _reports(2), CountingJourney("0"))
    newer = CountingJourney("1")

    skipping = _add(path, _reports(2), newer)
    assert (newer.coded, skipping.n_known, skipping.n_outdated) == ([], 2, 2)

    _add(path, _reports(2), newer, is_recoding=True)
    assert newer.coded == ["r0", "r1"]
    with Ledger.open(path) as ledger:
        assert ledger.runs().count() == 2
        assert ledger.claims(run="1").count() == ledger.claims().count() == 2


def test_recoding_goes_on_where_it_stopped(path: Path) -> None:
    _add(path, _reports(2), CountingJourney("0"))
    _add(path, _reports(1), CountingJourney("1"), is_recoding=True)
    journey = CountingJourney("1")

    _add(path, list(stored_reports(path)), journey, is_recoding=True)

    assert journey.coded == ["r1"]


def test_what_is_coded_before_an_interrupt_is_kept(path: Path) -> None:
    reports = [*_reports(3), a_report("CTRL-C", key="stop"), a_report("met later", key="late")]

    with pytest.raises(KeyboardInterrupt):
        _add(path, reports, CountingJourney())
    assert _kept(path) == ["r0", "r1", "r2"]

    journey = CountingJourney()
    _add(path, [*reports[:3], reports[4]], journey)
    assert journey.coded == ["late"]


def test_what_is_coded_before_the_caller_stops_is_kept(path: Path) -> None:
    coding = add_reports(_reports(3), _recorder(path, CountingJourney()))

    next(coding)
    cast("Iterator[Coded]", coding).close()  # type: ignore[attr-defined]  # it is a generator

    assert _kept(path) == ["r0"]


def test_problems_are_kept_but_for_mistyped_paths(path: Path) -> None:
    typo, broken = a_problem(kind="missing-file"), a_problem(key="b.txt", kind="binary")
    poison = a_report("POISON", key="p.txt")
    found = list(add_reports([typo, broken, poison], _recorder(path, CountingJourney())))

    assert [item.kind for item in found if isinstance(item, Problem)] == [
        "missing-file",
        "binary",
        "poison",
    ]
    with Ledger.open(path) as ledger:
        assert [problem.kind for problem in ledger.problems()] == ["binary", "poison"]


def test_report_whose_citations_are_wrong_becomes_a_problem(path: Path) -> None:
    class Misquoting(CountingJourney):
        def code(self, report: Report, parsed: None = None) -> Coded:
            other = a_report("Norland met Vostia.")
            return Coded(report=report, claims=super().code(other, parsed).claims)

    found = list(add_reports(_reports(1), _recorder(path, Misquoting())))

    assert [type(item) for item in found] == [Coded, Problem]
    assert _kept(path) == []


def test_ledger_is_free_while_reports_are_coded(path: Path) -> None:
    coding = add_reports(_reports(2), _recorder(path, CountingJourney()))
    next(coding)

    assert _kept(path) == []
    assert len(list(coding)) == 1


def test_stored_reports_come_back_whole_but_for_imported_rows(path: Path) -> None:
    reports = _reports(BATCH + 2)
    _add(path, reports, CountingJourney())
    with Ledger.open(path) as ledger:
        row = Report(key="row", text="", outlet="GDELT")
        ledger.add([Coded(report=row)], a_run(), is_imported=True)

    assert sorted(stored_reports(path), key=lambda one: one.id) == sorted(
        reports, key=lambda one: one.id
    )


MADE = datetime(2024, 3, 1, tzinfo=UTC)
OUTLETS = ("Harbour Wire", "Coast News", "Vostia Times")
# Long enough to be compared: a copy has at least twenty words.
BODY = (
    "met in the old customs house by the harbour of Vostia City and talked for five hours about "
    "fishing rights, the price of salt and the two trawlers that were stopped last autumn."
)
SIDES = (("NRL-GOV", "SDR-GOV"), ("NRL-MIL", "VST-MIL"), ("NRL", "SDR"))
ACTS = (("CONSULT", None), ("CONSULT", "visit"), ("AGREE", None))
TABLES = (
    "events",
    "event_claims",
    "event_links",
    "event_dyads",
    "copy_groups",
    "claim_blocks",
    "computed",
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.duckdb") as opened:
        yield opened


def _coded(number: int, variant: int = 0, outlet: int = 0) -> Coded:
    """One of nine reports; the variants are what different versions make of it."""
    sides = SIDES[(number + variant) % 3]
    text = f"{sides[0]} and {sides[1]} {BODY}" if number % 2 else f"Talks no. {number}."
    report = a_report(
        text, outlet=OUTLETS[outlet], published=date(2024, 2, 2) + timedelta(days=number // 3)
    )
    kind, mode = ACTS[(number // 2 + variant) % 3]
    claim = a_claim(
        report,
        type=kind,
        mode=mode,
        actors=sides,
        status=Status.NEGATED if (number + variant) % 5 == 0 else Status.ACTUAL,
        date=a_date("2024-02-01", "2024-02-03") if number % 3 else None,
        speaker=a_speaker("SDR-GOV") if number % 4 == 0 else None,
    )
    return a_coding(report, claims=(claim,) if variant < 3 else ())


def _computed(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    with ledger.query() as connection:
        return {
            table: sorted(connection.execute(f"FROM {table}").fetchall(), key=str)
            for table in TABLES
        }


REPORTS = st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(0, 2))
STEPS = st.one_of(
    st.tuples(st.just("add"), st.lists(REPORTS, min_size=1, max_size=4)),
    st.tuples(st.just("rule"), st.tuples(st.integers(0, 3), st.integers(0, 8), st.integers(0, 8))),
    st.tuples(st.just("withdraw"), st.integers(0, 8)),
)


def _take(ledger: Ledger, step: tuple[str, object], nth: int) -> None:
    """Add reports, rule on claims that may be there, or withdraw a ruling."""
    match step:
        case ("add", list() as reports):
            for number, variant, outlet in reports:
                run = a_run(version=str(variant))
                ledger.add([_coded(number, variant, outlet)], run)
        case ("rule", (int() as kind, int() as one, int() as other)):
            ledger.rule([_ruling(kind, one, other, nth)])
        case ("withdraw", int() as which):
            held = ledger.rulings()
            if held:
                ledger.withdraw(held[which % len(held)].id, MADE + timedelta(days=nth))


def _ruling(kind: int, one: int, other: int, nth: int) -> Ruling:
    kinds = (RulingKind.REJECT, RulingKind.SAME_AS, RulingKind.DIFFERENT, RulingKind.SET)
    target, beside = (_coded(number).claims[0].id for number in (one, other))
    chosen = kinds[kind] if target != beside else RulingKind.REJECT
    is_set = chosen is RulingKind.SET
    return Ruling(
        kind=chosen,
        target=target,
        other=beside if chosen in {RulingKind.SAME_AS, RulingKind.DIFFERENT} else None,
        field="actors" if is_set else None,
        value="VST-GOV SDR-GOV" if is_set else None,
        because="so it is",
        by="ann",
        made_at=MADE + timedelta(minutes=nth),
    )


@settings(max_examples=30, database=None)
@given(steps=st.lists(STEPS, min_size=1, max_size=6))
def test_step_by_step_is_the_same_as_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object]]
) -> None:
    copies = CopyIndex()  # as the desk keeps it between two computations
    with Ledger.open(tmp_path_factory.mktemp("steps") / "ledger.duckdb") as ledger:
        for nth, step in enumerate(steps):
            _take(ledger, step, nth)
            compute_events(ledger, copies=copies)
        by_steps = _computed(ledger)

        compute_events(ledger, from_scratch=True)

        assert by_steps == _computed(ledger)


def test_events_that_are_up_to_date_are_left_alone(ledger: Ledger) -> None:
    ledger.add([_coded(1)], a_run())

    assert compute_events(ledger) == Changes(n_new=1, n_gone=0, n_changed=0, n_same=0)
    assert compute_events(ledger) is None


def test_blocks_without_a_new_claim_are_not_looked_at(ledger: Ledger) -> None:
    ledger.add([_coded(0), _coded(1)], a_run())
    compute_events(ledger)
    ledger.add([_coded(4)], a_run())

    changes = compute_events(ledger)

    assert changes is not None
    assert changes.n_new + changes.n_changed + changes.n_same < ledger.events().count()


def test_claims_of_an_older_coding_no_longer_make_events(ledger: Ledger) -> None:
    ledger.add([_coded(1, variant=0)], a_run())
    compute_events(ledger)
    ledger.add([_coded(1, variant=3)], a_run(version="3"))

    assert compute_events(ledger) == Changes(n_new=0, n_gone=1, n_changed=0, n_same=0)
    assert list(ledger.events()) == []


def test_copies_count_once_and_own_stories_each(ledger: Ledger) -> None:
    story = f"Norland and Sudria {BODY}"
    own = (
        "Officials from both capitals gathered for what one called the frankest exchange in years, "
        "with salt, nets and a stranded trawler all on the table until well past midnight."
    )
    for outlet, text in zip(OUTLETS, (story, story, own), strict=True):
        report = a_report(text, outlet=outlet)
        ledger.add([a_coding(report, claims=(a_claim(report, date=a_date()),))], a_run())

    compute_events(ledger)

    (event,) = ledger.events()
    assert len(event.claim_ids) == 3
    assert event.standing.n_outlets == 2


def test_copy_that_comes_later_changes_the_standing(ledger: Ledger) -> None:
    for outlet in OUTLETS[:2]:
        report = a_report(f"Norland and Sudria {BODY}", outlet=outlet)
        ledger.add([a_coding(report, claims=(a_claim(report, date=a_date()),))], a_run())
        compute_events(ledger)

    (event,) = ledger.events()
    assert (len(event.claim_ids), event.standing.n_outlets) == (2, 1)


def test_earlier_copy_without_a_claim_moves_the_days_of_the_others(ledger: Ledger) -> None:
    """Its group keeps its name, for the copies credit the wire, which printed it later."""
    days = {"Harbour Wire": 5, "Coast News": 6, "Vostia Times": 2}
    wire, coast, early = (
        a_report(
            f"Norland and Sudria {BODY}",
            outlet=outlet,
            credited=None if outlet == "Harbour Wire" else "Harbour Wire",
            published=date(2024, 2, day),
        )
        for outlet, day in days.items()
    )
    own = a_report("Norland met Sudria.", key="own")
    dated = a_coding(own, claims=(a_claim(own, date=a_date("2024-02-01")),))
    undated = [a_coding(one, claims=(a_claim(one),)) for one in (wire, coast)]
    ledger.add([dated, *undated], a_run())
    compute_events(ledger)
    assert sorted(len(event.claim_ids) for event in ledger.events()) == [1, 2]
    ledger.add([a_coding(early, claims=())], a_run())

    compute_events(ledger)

    assert [len(event.claim_ids) for event in ledger.events()] == [3]
    by_steps = _computed(ledger)
    compute_events(ledger, from_scratch=True)
    assert by_steps == _computed(ledger)


def test_events_of_another_version_are_computed_from_scratch(ledger: Ledger) -> None:
    ledger.add([_coded(1)], a_run())
    compute_events(ledger)
    with ledger.query() as connection:
        connection.execute("UPDATE computed SET version = 'another'")

    assert compute_events(ledger) == Changes(n_new=1, n_gone=0, n_changed=0, n_same=0)

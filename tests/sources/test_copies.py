"""Who retells whom: copies, updates and retellings are one testimony; own stories are not."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import active_children
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_report
from detente.records import Report
from detente.sources import read_reports
from detente.sources.copies import CopyIndex, CopyIndexElsewhere
from detente.spawning import Ended
from sources.casebook import Case, read_cases

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared/samples/text/us_china_statements_2025-01_2025-09.jsonl.gz"
DAY = date(2024, 2, 2)

LEAD = (
    "Norland recalled its ambassador from Sudria on Friday, two days after the Sudrian navy "
    "boarded a trawler in waters that both states claim."
)
REST = (
    "The trawler and its crew of nine were taken to Port Sella, the Norlandic coast guard said. "
    "Sudria called the boarding a routine check of fishing papers and promised to release the "
    "crew once a fine was paid."
)
WIRE = f"{LEAD}\n{REST}"
OWN = (
    "Sudria faces a crisis: Norland has called its envoy home from Port Sella because sailors "
    "went aboard a Norlandic trawler on Wednesday and arrested nine fishermen.\n"
    "In the fish market people shrugged. They had seen worse, an old skipper told this paper."
)
TOLD = (
    "The fishing quarrel has reached the banks, for Vostian lenders now refuse new credits to "
    "trawler owners. " + LEAD.replace("on Friday", "last week")
)


def a_wire(**changes: object) -> Report:
    return a_report(WIRE, **{"outlet": "Harbour Wire", "published": DAY, **changes})


def groups_of(reports: Iterable[Report]) -> dict[str, tuple[str, ...]]:
    """The copies of each report that was first, or stands alone; ids, sorted."""
    index = CopyIndex()
    for report in reports:
        index.insert(report)
    groups = index.groups()
    found = {report.id: groups.get(report.id, report.id) for report in reports}
    return {
        origin: tuple(sorted(one for one in found if found[one] == origin and one != origin))
        for origin in found.values()
    }


@pytest.mark.parametrize("case", list(read_cases("copies")), ids=str)
def test_two_texts_are_one_testimony_or_two(case: Case) -> None:
    one, two = case.text.split("\n~~~\n")

    found = groups_of([a_report(one, outlet="Harbour Wire"), a_report(two, outlet="Ledger")])

    assert len(found) == (1 if case.expected == "copy" else 2)


def test_wire_story_in_ten_papers_is_one_testimony() -> None:
    wire = a_wire()
    papers = [
        a_report(text, outlet=f"Paper {number}", published=DAY + timedelta(1))
        for number, text in enumerate([WIRE, LEAD, f"PORT SELLA - {WIRE}"] * 3 + [WIRE])
    ]

    found = groups_of([*papers, wire])

    assert found == {wire.id: tuple(sorted(paper.id for paper in papers))}


def test_headline_at_the_top_makes_no_difference() -> None:
    headline = "Anger at sea\n"
    short = "Norland recalled its ambassador on Friday."
    one = a_report(headline + short, body_start=len(headline), outlet="Ledger")

    assert len(groups_of([one, a_report(short)])) == 1


def test_agency_is_the_origin_among_copies_of_one_day() -> None:
    paper, agency = a_wire(outlet="A Paper"), a_wire(outlet="Reuters")

    assert groups_of([paper, agency]) == {agency.id: (paper.id,)}


def test_credited_report_is_the_origin_even_if_it_is_dated_later() -> None:
    wire = a_wire(published=DAY + timedelta(1))
    paper = a_wire(outlet="Ledger", credited="Harbour Wire")

    assert groups_of([paper, wire]) == {wire.id: (paper.id,)}


def test_retelling_in_other_words_belongs_to_the_report_it_credits() -> None:
    wire = a_wire()
    paper = a_report(
        TOLD, outlet="Ledger", credited="The Harbour Wire", published=DAY + timedelta(2)
    )

    assert groups_of([paper, wire]) == {wire.id: (paper.id,)}
    assert len(groups_of([replace(paper, credited=None), wire])) == 2
    assert len(groups_of([replace(paper, published=DAY + timedelta(30)), wire])) == 2
    assert len(groups_of([replace(paper, published=None), wire])) == 2


def test_retelling_joins_the_story_with_which_it_shares_most() -> None:
    wire = a_wire()
    earlier = a_report(
        f"{OWN} Norland recalled its ambassador from Sudria last week", outlet="Harbour Wire"
    )
    paper = a_report(TOLD, outlet="Ledger", credited="Harbour Wire")

    for order in ([earlier, paper, wire], [wire, earlier, paper], [paper, earlier, wire]):
        assert groups_of(order) == {earlier.id: (), wire.id: (paper.id,)}


def test_what_an_outlet_prints_again_belongs_to_what_it_printed_first() -> None:
    first = a_wire()
    later = a_report(f"{WIRE}\nNobody was hurt.", published=DAY + timedelta(1))
    paper = a_wire(outlet="Ledger", published=DAY + timedelta(1))

    assert groups_of([later, paper, first]) == {first.id: tuple(sorted((later.id, paper.id)))}


def test_shared_address_needs_shared_words() -> None:
    url = "https://ledger.example/live"
    first = a_report(f"{OWN}\n{LEAD}", outlet=None, url=url)
    rewritten = a_report(f"{OWN}\n{REST}", outlet=None, url=url, published=DAY + timedelta(1))
    other = a_wire(outlet=None, url=url)

    assert groups_of([first, rewritten, other]) == {first.id: (rewritten.id,), other.id: ()}


def test_index_tells_the_groups_of_what_has_come_so_far() -> None:
    index = CopyIndex()
    wire, paper = a_wire(), a_wire(outlet="Ledger", published=DAY + timedelta(1))

    index.insert(paper)
    index.insert(a_report(OWN, outlet="Courier"))
    before = index.groups()
    index.insert(wire)
    index.insert(paper)

    assert before == {}
    assert index.groups() == {wire.id: wire.id, paper.id: wire.id}
    assert len(index) == 3


def test_text_without_words_stands_alone() -> None:
    assert len(groups_of([a_report("?!"), a_report("...", outlet="Ledger")])) == 2


REPORTS = st.builds(
    a_report,
    st.sampled_from([WIRE, LEAD, REST, OWN, TOLD, f"{OWN}\n{LEAD}", f"{WIRE}\n{OWN}"]),
    outlet=st.sampled_from([None, "Harbour Wire", "Ledger", "Reuters"]),
    credited=st.sampled_from([None, "Harbour Wire", "Reuters"]),
    url=st.sampled_from([None, "https://ledger.example/1", "https://ledger.example/2"]),
    published=st.sampled_from([None, DAY, DAY + timedelta(1), DAY + timedelta(9)]),
)


@given(
    st.lists(REPORTS, max_size=8).flatmap(
        lambda all_: st.tuples(st.just(all_), st.permutations(all_))
    )
)
def test_order_of_arrival_does_not_matter(orders: tuple[list[Report], list[Report]]) -> None:
    one, other = orders
    distinct = {report.id: report.credited for report in one}
    one = [replace(report, credited=distinct[report.id]) for report in one]
    other = [replace(report, credited=distinct[report.id]) for report in other]

    found = groups_of(one)

    assert found == groups_of(other)
    assert sorted([*found, *(copy for some in found.values() for copy in some)]) == sorted(distinct)


def test_another_process_finds_the_same_and_after_its_end_begins_anew() -> None:
    reports = [a_wire(), a_report(LEAD, outlet="A Paper"), a_report(OWN, outlet="Ledger")]
    elsewhere = CopyIndexElsewhere()
    try:
        for report in reports:
            elsewhere.insert(report)
        found = elsewhere.groups()
        is_known = reports[0].id in elsewhere
        for process in active_children():
            process.kill()
        with pytest.raises(Ended):
            elsewhere.groups()
        forgotten = reports[0].id not in elsewhere
        elsewhere.insert(reports[2])
        alone = elsewhere.groups()
    finally:
        elsewhere.close()

    assert found == dict.fromkeys((reports[0].id, reports[1].id), reports[0].id)
    assert (is_known, forgotten, alone) == (True, True, {})


def test_retold_example_counts_with_its_wire() -> None:
    read = read_reports([str(ROOT / "examples/reports.jsonl")])
    reports = [report for report in read if isinstance(report, Report)]
    keys = {report.id: report.key for report in reports}
    credited = [
        replace(report, credited="Harbour Wire" if report.key == "woodside-retold" else None)
        for report in reports
    ]

    groups = {origin: told for origin, told in groups_of(credited).items() if told}

    assert [(keys[origin], keys[told[0]]) for origin, told in groups.items()] == [
        ("woodside", "woodside-retold")
    ]


@pytest.mark.skipif(not SAMPLE.is_file(), reason=f"{SAMPLE} is not here")
def test_reissued_statements_are_found_among_hundreds() -> None:
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    reports = [
        Report(
            key=str(number),
            text=row["text"],
            url=row["url"],
            published=date.fromisoformat(row["date"]),
        )
        for number, row in enumerate(rows)
    ]

    found = groups_of(reports)

    # read by eye: one post sent three times, an order in two tellings, five statements told twice
    assert len({report.id for report in reports}) == 570
    assert sorted(len(told) for told in found.values() if told) == [1, 1, 1, 1, 1, 1, 2]

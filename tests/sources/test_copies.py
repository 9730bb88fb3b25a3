"""Who retells whom: copies, updates and retellings are one testimony; own stories are not."""

import gzip
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_report
from detente.errors import BadInput
from detente.records import Report
from detente.sources import copies, read_reports  # pytest would collect names in "test..."
from detente.sources.copies import CopyIndex, independent_outlets
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


@pytest.mark.parametrize("case", list(read_cases("copies")), ids=str)
def test_two_texts_are_one_testimony_or_two(case: Case) -> None:
    one, two = case.text.split("\n~~~\n")

    found = copies.testimonies(
        [a_report(one, outlet="Harbour Wire"), a_report(two, outlet="Ledger")]
    )

    assert len(found) == (1 if case.expected == "copy" else 2)


def test_wire_story_in_ten_papers_is_one_testimony() -> None:
    wire = a_wire()
    papers = [
        a_report(text, outlet=f"Paper {number}", published=DAY + timedelta(1))
        for number, text in enumerate([WIRE, LEAD, f"PORT SELLA - {WIRE}"] * 3 + [WIRE])
    ]

    found = copies.testimonies([*papers, wire])

    assert found == [
        copies.Testimony(
            origin=wire.id,
            copies=tuple(sorted(paper.id for paper in papers)),
            outlets=("Harbour Wire", *(f"Paper {number}" for number in range(10))),
        )
    ]
    assert found[0].n_independent == 1
    assert independent_outlets([*papers, wire], [paper.id for paper in papers]) == 1


def test_headline_at_the_top_makes_no_difference() -> None:
    headline = "Anger at sea\n"
    short = "Norland recalled its ambassador on Friday."
    one = a_report(headline + short, body_start=len(headline), outlet="Ledger")

    assert len(copies.testimonies([one, a_report(short)])) == 1


def test_agency_is_the_origin_among_copies_of_one_day() -> None:
    paper, agency = a_wire(outlet="A Paper"), a_wire(outlet="Reuters")

    assert copies.testimonies([paper, agency])[0].origin == agency.id


def test_credited_report_is_the_origin_even_if_it_is_dated_later() -> None:
    wire = a_wire(published=DAY + timedelta(1))
    paper = a_wire(outlet="Ledger", credited="Harbour Wire")

    assert copies.testimonies([paper, wire])[0].origin == wire.id


def test_retelling_in_other_words_belongs_to_the_report_it_credits() -> None:
    wire = a_wire()
    paper = a_report(
        TOLD, outlet="Ledger", credited="The Harbour Wire", published=DAY + timedelta(2)
    )

    assert copies.testimonies([paper, wire])[0].copies == (paper.id,)
    assert len(copies.testimonies([replace(paper, credited=None), wire])) == 2
    assert len(copies.testimonies([replace(paper, published=DAY + timedelta(30)), wire])) == 2
    assert len(copies.testimonies([replace(paper, published=None), wire])) == 2


def test_retelling_joins_the_story_with_which_it_shares_most() -> None:
    wire = a_wire()
    earlier = a_report(
        f"{OWN} Norland recalled its ambassador from Sudria last week", outlet="Harbour Wire"
    )
    paper = a_report(TOLD, outlet="Ledger", credited="Harbour Wire")

    for order in ([earlier, paper, wire], [wire, earlier, paper], [paper, earlier, wire]):
        groups = {found.report_ids for found in copies.testimonies(order)}

        assert groups == {(earlier.id,), tuple(sorted((paper.id, wire.id)))}


def test_same_outlet_on_a_later_day_is_an_update() -> None:
    first = a_wire()
    later = a_report(f"{WIRE}\nNobody was hurt.", published=DAY + timedelta(1))
    paper = a_wire(outlet="Ledger", published=DAY + timedelta(1))

    (found,) = copies.testimonies([later, paper, first])

    assert found.origin == first.id
    assert found.updates == (later.id,)


def test_shared_address_needs_shared_words() -> None:
    url = "https://ledger.example/live"
    first = a_report(f"{OWN}\n{LEAD}", outlet=None, url=url)
    rewritten = a_report(f"{OWN}\n{REST}", outlet=None, url=url, published=DAY + timedelta(1))
    other = a_wire(outlet=None, url=url)

    groups = {
        found.report_ids: found.updates for found in copies.testimonies([first, rewritten, other])
    }

    assert groups == {tuple(sorted((first.id, rewritten.id))): (rewritten.id,), (other.id,): ()}


def test_independent_outlets_count_voices() -> None:
    wire, own = a_wire(), a_report(OWN, outlet="Ledger")
    retold = a_report(TOLD, outlet="Courier", credited="Harbour Wire")
    nameless = a_report("Vostia offered to mediate in the quarrel.", outlet=None)
    reports = [wire, own, retold, nameless]

    assert independent_outlets(reports, []) == 0
    assert independent_outlets(reports, [own.id, own.id]) == 1
    assert independent_outlets(reports, [wire.id, retold.id]) == 1
    assert independent_outlets(reports, [retold.id, own.id]) == 2
    assert independent_outlets(reports, [report.id for report in reports]) == 3


def test_two_that_credit_an_absent_outlet_are_one_voice() -> None:
    one = a_report(WIRE, outlet="Ledger", credited="AP")
    two = a_report(OWN, outlet="Courier", credited="Associated Press")

    assert independent_outlets([one, two], [one.id, two.id]) == 1


def test_unknown_report_is_refused() -> None:
    with pytest.raises(BadInput, match="no report has the id 'nobody'"):
        independent_outlets([a_wire()], ["nobody"])


def test_index_tells_the_testimony_of_each_report_as_it_comes() -> None:
    index = CopyIndex()
    wire, paper = a_wire(), a_wire(outlet="Ledger", published=DAY + timedelta(1))

    assert index.add(paper) is None
    assert index.add(a_report(OWN, outlet="Courier")) is None
    assert index.add(wire) == wire.id
    assert index.add(paper) == wire.id
    assert len(list(index.testimonies())) == 2


def test_text_without_words_stands_alone() -> None:
    assert len(copies.testimonies([a_report("?!"), a_report("...", outlet="Ledger")])) == 2


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

    found = copies.testimonies(one)

    assert found == copies.testimonies(other)
    assert sorted(id_ for each in found for id_ in each.report_ids) == sorted(distinct)
    assert independent_outlets(one, distinct) == independent_outlets(other, distinct)


def test_retold_example_counts_with_its_wire() -> None:
    read = read_reports([str(ROOT / "examples/reports.jsonl")])
    reports = [report for report in read if isinstance(report, Report)]
    keys = {report.id: report.key for report in reports}
    credited = [
        replace(report, credited="Harbour Wire" if report.key == "woodside-retold" else None)
        for report in reports
    ]

    groups = [found for found in copies.testimonies(credited) if found.copies]

    assert [(keys[found.origin], keys[found.copies[0]]) for found in groups] == [
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

    found = copies.testimonies(reports)

    # read by eye: one post sent three times, an order in two tellings, five statements told twice
    assert len({report.id for report in reports}) == 570
    assert sorted(len(each.copies) for each in found if each.copies) == [1, 1, 1, 1, 1, 1, 2]

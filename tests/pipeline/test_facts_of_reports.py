"""What a batch of reports knows of each: outlet, whom it retells, whose copy it is."""

from datetime import date

from builders import a_report
from detente.pipeline import facts_of
from detente.records import ReportFacts

STORY = " ".join(
    f"On day {n} the harbour master of Veld counted {n * 7} ships, {n + 3} of them from Sudria."
    for n in range(1, 12)
)


def test_copies_of_one_story_share_their_group() -> None:
    wire = a_report(STORY, key="wire", outlet="Harbour Wire")
    copy = a_report(STORY, key="copy", outlet="The Vostia Times", published=date(2024, 2, 3))
    own = a_report("Norland and Sudria met in Veld. Nobody else was there.", key="own")

    facts = facts_of([copy, own, wire])

    assert facts[copy.id].copy_group == facts[wire.id].copy_group == wire.id
    assert facts[own.id].copy_group is None


def test_facts_do_not_depend_on_the_order_of_reading() -> None:
    reports = [a_report(STORY, key=key, outlet=key) for key in ("a", "b", "c")]

    assert facts_of(reports) == facts_of(reversed(reports))


def test_outlet_is_called_by_its_own_name() -> None:
    report = a_report(outlet="NYT", credited="Associated Press", published=None)

    facts = facts_of([report])[report.id]

    assert facts == ReportFacts(outlet="The New York Times", credited="AP")


def test_nothing_is_known_of_no_reports() -> None:
    assert facts_of([]) == {}

"""Two readings of one report, side by side."""

from dataclasses import replace

import pytest

from builders import a_claim, a_coding, a_report, a_speaker, cited
from detente.llm.compare import Kind, differences
from detente.records import Claim, Status

REPORT = a_report("Norland met Sudria on Monday. Vostia's army shelled the port of Sudria.")
MET = a_claim(REPORT, quote="Norland met Sudria on Monday", predicate="met")
SHELLED = a_claim(
    REPORT,
    quote="Vostia's army shelled the port of Sudria",
    predicate="shelled",
    type="ASSAULT",
    actors=("VST-MIL",),
    recipients=("SDR-CVL",),
)


def kinds(own: tuple[Claim, ...], other: tuple[Claim, ...]) -> list[Kind]:
    found = differences(a_coding(REPORT, claims=own), a_coding(REPORT, claims=other))
    return [one.kind for one in found]


def test_what_both_tell_alike_is_no_difference() -> None:
    assert kinds((MET, SHELLED), (SHELLED, MET)) == [Kind.SAME, Kind.SAME]


def test_what_one_alone_tells_is_told_with_its_words() -> None:
    (one, other) = differences(a_coding(REPORT, claims=(MET,)), a_coding(REPORT, claims=(SHELLED,)))
    assert {one.kind, other.kind} == {Kind.READER, Kind.MODEL}
    model = one if one.kind is Kind.MODEL else other
    assert model.model == "ASSAULT actual VST-MIL > SDR-CVL"
    assert model.reader is None
    assert model.quote == "Vostia's army shelled the port of Sudria"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (replace(MET, type="AGREE"), "type"),
        (replace(MET, status=Status.FUTURE), "status"),
        (a_claim(REPORT, quote=MET.citation.quote, predicate="met", actors=("NRL-MIL",)), "actors"),
        (replace(MET, recipients=SHELLED.recipients), "recipients"),
        (replace(MET, speaker=cited(a_speaker(), REPORT, "Sudria")), "speaker"),
    ],
)
def test_the_same_predicate_told_otherwise_names_the_field(changed: Claim, field: str) -> None:
    (found,) = differences(a_coding(REPORT, claims=(MET,)), a_coding(REPORT, claims=(changed,)))
    assert (found.kind, found.fields) == (Kind.DIFFER, (field,))


def test_another_word_of_the_same_clause_is_the_same_act_if_the_type_is() -> None:
    other = a_claim(REPORT, quote="Norland met Sudria", predicate="Norland")
    assert kinds((MET,), (other,)) == [Kind.SAME]
    assert sorted(kinds((MET,), (replace(other, type="AGREE"),))) == [Kind.MODEL, Kind.READER]

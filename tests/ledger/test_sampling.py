"""Claims and reports drawn at random: by seed, by type, and without what has no words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_coding, a_report, a_run
from detente.errors import BadInput
from detente.ledger import Ledger, Sample
from detente.ledger.sampling import allot

TYPES = ("CONSULT",) * 30 + ("ACCUSE",) * 9 + ("SUPPORT",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of forty reports with a claim each, and of one without."""
    codings = []
    for number, type_ in enumerate(TYPES):
        report = a_report(f"Norland met Sudria on day {number}.", key=f"r{number}")
        codings.append(a_coding(report, claims=(a_claim(report, predicate="met", type=type_),)))
    codings.append(a_coding(a_report("Nothing was told.", key="silent"), claims=()))
    with Ledger.open(tmp_path / "record.duckdb") as ledger:
        ledger.add(codings, a_run())
    return tmp_path / "record.duckdb"


def drawn(path: Path, n_claims: int, n_reports: int, seed: int = 1, **wanted: str) -> Sample:
    with Ledger.open(path, read_only=True) as ledger:
        return ledger.sample(n_claims, n_reports, seed=seed, **wanted)  # type: ignore[arg-type]  # a filter


def ids(sample: Sample) -> set[str]:
    return {one.claim.id for one in sample.claims}


def test_a_seed_gives_one_sample_and_another_seed_another(path: Path) -> None:
    assert drawn(path, 10, 5) == drawn(path, 10, 5)
    assert ids(drawn(path, 10, 5)) != ids(drawn(path, 10, 5, seed=2))


def test_each_type_has_its_share_and_weights_add_up_to_all_claims(path: Path) -> None:
    found = drawn(path, 10, 0)

    by_type = sorted((one.claim.type, one.weight) for one in found.claims)
    assert [name for name, _ in by_type] == ["ACCUSE"] * 3 + ["CONSULT"] * 6 + ["SUPPORT"]
    assert sum(weight for _, weight in by_type) == pytest.approx(40)
    assert (found.n_claims, found.n_reports) == (40, 41)


def test_a_larger_sample_holds_the_smaller_one_of_the_same_types(path: Path) -> None:
    assert ids(drawn(path, 10, 0, type="CONSULT")) < ids(drawn(path, 20, 0, type="CONSULT"))


def test_reports_without_a_claim_can_be_drawn(path: Path) -> None:
    whole = drawn(path, 0, 41).reports

    assert len(whole) == 41
    assert [len(claims) for report, claims in whole if report.key == "silent"] == [0]


def test_of_a_filter_reports_show_what_fits_it_alone(path: Path) -> None:
    whole = drawn(path, 0, 41, type="ACCUSE").reports

    assert sum(len(claims) for _, claims in whole) == 9


def test_of_two_sides_only_reports_that_name_both_are_read(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        both = ledger.sample(0, 50, named=[{"Norland", "Norlandic"}, {"Sudria"}])
        none = ledger.sample(1, 50, named=[{"Nor"}, {"Sudria"}])  # no word of its own

    assert (both.n_reports, len(both.reports), both.is_named) == (40, 40, True)
    assert none.n_reports == 0


def test_claims_that_a_ruling_rejects_are_not_drawn(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        one = ledger.claims(type="SUPPORT").first()
        assert one
        found = ledger.sample(40, 0, ruled={one.id: None})

    assert one.id not in ids(found)
    assert found.n_claims == 39


@pytest.mark.parametrize(
    ("n", "given_"),
    [
        (2, {"A": 2, "B": 0, "C": 0}),
        (3, {"A": 1, "B": 1, "C": 1}),
        (4, {"A": 2, "B": 1, "C": 1}),
        (5, {"A": 2, "B": 2, "C": 1}),
        (9, {"A": 6, "B": 2, "C": 1}),
    ],
)
def test_of_each_type_two_are_drawn_or_one_while_there_are_enough(
    n: int, given_: dict[str, int]
) -> None:
    assert allot({"A": 90, "B": 3, "C": 1}, n) == given_


def test_a_sample_says_for_which_claims_it_does_not_stand(path: Path) -> None:
    few, more, many = (drawn(path, n, 0) for n in (1, 4, 20))
    n_types = len(many.sizes)

    assert sum(many.sizes.values()) == many.n_claims
    assert few.by_type.startswith(f"1 of {n_types} types, none of ")
    assert more.by_type == f"{n_types} of {n_types} types, at least one of each that has as many"
    assert many.by_type == f"{n_types} of {n_types} types, at least two of each that has as many"


@pytest.mark.parametrize(("n_claims", "n_reports"), [(0, 0), (-1, 5)])
def test_nothing_to_draw_is_refused(n_claims: int, n_reports: int, path: Path) -> None:
    with pytest.raises(BadInput, match="draw at least one"):
        drawn(path, n_claims, n_reports)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 50)), st.integers(0, 100))
def test_all_that_is_to_be_drawn_is_allotted_and_no_more_than_there_is(
    sizes: dict[str, int], n: int
) -> None:
    given_ = allot(sizes, n)

    assert sum(given_.values()) == min(n, sum(sizes.values()))
    assert all(0 <= given_[name] <= size for name, size in sizes.items())

"""The arithmetic of own types: what they take, they take in proportion, and add to their parent."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.codebook import OwnType
from detente.errors import BadConfig
from detente.events.model_input import Candidate
from detente.events.own_heads import OwnHeads, OwnReader, own_shares, with_own
from events.own_fakes import SWAP, TYPES, FakeSeer, head, heads, reading

VISA = OwnType(name="visa-deal", parent="CONCEDE", definition="Entry is eased.")
LOGITS = arrays(np.float64, st.integers(1, 5), elements=st.floats(-800, 800))
SOME_SHARES = st.lists(st.floats(0.01, 1.0), min_size=len(TYPES), max_size=len(TYPES)).map(
    lambda parts: {name: part / sum(parts) for name, part in zip(TYPES, parts, strict=True)}
)


@given(LOGITS)
def test_shares_of_own_types_are_shares(logits: np.ndarray) -> None:
    shares = own_shares(logits)

    assert (shares >= 0).all()
    assert shares.sum() <= 1 + 1e-12


@given(st.floats(-30, 30))
def test_a_single_own_type_has_the_logistic_share(logit: float) -> None:
    assert own_shares(np.array([logit]))[0] == pytest.approx(1 / (1 + math.exp(-logit)))


@given(SOME_SHARES, st.floats(0, 0.5), st.floats(0, 0.5))
def test_shares_with_own_types_add_up_to_one(
    types: dict[str, float], swap: float, visa: float
) -> None:
    joint = with_own(types, [("RETREAT", swap), ("CONCEDE", visa)])

    assert sum(joint.values()) == pytest.approx(1.0, abs=1e-3)
    assert list(joint) == list(types)


def test_the_parent_gets_what_all_others_lose() -> None:
    joint = with_own({"RETREAT": 0.2, "ACCUSE": 0.8}, [("RETREAT", 0.5)])

    assert joint == {"RETREAT": 0.6, "ACCUSE": 0.4}


def test_a_head_that_never_says_yes_changes_nothing() -> None:
    silent = heads(head(bias=-math.inf))
    said = reading("SUPPORT", 0.8125)

    assert silent.read(said, np.ones(4)).types == pytest.approx(said.types, abs=1e-4)
    assert silent.read(said, np.ones(4)).own is None


def test_an_own_type_counts_from_its_threshold_on() -> None:
    view = np.array([1.0, 0.0, 0.0, 0.0])  # a logit of 0.5, a share of 0.62

    found = heads(head(threshold=0.6)).read(reading(), view).own

    assert found is not None
    assert (found.type, found.mode, found.share) == ("RETREAT", "own:prisoner-swap", 0.6225)
    assert heads(head(threshold=0.7)).read(reading(), view).own is None


def test_of_two_own_types_the_likelier_one_counts() -> None:
    both = heads(head(), head(VISA, bias=-5.0))

    found = both.read(reading(), np.array([1.0, 1.0, 0.0, 0.0])).own

    assert found is not None
    assert found.mode == "own:visa-deal"


def test_a_reader_asks_the_model_once_and_adds_the_own_types() -> None:
    reader = OwnReader(FakeSeer(), heads())

    plain, swap = reader.read(
        [Candidate("They praised fruit."), Candidate("They swapped prisoners.")]
    )

    assert plain.own is None
    assert swap.own is not None
    assert swap.types["RETREAT"] > 0.9


def test_a_readers_digest_names_model_and_heads() -> None:
    one, other = (OwnReader(FakeSeer(), heads(head(bias=bias))).digest for bias in (-6.0, -5.0))

    assert one.startswith("fake+own-")
    assert one != other


def test_heads_of_another_model_are_refused_with_what_to_do() -> None:
    foreign = OwnHeads((head(),), "another")

    with pytest.raises(BadConfig, match=r"prisoner-swap.*another.*fake.*fit again"):
        OwnReader(FakeSeer(), foreign)


def test_own_type_stands_in_the_mode_of_its_parent() -> None:
    assert SWAP.mode == "own:prisoner-swap"

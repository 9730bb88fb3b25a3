"""The labels belong to the gold formats; the codebook must not drift away from them unseen."""

import pytest

from detente.codebook import Codebook, load_codebook
from detente.evaluate.labels import (
    MUTUAL_TYPES,
    PAIR_TYPES,
    QUADS,
    SECTORS,
    TYPES,
    YIELD,
    fold_yield,
)


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def test_conceding_and_retreating_fold_into_yield_and_nothing_else_does() -> None:
    assert {type_ for type_ in TYPES if fold_yield(type_) == YIELD} == {"CONCEDE", "RETREAT"}
    assert {fold_yield(type_) for type_ in TYPES} == set(PAIR_TYPES)
    assert fold_yield(None) is None


def test_the_codebook_has_the_types_of_the_gold(codebook: Codebook) -> None:
    assert {type_.name for type_ in codebook.types} == TYPES
    assert {codebook.pairs_type(type_) for type_ in TYPES} == set(PAIR_TYPES)
    assert {codebook.quad(type_) for type_ in TYPES} == set(QUADS)


def test_the_codebook_has_the_sectors_of_the_gold(codebook: Codebook) -> None:
    assert {sector.code for sector in codebook.sectors} == SECTORS


def test_types_without_direction_are_the_mutual_ones_of_the_codebook(codebook: Codebook) -> None:
    assert {type_.name for type_ in codebook.types if type_.is_mutual} == MUTUAL_TYPES

"""A user's own types: their definitions, and what they are worth to all who know only PLOVER."""

from pathlib import Path

import pytest

from detente.codebook import OwnType, is_own, load_codebook, read_own_types
from detente.errors import BadConfig, UnknownCode

SWAP = OwnType(name="prisoner-swap", parent="RETREAT", definition="Both sides free captives.")


def written(folder: Path, text: str) -> Path:
    path = folder / "types.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_definitions_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[prisoner-swap]\nparent = "RETREAT"\ndefinition = " Both sides free captives. "\n'
        '[visa-deal]\nparent = "CONCEDE"\ndefinition = "Entry is eased."\n',
    )

    own = read_own_types(path, load_codebook())

    assert own == (SWAP, OwnType(name="visa-deal", parent="CONCEDE", definition="Entry is eased."))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[Swap]\nparent = "RETREAT"\ndefinition = "x"', "'Swap' is no name"),
        ('["a b"]\nparent = "RETREAT"\ndefinition = "x"', "'a b' is no name"),
        ('[swap]\nparent = "PEACE"\ndefinition = "x"', "parent 'PEACE' is no event type"),
        ('[swap]\nparent = "RETREAT"\ndefinition = " "', "has no definition"),
        ('[swap]\nparent = "RETREAT"', "definition"),
        ('[swap]\nparent = "RETREAT"\ndefinition = "x"\nquad = 1', "quad"),
        ("# nothing", "defines no type"),
        ("[swap", "syntax"),
    ],
)
def test_a_wrong_definition_is_refused_by_file_and_reason(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(BadConfig, match=complaint) as refused:
        read_own_types(written(tmp_path, text), load_codebook())

    assert "types.toml" in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"nowhere\.toml.*cannot be read"):
        read_own_types(tmp_path / "nowhere.toml", load_codebook())


def test_an_own_type_is_worth_what_its_parent_is() -> None:
    book = load_codebook()

    assert book.intensity("RETREAT", SWAP.mode) == book.intensity("RETREAT")
    assert book.cameo.from_plover("RETREAT", SWAP.mode) == book.cameo.from_plover("RETREAT")
    assert book.mode("RETREAT", SWAP.mode).context is None


@pytest.mark.parametrize("mode", ["own:", "own:Swap", "own:swap-", "own:a b", "swap", "own:1", ""])
def test_nothing_else_passes_for_an_own_type(mode: str) -> None:
    assert not is_own(mode)
    with pytest.raises(UnknownCode):
        load_codebook().mode("RETREAT", mode)


def test_no_mode_is_no_own_type() -> None:
    assert not is_own(None)

"""Fitted types in a file: written whole, read strictly."""

from pathlib import Path

import pytest

from detente.codebook import OwnType
from detente.errors import BadConfig
from detente.events.own_file import FittedTypes, read_fitted, read_heads, write_fitted
from detente.events.own_fit import OwnFigures
from detente.events.own_heads import NO_OWN, OwnHeads
from events.own_fakes import head, heads

FIGURES = OwnFigures(
    n_sentences=200, n_others=1500, recall=0.9, precision=0.8, alarms_of={"AID": 3, "NONE": 1}
)
VISA = OwnType(name="visa-deal", parent="CONCEDE", definition="Entry is eased.")


def saved(folder: Path, name: str, some: OwnHeads) -> Path:
    path = folder / name
    fitted = FittedTypes(heads=some, figures=(FIGURES,) * len(some.heads), sentences="abc")
    path.write_bytes(write_fitted(fitted))
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    fitted = read_fitted(saved(tmp_path, "a.json", heads()))

    assert fitted == FittedTypes(heads=heads(), figures=(FIGURES,), sentences="abc")


def test_files_are_joined(tmp_path: Path) -> None:
    one, other = saved(tmp_path, "a.json", heads()), saved(tmp_path, "b.json", heads(head(VISA)))

    assert read_heads([one, other]) == heads(head(), head(VISA))
    assert read_heads([]) == NO_OWN


def test_a_type_in_two_files_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.json", heads())

    with pytest.raises(BadConfig, match="'prisoner-swap' is in another --types file"):
        read_heads([path, path])


def test_files_for_two_models_are_refused(tmp_path: Path) -> None:
    one = saved(tmp_path, "a.json", heads())
    other = saved(tmp_path, "b.json", OwnHeads((head(VISA),), "newer"))

    with pytest.raises(BadConfig, match="fitted for model newer, others for fake"):
        read_heads([one, other])


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"detente own types 1"', '"detente own types 9"', "fit again"),
        ('"parent": "RETREAT"', '"parent": "PEACE"', "'PEACE' is no event type"),
        ('"threshold"', '"treshold"', "not what detente types fit writes"),
        ("{", "", "not what detente types fit writes"),
    ],
)
def test_a_file_that_was_changed_is_refused_by_name(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = saved(tmp_path, "a.json", heads())
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(BadConfig, match=complaint) as refused:
        read_heads([path])

    assert "a.json" in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"nowhere\.json: cannot be read"):
        read_fitted(tmp_path / "nowhere.json")

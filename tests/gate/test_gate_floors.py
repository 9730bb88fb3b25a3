from pathlib import Path

import msgspec
import pytest

from detente.evaluate import Figures, Suite
from detente.evaluate.figures import TripleScores
from gate.floors import Entry, digest_of, raise_floors, read_floors, write_floors

GOLD = "eval/gold.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "eval").mkdir()
    (tmp_path / GOLD).write_text("one row\n", encoding="utf-8")
    return tmp_path


def _figures(precision: float | None = 0.75, f1: float | None = 0.5) -> Figures:
    scores = TripleScores(n=1, precision=precision, recall=None, f1=f1)
    return Figures(scores=scores)


def _entry(folder: Path, **floors: float) -> Entry:
    digests = {GOLD: digest_of(folder / GOLD)}
    return Entry(suite="sentences", gold=GOLD, sha256=digests, floors=floors)


def test_written_floors_read_back_the_same(folder: Path) -> None:
    entries = {"a": _entry(folder, f1=0.25, precision=0.0), "b": _entry(folder, f1=1.0)}
    path = folder / "floors.toml"

    write_floors(entries, path)

    assert read_floors(path) == entries
    assert list(read_floors(path)) == ["a", "b"]


def test_an_unknown_key_in_the_file_is_an_error(folder: Path) -> None:
    path = folder / "floors.toml"
    write_floors({"a": _entry(folder, f1=0.25)}, path)
    path.write_text(path.read_text("utf-8").replace("suite =", "flavour ="), encoding="utf-8")

    with pytest.raises(msgspec.ValidationError):
        read_floors(path)


def test_the_gold_file_itself_has_a_digest() -> None:
    with pytest.raises(ValueError, match=r"digest of eval/gold\.jsonl itself is missing"):
        Entry(suite="sentences", gold=GOLD, sha256={}, floors={})


def test_a_changed_or_missing_file_is_noticed(folder: Path) -> None:
    entry = _entry(folder)
    assert entry.changed_files(folder) == []

    (folder / GOLD).write_text("another row\n", encoding="utf-8")
    assert entry.changed_files(folder) == [GOLD]

    (folder / GOLD).unlink()
    assert entry.changed_files(folder) == [GOLD]


def test_floors_rise_to_half_a_point_below_the_figures(folder: Path) -> None:
    raised = raise_floors(_entry(folder, precision=0.5, f1=0.1), _figures(0.7536, 0.5), folder)

    assert raised.floors == {"precision": 0.748, "f1": 0.495}


def test_floors_never_fall_by_themselves(folder: Path) -> None:
    entry = _entry(folder, precision=0.9, f1=0.499)

    assert raise_floors(entry, _figures(0.75, 0.5), folder) == entry
    assert raise_floors(entry, _figures(None, None), folder) == entry


def test_a_regression_must_be_allowed(folder: Path) -> None:
    entry = _entry(folder, precision=0.9, f1=0.1)

    lowered = raise_floors(entry, _figures(0.75, 0.003), folder, allow_regression=True)

    assert lowered.floors == {"precision": 0.745, "f1": 0.0}


def test_floors_do_not_rise_on_a_file_that_has_changed(folder: Path) -> None:
    entry = _entry(folder, f1=0.1)
    (folder / GOLD).write_text("easier row\n", encoding="utf-8")

    assert raise_floors(entry, _figures(), folder) == entry

    taken = raise_floors(entry, _figures(), folder, allow_regression=True)
    assert taken.floors == {"f1": 0.495}
    assert taken.changed_files(folder) == []


def test_the_pinned_floors_are_well_formed() -> None:
    entries = read_floors()

    elsewhere = {Suite.LINKS, Suite.PROMISES, Suite.BRIEFS}  # measured when they are worked on
    assert {Suite(entry.suite) for entry in entries.values()} == set(Suite) - elsewhere
    assert all(0.0 <= floor <= 1.0 for entry in entries.values() for floor in entry.floors.values())

import json
from pathlib import Path

import pytest

from builders import a_claim
from evaluate.fakes import FakeSystem
from gate.__main__ import main
from gate.floors import Entry, digest_of, read_floors, write_floors

GOLD = "eval/gold.jsonl"
ROWS = [
    {"id": id_, "text": "x", "date": None, "gold": [["112", "NRL", "SDR"]]} for id_ in ("a", "b")
]
ACCUSATION = a_claim(type="ACCUSE", actors=["NRL"], recipients=["SDR"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "eval").mkdir()
    (tmp_path / GOLD).write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return tmp_path


def _run(folder: Path, floors: dict[str, float], *options: str) -> int:
    """Run the gate on a system that is right about one row of two; its F1 is 66.7."""
    path = folder / "floors.toml"
    if not path.exists():
        digests = {GOLD: digest_of(folder / GOLD)}
        write_floors({"t": Entry("sentences", GOLD, digests, floors)}, path)
    system = FakeSystem(claims={"a": [ACCUSATION]})
    return main(["--gold", str(folder), "--floors", str(path), *options], lambda: system)


def test_figures_at_their_floors_pass(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = _run(folder, {"precision": 1.0, "recall": 0.5, "f1": 0.6})

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "             figure  floor  margin",
        "t precision   100.0  100.0    +0.0  ok",
        "t recall       50.0   50.0    +0.0  ok",
        "t f1           66.7   60.0    +6.7  ok",
        "3 passed, 0 failed",
    ]


def test_a_figure_below_its_floor_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = _run(folder, {"recall": 0.6, "f1": 0.6})

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "          figure  floor  margin",
        "t recall    50.0   60.0   -10.0  FAILED",
        "t f1        66.7   60.0    +6.7      ok",
        "1 passed, 1 failed",
    ]


def test_a_changed_gold_file_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(folder, {"f1": 0.1})
    with (folder / GOLD).open("a", encoding="utf-8") as gold:
        gold.write("\n")
    capsys.readouterr()

    assert _run(folder, {}) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "t: eval/gold.jsonl has changed       -      -       -  FAILED",
        "t f1                              66.7   10.0   +56.7      ok",
        "1 passed, 1 failed",
    ]


def test_a_pinned_figure_that_the_suite_does_not_give_is_an_error(folder: Path) -> None:
    with pytest.raises(KeyError, match=r"t\.charm"):
        _run(folder, {"charm": 0.5})


def test_raising_rewrites_the_floors(folder: Path) -> None:
    assert _run(folder, {"f1": 0.1}, "--raise") == 0
    assert read_floors(folder / "floors.toml")["t"].floors == {"f1": 0.661}


def test_raising_does_not_hide_a_regression(folder: Path) -> None:
    assert _run(folder, {"f1": 0.9}, "--raise") == 1
    assert read_floors(folder / "floors.toml")["t"].floors == {"f1": 0.9}


def test_an_allowed_regression_lowers_the_floor(folder: Path) -> None:
    assert _run(folder, {"f1": 0.9}, "--raise", "--allow-regression") == 0
    assert read_floors(folder / "floors.toml")["t"].floors == {"f1": 0.661}


def test_a_regression_is_allowed_only_while_raising(folder: Path) -> None:
    with pytest.raises(SystemExit):
        _run(folder, {"f1": 0.9}, "--allow-regression")


def test_without_gold_files_nothing_is_measured_and_the_gate_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)

    assert main(["--gold", str(tmp_path)], FakeSystem) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("NOTHING WAS MEASURED")
    assert last == "0 passed, 0 failed"


def test_without_gold_files_the_gate_fails_in_ci(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")

    assert main(["--gold", str(tmp_path)], FakeSystem) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"

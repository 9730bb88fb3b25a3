"""A file appears whole or not at all."""

import os
import stat
from pathlib import Path

import pytest
import typer

from builders import a_claim, a_coding, a_problem
from detente.cli.output import Tally, duration_words, open_output
from detente.errors import BadInput
from detente.records import Coded, Problem


def test_file_appears_only_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with open_output(path) as stream:
        stream.write(b"half")
        assert not path.exists()

    assert path.read_bytes() == b"half"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_error_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        _write_and_raise(path, b"new", ZeroDivisionError())

    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_interrupt_leaves_the_older_file_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        _write_and_raise(path, b"half", KeyboardInterrupt())

    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert capsys.readouterr().err == "out.csv is not written: it would not be whole\n"


def test_new_file_has_the_rights_a_new_file_has(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    with open_output(tmp_path / "out") as stream:
        stream.write(b"x")

    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "out")]
    assert modes[0] == modes[1]


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with open_output(tmp_path / "link") as stream:
        stream.write(b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_device_is_written_as_it_is() -> None:
    with open_output(Path(os.devnull)) as stream:
        stream.write(b"x")

    assert not Path(os.devnull).is_file()


def test_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "no" / "out"
    with pytest.raises(BadInput, match=r"there is no folder .*no; make it"), open_output(path):
        pass


def _write_and_raise(path: Path, data: bytes, error: BaseException) -> None:
    with open_output(path) as stream:
        stream.write(data)
        raise error


def tally_of(*items: Coded | Problem) -> Tally:
    tally = Tally()
    list(tally.watch(items))
    return tally


def test_closing_line_counts_in_words() -> None:
    assert str(Tally()) == "0 reports, 0 claims, 0 statements, 0 problems"
    assert str(tally_of(a_coding())) == "1 report, 1 claim, 0 statements, 0 problems"


def test_thousands_are_set_apart() -> None:
    many = a_coding(claims=(a_claim(),) * 1_208)

    assert "1,208 claims" in str(tally_of(many))


@pytest.mark.parametrize(
    ("items", "exit_code"),
    [
        ((), 0),
        ((a_coding(),), 0),
        ((a_coding(problems=(a_problem(is_warning=True),)),), 0),
        ((a_problem(is_warning=True),), 0),
        ((a_coding(), a_problem()), 1),
        ((a_problem(kind="empty"),), 1),
        ((a_problem(kind="missing-file"),), 2),
        ((a_problem(kind="missing-file"), a_problem(kind="empty")), 1),
        ((a_coding(), a_problem(kind="missing-file")), 1),
    ],
)
def test_exit_code_tells_how_the_run_went(
    items: tuple[Coded | Problem, ...], exit_code: int
) -> None:
    assert tally_of(*items).exit_code == exit_code


def test_problem_is_one_line_that_cannot_steer_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally_of(a_problem(key="evil\x1b[2J\n.txt"))

    assert capsys.readouterr().err == "evil[2J .txt: has no text\n"


def test_closing_a_run_with_problems_leaves_with_its_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit) as left:
        tally_of(a_problem()).close("; and a note")

    assert left.value.exit_code == 1
    assert capsys.readouterr().err.endswith("1 problem; and a note\n")


def test_interrupt_ends_the_run_quietly() -> None:
    def items() -> "list[Coded]":
        raise KeyboardInterrupt

    tally = Tally()
    list(tally.watch(item for _ in [0] for item in items()))

    assert tally.exit_code == 130


def test_progress_tells_of_how_many_and_about_how_long_yet() -> None:
    seconds = iter([0.0, 20.0])  # at the first report, and now
    tally = Tally(clock=lambda: next(seconds))
    assert tally.so_far() == "0 reports, 0 claims, 0 statements, 0 problems so far"
    tally.n_all, tally.n_passed = 100, lambda: 20

    for _ in range(11):
        tally.count(1, 2, 0)

    assert tally.so_far() == (
        "31 of 100 read; 11 reports, 22 claims, 0 statements, 0 problems; about 2 min left"
    )


def test_nobody_is_told_how_long_before_a_few_are_timed() -> None:
    tally = Tally(clock=lambda: 0.0)
    tally.n_all = 3
    tally.count(1, 0, 0)

    assert tally.so_far() == "1 of 3 read; 1 report, 0 claims, 0 statements, 0 problems"


@pytest.mark.parametrize(
    ("seconds", "words"), [(40.4, "40 s"), (754, "13 min"), (12_000, "3 h 20 min")]
)
def test_a_time_is_written_as_people_say_it(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words

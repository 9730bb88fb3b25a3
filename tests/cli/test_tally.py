"""Counts, problems and the exit code of a run."""

import pytest
import typer

from builders import a_claim, a_coding, a_problem
from detente.cli.tally import Tally
from detente.records import Coded, Problem


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

"""The command line of archives: what it says of its work, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import Result

from detente.archive import Counts, Order
from detente.cli import archive as command
from detente.errors import WorkersLost

Run = Callable[..., Result]
DONE = {"reports": 1_200, "claims": 3_000, "statements": 900, "remarks": 1, "problems": 7}


def counts(**changes: object) -> Counts:
    defaults = {"n_shards": 3, "n_items": 1_200, "n_shards_done": 3, "n_items_done": 1_200}
    return Counts(**{**defaults, "rows": DONE, "n_warnings": 7, **changes})  # type: ignore[arg-type]  # of many kinds


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., list[Order]]:
    """Let the work be these counts, or what is raised after them; the orders that were given."""
    monkeypatch.chdir(tmp_path)

    def work(*steps: Counts | BaseException) -> list[Order]:
        orders: list[Order] = []

        def played(order: Order, *_: object, **__: object) -> object:
            orders.append(order)
            for step in steps:
                if isinstance(step, BaseException):
                    raise step
                yield step

        monkeypatch.setattr("detente.archive.run_archive", played)
        return orders

    return work


def test_the_closing_line_counts_what_came_out(run: Run, work: Callable[..., list[Order]]) -> None:
    work(counts())

    result = run("archive", "news", "out")

    assert result.exit_code == 0
    assert result.stderr == (
        "1,200 reports, 3,000 claims, 900 statements, 1 remark, 0 problems, 7 warnings; "
        "detente import parquet out keeps them\n"
    )


def test_problems_say_where_they_are(run: Run, work: Callable[..., list[Order]]) -> None:
    work(counts(n_warnings=5))

    result = run("archive", "news", "out")

    assert result.exit_code == 1
    assert "2 problems, 5 warnings; problems: out/shards/*/problems.parquet;" in result.stderr


def test_what_an_earlier_call_has_done_is_told(run: Run, work: Callable[..., list[Order]]) -> None:
    work(counts(n_before=2, n_deaths=1, n_repeated=4))

    told = run("archive", "news", "out").stderr

    assert "2 of 3 shards were there already" in told
    assert "1 worker ended early and had to be replaced" in told
    assert "4 reports stood twice in a shard" in told


def test_without_a_terminal_each_hundredth_is_a_line(
    run: Run, work: Callable[..., list[Order]]
) -> None:
    half = counts(n_shards_done=1)
    work(counts(n_shards_done=0), half, half, counts())

    lines = run("archive", "news", "out").stderr.splitlines()

    assert [line.partition(":")[0] for line in lines[:-1]] == ["33 %"]


def test_an_interrupt_says_how_to_go_on(run: Run, work: Callable[..., list[Order]]) -> None:
    work(counts(n_shards_done=1), KeyboardInterrupt())

    result = run("archive", "news", "out")

    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1].startswith("interrupted after 1,200 reports")
    assert result.stderr.endswith("call it again to go on\n")


def test_lost_workers_end_with_a_word(run: Run, work: Callable[..., list[Order]]) -> None:
    work(WorkersLost("is memory short?"))

    result = run("archive", "news", "out")

    assert (result.exit_code, result.stderr) == (2, "detente: is memory short?\n")


def test_options_come_into_the_order(run: Run, work: Callable[..., list[Order]]) -> None:
    orders = work(counts())
    options = ("--shard-size", "9", "--coder", "rules", "--text-column", "body")

    run("archive", "a.jsonl", "b.csv", "out", *options)

    (order,) = orders
    assert (order.paths, order.out, order.shard_size) == (("a.jsonl", "b.csv"), Path("out"), 9)
    assert (order.config.coder, order.reading.text_column) == ("rules", "body")


def test_a_path_at_which_nothing_is_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run("archive", "news", "out", "--coder", "none")

    assert result.exit_code == 2
    assert "no coder is named 'none'" in result.stderr


def test_a_terminal_gets_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with command._bar() as show:
        show(counts())

    assert "1,200 reports, 3,000 claims" in capsys.readouterr().err


def test_nothing_done_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        command._close(None, Path("out"), is_interrupted=True)

    assert capsys.readouterr().err == "interrupted after nothing done yet; call it again to go on\n"

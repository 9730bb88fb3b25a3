"""Work goes on only where it was begun the same way."""

from pathlib import Path

import pytest

from archive.newsroom import MakeOrder, write_rows
from builders import a_run
from detente.archive.folder import Archive
from detente.archive.manifest import make_plan
from detente.errors import BadInput
from detente.sources import ReadOptions

RUN = a_run()


def test_a_plan_is_written_down_and_taken_up_again(order: MakeOrder) -> None:
    archive = Archive(Path("out"))
    plan = make_plan(archive, order(), RUN)
    written = archive.manifest.read_bytes()

    assert make_plan(archive, order(), RUN) == plan
    assert archive.manifest.read_bytes() == written
    assert list(Path("out").iterdir()) == [archive.manifest]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shard_size": 5}, "shards had 4 reports, now 5"),
        ({"reading": ReadOptions(text_column="body")}, "columns or other options differ"),
        ({"paths": ("news/a.jsonl",)}, "news/b.jsonl is gone"),
        ({"paths": ("news/b.jsonl", "news/a.jsonl")}, "in another order"),
    ],
)
def test_another_order_is_refused(order: MakeOrder, change: dict[str, object], words: str) -> None:
    make_plan(Archive(Path("out")), order(), RUN)

    with pytest.raises(BadInput, match=words):
        make_plan(Archive(Path("out")), order(**change), RUN)


def test_a_changed_input_is_named(order: MakeOrder, news: Path) -> None:
    make_plan(Archive(Path("out")), order(), RUN)
    write_rows(news / "b.jsonl", ["Norland met Sudria."])

    with pytest.raises(BadInput, match=r"news/b\.jsonl has changed since"):
        make_plan(Archive(Path("out")), order(), RUN)


def test_a_new_input_is_named(order: MakeOrder, news: Path) -> None:
    make_plan(Archive(Path("out")), order(), RUN)
    write_rows(news / "c.jsonl", ["Norland met Sudria."])

    with pytest.raises(BadInput, match=r"news/c\.jsonl was not among its inputs"):
        make_plan(Archive(Path("out")), order(), RUN)


def test_another_version_says_what_is_other(order: MakeOrder) -> None:
    make_plan(Archive(Path("out")), order(), RUN)

    with pytest.raises(BadInput, match="coder was test, now is else; name another folder, or give"):
        make_plan(Archive(Path("out")), order(), a_run(coder="else"))


def test_restart_throws_away_what_is_there(order: MakeOrder) -> None:
    archive = Archive(Path("out"))
    make_plan(archive, order(), RUN)
    archive.shard(0).mkdir(parents=True)

    plan = make_plan(archive, order(shard_size=5), RUN, is_restart=True)

    assert len(plan.shards) == 4
    assert not archive.shard(0).exists()


def test_a_folder_with_other_files_is_left_alone(order: MakeOrder) -> None:
    Path("out").mkdir()
    Path("out/thesis.tex").write_text("x")

    with pytest.raises(BadInput, match="out has other files in it"):
        make_plan(Archive(Path("out")), order(), RUN, is_restart=True)
    assert Path("out/thesis.tex").exists()


def test_a_damaged_manifest_says_what_to_do(order: MakeOrder) -> None:
    make_plan(Archive(Path("out")), order(), RUN)
    Path("out/manifest.json").write_text("{")

    with pytest.raises(BadInput, match="give --restart"):
        make_plan(Archive(Path("out")), order(), RUN)

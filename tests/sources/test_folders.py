"""Folders: every file in one order, nothing hidden, nothing lost."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.records import Problem
from detente.sources.folders import files_in


def test_files_come_sorted_with_folders_in_their_place(tmp_path: Path) -> None:
    for name in ("c.txt", "b/z.txt", "b/a.md", "a.jsonl.gz", "B.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")

    names = [
        path.removeprefix(f"{tmp_path}/") for path in files_in(str(tmp_path)) if type(path) is str
    ]

    assert names == ["B.html", "a.jsonl.gz", "b/a.md", "b/z.txt", "c.txt"]


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("x")
    (tmp_path / ".notes.txt").write_text("x")

    assert list(files_in(str(tmp_path))) == []


def test_a_file_of_unknown_kind_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")

    (problem,) = files_in(str(tmp_path))

    assert isinstance(problem, Problem)
    assert (problem.key, problem.kind) == (f"{tmp_path}/a.docx", "unknown-kind")
    assert not problem.is_warning


def test_links_to_folders_do_not_go_round(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)

    (problem,) = files_in(str(tmp_path))

    assert isinstance(problem, Problem)
    assert problem.detail == "is a link to a folder; name it by itself to read it"


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    (problem,) = files_in(str(tmp_path))

    assert isinstance(problem, Problem)
    assert problem.kind == "unreadable"


def test_a_folder_that_cannot_be_opened_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("x")

    @contextmanager
    def lister(folder: str) -> Iterator[Iterator["os.DirEntry[str]"]]:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied", folder)
        with os.scandir(folder) as entries:
            yield entries

    problem, path = files_in(str(tmp_path), lister=lister)

    assert isinstance(problem, Problem)
    assert (problem.key, problem.kind) == (f"{tmp_path}/closed", "unreadable")
    assert "Permission denied" in problem.detail
    assert path == f"{tmp_path}/open.txt"

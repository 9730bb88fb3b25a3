"""A folder -> the files in it, in one order on every machine.

In:  a folder's path.   Out: paths of files whose kind is known; problems for all else.
Does not: look into hidden files and folders, or follow links to folders, which may go round.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from detente.records import Problem
from detente.sources.kinds import kind_of_name
from detente.sources.problems import ProblemKind, problem

__all__ = ["files_in", "is_folder"]

Lister = Callable[[str], AbstractContextManager[Iterator["os.DirEntry[str]"]]]


def is_folder(path: str) -> bool:
    """Whether ``path`` is a folder; a path that can be nothing at all is none."""
    return os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises for names that are too long


def files_in(folder: str, *, lister: Lister = os.scandir) -> Iterator[str | Problem]:
    """Yield the files under ``folder``, sorted by name, folders among them in their place."""
    try:
        with lister(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as err:
        yield problem(folder, ProblemKind.UNREADABLE, f"the folder cannot be opened: {err}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(entry.path, lister=lister)
        else:
            yield _file(entry)


def _file(entry: "os.DirEntry[str]") -> str | Problem:
    if not entry.is_file():
        what = "is a link to a folder" if entry.is_dir() else "is no file"
        return problem(entry.path, ProblemKind.UNREADABLE, f"{what}; name it by itself to read it")
    if kind_of_name(entry.name) is None:
        detail = "its suffix tells no kind that is read; name the file by itself to have it tried"
        return problem(entry.path, ProblemKind.UNKNOWN_KIND, detail)
    return entry.path

"""What a run leaves for the next one: whole, or not at all, and known by its content.

In:  a path.   Out: a path beside it to write to; the digest of a file.
Does not: know what is in a file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from shutil import rmtree

__all__ = ["content_of", "written_aside"]


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give the path of a file or folder to make, which becomes ``path`` once it is whole.

    A run that is killed leaves ``NAME.part``, which nothing trusts and the next run replaces.
    """
    aside = path.with_name(f"{path.name}.part")
    _remove(aside)
    path.parent.mkdir(parents=True, exist_ok=True)
    yield aside
    _remove(path)
    aside.replace(path)


def content_of(path: Path) -> str:
    """Digest the content of a file, whatever it is called."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _remove(path: Path) -> None:
    if path.is_dir():
        rmtree(path)
    else:
        path.unlink(missing_ok=True)

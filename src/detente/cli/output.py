"""Where output goes: a terminal, a pipe, or a file that appears whole or not at all.

In:  the path given to ``-o``, if any.   Out: a binary stream.
Does not: know formats. What went to stdout before an interrupt is out.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

import typer

from detente.errors import BadInput

__all__ = ["forget_stdout", "format_of", "is_terminal", "open_output", "progress", "tell_unwritten"]

T = TypeVar("T")


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Open ``path`` for writing, or stdout without one.

    A file is written under a temporary name beside it and renamed at the end. After an error or
    an interrupt, which is told, there is no new file, and an older one stays as it was.

    Raises:
        BadInput: there is no such folder.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():  # a pipe or a device cannot be renamed over
        with path.open("wb") as stream:
            yield stream
    else:
        with _written_beside(path.resolve()) as stream:
            yield stream


@contextmanager
def progress(counts: object, *, is_wanted: bool) -> Iterator[None]:
    """Show ``str(counts)`` on stderr while the block runs, if a person watches stderr."""
    if not (is_wanted and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(stderr=True)
    with Live(
        console=console,
        get_renderable=lambda: Text(f"{counts} so far", style="dim"),
        transient=True,
        redirect_stdout=False,
    ):
        yield


def format_of(output: Path | None, known: Mapping[str, T], default: T) -> T:
    """Choose the format that a file's name tells by its ending; the default if it has none.

    Raises:
        BadInput: the ending is of another format.
    """
    suffix = output.suffix.lower() if output else ""
    if suffix and suffix not in known:
        endings = ", ".join(known)
        raise BadInput(f"{output.name!r} tells no format; end it in {endings}, or give --format")  # type: ignore[union-attr]  # it has a suffix
    return known[suffix] if suffix else default


def is_terminal() -> bool:
    """Whether a person watches stdout."""
    return sys.stdout.isatty()


def forget_stdout() -> None:
    """Send what stdout still holds nowhere, for its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell_unwritten(path: Path) -> None:
    """Say that an interrupted run has not written its file."""
    typer.echo(f"{path.name} is not written: it would not be whole", err=True)


@contextmanager
def _written_beside(path: Path) -> Iterator[BinaryIO]:
    if not path.parent.is_dir():
        raise BadInput(f"{path} cannot be written: there is no folder {path.parent}; make it first")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(path)
    except KeyboardInterrupt:
        tell_unwritten(path)
        raise
    finally:
        part.unlink(missing_ok=True)

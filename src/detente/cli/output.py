"""Where output goes: a terminal, a pipe, or a file that appears whole or not at all.

In:  the path given to ``-o``, if any.   Out: a binary stream.
Does not: know formats. A run that is interrupted keeps what it has written.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["forget_stdout", "is_terminal", "open_output", "progress"]


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Open ``path`` for writing, or stdout without one.

    A file is written under a temporary name beside it and renamed at the end, or when the run is
    interrupted; after any other error there is no new file, and an older one stays as it was.
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


def is_terminal() -> bool:
    """Whether a person watches stdout."""
    return sys.stdout.isatty()


def forget_stdout() -> None:
    """Send what stdout still holds nowhere, for its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _written_beside(path: Path) -> Iterator[BinaryIO]:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            try:
                yield stream
            except KeyboardInterrupt:
                stream.flush()
                part.replace(path)
                raise
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

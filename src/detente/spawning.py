"""A function -> a process of its own that runs it, with a pipe to it.

In:  a function and its arguments.   Out: the process and our end of the pipe.
Does not: end it. An interrupt reaches neither the start nor the process: it is for who commands.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

__all__ = ["spawn"]


def spawn(work: Callable[..., None], *args: object) -> tuple[BaseProcess, Connection]:
    """Start ``work(*args, connection)`` in a fresh interpreter; it ends with this process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_undisturbed, args=(work, *args, theirs), daemon=True)
    with _interrupts_held_back(), _blocked():
        process.start()
    theirs.close()
    return process, ours


# Private functions


def _undisturbed(work: Callable[..., None], *args: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work(*args)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Keep Ctrl-C until the block is done: a process whose parent is cut off tells of it."""
    came: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()  # who alone may set handlers
    handler = signal.signal(signal.SIGINT, lambda *_: came.append(1)) if is_main else None
    try:
        yield
    finally:
        if handler is not None:
            signal.signal(signal.SIGINT, handler)
    if came:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def _blocked() -> Iterator[None]:
    """Let a process that starts in the block hear of no interrupt, even before it runs our code."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows has none
        yield
        return
    resource_tracker.ensure_running()  # whose start within would let interrupts in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

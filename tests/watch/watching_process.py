"""``detente watch`` as a process of its own, with a coder of words, to be killed by a test.

In:  a folder and the words of the command line.   Out: whatever the command does.
"""

import os
import sys
from pathlib import Path

import duckdb  # noqa: F401  # loaded before a fork, once for all
import feedparser  # noqa: F401  # the same
import trafilatura  # noqa: F401  # the same

import detente.cli.terminal.watching  # noqa: F401  # the same
from cli.fake_journey import FakeJourney
from detente.cli import main
from detente.pipeline import Journey


def watch_in(folder: Path, *words: str) -> None:
    """Call the command in ``folder``; what it says goes to the file ``log`` there."""
    os.chdir(folder)
    with Path("log").open("ab") as log:
        os.dup2(log.fileno(), 2)
    Journey.from_config = FakeJourney  # type: ignore[method-assign,assignment]  # no parser to load
    sys.argv = ["detente", "watch", "feeds.toml", *words]
    main()

"""The true command, killed at any point of its work a dozen times: nothing is lost or doubled."""

import os
import random
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from detente.ledger import Ledger
from sources.web import Site, a_page, serving
from watch.watching_process import watch_in
from watch.world import an_article, an_rss

N_KILLS, N_PAGES = 12, 36
SEED = 8
TESTS = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def _feeds(folder: Path, sites: list[Site]) -> Path:
    tables = "".join(
        f'[[feed]]\noutlet = "Wire {number}"\nurl = "{site.url("/feed")}"\npace = "0s"\n'
        for number, site in enumerate(sites)
    )
    path = folder / "feeds.toml"
    path.write_text(f'[watch]\nallow_private = true\ninterval = "1m"\n{tables}')
    return path


def _start(folder: Path, *words: str) -> ForkServerProcess:
    """Start the command from a process that has loaded it: a dozen starts take half a minute."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["watch.watching_process"])
    if str(TESTS) not in os.environ.get("PYTHONPATH", ""):  # the server preloads by it alone
        os.environ["PYTHONPATH"] = os.pathsep.join([str(TESTS), *sys.path])
    process = context.Process(target=watch_in, args=(folder, *words))
    process.start()
    return process


def _exit_code(process: ForkServerProcess) -> int | None:
    process.join(120)
    return process.exitcode


def _wait_for(site: Site, path: str) -> None:
    deadline = time.monotonic() + 120
    while path not in site.asked and time.monotonic() < deadline:
        time.sleep(0.01)


def _publish(site: Site, n: int) -> None:
    links = [f"/{number}" for number in range(n)]
    for link in links:
        words = f"Norland's premier met envoy {link[1:]} of Sudria at {site.port}."
        site.pages.setdefault(link, an_article(words))
    site.pages["/feed"] = a_page(an_rss(*links))


def _let_feeds_be_due(folder: Path) -> None:
    """Pass the minutes until the next poll."""
    path = folder / "detente.duckdb.watch"
    if path.exists():
        with closing(sqlite3.connect(path, isolation_level=None)) as memory:
            memory.execute("UPDATE feeds SET next_at = 0")


def _kept(folder: Path) -> Counter[str]:
    with Ledger.open(folder / "detente.duckdb", wait_s=60) as ledger:
        return Counter(report.key for report in ledger.reports())


def test_a_watch_that_is_killed_a_dozen_times_loses_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311  # no secret
    with serving({}) as one, serving({}) as other:
        _feeds(tmp_path, [one, other])
        for n in range(1, N_KILLS + 1):
            for site in (one, other):
                _publish(site, n * N_PAGES // N_KILLS)
            if n > 1:
                _let_feeds_be_due(tmp_path)
            process = _start(tmp_path)
            n_asked = len(one.asked) + chance.randrange(1, 6)  # a start asks for 5 at least
            deadline = time.monotonic() + 120
            while len(one.asked) < n_asked and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.4))
            process.kill()
            process.join()
        assert _exit_code(_start(tmp_path, "--once")) == 0, (tmp_path / "log").read_text()

        wanted = {site.url(f"/{n}") for site in (one, other) for n in range(N_PAGES)}
        assert _kept(tmp_path) == Counter(wanted)


def test_sigterm_ends_a_watch_with_its_unit_kept(tmp_path: Path) -> None:
    with serving({}) as site:
        _feeds(tmp_path, [site])
        _publish(site, 3)
        process = _start(tmp_path)
        _wait_for(site, "/2")
        time.sleep(0.3)
        process.terminate()

        assert _exit_code(process) == 0
        assert len(_kept(tmp_path)) == 3
        assert b"3 reports" in (tmp_path / "log").read_bytes()


def test_two_watches_do_not_share_a_memory(tmp_path: Path) -> None:
    with serving({}) as site:
        _feeds(tmp_path, [site])
        _publish(site, 1)
        first = _start(tmp_path)
        _wait_for(site, "/feed")
        second = _start(tmp_path, "--once")

        assert _exit_code(second) == 2
        assert b"in use by another detente watch" in (tmp_path / "log").read_bytes()
        first.kill()
        first.join()

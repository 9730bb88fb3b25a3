"""A journey that codes by words, in any process: some words end the process that codes them.

In:  reports.   Out: a claim for ``met``, a statement for ``said``; ``POISON`` cannot be coded,
``KILL`` ends the process, ``KILL-ONCE:path`` ends the first one that comes to it, and
``HOLD-ONCE:path`` has the first one write its parent's number there and wait for its end.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from builders import a_claim, a_coding, a_date, a_problem, a_run, a_statement
from detente.codebook import Codebook, load_codebook
from detente.config import Config
from detente.errors import BadConfig, BadReport
from detente.pipeline import Journey
from detente.records import Coded, Problem, Report, Run

HELD_S = 120  # at the longest: whoever holds it ends the process before


class FakeJourney:
    """Codes by words."""

    second = None

    def __init__(self, run: Run) -> None:
        self.run = run
        self.codebook: Codebook = load_codebook()

    def parse_all(self, reports: Sequence[Report]) -> list[None]:
        return [None for _ in reports]

    def code(self, report: Report, parsed: None = None) -> Coded:
        assert parsed is None
        if "POISON" in report.text:
            raise BadReport(report.key, "poison", "holds poison")
        _end_if_asked(report.text)
        claims = (a_claim(report, predicate="met", date=a_date()),) if "met" in report.text else ()
        said = (a_statement(report, about=("NRL", "SDR")),) if "said" in report.text else ()
        return a_coding(
            report,
            claims=claims,
            statements=said,
            problems=() if claims else (_nothing(report.key),),
        )


def open_fake(_: Config) -> Journey:
    """Open it."""
    return _journey()


def other_version(_: Config) -> Journey:
    """Open one of another version."""
    return _journey(version="1")


def cannot_open(_: Config) -> Journey:
    """Fail as a wrong configuration does, but only in a worker.

    Raises:
        BadConfig: in a worker.
    """
    if multiprocessing.parent_process() is None:
        return _journey()
    raise BadConfig("no coder is named 'none'")


def ends_at_once(_: Config) -> Journey:
    """End each worker before it has begun."""
    if multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return _journey()


def _journey(**versions: str) -> Journey:
    return cast("Journey", FakeJourney(a_run(**versions)))  # it has what is asked of one here


def _end_if_asked(text: str) -> None:
    for word in text.split():
        once, _, path = word.partition(":")
        if once == "KILL-ONCE" and not Path(path).exists():
            Path(path).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if once == "HOLD-ONCE" and not Path(path).exists():
            Path(path).write_text(str(os.getppid()))
            time.sleep(HELD_S)
        if once == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)


def _nothing(key: str) -> Problem:
    return a_problem(key=key, kind="no-claims", detail="no claim found", is_warning=True)

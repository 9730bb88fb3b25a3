"""Reports are coded in another process as they would be here; if it ends, the next begins anew."""

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children

import pytest

from builders import a_report
from detente.coder_process import CoderProcess
from detente.config import Config
from detente.errors import BadConfig
from detente.pipeline import Journey
from detente.records import Problem

RULES = Config(coder="rules")


@pytest.fixture
def elsewhere() -> Iterator[CoderProcess]:
    coder = CoderProcess(RULES)
    yield coder
    coder.close()


def test_it_finds_what_is_found_here_and_goes_on_after_its_end(elsewhere: CoderProcess) -> None:
    here, report = Journey.from_config(RULES), a_report()

    assert elsewhere.code(report) == here.code(report)
    assert elsewhere.run() == here.run

    (process,) = active_children()
    process.kill()  # as a lack of memory would
    lost = elsewhere.code(report)
    assert isinstance(lost, Problem)
    assert (lost.key, lost.kind) == (report.key, "ends-process")
    assert "by signal 9" in lost.detail
    assert elsewhere.code(report) == here.code(report)


def test_a_configuration_with_which_nothing_can_be_coded_is_told() -> None:
    coder = CoderProcess(Config(coder="guesses"))
    try:
        with pytest.raises(BadConfig, match="no coder is named 'guesses'"):
            coder.run()
    finally:
        coder.close()


def test_a_report_that_takes_too_long_is_a_problem_and_the_next_is_coded() -> None:
    coder, report = CoderProcess(RULES, limit_s=60.0, niceness=1), a_report()
    try:
        found = coder.code(report)
        coder.limit_s = 0.0
        late = coder.code(report)
        coder.limit_s = 60.0
        again = coder.code(report)
    finally:
        coder.close()

    assert isinstance(late, Problem)
    assert (late.key, late.kind) == (report.key, "takes-too-long")
    assert late.detail == "it took more than 0 s of work; give it in parts"
    assert again == found


def test_a_report_that_waits_without_working_is_a_problem_and_the_next_is_coded() -> None:
    coder, report = CoderProcess(RULES, limit_s=60.0), a_report()
    try:
        found = coder.code(report)
        (process,) = active_children()
        os.kill(process.pid or 0, signal.SIGSTOP)  # it uses no processor time from here on
        coder.wait_s = 0.1
        late = coder.code(report)
        coder.wait_s = None
        again = coder.code(report)
    finally:
        coder.close()

    assert isinstance(late, Problem)
    assert (late.key, late.kind) == (report.key, "takes-too-long")
    assert late.detail == "it was not done after 0 s; give it in parts"
    assert again == found

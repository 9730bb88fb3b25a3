"""A process of its own that codes reports, so that who asks meanwhile need not wait.

In:  a configuration, reports one by one.   Out: what is found in each, and the run that codes.
Does not: share: one caller at a time. The parser is loaded with the first report; a process that
ends, or is ended because a report takes too long, is replaced with the next one.
"""

import signal
from collections.abc import Callable
from dataclasses import dataclass, field

from detente.api import code_reports
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Coded, Problem, Report, Run
from detente.spawning import Elsewhere, Ended

LOADING_S = 60.0  # for the parser to be loaded


@dataclass(slots=True)
class CoderProcess:
    """Codes reports elsewhere: loading a parser and using it hold Python's one interpreter lock.

    ``limit_s`` is how much processor time one report may take, but for the first, with which the
    parser is loaded; where a system cannot limit it (Windows), there is no limit. ``wait_s`` is how
    long one may take by the clock. ``niceness`` is how far the process stands back for others
    (0 .. 19).
    """

    config: Config
    limit_s: float | None = None
    wait_s: float | None = None
    niceness: int = 0
    _process: Elsewhere = field(init=False)

    def __post_init__(self) -> None:
        self._process = Elsewhere(_begin, self.config, niceness=self.niceness)

    def code(self, report: Report) -> Coded | Problem:
        """Code one report; one at which the process ends, or that takes too long, is a problem.

        Raises:
            BadConfig: no report can be coded with the configuration.
        """
        try:
            found: Coded | Problem = self._process.ask((report, self.limit_s), self.wait_s)
        except Ended as end:
            kind, told = "ends-process", f"the process that coded it ended {end}"
            if end.is_late:
                kind, told = "takes-too-long", f"it was not done after {self.wait_s:.0f} s"
            elif end.code == _OVERTIME:
                kind, told = "takes-too-long", f"it took more than {self.limit_s:.0f} s of work"
            detail = f"{told}; give it in parts"
            return Problem(key=report.key, room="pipeline", kind=kind, detail=detail)
        return found

    def run(self) -> Run:
        """The versions behind what it finds.

        Raises:
            BadConfig: no report can be coded with the configuration.
            Ended: the process has ended.
        """
        found: Run = self._process.ask(None)
        return found

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.close()


_OVERTIME = -getattr(signal, "SIGPROF", 0)  # with which the system ends who used up its time


def _begin(config: Config) -> Callable[[tuple[Report, float | None] | None], Coded | Problem | Run]:
    """Make ready to code: the life of a process."""
    journey, loading_s = Journey.from_config(config), LOADING_S

    def answer(given: tuple[Report, float | None] | None) -> Coded | Problem | Run:
        nonlocal loading_s
        if given is None:
            return journey.run
        report, limit_s = given
        _limit(None if limit_s is None else limit_s + loading_s)
        try:
            return next(iter(code_reports([report], journey)))
        finally:
            _limit(None)
            loading_s = 0.0

    return answer


def _limit(limit_s: float | None) -> None:
    """Let the system end this process after so much more processor time; ``None``: never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0.0 if limit_s is None else max(limit_s, 0.001))

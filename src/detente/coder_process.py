"""A process of its own that codes reports, so that who asks meanwhile need not wait.

In:  a configuration, reports one by one.   Out: what is found in each, and the run that codes.
Does not: share: one caller at a time. The parser is loaded with the first report; a process that
ends is replaced with the next one.
"""

import contextlib
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from detente.api import code_reports
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Coded, Problem, Report, Run
from detente.spawning import spawn

__all__ = ["CoderProcess"]

PATIENCE_S = 2.0  # for a process to end by itself before it is killed
_RUN = "run"  # asks for the run; anything else that is sent is a report


@dataclass(slots=True)
class CoderProcess:
    """Codes reports elsewhere: loading a parser and using it hold Python's one interpreter lock."""

    config: Config
    _worker: tuple[BaseProcess, Connection] | None = field(default=None, init=False)
    _run: Run | None = field(default=None, init=False)

    def code(self, report: Report) -> Coded | Problem:
        """Code one report; one at which the process ends becomes a problem.

        Raises:
            BadConfig: no report can be coded with the configuration.
        """
        try:
            found = self._asked(report)
        except (EOFError, OSError):
            detail = f"the process that coded it ended {self._end()}; give it in parts"
            return Problem(key=report.key, room="pipeline", kind="ends-process", detail=detail)
        assert isinstance(found, Coded | Problem)  # noqa: S101  # for mypy: what _work sends
        return found

    def run(self) -> Run:
        """The versions behind what it finds.

        Raises:
            BadConfig: no report can be coded with the configuration.
        """
        if self._run is None:
            found = self._asked(_RUN)
            assert isinstance(found, Run)  # noqa: S101  # for mypy: what _work sends
            self._run = found
        return self._run

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._worker is not None:
            self._worker[0].kill()
            self._end()

    # Private functions

    def _asked(self, given: Report | str) -> Coded | Problem | Run:
        connection = self._started()
        connection.send(given)
        found: Coded | Problem | Run | Exception = connection.recv()
        if isinstance(found, Exception):
            raise found
        return found

    def _started(self) -> Connection:
        if self._worker is None:
            self._worker = spawn(_work, self.config)
        return self._worker[1]

    def _end(self) -> str:
        """Bury the process, and say how it ended."""
        if self._worker is None:
            return "with its desk"
        process, connection = self._worker
        self._worker = None
        connection.close()
        process.join(PATIENCE_S)
        process.kill()
        process.join()
        code = process.exitcode or 0
        return f"by signal {-code}" if code < 0 else f"with {code}"


# Private functions


def _work(config: Config, connection: Connection) -> None:
    """Code what comes through the connection until it is closed: the life of a process."""
    journey = None
    with contextlib.suppress(EOFError, OSError):
        while True:
            given = connection.recv()
            try:
                journey = journey or Journey.from_config(config)
                found = journey.run if given == _RUN else _found(given, journey)
            except Exception as err:  # noqa: BLE001  # told, whatever it is, to the one who asks
                connection.send(err)
            else:
                connection.send(found)


def _found(report: Report, journey: Journey) -> Coded | Problem:
    return next(iter(code_reports([report], journey)))

"""A process of its own that codes reports, so that who asks meanwhile need not wait.

In:  a configuration, reports one by one.   Out: what is found in each, and the run that codes.
Does not: share: one caller at a time. The parser is loaded with the first report; a process that
ends, or is ended because a report takes too long, is replaced with the next one.
"""

import contextlib
import os
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from detente.api import code_reports
from detente.config import Config
from detente.pipeline import Journey
from detente.records import Coded, Problem, Report, Run
from detente.spawning import spawn

__all__ = ["CoderProcess"]

LOADING_S = 60.0  # for the parser to be loaded, on a machine that does much else
PATIENCE_S = 2.0  # for a process to end by itself before it is killed
_RUN = "run"  # asks for the run; anything else that is sent is a report


@dataclass(slots=True)
class CoderProcess:
    """Codes reports elsewhere: loading a parser and using it hold Python's one interpreter lock.

    ``limit_s`` is how long one report may take, but for the first, with which the parser is loaded;
    ``niceness`` is how far the process stands back for others (0 .. 19).
    """

    config: Config
    limit_s: float | None = None
    niceness: int = 0
    _has_coded: bool = field(default=False, init=False)
    _worker: tuple[BaseProcess, Connection] | None = field(default=None, init=False)
    _run: Run | None = field(default=None, init=False)

    def code(self, report: Report) -> Coded | Problem:
        """Code one report; one at which the process ends, or that takes too long, is a problem.

        Raises:
            BadConfig: no report can be coded with the configuration.
        """
        try:
            found = self._asked(report)
        except TimeoutError as err:
            self.close()
            detail = f"it took longer than {err}; give it in parts"
            return Problem(key=report.key, room="pipeline", kind="takes-too-long", detail=detail)
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
        limit_s = self.limit_s if given != _RUN else None
        if limit_s is not None and not self._has_coded:
            limit_s += LOADING_S
        if limit_s is not None and not connection.poll(limit_s):
            raise TimeoutError(f"{limit_s:.0f} seconds")
        self._has_coded = self._has_coded or given != _RUN
        found: Coded | Problem | Run | Exception = connection.recv()
        if isinstance(found, Exception):
            raise found
        return found

    def _started(self) -> Connection:
        if self._worker is None:
            self._worker = spawn(_work, self.config, self.niceness)
            self._has_coded = False
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


def _work(config: Config, niceness: int, connection: Connection) -> None:
    """Code what comes through the connection until it is closed: the life of a process."""
    journey = None
    if hasattr(os, "nice"):  # Windows has none
        os.nice(niceness)
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

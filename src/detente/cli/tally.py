"""What a run has done so far: counts, problems on stderr, the closing line, the exit code.

In:  coded reports and problems as they come.   Out: the same reports, counted.
Does not: stop at a problem; ends early only when a person interrupts.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from detente.llm.meter import Meter
    from detente.records import Coded, Problem

__all__ = ["COULD_NOT", "DONE", "INTERRUPTED", "WITH_PROBLEMS", "Tally"]

DONE, WITH_PROBLEMS, COULD_NOT = 0, 1, 2
INTERRUPTED = 130  # what a shell reports for Ctrl-C
MISSING = "missing-file"  # the kind that sources give to a path that is not there


class Tally:
    """Counts a run and tells its problems, each on a line of stderr."""

    def __init__(self) -> None:
        self.n_reports = 0
        self.n_claims = 0
        self.n_statements = 0
        self.n_warnings = 0
        self.problem_kinds: list[str] = []
        self.is_interrupted = False
        self.meter: Meter | None = None  # of the model that is asked, if one is

    def watch(self, items: "Iterable[Coded | Problem]") -> "Iterator[Coded]":
        """Yield the coded reports, count them, tell the problems; end at an interrupt."""
        from detente.records import Problem

        with self.until_interrupted():
            for item in items:
                if isinstance(item, Problem):
                    self.tell(item)
                else:
                    self._count(item)
                    yield item

    def watch_for(
        self, output: Path | None, items: "Iterable[Coded | Problem]"
    ) -> "Iterator[Coded]":
        """Watch reports for a file, which is written whole or not at all; for stdout as ``watch``.

        Raises:
            KeyboardInterrupt: a person interrupted, so that the file is not to be written.
        """
        yield from self.watch(items)
        if self.is_interrupted and output is not None:
            raise KeyboardInterrupt

    @contextmanager
    def until_interrupted(self) -> Iterator[None]:
        """End the block at an interrupt, and remember it."""
        try:
            yield
        except KeyboardInterrupt:
            self.is_interrupted = True

    def close(self, note: str = "") -> None:
        """Print the closing line, with a note behind it.

        Raises:
            Exit: with the exit code of the run, unless all is done.
        """
        stopped = "interrupted after " if self.is_interrupted else ""
        typer.echo(f"{stopped}{self}{note}", err=True)
        if self.exit_code != DONE:
            raise typer.Exit(self.exit_code)

    @property
    def exit_code(self) -> int:
        """0 done, 1 done with problems, 2 nothing was there, 130 interrupted."""
        if self.is_interrupted:
            return INTERRUPTED
        if not self.problem_kinds:
            return DONE
        nothing_there = not self.n_reports and set(self.problem_kinds) == {MISSING}
        return COULD_NOT if nothing_there else WITH_PROBLEMS

    def __str__(self) -> str:
        from detente.relations.wording import count_words

        counts = [
            count_words(self.n_reports, "report"),
            count_words(self.n_claims, "claim"),
            count_words(self.n_statements, "statement"),
            count_words(len(self.problem_kinds), "problem"),
        ]
        warnings = [count_words(self.n_warnings, "warning")] if self.n_warnings else []
        asked = [str(self.meter)] if self.meter else []
        return "; ".join([", ".join(counts + warnings), *asked])

    def _count(self, coded: "Coded") -> None:
        self.n_reports += 1
        self.n_claims += len(coded.claims)
        self.n_statements += len(coded.statements)
        for problem in coded.problems:
            self.tell(problem)

    def tell(self, problem: "Problem") -> None:
        """Tell a problem on a line of stderr, and count it."""
        from detente.relations.wording import printable

        if problem.is_warning:
            self.n_warnings += 1
        else:
            self.problem_kinds.append(problem.kind)
        grade = "warning: " if problem.is_warning else ""
        typer.echo(printable(f"{grade}{problem.key}: {problem.detail}"), err=True)

"""Where output goes, which ledger is asked, and what a run has done so far.

In:  ``-o``, ``--ledger`` and ``--wait``; coded reports and problems as they come.
Out: a binary stream: a terminal, a pipe, or a file that appears whole or not at all; an open
ledger; counts, problems on stderr, the closing line, the exit code.
Does not: know formats, or keep a ledger open longer than the command's one unit of work. What
went to stdout before an interrupt is out.
"""

import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, TypeVar

import msgspec
import typer

from detente.errors import BadInput, LedgerBusy
from detente.ledger import Ledger
from detente.ledger.address import Lake, LedgerName, default_path, ledger_name
from detente.records import Coded, Problem
from detente.relations.wording import count_words, printable

if TYPE_CHECKING:
    from detente.llm.meter import Meter

T = TypeVar("T")


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Open ``path`` for writing, or stdout without one.

    A file is written under a temporary name beside it and renamed at the end. After an error or
    an interrupt, which is told, there is no new file, and an older one stays as it was.

    Raises:
        BadInput: there is no such folder.
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
    from rich.spinner import Spinner
    from rich.text import Text

    console, spinner = Console(stderr=True), Spinner("dots")

    def shown() -> Spinner:
        told = counts.so_far() if isinstance(counts, Tally) else f"{counts} so far"
        spinner.update(text=Text(told, style="dim"))
        return spinner

    with Live(
        console=console,
        get_renderable=shown,
        transient=True,
        redirect_stdout=False,
    ):
        yield


def duration_words(seconds: float) -> str:
    """Write a time as people say it: 40 s, 12 min, 3 h 20 min."""
    if seconds < 90:  # noqa: PLR2004  # a minute and a half
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"


def format_of(output: Path | None, known: Mapping[str, T], default: T) -> T:
    """Choose the format that a file's name tells by its ending; the default if it has none.

    Raises:
        BadInput: the ending is of another format.
    """
    suffix = output.suffix.lower() if output else ""
    if suffix and suffix not in known:
        endings = ", ".join(known)
        raise BadInput(f"{output.name!r} tells no format; end it in {endings}, or give --format")  # type: ignore[union-attr]  # it has a suffix
    return known[suffix] if suffix else default


def is_terminal() -> bool:
    """Whether a person watches stdout."""
    return sys.stdout.isatty()


def is_table(form: str | None, output: Path | None = None) -> bool:
    """Whether rows are shown to a person: where that is asked for, else on a terminal."""
    return form == "table" or (form is None and output is None and is_terminal())


def write_json(found: object) -> None:
    """Print an object as one line of JSON."""
    typer.echo(msgspec.json.encode(found))


def forget_stdout() -> None:
    """Send what stdout still holds nowhere, for its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell_unwritten(path: Path) -> None:
    """Say that an interrupted run has not written its file."""
    typer.echo(f"{path.name} is not written: it would not be whole", err=True)


@contextmanager
def _written_beside(path: Path) -> Iterator[BinaryIO]:
    if not path.parent.is_dir():
        raise BadInput(f"{path} cannot be written: there is no folder {path.parent}; make it first")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(path)
    except KeyboardInterrupt:
        tell_unwritten(path)
        raise
    finally:
        part.unlink(missing_ok=True)


# --- Which ledger a command asks, and how long it waits for it.

if TYPE_CHECKING:
    Named = LedgerName
else:
    Named = Any  # Typer knows no unions; its parser makes the right one


LedgerFile = Annotated[
    Named | None,
    typer.Option(
        "--ledger",
        metavar="NAME",
        parser=ledger_name,
        help="The ledger: a file, or ducklake:...; else $DETENTE_LEDGER, else detente.duckdb.",
    ),
]
Wait = Annotated[
    float,
    typer.Option("--wait", metavar="SECONDS", min=0, help="How long to wait for a busy ledger."),
]


def ledger_path(given: LedgerName | None) -> LedgerName:
    """Name the ledger."""
    return given if given is not None else default_path()


@contextmanager
def asked(given: LedgerName | None, wait_s: float, *, for_events: bool = False) -> Iterator[Ledger]:
    """Open a ledger to ask it; ``for_events`` computes them first where claims came since.

    One that a desk holds is asked in a copy that the desk makes.

    Raises:
        LedgerBusy: another process holds it, and no desk answers for it.
    """
    from detente.cli.through_desk import copied, desk_at

    path = ledger_path(given)
    with ExitStack() as lent:
        try:
            ledger = lent.enter_context(Ledger.open(path, read_only=True, wait_s=wait_s))
        except LedgerBusy:
            desk = desk_at(path)
            if desk is None:
                raise
            path = lent.enter_context(copied(path, desk))
            ledger = lent.enter_context(Ledger.open(path, read_only=True))
            for_events = False  # the desk computes them itself
        if for_events and not ledger.is_computed():
            lent.pop_all().close()
            computed_anew(path, wait_s)
            ledger = lent.enter_context(Ledger.open(path, read_only=True, wait_s=wait_s))
        yield ledger


def computed_anew(path: LedgerName, wait_s: float) -> str:
    """Compute the events of a ledger, and say what changed; "" where nothing did.

    Of a shared ledger others may be computing them: that is said, and no reason to stop.

    Raises:
        LedgerBusy: another process holds the file.
    """
    from detente.record import compute_events, unheeded_rulings

    with Ledger.open(path, wait_s=wait_s) as ledger:
        if ledger.is_computed():
            return ""
        typer.echo("computing events from all claims and rulings", err=True)
        try:
            changes = compute_events(ledger)
        except LedgerBusy:
            if not isinstance(path, Lake):
                raise
            return "another computes the events just now; who asks for them next gets the rest"
        n_events = ledger.events().count()
        n_unheeded = len(unheeded_rulings(ledger))
    if changes is None:
        return ""
    told = f"{count_words(n_events, 'event')} ({changes.n_new:,} new"
    told = f"{told}, {changes.n_changed:,} changed, {changes.n_gone:,} gone)"
    if n_unheeded:
        told += f"; {count_words(n_unheeded, 'ruling')} not applied: detente rule --list tells why"
    return told


# --- What a run has done so far: counts, problems on stderr, the closing line, the exit code.
DONE, WITH_PROBLEMS, COULD_NOT = 0, 1, 2
INTERRUPTED = 130  # what a shell reports for Ctrl-C
LEAST_TIMED = 5  # reports from which on the time left is told
MOST_ALIKE = 5  # warnings of the same words, counts aside, that are told one by one
COUNT = re.compile(r"(?<![\w./:-])\d[\d,]*(?![\w/:-])")  # no part of a day, a time, a name
_BLANK = "\0"  # stands for a count in words that are alike


class Tally:
    """Counts a run and tells its problems, each on a line of stderr.

    Of warnings in the same words, counts aside, the first are told, then how many more there are.
    ``n_all`` is how many reports there are, where that is known; ``n_passed`` how many of them
    were passed over. ``clock`` gives seconds, for the time that is left. ``nothing_there`` are the
    kinds of problems that sources give to a path that is not there.
    """

    nothing_there = frozenset({"missing-file"})

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.n_all: int | None = None
        self.n_passed: Callable[[], int] = int
        self._clock = clock
        self._first_at: float | None = None
        self.n_reports = 0
        self._n_first = 0
        self.n_claims = 0
        self.n_statements = 0
        self.warnings: Counter[str] = Counter()
        self._folded = defaultdict[str, list[list[int]]](list)
        self.problem_kinds: Counter[str] = Counter()
        self.is_interrupted = False
        self.meter: Meter | None = None  # of the model that is asked, if one is

    def watch(self, items: Iterable[Coded | Problem]) -> Iterator[Coded]:
        """Yield the coded reports, count them, tell the problems; end at an interrupt."""
        with self.until_interrupted():
            for item in items:
                if isinstance(item, Problem):
                    self.tell(item)
                else:
                    self._count(item)
                    yield item

    def watch_for(self, output: Path | None, items: Iterable[Coded | Problem]) -> Iterator[Coded]:
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
        for words, count in self.warnings.items():
            if count > MOST_ALIKE:
                more = count_words(count - MOST_ALIKE, "more report")
                told = _with_ranges(words, self._folded[words])
                typer.echo(printable(f"warning: {more}: {told}"), err=True)
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
        is_nothing_there = not self.n_reports and set(self.problem_kinds) <= self.nothing_there
        return COULD_NOT if is_nothing_there else WITH_PROBLEMS

    def __str__(self) -> str:
        counts = [
            count_words(self.n_reports, "report"),
            count_words(self.n_claims, "claim"),
            count_words(self.n_statements, "statement"),
            count_words(self.problem_kinds.total(), "problem"),
        ]
        n_warnings = self.warnings.total()
        warnings = [count_words(n_warnings, "warning")] if n_warnings else []
        asked = [str(self.meter)] if self.meter else []
        return "; ".join([", ".join(counts + warnings), *asked])

    def so_far(self) -> str:
        """Say what is done while it goes on: the counts, of how many, and about how long yet."""
        if self.n_all is None:
            return f"{self} so far"
        n_done = self.n_reports + self.n_passed() + self.problem_kinds.total()
        told = f"{min(n_done, self.n_all):,} of {self.n_all:,} read; {self}"
        left_s = self._left_s(self.n_all - n_done)
        return told if left_s is None else f"{told}; about {duration_words(left_s)} left"

    def _left_s(self, n_left: int) -> float | None:
        """Estimate the seconds left from the reports coded since the first."""
        n_timed = self.n_reports - self._n_first
        if self._first_at is None or n_timed < LEAST_TIMED or n_left <= 0:
            return None
        return (self._clock() - self._first_at) / n_timed * n_left

    def _count(self, coded: Coded) -> None:
        self.count(1, len(coded.claims), len(coded.statements))
        for problem in coded.problems:
            self.tell(problem)

    def count(self, n_reports: int, n_claims: int, n_statements: int) -> None:
        """Count what somebody else coded."""
        if self._first_at is None:
            self._first_at = self._clock()  # what is loaded before is no part of a report's time
            self._n_first = n_reports
        self.n_reports += n_reports
        self.n_claims += n_claims
        self.n_statements += n_statements

    def tell(self, problem: Problem) -> None:
        """Count a problem, and tell it on a line of stderr, of like warnings the first ones."""
        if problem.is_warning:
            words = COUNT.sub(_BLANK, problem.detail)
            self.warnings[words] += 1
            if self.warnings[words] > MOST_ALIKE:
                counts = [int(one.replace(",", "")) for one in COUNT.findall(problem.detail)]
                self._folded[words].append(counts)
                return
        else:
            self.problem_kinds[problem.kind] += 1
        grade = "warning: " if problem.is_warning else ""
        typer.echo(printable(f"{grade}{problem.key}: {problem.detail}"), err=True)


def _with_ranges(words: str, counts: Sequence[Sequence[int]]) -> str:
    """Put into words alike the least and the most of each count: "names 2 to 14 actors"."""
    first, *parts = words.split(_BLANK)
    told = [first]
    for part, known in zip(parts, zip(*counts, strict=True), strict=True):
        least, most = min(known), max(known)
        told += [f"{least:,}" if least == most else f"{least:,} to {most:,}", part]
    return "".join(told)

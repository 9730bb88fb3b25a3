"""``detente import``: event data of other programs into the ledger; twice is once."""

import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from detente.cli import options as opt
from detente.cli.output import (
    COULD_NOT,
    DONE,
    INTERRUPTED,
    WITH_PROBLEMS,
    LedgerFile,
    Wait,
    ledger_path,
    progress,
)
from detente.importing import Imported, import_files
from detente.ledger.formats import ImportFormat
from detente.ledger.formats.parquet_import import is_archive
from detente.records import Problem
from detente.relations.wording import count_words, printable

SHOWN = 5  # problems of a kind; all are in the ledger
NOTHING_THERE = frozenset({"missing-file", "unreadable"})


def import_(
    form: Annotated[
        ImportFormat,
        typer.Argument(metavar="FORMAT", help="Whose rows: " + ", ".join(ImportFormat)),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Files, zipped or not; folders for all in them."),
    ],
    *,
    actors: opt.ActorFiles = None,
    ledger: LedgerFile = None,
    wait: Wait = 60.0,
) -> None:
    """Import events of GDELT, ICEWS, POLECAT, PLOVER, or detente's own Parquet.

    Example: detente import gdelt 20240202.export.CSV.zip

    Each row becomes a claim of the outlet GDELT, ICEWS ... whose words are the row itself; mere
    words (CAMEO 01) become a statement. A row that cannot be read becomes a problem that names
    file and line. Rows that the ledger has are left out. Writes the ledger only. Exit code: 0
    done, 1 done with problems, 2 could not.
    """
    path, count = ledger_path(ledger), Count()
    batches = import_files(_files(files), form, path, wait, actors or ())
    with progress(count, is_wanted=True):
        count.watch(batches)
    named = shlex.quote(str(path))
    count.close(f"; detente events --ledger {named} merges them with what is there")


def _files(given: list[Path]) -> list[Path]:
    """List files; for a folder those that lie in it, by name. An archive stays a folder."""
    return [
        file
        for path in given
        for file in (sorted(path.iterdir()) if path.is_dir() and not is_archive(path) else (path,))
        if file is path or not (file.is_dir() or file.name.startswith("."))
    ]


@dataclass(slots=True)
class Count:
    """What an import has done so far."""

    n_rows: int = 0
    n_claims: int = 0
    n_statements: int = 0
    n_warnings: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    is_interrupted: bool = False

    def watch(self, batches: Iterable[Imported]) -> None:
        """Count batches and tell their problems, until all are in or a person interrupts."""
        try:
            for batch in batches:
                self.n_rows += batch.n_rows
                self.n_claims += batch.added.n_claims
                self.n_statements += batch.added.n_statements
                for problem in batch.problems:
                    self._tell(problem)
        except KeyboardInterrupt:
            self.is_interrupted = True

    def close(self, note: str) -> None:
        """Print the closing line.

        Raises:
            Exit: with the exit code, unless all is done.
        """
        typer.echo(f"{self}{note}", err=True)
        if self.exit_code != DONE:
            raise typer.Exit(self.exit_code)

    @property
    def exit_code(self) -> int:
        """0 done, 1 done with problems, 2 nothing was there, 130 interrupted."""
        if self.is_interrupted:
            return INTERRUPTED
        if not self.kinds:
            return DONE
        return COULD_NOT if not self.n_rows and set(self.kinds) <= NOTHING_THERE else WITH_PROBLEMS

    def __str__(self) -> str:
        new = (count_words(self.n_claims, "claim"), count_words(self.n_statements, "statement"))
        told = [
            count_words(self.n_rows, "row"),
            f"new are {' and '.join(new)}",
            count_words(self.kinds.total(), "problem"),
        ]
        n_known = self.n_rows - self.n_claims - self.n_statements
        if n_known > 0:
            told.insert(1, f"{n_known:,} known already")
        if self.n_warnings:
            told.append(count_words(self.n_warnings, "warning"))
        return ("interrupted after " if self.is_interrupted else "") + "; ".join(told)

    def _tell(self, problem: Problem) -> None:
        if problem.is_warning:
            self.n_warnings += 1
            typer.echo(printable(f"warning: {problem.detail}"), err=True)
            return
        self.kinds[problem.kind] += 1
        if self.kinds[problem.kind] <= SHOWN:
            where = "" if ", line " in problem.detail else f"{problem.key}: "
            typer.echo(printable(f"{where}{problem.detail}"), err=True)
        elif self.kinds[problem.kind] == SHOWN + 1:
            typer.echo(f"more of them: detente problems --kind {problem.kind}", err=True)

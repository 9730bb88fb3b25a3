"""``detente import``: event data of other programs into the ledger; twice is once."""

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from detente.cli import options as opt
from detente.cli.output import LedgerFile, Tally, Wait, ledger_path, progress
from detente.importing import Imported, import_files
from detente.ledger.formats import ImportFormat
from detente.ledger.formats.parquet_import import is_archive
from detente.records import Problem
from detente.relations.wording import count_words, printable

SHOWN = 5  # problems of a kind; all are in the ledger


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
        count.watch_batches(batches)
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


class Count(Tally):
    """What an import has done so far: rows stand for reports."""

    nothing_there = frozenset({"missing-file", "unreadable"})
    n_warnings = 0

    def watch_batches(self, batches: Iterable[Imported]) -> None:
        """Count batches and tell their problems, until all are in or a person interrupts."""
        with self.until_interrupted():
            for batch in batches:
                self.count(batch.n_rows, batch.added.n_claims, batch.added.n_statements)
                for problem in batch.problems:
                    self.tell(problem)

    def __str__(self) -> str:
        new = (count_words(self.n_claims, "claim"), count_words(self.n_statements, "statement"))
        told = [
            count_words(self.n_reports, "row"),
            f"new are {' and '.join(new)}",
            count_words(self.problem_kinds.total(), "problem"),
        ]
        n_known = self.n_reports - self.n_claims - self.n_statements
        if n_known > 0:
            told.insert(1, f"{n_known:,} known already")
        if self.n_warnings:
            told.append(count_words(self.n_warnings, "warning"))
        return "; ".join(told)

    def tell(self, problem: Problem) -> None:
        """Count a problem, and tell it; of a kind the first ones."""
        if problem.is_warning:
            self.n_warnings += 1
            typer.echo(printable(f"warning: {problem.detail}"), err=True)
            return
        self.problem_kinds[problem.kind] += 1
        if self.problem_kinds[problem.kind] <= SHOWN:
            where = "" if ", line " in problem.detail else f"{problem.key}: "
            typer.echo(printable(f"{where}{problem.detail}"), err=True)
        elif self.problem_kinds[problem.kind] == SHOWN + 1:
            typer.echo(f"more of them: detente problems --kind {problem.kind}", err=True)

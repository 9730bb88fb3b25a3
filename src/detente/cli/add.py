"""``detente add``: reports in, coded and kept; twice is once."""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import CodingChoices, spread, tell_cost
from detente.cli.output import LedgerFile, Tally, Wait, computed_anew, ledger_path, progress
from detente.cli.through_desk import desk_at, must_have_token
from detente.client import Client
from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.address import LedgerName
from detente.records import Problem, Report, alike
from detente.relations.wording import count_words
from detente.sources import read_reports
from detente.sources.stretches import count_items

if TYPE_CHECKING:
    from detente.record import Recorder


@spread(CodingChoices, "choices")
def add(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|URL|-...",
            help="As for detente code. With --recode and no path: all reports in the ledger.",
        ),
    ] = None,
    *,
    ledger: LedgerFile = None,
    recode: Annotated[
        bool,
        typer.Option("--recode", help="Code again what other versions have coded; they are kept."),
    ] = False,
    wait: Wait = 60.0,
    choices: CodingChoices,
) -> None:
    """Code reports and keep them in a ledger.

    Example: detente add stories/ --published 2024-02-02

    What the ledger has already is not coded again. May be interrupted and called again: it goes
    on where it stopped. Writes the ledger only. Exit code: 0 done, 1 done with problems, 2 could
    not. Where a desk holds the ledger it adds through the desk, with the token in $DETENTE_TOKEN.
    """
    from detente.record import Recorder, add_reports

    path = ledger_path(ledger)
    reports = _reports(paths or [], path, choices, is_recoding=recode)
    if not recode and (desk := desk_at(path)) is not None:
        tally = Tally()
        with desk, progress(tally, is_wanted=True):
            told = _add_through(desk, reports, tally)
        tally.close(told)
        return
    recorder = Recorder(path=path, journey=choices.journey(path), is_recoding=recode, wait_s=wait)
    tally = Tally()
    tally.n_all = _n_all(paths or [], path, choices) if sys.stderr.isatty() else None
    tally.n_passed = lambda: recorder.n_known
    reports = tell_cost(reports, recorder.journey, tally)
    with tally.until_interrupted(), progress(tally, is_wanted=True):
        for _ in tally.watch(add_reports(reports, recorder)):
            pass
    events = "" if tally.is_interrupted or not recorder.added else computed_anew(path, wait)
    tally.close(_note(recorder, events, is_interrupted=tally.is_interrupted))


def _add_through(desk: Client, reports: Iterable[Report | Problem], tally: Tally) -> str:
    """Let a desk code and keep reports; count what is in them, and say how many are new."""
    must_have_token(desk, "add", "write")

    def readable() -> Iterator[Report]:
        for one in reports:
            if isinstance(one, Problem):
                tally.tell(one)
            else:
                yield one

    n_new = 0
    for row in desk.add_all(readable()):
        n_new += row.new
        tally.count(1 if row.report else 0, len(row.claims), len(row.statements))
        for told in row.problems:
            tally.tell(alike(Problem, told))
    return f"; {count_words(n_new, 'report')} new, through the desk at {desk.url}"


def _reports(
    paths: list[str], ledger: LedgerName, choices: CodingChoices, *, is_recoding: bool
) -> Iterable[Report | Problem]:
    from detente.record import stored_reports

    if paths:
        return read_reports(paths, choices.reading())
    if is_recoding:
        return stored_reports(ledger)
    raise BadInput("name files, folders or addresses to add; or --recode for what is there")


def _n_all(paths: list[str], ledger: LedgerName, choices: CodingChoices) -> int | None:
    """Count what there is to code, for a person who watches."""
    if paths:
        return count_items(paths, choices.reading())
    with Ledger.open(ledger, read_only=True) as opened:
        return len(opened.ids_with_text())


def _note(recorder: "Recorder", events: str, *, is_interrupted: bool) -> str:
    new = (count_words(recorder.n_claims, "claim"), count_words(recorder.n_statements, "statement"))
    told = [f"new are {' and '.join(new)}"]
    if recorder.n_known:
        told.append(f"{count_words(recorder.n_known, 'report')} known already")
    if recorder.n_outdated and not recorder.is_recoding:
        told.append(f"{recorder.n_outdated:,} of them by another version: --recode codes them anew")
    if events:
        told.append(events)
    if is_interrupted:
        told.append("call it again to go on")
    return "; " + "; ".join(told)

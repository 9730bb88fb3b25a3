"""A ledger of two reports whose claims are few, and forms of it, filled in."""

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

from builders import a_claim, a_coding, a_report, a_run
from detente.evaluate import Form, form_of
from detente.ledger import Ledger
from detente.records import Coded

WIRE = a_report("Norland met Sudria on Monday.\nSudria accused Norland.", title="=A meeting")
POST = a_report("Norland's envoy left.\nSudria praised the envoy.", key="post", outlet="Bay Post")
Row = dict[str, str]


def codings() -> tuple[Coded, Coded]:
    """A meeting and an accusation in one report, praise in the other, which tells more."""
    met = a_claim(WIRE, quote="Norland met Sudria on Monday", predicate="met")
    accused = a_claim(
        WIRE,
        quote="Sudria accused Norland",
        predicate="accused",
        type="ACCUSE",
        actors=("SDR-GOV",),
        recipients=("-REB",),
    )
    praised = a_claim(
        POST,
        quote="Sudria praised the envoy",
        predicate="praised",
        type="SUPPORT",
        actors=("SDR-GOV",),
        recipients=("NRL-GOV",),
    )
    return a_coding(WIRE, claims=(met, accused)), a_coding(POST, claims=(praised,))


def made(path: Path) -> Path:
    """Write the ledger."""
    with Ledger.open(path) as ledger:
        ledger.add(codings(), a_run())
    return path


def form_in(path: Path, n_claims: int = 3, n_reports: int = 1) -> Form:
    """Draw a form from it."""
    with Ledger.open(made(path), read_only=True) as ledger:
        drawn = ledger.sample(n_claims, n_reports)
    return form_of(drawn, {}, runs=["run1"], is_as_read=False)


def fill(form: Form, path: Path, answer: Callable[[Row], Row], more: Iterable[Row] = ()) -> Path:
    """Fill a form in: ``answer`` gives the cells that change in a row; ``more`` are new rows."""
    table = csv.DictReader(io.StringIO(form.csv().decode("utf-8-sig")))
    rows = [{**row, **answer(row)} for row in table]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, table.fieldnames or ())
        writer.writeheader()
        writer.writerows([*rows, *more])
    return path

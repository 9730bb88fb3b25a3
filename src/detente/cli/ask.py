"""``detente events|claims|statements|reports|problems``: ask the record."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as opt
from detente.cli.asking import (
    AskedClaims,
    AskedEvents,
    AskedProblems,
    AskedReports,
    AskedStatements,
    RecordForm,
    RecordFormat,
    known_in,
)
from detente.cli.choices import spread
from detente.cli.code import chosen_format, write_coded_as
from detente.cli.ledgers import LedgerFile, Wait, asked
from detente.cli.output import format_of, open_output

if TYPE_CHECKING:
    from detente.ledger import Answer

__all__ = [
    "chosen_record_format",
    "claims",
    "events",
    "problems",
    "reports",
    "statements",
    "write_flat",
]

FORMATS_BY_SUFFIX = {
    ".jsonl": RecordFormat.JSONL,
    ".json": RecordFormat.JSONL,
    ".csv": RecordFormat.CSV,
    ".parquet": RecordFormat.PARQUET,
    ".txt": RecordFormat.TABLE,
}
AsRead = Annotated[
    bool, typer.Option("--as-read", help="Claims as they were read, whatever rulings say.")
]
REPORT_COLUMNS = ("id", "published", "outlet", "credited", "key", "title")
PROBLEM_COLUMNS = ("key", "room", "kind", "is_warning", "detail")


@spread(AskedEvents, "which")
def events(
    *,
    which: AskedEvents,
    form: RecordForm = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """List events: what the claims of all reports, merged, say happened.

    Example: detente events --dyad CHN USA --since 2023-11-01 --standing disputed

    Reads the ledger; computes its events anew where claims or rulings came since. Exit code: 0
    done, 2 could not.
    """
    from detente.cli.record_tables import write_event_table
    from detente.codebook import load_codebook
    from detente.ledger.event_rows import write_events, write_table

    chosen, wanted = chosen_record_format(form, output), which.wanted()
    with asked(ledger, wait, for_events=True) as record, open_output(output) as stream:
        found = record.events(**known_in(record, wanted))
        if chosen is RecordFormat.TABLE:
            write_event_table(found, stream)
        elif chosen is RecordFormat.JSONL:
            write_events(found, stream, load_codebook())
        else:
            write_table(found.arrow(), stream, chosen.value)


@spread(AskedClaims, "which")
def claims(
    *,
    which: AskedClaims,
    as_read: AsRead = False,
    form: opt.Form = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """List claims: what each report says happened, with its words.

    Example: detente claims --dyad CHN USA --status future

    The rows are those of detente code. Of a report that was coded again, the latest coding
    counts. Rulings are heeded: rejected claims are left out, others stand as set. Reads the
    ledger. Exit code: 0 done, 2 could not.
    """
    from detente.codebook import load_codebook
    from detente.ledger.as_ruled import n_rejected
    from detente.ledger.regroup import claims_by_report, counted
    from detente.recompute import ruled_claims

    chosen, wanted, counts = chosen_format(form, output), which.wanted(), Counter[str]()
    with asked(ledger, wait) as record:
        wanted = known_in(record, wanted)
        ruled = {} if as_read else ruled_claims(record, wanted.get("run"))
        found = counted(claims_by_report(record, wanted, ruled), ruled, counts)
        write_coded_as(found, chosen, output, load_codebook())
        _tell_ruled(counts["changed"], n_rejected(record, wanted, ruled))


def _tell_ruled(n_changed: int, n_rejected: int) -> None:
    """Say on stderr what rulings did to the claims that were asked for."""
    from detente.relations.wording import count_words

    told = (
        [f"left out {count_words(n_rejected, 'claim')}: rejected by a ruling"] if n_rejected else []
    )
    if n_changed:
        told.append(f"{count_words(n_changed, 'claim')} changed by rulings")
    if told:
        typer.echo(f"{'; '.join(told)}; --as-read lists them as they were read", err=True)


@spread(AskedStatements, "which")
def statements(
    *,
    which: AskedStatements,
    form: opt.Form = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """List statements: who said what about which issue, with the words.

    Example: detente statements --speaker CHN-GOV --issue taiwan

    The rows are those of detente code. Reads the ledger. Exit code: 0 done, 2 could not.
    """
    from detente.codebook import load_codebook
    from detente.ledger.regroup import statements_by_report

    chosen, wanted = chosen_format(form, output), which.wanted()
    with asked(ledger, wait) as record:
        found = statements_by_report(record, known_in(record, wanted))
        write_coded_as(found, chosen, output, load_codebook())


@spread(AskedReports, "which")
def reports(
    *,
    which: AskedReports,
    form: RecordForm = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """List the reports in the ledger, without their texts.

    Example: detente reports --outlet "Harbour Wire" --since 2024-01-01

    Reads the ledger. Exit code: 0 done, 2 could not.
    """
    chosen, wanted = chosen_record_format(form, output), which.wanted()
    with asked(ledger, wait) as record:
        write_flat(record.reports(**known_in(record, wanted)), REPORT_COLUMNS, chosen, output)


@spread(AskedProblems, "which")
def problems(
    *,
    which: AskedProblems,
    form: RecordForm = None,
    output: opt.Output = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """List what went wrong, as long as it does: a problem ends when its input is coded.

    Example: detente problems --kind empty

    Reads the ledger. Exit code: 0 done, 2 could not.
    """
    chosen, wanted = chosen_record_format(form, output), which.wanted()
    with asked(ledger, wait) as record:
        write_flat(record.problems(**wanted), PROBLEM_COLUMNS, chosen, output)


def write_flat(
    found: "Answer[object]", columns: Sequence[str], form: RecordFormat, output: Path | None
) -> int:
    """Write flat rows; a table shows some ``columns``, other formats all."""
    from detente.cli.record_tables import write_flat_table
    from detente.ledger.event_rows import write_table

    with open_output(output) as stream:
        if form is RecordFormat.TABLE:
            return write_flat_table(found.arrow(), columns, stream)
        return write_table(found.arrow(), stream, form.value)


def chosen_record_format(form: RecordFormat | None, output: Path | None) -> RecordFormat:
    """Choose the format: the one asked for, that of the file's name, or what suits the reader."""
    if form is None and output is not None:
        return format_of(output, FORMATS_BY_SUFFIX, RecordFormat.JSONL)
    wide = opt.CodeFormat(form.value) if form else None
    return RecordFormat(chosen_format(wide, output).value)

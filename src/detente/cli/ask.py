"""``detente events|claims|statements|reports|problems|runs``: ask the record.

In:  words of the command line.   Out: a ``Filter`` for the ledger, names as codes; rows.
Does not: ask for more than whether the ledger knows a code. What nobody knows is refused.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import field, fields, make_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from detente.actors import load_gazetteer
from detente.cli import options as opt
from detente.cli.code import FORMATS_BY_SUFFIX, chosen_format, write_coded_as
from detente.cli.options import spread, text_option
from detente.cli.output import LedgerFile, Wait, asked, format_of, open_output
from detente.cli.terminal.lists import write_difference, write_event_table, write_flat_table
from detente.codebook import load_codebook
from detente.ledger import Answer, Filter, Ledger
from detente.ledger.address import LedgerName
from detente.ledger.ask import check_days
from detente.ledger.contract import write_events, write_lines, write_table
from detente.ledger.regroup import (
    claims_by_report,
    compare_runs,
    counted,
    difference_table,
    statements_by_report,
)
from detente.ledger.store import n_rejected
from detente.records import SpeechKind, Status
from detente.relations.known import known_filter, missing
from detente.relations.wording import count_words


class RecordFormat(StrEnum):
    """Formats of what the ledger answers."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


BY_SUFFIX = {
    ending: RecordFormat(form.value)
    for ending, form in FORMATS_BY_SUFFIX.items()
    if form.value in set(RecordFormat)
}
AsRead = Annotated[
    bool, typer.Option("--as-read", help="Claims as they were read, whatever rulings say.")
]
REPORT_COLUMNS = ("id", "published", "outlet", "credited", "key", "title")
PROBLEM_COLUMNS = ("key", "room", "kind", "is_warning", "detail")


# --- Options by which the record is asked.
RecordForm = Annotated[
    RecordFormat | None,
    opt.format_option(
        RecordFormat, "Default: table on a terminal, by FILE's name with -o, else jsonl."
    ),
]
_FROM = "From this day, month or year on; a range fits by any day."
_TO = "Until this day, month or year; a range fits by any day."
Since = Annotated[opt.Day, opt.day_option(_FROM, end=opt.FIRST)]
Until = Annotated[opt.Day, opt.day_option(_TO, end=opt.LAST)]


class Standing(StrEnum):
    """By whom an event is told; an event may be several of these."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNCONFIRMED = "unconfirmed"
    DISPUTED = "disputed"
    REPORTED = "reported"


Words = str | None
# Which ledger is asked, and how it answers.
ANSWERED: dict[str, Any] = {
    "form": RecordForm,
    "output": opt.Output,
    "ledger": LedgerFile,
    "wait": Wait,
}
HOW = " ".join(ANSWERED)
# Each filter of the ledger (``detente.ledger.Filter``) as an option.
OPTIONS: dict[str, Any] = {
    "id": Annotated[
        Words, text_option("ID", "Only this one; the beginning of the id will do.", "--id")
    ],
    "dyad": Annotated[
        tuple[str, str] | None,
        text_option("A B", "Two states that deal with each other: CHN USA, or by name.", "--dyad"),
    ],
    "actor": Annotated[
        Words, text_option("CODE", "Who acts: USA, USA-GOV, a name or a gazetteer id.")
    ],
    "recipient": Annotated[
        Words, text_option("CODE", "To whom: USA, USA-GOV, a name or a gazetteer id.")
    ],
    "type": Annotated[Words, text_option("TYPE", "A type of the codebook: CONSULT.", "--type")],
    "mode": Annotated[Words, text_option("MODE", "A mode of the type: phone.")],
    "issue": Annotated[Words, text_option("ISSUE", "An issue of the codebook: taiwan.")],
    "status": Annotated[
        Status | None, typer.Option("--status", help="Done, planned, possible or denied.")
    ],
    "standing": Annotated[Standing | None, typer.Option("--standing", help="By whom it is told.")],
    "since": Since,
    "until": Until,
    "place": Annotated[Words, text_option("PLACE", "A country's code, or a place's name.")],
    "outlet": Annotated[Words, text_option("NAME", "Told by this outlet.")],
    "speaker": Annotated[Words, text_option("CODE", "On the word of: USA, USA-GOV or a name.")],
    "min_score": Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            metavar="SHARE",
            help="Least score, how often such claims are right, 0 to 1; of an event, of one claim.",
        ),
    ],
    "report": Annotated[Words, text_option("KEY", "Of this report, by its key or id.", "--report")],
    "run": Annotated[
        Words, text_option("RUN", "Rows of this run instead of those that count.", "--run")
    ],
    "limit": Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")],
}
Spoken = Annotated[
    SpeechKind | None, typer.Option("--type", "--kind", help="What the speaker does.")
]
Trouble = Annotated[Words, text_option("KIND", "The kind, such as empty.", "--type", "--kind")]


class Asked:
    """What a command is asked by; its heirs hold some of ``ANSWERED`` and ``OPTIONS``."""

    __slots__ = ()
    form: Any
    output: Path | None
    ledger: LedgerName | None
    wait: float

    def wanted(self) -> Filter:
        """Write down what is asked for, as it was written.

        Raises:
            BadInput: the days run backwards.
        """
        names = [one.name for one in fields(self) if one.name not in ANSWERED]  # type: ignore[arg-type]  # its heirs are dataclasses
        wanted = {one: value for one in names if (value := getattr(self, one)) is not None}
        check_days(wanted.get("since"), wanted.get("until"))
        if "kind" in wanted:
            wanted["type"] = str(wanted.pop("kind"))
        return Filter(**wanted)  # type: ignore[typeddict-item,no-any-return]  # its keys are the options' names


def asked_by(names: str, **own: object) -> type[Asked]:
    """Make the options of one command, in this order; ``own`` stand for others."""
    known = ANSWERED | OPTIONS | own
    defaults = {"wait": 0.0}
    found = [(one, known[one], field(default=defaults.get(one))) for one in names.split()]
    return make_dataclass("AskedBy", found, bases=(Asked,), frozen=True, slots=True, kw_only=True)


OF_EVENTS = (
    "id dyad actor recipient type mode issue status standing since until place outlet speaker"
    " min_score report limit"
)


@spread(asked_by(f"{HOW} {OF_EVENTS}"), "which")
def events(*, which: Asked) -> None:
    """List events: what the claims of all reports, merged, say happened.

    Example: detente events --dyad CHN USA --since 2023-11-01 --standing disputed

    Reads the ledger; computes its events anew where claims or rulings came since. Exit code: 0
    done, 2 could not.
    """
    chosen, wanted = chosen_record_format(which.form, which.output), which.wanted()
    with (
        asked(which.ledger, which.wait, for_events=True) as record,
        open_output(which.output) as stream,
    ):
        found = record.events(**known_in(record, "events", wanted))
        if chosen is RecordFormat.TABLE:
            write_event_table(found, stream)
        elif chosen is RecordFormat.JSONL:
            write_events(found, stream, load_codebook())
        else:
            _write(found, stream, chosen)


OF_CLAIMS = (
    "id dyad actor recipient type mode issue status since until place outlet speaker min_score"
    " report run limit"
)


@spread(asked_by(f"{HOW} {OF_CLAIMS}", form=opt.Form), "which")
def claims(*, as_read: AsRead = False, which: Asked) -> None:
    """List claims: what each report says happened, with its words.

    Example: detente claims --dyad CHN USA --status future

    The rows are those of detente code. Of a report that was coded again, the latest coding
    counts. Rulings are heeded: rejected claims are left out, others stand as set. Reads the
    ledger. Exit code: 0 done, 2 could not.
    """
    from detente.record import ruled_claims

    chosen, wanted, counts = chosen_format(which.form, which.output), which.wanted(), Counter[str]()
    with asked(which.ledger, which.wait) as record:
        wanted = known_in(record, "claims", wanted)
        ruled = {} if as_read else ruled_claims(record, wanted.get("run"))
        found = counted(claims_by_report(record, wanted, ruled), ruled, counts)
        write_coded_as(found, chosen, which.output, load_codebook())
        _tell_ruled(counts["changed"], n_rejected(record, wanted, ruled))


def _tell_ruled(n_changed: int, n_rejected: int) -> None:
    """Say on stderr what rulings did to the claims that were asked for."""
    told = (
        [f"left out {count_words(n_rejected, 'claim')}: rejected by a ruling"] if n_rejected else []
    )
    if n_changed:
        told.append(f"{count_words(n_changed, 'claim')} changed by rulings")
    if told:
        typer.echo(f"{'; '.join(told)}; --as-read lists them as they were read", err=True)


OF_STATEMENTS = "id dyad speaker kind issue since until outlet report run limit"


@spread(asked_by(f"{HOW} {OF_STATEMENTS}", form=opt.Form, kind=Spoken), "which")
def statements(*, which: Asked) -> None:
    """List statements: who said what about which issue, with the words.

    Example: detente statements --speaker CHN-GOV --issue taiwan

    The rows are those of detente code. Reads the ledger. Exit code: 0 done, 2 could not.
    """
    chosen, wanted = chosen_format(which.form, which.output), which.wanted()
    with asked(which.ledger, which.wait) as record:
        found = statements_by_report(record, known_in(record, "statements", wanted))
        write_coded_as(found, chosen, which.output, load_codebook())


@spread(asked_by(f"{HOW} id since until outlet report run limit"), "which")
def reports(*, which: Asked) -> None:
    """List the reports in the ledger, without their texts.

    Example: detente reports --outlet "Harbour Wire" --since 2024-01-01

    Reads the ledger. Exit code: 0 done, 2 could not.
    """
    chosen, wanted = chosen_record_format(which.form, which.output), which.wanted()
    with asked(which.ledger, which.wait) as record:
        found = record.reports(**known_in(record, "reports", wanted))
        write_flat(found, REPORT_COLUMNS, chosen, which.output)


@spread(asked_by(f"{HOW} kind report run limit", kind=Trouble), "which")
def problems(*, which: Asked) -> None:
    """List what went wrong, as long as it does: a problem ends when its input is coded.

    Example: detente problems --kind empty

    Reads the ledger. Exit code: 0 done, 2 could not.
    """
    chosen, wanted = chosen_record_format(which.form, which.output), which.wanted()
    with asked(which.ledger, which.wait) as record:
        write_flat(record.problems(**wanted), PROBLEM_COLUMNS, chosen, which.output)


def write_flat(
    found: Answer[object], columns: Sequence[str], form: RecordFormat, output: Path | None
) -> int:
    """Write flat rows; a table shows some ``columns``, other formats all."""
    with open_output(output) as stream:
        if form is RecordFormat.TABLE:
            return write_flat_table(found.flat(), columns, stream)
        return _write(found, stream, form)


def _write(found: Answer[object], stream: BinaryIO, form: RecordFormat) -> int:
    if form is RecordFormat.PARQUET:
        return write_table(found.arrow(), stream)
    return write_lines(found.flat(), stream, form.value)


def chosen_record_format(form: RecordFormat | None, output: Path | None) -> RecordFormat:
    """Choose the format: the one asked for, that of the file's name, or what suits the reader."""
    if form is None and output is not None:
        return format_of(output, BY_SUFFIX, RecordFormat.JSONL)
    wide = opt.CodeFormat(form.value) if form else None
    return RecordFormat(chosen_format(wide, output).value)


def known_in(record: Ledger, table: str, wanted: Filter) -> Filter:
    """Turn names into codes, refuse unknown ones, and say on stderr what the ledger lacks.

    Raises:
        UnknownCode: a side, type, mode or issue is known to nobody.
    """
    known = known_filter(record, table, wanted, load_gazetteer)
    for words in missing(record, table, known):
        typer.echo(words, err=True)
    return known


# --- `detente runs`: under which versions rows were made, and what two versions tell apart.
COLUMNS = ("number", "id", "version", "coder", "n_reports", "n_claims")
Run = Annotated[
    str, typer.Argument(metavar="RUN", help="A run's number or id, as detente runs has.")
]
runs = typer.Typer(name="runs", invoke_without_command=True, rich_markup_mode=None)


@runs.callback()
@spread(asked_by(HOW), "which")
def list_runs(context: typer.Context, *, which: Asked) -> None:
    """List the runs: the versions of code, codebook, gazetteer and parser behind rows.

    Example: detente runs

    detente runs diff A B shows what two runs tell apart. Reads the ledger. Exit code: 0 done, 2
    could not.
    """
    if context.invoked_subcommand:
        return
    chosen = chosen_record_format(which.form, which.output)
    with asked(which.ledger, which.wait) as record:
        write_flat(record.runs(), COLUMNS, chosen, which.output)


@runs.command("diff")
@spread(asked_by(HOW), "which")
def diff(a: Run, b: Run, *, which: Asked) -> None:
    """Show what two runs tell apart, in the reports that both have coded.

    Example: detente runs diff 1 2

    A claim of one run and one of the other that cite the same predicate are one claim that
    changed. Reads the ledger. Exit code: 0 done, 2 could not.
    """
    chosen = chosen_record_format(which.form, which.output)
    with asked(which.ledger, which.wait) as record, open_output(which.output) as stream:
        found = compare_runs(record, a, b)
        if chosen is RecordFormat.TABLE:
            write_difference(found, stream)
        elif chosen is RecordFormat.PARQUET:
            write_table(difference_table(record, found), stream)
        else:
            write_lines(found.rows, stream, chosen.value)

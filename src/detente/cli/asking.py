"""Options by which the record is asked.

In:  words of the command line.   Out: a ``Filter`` for the ledger, names as codes.
Does not: ask for more than whether the ledger knows a code. What nobody knows is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as opt
from detente.records import SpeechKind, Status

if TYPE_CHECKING:
    from detente.ledger import Filter, Ledger

__all__ = [
    "AskedClaims",
    "AskedEvents",
    "AskedProblems",
    "AskedReports",
    "AskedStatements",
    "RecordForm",
    "RecordFormat",
    "Standing",
    "known_in",
]


class RecordFormat(StrEnum):
    """Formats of what the ledger answers."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Standing(StrEnum):
    """By whom an event is told; an event may be several of these."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNCONFIRMED = "unconfirmed"
    DISPUTED = "disputed"
    REPORTED = "reported"


def _option(metavar: str, text: str, *flags: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(*flags, metavar=metavar, help=text)
    return option


RecordForm = Annotated[
    RecordFormat | None,
    typer.Option(
        "--format", help="Default: table on a terminal, by FILE's name with -o, else jsonl."
    ),
]
Id = Annotated[str | None, _option("ID", "Only this one; the beginning of the id will do.", "--id")]
Dyad = Annotated[
    tuple[str, str] | None,
    _option("A B", "Two states that deal with each other: CHN USA, or by name.", "--dyad"),
]
Party = Annotated[str | None, _option("CODE", "Who acts: USA, USA-GOV, a name or a gazetteer id.")]
Recipient = Annotated[
    str | None, _option("CODE", "To whom: USA, USA-GOV, a name or a gazetteer id.")
]
Type = Annotated[str | None, _option("TYPE", "A type of the codebook: CONSULT.", "--type")]
Kind = Annotated[SpeechKind | None, typer.Option("--type", "--kind", help="What the speaker does.")]
Trouble = Annotated[str | None, _option("KIND", "The kind, such as empty.", "--type", "--kind")]
Mode = Annotated[str | None, _option("MODE", "A mode of the type: phone.")]
Issue = Annotated[str | None, _option("ISSUE", "An issue of the codebook: taiwan.")]
StatusIs = Annotated[
    Status | None, typer.Option("--status", help="Done, planned, possible or denied.")
]
StandingIs = Annotated[Standing | None, typer.Option("--standing", help="By whom it is told.")]
Since = Annotated[opt.Day, opt.day_option("Not before this day.")]
Until = Annotated[opt.Day, opt.day_option("Not after this day.")]
Place = Annotated[str | None, _option("PLACE", "A country's code, or a place's name.")]
Outlet = Annotated[str | None, _option("NAME", "Told by this outlet.")]
Speaker = Annotated[str | None, _option("CODE", "On the word of: USA, USA-GOV or a name.")]
ReportIs = Annotated[str | None, _option("KEY", "Of this report, by its key or id.", "--report")]
RunIs = Annotated[
    str | None, _option("RUN", "Rows of this run instead of those that count.", "--run")
]
Limit = Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")]


class _Asked:
    """Turns options into a filter."""

    __slots__ = ()

    def wanted(self) -> "Filter":
        """Write down what is asked for, as it was written.

        Raises:
            BadInput: the days run backwards.
            UnknownCode: the codebook has no such type.
        """
        given = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]  # its heirs are dataclasses
        return _filter({name: value for name, value in given.items() if value is not None})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedClaims(_Asked):
    """What claims are asked by."""

    id: Id = None
    dyad: Dyad = None
    actor: Party = None
    recipient: Recipient = None
    type: Type = None
    mode: Mode = None
    issue: Issue = None
    status: StatusIs = None
    since: Since = None
    until: Until = None
    place: Place = None
    outlet: Outlet = None
    speaker: Speaker = None
    report: ReportIs = None
    run: RunIs = None
    limit: Limit = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedEvents(_Asked):
    """What events are asked by."""

    id: Id = None
    dyad: Dyad = None
    actor: Party = None
    recipient: Recipient = None
    type: Type = None
    mode: Mode = None
    issue: Issue = None
    status: StatusIs = None
    standing: StandingIs = None
    since: Since = None
    until: Until = None
    place: Place = None
    outlet: Outlet = None
    speaker: Speaker = None
    report: ReportIs = None
    limit: Limit = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStatements(_Asked):
    """What statements are asked by; the days are those of publication."""

    id: Id = None
    dyad: Dyad = None
    speaker: Speaker = None
    kind: Kind = None
    issue: Issue = None
    since: Since = None
    until: Until = None
    outlet: Outlet = None
    report: ReportIs = None
    run: RunIs = None
    limit: Limit = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReports(_Asked):
    """What reports are asked by; the days are those of publication."""

    id: Id = None
    since: Since = None
    until: Until = None
    outlet: Outlet = None
    report: ReportIs = None
    run: RunIs = None
    limit: Limit = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedProblems(_Asked):
    """What problems are asked by."""

    kind: Trouble = None
    report: ReportIs = None
    run: RunIs = None
    limit: Limit = None


def known_in(record: "Ledger", wanted: "Filter") -> "Filter":
    """Turn names into codes, refuse unknown ones, and say on stderr what the ledger lacks.

    Raises:
        UnknownCode: a side, mode or issue is known to nobody.
    """
    from functools import cache

    from detente.actors import load_gazetteer
    from detente.relations.known import known_filter, missing

    known = known_filter(record, wanted, cache(load_gazetteer))
    for words in missing(record, known):
        typer.echo(words, err=True)
    return known


# Private functions


def _filter(given: Mapping[str, object]) -> "Filter":
    """Put options into the ledger's words."""
    from detente.ledger import Filter
    from detente.ledger.filters import check_days

    check_days(given.get("since"), given.get("until"))  # type: ignore[arg-type]  # Typer made them days
    wanted = dict(given)
    if "kind" in wanted:
        wanted["type"] = str(wanted.pop("kind"))
    elif "type" in wanted:
        wanted["type"] = _known_type(str(wanted["type"]))
    return Filter(**wanted)  # type: ignore[typeddict-item,no-any-return]  # its keys are the options' names


def _known_type(given: str) -> str:
    from detente.codebook import load_codebook

    return load_codebook().type(given.upper()).name

"""Options that several commands share, alone or as a group, and what is made of them.

In:  words of the command line.   Out: typed values; reports coded one by one as the options say.
Does not: open anything before a command asks for it; count, print, or render.
"""

import inspect
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from detente.config import DEFAULT_CODER, DEFAULT_SPACY_MODEL

if TYPE_CHECKING:
    from detente.cli.output import Tally
    from detente.config import Config, ModelChoice
    from detente.ledger.address import LedgerName
    from detente.pipeline import Journey
    from detente.records import Coded, Problem, Report
    from detente.sources import ReadOptions

__all__ = [
    "DEFAULT_CODER",
    "DEFAULT_SPACY_MODEL",
    "ActorFiles",
    "AffairsFormat",
    "All",
    "AsOf",
    "BriefForm",
    "BriefFormat",
    "CodeFormat",
    "Coder",
    "CoderChoices",
    "CodingChoices",
    "DateColumn",
    "DateFormat",
    "Day",
    "ExplainFormat",
    "Form",
    "IdColumn",
    "IssueFiles",
    "ListFormat",
    "LlmBudget",
    "LlmConfig",
    "LlmModel",
    "LlmReplies",
    "LlmUrl",
    "MinScore",
    "Most",
    "Outlet",
    "OutletColumn",
    "Output",
    "Paths",
    "Published",
    "ReadingChoices",
    "Since",
    "SpacyModel",
    "TextColumn",
    "TitleColumn",
    "TypeFiles",
    "UrlColumn",
    "code_reports",
    "day_option",
    "parse_day",
    "spread",
    "tell_cost",
]


REPLIES = ".replies"  # behind a ledger's name: the folder of what models answered
LONG_RUN = 20  # reports from which the cost of asking a model is told before
MOST_READ = 5_000  # reports that are read before the first is coded, to tell it


class CodeFormat(StrEnum):
    """Formats of ``detente code``."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    PLOVER = "plover"
    POLECAT = "polecat"


class ListFormat(StrEnum):
    """Formats of lists."""

    TABLE = "table"
    JSONL = "jsonl"


class BriefFormat(StrEnum):
    """Formats of ``detente brief``."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"


class AffairsFormat(StrEnum):
    """Formats of ``detente affairs``."""

    TEXT = "text"
    JSON = "json"


class ExplainFormat(StrEnum):
    """Formats of ``detente explain``."""

    TEXT = "text"
    JSON = "json"


Day = date | None


def parse_day(written: str) -> date:
    """Read a day of the command line.

    Raises:
        BadParameter: it is no day.
    """
    try:
        return date.fromisoformat(written)
    except ValueError as err:
        raise typer.BadParameter(f"{written!r} is no day; write it as 2024-02-02") from err


def day_option(text: str) -> Any:
    """Make an option that takes a day."""
    return typer.Option(parser=parse_day, metavar="DATE", help=text)


def _column(holds: str) -> Any:
    return typer.Option(metavar="NAME", help=f"Column of JSONL, CSV, Parquet that holds {holds}.")


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files, folders, addresses, - for stdin: text, Markdown, HTML, JSONL, CSV, Parquet.",
    ),
]
Published = Annotated[
    Day, day_option("Day of publication where a report does not tell it, as 2024-02-02.")
]
Outlet = Annotated[
    str | None, typer.Option(metavar="NAME", help="Outlet of reports that name none.")
]
AsOf = Annotated[Day, day_option("Only what was published by this day.")]
Since = Annotated[Day, day_option("Only acts from this day on.")]
Form = Annotated[
    CodeFormat | None,
    typer.Option(
        "--format", help="Default: table on a terminal, by FILE's name with -o, else jsonl."
    ),
]
BriefForm = Annotated[
    BriefFormat | None,
    typer.Option("--format", help="Default: by FILE's name with -o, else text."),
]
Most = Annotated[
    int | None, typer.Option("--max", min=1, metavar="N", help="At most N lines a section.")
]
All = Annotated[bool, typer.Option("--all", help="All lines of every section.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all."),
]
TextColumn = Annotated[str, _column("the text")]
IdColumn = Annotated[str, _column("your own id")]
DateColumn = Annotated[str, _column("the day of publication")]
TitleColumn = Annotated[str, _column("the headline")]
OutletColumn = Annotated[str, _column("the outlet")]
UrlColumn = Annotated[str, _column("the address")]
DateFormat = Annotated[
    str | None,
    typer.Option(metavar="FORMAT", help="How tables write days: DMY, MDY, YMD, or as in %d.%m.%Y."),
]
Coder = Annotated[
    str,
    typer.Option(metavar="NAME", help="Who finds the acts: reader, rules, llm, llm+reader."),
]
MinScore = Annotated[
    str,
    typer.Option(
        metavar="SHARE", help="Least score of an act, 0..1; or precision, default, recall."
    ),
]
LlmConfig = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A large language model, in a section [llm] of TOML."),
]
LlmUrl = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Its endpoint, such as http://127.0.0.1:11434/v1."),
]
LlmModel = Annotated[str | None, typer.Option(metavar="NAME", help="Its name at the endpoint.")]
LlmBudget = Annotated[
    float | None,
    typer.Option(metavar="AMOUNT", min=0, help="Most it may cost, or most tokens without prices."),
]
LlmReplies = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Where its replies are kept.  [default: beside the ledger, or here]"
    ),
]
ActorFiles = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="Actors of your own, in TOML. Repeatable."),
]
IssueFiles = Annotated[
    list[Path] | None,
    typer.Option("--issues", metavar="FILE", help="Issues of your own, in CSV. Repeatable."),
]
TypeFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--types", metavar="FILE", help="Types of your own, by detente types fit. Repeatable."
    ),
]
SpacyModel = Annotated[
    str, typer.Option(metavar="NAME", help="An installed spaCy pipeline for English.")
]


# --- Options that go together: declared once, taken by any command as one value.

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class ReadingChoices:
    """How reports are read."""

    published: Published = None
    outlet: Outlet = None
    text_column: TextColumn = "text"
    id_column: IdColumn = "id"
    date_column: DateColumn = "date"
    date_format: DateFormat = None
    title_column: TitleColumn = "title"
    outlet_column: OutletColumn = "outlet"
    url_column: UrlColumn = "url"

    def reading(self) -> "ReadOptions":
        """How to read reports."""
        from detente.sources import ReadOptions
        from detente.sources.options import latest_day

        return ReadOptions(
            text_column=self.text_column,
            id_column=self.id_column,
            date_column=self.date_column,
            date_format=self.date_format,
            title_column=self.title_column,
            outlet_column=self.outlet_column,
            url_column=self.url_column,
            published=self.published,
            outlet=self.outlet,
            latest=latest_day(datetime.now(UTC).date()),
        )


@dataclass(frozen=True, kw_only=True)
class CoderChoices:
    """Who codes reports, and with what knowledge."""

    coder: Coder = DEFAULT_CODER
    min_score: MinScore = "default"
    actors: ActorFiles = None
    issues: IssueFiles = None
    types: TypeFiles = None
    spacy_model: SpacyModel = DEFAULT_SPACY_MODEL
    llm_config: LlmConfig = None
    llm_url: LlmUrl = None
    llm_model: LlmModel = None
    llm_budget: LlmBudget = None
    llm_replies: LlmReplies = None

    def config(self, ledger: "LedgerName | None" = None) -> "Config":
        """The choices as a configuration; replies are kept beside the ``ledger``, if any."""
        from detente.config import Config

        return Config(
            spacy_model=self.spacy_model,
            coder=self.coder,
            actors=tuple(self.actors or ()),
            issues=tuple(self.issues or ()),
            types=tuple(self.types or ()),
            min_score=min_score(self.min_score),
            model=self.model_choice(ledger),
        )

    def model_choice(self, ledger: "LedgerName | None" = None) -> "ModelChoice | None":
        """The large language model that is named; ``None`` without one."""
        from detente.cli.terminal.llm_options import model_choice
        from detente.ledger.address import beside

        given = {
            "model": self.llm_model,
            "url": self.llm_url,
            "budget": self.llm_budget,
            "replies": self.llm_replies,
        }
        own = beside(ledger, REPLIES) if ledger is not None else None
        choice = model_choice(self.llm_config, given, own)
        logging.getLogger("stamina").propagate = False  # each second try is no news
        if choice is not None and ledger is not None:
            from detente.llm.replies import ReplyFolder, unpack_replies

            unpack_replies(ledger, ReplyFolder(choice.replies))
        return choice

    def journey(self, ledger: "LedgerName | None" = None) -> "Journey":
        """Set up the journey."""
        from detente.pipeline import Journey

        return Journey.from_config(self.config(ledger))


@dataclass(frozen=True, kw_only=True)
class CodingChoices(CoderChoices, ReadingChoices):
    """How reports are read and coded."""


def spread(group: type, parameter: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Let a command's ``parameter`` be a ``group`` of options, each with its own flag."""

    def decorate(command: Callable[..., R]) -> Callable[..., R]:
        own = inspect.signature(command).parameters
        hints = get_type_hints(command, include_extras=True)
        options = get_type_hints(group, include_extras=True)
        names = [field.name for field in fields(group)]

        @wraps(command)
        def taking_all(**given: Any) -> R:
            chosen = group(**{name: given.pop(name) for name in names})
            return command(**given, **{parameter: chosen})

        kept = [one for one in own.values() if one.name != parameter]
        spread_out = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=options[field.name],
            )
            for field in fields(group)
        ]
        ordered = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in kept]
        taking_all.__dict__["__signature__"] = inspect.Signature([*ordered, *spread_out])
        taking_all.__annotations__ = {
            **{name: hint for name, hint in hints.items() if name != parameter},
            **{name: options[name] for name in names},
        }
        del taking_all.__dict__["__wrapped__"]
        return taking_all

    return decorate


# --- What the options say -> coded reports, one by one.


def min_score(words: str) -> float:
    """Read a least score: a share, or the name of a preset.

    Raises:
        BadParameter: it is neither.
    """
    from detente.config import MIN_SCORES

    try:
        share = MIN_SCORES[words] if words in MIN_SCORES else float(words)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        names = ", ".join(MIN_SCORES)
        raise typer.BadParameter(f"{words!r} is neither a share from 0 to 1 nor one of: {names}")
    return share


def code_reports(
    reports: "Iterable[Report | Problem]", journey: "Journey"
) -> "Iterator[Coded | Problem]":
    """Code each report; one that cannot be coded becomes a problem and the rest goes on."""
    from detente.api import code_reports as code_each

    return code_each(reports, journey)


def tell_cost(
    reports: "Iterable[Report | Problem]", journey: "Journey", tally: "Tally"
) -> "Iterator[Report | Problem]":
    """Say on stderr what a long run will ask of a model; its cost is then told with the counts."""
    if journey.second is None:
        return iter(reports)
    from itertools import chain, islice

    from detente.llm.meter import estimate_reports
    from detente.records import Report

    tally.meter = journey.second.meter
    waiting = iter(reports)
    first = list(islice(waiting, MOST_READ))
    texts = [one for one in first if isinstance(one, Report)]
    if len(texts) >= LONG_RUN and journey.second.asker is not None:
        more = " for the first of them" if len(first) == MOST_READ else ""
        told = estimate_reports(texts, journey.second.choice)
        typer.echo(f"the model is asked at most{more}: {told}, but for replies kept", err=True)
    return chain(first, waiting)

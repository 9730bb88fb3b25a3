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
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from detente.actors import Gazetteer
from detente.actors.meanings import namesakes, resolve_side
from detente.cli.output import Tally
from detente.config import (
    DEFAULT_CODER,
    DEFAULT_SPACY_MODEL,
    MIN_SCORES,
    Config,
    ModelChoice,
    model_choice,
)
from detente.language.months import stretch_of
from detente.ledger import Filter
from detente.ledger.address import LedgerName, beside
from detente.records import Problem, Report
from detente.sources import ReadOptions
from detente.sources.options import latest_day

if TYPE_CHECKING:
    from detente.pipeline import Journey

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


class FiguresFormat(StrEnum):
    """Formats of figures."""

    TABLE = "table"
    JSON = "json"


class BriefFormat(StrEnum):
    """Formats of ``detente brief``."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"


class TextFormat(StrEnum):
    """Formats of what is one text."""

    TEXT = "text"
    JSON = "json"


Day = date | None
FIRST, LAST = 0, 1  # of the days of a month or a year


def text_option(metavar: str, text: str, *flags: str) -> Any:
    """Make an option that takes words."""
    return typer.Option(*flags, metavar=metavar, help=text)


def day_option(text: str, *names: str, end: int | None = None) -> Any:
    """Make an option that takes a day; without ``names`` it is called as its parameter.

    With an ``end``, ``FIRST`` or ``LAST``, it takes a month or a year, too, for that day of it.
    """

    def read(written: str) -> date:
        try:
            days = stretch_of(written)[:2]
        except ValueError as err:
            told = f"{written!r} is no day; write it as 2024-02-02, a month as 2024-02"
            raise typer.BadParameter(told) from err
        if end is None and days[0] != days[1]:
            raise typer.BadParameter(f"{written!r} is more than a day; write it as 2024-02-02")
        return days[end or FIRST]

    return typer.Option(*names, parser=read, metavar="DATE", help=text)


def format_option(kind: type[StrEnum], text: str) -> Any:
    """Make the option ``--format``; who asks for JSON where rows come is told of JSON lines."""
    names = [one.value for one in kind]

    def read(written: str) -> StrEnum:
        if written in names:
            return kind(written)
        why = {"json": "rows are JSON lines: jsonl", "jsonl": "it is one object: json"}
        told = f"; {why[written]}" if written in why else ""
        raise typer.BadParameter(f"{written!r} is not one of: {', '.join(names)}{told}")

    return typer.Option("--format", parser=read, metavar=f"<{'|'.join(names)}>", help=text)


def _column(holds: str) -> Any:
    return typer.Option(metavar="NAME", help=f"Column of JSONL, CSV, Parquet that holds {holds}.")


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files, folders, addresses, - for stdin: text, Markdown, HTML, JSONL, CSV, Parquet.",
    ),
]
Form = Annotated[
    CodeFormat | None,
    format_option(CodeFormat, "Default: table on a terminal, by FILE's name with -o, else jsonl."),
]
ListForm = Annotated[
    ListFormat | None,
    format_option(ListFormat, "Default: table on a terminal, else jsonl."),
]
FiguresForm = Annotated[
    FiguresFormat | None,
    format_option(FiguresFormat, "Default: table on a terminal, else json."),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all."),
]
ActorFiles = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="Actors of your own, in TOML. Repeatable."),
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

    published: Annotated[
        Day, day_option("Day of publication where a report does not tell it, as 2024-02-02.")
    ] = None
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outlet of reports that name none.")
    ] = None
    text_column: Annotated[str, _column("the text")] = "text"
    id_column: Annotated[str, _column("your own id")] = "id"
    date_column: Annotated[str, _column("the day of publication")] = "date"
    date_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help="How tables write days: DMY, MDY, YMD, or as in %d.%m.%Y."
        ),
    ] = None
    title_column: Annotated[str, _column("the headline")] = "title"
    outlet_column: Annotated[str, _column("the outlet")] = "outlet"
    url_column: Annotated[str, _column("the address")] = "url"

    def reading(self) -> ReadOptions:
        """How to read reports."""
        given = {field.name: getattr(self, field.name) for field in fields(ReadingChoices)}
        return ReadOptions(**given, latest=latest_day(datetime.now(UTC).date()))


@dataclass(frozen=True, kw_only=True)
class CoderChoices:
    """Who codes reports, and with what knowledge."""

    coder: Annotated[
        str,
        typer.Option(metavar="NAME", help="Who finds the acts: reader, rules, llm, llm+reader."),
    ] = DEFAULT_CODER
    min_score: Annotated[
        str,
        typer.Option(
            metavar="SHARE",
            help="Least score (how often such claims are right), 0..1; or precision, recall.",
        ),
    ] = "default"
    actors: ActorFiles = None
    issues: Annotated[
        list[Path] | None,
        typer.Option("--issues", metavar="FILE", help="Issues of your own, in CSV. Repeatable."),
    ] = None
    types: TypeFiles = None
    spacy_model: SpacyModel = DEFAULT_SPACY_MODEL
    llm_config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A large language model, in a section [llm] of TOML."),
    ] = None
    llm_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Its endpoint, such as http://127.0.0.1:11434/v1."),
    ] = None
    llm_model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Its name at the endpoint.")
    ] = None
    llm_budget: Annotated[
        float | None,
        typer.Option(
            metavar="AMOUNT", min=0, help="Most it may cost, or most tokens without prices."
        ),
    ] = None
    llm_replies: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where its replies are kept.  [default: beside the ledger, or here]"
        ),
    ] = None

    def config(self, ledger: LedgerName | None = None) -> Config:
        """The choices as a configuration; replies are kept beside the ``ledger``, if any."""
        return Config(
            spacy_model=self.spacy_model,
            coder=self.coder,
            actors=tuple(self.actors or ()),
            issues=tuple(self.issues or ()),
            types=tuple(self.types or ()),
            min_score=min_score(self.min_score),
            model=self.model_choice(ledger),
        )

    def fitting(self) -> Filter:
        """What of a ledger counts; without a least score, all of it."""
        return {} if self.min_score == "default" else {"min_score": min_score(self.min_score)}

    def model_choice(self, ledger: LedgerName | None = None) -> ModelChoice | None:
        """The large language model that is named; ``None`` without one."""
        given = {
            "model": self.llm_model,
            "url": self.llm_url,
            "budget": self.llm_budget,
            "replies": self.llm_replies,
        }
        own = beside(ledger, REPLIES) if ledger is not None else None
        choice = model_choice(self.llm_config, given, own)
        hush_retries()
        if choice is not None and ledger is not None:
            from detente.llm.replies import ReplyFolder, unpack_replies

            unpack_replies(ledger, ReplyFolder(choice.replies))
        return choice

    def journey(self, ledger: LedgerName | None = None) -> "Journey":
        """Set up the journey."""
        from detente.pipeline import Journey

        return Journey.from_config(self.config(ledger))


@dataclass(frozen=True, kw_only=True)
class CodingChoices(CoderChoices, ReadingChoices):
    """How reports are read and coded."""


def spread(group: type, parameter: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Let a ``group`` of options stand for a command's ``parameter``, each with its own flag."""

    def decorate(command: Callable[..., R]) -> Callable[..., R]:
        own = inspect.signature(command).parameters
        hints = get_type_hints(command, include_extras=True)
        options = get_type_hints(group, include_extras=True)
        names = [field.name for field in fields(group)]

        @wraps(command)
        def taking_all(**given: Any) -> R:
            chosen = group(**{name: given.pop(name) for name in names})
            return command(**given, **{parameter: chosen})

        spread_out = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=options[field.name],
            )
            for field in fields(group)
        ]
        taking_all.__dict__["__signature__"] = inspect.Signature(
            [
                each
                for one in own.values()
                for each in (
                    spread_out
                    if one.name == parameter
                    else [one.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
                )
            ]
        )
        taking_all.__annotations__ = {
            **{name: hint for name, hint in hints.items() if name != parameter},
            **{name: options[name] for name in names},
        }
        del taking_all.__dict__["__wrapped__"]
        return taking_all

    return decorate


# --- What the options say -> coded reports, one by one.
def hush_retries() -> None:
    """Let whoever tries again do so in silence: each second try is no news."""
    logging.getLogger("stamina").setLevel(logging.ERROR)


def min_score(words: str) -> float:
    """Read a least score: a share, or the name of a preset.

    Raises:
        BadParameter: it is neither.
    """
    try:
        share = MIN_SCORES[words] if words in MIN_SCORES else float(words)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        names = ", ".join(MIN_SCORES)
        raise typer.BadParameter(f"{words!r} is neither a share from 0 to 1 nor one of: {names}")
    return share


def tell_cost(
    reports: Iterable[Report | Problem], journey: "Journey", tally: Tally
) -> Iterator[Report | Problem]:
    """Say on stderr what a long run will ask of a model; its cost is then told with the counts."""
    if journey.second is None:
        return iter(reports)

    tally.meter = journey.second.meter
    waiting = iter(reports)
    first = list(islice(waiting, MOST_READ))
    texts = [one for one in first if isinstance(one, Report)]
    if len(texts) >= LONG_RUN and journey.second.asker is not None:
        more = " for the first of them" if len(first) == MOST_READ else ""
        from detente.llm.meter import estimate_reports

        told = estimate_reports(texts, journey.second.choice)
        typer.echo(f"the model is asked at most{more}: {told}, but for replies kept", err=True)
    return chain(first, waiting)


def named_sides(sides: tuple[str, str], gazetteer: Gazetteer) -> tuple[tuple[str, str | None], ...]:
    """Find the code and name of two sides; of a name that others bear, say on stderr which it is.

    Raises:
        UnknownCode: nobody is known by it.
    """
    found = tuple(resolve_side(written, gazetteer) for written in sides)
    for written, (code, name) in zip(sides, found, strict=True):
        if others := namesakes(written, code, gazetteer):
            typer.echo(
                f"{written!r} is taken for {code} ({name}), not {', '.join(others)}", err=True
            )
    return found

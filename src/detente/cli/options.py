"""Options that several commands share, alone or as a group, and what is made of them.

In:  words of the command line.   Out: typed values; reports coded one by one as the options say.
Does not: open anything before a command asks for it; count, print, or render.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from detente.config import DEFAULT_CODER, DEFAULT_SPACY_MODEL

if TYPE_CHECKING:
    from detente.pipeline import Journey
    from detente.records import Coded, Problem, Report
    from detente.sources import ReadOptions

__all__ = [
    "DEFAULT_CODER",
    "DEFAULT_SPACY_MODEL",
    "ActorFiles",
    "AsOf",
    "BriefForm",
    "BriefFormat",
    "CodeFormat",
    "Coder",
    "CodingChoices",
    "DateColumn",
    "Day",
    "ExplainFormat",
    "Form",
    "IdColumn",
    "IssueFiles",
    "ListFormat",
    "Outlet",
    "OutletColumn",
    "Output",
    "Paths",
    "Published",
    "Since",
    "SpacyModel",
    "TextColumn",
    "TitleColumn",
    "TypeFiles",
    "UrlColumn",
    "code_reports",
    "day_option",
    "open_journey",
    "parse_day",
    "spread",
]


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
Coder = Annotated[
    str, typer.Option(metavar="NAME", help="Who finds the acts: rules, model or both.")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingChoices:
    """How reports are read and coded."""

    published: Published = None
    outlet: Outlet = None
    text_column: TextColumn = "text"
    id_column: IdColumn = "id"
    date_column: DateColumn = "date"
    title_column: TitleColumn = "title"
    outlet_column: OutletColumn = "outlet"
    url_column: UrlColumn = "url"
    coder: Coder = DEFAULT_CODER
    actors: ActorFiles = None
    issues: IssueFiles = None
    types: TypeFiles = None
    spacy_model: SpacyModel = DEFAULT_SPACY_MODEL

    def reading(self) -> "ReadOptions":
        """How to read reports."""
        from detente.sources import ReadOptions
        from detente.sources.options import latest_day

        return ReadOptions(
            text_column=self.text_column,
            id_column=self.id_column,
            date_column=self.date_column,
            title_column=self.title_column,
            outlet_column=self.outlet_column,
            url_column=self.url_column,
            published=self.published,
            outlet=self.outlet,
            latest=latest_day(datetime.now(UTC).date()),
        )

    def journey(self) -> "Journey":
        """Set up the journey."""
        return open_journey(self.coder, self.spacy_model, self.actors, self.issues, self.types)


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


def open_journey(
    coder: str,
    spacy_model: str,
    actors: Sequence[Path] | None = None,
    issues: Sequence[Path] | None = None,
    types: Sequence[Path] | None = None,
) -> "Journey":
    """Set up the journey that the options ask for."""
    from detente.config import Config
    from detente.pipeline import Journey

    return Journey.from_config(
        Config(
            spacy_model=spacy_model,
            coder=coder,
            actors=tuple(actors or ()),
            issues=tuple(issues or ()),
            types=tuple(types or ()),
        )
    )


def code_reports(
    reports: "Iterable[Report | Problem]", journey: "Journey"
) -> "Iterator[Coded | Problem]":
    """Code each report; one that cannot be coded becomes a problem and the rest goes on."""
    from detente.api import code_reports as code_each

    return code_each(reports, journey)

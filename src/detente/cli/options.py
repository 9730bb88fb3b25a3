"""Options that several commands share, with their help.

In:  words of the command line.   Out: typed values, and what is built from several of them.
Does not: open anything.
"""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.config import DEFAULT_CODER, DEFAULT_SPACY_MODEL

__all__ = [
    "DEFAULT_CODER",
    "DEFAULT_SPACY_MODEL",
    "ActorFiles",
    "AsOf",
    "BriefForm",
    "BriefFormat",
    "CodeFormat",
    "Coder",
    "DateColumn",
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
    "day_option",
    "parse_day",
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
    str,
    typer.Option(metavar="NAME", help="Who finds the acts: rules, model, both, llm or llm+reader."),
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

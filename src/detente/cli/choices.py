"""Options that go together: declared once, taken by any command as one value.

In:  a frozen dataclass whose fields are options.   Out: a command that takes one option a field.
Does not: open anything before a command asks for it.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from detente.cli import options as opt

if TYPE_CHECKING:
    from detente.config import Config, ModelChoice
    from detente.ledger.address import LedgerName
    from detente.pipeline import Journey
    from detente.sources import ReadOptions

__all__ = ["CoderChoices", "CodingChoices", "ReadingChoices", "spread"]

REPLIES = ".replies"  # behind the ledger's name

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class ReadingChoices:
    """How reports are read."""

    published: opt.Published = None
    outlet: opt.Outlet = None
    text_column: opt.TextColumn = "text"
    id_column: opt.IdColumn = "id"
    date_column: opt.DateColumn = "date"
    title_column: opt.TitleColumn = "title"
    outlet_column: opt.OutletColumn = "outlet"
    url_column: opt.UrlColumn = "url"

    def reading(self) -> "ReadOptions":
        """How to read reports."""
        from detente.sources import ReadOptions

        return ReadOptions(
            text_column=self.text_column,
            id_column=self.id_column,
            date_column=self.date_column,
            title_column=self.title_column,
            outlet_column=self.outlet_column,
            url_column=self.url_column,
            published=self.published,
            outlet=self.outlet,
        )


@dataclass(frozen=True, kw_only=True)
class CoderChoices:
    """Who codes reports, and with what knowledge."""

    coder: opt.Coder = opt.DEFAULT_CODER
    actors: opt.ActorFiles = None
    issues: opt.IssueFiles = None
    types: opt.TypeFiles = None
    spacy_model: opt.SpacyModel = opt.DEFAULT_SPACY_MODEL
    llm_config: opt.LlmConfig = None
    llm_url: opt.LlmUrl = None
    llm_model: opt.LlmModel = None
    llm_budget: opt.LlmBudget = None
    llm_replies: opt.LlmReplies = None

    def config(self, ledger: "LedgerName | None" = None) -> "Config":
        """The choices as a configuration; replies are kept beside the ``ledger``, if any."""
        from detente.config import Config

        return Config(
            spacy_model=self.spacy_model,
            coder=self.coder,
            actors=tuple(self.actors or ()),
            issues=tuple(self.issues or ()),
            types=tuple(self.types or ()),
            model=self.model_choice(ledger),
        )

    def model_choice(self, ledger: "LedgerName | None" = None) -> "ModelChoice | None":
        """The large language model that is named; ``None`` without one."""
        from detente.cli.llm_options import model_choice
        from detente.ledger.address import beside

        replies = self.llm_replies or (beside(ledger, REPLIES) if ledger is not None else None)
        given = {"model": self.llm_model, "url": self.llm_url, "budget": self.llm_budget}
        choice = model_choice(self.llm_config, given, replies)
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

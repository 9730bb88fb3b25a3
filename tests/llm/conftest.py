"""A journey that parses, and a model that answers what a test writes down."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import a_report
from detente.actors import load_gazetteer
from detente.config import Config, ModelChoice
from detente.llm.client import Asked, Unanswered
from detente.llm.reader import ModelReader
from detente.llm.replies import ReplyFolder
from detente.llm.request import Request
from detente.pipeline import Journey
from detente.records import Coded, Report

TRUCE = (
    "Peru and Chile sign truce\n\n"
    "Peru's foreign minister met his Chilean counterpart in Lima on Monday, and the two sides "
    "signed a truce. "
    "A bomb killed six Peruvian soldiers near Tacna on Sunday, police said. "
    "Chile urged both armies to hold their fire.\n"
)


class Scripted:
    """Answers the first request with the first text, and so on; remembers what it was asked."""

    def __init__(self, *texts: str, n_tokens: int = 100) -> None:
        self.texts = list(texts)
        self.n_tokens = n_tokens
        self.asked: list[Request] = []
        self.schemas: list[Mapping[str, Any] | None] = []

    def ask(self, request: Request, schema: dict[str, Any] | None) -> Asked:
        self.asked.append(request)
        self.schemas.append(schema)
        if not self.texts:
            raise Unanswered("the script is at its end")
        return Asked(self.texts.pop(0), self.n_tokens, self.n_tokens)

    def close(self) -> None:
        """Nothing is under way."""


Read = Callable[..., Coded]


@pytest.fixture(scope="session")
def journey() -> Journey:
    return Journey.from_config(Config())


@pytest.fixture
def choice(tmp_path: Path) -> ModelChoice:
    return ModelChoice(model="scripted", replies=tmp_path / "replies", at_once=2)


@pytest.fixture
def reader(journey: Journey, choice: ModelChoice) -> Callable[..., ModelReader]:
    """Make a reader that asks ``asker``, with what the test changes in its choice."""

    def make(
        asker: object = None, *, is_beside_reader: bool = False, **changes: Any
    ) -> ModelReader:
        chosen = replace(choice, **changes)
        return ModelReader(
            chosen,
            (load_gazetteer(), journey.codebook),
            ReplyFolder(chosen.replies),
            asker,  # type: ignore[arg-type]  # a scripted one, or none
            is_beside_reader=is_beside_reader,
        )

    return make


@pytest.fixture
def asking(journey: Journey) -> Callable[[ModelReader], Journey]:
    """The same journey with a second reader."""
    return lambda second: Journey(journey.languages, journey.linker, journey.codebook, second)


@pytest.fixture
def read(reader: Callable[..., ModelReader], asking: Callable[[ModelReader], Journey]) -> Read:
    """Code a report with a model that answers with the texts given."""

    def code(*texts: str, report: Report | None = None, **options: Any) -> Coded:
        second = reader(Scripted(*texts), **options)
        return asking(second).code(report or a_report(TRUCE, body_start=25))

    return code

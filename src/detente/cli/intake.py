"""What the options say -> coded reports, one by one.

In:  paths, how to read them, how to code them.   Out: ``Coded`` for each report, ``Problem`` for
what is not coded; the journey that coded them.   Does not: count, print, or render.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.pipeline import Journey
    from detente.records import Coded, Problem, Report

__all__ = ["code_reports", "open_journey"]


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

"""Reports -> coded reports, one by one.

In:  reports, and the journey that codes them.   Out: ``Coded`` for each report, ``Problem`` for
what is not coded.   Does not: count, print, or render.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.pipeline import Journey
    from detente.records import Coded, Problem, Report

__all__ = ["code_reports"]


def code_reports(
    reports: "Iterable[Report | Problem]", journey: "Journey"
) -> "Iterator[Coded | Problem]":
    """Code each report; one that cannot be coded becomes a problem and the rest goes on."""
    from detente.api import code_reports as code_each

    return code_each(reports, journey)

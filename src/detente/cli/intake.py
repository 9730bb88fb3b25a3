"""Reports -> coded reports, one by one.

In:  reports, and the journey that codes them.   Out: ``Coded`` for each report, ``Problem`` for
what is not coded.   Does not: count, or render.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from detente.cli.tally import Tally
    from detente.pipeline import Journey
    from detente.records import Coded, Problem, Report

__all__ = ["code_reports", "tell_cost"]

LONG_RUN = 20  # reports from which the cost is told before
MOST_READ = 5_000  # reports that are read before the first is coded, to tell it


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

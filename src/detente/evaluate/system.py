"""What the suites ask of the system they measure.

In:  sentences, reports, phrases.   Out: what the system makes of them.
Does not: know the real journey; ``detente.pipeline.Journey`` satisfies these by its shape, and so
does a fake of a few lines.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from detente.codebook import Codebook
from detente.records import Coded, EventDate, Link, Report, Span, Speech, Status


class PairAnswer(Protocol):
    """What one side does to the other; ``plover_type`` is ``None`` for nothing."""

    @property
    def plover_type(self) -> str | None:
        """The type with future acts folded."""

    @property
    def why(self) -> str:
        """The rule or view behind it."""


class System(Protocol):
    """Whatever codes reports."""

    @property
    def codebook(self) -> Codebook:
        """The types, quads and conversions that it uses."""

    def code(self, report: Report, /) -> Coded:
        """Code one report."""

    def code_pair(
        self, text: str, actor: Sequence[Span], recipient: Sequence[Span], /
    ) -> PairAnswer:
        """Say what the actor at these spans does to the recipient."""

    def read_status(self, text: str, targets: Sequence[Span], /) -> Sequence[Status | None]:
        """Tell each predicate's status; ``None`` where it is not read as a predicate."""

    def find_speech(self, report: Report, /) -> Sequence[Speech]:
        """Find the reported speech of a report."""

    def find_links(self, report: Report, /) -> Sequence[Link]:
        """Find whom the words of a report name."""

    def resolve_date(self, phrase: str, anchor: date | None, /) -> EventDate | None:
        """Turn a date phrase into days, seen from ``anchor``."""


Progress = Callable[[int], object]  # told after each row how many are done


def no_progress(_n_done: int, /) -> None:
    """Show nothing."""

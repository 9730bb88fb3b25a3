"""What coders give: one act of a report before it is a claim; and what a coder is.

In:  what rules, models and the reader find.     Out: ``Coding``s, of which claims.py builds claims.
Does not: find anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.events.setting import Setting
from detente.records import Link, Sentence, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One act in one sentence. ``predicate`` is a token index, ``score`` 0..1.

    ``cue`` is the word by which a rule read the status. ``contexts`` are a model's shares, 0..1
    each; ``None`` where no model was asked. ``repeats`` is the sentence and token of the word that
    told the same act before. ``is_background``: the words surely tell it as from before the news.
    """

    sentence: int
    predicate: int
    type: str
    mode: str | None
    status: Status
    agents: tuple[Link, ...]
    recipients: tuple[Link, ...]
    score: float
    why: str
    cue: str | None = None
    contexts: Mapping[str, float] | None = None
    repeats: tuple[int, int] | None = None
    is_background: bool = False


class Coder(Protocol):
    """Finds the acts of a report; rules and models are exchangeable behind it."""

    @property
    def version(self) -> str:
        """Name and digest, written on every claim."""

    def code_report(self, setting: Setting) -> tuple[Coding, ...]:
        """Find the acts of a report, in the order of their predicates."""

    def proposals(self, setting: Setting) -> tuple[Coding, ...]:
        """Give all that is weighed before acts are told, to be measured."""

    def code_pair(
        self, sentence: Sentence, actor: Sequence[Link], recipient: Sequence[Link]
    ) -> Coding | None:
        """Find the act that ``actor`` does to ``recipient``; ``None`` if none is told."""

    def read_status(self, sentence: Sentence, predicate: int) -> Status:
        """Tell the status of what the token at ``predicate`` names."""

"""Statements: reported speech. Who said what about which issue, which PLOVER leaves out."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from detente.records.actor import Speaker
from detente.records.digest import digest
from detente.records.text import Citation, Cited, Span

__all__ = ["Speech", "SpeechKind", "Statement"]


class SpeechKind(StrEnum):
    """What a speaker does with the words."""

    POSITION = "position"
    ASSESSMENT = "assessment"
    WARNING = "warning"
    DEMAND = "demand"
    DENIAL = "denial"
    PLAN = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A stretch of reported speech before its speaker is identified.

    ``content`` are the ranges that hold what was said, in order; ``cue`` the words that
    attribute it ("said", "according to"); ``speaker`` the words that name who said it, which may
    stand in another sentence (``None`` if the text does not tell). ``sentence`` is the index of
    the sentence in which the content begins. ``is_retelling``: the speaker is a medium
    that is being retold ("The New York Times reported").
    """

    sentence: int
    content: tuple[Span, ...]
    cue: Span | None
    cue_lemma: str | None
    speaker: Span | None
    is_quoted: bool
    is_retelling: bool = False


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Somebody's reported speech. ``about`` are the countries it speaks of, sorted."""

    report_id: str
    sentence: int
    speaker: Cited[Speaker] | None
    is_quoted: bool
    kind: SpeechKind
    issues: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    citation: Citation
    cue: Citation | None = None

    @cached_property
    def id(self) -> str:
        """Digest of the report, the content's place and the speaker."""
        speaker = self.speaker.value.code if self.speaker else None
        span = self.citation.span
        return digest("statement", self.report_id, span.start, span.end, speaker)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation the statement rests on."""
        speaker = (self.speaker.citation,) if self.speaker else ()
        return (self.citation, *speaker, *((self.cue,) if self.cue else ()))

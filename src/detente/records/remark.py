"""Remarks: words on how two sides stand that are no act of theirs, such as a limit or a link.

A claim says what somebody does; a remark says what binds it, what it answers, how a side sees it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from detente.records.actor import Speaker
from detente.records.digest import digest
from detente.records.text import Citation, Cited

__all__ = ["Remark", "RemarkKind"]


class RemarkKind(StrEnum):
    """What the words tell."""

    RED_LINE = "red-line"  # a side will not give way on something
    HOME = "home"  # something at home binds a side
    THIRD_PARTY = "third-party"  # a side spares a third party
    LINKAGE = "linkage"  # one act is told as the answer to, or the price of, another
    FRAME = "frame"  # what a side holds the relation to be
    UNCONFIRMED = "unconfirmed"  # a side does not confirm what is told
    CHANNEL = "channel"  # talks whose sides the words leave unnamed
    FRICTION = "friction"  # something is told as a cause of strain


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Words that tell more than an act. Found once, never edited.

    ``side`` is the country whose limit, frame or silence it is, ``None`` for the other kinds.
    ``about`` are further countries that the sentence names, ``named`` those that the parts name,
    sorted. ``citation`` is the sentence, ``cue`` the words that tell the kind, ``parts`` what they
    join: what came, then what it answers, for a linkage; otherwise what the remark is about,
    thing by thing.
    """

    report_id: str
    sentence: int
    kind: RemarkKind
    side: str | None = None
    about: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    speaker: Cited[Speaker] | None = None
    citation: Citation
    cue: Citation
    parts: tuple[Citation, ...] = ()

    @cached_property
    def id(self) -> str:
        """Digest of the report, the kind and the cue's place."""
        span = self.cue.span
        return digest("remark", self.report_id, self.kind, span.start, span.end)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation the remark rests on."""
        speaker = (self.speaker.citation,) if self.speaker else ()
        return (self.citation, self.cue, *self.parts, *speaker)

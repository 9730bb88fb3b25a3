"""``data/remarks.toml`` -> the words that tell limits, links, frames and the like.

In:  the packaged file.   Out: groups of compiled patterns, in file order.
Does not: look at reports. An unknown key or a pattern that is none is refused.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.events.packaged import packaged
from detente.records import RemarkKind

__all__ = ["CueGroup", "Parts", "SideRule", "load_cues", "read_cues"]


class SideRule(StrEnum):
    """How the side of a remark is found."""

    SUBJECT = "subject"
    SPEAKER = "speaker"
    NONE = "none"


class Parts(StrEnum):
    """Where what a remark is about stands."""

    AFTER = "after"
    BEFORE = "before"
    AROUND = "around"
    THING = "thing"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGroup:
    """Patterns of one kind; ``pattern`` matches any.

    ``issue`` is what the cue itself names;
    a sentence that ``unless`` matches has no such remark.
    """

    kind: RemarkKind
    side: SideRule
    parts: Parts
    pattern: re.Pattern[str]
    issue: str | None = None
    unless: re.Pattern[str] | None = None


class _Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: RemarkKind
    side: SideRule
    parts: Parts
    patterns: list[str]
    issue: str | None = None
    unless: str | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: list[_Cue]


@cache
def load_cues() -> tuple[CueGroup, ...]:
    """Load the packaged file, once."""
    return read_cues(packaged("remarks.toml"))


def read_cues(data: bytes) -> tuple[CueGroup, ...]:
    """Read the file's bytes.

    Raises:
        BadConfig: a key is unknown, or a pattern is no regular expression.
    """
    try:
        told = msgspec.toml.decode(data, type=_File)
        return tuple(_group(cue) for cue in told.cue)
    except (msgspec.MsgspecError, re.error) as err:
        raise BadConfig(f"events/data/remarks.toml: {err}") from err


def _group(cue: _Cue) -> CueGroup:
    any_of = "|".join(f"(?:{pattern})" for pattern in cue.patterns)
    return CueGroup(
        kind=cue.kind,
        side=cue.side,
        parts=cue.parts,
        pattern=re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE),
        issue=cue.issue,
        unless=re.compile(cue.unless, re.IGNORECASE) if cue.unless else None,
    )

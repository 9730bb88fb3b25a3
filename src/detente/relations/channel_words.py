"""``data/channels.toml`` -> levels of talks, and what became of them, from words and offices.

In:  the packaged file.   Out: answers about one wording.
Does not: know acts; channels.py does.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec

from detente.errors import BadConfig

__all__ = [
    "Level",
    "Move",
    "is_agreement",
    "is_refusal",
    "level_of_offices",
    "level_of_words",
    "move_in",
    "names_channel",
    "rank",
]


class Level(StrEnum):
    """Who talks with whom, from the top."""

    LEADERS = "leaders"
    MINISTERS = "ministers"
    SENIOR = "senior officials"
    MILITARY = "military"
    WORKING = "working level"
    UNTOLD = "level not told"


class Move(StrEnum):
    """What an act does to a channel."""

    MET = "met"
    RESUMED = "resumed"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    PLANNED = "planned"


class _Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Level
    offices: list[str]
    words: list[str]


class _Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Move
    words: list[str]


class _Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: list[str]
    refusing: list[str]
    agreeing: list[str]
    silent_offices: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    level: list[_Level]
    move: list[_Move]
    channel: _Channel


def level_of_words(words: str, *, above: Level | None = None) -> Level | None:
    """Name the level that words tell: the military's first, then from the top.

    ``above`` leaves out levels that are not higher: "officials" tells nothing of ministers.
    """
    ranks = [Level.MILITARY, *(one for one in Level if one is not Level.MILITARY)]
    known = {one.name: one.words for one in _file().level}
    for level in ranks:
        if above is not None and rank(level) >= rank(above):
            continue
        if _any(known.get(level, ()), words):
            return level
    return None


def level_of_offices(offices: Iterable[str]) -> Level | None:
    """Name the lowest level among those who talk; ``None`` where no office is known."""
    found = [level for office in offices if (level := _level_of_office(office))]
    if Level.MILITARY in found:
        return Level.MILITARY
    return max(found, key=rank, default=None)


def rank(level: Level) -> int:
    """Count from the top, 0 for leaders."""
    return list(Level).index(level)


def move_in(words: str) -> Move | None:
    """Tell what words say became of talks: resumed before suspended ("resumed stalled talks")."""
    return next((one.name for one in _file().move if _any(one.words, words)), None)


def names_channel(words: str) -> bool:
    """Whether words name a channel of talks."""
    return _any(_file().channel.words, words)


def is_refusal(words: str) -> bool:
    """Whether words decline."""
    return _any(_file().channel.refusing, words)


def is_agreement(words: str) -> bool:
    """Whether words agree to, or plan, something."""
    return _any(_file().channel.agreeing, words)


# Private functions


def _level_of_office(office: str) -> Level | None:
    if _any(_file().channel.silent_offices, office):
        return None
    by_name = {one.name: one.offices for one in _file().level}
    order = (Level.MILITARY, Level.SENIOR, Level.MINISTERS, Level.LEADERS)
    exact = [level for level in order if _any(by_name[level], office)]
    if Level.MINISTERS in exact and Level.SENIOR in exact and "deputy prime" in office.lower():
        return Level.MINISTERS
    if Level.LEADERS in exact and Level.MINISTERS in exact:
        return Level.MINISTERS if re.search("vice|deputy", office, re.IGNORECASE) else Level.LEADERS
    return exact[0] if exact else None


def _any(patterns: Sequence[str], words: str) -> bool:
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in patterns)


@cache
def _file() -> _File:
    data = files("detente.relations").joinpath("data/channels.toml").read_bytes()
    try:
        return msgspec.toml.decode(data, type=_File)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"relations/data/channels.toml: {err}") from err

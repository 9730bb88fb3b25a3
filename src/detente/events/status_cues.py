"""The cue words of status, as ``data/status.toml`` groups them.

In:  one TOML file of word lists.   Out: one record of sets, read once.
Does not: look at sentences (status.py does).
"""

from dataclasses import dataclass
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.events.packaged import packaged
from detente.records import Status

__all__ = ["Cues", "load_cues"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What each class of words does to the act beside or below it; lemmas in lower case."""

    governors: dict[str, Status]
    modals: dict[str, Status]
    negators: frozenset[str]
    tellers: frozenset[str]
    clausal_only: frozenset[str]
    reactions: frozenset[str]
    answers: frozenset[str]
    messages: frozenset[str]
    makers: frozenset[str]
    parts: frozenset[str]
    reports: frozenset[str]
    schemes: frozenset[str]
    departures: frozenset[str]
    showing: frozenset[str]
    confirming: frozenset[str]
    endings: frozenset[str]
    two_way: frozenset[str]
    rejecting: frozenset[str]


class _Modals(msgspec.Struct, forbid_unknown_fields=True):
    future: str
    hypothetical: str


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    words: str


class _Verbs(msgspec.Struct, forbid_unknown_fields=True):
    tellers: str
    clausal_only: str
    reactions: str
    answers: str
    makers: str
    departures: str
    showing: str
    confirming: str
    endings: str
    two_way: str
    rejecting: str


class _Nouns(msgspec.Struct, forbid_unknown_fields=True):
    messages: str
    parts: str
    reports: str
    schemes: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    future: str
    hypothetical: str
    negated: str
    modals: _Modals
    negators: _Words
    verbs: _Verbs
    nouns: _Nouns


@cache
def load_cues() -> Cues:
    """Read the cue words of the package.

    Raises:
        BadConfig: the file is not TOML of the expected tables, or a governor stands in two lists.
    """
    try:
        file = msgspec.toml.decode(packaged("status.toml"), type=_File)
    except msgspec.DecodeError as err:
        raise BadConfig(f"status.toml: {err}") from err
    by_status = [
        (Status.FUTURE, file.future),
        (Status.HYPOTHETICAL, file.hypothetical),
        (Status.NEGATED, file.negated),
    ]
    modals = [
        (Status.FUTURE, file.modals.future),
        (Status.HYPOTHETICAL, file.modals.hypothetical),
    ]
    return Cues(
        governors=_by_word(by_status),
        modals=_by_word(modals),
        negators=_set(file.negators.words),
        tellers=_set(file.verbs.tellers),
        clausal_only=_set(file.verbs.clausal_only),
        reactions=_set(file.verbs.reactions),
        answers=_set(file.verbs.answers),
        messages=_set(file.nouns.messages),
        makers=_set(file.verbs.makers),
        parts=_set(file.nouns.parts),
        reports=_set(file.nouns.reports),
        schemes=_set(file.nouns.schemes),
        departures=_set(file.verbs.departures),
        showing=_set(file.verbs.showing),
        confirming=_set(file.verbs.confirming),
        endings=_set(file.verbs.endings),
        two_way=_set(file.verbs.two_way),
        rejecting=_set(file.verbs.rejecting),
    )


# Private functions


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _by_word(lists: list[tuple[Status, str]]) -> dict[str, Status]:
    found: dict[str, Status] = {}
    for status, words in lists:
        for word in words.split():
            if found.setdefault(word, status) is not status:
                raise BadConfig(
                    f"status.toml: {word!r} stands as {found[word]} and as {status}; keep one"
                )
    return found

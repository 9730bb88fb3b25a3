"""feeds.toml -> the feeds to watch. Strict: an unknown key or a bad value stops with its place.

In:  one or more files in TOML.   Out: ``WatchedFeed`` for each feed, each once.
Does not: fetch anything, or say whether a feed is alive.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from detente.errors import BadConfig
from detente.sources.feeds import FeedKind, plain_address

# Those of the journey (pipeline.py); feeds in others are listed, but not asked.
CODED_LANGUAGES = frozenset({"en"})
MIN_INTERVAL = timedelta(seconds=60)
MAX_INTERVAL = timedelta(days=7)
_DURATION = re.compile(r"(\d{1,4})\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_COUNTRY = re.compile(r"[A-Z]{3}")  # ISO 3166 alpha-3, or one of PLOVER's for bodies, such as IGO
_LANGUAGE = re.compile(r"[a-z]{2,3}")  # ISO 639
_CONTACT = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFeed:
    """One feed to watch. ``kind`` is ``None`` where it is told by what the feed turns out to be.

    ``interval`` lies between two polls; ``max_age`` is how old an entry may be to be fetched;
    ``revisit``, if any, how long after its first fetch a page is looked at again for changes.
    ``pace`` is the least time between two requests to its host. ``contact`` (an address or a
    mailbox) is told to the host. ``allow_private`` lifts the ban on private addresses, for feeds
    of one's own network.
    """

    url: str
    outlet: str
    country: str | None = None
    language: str = "en"
    kind: FeedKind | None = None
    interval: timedelta = timedelta(minutes=30)
    max_age: timedelta = timedelta(days=7)
    revisit: timedelta | None = None
    pace: timedelta = timedelta(seconds=5)
    contact: str | None = None
    allow_private: bool = False

    @property
    def is_coded(self) -> bool:
        """Whether reports in the feed's language can be coded."""
        return self.language in CODED_LANGUAGES


class _Defaults(msgspec.Struct, forbid_unknown_fields=True):
    """The table ``[watch]``: what holds for all feeds of its file."""

    interval: str = "30m"
    max_age: str = "7d"
    revisit: str | None = None
    pace: str = "5s"
    contact: str | None = None
    allow_private: bool = False


class _Feed(msgspec.Struct, forbid_unknown_fields=True):
    """One table ``[[feed]]``. ``note`` and ``checked`` are for people."""

    url: str
    outlet: str
    country: str | None = None
    language: str = "en"
    kind: FeedKind | None = None
    interval: str | None = None
    max_age: str | None = None
    revisit: str | None = None
    pace: str | None = None
    contact: str | None = None
    note: str | None = None
    checked: str | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    watch: _Defaults = msgspec.field(default_factory=_Defaults)
    feed: list[dict[str, object]] = msgspec.field(default_factory=list)


def load_feed_lists(paths: Sequence[Path]) -> tuple[WatchedFeed, ...]:
    """Load feed lists, in order; a folder stands for the ``.toml`` files in it.

    Raises:
        BadConfig: a file is missing or wrong, or two feeds are the same; the message says where.
    """
    feeds: dict[str, WatchedFeed] = {}
    for path in _files(paths):
        given = _decoded(path)
        for number, table in enumerate(given.feed, start=1):
            place = f"{path}, feed {number}"
            feed = _feed(table, given.watch, place)
            if feed.url in feeds:
                raise BadConfig(f"{place}: {feed.url} is listed twice; leave one out")
            feeds[feed.url] = feed
    if not feeds:
        named = ", ".join(map(str, paths)) or "no file"
        raise BadConfig(f"{named}: lists no feed; add a table [[feed]] with url and outlet")
    return tuple(feeds.values())


def _files(paths: Iterable[Path]) -> list[Path]:
    return [
        file
        for path in paths
        for file in (sorted(path.glob("*.toml")) if path.is_dir() else (path,))
    ]


def _decoded(path: Path) -> _File:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except OSError as err:
        raise BadConfig(f"{path}: cannot be read: {err.strerror}; check the path") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise BadConfig(f"{path}: is no TOML: {err}") from err
    except msgspec.ValidationError as err:
        raise BadConfig(f"{path}: {err}") from err


def _feed(table: dict[str, object], defaults: _Defaults, place: str) -> WatchedFeed:
    try:
        given = msgspec.convert(table, _Feed)
        url = plain_address(given.url)
    except (msgspec.ValidationError, ValueError) as err:
        raise BadConfig(f"{place}: {err}") from err
    _check(given, place)
    revisit = given.revisit or defaults.revisit
    return WatchedFeed(
        url=url,
        outlet=given.outlet.strip(),
        country=given.country,
        language=given.language,
        kind=given.kind,
        interval=_interval(given.interval or defaults.interval, f"{place}, interval"),
        max_age=_duration(given.max_age or defaults.max_age, f"{place}, max_age"),
        revisit=_duration(revisit, f"{place}, revisit") if revisit else None,
        pace=_duration(given.pace or defaults.pace, f"{place}, pace"),
        contact=_contact(given.contact or defaults.contact, place),
        allow_private=defaults.allow_private,
    )


def _check(given: _Feed, place: str) -> None:
    if not given.outlet.strip():
        raise BadConfig(f"{place}: outlet is empty; name who publishes the feed")
    if given.country is not None and not _COUNTRY.fullmatch(given.country):
        raise BadConfig(f"{place}: country is {given.country!r}; write three letters, as in FRA")
    if not _LANGUAGE.fullmatch(given.language):
        raise BadConfig(f"{place}: language is {given.language!r}; write a code such as en")


def _interval(written: str, place: str) -> timedelta:
    found = _duration(written, place)
    if not MIN_INTERVAL <= found <= MAX_INTERVAL:
        raise BadConfig(f"{place}: {written!r} is not between 1m and 7d")
    return found


def _duration(written: str, place: str) -> timedelta:
    """Read a duration such as 90s, 30m, 2h, 7d."""
    match = _DURATION.fullmatch(written.strip())
    if match is None:
        raise BadConfig(f"{place}: {written!r} is no duration; write 90s, 30m, 2h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _contact(written: str | None, place: str) -> str | None:
    """Check who hosts may write to; it goes into a header."""
    if written is not None and not _CONTACT.fullmatch(written):
        raise BadConfig(f"{place}: contact is {written!r}; write a mailbox or an address")
    return written

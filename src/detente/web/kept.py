"""What was made lately and still holds: answers, briefs, pictures; and what a write touches.

In:  what is asked, how to make it, what it is about.   Out: the same, made once while it holds.
Does not: know pages or the ledger. What a write touches is told by subjects: a country's code, the
countries of an event ("CHN+USA"), ``issue:``, ``outlet:``, ``report:``. An answer about none of
them stays as it is; what was dear to make is shown a little longer, with its time, while its
successor is made beside.
"""

import gzip
import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations
from threading import Lock
from typing import Any, TypeVar

from detente.records import Coded
from detente.relations.sides import countries_of, spoken_of

MOST_KEPT = 256  # briefs and pictures in memory; each some 100 kB
MOST_BYTES = 96_000_000  # of answers in memory
MOST_COUNTRIES = 30  # a report that names more is about everything
PATIENCE_S = 0.5  # what took longer to make is shown while its successor is made
PACE = 8  # a successor is made so many times its own cost after the last: an eighth of one core
LONGEST_S = 300.0  # what no write touched is made anew after so long, for totals change with any
PRESSED = 1_000  # bytes from which an answer is compressed
ALL = "*"
T = TypeVar("T")
logger = logging.getLogger(__name__)


class Kept:
    """The last results of heavy work, by what they depend on; safe to share among threads.

    What several ask for at once is made once; the others wait for it.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give the result for ``key``, making it where it is not kept."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                known: T = self._found[key]
                return known
            others = self._making.get(key)
            own = self._making.setdefault(key, Future())
        if others is not None:
            shared: T = others.result()
            return shared
        try:
            made = make()
        except BaseException as err:
            own.set_exception(err)
            raise
        else:
            self._keep(key, made)
            own.set_result(made)
            return made
        finally:
            with self._lock:
                del self._making[key]

    def _keep(self, key: Hashable, made: object) -> None:
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)


# --- What a write touches.
class Touches:
    """Counts writes, and remembers the last that touched each subject. Safe among threads."""

    def __init__(self) -> None:
        self.n = 0
        self._last: dict[str, int] = {}
        self._all = 0
        self._lock = Lock()

    def touch(self, subjects: Iterable[str]) -> None:
        """Note a write, after it is on the disk."""
        with self._lock:
            self.n += 1
            self._last.update(dict.fromkeys((*subjects, ALL), self.n))

    def touch_all(self) -> None:
        """Note a write that may have touched anything."""
        with self._lock:
            self.n += 1
            self._all = self.n

    def last(self, subjects: Collection[str]) -> int:
        """The number of the last write that touched one of some subjects."""
        return max([self._all, *(self._last.get(one, 0) for one in subjects)])

    def holds(self, subjects: Collection[str], n: int) -> bool:
        """Whether what was made after ``n`` writes about some subjects still holds."""
        return self.last(subjects) <= n


def block_of(countries: Iterable[str]) -> str:
    """Name some countries together, as claims are merged by them: ``CHN+USA``."""
    return "+".join(sorted(set(countries)))


def subjects_of(countries: Iterable[str]) -> set[str]:
    """List what a report or an event on some countries touches: them, each two, all together."""
    named = sorted(set(countries))
    pairs = ("+".join(pair) for pair in combinations(named, 2))
    return {*named, *pairs, "+".join(named)}


def told(items: Iterable[object]) -> set[str] | None:
    """List what coded reports touch; ``None`` where it is everything."""
    touched = set[str]()
    for one in items:
        if not isinstance(one, Coded):
            continue
        countries = set[str]().union(
            *(countries_of((*claim.actors, *claim.recipients)) for claim in one.claims),
            *(spoken_of(said) for said in one.statements),
            *({side for side in (remark.side, *remark.about) if side} for remark in one.remarks),
        )
        if len(countries) > MOST_COUNTRIES:
            return None
        touched |= subjects_of(countries) | {f"report:{one.report.id}"}
        touched.add(f"outlet:{one.report.outlet or ''}")
        touched |= {f"issue:{issue}" for claim in one.claims for issue in claim.issues}
        touched |= {f"issue:{issue}" for said in one.statements for issue in said.issues}
    return touched


# --- Answers to requests.
@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A body, and what it is about. ``headers`` go with it."""

    body: bytes
    media_type: str
    subjects: Collection[str] = (ALL,)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Answer:
    """An answer that is kept, and how to make its successor.

    It rests on the first ``n`` writes; ``cost_s`` is how long it took to make, ``made_s`` when,
    by the monotonic clock; ``at`` is the same for people.
    """

    made: Made
    make: Callable[[], Made] = field(repr=False)
    n: int
    cost_s: float
    made_s: float
    at: datetime
    tag: str = ""
    pressed: bytes | None = None

    def __post_init__(self) -> None:
        self.tag = f'"{hashlib.sha256(self.made.body).hexdigest()[:32]}"'
        if len(self.made.body) >= PRESSED and not self.made.media_type.startswith("image/png"):
            self.pressed = gzip.compress(self.made.body, 5, mtime=0)

    @property
    def size(self) -> int:
        """How many bytes it keeps."""
        return len(self.made.body) + len(self.pressed or b"")


class Answers:
    """The last answers, by address. Safe among threads.

    ``patience_s``: what took longer to make is given out of date while its successor is made,
    ``pace`` times its cost after it was made itself.
    """

    def __init__(
        self, touches: Touches, patience_s: float = PATIENCE_S, pace: float = PACE
    ) -> None:
        self.touches = touches
        self.patience_s = patience_s
        self.pace = pace
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._n_bytes = 0
        self._lock = Lock()
        self._making = Kept(most=0)
        self._thread: ThreadPoolExecutor | None = None
        self._under_way = set[str]()

    def known(self, key: str) -> Answer | None:
        """Give what is kept, as far as it may be shown; start on its successor where one is due."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        age_s = time.monotonic() - found.made_s
        if not self.is_current(found):
            if found.cost_s < self.patience_s:
                return None
            if age_s > self.pace * found.cost_s:
                self._start(key, found)
        elif age_s > LONGEST_S and found.n < self.touches.n:
            self._start(key, found)
        return found

    def is_current(self, found: Answer) -> bool:
        """Whether no write has touched what an answer is about."""
        return self.touches.holds(found.made.subjects, found.n)

    def get(self, key: str, make: Callable[[], Made], *, is_fresh: bool = False) -> Answer:
        """Give the answer for ``key``, making it where none may be shown.

        ``is_fresh``: only one that no write has touched will do.
        """
        kept = self._kept.get(key)
        if not is_fresh or (kept is not None and self.is_current(kept)):
            found = self.known(key)
            if found is not None:
                return found
        return self._making.get((key, self.touches.n), lambda: self._made(key, make))

    def beside(self, work: Callable[[], object]) -> None:
        """Do some work in the thread that makes successors, one at a time: readers go before."""
        with self._lock:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, "detente-successor")
            self._thread.submit(work)

    def close(self) -> None:
        """Let go of work beside that is not begun."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
            self._thread = None

    def _made(self, key: str, make: Callable[[], Made]) -> Answer:
        n, begun = self.touches.n, time.monotonic()
        made = make()
        ended = time.monotonic()
        found = Answer(
            made=made, make=make, n=n, cost_s=ended - begun, made_s=ended, at=datetime.now(UTC)
        )
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = found
            self._n_bytes += found.size - (before.size if before else 0)
            while self._n_bytes > MOST_BYTES and len(self._kept) > 1:
                self._n_bytes -= self._kept.popitem(last=False)[1].size
        return found

    def _start(self, key: str, found: Answer) -> None:
        with self._lock:
            if key in self._under_way:
                return
            self._under_way.add(key)
        self.beside(lambda: self._succeed(key, found))

    def _succeed(self, key: str, found: Answer) -> None:
        try:
            self._made(key, found.make)
        except Exception as err:  # noqa: BLE001  # whatever it is: who asks for it next is told
            logger.warning("an answer could not be made anew; error=%r", err)
            with self._lock:
                gone = self._kept.pop(key, None)
                self._n_bytes -= gone.size if gone else 0
        finally:
            with self._lock:
                self._under_way.discard(key)

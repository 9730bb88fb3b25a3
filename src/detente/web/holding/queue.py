"""Reports whose coding takes long wait here, and whoever sent them looks for them later.

In:  work that codes and keeps reports.   Out: ``Errand``: how far it is, and what became of it.
Does not: outlast the process: what is not done is sent again, and twice is once. Work is done one
after the other, beside the texts that are short.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from secrets import token_hex
from threading import Lock

from fastapi import HTTPException

from detente.errors import DetenteError
from detente.ledger.contract import TakenAnswer

LONG_LETTERS = 20_000  # characters of a text from which it waits among its like
MOST_LETTERS = 400_000  # of a text that the desk codes; the longest transcripts have 200,000
MOST_WAITING = 16
MOST_KNOWN = 500  # errands that are remembered
logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Errand:
    """Reports that were sent. ``state`` is waiting, coding, done or failed.

    ``answer`` is there once it is done, ``detail`` says why it failed.
    """

    id: str
    n_reports: int
    state: str = "waiting"
    answer: TakenAnswer | None = None
    detail: str | None = None


class Queue:
    """Does errands in a thread of its own. Safe among threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Errand] = OrderedDict()
        self._n_waiting = 0
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(1, "detente-long-texts")

    def begin(self, n_reports: int, work: Callable[[], TakenAnswer]) -> Errand:
        """Take an errand on.

        Raises:
            HTTPException: too many wait already.
        """
        errand = Errand(id=token_hex(10), n_reports=n_reports)
        with self._lock:
            if self._n_waiting >= MOST_WAITING:
                told = f"{MOST_WAITING} long texts wait already; try again"
                raise HTTPException(503, told, {"retry-after": "60"})
            self._n_waiting += 1
            self._known[errand.id] = errand
            while len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        self._pool.submit(self._do, errand, work)
        return errand

    def get(self, errand_id: str) -> Errand | None:
        """Find an errand."""
        return self._known.get(errand_id)

    def close(self) -> None:
        """Let go of what waits."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _do(self, errand: Errand, work: Callable[[], TakenAnswer]) -> None:
        errand.state = "coding"
        try:
            errand.answer = work()
        except (DetenteError, HTTPException) as err:  # foreseen, as where the desk stops meanwhile
            errand.detail, errand.state = str(getattr(err, "detail", err)), "failed"
            logger.warning("an errand failed id=%s error=%s", errand.id, errand.detail)
        except Exception as err:  # told, whatever it is, to whoever looks for it
            errand.detail, errand.state = str(getattr(err, "detail", err)), "failed"
            logger.exception("an errand failed id=%s", errand.id)
        else:
            errand.state = "done"
        finally:
            with self._lock:
                self._n_waiting -= 1

"""A desk, asked from a program: its record row by row, and what may be written to it.

In:  a desk's address, a token.   Out: the rows of the HTTP API, typed; lists to their end.
Does not: open a ledger, or code anything: the desk does. What fails for a moment (busy, too many
requests, a broken connection) is tried again: every call may be sent twice, for twice is once.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Literal, Self, TypedDict, TypeVar, Unpack
from urllib.parse import quote, urlencode

import msgspec
import stamina
import urllib3

from detente.errors import BadInput, DeskRefusal
from detente.ledger import ClaimRow, Filter, StatementRow
from detente.ledger.contract import (
    CodedAnswer,
    EventRow,
    ListedActor,
    ListedDyad,
    ListedReport,
    RuledAnswer,
    RulingRow,
    TakenAnswer,
    TakenRow,
    WholeReport,
)
from detente.records import Report

ADDRESS = "http://127.0.0.1:8451"
AT_ONCE = 50  # reports of one request
AT_ONCE_BYTES = 4_000_000  # of one request; the desk takes 8 million
PAGE = 200  # rows of one request
AGAIN = frozenset({429, 502, 503, 504})
LONGEST_WAIT_S = 60.0
LOOK_S = 1.0  # between two looks for reports that take long
T = TypeVar("T")
Value = str | int | bool | date | None


class Ruled(TypedDict, total=False):
    """What is decided: exactly one. ``same_as`` and ``different`` are ids of events or claims.

    ``set`` names fields (type, mode, status, date, actors, recipients, place) and their values.
    """

    accept: Literal[True]
    reject: Literal[True]
    note: Literal[True]
    pin: Literal[True]
    same_as: str
    different: str
    set: Mapping[str, str]


class _Page(msgspec.Struct):
    items: msgspec.Raw
    after: str | None


class _Queued(msgspec.Struct):
    id: str = ""
    state: str | None = None
    answer: TakenAnswer | None = None
    detail: str | None = None


class _Told(msgspec.Struct):
    detail: str = ""


class Client:
    """Asks one desk. Safe to share among threads; ``with Client(...) as desk:`` closes it.

    ``timeout_s`` is for one answer, ``attempts`` how often a call is tried at most, ``ca_file``
    names certificates to trust beside the system's.

    Raises:
        BadInput: the address is none.
    """

    def __init__(
        self,
        url: str = ADDRESS,
        token: str | None = None,
        *,
        timeout_s: float = 60.0,
        attempts: int = 6,
        ca_file: str | None = None,
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise BadInput(f"{url!r} is no address of a desk; write it as {ADDRESS}")
        self.url = url.rstrip("/")
        self._attempts = attempts
        self._headers = {"accept": "application/json"}
        if token is not None:
            self._headers["authorization"] = f"Bearer {token}"
        self._pool = urllib3.PoolManager(timeout=timeout_s, retries=False, ca_certs=ca_file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.clear()

    # Reading

    def reports(self, **wanted: Unpack[Filter]) -> Iterator[ListedReport]:
        """Yield reports without their texts, newest first."""
        return self._all("reports", ListedReport, wanted)

    def report(self, report_id: str) -> WholeReport:
        """Get a report with its text."""
        return self._one(f"reports/{_part(report_id)}", WholeReport)

    def claims(self, **wanted: Unpack[Filter]) -> Iterator[ClaimRow]:
        """Yield claims, newest first."""
        return self._all("claims", ClaimRow, wanted)

    def claim(self, claim_id: str) -> ClaimRow:
        """Get a claim."""
        return self._one(f"claims/{_part(claim_id)}", ClaimRow)

    def statements(self, **wanted: Unpack[Filter]) -> Iterator[StatementRow]:
        """Yield statements, newest first."""
        return self._all("statements", StatementRow, wanted)

    def statement(self, statement_id: str) -> StatementRow:
        """Get a statement."""
        return self._one(f"statements/{_part(statement_id)}", StatementRow)

    def events(self, **wanted: Unpack[Filter]) -> Iterator[EventRow]:
        """Yield events, newest first."""
        return self._all("events", EventRow, wanted)

    def event(self, event_id: str) -> EventRow:
        """Get an event by its id, or how that begins."""
        return self._one(f"events/{_part(event_id)}", EventRow)

    def actors(self, words: str = "") -> Iterator[ListedActor]:
        """Yield actors by code; ``words`` are in a name or the code."""
        return self._all("actors", ListedActor, {"words": words})

    def actor(self, code: str) -> ListedActor:
        """Get an actor."""
        return self._one(f"actors/{_part(code)}", ListedActor)

    def relations(self, country: str = "") -> Iterator[ListedDyad]:
        """Yield the pairs of countries that have events, by code; ``country`` is one of them."""
        return self._all("relations", ListedDyad, {"country": country})

    def relations_known(self) -> None:
        """Look whether the desk answers.

        Raises:
            DeskRefusal: it does not, or refuses.
        """
        self._asked("GET", "relations?limit=1")

    def copy_ledger(self, path: Path) -> None:
        """Fetch a copy of the whole ledger, as it stands now."""
        path.write_bytes(self._asked("GET", "ledger"))

    def brief(self, one: str, other: str, as_of: date | None = None) -> str:
        """Get how two sides stand, as ``detente brief --format json`` writes it."""
        path = f"relations/{_part(one)}/{_part(other)}{_query({'as_of': as_of})}"
        return self._asked("GET", path).decode()

    def rulings(
        self, *, claim: str = "", by: str = "", active: bool | None = None
    ) -> Iterator[RulingRow]:
        """Yield rulings, newest first; ``active``: only those that hold, or do not."""
        return self._all("rulings", RulingRow, {"claim": claim, "by": by, "active": active})

    def ruling(self, ruling_id: str) -> RulingRow:
        """Get a ruling."""
        return self._one(f"rulings/{_part(ruling_id)}", RulingRow)

    def code(
        self, text: str, published: date | None = None, outlet: str | None = None
    ) -> CodedAnswer:
        """Code a text; nothing is kept."""
        body = {"text": text, "published": published, "outlet": outlet}
        return msgspec.json.decode(self._asked("POST", "code", body), type=CodedAnswer)

    # Writing

    def add(self, report: Report) -> TakenRow:
        """Code and keep one report; one that is there is answered from the record."""
        return self._taken(_sent(report)).items[0]

    def add_all(self, reports: Iterable[Report]) -> Iterator[TakenRow]:
        """Code and keep many; yield what became of each, in order.

        One that cannot be kept has no ``report`` and a problem; the others go on.
        """
        for batch in _batches(reports):
            yield from self._taken([_sent(one) for one in batch]).items

    def rule(self, on: str, because: str, **ruled: Unpack[Ruled]) -> RuledAnswer:
        """Decide on an event, for each of its claims, or on a claim, in the token's name."""
        body = {"on": on, "because": because, **ruled}
        return msgspec.json.decode(self._asked("POST", "rulings", body), type=RuledAnswer)

    def withdraw(self, ruling_id: str) -> RuledAnswer:
        """Withdraw a ruling, and those of the same decision."""
        path = f"rulings/{_part(ruling_id)}/withdraw"
        return msgspec.json.decode(self._asked("POST", path, {}), type=RuledAnswer)

    def _taken(self, sent: object) -> TakenAnswer:
        """Send reports; where they take long, look until they are done."""
        told = self._asked("POST", "reports", sent)
        queued = msgspec.json.decode(told, type=_Queued)
        if queued.state is None:
            return msgspec.json.decode(told, type=TakenAnswer)
        while queued.answer is None:
            if queued.state == "failed":
                raise DeskRefusal(f"{self.url}: {queued.detail}")
            time.sleep(LOOK_S)
            queued = self._one(f"queue/{_part(queued.id)}", _Queued)
        return queued.answer

    def _one(self, path: str, kind: type[T]) -> T:
        return msgspec.json.decode(self._asked("GET", path), type=kind)

    def _all(self, name: str, kind: type[T], wanted: Mapping[str, object]) -> Iterator[T]:
        """Follow the cursors to the end of a list, or until there are enough."""
        limit = wanted.get("limit")
        return islice(self._endless(name, kind, wanted), limit if isinstance(limit, int) else None)

    def _endless(self, name: str, kind: type[T], wanted: Mapping[str, object]) -> Iterator[T]:
        after: str | None = ""
        while after is not None:
            query = _query({**wanted, "after": after, "limit": PAGE})
            page = msgspec.json.decode(self._asked("GET", f"{name}{query}"), type=_Page)
            yield from msgspec.json.decode(page.items, type=list[kind])  # type: ignore[valid-type]  # a type at run time
            after = page.after

    def _asked(self, method: str, path: str, body: object = None) -> bytes:
        """Ask, again where it may help.

        Raises:
            BadInput: the address is none.
            DeskRefusal: the desk refuses, or cannot be reached.
        """
        sent, headers = None, self._headers
        if body is not None:
            sent, headers = msgspec.json.encode(body), {**headers, "content-type": _JSON}
        caller = stamina.RetryingCaller(
            attempts=self._attempts, timeout=None, wait_max=LONGEST_WAIT_S
        )
        return caller(_wait, self._answer, method, path, sent, headers)

    def _answer(
        self, method: str, path: str, sent: bytes | None, headers: Mapping[str, str]
    ) -> bytes:
        address = f"{self.url}/api/v1/{path}"
        try:
            answer = self._pool.request(method, address, body=sent, headers=headers, redirect=False)
        except urllib3.exceptions.LocationParseError as err:
            raise BadInput(f"{self.url!r} is no address of a desk ({err})") from err
        except urllib3.exceptions.HTTPError as err:
            told = f"no desk answers at {self.url} ({err}); is detente serve running there?"
            raise DeskRefusal(told, may_help=True) from err
        if answer.status in {200, 201}:
            return answer.data
        raise DeskRefusal(
            f"{address.partition('?')[0]}: {answer.status}: {_detail(answer.data)}",
            status=answer.status,
            may_help=answer.status in AGAIN,
            wait_s=_seconds(answer.headers.get("retry-after")),
        )


_JSON = "application/json"


def _wait(error: Exception) -> bool | timedelta:
    """Whether to try again, and where the desk says so, after how long."""
    if not isinstance(error, DeskRefusal) or not error.may_help:
        return False
    return timedelta(seconds=min(error.wait_s, LONGEST_WAIT_S)) if error.wait_s else True


def _seconds(told: str | None) -> float | None:
    return float(told) if told is not None and told.isdigit() else None


def _detail(body: bytes) -> str:
    """Take what problem JSON says; of another body, its beginning."""
    try:
        return msgspec.json.decode(body, type=_Told).detail
    except msgspec.MsgspecError:
        return body[:200].decode(errors="replace")


def _part(name: str) -> str:
    return quote(name, safe="")


def _query(wanted: Mapping[str, object]) -> str:
    given = {name: _word(value) for name, value in wanted.items() if value not in {None, ""}}
    return f"?{urlencode(given)}" if given else ""


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sent(report: Report) -> dict[str, str | date | None]:
    """What of a report is sent; the desk finds out the rest."""
    return {
        "text": report.text,
        "title": report.title or None,
        "url": report.url or None,
        "outlet": report.outlet or None,
        "published": report.published,
        "key": report.key or None,
    }


def _batches(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """Put reports together, as many as one request takes."""
    batch, size = list[Report](), 0
    for report in reports:
        n_bytes = 2 * len(report.text.encode("utf-8", "replace"))  # escapes may double it
        if batch and (len(batch) == AT_ONCE or size + n_bytes > AT_ONCE_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(report)
        size += n_bytes
    if batch:
        yield batch

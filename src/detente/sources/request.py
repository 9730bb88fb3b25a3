"""One request to a checked address, within limits of size and time.

In:  a target, the addresses that were checked for it, the limits.   Out: ``Answer``.
Does not: resolve names (DNS cannot change between check and use), follow redirects, or retry.
Only fetch.py imports this module, and only to fetch: urllib3 costs a fifth of a second.
"""

import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as SlowError

from detente.errors import BadReport
from detente.sources.targets import Answer, Target

TOO_SLOW = "did not answer in full in time; try again later"
_CHUNK = 16_384  # bytes; unzipped they are at most a thousand times as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may take. ``deadline`` is an instant of ``time.monotonic``.

    ``is_cut``: a body over ``max_bytes`` is cut there instead of refused. ``key`` is what errors
    are told under. ``headers`` are asked with beside our own, such as who asks.
    """

    key: str
    headers: Mapping[str, str]
    deadline: float
    max_bytes: int
    is_cut: bool = False

    def seconds_left(self) -> float:
        """Seconds until the deadline.

        Raises:
            BadReport: it is over.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise BadReport(self.key, "timeout", TOO_SLOW)
        return left


def request_once(target: Target, addresses: Sequence[str], limits: Limits) -> Answer:
    """Ask ``target`` at one of ``addresses`` for its page.

    Raises:
        BadReport: of kind ``connect``, ``tls``, ``timeout``, ``too-large``, ``broken-answer``.
    """
    headers = {"Accept-Encoding": "gzip", "Accept": "*/*", **limits.headers}
    pin = _Pin(addresses, target.port)
    try:
        with _ending(pin, limits), _pool(target, pin, limits) as pool:
            response = pool.urlopen(
                "GET", target.path, headers=headers, redirect=False, preload_content=False
            )
            body = _body(response, limits)
    except HTTPError as err:
        limits.seconds_left()
        raise BadReport(limits.key, _kind(err), f"{target.url} cannot be fetched: {err}") from err
    limits.seconds_left()  # a connection that was cut can look like a body that ended
    named = {name.lower(): value for name, value in response.headers.items()}
    return Answer(url=target.url, status=response.status, headers=named, body=body)


class _Pin:
    """Where connections of a pool may go; ``cut`` ends them from another thread."""

    def __init__(self, addresses: Sequence[str], port: int) -> None:
        self.port = port
        self._addresses = addresses
        self._handles: list[socket.socket] = []

    def connect(self, timeout_s: float | None) -> socket.socket:
        """Connect to the first address that answers."""
        failure = OSError("no address to connect to")
        for address in self._addresses:
            try:
                connected = socket.create_connection((address, self.port), timeout_s)
            except OSError as err:
                failure = err
                continue
            # TLS detaches the socket it wraps; a second handle still reaches the connection.
            self._handles.append(connected.dup())
            return connected
        raise failure

    def cut(self) -> None:
        """End all connections: whoever waits for them wakes up."""
        for handle in self._handles:
            with suppress(OSError):  # closed already, which is what was wanted
                handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for handle in self._handles:
            handle.close()


class _Pinned(HTTPConnection):
    """A connection that asks its pin for a socket, not DNS."""

    def __init__(self, *args: Any, pin: _Pin, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pin = pin

    def _new_conn(self) -> socket.socket:
        try:
            return self._pin.connect(self.timeout)
        except OSError as err:
            raise NewConnectionError(self, str(err)) from err


class _PinnedTls(_Pinned, HTTPSConnection):
    """The same under TLS; the certificate must be the host's."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Pinned


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _PinnedTls


def _pool(target: Target, pin: _Pin, limits: Limits) -> HTTPConnectionPool:
    kind = _TlsPool if target.scheme == "https" else _Pool
    left = limits.seconds_left()
    timeout = Timeout(connect=left, read=left)
    return kind(target.host, target.port, timeout=timeout, retries=False, pin=pin)


@contextmanager
def _ending(pin: _Pin, limits: Limits) -> Iterator[None]:
    """End the connections of ``pin`` at the deadline, however slowly bytes drip."""
    timer = threading.Timer(limits.seconds_left(), pin.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        pin.close()


def _body(response: BaseHTTPResponse, limits: Limits) -> bytes:
    """Read the body as it comes, unzipped, up to the limit."""
    body = bytearray()
    with response:
        while chunk := response.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) <= limits.max_bytes:
                continue
            if limits.is_cut:
                break
            detail = f"the page is larger than {limits.max_bytes:,} bytes"
            raise BadReport(limits.key, "too-large", detail)
    return bytes(body[: limits.max_bytes])


def _kind(error: HTTPError) -> str:
    """Name an error of urllib3; to connect may also count as slow there, so it comes first."""
    kinds = ((NewConnectionError, "connect"), (SSLError, "tls"), (SlowError, "timeout"))
    return next((kind for cls, kind in kinds if isinstance(error, cls)), "broken-answer")

"""An address of the web -> the bytes behind it. With request.py, the only network code.

In:  a URL.   Out: ``Fetched``, or ``BadReport`` that says why not.
Does not: fetch from private networks (checked after DNS, on every redirect, and the connection
goes to the checked address), past limits of size and time, against robots.txt, or by a proxy.
"""

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from detente.errors import VERSION, BadReport
from detente.sources.targets import Answer, Target, refusal, target_from_url

if TYPE_CHECKING:
    from protego import Protego

Resolver = Callable[[str, int], Sequence[str]]
ROBOT_NAME = "detente"
USER_AGENT = f"{ROBOT_NAME}/{VERSION} (reads news reports; honours robots.txt)"
TIMEOUT_S = 20.0
MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read, the rest may be left
_AGENT = "User-Agent"
_OK = 200
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The bytes behind an address. ``url`` is where they were after all redirects."""

    url: str
    body: bytes
    content_type: str | None = None
    charset: str | None = None


def resolve(host: str, port: int) -> Sequence[str]:
    """Look up the addresses of ``host``; waits as long as the system's resolver does.

    Raises:
        OSError: there is none, or no name server answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Fetcher:
    """Fetches pages; asks each host for its robots.txt once a day.

    ``timeout_s`` bounds a fetch as a whole, ``max_bytes`` the body, zipped and unzipped.
    ``allow_private`` lifts the ban on private addresses, for servers on this machine.
    """

    def __init__(
        self,
        *,
        timeout_s: float = TIMEOUT_S,
        max_bytes: int = MAX_BYTES,
        resolver: Resolver = resolve,
        allow_private: bool = False,
    ) -> None:
        self.timeout_s = timeout_s
        self.max_bytes = max_bytes
        self.resolver = resolver
        self.allow_private = allow_private
        self.robots = RobotsFiles()

    def fetch(self, url: str) -> Fetched:
        """Fetch ``url``, following redirects.

        Raises:
            BadReport: of kind ``bad-url``, ``private-address``, ``dns``, ``connect``, ``tls``,
                ``timeout``, ``too-large``, ``robots``, ``robots-unknown``, ``too-many-redirects``,
                ``broken-answer``, or ``http-`` and the status, such as ``http-404``.
        """
        answer = self.ask(url)
        if answer.status != _OK:
            raise BadReport(url, f"http-{answer.status}", f"{answer.url} answers {answer.status}")
        return fetched_from(answer)

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for ``url`` with further headers, following redirects; whatever the answer is.

        Raises:
            BadReport: as for ``fetch``, but for ``http-``: there was no answer, or none is wanted.
        """
        return _Visit(self, url, headers or {}).ask()


def fetched_from(answer: Answer) -> Fetched:
    """Take what was fetched out of an answer."""
    content_type, charset = _content_type(answer.headers.get("content-type"))
    return Fetched(url=answer.url, body=answer.body, content_type=content_type, charset=charset)


class _Visit:
    """One fetch: its deadline, its redirects, and the key that its errors carry."""

    def __init__(self, fetcher: Fetcher, url: str, headers: Mapping[str, str]) -> None:
        self.fetcher = fetcher
        self.key = url
        self.headers = headers
        self.deadline = time.monotonic() + fetcher.timeout_s

    def ask(self) -> Answer:
        return self._follow(self.key, self._get_allowed)

    def _follow(self, url: str, get: Callable[[Target], Answer]) -> Answer:
        """Get ``url``, and go where it redirects to."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = get(self._target(url))
            if answer.location is None:
                return answer
            url = urljoin(answer.url, answer.location)
        raise self._error("too-many-redirects", f"more than {MAX_REDIRECTS}, the last to {url}")

    def _target(self, url: str) -> Target:
        try:
            return target_from_url(url)
        except ValueError as err:
            raise self._error("bad-url", f"cannot be fetched: {err}") from err

    def _get_allowed(self, target: Target) -> Answer:
        """Get a page that its host lets robots read."""
        if not self._robots(target).can_fetch(target.url, ROBOT_NAME):
            detail = f"robots.txt of {target.origin} forbids {target.path}; save the page by hand"
            raise self._error("robots", detail)
        return self._get(target, self.fetcher.max_bytes, self.headers)

    def _robots(self, target: Target) -> "Protego":
        """Read a host's robots.txt, once a day. RFC 9309: without one all is allowed."""
        known = self.fetcher.robots.known(target.origin)
        if known is None:
            answer = self._follow(f"{target.origin}/robots.txt", self._get_robots)
            if answer.status >= _SERVER_ERROR:
                detail = f"robots.txt of {target.origin} answers {answer.status}; try again later"
                raise self._error("robots-unknown", detail)
            text = answer.body.decode("utf-8", "replace") if answer.status == _OK else ""
            known = self.fetcher.robots.keep(target.origin, text)
        return known

    def _get_robots(self, target: Target) -> Answer:
        agent = {name: told for name, told in self.headers.items() if name == _AGENT}
        return self._get(target, MAX_ROBOTS_BYTES, agent, is_cut=True)

    def _get(
        self, target: Target, max_bytes: int, headers: Mapping[str, str], *, is_cut: bool = False
    ) -> Answer:
        """Get one address; a body over ``max_bytes`` is refused, or cut."""
        from detente.sources.request import Limits, request_once  # noqa: PLC0415  # loads urllib3

        limits = Limits(
            key=self.key,
            headers={_AGENT: USER_AGENT, **headers},
            deadline=self.deadline,
            max_bytes=max_bytes,
            is_cut=is_cut,
        )
        addresses = self._addresses(target)
        limits.seconds_left()
        return request_once(target, addresses, limits)

    def _addresses(self, target: Target) -> Sequence[str]:
        """Resolve a host; all its addresses must be public, or DNS plays tricks."""
        try:
            addresses = self.fetcher.resolver(target.host, target.port)
        except (OSError, UnicodeError) as err:
            raise self._error("dns", f"{target.host} has no address: {err}") from err
        for address in addresses:
            reason = None if self.fetcher.allow_private else refusal(address)
            if reason:
                detail = f"{target.host} is at {address}, {reason}; only public hosts are fetched"
                raise self._error("private-address", detail)
        return addresses

    def _error(self, kind: str, detail: str) -> BadReport:
        return BadReport(self.key, kind, detail)


def _content_type(header: str | None) -> tuple[str | None, str | None]:
    """Part the type of a page from its charset."""
    from email.message import Message  # noqa: PLC0415  # only fetching pays for it

    if not header:
        return None, None
    message = Message()
    message["content-type"] = header
    return message.get_content_type(), message.get_content_charset()


# --- robots.txt -> may a page be fetched, and how long to wait between two. RFC 9309, by protego.
MAX_AGE_S = 86_400.0  # RFC 9309, 2.4: not to be used for more than a day
MAX_DELAY_S = 3_600.0  # who asks for more than an hour between two pages is heard as an hour


class RobotsFiles:
    """The rules of each origin, kept for a day by ``clock``, which counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, Protego]] = {}

    def known(self, origin: str) -> "Protego | None":
        """Give the rules of an origin, if they were read within the last day."""
        read_at, rules = self._kept.get(origin, (0.0, None))
        is_fresh = 0 <= self._clock() - read_at < MAX_AGE_S
        return rules if is_fresh else None

    def keep(self, origin: str, text: str) -> "Protego":
        """Keep the rules in the text of a robots.txt; lines that are none are passed over."""
        from protego import Protego  # noqa: PLC0415  # only fetching pays for it

        rules = Protego.parse(text)
        self._kept[origin] = (self._clock(), rules)
        return rules

    def delay_s(self, origin: str) -> float:
        """Seconds to wait between two fetches; 0 where nothing is asked for, or was read yet."""
        rules = self.known(origin)
        asked = rules.crawl_delay(ROBOT_NAME) if rules else None
        return min(max(float(asked), 0.0), MAX_DELAY_S) if asked else 0.0

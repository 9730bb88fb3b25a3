"""What a desk counts, for Prometheus, and how often somebody may ask.

In:  what happens; who asks, and what for.   Out: the text of ``/metrics``; how many seconds to
wait.
Does not: count by address (a route is named by its template, else each report were a series), or
limit who reads on the desk's own machine without a token.
"""

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import Scope

from detente.ledger import Added

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
API = "/api/v1"
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


class Metrics:
    """The counts of one desk, in a registry of its own."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self._requests = Counter(
            "detente_requests", "Requests answered.", ("method", "route", "status"), registry=own
        )
        self._seconds = Histogram(
            "detente_request_seconds",
            "From the request to the end of its answer.",
            ("route",),
            buckets=SECONDS,
            registry=own,
        )
        self._reports = Counter("detente_reports_added", "Reports that are new.", registry=own)
        self._claims = Counter("detente_claims_added", "Claims that are new.", registry=own)
        self._statements = Counter(
            "detente_statements_added", "Statements that are new.", registry=own
        )
        self._problems = Counter("detente_problems_added", "Problems that are new.", registry=own)
        self._rulings = Counter(
            "detente_rulings", "Rulings made and withdrawn.", ("deed",), registry=own
        )
        self.busy = Counter(
            "detente_busy", "Times that somebody waited for the ledger.", registry=own
        )
        self.refused = Counter(
            "detente_refused", "Requests refused at the gate.", ("why",), registry=own
        )
        self.coding = Gauge(
            "detente_coding", "Requests whose texts are coded now, or wait for it.", registry=own
        )

    def count_answer(self, scope: Scope, status: int, seconds: float) -> None:
        """Count an answered request."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = route_of(scope)
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_added(self, added: Added) -> None:
        """Count what came into the ledger."""
        self._reports.inc(added.n_reports)
        self._claims.inc(added.n_claims)
        self._statements.inc(added.n_statements)
        self._problems.inc(added.n_problems)

    def count_rulings(self, n_made: int, n_withdrawn: int) -> None:
        """Count what people decided."""
        self._rulings.labels("made").inc(n_made)
        self._rulings.labels("withdrawn").inc(n_withdrawn)

    def text(self) -> bytes:
        """Write all counts as Prometheus reads them."""
        return generate_latest(self.registry)


def route_of(scope: Scope) -> str:
    """Name the route that answered by its template; "none" where no route did."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    if isinstance(path, str):
        is_api = scope["path"].startswith(API) and not path.startswith(API)
        return f"{API}{path}" if is_api else path  # a router's own path is without its prefix
    return "/static" if scope["path"].startswith("/static/") else "none"


# --- How often somebody may ask; who asks more often waits.
# reads and writes of one token or peer, attempts to sign in
ALLOWED = {"reads": "1200/minute", "writes": "240/minute", "attempts": "20/minute"}


class Rates:
    """Counts in memory, for one process. Safe to share among threads."""

    def __init__(self, **allowed: str) -> None:
        """``allowed`` are rates in the place of some of ``ALLOWED``."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits = {kind: parse(rate) for kind, rate in (ALLOWED | allowed).items()}

    def wait(self, kind: str, who: str) -> int:
        """Count one of a kind; the seconds to wait before the next is answered, 0 if this one is.

        ``kind`` is one of ``ALLOWED``; a token that is none is an attempt to sign in, too.
        """
        limit = self._limits[kind]
        if self._limiter.hit(limit, kind, who):
            return 0
        resets_at = self._limiter.get_window_stats(limit, kind, who).reset_time
        return max(1, math.ceil(resets_at - time.time()))

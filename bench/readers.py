"""How a desk bears fifty readers at once while reports come in, beside one reader alone.

    python bench/readers.py [--reports N] [--seconds S] [--readers N] [--ledger FILE]

Codes N short reports (default: 3,000; each tells of one meeting, call or accusation between two of
40 states) into FILE (default: a file in a temporary folder) unless it is there, starts
``detente serve`` on it, asks for each page once, and lets one reader ask for page after page for a
sixth of S seconds (default: 60), then fifty for S seconds, then fifty for S seconds while a report
a second is posted.
Readers keep their connection, choose pages by chance, the same for the same number, and pause
``--pause`` seconds (default: 0) between two. Prints for each: requests, errors, requests a second,
median and 95th percentile, the desk's processor time an answer (posts and events included); then
the ratios of many readers to one, and of many with a writer to many without. The first post, with
which the desk loads its parser, comes before. Readers and desk share the machine. Linux.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

import detente
from detente.actors import load_gazetteer
from detente.web.tokens import SUFFIX, Role, Tokens

FIRST = date(2021, 1, 1)
CODES = (
    "CHN USA RUS JPN IND FRA DEU GBR IRN SAU TUR EGY BRA MEX CAN AUS KOR IDN VNM PHL "
    "THA PAK NGA KEN ZAF ARG CHL PER COL ESP ITA POL SWE NOR FIN UKR ISR QAT KAZ MYS"
)
STATES = CODES.split()
ACTS = (
    "{a}'s foreign minister met {b}'s president in Geneva on Monday to discuss trade.",
    "{a} accused {b} on Tuesday of breaking the agreement on fishing.",
    "The president of {a} called the prime minister of {b} on Wednesday.",
    "{a} said on Thursday that it would send {b} medical aid next month.",
)
PATIENCE_S = 300  # for one answer, on a machine that does much else
WHAT_IT_COSTS = ("requests", "errors", "requests/s", "p50 ms", "p95 ms", "desk ms")


@dataclass
class Tally:
    """What readers met. ``times`` are seconds, of answers without error only."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def figures(self, seconds: float, desk_s: float) -> dict[str, float]:
        """Sum up."""
        cuts = statistics.quantiles(self.times, n=20)
        total = len(self.times) + len(self.errors)
        figures = (
            *(total, len(self.errors), total / seconds, 1000 * cuts[9], 1000 * cuts[18]),
            1000 * desk_s / total,
        )
        return dict(zip(WHAT_IT_COSTS, figures, strict=True))


def rows(count: int, seed: int) -> Iterator[dict[str, str]]:
    """Write reports, the same ones for the same seed."""
    chance, gazetteer = random.Random(seed), load_gazetteer()  # noqa: S311  # no secret
    for number in range(count):
        one, other = (gazetteer.entry(code).name for code in chance.sample(STATES, 2))
        told = chance.choice(ACTS).format(a=one, b=other)
        day = FIRST + timedelta(days=chance.randrange(1_500))
        yield {
            "id": f"{seed}-{number}",
            "date": day.isoformat(),
            "outlet": f"Wire {number % 12}",
            "title": f"{one} and {other}, {number}",
            "text": f"GENEVA - {told}\nNo more was said of matter {seed}-{number}.",
        }


def fill(path: Path, count: int) -> float:
    """Code reports into a new ledger; the seconds it took."""
    start = time.perf_counter()
    file = path.with_suffix(".jsonl")
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows(count, 0)), encoding="utf-8")
    n_added = len(list(detente.add([str(file)], path)))
    print(f"{n_added:,} reports coded in {time.perf_counter() - start:.0f} s")
    return time.perf_counter() - start


@dataclass(frozen=True)
class Served:
    """A desk that runs: where, as which process, and how long its readers pause."""

    port: int
    pid: int
    pause_s: float

    def cpu_s(self) -> float:
        """Processor time that it has used."""
        words = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(ledger: Path, pause_s: float) -> Iterator[Served]:
    """Serve a ledger.

    Raises:
        RuntimeError: the desk did not say where it is.
    """
    command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603  # ours
        told = next((line for line in server.stderr or () if " is at http://" in line), None)
        if told is None:
            raise RuntimeError("the desk did not start; run detente serve to see why")
        try:
            port = int(told.partition(" is at http://")[2].split("/")[0].rpartition(":")[2])
            yield Served(port, server.pid, pause_s)
        finally:
            server.send_signal(signal.SIGINT)


def pages(port: int) -> list[str]:
    """List addresses of all kinds; events and reports most, as readers ask."""
    found = {kind: _items(port, kind) for kind in ("events", "reports", "actors")}
    chance = random.Random(7)  # noqa: S311  # no secret
    dyads = [chance.sample(STATES, 2) for _ in range(30)]
    return [
        *(f"/event/{one['id']}" for one in found["events"]),
        *(f"/report/{one['id']}" for one in found["reports"]),
        *(f"/actor/{quote(one['code'])}" for one in found["actors"][:40]),
        *(f"/dyad/{one}/{other}" for one, other in dyads),
        *(f"/api/v1/events?dyad={one},{other}" for one, other in dyads),
        *(f"/search?q={word}" for word in ("fishing", "president", "medical+aid", "China")),
        *("/", "/", "/", "/about", "/api/v1/claims?limit=50"),
    ]


def read(desk: Served, seed: int, addresses: list[str], until: float, tally: Tally) -> None:
    """Ask for page after page until the time has come."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    connection = HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE_S)
    while time.perf_counter() < until:
        asked, start = chance.choice(addresses), time.perf_counter()
        try:
            connection.request("GET", asked, headers={"accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as err:
            tally.errors.append(f"{asked}: {err!r}")
            connection.close()
            continue
        if answer.status >= 400:  # noqa: PLR2004  # errors of HTTP
            tally.errors.append(f"{asked}: {answer.status}")
        else:
            tally.times.append(time.perf_counter() - start)
        time.sleep(desk.pause_s)
    connection.close()


def warm(desk: Served) -> None:
    """Ask for each page once: what is drawn once is drawn now."""
    connection = HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE_S)
    for address in dict.fromkeys(pages(desk.port)):
        connection.request("GET", address, headers={"accept": "text/html"})
        connection.getresponse().read()
        connection.close()  # one that rests is closed by the desk


def post(port: int, token: str, until: float, tally: Tally) -> None:
    """Post a report a second until the time has come, one at least."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    for row in rows(10_000, 1):
        start = time.perf_counter()
        body = {name: row[name] for name in ("title", "outlet", "text")}
        body |= {"published": row["date"], "key": row["id"]}
        connection.request("POST", "/api/v1/reports", json.dumps(body), headers)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status >= 400:  # noqa: PLR2004  # errors of HTTP
            tally.errors.append(f"POST: {answer.status} {told[:200]!r}")
        else:
            tally.times.append(time.perf_counter() - start)
        if time.perf_counter() >= until:
            return
        time.sleep(max(0.0, 1 - (time.perf_counter() - start)))


def measured(desk: Served, n_readers: int, seconds: float, token: str | None) -> dict[str, float]:
    """Let readers read at once, and somebody post where there is a token; print what they met."""
    port, addresses = desk.port, pages(desk.port)
    until, before = time.perf_counter() + seconds, desk.cpu_s()
    met, posted = [Tally() for _ in range(n_readers)], Tally()
    work = [
        threading.Thread(target=read, args=(desk, seed, addresses, until, tally))
        for seed, tally in enumerate(met)
    ]
    if token:
        work.append(threading.Thread(target=post, args=(port, token, until, posted)))
    for one in work:
        one.start()
    for one in work:
        one.join()
    times, errors = ([x for tally in met for x in getattr(tally, k)] for k in ("times", "errors"))
    figures = Tally(times, errors).figures(seconds, desk.cpu_s() - before)
    shown = "".join(f"{name:>12} {figure:>9,.1f}" for name, figure in figures.items())
    print(f"{n_readers:>3} readers {shown}", flush=True)
    if token:
        slowest = max(posted.times, default=0)
        told = f"{len(posted.times)} reports posted, the slowest in {slowest:.1f} s"
        print(f"            {told}, {len(posted.errors)} errors")
    for told in [*errors, *posted.errors][:5]:
        print("  ", told)
    return figures


def main() -> None:
    """Measure one reader and fifty."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=3_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--ledger", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.ledger or Path(folder) / "readers.duckdb"
        if not path.exists():
            fill(path, options.reports)
        tokens = Tokens(Path(f"{path}{SUFFIX}"))
        token = tokens.add(f"bench {time.time_ns()}", Role.WRITE)
        with served(path, options.pause) as desk:
            warm(desk)
            one = measured(desk, 1, options.seconds / 6, None)
            many = measured(desk, options.readers, options.seconds, None)
            post(desk.port, token, 0.0, Tally())
            beside = measured(desk, options.readers, options.seconds, token)
    _compared("many readers to one", many, one)
    _compared("with a writer to without", beside, many)


# Private functions


def _compared(what: str, these: dict[str, float], those: dict[str, float]) -> None:
    ratios = {name: round(these[name] / those[name], 2) for name in WHAT_IT_COSTS[2:]}
    print(f"{what}: {ratios}")


def _items(port: int, kind: str) -> list[dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    connection.request("GET", f"/api/v1/{kind}?limit=100", headers={"accept": "application/json"})
    items: list[dict[str, str]] = json.loads(connection.getresponse().read())["items"]
    connection.close()
    return items


if __name__ == "__main__":
    main()

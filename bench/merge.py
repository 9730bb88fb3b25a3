"""How the time to merge claims grows with their number, in one run on one machine.

    python bench/merge.py [--sizes 10000 100000 1000000] [--days 1825] [--states 150]

The claims are made up, but skewed as news is: a few pairs of states have thousands of claims a
month, most have a handful a year; a deed is told by one report or by dozens, half of which give
no day, and name the president, the government or the state. With ``--states 2`` all claims
are between two. Prints processor seconds, microseconds a claim and peak memory; figures of
different machines do not compare.
"""

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from detente.codebook import load_codebook
from detente.events.merging.merge import merge
from detente.events.merging.traits import block_of
from detente.records import (
    Actor,
    Citation,
    Cited,
    Claim,
    EventDate,
    Granularity,
    Place,
    Precision,
    ReportFacts,
    Span,
    Speaker,
    Status,
)

FIRST = date(2020, 1, 1)
COUNTRIES = [f"{a}{b}{c}" for a in "ABCDEF" for b in "KLMNO" for c in "STUVW"]  # 150
N_ISSUES, N_CITIES, N_OUTLETS, N_PERSONS = 40, 6, 300, 8
MEAN_TELLINGS = 3.0
WORDS = Citation("report", Span(0, 4), "word")


def main() -> None:
    """Measure merging at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--days", type=int, default=1825)
    parser.add_argument("--states", type=int, default=len(COUNTRIES))
    options = parser.parse_args()
    for size in options.sizes:
        claims, facts = _make(size, options)
        for claim in claims:
            claim.id  # noqa: B018  # a ledger has the ids already
        hottest = Counter(block_of(claim) for claim in claims).most_common(1)[0][1]
        start = time.process_time()
        events = merge(claims, facts)
        seconds = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(
            f"{size:>9,} claims, {len(events):>7,} events, largest block {hottest:>7,}: "
            f"{seconds:6.1f} s, {seconds / size * 1e6:5.0f} us a claim, peak {memory:.1f} GiB",
            flush=True,
        )


def _make(size: int, options: argparse.Namespace) -> tuple[list[Claim], dict[str, ReportFacts]]:
    rng = random.Random(size)  # noqa: S311  # a repeatable sample, no secret
    world = _World(rng, options.days, COUNTRIES[: options.states])
    claims: list[Claim] = []
    facts: dict[str, ReportFacts] = {}
    for deed in world.deeds():
        for telling in deed:
            claims.append(telling[0])
            facts[telling[0].report_id] = telling[1]
        if len(claims) >= size:
            return claims[:size], facts
    return claims, facts


class _World:
    """States, their persons and cities; deeds between them, told by reports."""

    def __init__(self, rng: random.Random, days: int, states: list[str]) -> None:
        self._rng, self._days, self._n = rng, days, 0
        self._types = [one for one in load_codebook().types if one.name != "PROTEST"]
        issues = [issue.id for issue in load_codebook().issues]
        self._issues = issues[:N_ISSUES]
        self._dyads = [(a, b) for a in states for b in states if a != b]
        rng.shuffle(self._dyads)
        self._weights = [1 / (rank + 3) for rank in range(len(self._dyads))]

    def deeds(self) -> Iterator[list[tuple[Claim, ReportFacts]]]:
        """Yield the tellings of one deed after the other, for ever."""
        while True:
            for dyad in self._rng.choices(self._dyads, self._weights, k=1000):
                yield list(self._tellings(*dyad))

    def _tellings(self, actor: str, recipient: str) -> Iterator[tuple[Claim, ReportFacts]]:
        rng = self._rng
        kind = rng.choice(self._types)
        day = FIRST + timedelta(days=rng.randrange(self._days))
        status = rng.choices(list(Status), (75, 13, 6, 6))[0]
        mode = rng.choice([None, *(one.name for one in kind.modes)])
        persons = rng.randrange(N_PERSONS), rng.randrange(N_PERSONS)
        issue, city = rng.choice(self._issues), rng.randrange(N_CITIES)
        for _ in range(1 + int(rng.expovariate(1 / (MEAN_TELLINGS - 1)))):
            self._n += 1
            report_id = f"{self._n:020d}"
            facts = ReportFacts(
                published=day + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2))),
                outlet=f"outlet {rng.randrange(N_OUTLETS)}",
            )
            sides = [self._name(actor, persons[0]), self._name(recipient, persons[1])]
            yield (
                Claim(
                    report_id=report_id,
                    sentence=rng.randrange(30),
                    type=kind.name,
                    mode=mode if rng.random() < 0.6 else None,  # noqa: PLR2004  # a share
                    issues=(issue,) if rng.random() < 0.5 else (),  # noqa: PLR2004  # a share
                    actors=tuple(sides if kind.is_mutual else sides[:1]),
                    recipients=() if kind.is_mutual else tuple(sides[1:]),
                    status=status,
                    date=self._when(day),
                    place=self._where(actor, city),
                    speaker=self._voice(recipient),
                    citation=Citation(report_id, Span(0, 4), f"word {self._n}"),
                    predicate=WORDS,
                    score=rng.randrange(50, 100) / 100,
                    coder="bench",
                ),
                facts,
            )

    def _name(self, country: str, person: int) -> Cited[Actor]:
        is_named = self._rng.random() < 0.4  # noqa: PLR2004  # a share
        actor = Actor(
            country=country,
            sector="GOV",
            id=f"{country}-{person}" if is_named else country,
            name=f"Person {person}" if is_named else country,
            office="Minister" if is_named else None,
        )
        return Cited(actor, WORDS)

    def _when(self, day: date) -> Cited[EventDate] | None:
        share = self._rng.random()
        if share < 0.45:  # noqa: PLR2004  # a share
            return Cited(EventDate(earliest=day, latest=day, granularity=Granularity.DAY), WORDS)
        if share > 0.95:  # noqa: PLR2004  # a share
            first = day.replace(day=1)
            month = EventDate(
                earliest=first, latest=first.replace(day=28), granularity=Granularity.MONTH
            )
            return Cited(month, WORDS)
        return None

    def _where(self, country: str, city: int) -> Cited[Place] | None:
        if self._rng.random() > 0.4:  # noqa: PLR2004  # a share
            return None
        place = Place(
            country=country,
            name=f"{country} city {city}",
            lat=float(city * 10),
            lon=10.0,
            precision=Precision.CITY,
        )
        return Cited(place, WORDS)

    def _voice(self, country: str) -> Cited[Speaker] | None:
        if self._rng.random() > 0.3:  # noqa: PLR2004  # a share
            return None
        return Cited(Speaker(code=f"{country}-GOV", name=country), WORDS)


if __name__ == "__main__":
    main()

"""The series of real ICEWS rows equals one computed here by hand, row by row, without detente.

Skipped where the samples are not beside the checkout.
"""

import csv
import math
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from builders import an_actor
from detente.codebook import load_codebook
from detente.ledger import Ledger
from detente.records import Event, EventDate, Granularity, Standing, Status
from detente.relations import SeriesOptions, series
from detente.relations.choices import Period
from relations.dealings import a_ledger

FOLDER = Path(__file__).parents[3] / "shared" / "samples" / "icews"
COUNTRIES = {"China": "CHN", "United States": "USA", "Japan": "JPN", "North Korea": "PRK"}

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no ICEWS rows to compare with: {FOLDER} is missing"
)
Row = tuple[date, str, str, str]  # day, actor, recipient, CAMEO code


def rows_of_2018() -> list[Row]:
    with (FOLDER / "events.2018.sample.tab").open(encoding="latin-1", newline="") as lines:
        found = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (
                date.fromisoformat(row["Event Date"]),
                COUNTRIES[row["Source Country"]],
                COUNTRIES[row["Target Country"]],
                row["CAMEO Code"],
            )
            for row in found
            if {row["Source Country"], row["Target Country"]} <= set(COUNTRIES)
        ]


def rows_of_2005_to_2015() -> list[Row]:
    texts = load_codebook().cameo.texts
    rows = []
    for line in (FOLDER / "icews05-15_sample_names.txt").read_text(encoding="utf-8").splitlines():
        actor, text, recipient, day = line.split("\t")
        sides = [country(name) for name in (actor, recipient)]
        code = texts.get(text.casefold())
        if code and all(sides):
            rows.append((date.fromisoformat(day), str(sides[0]), str(sides[1]), code))
    return rows


def country(name: str) -> str | None:
    """``Citizen (China)`` and ``China`` are China."""
    return COUNTRIES.get(name.rpartition("(")[2].rstrip(")"))


def events_from(rows: list[Row]) -> list[Event]:
    """As an import does it: each row an event, types and modes by the codebook."""
    book, events = load_codebook(), []
    for number, (day, actor, recipient, cameo) in enumerate(rows):
        code = book.cameo.code(cameo)
        if code.type is None or actor == recipient:
            continue
        sides = (an_actor(actor), an_actor(recipient))
        is_mutual = book.type(code.type).is_mutual
        events.append(
            Event(
                claim_ids=(f"row-{number}",),
                type=code.type,
                mode=code.mode,
                actors=sides if is_mutual else sides[:1],
                recipients=() if is_mutual else sides[1:],
                status=Status.ACTUAL,
                date=EventDate(earliest=day, latest=day, granularity=Granularity.DAY),
                standing=Standing(n_outlets=1),
            )
        )
    return events


def by_hand(rows: list[Row], dyad: tuple[str, str], is_daily: bool) -> dict[date, dict[str, float]]:  # noqa: FBT001
    """Counts, sum, flow and stock by period, from the rows alone and docs/series.md."""
    book = load_codebook()
    found: dict[date, list[float]] = defaultdict(list)
    worth: dict[date, list[float]] = defaultdict(list)
    told: dict[date, int] = defaultdict(int)
    for day, actor, recipient, cameo in rows:
        code = book.cameo.code(cameo)
        if code.type is None or actor == recipient:
            continue
        start = day if is_daily else day.replace(day=1)
        told[start] += 1
        if {actor, recipient} == set(dyad):
            intensity = book.intensity(code.type, code.mode)
            weight = {"THREATEN": 0.5, "CONSULT": 1.75}.get(code.type, 1.0)
            found[start].append(intensity)
            worth[start].append(math.copysign(weight * math.sqrt(abs(intensity)), intensity))
    starts = all_starts(min(found), max(found), is_daily)
    days = sorted(told)
    usual = {day: sum(told[one] for one in days[: n + 1]) / (n + 1) for n, day in enumerate(days)}
    length = 1.0 if is_daily else 365.25 / 12
    share, fade = length / (365.25 / 12), 0.5 ** (length / 1461)
    weighted = weight_sum = 0.0
    made = {}
    for start in starts:
        net, size = sum(worth[start]), sum(map(abs, worth[start]))
        known = usual[max(day for day in days if day <= start)]
        factor = (known * 1.5 + 20) / (told[start] + known * 0.5 + 20)
        voice = share * math.log(1 + size * factor / (share * 10))
        weighted = fade * weighted + (voice * net / size if size else 0)
        weight_sum = fade * weight_sum + voice
        made[start] = {
            "n": len(found[start]),
            "sum": sum(found[start]),
            "flow": net * factor,
            "stock": 10 * weighted / (weight_sum + 2),
        }
    return made


def all_starts(first: date, last: date, is_daily: bool) -> list[date]:  # noqa: FBT001
    if is_daily:
        return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(n // 12, n % 12 + 1, 1) for n in months]


@pytest.mark.parametrize(
    ("years", "dyad"),
    [
        ("2005-2015", ("CHN", "USA")),
        ("2005-2015", ("JPN", "CHN")),
        ("2018", ("PRK", "USA")),
        ("2018", ("CHN", "USA")),
    ],
)
def test_series_of_icews_rows_equals_the_one_by_hand(
    years: str, dyad: tuple[str, str], tmp_path: Path
) -> None:
    is_daily = years == "2018"
    rows = rows_of_2018() if is_daily else rows_of_2005_to_2015()
    options = SeriesOptions(period=Period.DAY if is_daily else Period.MONTH, n_draws=0)
    path = a_ledger(tmp_path / "icews.duckdb", events_from(rows))
    with Ledger.open(path, read_only=True) as ledger:
        points = series(ledger, *dyad, options).of()
    expected = by_hand(rows, dyad, is_daily)
    assert [point.start for point in points] == list(expected)
    assert sum(point.n_events for point in points) > 40
    for point in points:
        own = expected[point.start]
        assert (point.n_events, point.sum_intensity) == (own["n"], own["sum"])
        assert point.flow == pytest.approx(own["flow"], abs=2e-6)
        assert point.stock == pytest.approx(own["stock"], abs=2e-6)

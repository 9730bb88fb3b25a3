"""The series suite: a known level must come back, by rank, and better than from plain baselines."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.errors import BadInput
from detente.evaluate.ledgers import render_series, score_series
from detente.ledger import Ledger
from detente.records import Event
from relations.dealings import a_ledger, an_event

MONTHS = [date(2005 + n // 12, n % 12 + 1, 1) for n in range(180)]
LEVELS = np.repeat([0.5, -0.5, 0.3], 60)


def acts() -> list[Event]:
    """One act a month, friendly as often as a known level says; of another dyad four in all."""
    chance = np.random.default_rng(3)
    told = [
        an_event(f"{month:%Y-%m}-10", "AID" if chance.random() < (1 + level) / 2 else "COERCE")
        for month, level in zip(MONTHS, LEVELS, strict=True)
    ]
    return [*told, *(an_event(f"20{year}-05-05", "AID", "NRL>VST") for year in (10, 12, 14, 16))]


def write_scores(path: Path, dyads: list[tuple[str, str]], months: list[date] = MONTHS) -> Path:
    rows = [
        f"{one},{other},{month:%Y-%m},{level}"
        for one, other in dyads
        for month, level in zip(months, LEVELS, strict=False)
    ]
    path.write_text("\n".join(["side_a,side_b,month,score", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return a_ledger(tmp_path / "drawn.duckdb", acts())


def test_a_known_level_comes_back_better_than_from_means_and_counts(
    ledger: Path, tmp_path: Path
) -> None:
    scores = write_scores(tmp_path / "s.csv", [("SDR", "NRL"), ("NRL", "VST"), ("NRL", "ZZZ")])
    with Ledger.open(ledger, read_only=True) as record:
        found = score_series(scores, record)

    by_dyad = {(one.side_a, one.side_b): one for one in found.dyads}
    known, thin, silent = by_dyad.values()
    assert (known.n_acts, thin.n_acts, silent.n_acts) == (180, 4, 0)
    assert (found.n, found.n_told, found.least_acts) == (3, 1, 30)
    assert known.stock is not None
    assert known.stock_low is not None
    assert known.mean_intensity is not None
    assert known.count is not None
    assert known.stock > 0.5
    assert known.stock_low < known.stock
    assert known.stock > max(known.mean_intensity, known.count)
    assert found.stock_told == known.stock
    assert silent.stock is None
    assert "SDR NRL" in render_series(found)
    assert "mean of 1 with 30 acts or more" in render_series(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("side_a,side_b,score\n", "no column 'month'"),
        ("side_a,side_b,month,score\n", "has no score"),
        ("side_a,side_b,month,score\nNRL,SDR,2024-13,1\n", "line 2"),
        ("side_a,side_b,month,score\nNRL,SDR,2024-01,warm\n", "line 2"),
        ("side_a,side_b,month,score\nNRL,SDR,2024-01,1\nNRL,SDR,2024-01,2\n", "two scores"),
    ],
)
def test_scores_that_cannot_be_read_are_refused_with_their_place(
    text: str, told: str, ledger: Path, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text(text, encoding="utf-8")

    with Ledger.open(ledger, read_only=True) as record, pytest.raises(BadInput, match=told):
        score_series(path, record)

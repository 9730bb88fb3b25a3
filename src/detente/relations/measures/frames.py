"""Records of relations -> Polars data frames.

In:  frozen records.   Out: a frame, one row a record; the same columns however few rows.
Does not: compute.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import msgspec

from detente.errors import needing
from detente.relations.measures.points import SeriesPoint

with needing("polars", "a Polars data frame"):
    import polars as pl

ISSUE = {
    "issue": pl.String,
    "n_events": pl.Int64,
    "n_cooperative": pl.Int64,
    "n_conflictual": pl.Int64,
    "sum_intensity": pl.Float64,
}
COUNT = {"n_events": pl.Int64}
SERIES_SCHEMA: dict[str, Any] = {
    "side_a": pl.String,
    "side_b": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "direction": pl.String,
    "n_events": pl.Int64,
    "n_cooperative": pl.Int64,
    "n_conflictual": pl.Int64,
    "by_type": pl.List(pl.Struct({"type": pl.String, **COUNT})),
    "by_quad": pl.List(pl.Struct({"quad": pl.Int64, **COUNT})),
    "by_status": pl.List(pl.Struct({"status": pl.String, **COUNT})),
    "by_issue": pl.List(pl.Struct(ISSUE)),
    "sum_intensity": pl.Float64,
    "mean_intensity": pl.Float64,
    "coverage": pl.Int64,
    **dict.fromkeys(
        ("balance", "flow", "flow_low", "flow_high", "stock", "stock_low", "stock_high"), pl.Float64
    ),
}


def frame_of_series(side_a: str, side_b: str, points: Sequence[SeriesPoint]) -> pl.DataFrame:
    """One row a period and direction; counts by something are lists of structs."""
    return pl.DataFrame(
        [{"side_a": side_a, "side_b": side_b, **_series_row(point)} for point in points],
        schema=SERIES_SCHEMA,
    )


def frame_of(records: Sequence[Any], kind: type[Any]) -> pl.DataFrame:
    """One row a record of ``kind``; records within records become structs or lists."""
    rows = [_plain(record) for record in records]
    return pl.DataFrame({one.name: [row[one.name] for row in rows] for one in fields(kind)})


def _series_row(point: SeriesPoint) -> dict[str, Any]:
    row = _plain(point)
    for name in ("type", "quad", "status"):
        counts = row[f"by_{name}"].items()
        row[f"by_{name}"] = [{name: key, "n_events": count} for key, count in counts]
    row["by_issue"] = [{"issue": issue, **tally} for issue, tally in row["by_issue"].items()]
    return row


def _plain(record: Any) -> dict[str, Any]:
    return msgspec.to_builtins(record, builtin_types=(date,))  # type: ignore[no-any-return]  # of a record

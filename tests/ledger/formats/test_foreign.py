"""Rows written in bulk are those that the records themselves would have made."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.ledger import Ledger
from detente.ledger.columns import check, claim_columns, report_columns, statement_columns
from detente.ledger.formats import foreign
from detente.ledger.regroup import claims_by_report, statements_by_report
from ledger.foreign_rows import (
    Outcome,
    gdelt_v2,
    icews_header,
    icews_row,
    imported,
    polecat_header,
    polecat_row,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GDELT = (
    gdelt_v2()
    + gdelt_v2(id="902", event="043", root="04")
    + gdelt_v2(id="903", event="046", root="04")
    + gdelt_v2(id="904", event="046", root="04", code1="", name1="", country1="", role1="")
    + gdelt_v2(id="905", event="012", root="01")
    + gdelt_v2(id="906", event="111", root="11", name1='ANN "Ö" \\ 😀 NOR')
)
ICEWS = icews_header() + icews_row() + icews_row(Event_ID="2", City="NA", Country="NA")
POLECAT = polecat_header() + polecat_row() + polecat_row(Event_ID="P2", Event_Date="")


def rows_of(outcome: Outcome, table: str) -> list[dict[str, object]]:
    """All rows of a table, with the types that Python gives them."""
    with outcome.ledger.query() as query:
        found = query.execute(f"FROM {table} ORDER BY id").to_arrow_table()  # ours
    return list(found.to_pylist())


def test_every_column_follows_from_the_record(tmp_path: Path) -> None:
    for outlet, content in (("GDELT", GDELT), ("ICEWS", ICEWS), ("POLECAT", POLECAT)):
        with imported(tmp_path / outlet, outlet, content) as outcome:
            assert outcome.refused == []
            run_id = next(iter(outcome.ledger.runs())).id
            claims = [dict(claim_columns(c, run_id)) for c in outcome.ledger.claims()]
            said = [dict(statement_columns(s, run_id)) for s in outcome.ledger.statements()]
            reports = [dict(report_columns(r, is_imported=True)) for r in outcome.ledger.reports()]
            assert rows_of(outcome, "claims") == sorted(claims, key=lambda row: str(row["id"]))
            assert rows_of(outcome, "statements") == sorted(said, key=lambda row: str(row["id"]))
            assert rows_of(outcome, "reports") == sorted(reports, key=lambda row: str(row["id"]))


def test_every_value_cites_its_cell(tmp_path: Path) -> None:
    for outlet, content in (("GDELT", GDELT), ("ICEWS", ICEWS), ("POLECAT", POLECAT)):
        with imported(tmp_path / outlet, outlet, content) as outcome:
            coded = [
                *claims_by_report(outcome.ledger, {}, {}),
                *statements_by_report(outcome.ledger, {}),
            ]
            assert len(coded) == content.count("\n") - (outlet != "GDELT")
            for one in coded:
                check(one)


def test_a_batch_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = foreign.run_sql

    def failing(connection: "DuckDBPyConnection", name: str, values: dict[str, object]) -> int:
        if name == "told_into_statements":
            raise KeyboardInterrupt
        return done(connection, name, values)

    path = tmp_path / "events.csv"
    monkeypatch.setattr(foreign, "run_sql", failing)
    with pytest.raises(KeyboardInterrupt), imported(path, "GDELT", GDELT):
        pass
    monkeypatch.undo()
    with Ledger.open(path.with_suffix(".duckdb")) as ledger:
        assert ledger.reports().count() == 0
        assert ledger.claims().count() == 0
    with imported(path, "GDELT") as outcome:
        assert outcome.ledger.reports().count() == GDELT.count("\n")

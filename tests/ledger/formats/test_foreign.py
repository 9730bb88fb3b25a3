"""Rows of other programs become claims and statements whose words stand in the row."""

from pathlib import Path

from detente.ledger.columns import check
from detente.ledger.regroup import claims_by_report, statements_by_report
from ledger.foreign_rows import (
    gdelt_v2,
    icews_header,
    icews_row,
    imported,
    polecat_header,
    polecat_row,
)

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

"""The codebook, a coded report in which every field has a value, a ledger in either house."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import (
    a_claim,
    a_coding,
    a_date,
    a_place,
    a_report,
    a_speaker,
    a_statement,
    an_actor,
    cited,
    words,
)
from detente.codebook import Codebook, load_codebook
from detente.ledger.address import LedgerName
from detente.records import Coded, Granularity, SpeechKind, Status

if TYPE_CHECKING:
    from lakes import Lakes

TEXT = (
    "Norland's president plans to call Sudria's premier from Vostia City in spring, "
    "the Sudrian foreign ministry said.\n"
    '"We want peace on fishing," the ministry said. Norland jailed a Sudrian sailor in 1990.'
)


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(params=["file", "shared"])
def name(request: pytest.FixtureRequest, tmp_path: Path) -> LedgerName:
    """Where a ledger is to be: in a file, or shared, in DuckLake."""
    if request.param == "file":
        return tmp_path / "ledger.duckdb"
    lakes: Lakes = request.getfixturevalue("lakes")
    return lakes.made(tmp_path)


@pytest.fixture
def full() -> Coded:
    """A planned call with everything told, an old arrest with little told, a statement."""
    report = a_report(
        TEXT, title="A call", credited="The Vostia Times", url="https://example.org/call"
    )
    president = an_actor("NRL-GOV", id="nrl-president", name="Ann Nor", office="President")
    call = a_claim(
        report,
        type="CONSULT",
        mode="phone",
        contexts=("diplomatic",),
        issues=("fishing",),
        actors=(
            cited(president, report, "Norland's president"),
            cited(an_actor("SDR-GOV"), report, "Sudria's premier"),
        ),
        status=Status.FUTURE,
        date=cited(
            a_date("2024-03-01", "2024-05-31", granularity=Granularity.SEASON), report, "spring"
        ),
        place=cited(a_place(), report, "Vostia City"),
        speaker=cited(a_speaker("SDR-GOV"), report, "the Sudrian foreign ministry"),
        quote="Norland's president plans to call Sudria's premier from Vostia City in spring",
        predicate="call",
        score=0.75,
        why="verb call",
        echoes=(words(report, "peace on fishing"),),
    )
    arrest = a_claim(
        report,
        type="COERCE",
        mode="arrest",
        actors=(cited(an_actor("NRL"), report, "Norland", nth=1),),
        recipients=(cited(an_actor("SDR-CVL"), report, "a Sudrian sailor"),),
        is_historical=True,
        quote="Norland jailed a Sudrian sailor in 1990",
        predicate="jailed",
    )
    statement = a_statement(
        report,
        speaker=cited(a_speaker("SDR-GOV"), report, "the ministry"),
        is_quoted=True,
        kind=SpeechKind.POSITION,
        issues=("fishing",),
        about=("NRL", "SDR"),
        quote="We want peace on fishing",
    )
    return a_coding(report, claims=(call, arrest), statements=(statement,))

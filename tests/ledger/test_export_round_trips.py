"""What goes out comes back: all of it where the format has the field, for claims of any kind."""

import io
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import a_run
from detente.codebook import Codebook, load_codebook
from detente.ledger import Ledger
from detente.ledger.formats.icews import IcewsWriter
from detente.ledger.formats.parquet import write_parquet
from detente.ledger.formats.parquet_import import read_parquet
from detente.ledger.formats.plover import plover_date, read_plover, write_plover
from detente.ledger.formats.polecat import PolecatWriter, pairs_of
from detente.records import Actor, Cited, Claim, Coded, Status
from ledger.foreign_rows import STATES, imported
from ledger.some_claims import coded_reports

CODEBOOK = load_codebook()
SOME = st.lists(coded_reports(), min_size=1, max_size=4, unique_by=lambda one: one.report.id)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def folded(claim: Claim, codebook: Codebook) -> tuple[str, str | None]:
    """A claim's type and mode as PLOVER writes them."""
    code = codebook.plover_type(claim.type, claim.status)
    return code, claim.mode if code == claim.type else None


def named(sides: Iterable[Cited[Actor]]) -> list[tuple[str | None, ...]]:
    """What the formats have of actors."""
    return [
        (side.value.country, side.value.sector, side.value.name, side.value.office)
        for side in sides
    ]


@given(SOME)
@FEW
def test_parquet_brings_back_every_claim(coded: list[Coded]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.parquet"
        with path.open("wb") as stream:
            write_parquet(coded, stream, a_run())
        with Ledger.open(Path(folder) / "l.duckdb") as ledger:
            for whole in read_parquet(path):
                assert ledger.add_whole(whole, a_run()).refused == ()
            back = {claim.id: claim for claim in ledger.claims()}
            reports = {report.id: report for report in ledger.reports()}
    assert back == {claim.id: claim for one in coded for claim in one.claims}
    assert reports == {one.report.id: one.report for one in coded}


@given(coded_reports())
@FEW
def test_plover_brings_back_all_that_it_has_a_field_for(coded: Coded) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.jsonl"
        with path.open("wb") as stream:
            write_plover([coded], stream, CODEBOOK)
        back = [one.claims[0] for one in read_plover([path], "test") if isinstance(one, Coded)]
    assert len(back) == len(coded.claims)
    for one, claim in zip(back, coded.claims, strict=True):
        code, mode = folded(claim, CODEBOOK)
        assert (one.type, one.mode, one.contexts) == (code, mode, claim.contexts)
        assert (one.status, one.is_historical) == (claim.status, claim.is_historical)
        assert named(one.actors) == named(claim.actors)
        assert named(one.recipients) == named(claim.recipients)
        days = (one.date.value.earliest, one.date.value.latest) if one.date else (None, None)
        assert days == plover_date(coded.report, claim, code)
        assert (one.place.value if one.place else None) == (
            claim.place.value if claim.place else None
        )


@given(coded_reports())
@FEW
def test_polecat_brings_back_every_dyad(coded: Coded) -> None:
    stream = io.BytesIO()
    PolecatWriter(codebook=CODEBOOK).write([coded], stream)
    with (
        tempfile.TemporaryDirectory() as folder,
        imported(Path(folder) / "p.tsv", "POLECAT", stream.getvalue()) as outcome,
    ):
        assert outcome.refused == []
        back = Counter(_dyad(claim, *folded(claim, CODEBOOK)) for claim in outcome.ledger.claims())
    went: Counter[Any] = Counter()
    for claim in coded.claims:
        code, mode = folded(claim, CODEBOOK)
        for pair in pairs_of(claim, CODEBOOK):
            sides = [side.value for side in pair if side]
            first, _ = plover_date(coded.report, claim, code)
            went[_row(code, mode, first, claim, sides)] += 1
    assert back == went


def _by_cameo(code: str, mode: str | None) -> str | None:
    """The type that comes back by way of CAMEO, which takes a resignation for a concession."""
    cameo = CODEBOOK.mode(code, mode).cameo if mode else CODEBOOK.type(code).cameo
    return CODEBOOK.cameo.code(cameo).type


def _dyad(claim: Claim, code: str, mode: str | None) -> Any:
    sides = [side.value for side in (*claim.actors, *claim.recipients)]
    first = claim.date.value.earliest if claim.date else None
    return _row(code, mode, first, claim, sides)


def _row(code: str, mode: str | None, first: Any, claim: Claim, sides: list[Actor]) -> Any:
    place = claim.place.value if claim.place else None
    where = (place.name, place.country, place.lat, place.geonames_id) if place else None
    who = tuple((side.country, side.sector, side.name, side.office) for side in sides)
    return (code, mode, first, claim.contexts, claim.status, claim.is_historical, where, who)


@given(coded_reports())
@FEW
def test_icews_has_no_act_that_was_denied_or_is_only_possible(coded: Coded) -> None:
    stream = io.BytesIO()
    writer = IcewsWriter(codebook=CODEBOOK, countries={code: name for name, code in STATES.items()})
    n_rows = writer.write([coded], stream)
    denied = {Status.NEGATED, Status.HYPOTHETICAL}
    kept = [claim for claim in coded.claims if claim.status not in denied]
    with (
        tempfile.TemporaryDirectory() as folder,
        imported(Path(folder) / "i.tab", "ICEWS", stream.getvalue()) as outcome,
    ):
        assert outcome.refused == []
        assert outcome.ledger.claims().count() == n_rows
        back = {claim.type for claim in outcome.ledger.claims()}
    assert back <= {_by_cameo(*folded(claim, CODEBOOK)) for claim in kept}
    assert writer.left_out.total() <= len(coded.claims)
    assert n_rows >= len(coded.claims) - writer.left_out.total()

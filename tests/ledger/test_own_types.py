"""A user's own types in the record: kept, found again, and never given to others as PLOVER's."""

import io
import json
from pathlib import Path

from builders import a_claim, a_coding, a_report, a_run
from detente.codebook import Codebook, OwnType
from detente.ledger import Ledger
from detente.ledger.formats.parquet import write_parquet
from detente.ledger.formats.parquet_import import read_parquet
from detente.ledger.formats.plover import write_plover
from detente.ledger.formats.polecat import PolecatWriter
from detente.records import Coded, Status

SWAP = "own:prisoner-swap"


def coded(status: Status = Status.ACTUAL) -> Coded:
    report = a_report()
    return a_coding(report, claims=(a_claim(report, type="RETREAT", mode=SWAP, status=status),))


def test_a_ledger_keeps_an_own_type_at_its_parents_worth(
    tmp_path: Path, codebook: Codebook
) -> None:
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([coded()], a_run())
        with ledger.query() as query:
            row = query.execute("SELECT type, mode, quad, intensity FROM claims").fetchone()

    assert row == ("RETREAT", SWAP, 2, codebook.intensity("RETREAT"))


def test_own_parquet_comes_back_with_its_own_types(tmp_path: Path) -> None:
    path = tmp_path / "w.parquet"
    with path.open("wb") as stream:
        write_parquet([coded()], stream, a_run())
    (whole,) = read_parquet(path)

    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        added = ledger.add_whole(whole, a_run(coder="import-parquet"))
        (claim,) = ledger.claims()

    assert added.refused == ()
    assert (claim.type, claim.mode) == ("RETREAT", SWAP)


def test_plover_gets_the_parent_and_a_comment(codebook: Codebook) -> None:
    stream = io.BytesIO()
    write_plover([coded()], stream, codebook)
    event = json.loads(stream.getvalue())

    assert event["event"] == ["RETREAT"]
    assert event.get("mode", []) == []
    assert event["event_scale"] == codebook.intensity("RETREAT")
    assert event["comment"] == f"{SWAP}; date is that of the report"


def test_polecat_gets_the_parent(codebook: Codebook) -> None:
    stream = io.BytesIO()
    PolecatWriter(codebook=codebook).write([coded()], stream)
    header, *rows = stream.getvalue().decode().splitlines()

    place = header.split("\t").index("Event Mode")
    assert {row.split("\t")[place] for row in rows} == {""}


def test_a_crosswalk_gives_other_formats_their_own_codes(codebook: Codebook) -> None:
    own = OwnType(name="prisoner-swap", parent="RETREAT", definition="x", plover="release")
    book, plover, polecat = codebook.with_own([own]), io.BytesIO(), io.BytesIO()

    write_plover([coded()], plover, book)
    PolecatWriter(codebook=book).write([coded()], polecat)

    assert json.loads(plover.getvalue())["mode"] == ["release"]
    assert "\tRETREAT\trelease\t" in polecat.getvalue().decode()
    assert book.cameo_of("RETREAT", SWAP).code == book.cameo.from_plover("RETREAT", "release").code


def test_a_type_is_found_with_its_modes(tmp_path: Path) -> None:
    report = a_report()
    kinds = [SWAP, f"{SWAP}/remains", f"{SWAP}-day"]
    claims = tuple(a_claim(report, type="RETREAT", mode=mode) for mode in kinds)
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([a_coding(report, claims=claims)], a_run())

        found = {one.mode for one in ledger.claims(mode=SWAP)}

    assert found == set(kinds[:2])

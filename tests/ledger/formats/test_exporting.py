"""One door to all formats."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest

from builders import a_claim, a_coding, a_date, a_place, a_report, a_run, an_actor, cited
from detente.codebook import Codebook
from detente.ledger import ClaimRow, Filter, Ledger, Row, write_jsonl
from detente.ledger.contract import COLUMNS as CSV_COLUMNS
from detente.ledger.contract import WHOLE, write_csv
from detente.ledger.formats import ExportFormat
from detente.ledger.formats.exporting import DROPPED, Exported, Exporter, about, fields_of
from detente.ledger.formats.graphs import EDGE_KEYS
from detente.ledger.formats.icews import COLUMNS as ICEWS_COLUMNS
from detente.ledger.formats.parquet import write_parquet
from detente.ledger.formats.plover import PloverEvent
from detente.ledger.formats.polecat import COLUMNS as POLECAT_COLUMNS
from detente.record import compute_events, ruled_claims
from detente.records import Claim, Coded, Report, Status
from ledger.foreign_rows import STATES, icews_header, icews_row, imported


def test_json_lines_are_flushed_report_by_report(full: Coded, codebook: Codebook) -> None:
    stream = io.BytesIO()
    seen: list[int] = []

    def reports() -> Iterator[Coded]:
        for _ in range(2):
            yield full
            seen.append(stream.getvalue().count(b"\n"))

    count = write_jsonl(reports(), stream, codebook)

    assert seen == [3, 6]
    assert count == 6


Writes = Callable[[Iterable[Coded], BinaryIO, Codebook], int]
WRITERS: dict[str, Writes] = {
    "jsonl": write_jsonl,
    "csv": lambda coded, stream, _: write_csv(coded, stream),
    "parquet": lambda coded, stream, _: write_parquet(coded, stream),
    "whole": lambda coded, stream, _: write_parquet(coded, stream, a_run()),
}
every_format = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


@every_format
def test_each_format_counts_its_rows(write: Writes, full: Coded, codebook: Codebook) -> None:
    assert write([full], io.BytesIO(), codebook) == 3


@every_format
def test_each_format_gives_the_same_bytes_twice(
    write: Writes, full: Coded, codebook: Codebook
) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for stream in (first, second):
        write([full, a_coding(a_report(key="other"))], stream, codebook)

    assert first.getvalue() == second.getvalue()


@every_format
def test_each_format_takes_a_report_without_claims(write: Writes, codebook: Codebook) -> None:
    assert write([a_coding(claims=())], io.BytesIO(), codebook) == 0


def test_lines_read_back_as_the_rows_they_were(full: Coded, codebook: Codebook) -> None:
    import msgspec  # noqa: PLC0415  # only this test reads rows back

    stream = io.BytesIO()
    write_jsonl([full], stream, codebook)
    lines = stream.getvalue().splitlines()
    rows = [msgspec.json.decode(line, type=Row) for line in lines]

    assert isinstance(rows[0], ClaimRow)
    assert [msgspec.json.encode(row) for row in rows] == lines
    assert json.loads(lines[0])["id"] == full.claims[0].id


NS = {"g": "http://graphml.graphdrawing.org/xmlns"}


def exporter(ledger: Ledger, codebook: Codebook) -> Exporter:
    """An exporter that knows Norland, Sudria and Vostia."""
    names = {code: name for name, code in STATES.items()}
    ruled = ruled_claims(ledger)
    return Exporter(ledger=ledger, codebook=codebook, countries=names, ruled=ruled)


def sent(
    ledger: Ledger, codebook: Codebook, form: ExportFormat, wanted: Filter | None = None
) -> tuple[str, Exported]:
    """What an export writes, and what it says of it."""
    stream = io.BytesIO()
    done = exporter(ledger, codebook).export(form, wanted or {}, stream)
    return stream.getvalue().decode("utf-8", "replace"), done


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger.open(tmp_path / "l.duckdb") as opened:
        yield opened


def keep(ledger: Ledger, report: Report, *claims: Claim) -> None:
    """Put claims of one report into the ledger."""
    ledger.add([a_coding(report, claims=claims)], a_run())


def icews_rows(text: str) -> list[dict[str, str]]:
    """Rows of an ICEWS table by its header."""
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_a_meeting_of_three_is_six_dyads_and_says_so(ledger: Ledger, codebook: Codebook) -> None:
    report = a_report()
    keep(ledger, report, a_claim(report, actors=("NRL-GOV", "SDR-GOV", "VST")))
    text, done = sent(ledger, codebook, ExportFormat.ICEWS)
    rows = icews_rows(text)
    assert (done.n_rows, done.n_written, done.n_expanded) == (6, 1, 1)
    assert {(row["Source Country"], row["Target Country"]) for row in rows} == {
        (one, other) for one in STATES for other in STATES if one != other
    }
    assert len({row["Event ID"] for row in rows}) == 6


def test_what_two_sign_is_a_dyad_each_way_and_what_two_condemn_is_none(
    ledger: Ledger, codebook: Codebook
) -> None:
    report = a_report()
    both = ("NRL-GOV", "SDR-GOV")
    signed, condemned = (a_claim(report, type=name, actors=both) for name in ("SUPPORT", "ACCUSE"))
    keep(ledger, report, signed, condemned)
    polecat, done = sent(ledger, codebook, ExportFormat.POLECAT)
    icews, _ = sent(ledger, codebook, ExportFormat.ICEWS)
    pairs = {
        (row["Event Type"], row["Actor Country"], row["Recipient Country"])
        for row in icews_rows(polecat)
    }
    assert pairs == {
        ("SUPPORT", "NRL", "SDR"),
        ("SUPPORT", "SDR", "NRL"),
        ("ACCUSE", "NRL", ""),
        ("ACCUSE", "SDR", ""),
    }
    assert (done.n_rows, done.n_written, done.n_expanded) == (4, 2, 2)
    assert [row["Event ID"] for row in icews_rows(icews)] == [f"{signed.id}-1", f"{signed.id}-2"]


def test_an_icews_row_has_its_words_for_code_and_sector(ledger: Ledger, codebook: Codebook) -> None:
    report = a_report()
    keep(
        ledger,
        report,
        a_claim(
            report,
            type="ACCUSE",
            mode="disapprove",
            actors=("NRL-MIL",),
            recipients=("SDR",),
            date=a_date("2024-01-29"),
            place=a_place(),
        ),
    )
    (row,) = icews_rows(sent(ledger, codebook, ExportFormat.ICEWS)[0])
    assert (row["Event Text"], row["CAMEO Code"]) == ("Criticize or denounce", "111")
    assert (row["Source Name"], row["Source Sectors"]) == ("Norland", "Military")
    assert (row["Target Sectors"], row["Target Country"]) == ("NA", "Sudria")
    assert (row["Event Date"], row["City"], row["Country"]) == (
        "2024-01-29",
        "Vostia City",
        "Vostia",
    )
    assert row["Publisher"] == "Harbour Wire"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.NEGATED, "negated: ICEWS would have it done"),
        (Status.HYPOTHETICAL, "hypothetical: ICEWS would have it done"),
        (Status.FUTURE, "future: ICEWS would have it done"),
    ],
)
def test_icews_gets_nothing_that_was_not_done(
    ledger: Ledger, codebook: Codebook, status: Status, reason: str
) -> None:
    report = a_report()
    keep(
        ledger,
        report,
        a_claim(report, type="ASSAULT", actors=("NRL",), recipients=("SDR",), status=status),
    )
    text, done = sent(ledger, codebook, ExportFormat.ICEWS)
    assert (icews_rows(text), done.left_out) == ([], {reason: 1})


def test_icews_has_a_planned_meeting_as_an_intent(ledger: Ledger, codebook: Codebook) -> None:
    report = a_report()
    keep(ledger, report, a_claim(report, status=Status.FUTURE))
    rows = icews_rows(sent(ledger, codebook, ExportFormat.ICEWS)[0])
    assert {row["CAMEO Code"] for row in rows} == {"030"}


def test_a_row_of_icews_goes_out_as_it_came_in(tmp_path: Path, codebook: Codebook) -> None:
    content = (
        icews_header()
        + icews_row(Source_Name="Ann  Nor", District="Old Town")
        + icews_row(Event_ID="2", Event_Text="Make statement", CAMEO_Code="010")
    )
    with imported(tmp_path / "e.tab", "ICEWS", content) as outcome:
        text, _ = sent(outcome.ledger, codebook, ExportFormat.ICEWS)
    assert sorted(text.splitlines()) == sorted(content.splitlines())


def test_four_columns_keep_names_text_and_day(tmp_path: Path, codebook: Codebook) -> None:
    content = "Ann Nor\tHost a visit\tSudria\t2024-02-02\nZed\tMake statement\tSudria\t2024-02-03\n"
    with imported(tmp_path / "e.txt", "ICEWS", content) as outcome:
        text, _ = sent(outcome.ledger, codebook, ExportFormat.ICEWS)
    back = [
        (row["Source Name"], row["Event Text"], row["Target Name"], row["Event Date"])
        for row in icews_rows(text)
    ]
    assert sorted(back) == sorted(tuple(line.split("\t")) for line in content.splitlines())


def test_graphml_is_a_network_that_says_who_acts_on_whom(
    ledger: Ledger, codebook: Codebook
) -> None:
    report = a_report()
    hit = a_claim(
        report,
        type="ASSAULT",
        actors=(cited(an_actor("NRL-MIL", name="A & <B>"), report, "Norland"),),
        recipients=("SDR",),
        date=a_date(),
    )
    keep(ledger, report, a_claim(report, date=a_date()), hit)
    compute_events(ledger)
    text, done = sent(ledger, codebook, ExportFormat.GRAPHML)
    root = ET.fromstring(text)  # noqa: S314  # our own
    keys = {key.get("id") for key in root.findall("g:key", NS)}
    edges = [
        {str(data.get("key")): data.text for data in edge}
        for edge in root.iter(f"{{{NS['g']}}}edge")
    ]
    assert {f"edge-{name}" for name in EDGE_KEYS} <= keys
    assert all(set(edge) <= keys for edge in edges)
    assert {(edge["edge-type"], edge["edge-relation"]) for edge in edges} == {
        ("CONSULT", "acts with"),
        ("ASSAULT", "acts on"),
    }
    nodes = {node.get("id") for node in root.iter(f"{{{NS['g']}}}node")}
    assert "NRL-MIL:A & <B>" in nodes
    assert done.n_rows == len(edges) == 2
    assert 'directed="false"' not in text  # networkx and others read no mixed network


def test_geojson_has_a_point_an_event_and_counts_those_nowhere(
    ledger: Ledger, codebook: Codebook
) -> None:
    report = a_report()
    somewhere = a_claim(report, date=a_date(), place=a_place())
    nowhere = a_claim(report, type="ACCUSE", actors=("NRL",), recipients=("SDR",), date=a_date())
    keep(ledger, report, somewhere, nowhere)
    compute_events(ledger)
    text, done = sent(ledger, codebook, ExportFormat.GEOJSON)
    (feature,) = json.loads(text)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [20.25, 10.5]}
    assert feature["properties"]["type"] == "CONSULT"
    assert (done.n_rows, done.left_out) == (1, {"no report told where": 1})


def test_a_filter_chooses_what_goes_out(ledger: Ledger, codebook: Codebook) -> None:
    report = a_report()
    hit = a_claim(report, type="ASSAULT", actors=("NRL",), recipients=("SDR",))
    keep(ledger, report, a_claim(report), hit)
    text, done = sent(ledger, codebook, ExportFormat.CSV, {"type": "ASSAULT"})
    assert [row["type"] for row in csv.DictReader(io.StringIO(text))] == ["ASSAULT"]
    assert done.n_rows == 1


def test_the_words_beside_an_export_tell_run_filter_and_fields(
    ledger: Ledger, codebook: Codebook
) -> None:
    report = a_report()
    keep(ledger, report, a_claim(report))
    wanted: Filter = {"dyad": ("NRL", "SDR")}
    _, done = sent(ledger, codebook, ExportFormat.ICEWS, wanted)
    words = json.loads(about(ExportFormat.ICEWS, "out.tsv", wanted, done))
    assert words["filter"] == {"dyad": ["NRL", "SDR"]}
    assert [run["id"] for run in words["runs"]] == [a_run().id]
    assert (words["rows"], words["written"], words["expanded"]) == (2, 1, 1)
    assert [field["name"] for field in words["fields"]] == list(ICEWS_COLUMNS)
    assert words["has_no_field_for"]


def test_every_field_of_every_format_is_explained() -> None:
    columns = {
        "csv": CSV_COLUMNS,
        "parquet": WHOLE,
        "icews": ICEWS_COLUMNS,
        "polecat": POLECAT_COLUMNS,
        "plover": PloverEvent.__struct_fields__,
    }
    for form, names in columns.items():
        assert sorted(one.name for one in fields_of(form)) == sorted(names), form
    for form in ExportFormat:
        assert DROPPED[form.value], form
        assert all(one.meaning for one in fields_of(form.value)), form


def test_parquet_from_a_ledger_is_that_of_its_records(
    ledger: Ledger, codebook: Codebook, full: Coded
) -> None:
    ledger.add([full], a_run())
    stream, expected = io.BytesIO(), io.BytesIO()
    exporter(ledger, codebook).export(ExportFormat.PARQUET, {}, stream)
    origin = a_run()
    write_parquet([full], expected, origin)
    one, other = pq.read_table(stream), pq.read_table(expected)
    assert one.schema.equals(other.schema, check_metadata=True)
    assert one.to_pylist() == other.to_pylist()

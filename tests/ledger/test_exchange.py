"""One door to all formats."""

import io
import json
from collections.abc import Iterator

import pytest

from builders import a_coding, a_report
from detente.codebook import Codebook
from detente.ledger import ClaimRow, Format, Row, write_coded
from detente.records import Coded


def test_json_lines_are_flushed_report_by_report(full: Coded, codebook: Codebook) -> None:
    stream = io.BytesIO()
    seen: list[int] = []

    def reports() -> Iterator[Coded]:
        for _ in range(2):
            yield full
            seen.append(stream.getvalue().count(b"\n"))

    count = write_coded(reports(), stream, Format.JSONL, codebook)

    assert seen == [3, 6]
    assert count == 6


@pytest.mark.parametrize(
    ("form", "n_rows"),
    [
        (Format.JSONL, 3),
        (Format.CSV, 3),
        (Format.PARQUET, 3),
        (Format.PLOVER, 2),  # it has no statements
        (Format.POLECAT, 3),  # two rows for the call, one for the arrest
    ],
)
def test_each_format_counts_its_rows(
    form: Format, n_rows: int, full: Coded, codebook: Codebook
) -> None:
    assert write_coded([full], io.BytesIO(), form, codebook) == n_rows


@pytest.mark.parametrize("form", list(Format))
def test_each_format_gives_the_same_bytes_twice(
    form: Format, full: Coded, codebook: Codebook
) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for stream in (first, second):
        write_coded([full, a_coding(a_report(key="other"))], stream, form, codebook)

    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize("form", list(Format))
def test_each_format_takes_a_report_without_claims(form: Format, codebook: Codebook) -> None:
    assert write_coded([a_coding(claims=())], io.BytesIO(), form, codebook) == 0


def test_lines_read_back_as_the_rows_they_were(full: Coded, codebook: Codebook) -> None:
    import msgspec  # noqa: PLC0415  # only this test reads rows back

    stream = io.BytesIO()
    write_coded([full], stream, Format.JSONL, codebook)
    lines = stream.getvalue().splitlines()
    rows = [msgspec.json.decode(line, type=Row) for line in lines]

    assert isinstance(rows[0], ClaimRow)
    assert [msgspec.json.encode(row) for row in rows] == lines
    assert json.loads(lines[0])["id"] == full.claims[0].id

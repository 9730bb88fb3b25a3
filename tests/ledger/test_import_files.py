"""A file that is no clean table gives what can be had of it, and a clear word on the rest."""

import gzip
import zipfile
from pathlib import Path

import pytest

from detente.ledger.formats import foreign
from detente.ledger.formats.foreign import Reading, read_lines
from detente.records import Problem


def read(path: Path, content: bytes | None = None) -> tuple[list[list[str]], list[Problem]]:
    """Read a file's lines as cells, and the problems with it."""
    if content is not None:
        path.write_bytes(content)
    problems: list[Problem] = []
    lines = list(read_lines(path, Reading(complain=problems.append)))
    return [line.cells for line in lines], problems


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"a\tb\r\n", ["a", "b"]),
        (b"a;b\n", ["a", "b"]),
        (b"a,b\n", ["a", "b"]),
        (b'a,"b,c"\n', ["a", "b,c"]),
        (b'a\t"b\n', ["a", '"b']),
        (b"\xef\xbb\xbfa\tb\n", ["a", "b"]),
        (b"a\x01\tb\n", ["a ", "b"]),
    ],
)
def test_cells_are_cut_as_the_file_has_them(
    tmp_path: Path, content: bytes, cells: list[str]
) -> None:
    assert read(tmp_path / "f", content) == ([cells], [])


def test_lines_keep_their_numbers_past_blank_ones(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"a\tb\n\n\nc\td\n")
    lines = read_lines(path, Reading(complain=print))
    assert [(line.number, line.cells[0]) for line in lines] == [(1, "a"), (4, "c")]


def test_a_truncated_gzip_gives_its_lines_and_a_problem(tmp_path: Path) -> None:
    text = b"".join(f"row {n}\tof many\n".encode() for n in range(20_000))
    whole = gzip.compress(text)
    cells, (problem,) = read(tmp_path / "f.gz", whole[: len(whole) // 2])
    assert 0 < len(cells) < 20_000
    assert (problem.kind, problem.is_warning) == ("damaged", False)


def test_a_truncated_zip_is_a_problem(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("a.csv", "a\tb\n" * 1000)
    content = (tmp_path / "f.zip").read_bytes()
    cells, (problem,) = read(tmp_path / "g.zip", content[:-30])
    assert (cells, problem.kind) == ([], "damaged")


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_bomb_is_left_where_it_swells(
    tmp_path: Path, pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "ALWAYS_ALLOWED", 100_000)
    path, bomb = tmp_path / "bomb", b"a\tb\n" * 500_000
    if pack == "gzip":
        path.write_bytes(gzip.compress(bomb))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", bomb)
    cells, (problem,) = read(path)
    assert len(cells) < 500_000
    assert problem.kind == "too-big"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PAR1\x15\x04", "binary"),
        (b"a\x00b\tc\n", "binary"),
        ("a\tb\n".encode("utf-16"), "encoding"),
        (b"a\tb\n" + b"x" * 1_000_001 + b"\nc\td\n", "too-long"),
    ],
    ids=["parquet", "null", "utf-16", "endless line"],
)
def test_what_is_no_table_is_told(tmp_path: Path, content: bytes, kind: str) -> None:
    cells, (problem,) = read(tmp_path / "f", content)
    assert problem.kind == kind
    assert cells in ([], [["a", "b"], ["c", "d"]])


def test_a_spreadsheet_is_named_as_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    _, (problem,) = read(tmp_path / "f.xlsx")
    assert problem.detail == "is a spreadsheet; save its sheet as CSV"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path / "nowhere")
    assert problem.kind == "missing-file"

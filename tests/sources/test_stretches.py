"""A file that is cut into stretches is read as if it were whole."""

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Problem, Report
from detente.sources import ReadOptions, read_reports
from detente.sources.inputs import line_starts, window
from detente.sources.stretches import count_items, cut, read_stretch
from detente.sources.tabular import SeenKeys
from sources.archives import warc_of

OPTIONS = ReadOptions()
TEXTS = [f"Norland met Sudria on day {n}.\nThe talks went on." for n in range(23)]


def whole(path: Path) -> list[Report | Problem]:
    return list(read_reports([str(path)], OPTIONS))


def in_parts(path: Path, size: int) -> list[Report | Problem]:
    """Read all stretches, the last one first, and put them in order."""
    stretches = cut(str(path), size, OPTIONS)
    read = [list(read_stretch(one, OPTIONS, SeenKeys())) for one in reversed(stretches)]
    return [item for items in reversed(read) for item in items]


def write_jsonl(path: Path) -> None:
    rows = [json.dumps({"text": text, "date": "2024-02-02"}) for text in TEXTS]
    rows[4] = "no JSON"
    rows[9] = ""
    path.write_text("\n".join(rows))


def write_csv(path: Path) -> None:
    rows = [f'{n},2024-02-02,"{text}, ""he"" said"' for n, text in enumerate(TEXTS)]
    rows[0] = rows[6] = "6,one field too many,2024-02-02,x"
    path.write_bytes("\r\n".join(["\ufeffid,date,text", *rows]).encode())


def write_parquet(path: Path) -> None:
    table = pa.table({"text": TEXTS, "date": ["2024-02-02"] * len(TEXTS)})
    pq.write_table(table, path, row_group_size=4)


def write_warc(path: Path) -> None:
    path.write_bytes(warc_of(TEXTS))


def write_zipped(writer: Callable[[Path], None]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        writer(path)
        path.write_bytes(gzip.compress(path.read_bytes()))

    return write


FILES = {
    "r.jsonl": write_jsonl,
    "r.jsonl.gz": write_zipped(write_jsonl),
    "r.csv": write_csv,
    "r.csv.gz": write_zipped(write_csv),
    "r.parquet": write_parquet,
    "r.warc": write_warc,
}


@pytest.mark.parametrize("size", [1, 3, 23, 100])
@pytest.mark.parametrize("name", sorted(FILES))
def test_stretches_give_what_the_whole_file_gives(name: str, size: int, tmp_path: Path) -> None:
    FILES[name](tmp_path / name)

    assert in_parts(tmp_path / name, size) == whole(tmp_path / name)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_stretch_holds_no_more_than_it_may(name: str, tmp_path: Path) -> None:
    FILES[name](tmp_path / name)

    sizes = [stretch.n_items for stretch in cut(str(tmp_path / name), 5, OPTIONS)]

    assert max(sizes) == 5
    assert sum(sizes) >= len(TEXTS)


def test_a_web_archive_of_zipped_records_is_cut_between_them(tmp_path: Path) -> None:
    path = tmp_path / "r.warc.gz"
    path.write_bytes(warc_of(TEXTS, is_zipped=True))

    assert len(cut(str(path), 5, OPTIONS)) == 5
    assert in_parts(path, 5) == whole(path)


def test_a_web_archive_that_is_zipped_as_a_whole_is_one_stretch(tmp_path: Path) -> None:
    path = tmp_path / "r.warc.gz"
    path.write_bytes(gzip.compress(warc_of(TEXTS)))

    (stretch,) = cut(str(path), 5, OPTIONS)

    assert stretch.is_whole
    assert in_parts(path, 5) == whole(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_table_of_wide_letters_is_one_stretch(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) for text in TEXTS), encoding=encoding)

    (stretch,) = cut(str(path), 5, OPTIONS)

    assert stretch.is_whole
    assert in_parts(path, 5) == whole(path)


@pytest.mark.parametrize("name", ["r.csv", "r.parquet", "r.warc", "r.jsonl.gz"])
def test_what_cannot_be_cut_is_one_stretch_that_tells_why(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x1f\x8b broken" if name.endswith("gz") else b"neither fish nor fowl")

    (problem,) = in_parts(path, 5)

    assert isinstance(problem, Problem)
    assert problem == whole(path)[0]


def test_a_text_is_one_stretch(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(TEXTS[0])

    (stretch,) = cut(str(path), 5, OPTIONS)

    assert (stretch.is_whole, stretch.n_items) == (True, 1)


@given(st.text(alphabet="ab\r\n", max_size=40), st.sampled_from(["", "\n"]))
def test_line_starts_are_where_python_begins_lines(text: str, newline: str) -> None:
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), newline=newline).readlines()
    expected = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]

    assert list(line_starts(io.BytesIO(text.encode()), newline)) == expected


@given(st.binary(max_size=30), st.binary(max_size=5), st.integers(0, 30), st.integers(0, 30))
def test_a_window_is_a_slice_with_its_head_before_it(
    data: bytes, head: bytes, start: int, more: int
) -> None:
    stream = window(io.BytesIO(data), start, start + more, head)

    assert stream.read() == head + data[start : start + more]


def test_a_window_tells_its_place_and_goes_nowhere_else() -> None:
    stream = window(io.BytesIO(b"0123456789"), 2, 8)
    stream.read(3)

    assert stream.tell() == 3
    with pytest.raises(io.UnsupportedOperation):
        stream.seek(100)


def test_reports_are_counted_before_they_are_read(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl")
    write_csv(tmp_path / "b.csv")
    write_parquet(tmp_path / "c.parquet")
    (tmp_path / "d.txt").write_text("Norland met Sudria.")
    n_read = len([one for one in read_reports([str(tmp_path)]) if isinstance(one, Report)])

    counted = count_items([str(tmp_path)], ReadOptions())

    assert counted is not None
    assert counted >= n_read > 3  # broken rows count, too
    assert count_items(["https://example.org/story"], ReadOptions()) is None
    assert count_items(["-"], ReadOptions()) is None

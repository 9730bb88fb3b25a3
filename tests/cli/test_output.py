"""A file appears whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from detente.cli.output import open_output
from detente.errors import BadInput


def test_file_appears_only_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with open_output(path) as stream:
        stream.write(b"half")
        assert not path.exists()

    assert path.read_bytes() == b"half"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_error_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        _write_and_raise(path, b"new", ZeroDivisionError())

    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_interrupt_leaves_the_older_file_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        _write_and_raise(path, b"half", KeyboardInterrupt())

    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert capsys.readouterr().err == "out.csv is not written: it would not be whole\n"


def test_new_file_has_the_rights_a_new_file_has(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    with open_output(tmp_path / "out") as stream:
        stream.write(b"x")

    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "out")]
    assert modes[0] == modes[1]


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with open_output(tmp_path / "link") as stream:
        stream.write(b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_device_is_written_as_it_is() -> None:
    with open_output(Path(os.devnull)) as stream:
        stream.write(b"x")

    assert not Path(os.devnull).is_file()


def test_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "no" / "out"
    with pytest.raises(BadInput, match=r"there is no folder .*no; make it"), open_output(path):
        pass


def _write_and_raise(path: Path, data: bytes, error: BaseException) -> None:
    with open_output(path) as stream:
        stream.write(data)
        raise error

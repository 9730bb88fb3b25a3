"""The repository -> ``build/release``: wheel, checksums, what is new, models and corpus with cards.

In:  a clean working tree.   Out: a folder; the same tree gives the same model and corpus folders.
Does not: upload anything (docs/release.md has the commands).
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from detente.errors import VERSION
from detente.ledger.formats.croissant import JSONL, TEXT, DataFile, croissant

__all__ = ["LARGEST_WHEEL", "changes_of", "corpus_metadata", "main", "put_corpus", "put_models"]

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "src/detente/events/data"
LARGEST_WHEEL = 95_000_000  # bytes: the index refuses files of over 100 MB
MEDIA = {".jsonl": JSONL, ".txt": TEXT, ".md": "text/markdown", ".json": "application/json"}
ABOUT_CORPUS = (
    "Political acts coded with PLOVER: 9,707 written sentences, 363 written reports and 640 "
    "passages, and stand-off marks on 17,128 real documents, whose texts are not here."
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def changes_of(changelog: str, version: str) -> str:
    """Cut the part of a version out of a changelog; without one, what is not yet released.

    Raises:
        ValueError: there is neither.
    """
    for name in (re.escape(version), "Unreleased"):
        found = re.search(rf"(?ms)^## \[?{name}\b.*?$\n(.*?)(?=^## |\Z)", changelog)
        if found:
            return found[1].strip() + "\n"
    raise ValueError(f"the changelog has no part for {version}, and none for what is unreleased")


def put_models(folder: Path) -> None:
    """Copy both models with their card."""
    for name in ("model", "reader", "spoken"):
        shutil.copytree(MODELS / name, folder / name)
    card = (ROOT / "release/model-card.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(card.replace("{version}", VERSION), encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", folder)


def put_corpus(folder: Path) -> None:
    """Copy the corpus, whose README is its card, with Croissant metadata."""
    shutil.copytree(ROOT / "corpus", folder)
    (folder / "croissant.json").write_bytes(corpus_metadata(folder))


def corpus_metadata(folder: Path) -> bytes:
    """Describe all files of a corpus; JSON lines of reports are records, texts are lines."""
    files = [
        DataFile(
            name=path.relative_to(folder).as_posix(),
            sha256=sha256(path.read_bytes()).hexdigest(),
            media_type=MEDIA[path.suffix],
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix in MEDIA and path.name != "croissant.json"
    ]
    reports = [one.name for one in files if re.fullmatch(r"documents/\w+\.jsonl", one.name)]
    records = [
        {
            "@type": "cr:RecordSet",
            "@id": Path(name).stem,
            "name": Path(name).stem,
            "field": [
                {
                    "@type": "cr:Field",
                    "@id": f"{Path(name).stem}/{field}",
                    "name": field,
                    "dataType": "sc:Text",
                    "source": {"fileObject": {"@id": name}, "extract": {"column": field}},
                }
                for field in ("id", "published", "outlet", "text")
            ],
        }
        for name in reports
    ]
    return croissant("detente-corpus", ABOUT_CORPUS, files, records, LICENCE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the release, or say why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "build/release")
    parser.add_argument("--uv", default="uv", help="uv's command")
    given = parser.parse_args(arguments)
    shutil.rmtree(given.to, ignore_errors=True)
    given.to.mkdir(parents=True)
    build = [given.uv, "build", "--quiet", "--wheel", "--sdist", "--out-dir", given.to, ROOT]
    subprocess.run(build, check=True)  # noqa: S603  # our own build
    put_models(given.to / "model")
    put_corpus(given.to / "corpus")
    changes = changes_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), VERSION)
    (given.to / "CHANGES.md").write_text(changes, encoding="utf-8")
    (given.to / "SHA256SUMS").write_text("".join(_sums(given.to)), encoding="utf-8")
    for wheel in given.to.glob("*.whl"):
        size = wheel.stat().st_size
        sys.stderr.write(f"{wheel.name}: {size / 1e6:.1f} MB\n")
        if size > LARGEST_WHEEL:
            sys.stderr.write(f"that is over {LARGEST_WHEEL / 1e6:.0f} MB\n")
            return 1
    return 0


def _sums(folder: Path) -> Iterable[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "SHA256SUMS":
            digest = sha256(path.read_bytes()).hexdigest()
            yield f"{digest}  {path.relative_to(folder).as_posix()}\n"


if __name__ == "__main__":
    sys.exit(main())

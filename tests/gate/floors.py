"""floors.toml: which gold files are measured, their digests, and the floor of each figure.

In:  the file.   Out: its entries; the file anew, with floors raised.
Does not: measure, or lower a floor unless it is told to.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from detente.evaluate import Figures

FLOORS = Path(__file__).with_name("floors.toml")
MARGIN = 0.005  # half a point: a harmless change may cost a row or two, a regression costs more
_STEP = 1000  # floors have three decimals

_HEADER = """\
# The floors of the quality gate (`make gate`): a figure below its floor fails, and so does a gold
# file that has changed. Shares are 0..1. `python -m tests.gate --raise` lifts the floors to half a
# point below the figures; lowering one needs --allow-regression, and a line in the changelog.
"""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gold file, its suite, and the floors of its figures.

    ``gold`` and the keys of ``sha256`` are paths within the folder of the gold files;
    ``sha256`` also lists what the gold file refers to.
    """

    suite: str
    gold: str
    sha256: dict[str, str]
    floors: dict[str, float]

    def __post_init__(self) -> None:
        if self.gold not in self.sha256:
            raise ValueError(f"the digest of {self.gold} itself is missing")

    def changed_files(self, folder: Path) -> list[str]:
        """List the files whose content is not what the floors were measured on."""
        return [name for name, known in self.sha256.items() if digest_of(folder / name) != known]


def read_floors(path: Path = FLOORS) -> dict[str, Entry]:
    """Read the entries by name, in file order; unknown keys are errors."""
    return msgspec.toml.decode(path.read_bytes(), type=dict[str, Entry])


def write_floors(entries: Mapping[str, Entry], path: Path = FLOORS) -> None:
    """Write the entries in the order given."""
    blocks = ("\n".join(_lines(name, entry)) for name, entry in entries.items())
    path.write_text("\n\n".join((_HEADER.rstrip(), *blocks)) + "\n", encoding="utf-8")


def raise_floors(
    entry: Entry, figures: Figures, folder: Path, *, allow_regression: bool = False
) -> Entry:
    """Lift each floor to ``MARGIN`` below its figure; never lower one, nor take a changed file.

    With ``allow_regression``, floors follow the figures down, too, and digests are taken anew.
    """
    found = dict(figures.items())
    lifted = {key: _just_below(found[key] or 0.0) for key in entry.floors}
    if allow_regression:
        digests = {name: digest_of(folder / name) for name in entry.sha256}
        return msgspec.structs.replace(entry, floors=lifted, sha256=digests)
    if entry.changed_files(folder):
        return entry
    floors = {key: max(floor, lifted[key]) for key, floor in entry.floors.items()}
    return msgspec.structs.replace(entry, floors=floors)


def digest_of(path: Path) -> str:
    """Digest a file's bytes; a file that is not there has none, which no digest equals."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"


def _just_below(figure: float) -> float:
    return max(0.0, math.floor(round((figure - MARGIN) * _STEP, 3)) / _STEP)


def _lines(name: str, entry: Entry) -> Iterator[str]:
    yield f"[{name}]"
    yield f'suite = "{entry.suite}"'
    yield f'gold = "{entry.gold}"'
    yield f"[{name}.sha256]"
    yield from (f'"{path}" = "{digest}"' for path, digest in entry.sha256.items())
    yield f"[{name}.floors]"
    yield from (f"{key} = {floor:.3f}" for key, floor in entry.floors.items())

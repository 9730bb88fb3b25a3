"""Texts that stand beside a key -> reports, by their ids.

In:  a folder of JSON lines, packed or not: ``id, date, outlet, text``.   Out: reports.
Does not: keep a text, or guess a day.
"""

import gzip
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from detente.errors import BadInput
from detente.records import Report

__all__ = ["HALVES", "READ", "Text", "read_texts"]

HALVES = ("read", "kept")  # of a key: what may be looked at, and what is measured in total only
READ = HALVES[0]


class Text(msgspec.Struct, frozen=True):
    """A dated text; other columns are passed over."""

    id: str
    text: str
    published: date | None = msgspec.field(default=None, name="date")
    outlet: str | None = None

    def as_report(self) -> Report:
        """Make a report of it, under its id."""
        return Report(key=self.id, text=self.text, outlet=self.outlet, published=self.published)


def read_texts(folder: Path | None, is_wanted: Callable[[Text], bool]) -> dict[str, Report]:
    """Read the wanted texts of all ``*.jsonl`` and ``*.jsonl.gz`` of a folder, by id.

    Raises:
        BadInput: no folder is given, it holds no such file, or a line is none.
    """
    if folder is None:
        raise BadInput("this suite's key has no texts; name the folder that holds them: --texts")
    paths = sorted((*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")))
    if not paths:
        raise BadInput(f"{folder} holds no *.jsonl and no *.jsonl.gz; --texts names such a folder")
    return {one.id: one.as_report() for path in paths for one in _rows(path) if is_wanted(one)}


def _rows(path: Path) -> Iterator[Text]:
    decode = msgspec.json.Decoder(Text).decode
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as err:
                raise BadInput(f"{path}:{number}: {err}; a text needs id, date and text") from err

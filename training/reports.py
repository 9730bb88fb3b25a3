"""Reports in which every act is marked -> their sentences and acts.

In:  a folder of text files (corpus/README.md has the format).   Out: reports, lists of sentences.
Does not: guess. A fault of format, a code that the codebook does not list or words that do not
stand in their sentence are a ``BadConfig`` that names file and line; all faults are told at once.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.codebook import load_codebook
from detente.errors import BadConfig, UnknownCode
from detente.events.examples import MAX_PREDICATE_WORDS, read_texts
from detente.records import Span, Status

__all__ = ["Act", "Told", "main", "read_reports"]

NOBODY = "-"
ELSEWHERE = "^"  # a side that the sentence does not name
FIELDS = ("predicate", "actors", "recipients", "TYPE", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of a sentence; spans count in its text. Sides that it does not name are left out."""

    predicate: Span
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    type: str
    status: Status
    is_doubtful: bool


@dataclass(slots=True)
class Told:
    """One sentence of a report and all its acts."""

    text: str
    is_headline: bool
    acts: list[Act] = field(default_factory=list)


def read_reports(folder: Path) -> list[list[Told]]:
    """Read the reports of all ``*.txt`` files, in order of name and line.

    Raises:
        BadConfig: there are no such files, or lines are at fault; the message lists them all.
    """
    reports: list[list[Told]] = []
    faults: list[str] = []
    for name, text in read_texts(folder):
        reports.append([])
        for number, line in enumerate(text.split("\n"), 1):
            try:
                _take(line.rstrip(), reports)
            except (ValueError, UnknownCode) as err:
                faults.append(f"{name} line {number}: {err}")
    if faults:
        raise BadConfig("\n".join(faults))
    return [report for report in reports if report]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a folder of marked reports and print its counts; the exit code is 2 at a fault."""
    parser = argparse.ArgumentParser(prog="python -m training.reports", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="for example corpus/reports")
    try:
        reports = read_reports(parser.parse_args(arguments).folder)
    except BadConfig as err:
        sys.stderr.write(f"{err}\n")
        return 2
    sys.stdout.write("\n".join(_counted(reports)) + "\n")
    return 0


def _counted(reports: Sequence[Sequence[Told]]) -> Iterator[str]:
    sentences = [told for report in reports for told in report]
    acts = [act for told in sentences for act in told.acts]
    types = Counter(act.type for act in acts)
    yield f"{len(reports):6} reports"
    yield f"{len(sentences):6} sentences, {sum(not told.acts for told in sentences)} without an act"
    yield f"{len(acts):6} acts, {sum(act.is_doubtful for act in acts)} of them doubtful"
    yield from (f"{types[one.name]:10} {one.name}" for one in load_codebook().types)


def _take(line: str, reports: list[list[Told]]) -> None:
    """Take one line in.

    Raises:
        ValueError: the line is not in the format.
    """
    kind, _, rest = line.partition(" ")
    if not line:
        reports.append([])
    elif kind in {"S", "H"}:
        reports[-1].append(Told(rest, is_headline=kind == "H"))
    elif kind in {"E", "?E"}:
        if not reports[-1]:
            raise ValueError("an act stands before any sentence")
        told = reports[-1][-1]
        told.acts.append(_act(rest, told.text, is_doubtful=kind == "?E"))
    elif not line.startswith("#"):
        raise ValueError(f"a line begins with S, H, E, ?E or #, not {kind!r}")


def _act(rest: str, text: str, *, is_doubtful: bool) -> Act:
    fields = [part.strip() for part in rest.split("|")]
    if len(fields) != len(FIELDS):
        raise ValueError(f"{len(fields)} fields; wanted: {' | '.join(FIELDS)}")
    predicate, actors, recipients, name, status = fields
    if len(predicate.split()) > MAX_PREDICATE_WORDS:
        raise ValueError(f"the predicate has more than {MAX_PREDICATE_WORDS} words")
    load_codebook().type(name)
    if status not in set(Status):
        raise ValueError(f"no status {status!r}; there are {', '.join(Status)}")
    return Act(
        predicate=_place(predicate, text),
        actors=_places(actors, text),
        recipients=_places(recipients, text),
        type=name,
        status=Status(status),
        is_doubtful=is_doubtful,
    )


def _places(names: str, text: str) -> tuple[Span, ...]:
    """Where each of "X & Y" stands; nobody and those named elsewhere nowhere."""
    parts = [] if names == NOBODY else [part.strip() for part in names.split("&")]
    return tuple(_place(part, text) for part in parts if not part.startswith(ELSEWHERE))


def _place(words: str, text: str) -> Span:
    """Find whole words in a text; ``word~2`` is the second time they stand there.

    Raises:
        ValueError: they do not stand there so often.
    """
    bare, _, number = words.partition("~")
    found = [Span(*match.span()) for match in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", text)]
    if not bare or len(found) < int(number or 1):
        raise ValueError(f"{words!r} does not stand in the sentence")
    return found[int(number or 1) - 1]


if __name__ == "__main__":
    sys.exit(main())

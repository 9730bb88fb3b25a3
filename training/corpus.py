"""The corpus of coded sentences: its counts, and whether each line keeps to the format.

In:  a folder of text files, one marked sentence a line (corpus/README.md has the format).
Out: a table of how many sentences have each type, mode and status.
Does not: read the format itself; the package does (events/marked.py), for users' own sentences too.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from detente.codebook import load_codebook
from detente.errors import BadConfig
from detente.events.examples import Example, read_corpus, read_line
from detente.events.model import NO_EVENT
from detente.records import Status

__all__ = ["NO_EVENT", "Example", "count_table", "main", "read_corpus", "read_line"]


def count_table(examples: Sequence[Example]) -> str:
    """Set out how many examples have each type, mode and status, in the codebook's order."""
    modes = Counter((example.type, example.mode) for example in examples)
    lines = [f"{len(examples):6} sentences"]
    for event_type in load_codebook().types:
        total = sum(n for (name, _), n in modes.items() if name == event_type.name)
        lines.append(f"{total:6} {event_type.name}")
        names = (None, *(mode.name for mode in event_type.modes)) if event_type.modes else ()
        lines.extend(f"{modes[event_type.name, name]:10} {name or '(no mode)'}" for name in names)
    lines.append(f"{modes[None, None]:6} {NO_EVENT}")
    statuses = Counter(example.status for example in examples)
    lines.extend(f"{statuses[status]:6} {status}" for status in Status)
    lines.append(f"{sum(example.is_historical for example in examples):6} historical")
    lines.append(f"{sum(bool(example.others) for example in examples):6} with other actors")
    lines.append(f"{sum(bool(example.contexts) for example in examples):6} with contexts")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a folder of sentences and print its counts; the exit code is 2 where it is at fault."""
    parser = argparse.ArgumentParser(prog="python -m training.corpus", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="for example corpus/sentences")
    folder = parser.parse_args(arguments).folder
    try:
        examples = read_corpus(folder)
    except BadConfig as err:
        sys.stderr.write(f"{err}\n")
        return 2
    sys.stdout.write(f"{count_table(examples)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

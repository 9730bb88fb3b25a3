"""The quality gate: ``python -m tests.gate`` from the repository root.

In:  floors.toml beside it, the gold files in ../shared; or, named by the options, floors_own.toml
and the project's own gold in corpus/.   Out: a table, the count of what passed
and failed as the last line, exit code 1 if anything failed.
Does not: pass quietly without gold files: it says so, and fails where ``CI=true``.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from detente.evaluate import Figures, System, evaluate
from detente.evaluate.texts import TextsMissing, find_texts

from .checks import check_entry, count_line, render_checks
from .floors import FLOORS, Entry, raise_floors, read_floors, write_floors

GOLD = Path(__file__).parents[3] / "shared"
MARKS = ".txt"  # marks beside texts of others


def main(arguments: Sequence[str], load: Callable[[], System]) -> int:
    """Measure, compare, report; 0 if every figure reaches its floor."""
    options = _options(arguments)
    entries = read_floors(options.floors)
    if not any((options.gold / entry.gold).is_file() for entry in entries.values()):
        return _skip(options.gold)
    system = load()
    entries, missing = _with_texts(entries)
    measured = {name: _measure(entry, options.gold, system) for name, entry in entries.items()}
    if options.raises:
        entries = {
            name: raise_floors(
                entry, measured[name], options.gold, allow_regression=options.allow_regression
            )
            for name, entry in entries.items()
        }
        write_floors(entries, options.floors)
    checks = [
        check
        for name, entry in entries.items()
        for check in check_entry(name, entry, measured[name], options.gold)
    ]
    _say(render_checks(checks))
    for name in missing:
        _say(f"NOT MEASURED: {name}: its texts are not at hand (corpus/README.md)")
    _say(count_line(checks))
    is_short = bool(missing) and os.environ.get("CI") == "true"
    return 0 if all(check.passed for check in checks) and not is_short else 1


def load_journey() -> System:
    """Load the real thing."""
    from detente.config import Config  # noqa: PLC0415  # the gate's own tests do without
    from detente.pipeline import Journey  # noqa: PLC0415  # the gate's own tests do without

    return Journey.from_config(Config())


class _Options(argparse.Namespace):
    gold: Path
    floors: Path
    raises: bool
    allow_regression: bool


def _options(arguments: Sequence[str]) -> _Options:
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold files")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file with the floors")
    parser.add_argument(
        "--raise", dest="raises", action="store_true", help="lift the floors to the figures"
    )
    parser.add_argument(
        "--allow-regression",
        action="store_true",
        help="with --raise: lower floors, too, and take changed gold files as they are",
    )
    options = parser.parse_args(arguments, namespace=_Options())
    if options.allow_regression and not options.raises:
        parser.error("--allow-regression goes with --raise")
    return options


def _measure(entry: Entry, folder: Path, system: System) -> Figures:
    return evaluate(entry.suite, folder / entry.gold, system)


def _with_texts(entries: dict[str, Entry]) -> tuple[dict[str, Entry], list[str]]:
    """Part the suites whose texts are at hand, or in the gold itself, from those without."""
    try:
        find_texts()
    except TextsMissing:
        missing = [name for name, entry in entries.items() if entry.gold.endswith(MARKS)]
        return {name: one for name, one in entries.items() if name not in missing}, missing
    return entries, []


def _skip(folder: Path) -> int:
    is_ci = os.environ.get("CI") == "true"
    _say(f"NOTHING WAS MEASURED: there are no gold files in {folder}; see tests/gate")
    _say("0 passed, 1 failed" if is_ci else "0 passed, 0 failed")
    return 1 if is_ci else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], load_journey))

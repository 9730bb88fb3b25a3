"""How much the journey costs over the bare parser, in one run on one machine.

    python bench/rate.py REPORTS.jsonl [--title-column headline] [--limit 300]

On short real items: `bench/rate.py ../shared/texts/current_events_2002_2024.jsonl.gz`. Both take
the same reports batch by batch in turn, so that what else the machine does falls on both. Prints
processor seconds and their ratio; figures of different runs or machines do not compare.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from detente.api import MOST_REPORTS, code_reports
from detente.config import Config
from detente.pipeline import Journey
from detente.reading.parse import BATCH, SpacyParser, paragraph_spans
from detente.records import Report
from detente.sources import ReadOptions, read_reports

WARM = 30  # reports coded before those that are measured: not each asks for every model


def main() -> None:
    """Measure parser and journey on the same reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("--title-column", default="title")
    parser.add_argument("--limit", type=int, default=300)
    options = parser.parse_args()
    found = read_reports([options.path], ReadOptions(title_column=options.title_column))
    taken = list(islice((one for one in found if isinstance(one, Report)), options.limit + WARM))
    reports = taken[: options.limit]
    warming = taken[options.limit :] or reports[:WARM]
    journey, bare_parser = Journey.from_config(Config()), SpacyParser()
    _code(warming, journey)  # loads what is loaded once
    _parse(bare_parser, warming)

    bare, whole = 0.0, 0.0
    for start in range(0, len(reports), MOST_REPORTS):
        batch = reports[start : start + MOST_REPORTS]
        bare += _seconds(partial(_parse, bare_parser, batch))
        whole += _seconds(partial(_code, batch, journey))

    n_chars = sum(len(report.text) for report in reports)
    print(f"{len(reports)} reports, {n_chars:,} characters")
    print(f"bare pipeline {bare:.1f} s, journey {whole:.1f} s, ratio {whole / bare:.2f}")


def _parse(parser: SpacyParser, reports: Sequence[Report]) -> int:
    """Run the bare pipeline over the paragraphs of reports; count them."""
    texts = [
        one.text[span.start : span.end] for one in reports for span in paragraph_spans(one.text)
    ]
    return len(list(parser._nlp.pipe(texts, batch_size=BATCH)))  # noqa: SLF001  # nothing around it


def _code(reports: Sequence[Report], journey: Journey) -> int:
    return len(list(code_reports(reports, journey)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()

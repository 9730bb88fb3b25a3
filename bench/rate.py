"""How much the journey costs over the bare parser, in one run on one machine.

    python bench/rate.py REPORTS.jsonl [--title-column headline]

Prints processor seconds and their ratio; figures of different runs or machines do not compare.
"""

import argparse
import time
from collections.abc import Callable

from detente.config import Config
from detente.pipeline import Journey
from detente.reading.parse import SpacyParser, paragraph_spans
from detente.records import Report
from detente.sources import ReadOptions, read_reports


def main() -> None:
    """Measure parser and journey on the same reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("--title-column", default="title")
    parser.add_argument("--limit", type=int, default=100)
    options = parser.parse_args()
    reading = ReadOptions(title_column=options.title_column)
    found = read_reports([options.path], reading)
    reports = [report for report in found if isinstance(report, Report)][: options.limit]
    journey = Journey.from_config(Config())
    journey.code(reports[0])  # loads what is loaded once

    bare_parser = SpacyParser()
    _parse(bare_parser, reports[0])
    bare = _seconds(lambda: [_parse(bare_parser, report) for report in reports])
    whole = _seconds(lambda: [journey.code(report) for report in reports])

    n_chars = sum(len(report.text) for report in reports)
    print(f"{len(reports)} reports, {n_chars:,} characters")
    print(f"bare pipeline {bare:.1f} s, journey {whole:.1f} s, ratio {whole / bare:.2f}")


def _parse(parser: SpacyParser, report: Report) -> int:
    """Run the bare pipeline over a report's paragraphs; count them."""
    texts = [report.text[span.start : span.end] for span in paragraph_spans(report.text)]
    return len(list(parser._nlp.pipe(texts, batch_size=64)))  # noqa: SLF001  # nothing around it


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()

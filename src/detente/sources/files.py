"""Paths, addresses and standard input -> reports. The room's front door.

In:  what a person named.   Out: ``Report`` for each that can be coded, ``Problem`` for all else.
Does not: stop at a bad input, hold a big file in memory, or change the words of a text.
"""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.admit import admit
from detente.sources.article import report_from_page
from detente.sources.days import day_from
from detente.sources.decode import decode, page_charset
from detente.sources.fetch import Fetcher
from detente.sources.folders import files_in
from detente.sources.inputs import STDIN, FetchesPages, Input, is_url, open_input
from detente.sources.jsonl import read_jsonl
from detente.sources.kinds import FileKind
from detente.sources.markdown import report_from_markdown, split_front_matter
from detente.sources.options import ReadOptions
from detente.sources.problems import ProblemKind, problem, problem_from_error, warning
from detente.sources.rows import SeenKeys, reports_from_rows
from detente.sources.tables import read_csv, read_parquet
from detente.sources.text import report_from_text

__all__ = ["read_reports"]

_ROW_READERS = {
    FileKind.JSONL: read_jsonl,
    FileKind.CSV: read_csv,
    FileKind.PARQUET: read_parquet,
}

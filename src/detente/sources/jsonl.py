"""JSON lines -> rows: one object a line, read one by one.

In:  an open stream.   Out: ``Row`` for each object, ``Problem`` for each line that is none.
Does not: hold more than a line, or read JSON that is spread over lines.
"""

from collections.abc import Iterator

import msgspec

from detente.records import Problem
from detente.sources.decode import bom_encoding
from detente.sources.inputs import Input
from detente.sources.lines import Line, read_lines
from detente.sources.options import ReadOptions
from detente.sources.problems import ProblemKind, problem
from detente.sources.rows import Row, missing_columns

__all__ = ["read_jsonl"]

_SHOWN = 60  # characters of a broken line that its problem shows


def read_jsonl(given: Input, options: ReadOptions) -> Iterator[Row | Problem]:
    """Yield a row for each object; blank lines count, but are passed over."""
    encoding = bom_encoding(given.head) or "utf-8"  # JSON is UTF-8; other bytes are told by line
    limit = options.max_line_chars
    present: set[str] = set()
    lines = read_lines(given.stream, encoding, max_chars=limit, newline="\n", first=given.first)
    for line in lines:
        key = f"{given.key}:{line.number}"
        if line.is_cut:
            detail = f"the line is longer than {limit:,} characters and was passed over"
            yield problem(key, ProblemKind.TOO_LONG, detail)
        elif line.text.strip():
            row = _row(key, line)
            if isinstance(row, Row):
                present.update(row.fields)
            yield row
    if present:
        yield from missing_columns(given.key, present, options)


def _row(key: str, line: Line) -> Row | Problem:
    try:
        fields = msgspec.json.decode(line.text, type=dict[str, object])
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as err:
        shown = line.text.strip()[:_SHOWN]
        detail = f"the line is no JSON object: {err}; it begins {shown!r}"
        return problem(key, ProblemKind.BROKEN_JSON, detail)
    return Row(number=line.number, fields=fields, guess=line.guess)

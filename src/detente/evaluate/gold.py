"""Gold files -> rows, strictly: what a format does not list is refused with file and line.

In:  a JSON-lines file, UTF-8.   Out: its rows, checked: ids are unique, spans lie in the text;
notes on what could not be coded; sentence ranges by punctuation alone.
Does not: mend a row, skip one, or read the document suite (documents.py does). It does not ask the
parser under test for sentences: a parser that never ends one must not score better.
"""

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from detente.errors import BadInput
from detente.evaluate.matching import PAIR_TYPES, TYPES, YIELD
from detente.reading.parse import paragraph_spans
from detente.records import Coded, Span

Range = tuple[int, int]  # half-open range of code points in the row's text
_Text = Annotated[str, msgspec.Meta(min_length=1)]
_CAMEO = re.compile(r"(0[1-9]|1\d|20)\d{0,2}")
_CAMEO_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


class GoldRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the rows of all suites have. A ``note`` is for people."""

    id: _Text
    note: str | None = None


class PairRow(GoldRow, frozen=True, kw_only=True):
    """A sentence, two sides in it, and what the first does to the second."""

    text: _Text
    actor: tuple[Range, ...]
    recipient: tuple[Range, ...]
    type: str

    def __post_init__(self) -> None:
        check_ranges(self.text, (*self.actor, *self.recipient))
        if self.type not in PAIR_TYPES:
            raise ValueError(f"type {self.type!r} is none of {', '.join(PAIR_TYPES)}")


class GoldActor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An actor of a sentence row; an empty country or sector stands for none."""

    text: str
    country: str
    sector: str


class DatedRow(GoldRow, frozen=True, kw_only=True):
    """A sentence of a report whose day may be told."""

    text: _Text
    written: str | None = msgspec.field(default=None, name="date")

    @property
    def published(self) -> date | None:
        """The day of the sentence's report, if told."""
        return day_of(self.written)


class SentenceRow(DatedRow, frozen=True, kw_only=True):
    """A sentence and its one event. The ``_2016`` fields are the record's older codes."""

    type: str
    actors: tuple[GoldActor, ...]
    recipients: tuple[GoldActor, ...]
    type_2016: str | None = None
    mode_2016: str | None = None
    context_2016: str | None = None

    def __post_init__(self) -> None:
        if self.type != YIELD:
            check_type(self.type)
        day_of(self.written)


class TripleRow(DatedRow, frozen=True, kw_only=True):
    """A sentence and its CAMEO triples: code, who does it, to whom."""

    written: str | None = msgspec.field(name="date")
    gold: tuple[tuple[str, _Text, _Text], ...]

    def __post_init__(self) -> None:
        day_of(self.written)
        for code, _, _ in self.gold:
            if not _CAMEO.fullmatch(code):
                raise ValueError(f"{code!r} is no CAMEO code of 2 to 4 digits, roots 01 to 20")


class Attribution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who said what: the words for each; any of them may be absent from the text."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]


class SpeechRow(GoldRow, frozen=True, kw_only=True):
    """An article and the attributions in it."""

    published: date | None
    text: _Text
    attributions: tuple[Attribution, ...]

    def __post_init__(self) -> None:
        for one in self.attributions:
            check_ranges(self.text, (*one.source, *one.cue, *one.content))


class DateRow(GoldRow, frozen=True, kw_only=True):
    """A date phrase, the day on which it was written, and its TIMEX3 value."""

    anchor: date
    text: _Text
    timex_type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: _Text


class StatusTarget(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A predicate and whether it happened: -3 certainly not .. 3 certainly."""

    span: Range
    factuality: Annotated[float, msgspec.Meta(ge=-3.0, le=3.0)]
    class_: Literal["actual", "negated", "uncertain"] = msgspec.field(name="class")


class StatusRow(GoldRow, frozen=True, kw_only=True):
    """A sentence, tokenised with spaces, and its predicates."""

    text: _Text
    targets: tuple[StatusTarget, ...]

    def __post_init__(self) -> None:
        check_ranges(self.text, [target.span for target in self.targets])


Row = TypeVar("Row", bound=GoldRow)


def read_rows(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Read every row of ``path``, in file order; blank lines count as lines only.

    Raises:
        BadInput: the file cannot be read, has no rows, or a line is not of this format.
    """
    lines = enumerate(read_bytes(path).split(b"\n"), start=1)
    rows = [decode_row(line, kind, f"{path}:{n}") for n, line in lines if line.strip()]
    if not rows:
        raise BadInput(f"{path} has no rows; a gold file has one JSON object a line")
    _refuse_double_ids(path, rows)
    return tuple(rows)


def holds_triples(path: Path) -> bool:
    """Tell the two kinds of sentence files apart by the first row: one with ``gold`` has triples.

    Raises:
        BadInput: the file cannot be read.
    """
    first = read_bytes(path).lstrip().split(b"\n", maxsplit=1)[0]
    try:
        return bool(first) and "gold" in msgspec.json.decode(first, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False  # reading the rows says what is wrong, and where


def decode_row(data: bytes, kind: type[Row], where: str) -> Row:
    """Decode one JSON object; ``where`` begins the message if that fails.

    Raises:
        BadInput: it is not JSON, has an unknown or a missing key, or a wrong value.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as err:
        raise BadInput(
            f"{where}: {err}; this suite's rows need {_keys(kind)}; docs/measuring.md shows some"
        ) from err


def read_bytes(path: Path) -> bytes:
    """Read a file as it is, a ``.gz`` unpacked.

    Raises:
        BadInput: it does not exist or cannot be read.
    """
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (EOFError, zlib.error) as err:
        raise BadInput(f"cannot read gold file {path}: {err}") from err
    except OSError as err:
        raise BadInput(f"cannot read gold file {path}: {err.strerror or err}") from err


def spans_of(ranges: Iterable[Range]) -> tuple[Span, ...]:
    """Turn checked ranges into spans."""
    return tuple(Span(start, end) for start, end in ranges)


def check_ranges(text: str, ranges: Iterable[Range]) -> None:
    """Refuse a range that is empty, reversed or reaches out of the text.

    Raises:
        ValueError: a range is none of ``text``.
    """
    for start, end in ranges:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span [{start}, {end}] is no range of a text of {len(text)}")


def check_type(type_: str) -> None:
    """Refuse what is not one of PLOVER's 16 types.

    Raises:
        ValueError: the type is unknown.
    """
    if type_ not in TYPES:
        raise ValueError(f"type {type_!r} is none of {', '.join(sorted(TYPES))}")


def day_of(written: str | None) -> date | None:
    """Read a day written ``20240202`` or ``2024-02-02``.

    Raises:
        ValueError: it is written otherwise, or is no day.
    """
    if written is None:
        return None
    match = _CAMEO_DAY.fullmatch(written)
    if match is None:
        raise ValueError(f"date {written!r} is written neither 20240202 nor 2024-02-02")
    year, month, day = map(int, match.groups())
    return date(year, month, day)


def _refuse_double_ids(path: Path, rows: Sequence[GoldRow]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise BadInput(f"{path} has two rows with the id {row.id!r}; ids are unique")
        seen.add(row.id)


def _keys(kind: type[GoldRow]) -> str:
    fields = msgspec.structs.fields(kind)
    return ", ".join(field.encode_name for field in fields if field.required)


# --- Problems of coded reports -> notes beside the figures.
def problem_notes(codings: Iterable[Coded]) -> tuple[str, ...]:
    """Count problems by room and kind, most frequent first; warnings are left out."""
    kinds = Counter(
        f"{problem.room}/{problem.kind}"
        for coded in codings
        for problem in coded.problems
        if not problem.is_warning
    )
    return tuple(f"problems of kind {kind}: {n}" for kind, n in kinds.most_common())


# --- Text -> ranges of its sentences, by punctuation alone.
_CLOSING, _OPENING = "\"'\u201d\u2019\xbb)\\]", "\"'\u201c\u2018\xab(\\["  # quotes and brackets
_END = re.compile(rf"(?P<stop>[.!?…]+[{_CLOSING}]*)\s+(?=[{_OPENING}]*[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"""(?:\b[A-Z]|\b(?:Adm|Amb|Brig|Capt|Cmdr|Co|Col|Corp|Cpl|Dr|Fr|Gen|Gov|Hon|Inc|Jr"""
    r"""|Lt|Ltd|Maj|Mr|Mrs|Ms|No|Prof|Rep|Rev|Sen|Sgt|Sr|St|vs"""
    r"""|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"""
)


def sentence_spans(text: str) -> Iterator[Span]:
    """Yield the range of each sentence; no sentence runs over the end of a line."""
    for paragraph in paragraph_spans(text):
        start = paragraph.start
        for end, next_start in _breaks(text, paragraph):
            yield Span(start, end)
            start = next_start
        yield Span(start, paragraph.end)


def sentences_of(span: Span, sentences: Sequence[Span]) -> frozenset[int]:
    """Give the indices of the sentences that ``span`` reaches into."""
    return frozenset(i for i, sentence in enumerate(sentences) if sentence.overlap(span))


def _breaks(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        is_full_stop = match["stop"].startswith(".")
        if not (is_full_stop and _ABBREVIATION.search(text, paragraph.start, match.start())):
            yield match.end("stop"), match.end()

"""Sentences with one act marked -> examples. The format of the corpus, and of a user's own files.

In:  text files, one marked sentence a line (corpus/README.md has the format).
Out: examples with the spans of actors, recipients and predicate, and their codes.
Does not: mend anything. A fault of format, a code that the codebook does not list or a sentence
written twice is a ``BadConfig`` that names file and line; all faults are told at once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from detente.codebook import OwnType, load_codebook
from detente.codebook.entries import OwnTypeRow, read_csv
from detente.codebook.model import find
from detente.errors import BadConfig, UnknownCode
from detente.events.model import NO_EVENT
from detente.records import Span, Status, digest

ARROW = " => "
BESIDE = " || "  # between a sentence and the one before or after it
HISTORICAL = " historical"
MAX_PREDICATE_WORDS = 3
MIN_SIDES_WITHOUT_EVENT = 2  # a hard negative is about two actors with no act between them
MARK = re.compile(r"\[(?P<role>[ARO]) (?P<actor>[^\[\]{}]+)\]|\{(?P<predicate>[^\[\]{}]+)\}")
BRACKET = re.compile(r"[\[\]{}]")
NOT_A_WORD = re.compile(r"[\W_]+")
OwnTypes = Mapping[str, OwnType]  # by name
NO_OWN: OwnTypes = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One sentence of the corpus with one act marked, or with none (``type`` is ``None``).

    Spans count in ``text``, which is the sentence without its marks. ``others`` are actors between
    whom and the marked sides the sentence tells no act. ``status`` is ``None`` where
    there is no act. ``contexts`` are empty where none were marked, which does not mean that the
    sentence has none. ``before`` and ``after`` are the sentences that stood beside it, "" where
    nobody gave one. ``line`` counts from 1 in ``file``. ``id`` is a digest of the texts alone:
    a corrected label keeps it.
    """

    id: str
    text: str
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    others: tuple[Span, ...] = ()
    predicate: Span
    type: str | None
    mode: str | None
    status: Status | None
    is_historical: bool
    contexts: tuple[str, ...]
    before: str = ""
    after: str = ""
    file: str
    line: int


def read_corpus(path: Path, own: OwnTypes = NO_OWN) -> list[Example]:
    """Read every sentence of a file, or of a folder's ``*.txt`` files, in order of name and line.

    Types of ``own`` may stand where PLOVER's do.

    Raises:
        BadConfig: there is no such file, or lines are at fault; the message lists them all.
    """
    examples: list[Example] = []
    faults: list[str] = []
    for file, line, text in _lines(path):
        try:
            examples.append(read_line(text, file, line, own))
        except BadConfig as err:
            faults.append(str(err))
    faults.extend(_repeats(examples))
    if faults:
        raise BadConfig("\n".join(faults))
    return examples


def read_examples(path: Path, own: OwnTypes) -> list[Example]:
    """Read the marked examples of a codebook in CSV; the row numbers stand for lines.

    Raises:
        BadConfig: it cannot be read, or examples are at fault; the message lists them all.
    """
    examples, faults = list[Example](), list[str]()
    for _, text in read_texts(path):
        for where, row in read_csv(path.name, text.removeprefix("\ufeff"), OwnTypeRow):
            if row.example is None:
                continue
            status = "" if row.code == NO_EVENT else f" | {row.status or Status.ACTUAL}"
            line = f"{row.example}{ARROW}{row.code}{status}"
            try:
                examples.append(read_line(line, path.name, int(where.split()[-1]), own))
            except BadConfig as err:
                faults.append(str(err))
    faults.extend(_repeats(examples))
    if faults:
        raise BadConfig("\n".join(faults))
    return examples


def read_line(line_text: str, file: str, line: int, own: OwnTypes = NO_OWN) -> Example:
    """Read one marked sentence with its codes.

    Raises:
        BadConfig: the line is not in the format, or a code is not in the codebook.
    """
    try:
        return _example(line_text, own, (file, line))
    except (ValueError, UnknownCode) as err:
        raise BadConfig(f"{file} line {line}: {err}") from err


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Read a file, or a folder's ``*.txt`` files in order; gives each one's name and its text.

    Raises:
        BadConfig: there is no such file, or it cannot be read as UTF-8.
    """
    paths = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not paths:
        raise BadConfig(f"{path}: no *.txt file with sentences in it; give another folder")
    for one in paths:
        try:
            text = one.read_text(encoding="utf-8")
        except UnicodeDecodeError as err:
            raise BadConfig(f"{one.name}: not UTF-8 ({err}); save it as UTF-8") from err
        except OSError as err:
            raise BadConfig(f"{one}: cannot be read ({err.strerror}); give another path") from err
        yield one.name, text


def _lines(path: Path) -> Iterator[tuple[str, int, str]]:
    for name, text in read_texts(path):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                yield name, number, line


def _repeats(examples: Sequence[Example]) -> Iterator[str]:
    """Tell sentences that are the same but for capitals and punctuation."""
    first: dict[str, Example] = {}
    for example in examples:
        whole = f"{example.before} {example.text} {example.after}"
        key = NOT_A_WORD.sub(" ", whole.casefold()).strip()
        other = first.setdefault(key, example)
        if other is not example:
            yield (
                f"{example.file} line {example.line}: the sentence stands already in "
                f"{other.file} line {other.line}; write another or drop it"
            )


# One line. The functions below raise ``ValueError``; ``read_line`` adds file and line.


class _Codes(NamedTuple):
    """What stands after the arrow; as it stands here, a hard negative's."""

    type: str | None = None
    mode: str | None = None
    status: Status | None = None
    is_historical: bool = False
    contexts: tuple[str, ...] = ()


def _example(line_text: str, own: OwnTypes, place: tuple[str, int]) -> Example:
    whole, codes = _split(line_text)
    before, marked, after = _beside(whole)
    text, spans = _unmark(marked)
    coded = _codes(codes, own)
    _check_marks(spans, coded.type)
    predicate = spans["predicate"][0]
    if len(text[predicate.start : predicate.end].split()) > MAX_PREDICATE_WORDS:
        raise ValueError(f"the predicate has more than {MAX_PREDICATE_WORDS} words")
    return Example(
        id=digest("example", *filter(None, (before, text, after))),
        text=text,
        actors=tuple(spans["A"]),
        recipients=tuple(spans["R"]),
        others=tuple(spans["O"]),
        predicate=predicate,
        type=coded.type,
        mode=coded.mode,
        status=coded.status,
        is_historical=coded.is_historical,
        contexts=coded.contexts,
        before=before,
        after=after,
        file=place[0],
        line=place[1],
    )


def _split(line_text: str) -> tuple[str, list[str]]:
    parts = line_text.split(ARROW)
    if len(parts) != 2:  # noqa: PLR2004  # before the arrow and after it
        raise ValueError(f"a line is a sentence, then {ARROW!r} once, then its codes")
    whole = f" {parts[0].strip()} "
    if re.search(r"\s\s|[^\S ]", whole):
        raise ValueError("words must be parted by one plain space each")
    return whole, [field.strip() for field in parts[1].split("|")]


def _beside(whole: str) -> tuple[str, str, str]:
    """What stands before the marked sentence, the sentence, what stands after it."""
    parts = [part.strip() for part in whole.split(BESIDE)]
    if len(parts) == 1:
        return "", parts[0], ""
    if len(parts) != 3:  # noqa: PLR2004  # before, marked, after
        raise ValueError(
            f"with neighbours a line has {BESIDE!r} twice; a missing one is left empty"
        )
    if any(BRACKET.search(part) for part in (parts[0], parts[2])):
        raise ValueError("only the sentence in the middle may have marks")
    return parts[0], parts[1], parts[2]


def _unmark(marked: str) -> tuple[str, dict[str, list[Span]]]:
    spans: dict[str, list[Span]] = {"A": [], "R": [], "O": [], "predicate": []}
    text, end = "", 0
    for mark in MARK.finditer(marked):
        words = mark["actor"] or mark["predicate"]
        if words != words.strip():
            raise ValueError(f"{mark[0]!r} must begin and end with its words, not with a space")
        text += marked[end : mark.start()]
        spans[mark["role"] or "predicate"].append(Span(len(text), len(text) + len(words)))
        text += words
        end = mark.end()
    text += marked[end:]
    if BRACKET.search(text):
        raise ValueError(
            "a bracket is left over; marks are [A words], [R words], [O words] and {words}"
        )
    return text, spans


def _check_marks(spans: Mapping[str, Sequence[Span]], name: str | None) -> None:
    if len(spans["predicate"]) != 1:
        n_marked = len(spans["predicate"])
        raise ValueError(f"one predicate in braces is needed, {n_marked} are marked")
    n_sides = len(spans["A"]) + len(spans["R"])
    if name is None and n_sides < MIN_SIDES_WITHOUT_EVENT:
        raise ValueError(f"{NO_EVENT} needs two actors marked; {n_sides} found")
    if not n_sides:
        raise ValueError("somebody must be marked: [A words] or [R words]")


def _codes(fields: Sequence[str], own: OwnTypes) -> _Codes:
    if fields[0] == NO_EVENT:
        if len(fields) > 1:
            raise ValueError(f"{NO_EVENT} has neither status nor contexts")
        return _Codes()
    if len(fields) not in {2, 3}:
        raise ValueError("codes are TYPE or TYPE/mode | status, and | contexts where wanted")
    name, mode = _type(fields[0], own)
    status = fields[1].removesuffix(HISTORICAL)
    if status not in set(Status):
        raise ValueError(f"no status {status!r}; there are {', '.join(Status)}")
    return _Codes(
        type=name,
        mode=mode,
        status=Status(status),
        is_historical=fields[1].endswith(HISTORICAL),
        contexts=_contexts(fields[2]) if len(fields) > 2 else (),  # noqa: PLR2004  # the third
    )


def _type(field: str, own: OwnTypes) -> tuple[str, str | None]:
    if field in own:
        return own[field].parent, own[field].mode
    book = load_codebook()
    name, slash, mode = field.partition("/")
    find({**own, **{one.name: one for one in book.types}}, name, "event type")
    if slash:
        book.mode(name, mode)
    return name, mode or None


def _contexts(field: str) -> tuple[str, ...]:
    book = load_codebook()
    names = tuple(name.strip() for name in field.split(","))
    for name in names:
        book.context(name)
    if len(set(names)) < len(names):
        raise ValueError(f"a context stands twice in {field!r}")
    return names

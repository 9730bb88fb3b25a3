"""Marks on real reports, kept beside the text: documents by id and digest, acts by offsets.

In:  ``corpus/real/*.txt``.        Out: ``Marked`` documents; the same lines again from them.
Does not: hold a word of the text. Offsets count code points; a digest that differs is refused.

    # voa-00042 90d3a1f27bc00e11 reader-03 full
    E 35-41 | =PAK-UAF | 12-20=PAK-MIL | ASSAULT/explosives | actual | when 44-51; where 55-61
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.errors import BadInput
from detente.evaluate.texts import Document, find_texts, read_documents

Offsets = tuple[int, int]

EXPECTED = (
    "a document begins '# voa-00042 90d3a1f27bc00e11 reader-03 full' (id, digest, reader), each"
    " act below it reads 'E 35-41 | =PAK-UAF | 12-20=PAK-MIL | ASSAULT/explosives | actual'"
)
UNKNOWN = "XXX"  # the country of a side whom no words place
SPLITS = ("learn",) * 8 + ("develop", "measure")


class BadMarks(BadInput):
    """Marks that do not fit: a broken line, or a text whose digest differs."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an act: where its words stand (None: nowhere) and who it is in this report.

    ``code`` joins the codes of a group by ``+``. ``is_implicit``: the act's sentence names it not.
    """

    span: Offsets | None
    code: str
    is_implicit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as a reader marked it; offsets count in the document's text."""

    predicate: Offsets
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    type: str
    mode: str | None = None
    status: str
    is_doubtful: bool = False
    is_background: bool = False
    or_type: str | None = None
    same_as: Offsets | None = None
    when: Offsets | None = None
    where: Offsets | None = None
    word_of: Side | None = None
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One document's marks. ``is_full``: when, where, on whose word and contexts are there, too."""

    id: str
    digest: str
    reader: str
    is_full: bool
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A document and its marks."""

    document: Document
    marked: Marked


def split_of(digest: str) -> str:
    """Return ``learn``, ``develop`` or ``measure``: a tenth each for the last two, by digest."""
    return SPLITS[int(digest, 16) % len(SPLITS)]


def joined_marks(path: Path, texts: Path | None = None) -> Iterator[Joined]:
    """Read marks and put them to the texts at hand (texts.py says where these are looked for)."""
    marked = read_marks(path)
    ids = {marks.id for marks in marked}
    yield from join(marked, {one.id: one for one in read_documents(find_texts(texts), ids)})


def marked_codes(sides: Iterable[Side]) -> tuple[str, ...]:
    """The codes of sides, each once; of one whose country nobody can tell, the sector alone."""
    codes = (code for side in sides for code in side.code.split("+"))
    known = (code.removeprefix(f"{UNKNOWN}-") if code != UNKNOWN else "UNK" for code in codes)
    return tuple(dict.fromkeys(known))


def read_marks(path: Path) -> list[Marked]:
    """Read the marks of a file, or of a folder's ``*.txt`` files, in order of file and line.

    Raises:
        BadMarks: there are none, or a line is broken; the message names file and line.
    """
    marked: list[Marked] = []
    for file in [path] if path.is_file() else sorted(path.glob("*.txt")):
        heads: list[tuple[list[str], list[Act]]] = []
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            try:
                if line.startswith("# "):
                    heads.append((_head(line), []))
                elif line:
                    heads[-1][1].append(_act(line))
            except (ValueError, IndexError) as err:
                told = f"{file} line {number} is no mark: {line[:60]!r} ({err}); {EXPECTED}"
                raise BadMarks(told) from err
        marked += [
            Marked(id=h[0], digest=h[1], reader=h[2], is_full="full" in h[3:], acts=tuple(acts))
            for h, acts in heads
        ]
    if not marked:
        raise BadMarks(f"{path} holds no marks")
    return marked


def join(marked: Iterable[Marked], documents: Mapping[str, Document]) -> Iterator[Joined]:
    """Put marks and texts together.

    Raises:
        BadMarks: a document is missing, or its text is not the one that was read.
    """
    for marks in marked:
        document = documents.get(marks.id)
        if document is None:
            raise BadMarks(f"{marks.id} is not among the texts")
        if document.digest != marks.digest:
            raise BadMarks(f"{marks.id}: the text at hand is not the one that was read")
        yield Joined(document, marks)


def written(marked: Marked) -> str:
    """Return a document's marks as lines."""
    head = f"# {marked.id} {marked.digest} {marked.reader}{' full' if marked.is_full else ''}"
    return "\n".join([head, *map(_line, marked.acts), ""])


def _line(act: Act) -> str:
    extras = [
        "bg" if act.is_background else "",
        f"or {act.or_type}" if act.or_type else "",
        f"same {_offsets(act.same_as)}" if act.same_as else "",
        f"when {_offsets(act.when)}" if act.when else "",
        f"where {_offsets(act.where)}" if act.where else "",
        f"word {_side(act.word_of)}" if act.word_of else "",
        f"ctx {', '.join(act.contexts)}" if act.contexts else "",
    ]
    fields = [
        f"{'?' if act.is_doubtful else ''}E {_offsets(act.predicate)}",
        " & ".join(map(_side, act.actors)) or "-",
        " & ".join(map(_side, act.recipients)) or "-",
        act.type + (f"/{act.mode}" if act.mode else ""),
        act.status,
        "; ".join(filter(None, extras)),
    ]
    return " | ".join(filter(None, fields))


def _head(line: str) -> list[str]:
    words = line[2:].split()
    if len(words) < 3:  # noqa: PLR2004  # id, digest, reader
        raise ValueError("it has too few words")
    return words


def _act(line: str) -> Act:
    parts = line.split(" | ")
    if len(parts) < 5:  # noqa: PLR2004  # before what may be left out
        raise ValueError("it has too few parts")
    head, actors, recipients, kind, status, *rest = parts
    name, _, mode = kind.partition("/")
    extras: dict[str, str] = {}
    for part in "".join(rest).split("; "):
        key, _, value = part.partition(" ")
        extras[key] = value
    return Act(
        predicate=_span(head.lstrip("?")[2:]),
        actors=_sides(actors),
        recipients=_sides(recipients),
        type=name,
        mode=mode or None,
        status=status,
        is_doubtful=head.startswith("?"),
        is_background="bg" in extras,
        or_type=extras.get("or"),
        same_as=_span(extras["same"]) if "same" in extras else None,
        when=_span(extras["when"]) if "when" in extras else None,
        where=_span(extras["where"]) if "where" in extras else None,
        word_of=_read_side(extras["word"]) if "word" in extras else None,
        contexts=tuple(extras["ctx"].split(", ")) if "ctx" in extras else (),
    )


def _offsets(span: Offsets) -> str:
    return f"{span[0]}-{span[1]}"


def _span(words: str) -> Offsets:
    found = re.fullmatch(r"(\d+)-(\d+)", words.strip())
    if not found:
        raise ValueError(f"'{words}' are no offsets")
    return int(found[1]), int(found[2])


def _side(side: Side) -> str:
    place = _offsets(side.span) if side.span else ""
    return f"{'^' if side.is_implicit and place else ''}{place}={side.code}"


def _sides(words: str) -> tuple[Side, ...]:
    return () if words == "-" else tuple(map(_read_side, words.split(" & ")))


def _read_side(words: str) -> Side:
    place, _, code = words.partition("=")
    return Side(
        span=_span(place.lstrip("^")) if place else None,
        code=code,
        is_implicit=place.startswith("^") or not place,
    )

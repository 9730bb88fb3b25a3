"""Prompts as files, to be answered by whoever is at hand, and their replies put in the store.

In:  reports; a folder with replies beside the prompts.   Out: prompt files; kept replies.
Does not: ask anybody. A reply written by a person goes the way of a model's: it is checked.

``anchored`` replies have places in the report's text instead of quotes, so that they can be handed
on without a text that is not ours; with the text at hand they are put together again.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from detente.config import ModelChoice
from detente.errors import BadInput
from detente.llm.answer import Act, Answer, Said, Side, When, Where, read_answer
from detente.llm.client import Asked
from detente.llm.quotes import find_words, first_within
from detente.llm.reader import a_reply
from detente.llm.replies import ReplyStore
from detente.llm.request import Page, Request, guidelines, requests_for
from detente.records import Report, Sentence, Span, digest

__all__ = [
    "anchor",
    "anchored_lines",
    "keep_replies",
    "read_anchored",
    "replies_beside",
    "restore",
    "write_prompts",
]

GUIDELINES, INDEX = "guidelines.md", "requests.jsonl"
Range = tuple[int, int]  # half-open, in code points of the report's text
T = TypeVar("T")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the index: whose prompt is in which file. The reply is beside it, ``.json``."""

    key: str
    report: str
    file: str


class AnchoredSide(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A side by the place of its words; none for a doer that no words name."""

    span: Range | None = None
    codes: tuple[str, ...] = ()


class AnchoredTime(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The place of words that date an act, and the days they mean."""

    span: Range
    first: str | None = None
    last: str | None = None


class AnchoredPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The place, in the text, of words that place an act, and the country."""

    span: Range
    country: str | None = None


class AnchoredAct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An act with places instead of quotes."""

    n: int
    predicate: Range
    clause: Range
    type: str
    status: str
    mode: str | None = None
    actors: tuple[AnchoredSide, ...] = ()
    recipients: tuple[AnchoredSide, ...] = ()
    when: AnchoredTime | None = None
    where: AnchoredPlace | None = None
    speaker: AnchoredSide | None = None
    same: int | None = None
    background: bool = False
    doubtful: bool = False


class AnchoredStatement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statement with places instead of quotes."""

    said: Range
    kind: str
    speaker: AnchoredSide | None = None
    cue: Range | None = None


class AnchoredAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One report's answer without a word of its text. ``report`` is the report's id."""

    key: str
    report: str
    acts: tuple[AnchoredAct, ...]
    statements: tuple[AnchoredStatement, ...]


def write_prompts(pages: Iterable[Page], folder: Path) -> int:
    """Write the very words that a model would be sent, a file a request; count the files.

    ``guidelines.md`` is the part that all begin with. A reply goes beside its prompt, under the
    same name with ``.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GUIDELINES).write_text(guidelines(), encoding="utf-8")
    entries = []
    for page in pages:
        for number, request in enumerate(requests_for(page), 1):
            name = f"{_file_name(page.report)}{f'.{number}' if number > 1 else ''}.md"
            (folder / name).write_text(request.messages[-1][1], encoding="utf-8")
            entries.append(Entry(key=page.report.key, report=page.report.id, file=name))
    lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
    (folder / INDEX).write_bytes(lines)
    return len(entries)


def keep_replies(folder: Path, choice: ModelChoice, store: ReplyStore) -> tuple[int, int]:
    """Keep the replies that stand beside prompts; count them, and the prompts without one.

    Raises:
        BadInput: the folder holds no prompts.
    """
    n_kept, n_missing = 0, 0
    before = _read(folder / GUIDELINES)
    for entry in _entries(folder):
        answered = (folder / entry.file).with_suffix(".json")
        if not answered.exists():
            n_missing += 1
            continue
        request = Request((("system", before), ("user", _read(folder / entry.file))))
        _keep(request, _read(answered), choice, store)
        n_kept += 1
    return n_kept, n_missing


def anchor(page: Page, reply: str) -> tuple[AnchoredAnswer, int]:
    """Put places in the place of quotes; count the parts whose words do not stand in the text."""
    answer = read_answer(reply)
    acts = [_anchored_act(page, act) for act in answer.acts]
    said = [_anchored_said(page, one) for one in answer.statements]
    kept_acts, kept_said = [one for one in acts if one], [one for one in said if one]
    n_lost = len(acts) + len(said) - len(kept_acts) - len(kept_said) + len(answer.faults)
    anchored = AnchoredAnswer(
        key=page.report.key,
        report=page.report.id,
        acts=tuple(kept_acts),
        statements=tuple(kept_said),
    )
    return anchored, n_lost


def replies_beside(folder: Path) -> dict[str, str]:
    """The replies that stand beside prompts, by the keys of their reports; the first of each."""
    found: dict[str, str] = {}
    for entry in _entries(folder):
        answered = (folder / entry.file).with_suffix(".json")
        if answered.exists():
            found.setdefault(entry.key, _read(answered))
    return found


def read_anchored(path: Path) -> dict[str, AnchoredAnswer]:
    """Read anchored answers, one a line, by the ids of their reports.

    Raises:
        BadInput: a line is none.
    """
    try:
        lines = path.read_bytes().splitlines()
        answers = [msgspec.json.decode(line, type=AnchoredAnswer) for line in lines if line]
    except (OSError, msgspec.DecodeError) as err:
        raise BadInput(f"{path}: holds no anchored replies: {err}") from err
    return {answer.report: answer for answer in answers}


def restore(page: Page, anchored: AnchoredAnswer, choice: ModelChoice, store: ReplyStore) -> None:
    """Keep the reply that an anchored answer stands for, under what would be asked today.

    Raises:
        BadInput: the report is so long that it is asked about in parts.
    """
    requests = requests_for(page)
    if len(requests) != 1:
        raise BadInput(f"{page.report.key}: anchored replies are for reports asked about at once")
    answer = Answer(
        acts=tuple(_act(page, one) for one in anchored.acts),
        statements=tuple(_said(page, one) for one in anchored.statements),
    )
    text = msgspec.json.encode({"acts": answer.acts, "statements": answer.statements}).decode()
    _keep(requests[0], text, choice, store)


# Private functions


def _file_name(report: Report) -> str:
    """A file's name for a report: its key where that is a plain word, else with a digest."""
    plain = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in report.key)
    plain = plain.strip(".-")[:60] or "report"
    return plain if plain == report.key else f"{plain}-{digest(report.key)[:6]}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise BadInput(f"{path}: cannot be read: {err}") from err


def _entries(folder: Path) -> Iterator[Entry]:
    for line in _read(folder / INDEX).splitlines():
        try:
            yield msgspec.json.decode(line, type=Entry)
        except msgspec.DecodeError as err:
            raise BadInput(f"{folder / INDEX}: is no index of prompts: {err}") from err


def _keep(request: Request, text: str, choice: ModelChoice, store: ReplyStore) -> None:
    asked = request.digest_for(choice.model, choice.parameters)
    store.keep(a_reply(asked, choice, Asked(text, 0, 0)))


# Quotes to places


def _anchored_act(page: Page, act: Act) -> AnchoredAct | None:
    sentence = _numbered(page, act.sentence)
    clause = _place(page, act.clause, sentence.span) if sentence else None
    predicate = _place(page, act.predicate, clause) if clause else None
    if sentence is None or clause is None or predicate is None:
        return None
    when, where = act.when, act.where
    dated = _place(page, when.words, sentence.span, clause) if when else None
    placed = _place(page, where.words, sentence.span, clause) if where else None
    try:
        return AnchoredAct(
            n=act.n,
            predicate=_range(predicate),
            clause=_range(clause),
            type=act.type,
            status=act.status,
            mode=act.mode,
            actors=tuple(_anchored_side(page, one, sentence, clause) for one in act.actors),
            recipients=tuple(_anchored_side(page, one, sentence, clause) for one in act.recipients),
            when=AnchoredTime(span=_range(dated), first=when.first, last=when.last)
            if when and dated
            else None,
            where=AnchoredPlace(span=_range(placed), country=where.country)
            if where and placed
            else None,
            speaker=_anchored_speaker(page, act.speaker, sentence, clause),
            same=act.same,
            background=act.background,
            doubtful=act.doubtful,
        )
    except LookupError:
        return None


def _anchored_said(page: Page, said: Said) -> AnchoredStatement | None:
    sentence = _numbered(page, said.sentence)
    span = _place(page, said.words, sentence.span) if sentence else None
    if sentence is None or span is None:
        return None
    cue = _place(page, said.cue, sentence.span) if said.cue else None
    try:
        return AnchoredStatement(
            said=_range(span),
            kind=said.kind,
            speaker=_anchored_speaker(page, said.speaker, sentence, sentence.span),
            cue=_range(cue) if cue else None,
        )
    except LookupError:
        return None


def _anchored_speaker(
    page: Page, side: Side | None, sentence: Sentence, clause: Span
) -> AnchoredSide | None:
    return None if side is None else _anchored_side(page, side, sentence, clause)


def _anchored_side(page: Page, side: Side, sentence: Sentence, clause: Span) -> AnchoredSide:
    """Put a place in the place of a side's words.

    Raises:
        LookupError: they stand nowhere.
    """
    link = page.mentions.get(side.mention or "")
    if link is not None:
        codes = side.codes or tuple(actor.code for actor in link.actors)
        return AnchoredSide(span=_range(link.mention.span), codes=codes)
    if not side.words:
        return AnchoredSide(codes=side.codes)
    where = sentence if side.sentence is None else _numbered(page, side.sentence)
    near = clause if where is sentence else None
    span = _place(page, side.words, where.span, near) if where else None
    if span is None:
        raise LookupError(side.words)
    return AnchoredSide(span=_range(span), codes=side.codes)


def _numbered(page: Page, number: int) -> Sentence | None:
    return page.sentences[number - 1] if 1 <= number <= len(page.sentences) else None


def _place(page: Page, words: str, within: Span, near: Span | None = None) -> Span | None:
    return first_within(find_words(words, page.report, within), near)


def _range(span: Span) -> Range:
    return span.start, span.end


# Places to quotes


def _act(page: Page, one: AnchoredAct) -> Act:
    number, sentence = _sentence_of(page, one.predicate)
    clause = _clipped(one.clause, sentence.span)
    return Act(
        n=one.n,
        sentence=number,
        predicate=_words(page, Span(*one.predicate), clause),
        clause=_words(page, clause, sentence.span),
        type=one.type,
        mode=one.mode,
        status=one.status,
        actors=tuple(_side(page, side) for side in one.actors),
        recipients=tuple(_side(page, side) for side in one.recipients),
        when=When(words=_in_sentence(page, one.when.span), first=one.when.first, last=one.when.last)
        if one.when
        else None,
        where=Where(words=_in_sentence(page, one.where.span), country=one.where.country)
        if one.where
        else None,
        speaker=_side(page, one.speaker) if one.speaker else None,
        same=one.same,
        background=one.background,
        doubtful=one.doubtful,
    )


def _said(page: Page, one: AnchoredStatement) -> Said:
    number, sentence = _sentence_of(page, one.said)
    return Said(
        sentence=number,
        words=_words(page, _clipped(one.said, sentence.span), sentence.span),
        cue=_in_sentence(page, one.cue) if one.cue else None,
        speaker=_side(page, one.speaker) if one.speaker else None,
        kind=one.kind,
    )


def _side(page: Page, side: AnchoredSide) -> Side:
    if side.span is None:
        return Side(codes=side.codes)
    number, _ = _sentence_of(page, side.span)
    return Side(words=_in_sentence(page, side.span), sentence=number, codes=side.codes)


def _in_sentence(page: Page, given: Range) -> str:
    _, sentence = _sentence_of(page, given)
    return _words(page, _clipped(given, sentence.span), sentence.span)


def _sentence_of(page: Page, given: Range) -> tuple[int, Sentence]:
    """The number and the sentence in which a range begins, as today's reading cuts the text."""
    ends = (place for place, one in enumerate(page.sentences) if given[0] < one.span.end)
    place = next(ends, len(page.sentences) - 1)
    return place + 1, page.sentences[place]


def _clipped(given: Range, within: Span) -> Span:
    start, end = max(given[0], within.start), min(given[1], within.end)
    return Span(start, end) if start < end else within


def _words(page: Page, span: Span, within: Span) -> str:
    """The words of a range, with ``~2`` where the same words stand before it."""
    words = page.report.cite(span).quote
    found = find_words(words, page.report, within)
    nth = found.index(span) + 1 if span in found else 1
    return words if nth == 1 else f"{words}~{nth}"


def anchored_lines(answers: Sequence[AnchoredAnswer]) -> str:
    """Anchored answers as they are written down, one a line."""
    return "".join(f"{msgspec.json.encode(one).decode()}\n" for one in answers)
